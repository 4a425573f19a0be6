/*
 * plan: cases on real days, reckoned by hand on a wall calendar; what is said of them,
 * as text, data and for spreadsheets. 2026-03-02 is a Monday.
 */
#include <jansson.h>
#include <math.h>

#include "compiler/time/plan.h"
#include "tests/unit/compiled.h"

struct planned {
    struct compiled c;
    struct time_options options;
    struct time_report *report;
};

/* The rows of a sop whose clerk works by `calendar` ("": it has none). */
static void plan_open(struct planned *p, const char *calendar, const char *rows,
                      const char *start)
{
    struct bytes text = {0};
    bytes_printf(&text, "sop s \"S\" {\n%s\nactor clerk \"Clerk\" actor head \"Head\"\n%s\n}\n",
                 calendar, rows);
    compiled_open(&p->c, text.data);
    if (p->c.diags.n[SEV_ERROR])
        fail_msg("%s in:\n%s", codes_of(&p->c), text.data);
    bytes_free(&text);
    p->options = (struct time_options){.has_start = true};
    assert_true(moment_parse(start, &p->options.start, &p->options.is_start_day));
    p->report = time_analyse(p->c.flow, &p->options, &p->c.arena);
}

static void plan_close(struct planned *p)
{
    compiled_close(&p->c);
}

/* "2026-03-02T08:00", or "-" for never. */
static void assert_moment(int64_t local, const char *wanted)
{
    char text[32] = "-";
    if (local != CALENDAR_NEVER)
        moment_format(local, text);
    if (strcmp(text, wanted) != 0 && strncmp(text, wanted, 16) != 0)
        fail_msg("%s instead of %s", text, wanted);
}

static void assert_row(const struct planned *p, const char *row, const char *opens,
                       const char *ends)
{
    uint32_t r = row_named(&p->c, row);
    assert_moment(p->report->plan->opens[r], opens);
    assert_moment(p->report->plan->ends[r], ends);
}

static const char hours[] = "calendar { mon..fri 08:00-16:00 }";

static void test_over_a_weekend(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours, "step a \"A\" by clerk time 1 hour step b \"B\" by clerk time 3 hours",
              "2026-03-06T14:00");
    assert_row(&p, "a", "2026-03-06T14:00", "2026-03-06T15:00");
    assert_row(&p, "b", "2026-03-06T15:00", "2026-03-09T10:00");
    assert_moment(p.report->plan->end, "2026-03-09T10:00");
    plan_close(&p);
}

/* A day's work ends at closing time, and the next begins in the morning. */
static void test_at_closing_time(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, "", "step a \"A\" by clerk time 1 day step b \"B\" by clerk time 1 hour",
              "2026-03-02");
    assert_row(&p, "a", "2026-03-02T08:00", "2026-03-02T16:00");
    assert_row(&p, "b", "2026-03-03T08:00", "2026-03-03T09:00");
    plan_close(&p);
}

static void test_over_a_holiday(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, "calendar { zone +08:00 mon..fri 08:00-16:00 holiday 2026-03-04 \"Nyepi\" }",
              "step a \"A\" by clerk time 2 hours", "2026-03-03T15:00");
    assert_row(&p, "a", "2026-03-03T15:00", "2026-03-05T09:00");
    plan_close(&p);
}

/* Six hours a day until Thursday the 19th, then eight; a day's time stays a day of eight. */
static void test_out_of_the_fasting_month(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p,
              "calendar { mon..fri 08:00-16:00 2026-02-18..2026-03-19 { mon..fri 08:00-14:00 } }",
              "step a \"A\" by clerk time 1 day step b \"B\" by clerk time 6 hours",
              "2026-03-19");
    assert_row(&p, "a", "2026-03-19T08:00", "2026-03-20T10:00");
    assert_row(&p, "b", "2026-03-20T10:00", "2026-03-20T16:00");
    plan_close(&p);
}

