/*
 * "Always before" against its definition, row left out by row left out; and
 * what jumps keep against theirs, searched for every jump and join.
 */
#include "tests/unit/compiled.h"
#include "compiler/flow/flow_int.h"

struct dice {
    uint64_t state;
};

static uint32_t roll(struct dice *d, uint32_t n)
{
    d->state = d->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((d->state >> 33) % n);
}

/* Rows in a line with joins of all kinds, jumps ahead and back, rows that can
 * be late; sound or not. */
static void write_row(struct bytes *text, struct dice *d, uint32_t r, uint32_t n, uint32_t joins)
{
    static const struct { const char *before, *between, *behind; } waits[] = {
        {"", ",", ""}, {"", " or", ""}, {"any of ", ",", ""}, {"2 of ", ",", ""}, {"", ",", " or r0"}};
    bool is_decision = roll(d, 3) == 0;
    bytes_printf(text, " %s r%u \"R\" by a time 1 day", is_decision ? "decision" : "step",
                 (unsigned)r);
    uint32_t p = r > 1 ? roll(d, r - 1) : 0, kind = roll(d, 3) ? 0 : roll(d, COUNT_OF(waits));
    if (r > 1 && roll(d, 4) < joins)
        bytes_printf(text, " after %sr%u%s r%u%s", waits[kind].before, (unsigned)p,
                     waits[kind].between, (unsigned)(p + 1), waits[kind].behind);
    bool is_late = roll(d, 8) == 0;
    if (is_late)
        bytes_printf(text, " due 1 hour");
    if (is_decision)
        bytes_printf(text, " yes no -> r%u", (unsigned)roll(d, n));
    else if (roll(d, 5) == 0)
        bytes_printf(text, " -> r%u", (unsigned)roll(d, n));
    if (is_late)
        bytes_printf(text, " late -> r%u", (unsigned)roll(d, n));
    bytes_printf(text, "\n");
}

static void write_random(struct bytes *text, struct dice *d)
{
    uint32_t n = 3 + roll(d, 16), joins = roll(d, 4);
    text->len = 0;
    bytes_printf(text, "sop x \"X\" { actor a \"A\" calendar always\n");
    for (uint32_t r = 0; r < n; r++)
        write_row(text, d, r, n, joins);
    bytes_printf(text, "}");
}

/* ---- before ------------------------------------------------------------- */

static uint32_t n_yes, n_no;

static void compare(bool has, bool expected, uint32_t t, uint32_t u, const char *text)
{
    if (has != expected)
        fail_msg("r%u before r%u in:\n%s", (unsigned)t, (unsigned)u, text);
    n_yes += expected;
    n_no += !expected;
}

static void compare_row(struct compiled *c, struct before *before, uint32_t t, const char *text)
{
    const bool *is_openable = flow_openable(c->flow, &c->arena, t);
    bool *is_undone = ARENA_ARRAY(&c->arena, c->flow->n_rows, bool);
    struct opening undone = opening_new(c->flow, &c->arena);
    is_undone[t] = true;
    opening_search(&undone, is_undone);
    for (uint32_t u = 0; u < c->flow->n_rows; u++) {
        compare(before_always(before, t, u), t != u && !is_openable[u], t, u, text);
        if (t != u)
            compare(before_done(before, t, u), !undone.is_open[u], t, u, text);
    }
}

static void test_before(void **state)
{
    (void)state;
    struct dice dice = {7};
    struct bytes text = {0};
    for (int round = 0; round < 1000; round++) {
        struct compiled c;
        struct before before;
        write_random(&text, &dice);
        compiled_open(&c, text.data);
        before_init(&before, c.flow, &c.arena);
        for (uint32_t t = 0; t < c.flow->n_rows; t++)
            compare_row(&c, &before, t, text.data);
        compiled_close(&c);
    }
    bytes_free(&text);
    assert_in_range(n_yes, 1000, UINT32_MAX);
    assert_in_range(n_no, 1000, UINT32_MAX);
}

/* ---- kept ----------------------------------------------------------------- */

/* Which groups of the join can be filled from the row without passing it? */
static uint64_t reached(const struct flow *flow, struct arena *arena, uint32_t row, uint32_t join)
{
    bool *seen = ARENA_ARRAY(arena, flow->n_rows, bool);
    uint32_t *queue = ARENA_ARRAY(arena, flow->n_rows, uint32_t), n = 0;
    uint64_t groups = 0;
    seen[row] = true;
    queue[n++] = row;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t a = flow->first_arc[queue[i]]; a < flow->first_arc[queue[i] + 1]; a++) {
            const struct arc *arc = &flow->arcs[a];
            if (arc->to == join && arc->group != NONE)
                groups |= UINT64_C(1) << arc->group;
            if (arc->to == TO_END || arc->to == join || seen[arc->to])
                continue;
            seen[arc->to] = true;
            queue[n++] = arc->to;
        }
    return groups;
}

static bool keeps(const struct way *way, uint32_t place)
{
    for (uint32_t i = 0; i < way->n_sets + way->n_kept; i++)
        if (way->sets[i] == place)
            return true;
    return false;
}

static bool brings(const struct way *way, uint32_t place)
{
    for (uint32_t i = 0; i < way->n_sets; i++)
        if (way->sets[i] == place)
            return true;
    return false;
}

static uint32_t n_kept, n_not_kept;

/* The jump over the join, as docs/language.md says it. */
static void compare_jump(struct compiled *c, const struct way *way, uint32_t join,
                         const bool *without, const char *text)
{
    const struct flow *flow = c->flow;
    uint64_t groups = reached(flow, &c->arena, way->opens, join);
    bool is_over = join != way->opens && (join == way->row || !without[way->row]) &&
                   without[way->opens] && groups;
    for (uint32_t g = 0; g < flow_n_groups(flow, join); g++) {
        uint32_t place = flow->first_place[join] + g;
        bool expected = brings(way, place) || (is_over && !(groups >> g & 1));
        if (keeps(way, place) != expected)
            fail_msg("r%u -> r%u over r%u, group %u in:\n%s", (unsigned)way->row,
                     (unsigned)way->opens, (unsigned)join, (unsigned)g, text);
        n_kept += expected;
        n_not_kept += !expected;
    }
}

static void test_kept(void **state)
{
    (void)state;
    struct dice dice = {11};
    struct bytes text = {0};
    for (int round = 0; round < 2000; round++) {
        struct compiled c;
        write_random(&text, &dice);
        compiled_open(&c, text.data);
        const struct flow *flow = c.flow;
        const bool *is_openable = flow_openable(flow, &c.arena, NONE);
        for (uint32_t s = 0; s < flow->n_rows; s++) {
            if (flow_n_groups(flow, s) < 2 || flow->need[s])
                continue;
            const bool *without = flow_openable(flow, &c.arena, s);
            for (uint32_t w = 0; w < flow->first_way[flow->n_rows]; w++)
                if (flow->ways[w].is_jump && is_openable[flow->ways[w].row])
                    compare_jump(&c, &flow->ways[w], s, without, text.data);
        }
        compiled_close(&c);
    }
    bytes_free(&text);
    assert_in_range(n_kept, 100, UINT32_MAX);
    assert_in_range(n_not_kept, 1000, UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_before),
        cmocka_unit_test(test_kept),
    };
    return cmocka_run_group_tests_name("before", tests, NULL, NULL);
}
