/* The proof of soundness on flows small enough to see, and on large ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compiler/flow/sound.h"
#include "tests/unit/made_flow.h"

struct proved {
    struct made m;
    struct arena arena;
    struct verdict v;
};

static void open_made(struct proved *p)
{
    made_open(&p->m);
    arena_init(&p->arena, abort);
}

static void prove(struct proved *p)
{
    p->v = sound_prove(made_flow(&p->m), &p->arena);
}

static void close_made(struct proved *p)
{
    made_close(&p->m);
    arena_free(&p->arena);
}

/* A row that goes on to the next by `after` (group 0) or, with group NONE, directly. */
static void link(struct proved *p, uint32_t from, uint32_t outcome, uint32_t to, uint32_t group)
{
    made_sets(&p->m, made_way(&p->m, from, outcome), to, group);
}

/* The parts of a fault as a line: "JOIN 3 CAME 1.0". */
static const char *parts_of(struct proved *p, const struct sound_fault *fault)
{
    static const char *const roles[] = {
        [ROLE_TWICE] = "twice",     [ROLE_FIRST] = "first", [ROLE_SECOND] = "second",
        [ROLE_JOIN] = "join",       [ROLE_CAME] = "came",   [ROLE_MISSING] = "missing",
        [ROLE_DECIDED] = "decided", [ROLE_ROUND] = "round", [ROLE_NEVER] = "never",
        [ROLE_BEHIND] = "behind",   [ROLE_ENDS] = "ends",   [ROLE_OPEN] = "taken"};
    const char *line = "";
    for (uint32_t i = 0; i < fault->parts.n; i++) {
        const struct sound_part *part = &fault->parts.at[i];
        line = arena_printf(&p->arena, "%s%s%s %u", line, i ? " " : "", roles[part->role],
                            (unsigned)part->row);
        if (part->outcome != NONE)
            line = arena_printf(&p->arena, "%s.%u", line, (unsigned)part->outcome);
    }
    return line;
}

static const char *run_of(struct proved *p, const struct sound_fault *fault)
{
    const char *line = "";
    for (uint32_t i = 0; i < fault->run.n; i++) {
        const struct sound_step *step = &fault->run.at[i];
        line = arena_printf(&p->arena, "%s%s%u", line, i ? " " : "", (unsigned)step->row);
        if (step->outcome != NONE)
            line = arena_printf(&p->arena, "%s.%u", line, (unsigned)step->outcome);
    }
    return line;
}

static void assert_fault(struct proved *p, uint32_t i, enum sound_fault_kind kind,
                         const char *parts, const char *run)
{
    assert_int_equal(p->v.kind, UNSOUND);
    assert_true(i < p->v.faults.n);
    assert_int_equal(p->v.faults.at[i].kind, kind);
    assert_string_equal(parts_of(p, &p->v.faults.at[i]), parts);
    assert_string_equal(run_of(p, &p->v.faults.at[i]), run);
}

/* ---- sound ------------------------------------------------------------------------ */

/* A check that sends back, a branch that stays done. */
static void test_rework_over_a_join(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    enum { BEGIN, LEFT, RIGHT, CHECK };
    made_row(&p.m, ROW_STEP);
    made_join(&p.m, ROW_STEP, 1);
    made_join(&p.m, ROW_STEP, 1);
    made_join(&p.m, ROW_DECISION, 2);
    made_entry(&p.m, BEGIN);
    uint32_t begin = made_way(&p.m, BEGIN, NONE);
    made_sets(&p.m, begin, LEFT, 0);
    made_sets(&p.m, begin, RIGHT, 0);
    link(&p, LEFT, NONE, CHECK, 0);
    link(&p, RIGHT, NONE, CHECK, 1);
    made_way(&p.m, CHECK, 0);
    uint32_t back = made_way(&p.m, CHECK, 1);
    made_sets(&p.m, back, LEFT, 0);
    made_sets(&p.m, back, CHECK, 1);
    p.m.ways.at[back].n_kept = 1;
    prove(&p);
    assert_int_equal(p.v.kind, SOUND);
    assert_int_equal(p.v.faults.n, 0);
    close_made(&p);
}