/* The incubator works on Saturday; who reads it comes on Monday. */
static void test_the_clock_on_the_wall(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours,
              "step plate \"A\" by clerk time 1 hour wait 24 calendar hours\n"
              "step read \"B\" by clerk time 30 minutes wait 2 hours\n"
              "step rest \"C\" by clerk time 90 calendar minutes\n"
              "step sign \"D\" by clerk time \"as needed\"",
              "2026-03-06T15:00");
    assert_row(&p, "plate", "2026-03-06T15:00", "2026-03-07T16:00");
    assert_row(&p, "read", "2026-03-09T08:00", "2026-03-09T10:30");
    assert_row(&p, "rest", "2026-03-09T10:30", "2026-03-09T12:00");
    assert_row(&p, "sign", "2026-03-09T12:00", "2026-03-09T12:00");
    assert_true(p.report->plan->has_wall);
    plan_close(&p);
}

static void test_calendar_time_begins_at_once(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours,
              "step a \"A\" by clerk time 1 hour\nstep heal \"B\" by clerk time 1 calendar day",
              "2026-03-06T15:00");
    assert_row(&p, "heal", "2026-03-06T16:00", "2026-03-07T16:00");
    plan_close(&p);
}

static void test_begun_when_nobody_works(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours, "step a \"A\" by clerk time 1 hour", "2026-03-07T10:00");
    assert_moment(p.report->plan->begin, "2026-03-07T10:00");
    assert_row(&p, "a", "2026-03-09T08:00", "2026-03-09T09:00");
    plan_close(&p);
    plan_open(&p, hours, "step a \"A\" by clerk time 1 hour", "2026-03-07");
    assert_moment(p.report->plan->begin, "2026-03-09T08:00");
    plan_close(&p);
}

/* A join waits for the latest; what rework alone leads to has no day. */
static void test_side_by_side_and_back(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours,
              "step a \"A\" by clerk time 1 hour\n"
              "step b \"B\" by clerk time 4 hours\n"
              "step c \"C\" after a by head time 2 hours wait 5 hours\n"
              "decision d \"D\" after b, c by head time 1 hour\n"
              "    yes -> end\n    no -> again\n"
              "step again \"E\" by clerk time 1 hour -> d",
              "2026-03-02T10:00");
    assert_row(&p, "b", "2026-03-02T11:00", "2026-03-02T15:00");
    assert_row(&p, "c", "2026-03-02T11:00", "2026-03-03T10:00");
    assert_row(&p, "d", "2026-03-03T10:00", "2026-03-03T11:00");
    assert_row(&p, "again", "-", "-");
    assert_true(p.report->plan->has_rework);
    assert_moment(p.report->plan->end, "2026-03-03T11:00");
    plan_close(&p);
}

static void assert_latest(const struct planned *p, const char *row, const char *latest,
                          bool is_critical)
{
    uint32_t r = row_named(&p->c, row);
    assert_moment(p->report->plan->latest[r], latest);
    assert_int_equal(p->report->plan->is_critical[r], is_critical);
}

static void test_delay_of_an_outcome(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours,
              "decision a \"A\" by head time 1 hour\n"
              "    \"Refused\" -> end\n    \"Tomorrow\" wait 1 day -> b\n"
              "step b \"B\" by clerk time 1 hour",
              "2026-03-02T08:00");
    assert_row(&p, "a", "2026-03-02T08:00", "2026-03-02T09:00");
    assert_row(&p, "b", "2026-03-03T09:00", "2026-03-03T10:00");
    assert_latest(&p, "a", "2026-03-02T09:00", true);
    assert_false(p.report->plan->has_rework);
    assert_true(p.report->plan->end ==
                calendar_add(&p.report->plan->calendar, p.report->plan->begin, 60 + 480 + 60));
    assert_true(p.report->longest == 60 + 480 + 60);
    plan_close(&p);
}

