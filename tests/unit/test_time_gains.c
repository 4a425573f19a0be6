/* What helps most: found, ranked and said, against sums worked out by hand. */
#include "compiler/time/gains.h"
#include "compiler/time/words.h"
#include "tests/unit/time_asserts.h"
#include "tests/unit/compiled.h"

#define HEAD "sop s \"S\" { actor a \"A\" actor b \"B\" "

static const struct time_report *report_of(struct compiled *c, const char *text)
{
    compiled_open(c, text);
    if (c->diags.n[SEV_ERROR])
        fail_msg("%s: %s", codes_of(c), text);
    return time_analyse(c->flow, &(struct time_options){.has_gains = true}, &c->arena);
}

static void assert_gain(const struct time_report *report, uint32_t i, enum time_gain_kind kind,
                        const char *row, double minutes)
{
    assert_true(i < report->gains->n);
    const struct time_gain *gain = &report->gains->at[i];
    assert_int_equal(gain->kind, kind);
    assert_string_equal(report->sop->rows.at[gain->row].id, row);
    assert_near(gain->minutes, minutes);
}

/* 1,500 minutes until it is not sent back any more, 1 / 0.8 times, and 70 more. */
static const char line[] =
    HEAD "step x \"Writes all of it\" by a time 3 days  step y \"Copies it\" by a time 0 minutes "
         "decision c \"Checks it\" by b time 60 minutes  yes  no 20% -> x "
         "step s \"Sends it\" by a time 60 minutes  step f \"Files it\" by a time 10 minutes }";

static void test_line(void **state)
{
    (void)state;
    struct compiled c;
    const struct time_report *report = report_of(&c, line);
    assert_near(report->expected.minutes, 1945);
    assert_int_equal(report->gains->n, 2);
    assert_gain(report, 0, TIME_GAIN_ROW, "x", 600);
    assert_near(report->gains->at[0].less, 480);
    assert_near(report->gains->at[0].part, 1800.0 / 1945);
    assert_gain(report, 1, TIME_GAIN_REWORK, "c", 375);
    assert_near(report->gains->at[1].part, 0.2);
    compiled_close(&c);
}

/* Of rows that are worth the same the first is told first, whatever was rounded. */
static void test_ties(void **state)
{
    (void)state;
    for (uint32_t percent = 1; percent < 100; percent++) {
        struct compiled c;
        struct bytes text = {0};
        bytes_printf(&text, HEAD);
        for (int i = 0; i < 2; i++)
            bytes_printf(&text, "step x%d \"X\" by a time 3 days  decision c%d \"C\" by b time "
                                "1 hour  yes  no %u%% -> x%d  decision d%d \"D\" by b time "
                                "7 minutes  yes  no 30%% -> c%d ", i, i, percent, i, i, i);
        bytes_printf(&text, "}");
        const struct time_report *report = report_of(&c, text.data);
        assert_true(report->gains->n >= 2);
        assert_string_equal(report->sop->rows.at[report->gains->at[0].row].id, "x0");
        assert_string_equal(report->sop->rows.at[report->gains->at[1].row].id, "x1");
        bytes_free(&text);
        compiled_close(&c);
    }
}

static void assert_sentence(const struct time_report *report, uint32_t i, enum language language,
                            const char *wanted)
{
    struct bytes out = {0};
    time_write_gain(report, &report->gains->at[i], language, &out);
    assert_string_equal(out.data, wanted);
    bytes_free(&out);
}

static void test_sentences(void **state)
{
    (void)state;
    struct compiled c;
    const struct time_report *report = report_of(&c, line);
    assert_sentence(report, 0, LANG_EN,
                    "no. 1 (Writes all of it) takes 93 % of the time: a day less there ends the "
                    "average case 1 day 2 hours earlier");
    assert_sentence(report, 0, LANG_ID,
                    "no. 1 (Writes all of it) memakan 93 % waktunya: bila di sana berkurang "
                    "sehari, kasus rata-rata selesai 1 hari 2 jam lebih cepat");
    assert_sentence(report, 1, LANG_EN,
                    "if no. 3 (Checks it) never sent anything back, the average case would end "
                    "6 hours 15 minutes earlier (19 %)");
    compiled_close(&c);
}

/* A decision without percentages that never sends back is one without rework. */
static void test_usual_rework(void **state)
{
    (void)state;
    struct compiled c;
    const struct time_report *report = report_of(
        &c, HEAD "step x \"X\" by a time 100 minutes  step y \"Y\" by a time 100 minutes "
                 "decision d \"D\" by b time 100 minutes  yes  no -> y  \"Anew\" -> x }");
    assert_int_equal(report->gains->n, 3);
    const struct time_options never = {.has_rework = true, .rework = 0};
    double least = time_analyse(c.flow, &never, &c.arena)->expected.minutes;
    assert_near(least, 300);
    assert_gain(report, 2, TIME_GAIN_REWORK, "d", report->expected.minutes - least);
    assert_near(report->gains->at[2].part, 0.1);
    compiled_close(&c);
}

