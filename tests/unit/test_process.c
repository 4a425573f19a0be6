/*
 * The expected time of procedures whose figures stand in textbooks or are
 * worked out by hand.
 */
#include "compiler/time/expected.h"
#include "tests/unit/time_asserts.h"
#include "tests/unit/compiled.h"

#define HEAD "sop s \"S\" { actor a \"A\" "

/* The report of a text. */
static const struct time_report *report_of(struct compiled *c, const char *text)
{
    compiled_open(c, text);
    if (c->diags.n[SEV_ERROR])
        fail_msg("%s: %s", codes_of(c), text);
    return time_analyse(c->flow, NULL, &c->arena);
}

/* Exact mean and variance. */
static const struct {
    const char *text;
    double mean, variance;
} exact[] = {
    /* in a line */
    {"step x \"X\" by a time 10 minutes  step y \"Y\" by a time 20 minutes wait 5 minutes", 35, 0},
    {"step x \"X\" by a time exponential 10 minutes  step y \"Y\" by a time 0..12 minutes", 16, 112},
    /* a choice: p m1 + q m2, p q (m1 - m2)^2 */
    {"decision d \"D\" by a time 1 minute  yes 25% -> x  no -> y "
     "step x \"X\" by a time 8 minutes -> end  step y \"Y\" by a time 4 minutes",
     1 + 2 + 3, 0.25 * 0.75 * 16},
    /* rework: T / (1 - r), T^2 r / (1 - r)^2 */
    {"step x \"X\" by a time 8 minutes  decision d \"D\" by a time 2 minutes  yes  no 20% -> x",
     12.5, 100 * 0.2 / 0.64},
    {"step x \"X\" by a time 8 minutes  decision d \"D\" by a time 2 minutes  yes  no 99% -> x",
     1000, 100 * 0.99 / 1e-4},
    {"step x \"X\" by a time 8 minutes  decision d \"D\" by a time 2 minutes  yes 0.0001%  no -> x",
     1e7, 100 * (1 - 1e-6) / 1e-12},
    {"step x \"X\" by a time 8 minutes  decision d \"D\" by a time 2 minutes  yes  no 0% -> x", 10, 0},
    {"step x \"X\" by a time 8 minutes  decision d \"D\" by a time 2 minutes  yes 100%  no -> x", 10, 0},
    /* by custom 10 % is sent back */
    {"step x \"X\" by a time 8 minutes  decision d \"D\" by a time 1 minute  yes  no -> x",
     10, 81 * 0.1 / 0.81},
    /* at most once: T (1 + r) */
    {"step x \"X\" by a time 8 minutes  decision d \"D\" by a time 2 minutes  yes"
     "  no 20% at most 1 times -> x then -> z  step z \"Z\" by a time 0 minutes",
     12, 100 * 0.2 * 0.8},
    /* at most three times: T (1 + r + r^2 + r^3) */
    {"step x \"X\" by a time 8 minutes  decision d \"D\" by a time 2 minutes  yes"
     "  no 50% at most 3 times -> x then -> z  step z \"Z\" by a time 0 minutes",
     18.75, 100 * (0.25 * 1 + 0.125 * 4 + 0.125 * 9 - 0.875 * 0.875)},
    /* two that are counted in one loop: E(counts) worked out from the last back */
    {"step x \"X\" by a time 1 minute "
     "decision d \"D\" by a time 0 minutes  yes  no 50% at most 1 times -> x then -> end "
     "decision e \"E\" by a time 0 minutes  yes -> end  no 50% at most 1 times -> x then -> end",
     2, 0.5},
    /* side by side: the longer; an exponential that is always beaten, or never */
    {"step x \"X\" by a time 5 minutes  step y \"Y\" after x by a time 7 minutes "
     "step z \"Z\" after x by a time 9 minutes  step w \"W\" after y, z by a time 1 minute", 15, 0},
    {"step x \"X\" by a time 5 minutes  step y \"Y\" after x by a time 0..6 minutes "
     "step z \"Z\" after x by a time 9 minutes  step w \"W\" after y, z by a time 1 minute", 15, 0},
    {"step x \"X\" by a time 5 minutes  step y \"Y\" after x by a time 12..24 minutes "
     "step z \"Z\" after x by a time 9 minutes  step w \"W\" after y, z by a time 1 minute", 24, 12},
    /* a race whose first is certain: the first; also in a branch beside another */
    {"step x \"X\" by a time 5 minutes  step y \"Y\" after x by a time 30..60 minutes "
     "step z \"Z\" after x by a time 12..24 minutes  step w \"W\" after any of y, z by a "
     "time 1 minute", 24, 12},
    {"step x \"X\" by a time 5 minutes  step y \"Y\" after x by a time 9 minutes "
     "step z \"Z\" after x by a time 9..24 minutes  step w \"W\" after any of y, z by a "
     "time 1 minute", 15, 0},
    {"step o \"O\" by a time 1 minute  step x \"X\" after o by a time 5 minutes "
     "step y \"Y\" after x by a time 6..12 minutes  step z \"Z\" after x by a time 1 hour "
     "step w \"W\" after any of y, z by a time 1 minute  step p \"P\" after o by a "
     "time 3 minutes  step j \"J\" after w, p by a time 1 minute", 17, 3},
    /* the row that may last longer is the last, in whatever order they stand, and so the one
     * that may be over sooner the first */
    {"step x \"X\" by a time 0 minutes  step y \"Y\" after x by a time 10 minutes "
     "step z \"Z\" after x by a time 5..10 minutes  step w \"W\" after any of y, z by a "
     "time 1 minute", 8.5, 25.0 / 12},
    {"step x \"X\" by a time 0 minutes  step y \"Y\" after x by a time 10 minutes "
     "step z \"Z\" after x by a time 10..20 minutes  step w \"W\" after y, z by a "
     "time 1 minute", 16, 100.0 / 12},
    {"step x \"X\" by a time 0 minutes  step y \"Y\" after x by a time 10 minutes "
     "step z \"Z\" after x by a time 10..20 minutes  step z2 \"Z\" by a time 0 minutes "
     "step w \"W\" after y, z2 by a time 1 minute", 16, 100.0 / 12},
    /* ... and also where something is counted: 1 + r + r^2 rounds */
    {"step x \"X\" by a time 5 minutes  step p \"P\" after x by a time 4 minutes "
     "step q \"Q\" after x by a time 6..30 minutes  decision d \"D\" after any of p, q by a "
     "time 1 minute  yes  no 50% at most 2 times -> x then -> z  step z \"Z\" by a "
     "time 0 minutes", 17.5, 100 * (0.25 * 1 + 0.25 * 4 - 0.75 * 0.75)},
    /* nested: a, b meet, then c with them */
    {"step x \"X\" by a time 5 minutes  step y \"Y\" after x by a time 7 minutes "
     "step z \"Z\" after x by a time 9 minutes  step c \"C\" after x by a time 11 minutes "
     "step j \"J\" after y, z by a time 4 minutes  step w \"W\" after j, c by a time 1 minute", 19, 0},
    /* one branch is redone: 5 + max(7, 9) + 2, and 7 + 2 once more by a half each time */
    {"step x \"X\" by a time 5 minutes  step y \"Y\" after x by a time 7 minutes "
     "step z \"Z\" after x by a time 9 minutes  decision w \"W\" after y, z by a time 2 minutes "
     "yes  no 50% -> y", 16 + 9, 81 * 2},
    /* not nested, and nothing is chosen: as CPM has it */
    {"step x \"X\" by a time 5 minutes  step y \"Y\" after x by a time 7 minutes "
     "step z \"Z\" after x by a time 9 minutes  step c \"C\" after x by a time 11 minutes "
     "step j \"J\" after y, z by a time 4 minutes  step k \"K\" after z, c by a time 6 minutes "
     "step w \"W\" after j, k by a time 1 minute", 5 + 11 + 6 + 1, 0},
    /* coins until head, tail, head: 10 throws, variance 58 */
    {"decision n \"N\" by a time 1 minute  yes 50% -> h  no -> n "
     "decision h \"H\" by a time 1 minute  yes 50% -> h  no -> t "
     "decision t \"T\" by a time 1 minute  yes 50% -> end  no -> n", 10, 58},
    /* until two heads in a row: 6, 22 */
    {"decision n \"N\" by a time 1 minute  yes 50% -> h  no -> n "
     "decision h \"H\" by a time 1 minute  yes 50% -> end  no -> n", 6, 22},
    /* a delay on the way */
    {"decision d \"D\" by a time 5 minutes  yes 50% wait 10 minutes -> end  no -> x "
     "step x \"X\" by a time 4 minutes", 12, 9},
    {"step x \"X\" by a time 36500 days", 36500.0 * 480, 0},
};

