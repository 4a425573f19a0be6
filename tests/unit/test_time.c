/*
 * time against networks worked out by hand: a textbook project, loops,
 * branches side by side, choices, people, and 100,000 rows.
 */
#include <jansson.h>

#include "tests/unit/time_asserts.h"

static void assert_path(const struct time_report *report, const uint32_t *rows, uint32_t n)
{
    assert_int_equal(report->n_critical, n);
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(report->critical[i], rows[i]);
}

/* ---- by hand ---------------------------------------------------------- */

/* Hillier and Lieberman's building project: 14 activities, 44 weeks. */
static const struct {
    const char *id, *after;
    int time, es, ls, free;
} building[] = {
    {"A", "", 2, 0, 0, 0},      {"B", "A", 4, 2, 2, 0},     {"C", "B", 10, 6, 6, 0},
    {"D", "C", 6, 16, 20, 0},   {"E", "C", 4, 16, 16, 0},   {"F", "E", 5, 20, 20, 0},
    {"G", "D", 7, 22, 26, 0},   {"H", "EG", 9, 29, 33, 0},  {"I", "C", 7, 16, 18, 2},
    {"J", "FI", 8, 25, 25, 0},  {"K", "J", 4, 33, 34, 1},   {"L", "J", 5, 33, 33, 0},
    {"M", "H", 2, 38, 42, 4},   {"N", "KL", 6, 38, 38, 0},
};

static void test_textbook(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "building", "Reliable Construction");
    uint32_t crew = sample_actor(&s, "crew", "Crew");
    for (uint32_t r = 0; r < COUNT_OF(building); r++) {
        sample_step(&s, building[r].id, crew, building[r].time);
        for (const char *c = building[r].after; *c; c++) {
            uint32_t before = (uint32_t)(*c - 'A');
            sample_join(&s, before, NONE, r, sample_after(&s, r, before, NONE));
        }
    }
    sample_arc(&s, 'M' - 'A', NONE, TO_END);
    sample_arc(&s, 'N' - 'A', NONE, TO_END);
    sample_entry(&s, 0);
    const struct time_report *report = analyse(&s);
    for (uint32_t r = 0; r < COUNT_OF(building); r++) {
        assert_row(report, r, building[r].es, building[r].es + building[r].time, building[r].ls,
                   building[r].ls + building[r].time);
        assert_near(report->rows[r].free_slack, building[r].free);
    }
    assert_near(report->n_critical_paths, 1);
    assert_near(report->longest, 44);
    assert_near(report->shortest, 44);
    assert_near(report->straight, 79);
    assert_path(report, (const uint32_t[]){0, 1, 2, 4, 5, 9, 11, 13}, 8);
    sample_close(&s);
}

static void test_rework_is_left_out(void **state)
{
    (void)state;
    struct sample s;
    open_letters(&s);
    const struct time_report *report = analyse(&s);
    assert_near(report->straight, 95);
    assert_near(report->longest, 95);
    assert_near(report->shortest, 95);
    assert_path(report, (const uint32_t[]){0, 1, 2, 4}, 4);
    assert_false(report->rows[3].has_schedule);
    assert_false(report->rows[3].is_critical);
    assert_false(report->rows[3].is_straight);
    assert_row(report, 4, 90, 95, 90, 95);
    assert_near(report->actors[0].minutes, 65);
    assert_near(report->actors[1].minutes, 30);
    assert_near(report->actors[0].share, 65.0 / 95);
    assert_near(report->actors[0].handovers, 1);
    assert_near(report->actors[1].handovers, 1);
    sample_close(&s);
}

/* One row, then two side by side (one of two rows), then a join; waits count. */
static void test_side_by_side(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "quotes", "Quotes");
    uint32_t buyer = sample_actor(&s, "buyer", "Buyer");
    uint32_t controller = sample_actor(&s, "controller", "Controller");
    sample_entry(&s, sample_step(&s, "collect", buyer, 100));
    sample_step(&s, "compare", buyer, 30);
    sample_step(&s, "vet", controller, 20);
    sample_step(&s, "decide", buyer, 10);
    sample_at(&s, 2)->wait = sample_minutes(25);
    sample_after(&s, 2, 0, NONE);
    sample_after(&s, 3, 1, NONE);
    sample_after(&s, 3, 2, NONE);
    sample_arc(&s, 0, NONE, 1);
    sample_join(&s, 0, NONE, 2, 0);
    sample_join(&s, 1, NONE, 3, 0);
    sample_join(&s, 2, NONE, 3, 1);
    sample_arc(&s, 3, NONE, TO_END);
    const struct time_report *report = analyse(&s);
    assert_near(report->straight, 185);
    assert_near(report->longest, 155);
    assert_near(report->shortest, 155);
    assert_row(report, 1, 100, 130, 115, 145);
    assert_row(report, 2, 100, 145, 100, 145);
    assert_path(report, (const uint32_t[]){0, 2, 3}, 3);
    assert_near(report->actors[buyer].minutes, 140);
    assert_near(report->actors[controller].minutes, 20);
    assert_near(report->actors[buyer].handovers, 1);
    assert_near(report->actors[controller].handovers, 1);
    sample_close(&s);
}