/* `after any of`: what is still open on the way to the others is withdrawn. */
static void make_race(struct proved *p, uint32_t need)
{
    made_row(&p->m, ROW_STEP);
    made_join(&p->m, ROW_STEP, 1);
    made_join(&p->m, ROW_STEP, 1);
    made_join(&p->m, ROW_STEP, 1);
    made_join(&p->m, ROW_STEP, 3);
    made_entry(&p->m, 0);
    uint32_t begin = made_way(&p->m, 0, NONE);
    for (uint32_t r = 1; r <= 3; r++) {
        made_sets(&p->m, begin, r, 0);
        link(p, r, NONE, 4, r - 1);
    }
    made_way(&p->m, 4, NONE);
    p->m.rows.at[4].need = need;
}

static void test_races(void **state)
{
    (void)state;
    for (uint32_t need = 0; need <= 3; need++) {
        struct proved p;
        open_made(&p);
        make_race(&p, need);
        prove(&p);
        assert_int_equal(p.v.kind, SOUND);
        assert_true(p.v.n_left <= 3);
        close_made(&p);
    }
}

/* ---- each fault ------------------------------------------------------------------- */

/* Waits for both outcomes of one decision. */
static void test_deadlock(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    made_row(&p.m, ROW_DECISION);
    made_row(&p.m, ROW_STEP);
    made_row(&p.m, ROW_STEP);
    made_join(&p.m, ROW_STEP, 2);
    made_entry(&p.m, 0);
    link(&p, 0, 0, 1, NONE);
    link(&p, 0, 1, 2, NONE);
    link(&p, 1, NONE, 3, 0);
    link(&p, 2, NONE, 3, 1);
    made_way(&p.m, 3, NONE);
    prove(&p);
    assert_fault(&p, 0, FAULT_DEADLOCK, "join 3 came 1 missing 2 decided 0.0", "0.0 1");
    assert_true(p.v.faults.at[0].is_shortest);
    assert_int_equal(p.v.faults.n, 1);   /* that row 3 never opens follows from it */
    close_made(&p);
}

/* Two branches lead into one row that does not wait for both. */
static void test_doubling(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    made_row(&p.m, ROW_STEP);
    made_join(&p.m, ROW_STEP, 1);
    made_join(&p.m, ROW_STEP, 1);
    made_row(&p.m, ROW_STEP);
    made_entry(&p.m, 0);
    uint32_t begin = made_way(&p.m, 0, NONE);
    made_sets(&p.m, begin, 1, 0);
    made_sets(&p.m, begin, 2, 0);
    link(&p, 1, NONE, 3, NONE);
    link(&p, 2, NONE, 3, NONE);
    made_way(&p.m, 3, NONE);
    prove(&p);
    assert_fault(&p, 0, FAULT_DOUBLING, "twice 3 first 1 second 2", "0 1 2");
    assert_int_equal(p.v.faults.n, 1);
    close_made(&p);
}

static void test_row_that_cannot_happen(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    for (uint32_t r = 0; r < 4; r++)
        made_row(&p.m, ROW_STEP);
    made_entry(&p.m, 0);
    made_way(&p.m, 0, NONE);
    link(&p, 1, NONE, 3, NONE);
    link(&p, 2, NONE, 2, NONE);   /* goes round, but nobody begins it */
    made_way(&p.m, 3, NONE);
    prove(&p);
    assert_fault(&p, 0, FAULT_UNREACHABLE, "never 1 behind 3", "");
    assert_fault(&p, 1, FAULT_UNREACHABLE, "never 2", "");
    assert_int_equal(p.v.faults.n, 2);
    close_made(&p);
}

static void test_no_way_to_an_end(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    made_row(&p.m, ROW_DECISION);
    made_row(&p.m, ROW_STEP);
    made_row(&p.m, ROW_STEP);
    made_entry(&p.m, 0);
    made_way(&p.m, 0, 0);
    link(&p, 0, 1, 1, NONE);
    link(&p, 1, NONE, 2, NONE);
    link(&p, 2, NONE, 1, NONE);
    prove(&p);
    assert_fault(&p, 0, FAULT_NO_END, "round 1 round 2", "0.1");
    assert_int_equal(p.v.faults.n, 1);
    close_made(&p);
}