/* While the delay passes there is time for other work. */
static void test_delay_beside_work(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours,
              "decision a \"A\" by head time 1 hour\n"
              "    \"Refused\" -> end\n    \"Later\" wait 3 hours -> b\n"
              "step b \"B\" by clerk time 1 hour -> end\n"
              "step c \"C\" by clerk time 2 hours after start",
              "2026-03-02T08:00");
    assert_row(&p, "b", "2026-03-02T12:00", "2026-03-02T13:00");
    assert_latest(&p, "a", "2026-03-02T09:00", true);
    assert_latest(&p, "c", "2026-03-02T13:00", false);
    plan_close(&p);
}

/* Three days in the incubator are 4,320 minutes, six days of work 2,880; but over a
 * weekend the work is what the case waits for. */
static void test_critical_on_real_days(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours,
              "step a \"A\" by clerk time 1 hour\n"
              "step grow \"B\" by clerk time 1 hour wait 3 calendar days\n"
              "step write \"C\" after a by head time 6 days\n"
              "decision d \"D\" after grow, write by head time 1 hour\n"
              "    yes wait 1 calendar day -> e\n    no -> again\n"
              "step again \"E\" by clerk time 1 hour -> d\n"
              "step e \"F\" by head time 1 hour",
              "2026-03-05T09:00");
    assert_true(p.report->rows[row_named(&p.c, "grow")].is_critical);
    assert_row(&p, "grow", "2026-03-05T10:00", "2026-03-08T11:00");
    assert_row(&p, "write", "2026-03-05T10:00", "2026-03-13T10:00");
    assert_row(&p, "d", "2026-03-13T10:00", "2026-03-13T11:00");
    assert_row(&p, "e", "2026-03-16T08:00", "2026-03-16T09:00");
    assert_latest(&p, "e", "2026-03-16T09:00", true);
    /* its day's delay is over by Monday's opening even if it is done at closing time */
    assert_latest(&p, "d", "2026-03-15T08:00", false);
    assert_latest(&p, "write", "2026-03-13T15:00", false);
    assert_latest(&p, "grow", "2026-03-13T15:00", false);
    assert_latest(&p, "a", "2026-03-05T15:00", false);
    assert_latest(&p, "again", "-", false);
    struct bytes out = {0};
    time_plan_table(p.report, LANG_EN, &out);
    assert_non_null(strstr(out.data, " 6  F         Mon 16 Mar 08:00  Mon 16 Mar 09:00  *\n"));
    assert_non_null(strstr(out.data, " 2  B          Thu 5 Mar 10:00   Sun 8 Mar 11:00\n"));
    assert_non_null(strstr(out.data, "* critical on these days"));
    bytes_free(&out);
    plan_close(&p);
}

/* Without them it is the slack in minutes. */
static void test_slack_on_days(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours,
              "step a \"A\" by clerk time 1 hour\nstep b \"B\" by clerk time 12 hours\n"
              "step c \"C\" after a by head time 2 hours\n"
              "step d \"D\" after b, c by head time 1 hour",
              "2026-03-06");
    assert_latest(&p, "a", "2026-03-06T09:00", true);
    assert_latest(&p, "b", "2026-03-09T13:00", true);
    assert_latest(&p, "c", "2026-03-09T13:00", false);
    plan_close(&p);
}

static void test_never(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, "calendar { mon..fri 08:00-16:00 holiday 2026-01-01..9999-12-31 }",
              "step a \"A\" by clerk time 1 hour", "2026-03-02T08:00");
    assert_true(time_plan_never_works(p.report->plan));
    assert_row(&p, "a", "-", "-");
    assert_moment(p.report->plan->end, "-");
    plan_close(&p);
    plan_open(&p, hours, "step a \"A\" by clerk time 900000 months", "2026-03-02");
    assert_false(time_plan_never_works(p.report->plan));
    assert_row(&p, "a", "2026-03-02T08:00", "-");
    assert_moment(p.report->plan->end, "-");
    plan_close(&p);
}