/* Shares of the ways that go on stay in proportion. */
static void test_other_ways(void **state)
{
    (void)state;
    struct compiled c;
    const struct time_report *report = report_of(
        &c, HEAD "step x \"X\" by a time 100 minutes "
                 "decision d \"D\" by b time 10 minutes  \"Long\" 30% -> y  \"Short\" 20% -> z "
                 "\"Back\" 50% -> x "
                 "step y \"Y\" by a time 500 minutes -> end  step z \"Z\" by a time 50 minutes }");
    assert_near(report->expected.minutes, 220 + 0.6 * 500 + 0.4 * 50);
    assert_gain(report, 2, TIME_GAIN_REWORK, "d", 110);
    compiled_close(&c);
}

/* Two branches side by side, an hour before them and an hour behind. */
static const char *branches(struct bytes *text, const char *left, const char *right)
{
    text->len = 0;
    bytes_printf(text,
                 HEAD "step p \"Prepares\" by a time 1 hour "
                      "step left \"Left\" by a time %s after p "
                      "step right \"Right\" by b time %s after p "
                      "step j \"Joins\" by a time 1 hour after left, right }",
                 left, right);
    return text->data;
}

static double expected_of(const char *text)
{
    struct compiled c;
    double minutes = report_of(&c, text)->expected.minutes;
    compiled_close(&c);
    return minutes;
}

/* The gain is that of the same text with the shorter time written in it. */
static void assert_as_rewritten(const struct time_report *report, const char *row,
                                const char *rewritten, double less)
{
    for (uint32_t i = 0; i < report->gains->n; i++) {
        const struct time_gain *gain = &report->gains->at[i];
        if (strcmp(report->sop->rows.at[gain->row].id, row) != 0)
            continue;
        assert_near(gain->less, less);
        assert_near(gain->minutes, report->expected.minutes - expected_of(rewritten));
        return;
    }
    fail_msg("no gain of %s", row);
}

/* A day less on the branch that is not critical ends no case earlier; on the other
 * it helps as far as the branches are apart. */
static void test_beside_the_critical(void **state)
{
    (void)state;
    struct compiled c;
    struct bytes text = {0}, other = {0};
    const struct time_report *report = report_of(&c, branches(&text, "6 days", "4 days"));
    assert_int_equal(report->gains->n, 1);
    assert_gain(report, 0, TIME_GAIN_ROW, "left", 480);
    assert_as_rewritten(report, "left", branches(&other, "5 days", "4 days"), 480);
    assert_near(expected_of(branches(&other, "6 days", "3 days")), report->expected.minutes);
    compiled_close(&c);
    report = report_of(&c, branches(&text, "36 hours", "30 hours"));
    assert_int_equal(report->gains->n, 1);
    assert_gain(report, 0, TIME_GAIN_ROW, "left", 6 * 60);
    assert_near(report->gains->at[0].less, 480);
    compiled_close(&c);
    bytes_free(&text);
    bytes_free(&other);
}

/* Of exponential branches both help: the longer lasts a + b - ab / (a + b). */
static void test_beside_the_random(void **state)
{
    (void)state;
    struct compiled c;
    struct bytes text = {0}, other = {0};
    const struct time_report *report =
        report_of(&c, branches(&text, "exponential 20 hours", "exponential 10 hours"));
    assert_int_equal(report->expected.method, TIME_LATTICE);
    assert_int_equal(report->gains->n, 2);
    assert_string_equal(c.sop->rows.at[report->gains->at[0].row].id, "left");
    assert_as_rewritten(report, "left",
                        branches(&other, "exponential 12 hours", "exponential 10 hours"), 480);
    assert_as_rewritten(report, "right",
                        branches(&other, "exponential 20 hours", "exponential 9 hours"), 60);
    assert_true(fabs(report->gains->at[0].minutes - (480 - 400 + 3600.0 / 11)) < 0.01);
    assert_true(fabs(report->gains->at[1].minutes - (60 - 400 + 10800.0 / 29)) < 0.01);
    compiled_close(&c);
    bytes_free(&text);
    bytes_free(&other);
}

/* Nothing is said where there is nothing to gain, or no one figure to begin with. */
static void test_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {
        HEAD "step x \"X\" by a time 100 minutes }",
        HEAD "step x \"X\" by a time 0 minutes  step y \"Y\" by a time 0 minutes }",
        HEAD "step x \"X\" by a time 5 minutes  step y \"Y\" by a time 9 minutes "
             "decision d \"D\" by a time 5 minutes  yes 0%  no 100% -> y }",
        HEAD "step x \"X\" by a time 1 minute  step y \"Y\" by a time 1 minute "
             "step z \"Z\" by a time 1 minute }",
    };
    for (uint32_t i = 0; i < COUNT_OF(texts); i++) {
        struct compiled c;
        assert_int_equal(report_of(&c, texts[i])->gains->n, 0);
        assert_null(time_analyse(c.flow, NULL, &c.arena)->gains);
        compiled_close(&c);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line),       cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_usual_rework), cmocka_unit_test(test_other_ways),
        cmocka_unit_test(test_nothing),    cmocka_unit_test(test_beside_the_critical),
        cmocka_unit_test(test_beside_the_random), cmocka_unit_test(test_ties),
    };
    return cmocka_run_group_tests_name("time_gains", tests, NULL, NULL);
}