static void test_exact(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < COUNT_OF(exact); i++) {
        struct compiled c;
        struct bytes text = {0};
        bytes_printf(&text, HEAD "%s }", exact[i].text);
        const struct time_report *report = report_of(&c, text.data);
        assert_int_equal(report->expected.method, TIME_EXACT);
        assert_near(report->expected.minutes, exact[i].mean);
        assert_near(report->expected.stddev, sqrt(exact[i].variance));
        assert_true(isnan(report->expected.low) && isnan(report->expected.high));
        compiled_close(&c);
        bytes_free(&text);
    }
}

static void test_visits(void **state)
{
    (void)state;
    struct compiled c;
    const struct time_report *report = report_of(
        &c, "sop s \"S\" { actor a \"A\" actor b \"B\" "
            "step x \"X\" by a time 8 minutes  step y \"Y\" by b assisted by a time 2 minutes "
            "decision d \"D\" by a time 3 minutes  yes  no 60% -> y  \"far\" 20% -> x }");
    assert_near(report->rows[0].visits, 2);
    assert_near(report->rows[1].visits, 5);
    assert_near(report->rows[2].visits, 5);
    assert_near(report->actors[0].expected, 16 + 10 + 15);
    assert_near(report->actors[1].expected, 10);
    compiled_close(&c);
}