/* Which outcome goes straight through: the first of these that is there. */
static void test_straight_outcome(void **state)
{
    (void)state;
    /* first: an end by name; second: `-> end`; third: `-> b`; fourth: no arrow */
    static const struct {
        uint32_t n;
        double straight, shortest, longest;
    } cases[] = {{1, 7, 7, 7}, {2, 7, 7, 7}, {3, 7 + 40, 7, 47}, {4, 7 + 500 + 40, 7, 547}};
    for (uint32_t i = 0; i < COUNT_OF(cases); i++) {
        struct sample s;
        sample_open(&s, "choice", "Choice");
        uint32_t head = sample_actor(&s, "head", "Head");
        sample_entry(&s, sample_decision(&s, "choose", head, 7));
        sample_step(&s, "a", head, 500);
        sample_step(&s, "b", head, 40);
        uint32_t refused = sample_row(&s, ROW_END, "refused");
        const uint32_t to[] = {refused, TO_END, 2, TO_NEXT}, arc[] = {refused, TO_END, 2, 1};
        for (uint32_t o = 0; o < cases[i].n; o++) {
            sample_outcome(&s, 0, "words", to[o]);
            sample_arc(&s, 0, o, arc[o]);
        }
        sample_arc(&s, 1, NONE, 2);
        sample_arc(&s, 2, NONE, TO_END);
        const struct time_report *report = analyse(&s);
        assert_near(report->straight, cases[i].straight);
        assert_near(report->shortest, cases[i].shortest);
        assert_near(report->longest, cases[i].longest);
        sample_close(&s);
    }
}

/* A row after either of two alternatives waits for the later; both count. */
static void test_alternatives(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "either", "Either");
    uint32_t head = sample_actor(&s, "head", "Head");
    sample_entry(&s, sample_decision(&s, "choose", head, 1));
    sample_step(&s, "a", head, 10);
    sample_step(&s, "b", head, 30);
    sample_step(&s, "c", head, 5);
    sample_outcome(&s, 0, "yes", 1);
    sample_outcome(&s, 0, "no", 2);
    sample_or(&s, 3, sample_after(&s, 3, 1, NONE), 2, NONE);
    sample_jump(&s, 0, 0, 1);
    sample_jump(&s, 0, 1, 2);
    sample_join(&s, 1, NONE, 3, 0);
    sample_join(&s, 2, NONE, 3, 0);
    sample_arc(&s, 3, NONE, TO_END);
    const struct time_report *report = analyse(&s);
    assert_near(report->straight, 16);
    assert_near(report->shortest, 16);
    assert_near(report->longest, 36);
    assert_row(report, 1, 1, 11, 21, 31);
    assert_path(report, (const uint32_t[]){0, 2, 3}, 3);
    sample_close(&s);
}

/* A named end takes open work away: the case is over with it. */
static void test_named_end_beside_open_work(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "beside", "Beside");
    uint32_t head = sample_actor(&s, "head", "Head");
    sample_entry(&s, sample_step(&s, "begin", head, 1));
    sample_decision(&s, "look", head, 2);
    sample_step(&s, "work", head, 100);
    uint32_t refused = sample_row(&s, ROW_END, "refused");
    sample_outcome(&s, 1, "yes", TO_END);
    sample_outcome(&s, 1, "no", refused);
    sample_after(&s, 2, 0, NONE);
    sample_arc(&s, 0, NONE, 1);
    sample_join(&s, 0, NONE, 2, 0);
    sample_arc(&s, 1, 0, TO_END);
    sample_jump(&s, 1, 1, refused);
    sample_arc(&s, 2, NONE, TO_END);
    const struct time_report *report = analyse(&s);
    assert_near(report->shortest, 3);
    assert_near(report->longest, 101);
    sample_close(&s);
}