/* Without the clock on the wall the days are the working minutes, laid out. */
static void test_days_are_the_minutes_laid_out(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours,
              "step a \"A\" by clerk time 7 hours\nstep b \"B\" by clerk time 3 days\n"
              "step c \"C\" after a by head time 2 hours wait 9 hours\n"
              "step d \"D\" after b, c by head time 50 minutes",
              "2026-03-05T09:30");
    const struct time_plan *plan = p.report->plan;
    for (uint32_t r = 0; r < p.c.sop->rows.n; r++) {
        const struct time_row *t = &p.report->rows[r];
        assert_true(plan->ends[r] == calendar_add(&plan->calendar, plan->begin, t->ef));
        int64_t open = calendar_add(&plan->calendar, plan->begin, t->es);
        assert_true(plan->opens[r] == calendar_next_open(&plan->calendar, open));
    }
    assert_true(plan->end == calendar_add(&plan->calendar, plan->begin, p.report->longest));
    plan_close(&p);
}

/* ---- what is said ------------------------------------------------------ */

/* As if it had been worked out that these are its percentiles. */
static void replan(struct planned *p, double p50, double p80, double p95)
{
    double wanted[] = {p50, p80, p95, p95};
    memcpy(p->report->expected.percentiles, wanted, sizeof wanted);
    p->report->expected.minutes = p50;
    p->report->plan =
        time_plan_build(time_net_build(p->c.flow, p->report->minutes, &p->c.arena), p->report,
                        &p->options, &p->c.arena);
}

static void assert_summary(const struct planned *p, enum language language, const char *wanted)
{
    struct bytes out = {0};
    time_plan_write_summary(p->report, language, &out);
    assert_string_equal(out.data, wanted);
    bytes_free(&out);
}

static void test_summary(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours,
              "step a \"A\" by clerk time 2 days\ndecision b \"B\" by head time 2 hours\n"
              "    yes\n    no -> a",
              "2025-12-30T08:00");
    assert_summary(&p, LANG_EN,
                   "Started Tuesday 30 December 2025 08:00, it ends Thursday 1 January 2026 10:00 "
                   "if nothing is sent back; half of all cases end by Thursday 1 January 2026 "
                   "10:00, 80 of 100 by Thursday 1 January 2026 10:00, 95 of 100 by Monday 5 "
                   "January 2026 12:00.");
    replan(&p, 480, 1080, 1920);
    assert_summary(&p, LANG_ID,
                   "Dimulai Selasa 30 Desember 2025 08:00, selesai Kamis 1 Januari 2026 10:00 "
                   "bila tidak ada yang dikembalikan; separuh dari semua kasus selesai paling "
                   "lambat Selasa 30 Desember 16:00, 80 dari 100 paling lambat Kamis 1 Januari "
                   "2026 10:00, 95 dari 100 paling lambat Jumat 2 Januari 2026 16:00.");
    plan_close(&p);
}

/* Wall time and working time in one sum have no place on a calendar. */
static void test_no_days_for_mixed_minutes(void **state)
{
    (void)state;
    struct planned p;
    struct bytes out = {0};
    plan_open(&p, hours, "step a \"A\" by clerk time 1 hour wait 1 calendar day", "2026-03-02");
    replan(&p, 1500, 1500, 1500);
    assert_true(p.report->plan->percentiles[TIME_P80] == CALENDAR_NEVER);
    assert_summary(&p, LANG_EN,
                   "Started Monday 2 March 2026 08:00, it ends Tuesday 3 March 09:00.");
    time_plan_table(p.report, LANG_EN, &out);
    assert_non_null(strstr(out.data, "How many of 100"));
    assert_non_null(strstr(out.data, "The calendar names no holidays."));
    bytes_free(&out);
    plan_close(&p);
}