/* Rows that are always over before another beside them, or withdrawn by it, come as often
 * as it does, in a branch too, and also where it is not the first. */
static void test_visits_beside(void **state)
{
    (void)state;
    struct compiled c;
    const struct time_report *report = report_of(
        &c, "sop s \"S\" { actor a \"A\" "
            "step o \"O\" by a time 1 minute "
            "step x \"X\" by a time 5 minutes after o "
            "step y \"Y\" by a time 7 minutes after x  step z \"Z\" by a time 9 minutes after x "
            "decision d \"D\" by a time 2 minutes after y, z  yes  no 50% -> x "
            "step v \"V\" by a time 0 minutes "
            "step p \"P\" by a time 3 minutes after o  step q \"Q\" by a time 1 minute after o "
            "step r \"R\" by a time 1 minute after any of p, q "
            "step j \"J\" by a time 1 minute after v, r }");
    static const double visits[] = {1, 2, 2, 2, 2, 1, 1, 1, 1, 1};
    for (size_t i = 0; i < COUNT_OF(visits); i++)
        assert_near(report->rows[i].visits, visits[i]);
    assert_near(report->expected.minutes, 1 + 2 * 16 + 1);
    assert_near(report->actors[0].expected, 1 + 2 * (5 + 7 + 9 + 2) + 3 + 1 + 1);
    compiled_close(&c);
}

/* Branches that count nothing are one process each, however often they may be redone. */
static void test_redone_branches(void **state)
{
    (void)state;
    for (uint32_t most = 1; most <= 9; most += 8) {
        struct compiled c;
        struct bytes text = {0};
        bytes_printf(&text, HEAD "step x \"X\" by a time 5 minutes "
                                 "step y \"Y\" after x by a time exponential 10 minutes "
                                 "step y2 \"Y\" by a time 0..4 minutes "
                                 "step z \"Z\" after x by a time exponential 20 minutes "
                                 "step z2 \"Z\" by a time 0..4 minutes "
                                 "decision d \"D\" after y2, z2 by a time 2 minutes  yes "
                                 "no 50%% at most %u times -> x then -> end }", most);
        const struct time_report *report = report_of(&c, text.data);
        const struct odds *odds;
        const struct time_net *net = time_net_build(c.flow, report->minutes, &c.arena);
        assert_int_equal(time_processes(net, NULL, &odds, &c.arena)->n, 3);
        assert_int_equal(report->expected.method, TIME_LATTICE);
        bytes_free(&text);
        compiled_close(&c);
    }
}

static void test_never_ends(void **state)
{
    (void)state;
    struct compiled c;
    const struct time_report *report = report_of(
        &c, "sop s \"S\" { actor a \"A\" "
            "step x \"X\" by a time 8 minutes  step y \"Y\" by a time 0 minutes "
            "decision d \"D\" by a time 3 minutes  yes 0%  no -> y }");
    assert_true(isinf(report->expected.minutes));
    assert_true(isnan(report->expected.stddev));
    assert_near(report->rows[0].visits, 1);
    assert_true(isinf(report->rows[1].visits));
    assert_true(isinf(report->actors[0].expected));
    compiled_close(&c);
}

/* A join that never fills is a fault of the flow; here it has bounds, no more. */
static void test_stuck(void **state)
{
    (void)state;
    struct sample s;
    sample_open(&s, "stuck", "Stuck");
    uint32_t clerk = sample_actor(&s, "clerk", "Clerk");
    sample_entry(&s, sample_step(&s, "a", clerk, 3));
    sample_step(&s, "b", clerk, 4);
    sample_after(&s, 1, 0, NONE);
    sample_after(&s, 1, 1, NONE);
    sample_join(&s, 0, NONE, 1, 0);
    sample_arc(&s, 1, NONE, TO_END);
    const struct time_report *report = analyse(&s);
    assert_int_equal(report->expected.method, TIME_BOUNDS);
    assert_true(isnan(report->expected.minutes));
    assert_true(isinf(report->expected.high));
    sample_close(&s);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact),
        cmocka_unit_test(test_visits),
        cmocka_unit_test(test_visits_beside),
        cmocka_unit_test(test_redone_branches),
        cmocka_unit_test(test_never_ends),
        cmocka_unit_test(test_stuck),
    };
    return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