/* Two ways in: a case takes one; what begins `after start` runs beside it. */
static void test_starts(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "starts", "Starts");
    uint32_t head = sample_actor(&s, "head", "Head");
    uint32_t letter = sample_row(&s, ROW_START, "letter");
    uint32_t call = sample_row(&s, ROW_START, "call");
    sample_step(&s, "read", head, 30);
    sample_step(&s, "listen", head, 10);
    sample_step(&s, "prepare", head, 15);
    sample_entry(&s, letter);
    sample_entry(&s, call);
    sample_entry(&s, 4);
    sample_arc(&s, letter, NONE, 2);
    sample_arc(&s, call, NONE, 3);
    for (uint32_t r = 2; r < 5; r++)
        sample_arc(&s, r, NONE, TO_END);
    const struct time_report *report = analyse(&s);
    assert_near(report->straight, 45);
    assert_near(report->shortest, 15);
    assert_near(report->longest, 30);
    assert_false(report->rows[3].is_straight);
    assert_true(report->rows[3].has_schedule);
    assert_near(report->actors[head].handovers, 0);
    sample_close(&s);
}

/* `each` by units, joint rows, `or`, helpers, items. */
static void test_actors_work(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "people", "People");
    uint32_t a = sample_actor(&s, "a", "A"), b = sample_actor(&s, "b", "B");
    uint32_t unit = sample_actor(&s, "unit", "Unit");
    s.sop->actors.at[unit].count = 3;
    sample_entry(&s, sample_step(&s, "joint", a, 10));
    sample_by(&s, 0, b);
    sample_step(&s, "all", unit, 20);
    sample_at(&s, 1)->is_each = true;
    *LIST_ADD(&s.arena, &sample_at(&s, 1)->assistants) = b;
    sample_step(&s, "either", a, 6);
    sample_by(&s, 2, b);
    sample_at(&s, 2)->is_any = true;
    sample_step(&s, "copy", a, 2);
    sample_at(&s, 3)->work.per_item = true;
    for (uint32_t r = 0; r < 4; r++)
        sample_arc(&s, r, NONE, r < 3 ? r + 1 : TO_END);
    const struct time_report *report =
        time_analyse(sample_flow(&s), &(struct time_options){.items = 50}, &s.arena);
    assert_near(report->straight, 10 + 20 + 6 + 100);
    assert_near(report->actors[a].minutes, 10 + 3 + 100);
    assert_near(report->actors[b].minutes, 10 + 20 + 3);
    assert_near(report->actors[unit].minutes, 60);
    assert_near(report->actors[unit].handovers, 1);
    assert_near(report->actors[a].handovers, 0.5);
    assert_near(report->actors[b].handovers, 0.5);
    assert_near(report->actors[a].share + report->actors[b].share + report->actors[unit].share,
                1);
    sample_close(&s);
}

static void test_nothing_at_all(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "empty", "Empty");
    const struct time_report *report = analyse(&s);
    struct bytes out = {0};
    assert_near(report->longest, 0);
    assert_int_equal(report->n_critical, 0);
    time_table(report, LANG_EN, &out);
    json_decref(time_json(report));
    assert_non_null(time_notes(report, &s.arena));
    bytes_free(&out);
    sample_close(&s);
}

static void test_notes(void **state)
{
    (void)state;
    struct sample s;
    open_letters(&s);
    const struct flow_notes *notes = time_notes(analyse(&s), &s.arena);
    assert_true(notes->critical[0]);
    assert_false(notes->critical[3]);
    assert_near(notes->weight[0], 1);
    assert_near(notes->weight[3], 0.5);
    assert_null(notes->text[0]);
    sample_close(&s);
}

/*
 * Longest ways are sequences of rows: two outcomes that lead to one row are
 * one way on, an end beside a row that takes no time is a way of its own, and
 * what no way leads to has no part in it.
 */