static void test_table(void **state)
{
    (void)state;
    struct planned p;
    struct bytes out = {0};
    plan_open(&p, "", "step a \"A\" by clerk time 1 hour\nstep b \"B\" by clerk time 1 day",
              "2026-12-31T09:00");
    time_plan_table(p.report, LANG_EN, &out);
    assert_string_equal(
        out.data,
        "\n"
        "Started Thursday 31 December 2026 09:00, it ends Friday 1 January 2027 10:00.\n"
        "Work is taken to be done Monday to Friday, 08:00-16:00, without holidays: this\n"
        "file names no calendar.\n"
        "\n"
        "No  Activity                  Opens                   Ends\n"
        "----------------------------------------------------------\n"
        " 1  A         Thu 31 Dec 2026 09:00  Thu 31 Dec 2026 10:00\n"
        " 2  B         Thu 31 Dec 2026 10:00   Fri 1 Jan 2027 10:00\n");
    bytes_free(&out);
    plan_close(&p);
}

static void test_json(void **state)
{
    (void)state;
    struct planned p;
    plan_open(&p, hours, "step a \"A\" by clerk time 20 seconds", "2026-03-02T08:00");
    replan(&p, 60, 120, 600);
    json_t *plan = time_plan_json(p.report);
    json_t *row = json_array_get(json_object_get(plan, "rows"), 0);
    assert_string_equal(json_string_value(json_object_get(plan, "start")), "2026-03-02T08:00:00");
    assert_string_equal(json_string_value(json_object_get(plan, "end")), "2026-03-02T08:00:20");
    assert_string_equal(json_string_value(json_object_get(plan, "end_p80")),
                        "2026-03-02T10:00:00");
    assert_string_equal(json_string_value(json_object_get(row, "row")), "a");
    assert_string_equal(json_string_value(json_object_get(row, "ends")), "2026-03-02T08:00:20");
    json_decref(plan);
    p.report->plan = NULL;
    plan = time_plan_json(p.report);
    assert_true(json_is_null(plan));
    json_decref(plan);
    plan_close(&p);
}

static void test_csv(void **state)
{
    (void)state;
    struct planned p;
    struct bytes out = {0};
    plan_open(&p, hours,
              "step a \"=1+1 \\\"ja\\\", dann\" by clerk, head time 90 seconds\n"
              "decision b \"B\" by head time 1 hour wait 30 minutes\n    yes -> end\n    no -> c\n"
              "step c \"-C\" by clerk time 1 hour -> a",
              "2026-03-02");
    p.report->rows[0].visits = 1.25;
    time_csv_begin(&out);
    time_csv(p.report, &out);
    assert_string_equal(
        out.data,
        "sop,row,no,text,actors,work,wait,es,ef,ls,lf,slack,free_slack,critical,visits,opens,ends"
        "\r\n"
        "s,a,1,\"'=1+1 \"\"ja\"\", dann\",clerk; head,1.5,0,0,1.5,0,1.5,0,0,yes,1.25,"
        "2026-03-02T08:00:00,2026-03-02T08:01:30\r\n"
        "s,b,2,B,head,60,30,1.5,91.5,1.5,91.5,0,0,yes,1.1111,2026-03-02T08:01:30,"
        "2026-03-02T09:31:30\r\n"
        "s,c,3,'-C,clerk,60,0,,,,,,,no,0.1111,,\r\n");
    bytes_free(&out);
    plan_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_over_a_weekend),
        cmocka_unit_test(test_at_closing_time),
        cmocka_unit_test(test_over_a_holiday),
        cmocka_unit_test(test_out_of_the_fasting_month),
        cmocka_unit_test(test_the_clock_on_the_wall),
        cmocka_unit_test(test_calendar_time_begins_at_once),
        cmocka_unit_test(test_begun_when_nobody_works),
        cmocka_unit_test(test_side_by_side_and_back),
        cmocka_unit_test(test_delay_of_an_outcome),
        cmocka_unit_test(test_delay_beside_work),
        cmocka_unit_test(test_critical_on_real_days),
        cmocka_unit_test(test_slack_on_days),
        cmocka_unit_test(test_never),
        cmocka_unit_test(test_days_are_the_minutes_laid_out),
        cmocka_unit_test(test_summary),
        cmocka_unit_test(test_no_days_for_mixed_minutes),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_csv),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