/* after begin, last: and last comes after the join itself. */
static void test_join_that_waits_for_itself(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    made_row(&p.m, ROW_STEP);
    made_join(&p.m, ROW_STEP, 2);
    made_row(&p.m, ROW_STEP);
    made_entry(&p.m, 0);
    link(&p, 0, NONE, 1, 0);
    link(&p, 1, NONE, 2, NONE);
    link(&p, 2, NONE, 1, 1);
    prove(&p);
    assert_fault(&p, 0, FAULT_WAITS_FOR_ITSELF, "join 1 missing 2", "0");
    assert_int_equal(p.v.faults.n, 1);
    close_made(&p);
}

/* Of two joins that wait, the one is told on which the other hangs. */
static void test_only_the_root_is_told(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    enum { BEGIN, CHECK, SIDE, LAST, MEET };
    made_row(&p.m, ROW_STEP);
    made_join(&p.m, ROW_DECISION, 1);
    made_join(&p.m, ROW_STEP, 1);
    made_join(&p.m, ROW_STEP, 2);     /* after meet, side */
    made_join(&p.m, ROW_STEP, 2);     /* after check.0, side */
    made_entry(&p.m, BEGIN);
    uint32_t begin = made_way(&p.m, BEGIN, NONE), side = made_way(&p.m, SIDE, NONE);
    made_sets(&p.m, begin, CHECK, 0);
    made_sets(&p.m, begin, SIDE, 0);
    link(&p, CHECK, 0, MEET, 0);
    made_way(&p.m, CHECK, 1);
    made_sets(&p.m, side, MEET, 1);
    made_sets(&p.m, side, LAST, 1);
    link(&p, MEET, NONE, LAST, 0);
    made_way(&p.m, LAST, NONE);
    prove(&p);
    assert_fault(&p, 0, FAULT_DEADLOCK, "join 4 came 2 missing 1.0 decided 1.1", "0 1.1 2");
    assert_int_equal(p.v.faults.n, 1);
    close_made(&p);
}

/* ---- beginnings and ends ------------------------------------------------------------ */

/* Begun by the complaint, the join lacks what only the request brings. */
static void test_every_start_is_tried(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    made_row(&p.m, ROW_START);
    made_row(&p.m, ROW_START);
    made_join(&p.m, ROW_STEP, 1);
    made_join(&p.m, ROW_STEP, 2);
    uint32_t request = made_way(&p.m, 0, NONE);
    made_sets(&p.m, request, 2, 0);
    made_sets(&p.m, request, 3, 1);
    link(&p, 1, NONE, 2, 0);
    link(&p, 2, NONE, 3, 0);
    made_way(&p.m, 3, NONE);
    prove(&p);
    assert_fault(&p, 0, FAULT_DEADLOCK, "join 3 came 2 missing 0 decided 1", "1 2");
    assert_int_equal(p.v.faults.n, 1);
    close_made(&p);
}

/* A named end is no fault, but takes the other branch's work. */
static void test_named_end_takes_work(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    made_row(&p.m, ROW_STEP);
    made_join(&p.m, ROW_DECISION, 1);
    made_join(&p.m, ROW_STEP, 1);
    made_join(&p.m, ROW_STEP, 2);
    made_row(&p.m, ROW_END);
    made_entry(&p.m, 0);
    uint32_t begin = made_way(&p.m, 0, NONE);
    made_sets(&p.m, begin, 1, 0);
    made_sets(&p.m, begin, 2, 0);
    link(&p, 1, 0, 3, 0);
    link(&p, 1, 1, 4, NONE);
    link(&p, 2, NONE, 3, 1);
    made_way(&p.m, 3, NONE);
    prove(&p);
    assert_int_equal(p.v.kind, SOUND);
    assert_int_equal(p.v.hints.n, 1);
    assert_int_equal(p.v.hints.at[0].kind, FAULT_END_TAKES_WORK);
    assert_string_equal(parts_of(&p, &p.v.hints.at[0]), "ends 4 decided 1.1 taken 2");
    assert_string_equal(run_of(&p, &p.v.hints.at[0]), "0 1.1");
    close_made(&p);
}