static void test_longest_ways(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "ways", "Ways");
    sample_actor(&s, "a", "A");
    sample_entry(&s, sample_decision(&s, "choose", 0, 5));
    sample_step(&s, "sign", 0, 0);
    sample_step(&s, "repair", 0, 10);
    sample_outcome(&s, 0, "yes", 1);
    sample_outcome(&s, 0, "no", 1);
    sample_outcome(&s, 0, "perhaps", TO_END);
    sample_jump(&s, 0, 0, 1);
    sample_jump(&s, 0, 1, 1);
    sample_arc(&s, 0, 2, TO_END);
    sample_arc(&s, 1, NONE, TO_END);
    sample_loop(&s, 2, NONE, 0);
    const struct time_report *report = analyse(&s);
    assert_near(report->longest, 5);
    assert_near(report->n_critical_paths, 2);
    assert_true(report->rows[1].is_critical);
    assert_false(report->rows[2].is_critical);
    assert_near(report->rows[2].free_slack, 0);
    sample_close(&s);
}

/*
 * Where a case begins a longest way does too, but only if nothing is before it:
 * first 10 -> both 5 -> last 1, and both is open from the beginning as well.
 * Of twins that begin at once the first as written is listed.
 */
static void test_where_longest_ways_begin(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "begin", "Begin");
    sample_actor(&s, "a", "A");
    sample_entry(&s, sample_step(&s, "first", 0, 10));
    sample_entry(&s, sample_step(&s, "twin", 0, 10));
    sample_entry(&s, sample_step(&s, "both", 0, 5));
    sample_step(&s, "last", 0, 1);
    sample_arc(&s, 0, NONE, 2);
    sample_arc(&s, 1, NONE, 2);
    sample_arc(&s, 2, NONE, 3);
    sample_arc(&s, 3, NONE, TO_END);
    const struct time_report *report = analyse(&s);
    assert_row(report, 0, 0, 10, 0, 10);
    assert_row(report, 2, 10, 15, 10, 15);
    assert_near(report->longest, 16);
    assert_near(report->n_critical_paths, 2);
    assert_path(report, (const uint32_t[]){0, 2, 3}, 3);
    sample_close(&s);
}

/* Twins side by side, again and again: the longest ways double each time. */
static void test_too_many_longest_ways(void **state)
{
    (void)state;
    enum { MANY = 2000 };
    for (uint32_t n = 0; n <= MANY; n += n < 60 ? 20 : MANY - 60) {
        struct sample s;
        sample_open(&s, "twins", "Twins");
        sample_actor(&s, "a", "A");
        sample_entry(&s, sample_step(&s, "r", 0, 1));
        for (uint32_t i = 0; i < n; i++) {
            uint32_t meet = 3 * i + 3;
            sample_step(&s, "left", 0, 2);
            sample_step(&s, "right", 0, 2);
            sample_step(&s, "meet", 0, 1);
            for (uint32_t branch = meet - 2; branch < meet; branch++) {
                sample_join(&s, meet - 3, NONE, branch, sample_after(&s, branch, meet - 3, NONE));
                sample_join(&s, branch, NONE, meet, sample_after(&s, meet, branch, NONE));
            }
        }
        sample_arc(&s, 3 * n, NONE, TO_END);
        const struct time_report *report = analyse(&s);
        if (n == MANY)
            assert_true(isinf(report->n_critical_paths));
        else
            assert_near(report->n_critical_paths, ldexp(1, (int)n));
        assert_near(report->longest, 1 + 3 * n);
        sample_close(&s);
    }
}

/*
 * A decision of three outcomes, each with a delay; the last ends the case.
 *   a 10 -> d 5 -> yes, wait 100 -> b 20 -> e 5
 *                  no, wait 30 -> c 200 -> e
 *                  refused, wait `refused` -> the end
 */
static void open_delays(struct sample *s, int64_t refused)
{
    sample_open(s, "delays", "Delays");
    uint32_t head = sample_actor(s, "head", "Head");
    sample_entry(s, sample_step(s, "a", head, 10));
    sample_decision(s, "d", head, 5);
    sample_step(s, "b", head, 20);
    sample_step(s, "c", head, 200);
    sample_step(s, "e", head, 5);
    const struct {
        uint32_t to;
        int64_t delay;
    } outcomes[] = {{2, 100}, {3, 30}, {TO_END, refused}};
    sample_arc(s, 0, NONE, 1);
    for (uint32_t o = 0; o < COUNT_OF(outcomes); o++) {
        sample_outcome(s, 1, "words", outcomes[o].to);
        sample_at(s, 1)->outcomes.at[o].delay = sample_minutes(outcomes[o].delay);
        sample_arc(s, 1, o, outcomes[o].to);
    }
    sample_or(s, 4, sample_after(s, 4, 2, NONE), 3, NONE);
    sample_join(s, 2, NONE, 4, 0);
    sample_join(s, 3, NONE, 4, 0);
    sample_arc(s, 4, NONE, TO_END);
}

