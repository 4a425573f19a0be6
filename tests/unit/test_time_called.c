/* Decisions that another procedure takes: as likely as its ends, by hand. */
#include "compiler/time/odds.h"
#include "tests/unit/compiled.h"
#include "tests/unit/time_asserts.h"

#define PERMIT                                                                   \
    "sop permit \"P\" { actor d \"D\" "                                          \
    "decision judge \"Judges\" by d time 60 minutes "                            \
    "  \"Good\" 60% -> issue  \"Bad\" 20% -> refused  \"Odd\" 10% -> withdrawn " \
    "  \"Again\" 10% -> judge "                                                  \
    "step issue \"Issues\" by d time 5 minutes -> end "                          \
    "end refused \"Refused\"  end withdrawn \"Withdrawn\" }\n"

#define HEAD "sop s \"S\" { actor a \"A\" step x \"X\" by a time 10 minutes "
#define TAIL                                           \
    "step y \"Y\" by a time 100 minutes -> end "       \
    "end cancelled \"Cancelled\" }\n"

struct called_case {
    struct compiled c;
    const struct time_report *report;
};

static void open_case(struct called_case *t, const char *text)
{
    compiled_open(&t->c, text);
    if (t->c.diags.n[SEV_ERROR])
        fail_msg("%s: %s", codes_of(&t->c), text);
    t->report = time_analyse(t->c.flow, NULL, &t->c.arena);
}

static void assert_visits(const struct called_case *t, const char *row, double visits)
{
    assert_near(t->report->rows[row_named(&t->c, row)].visits, visits);
}

static void assert_source(const struct called_case *t, enum odds_source source)
{
    assert_int_equal(t->report->odds->source[row_named(&t->c, "ask")], source);
}

/*
 * The permit is judged 1 / 0.9 times: it is issued with 6/9, refused with 2/9,
 * withdrawn with 1/9, and takes 60 / 0.9 + 5 * 6/9 = 70 minutes. So one case asks
 * 1 / (8/9) times: 80 * 9/8 minutes, and 100 more with 6/8.
 */
static void test_as_it_ends(void **state)
{
    (void)state;
    struct called_case t;
    open_case(&t, HEAD "decision ask \"Asks\" calls permit  \"withdrawn\" -> x  \"end\" -> y "
                       "\"refused\" -> cancelled " TAIL PERMIT);
    assert_source(&t, ODDS_CALLED);
    assert_visits(&t, "x", 9.0 / 8);
    assert_visits(&t, "ask", 9.0 / 8);
    assert_visits(&t, "y", 6.0 / 8);
    assert_visits(&t, "cancelled", 2.0 / 8);
    assert_int_equal(t.report->expected.method, TIME_EXACT);
    assert_near(t.report->expected.minutes, 90 + 75);
    compiled_close(&t.c);
}

/* The time of the row is in place of that of the procedure; its ends are not. */
static void test_with_a_time(void **state)
{
    (void)state;
    struct called_case t;
    open_case(&t, HEAD "decision ask \"Asks\" calls permit time 30 minutes  \"withdrawn\" -> x "
                       "\"end\" -> y  \"refused\" -> cancelled " TAIL PERMIT);
    assert_source(&t, ODDS_CALLED);
    assert_near(t.report->expected.minutes, 40 * 9.0 / 8 + 75);
    compiled_close(&t.c);
}

static void test_percentages_count(void **state)
{
    (void)state;
    struct called_case t;
    open_case(&t, HEAD "decision ask \"Asks\" calls permit  \"withdrawn\" -> x  \"end\" 50% -> y "
                       "\"refused\" 50% -> cancelled " TAIL PERMIT);
    assert_source(&t, ODDS_SHARED);
    assert_near(t.report->expected.minutes, 10 + 70 + 50);
    compiled_close(&t.c);
}

/* One calls another that calls a third: each by the ends of the next. */
static void test_calls_of_calls(void **state)
{
    (void)state;
    struct called_case t;
    open_case(&t, HEAD "decision ask \"Asks\" calls middle  \"end\" -> y  \"no\" -> cancelled " TAIL
                       "sop middle \"M\" { actor m \"M\" "
                       "step n \"N\" by m time 1 minute "
                       "decision inner \"I\" calls permit  \"end\" -> end  \"refused\" -> no "
                       "\"withdrawn\" -> no "
                       "end no \"No\" }\n" PERMIT);
    assert_source(&t, ODDS_CALLED);
    assert_visits(&t, "y", 6.0 / 9);
    assert_visits(&t, "cancelled", 3.0 / 9);
    assert_near(t.report->expected.minutes, 10 + 1 + 70 + 600.0 / 9);
    compiled_close(&t.c);
}

/* Where the called one has no exact sum the usual odds are taken. */
static void test_not_known(void **state)
{
    (void)state;
    struct called_case t;
    open_case(&t, HEAD "decision ask \"Asks\" calls race  \"end\" -> y  \"no\" -> cancelled " TAIL
                       "sop race \"R\" { actor r \"R\" step o \"O\" by r time 1..5 minutes "
                       "decision p \"P\" by r time 1..2 minutes after o  \"Go\" -> q  \"Stop\" -> no "
                       "step q \"Q\" by r time 1..9 minutes -> end "
                       "step v \"V\" by r time 1..9 minutes after o "
                       "step w \"W\" by r time 1..2 minutes after q, v -> end "
                       "end no \"No\" }\n");
    assert_source(&t, ODDS_EVEN);
    compiled_close(&t.c);
}

/* A procedure that goes round for ever tells nothing of its ends. */
static void test_never_ends(void **state)
{
    (void)state;
    struct called_case t;
    open_case(&t, HEAD "decision ask \"Asks\" calls round  \"end\" -> y  \"no\" -> cancelled " TAIL
                       "sop round \"R\" { actor r \"R\" step o \"O\" by r time 1 minute "
                       "decision p \"P\" by r time 1 minute  \"On\" 0% -> no  \"Stop\" 0% -> end "
                       "\"Again\" 100% -> o "
                       "end no \"No\" }\n");
    assert_source(&t, ODDS_EVEN);
    assert_true(isinf(t.report->expected.minutes));
    compiled_close(&t.c);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_it_ends),      cmocka_unit_test(test_with_a_time),
        cmocka_unit_test(test_percentages_count), cmocka_unit_test(test_calls_of_calls),
        cmocka_unit_test(test_not_known),       cmocka_unit_test(test_never_ends),
    };
    return cmocka_run_group_tests_name("time_called", tests, NULL, NULL);
}