/* Strands may end each by itself; a case with nothing in it is over. */
static void test_ordinary_ends(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    made_row(&p.m, ROW_STEP);
    made_join(&p.m, ROW_STEP, 1);
    made_join(&p.m, ROW_STEP, 1);
    made_entry(&p.m, 0);
    uint32_t begin = made_way(&p.m, 0, NONE);
    made_sets(&p.m, begin, 1, 0);
    made_sets(&p.m, begin, 2, 0);
    made_way(&p.m, 1, NONE);
    made_way(&p.m, 2, NONE);
    prove(&p);
    assert_int_equal(p.v.kind, SOUND);
    assert_int_equal(p.v.hints.n, 0);
    close_made(&p);
}

static void test_empty_beginning(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    made_row(&p.m, ROW_STEP);
    made_way(&p.m, 0, NONE);
    prove(&p);
    assert_fault(&p, 0, FAULT_UNREACHABLE, "never 0", "");
    close_made(&p);
}

/* ---- large ---------------------------------------------------------------------------- */

/*
 * Blocks one behind the other, each of branches side by side, which nobody
 * could search as they stand; a lost member may be planted in one of them.
 */
static void make_blocks(struct proved *p, uint32_t n, uint32_t n_branches, uint32_t lost)
{
    uint32_t from = made_row(&p->m, ROW_STEP);
    made_entry(&p->m, from);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t join = made_join(&p->m, ROW_STEP, n_branches), fork = made_way(&p->m, from, NONE);
        for (uint32_t b = 0; b < n_branches; b++) {
            uint32_t first = made_join(&p->m, ROW_STEP, 1), check = made_row(&p->m, ROW_DECISION);
            made_sets(&p->m, fork, first, 0);
            link(p, first, NONE, check, NONE);
            if (k == lost && b == 1)
                made_way(&p->m, check, 0);
            else
                link(p, check, 0, join, b);
            link(p, check, 1, first, 0);
        }
        from = join;
    }
    made_way(&p->m, from, NONE);
}

static void test_many_branches(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    make_blocks(&p, 10, 20, NONE);
    prove(&p);
    assert_int_equal(p.v.kind, SOUND);
    assert_true(p.v.n_left <= 3);
    assert_false(p.v.is_searched);
    close_made(&p);
}

/* Far behind what can be searched, the fault is still shown with a run. */
static void test_fault_far_away(void **state)
{
    (void)state;
    struct proved p;
    open_made(&p);
    make_blocks(&p, 10, 20, 8);
    prove(&p);
    assert_int_equal(p.v.kind, UNSOUND);
    assert_int_equal(p.v.faults.n, 1);
    const struct sound_fault *fault = &p.v.faults.at[0];
    assert_int_equal(fault->kind, FAULT_DEADLOCK);
    assert_false(fault->is_shortest);
    assert_int_equal(fault->parts.at[0].row, 1 + 8 * 41);
    assert_true(fault->run.n >= 8 * 41);
    close_made(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rework_over_a_join),
        cmocka_unit_test(test_races),
        cmocka_unit_test(test_deadlock),
        cmocka_unit_test(test_doubling),
        cmocka_unit_test(test_row_that_cannot_happen),
        cmocka_unit_test(test_no_way_to_an_end),
        cmocka_unit_test(test_join_that_waits_for_itself),
        cmocka_unit_test(test_only_the_root_is_told),
        cmocka_unit_test(test_every_start_is_tried),
        cmocka_unit_test(test_named_end_takes_work),
        cmocka_unit_test(test_ordinary_ends),
        cmocka_unit_test(test_empty_beginning),
        cmocka_unit_test(test_many_branches),
        cmocka_unit_test(test_fault_far_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