static void assert_free(const struct time_report *report, const double *free, uint32_t n)
{
    for (uint32_t r = 0; r < n; r++)
        assert_near(report->rows[r].free_slack, free[r]);
}

/* What an outcome lets pass lies between the end of its row and what follows. */
static void test_delays(void **state)
{
    (void)state;
    struct sample s;
    open_delays(&s, 50);
    const struct time_report *report = analyse(&s);
    assert_row(report, 0, 0, 10, 0, 10);
    assert_row(report, 1, 10, 15, 10, 15);
    assert_row(report, 2, 115, 135, 225, 245);
    assert_row(report, 3, 45, 245, 45, 245);
    assert_row(report, 4, 245, 250, 245, 250);
    assert_free(report, (const double[]){0, 0, 110, 0, 0}, 5);
    assert_near(report->longest, 250);
    assert_path(report, (const uint32_t[]){0, 1, 3, 4}, 4);
    assert_near(report->n_critical_paths, 1);
    assert_near(report->straight, 10 + 5 + 100 + 20 + 5);
    assert_near(time_work(report), 40);
    assert_near(time_wait(report), 100);
    assert_near(report->shortest, 15 + 50);
    sample_close(&s);
}

/* The way that is refused is the longest: nothing follows, and the case waits. */
static void test_delay_before_the_end(void **state)
{
    (void)state;
    struct sample s;
    open_delays(&s, 400);
    const struct time_report *report = analyse(&s);
    assert_row(report, 1, 10, 15, 10, 15);
    assert_row(report, 2, 115, 135, 390, 410);
    assert_row(report, 3, 45, 245, 210, 410);
    assert_row(report, 4, 245, 250, 410, 415);
    assert_free(report, (const double[]){0, 0, 110, 0, 165}, 5);
    assert_near(report->longest, 415);
    assert_path(report, (const uint32_t[]){0, 1}, 2);
    assert_near(report->n_critical_paths, 1);
    assert_near(report->shortest, 15 + 100 + 20 + 5);
    sample_close(&s);
}

/* Two longest ways, one of which ends in its delay. */
static void test_delays_alike(void **state)
{
    (void)state;
    struct sample s;
    open_delays(&s, 235);
    const struct time_report *report = analyse(&s);
    assert_near(report->longest, 250);
    assert_near(report->n_critical_paths, 2);
    assert_path(report, (const uint32_t[]){0, 1, 3, 4}, 4);
    assert_near(report->shortest, 140);
    sample_close(&s);
}

/* 100,000 rows: a line, with a branch beside every tenth, and rework. */
static void test_large(void **state)
{
    (void)state;
    enum { N = 100000 };
    struct sample s;
    sample_open(&s, "large", "Large");
    sample_actor(&s, "a", "A");
    for (uint32_t r = 0; r < N; r++) {
        sample_step(&s, "r", 0, 1);
        sample_arc(&s, r, NONE, r + 1 < N ? r + 1 : TO_END);
        if (r % 10 == 9)
            sample_arc(&s, r - 9, NONE, r);
        if (r % 10 == 5)
            sample_loop(&s, r, NONE, r - 3);
    }
    sample_entry(&s, 0);
    const struct time_report *report = analyse(&s);
    assert_near(report->longest, N);
    assert_near(report->straight, N);
    assert_int_equal(report->n_critical, N);
    struct bytes out = {0};
    time_table(report, LANG_EN, &out);
    json_decref(time_json(report));
    assert_false(out.failed);
    bytes_free(&out);
    sample_close(&s);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_textbook),
        cmocka_unit_test(test_rework_is_left_out),
        cmocka_unit_test(test_side_by_side),
        cmocka_unit_test(test_straight_outcome),
        cmocka_unit_test(test_alternatives),
        cmocka_unit_test(test_named_end_beside_open_work),
        cmocka_unit_test(test_starts),
        cmocka_unit_test(test_actors_work),
        cmocka_unit_test(test_nothing_at_all),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_delays),
        cmocka_unit_test(test_delay_before_the_end),
        cmocka_unit_test(test_delays_alike),
        cmocka_unit_test(test_longest_ways),
        cmocka_unit_test(test_where_longest_ways_begin),
        cmocka_unit_test(test_too_many_longest_ways),
        cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
