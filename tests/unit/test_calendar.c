/* calendar: what a week, a day and a month of an office hold. */
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "runtime/calendar/calendar.h"

#define AT(day, hour, minute) ((day) * MINUTES_A_DAY + (hour) * 60 + (minute))

static void test_default_is_eight_hours_on_five_days(void **state)
{
    (void)state;
    assert_int_equal(calendar_week_minutes(&calendar_default), 2400);
    assert_int_equal(calendar_week_days(&calendar_default), 5);
    struct unit_minutes u = calendar_units(NULL);
    assert_true(fabs(u.of[UNIT_SECOND] * 60 - 1) < 1e-12);
    assert_true(u.of[UNIT_MINUTE] == 1 && u.of[UNIT_HOUR] == 60);
    assert_true(u.of[UNIT_DAY] == 480 && u.of[UNIT_WEEK] == 2400);
    assert_true(u.of[UNIT_MONTH] == 10400);
}

/* 37.5 hours a week: Monday to Thursday 07:30-16:00 with an hour of break,
 * Friday 07:30-16:30 with an hour and a half. */
static const struct work_interval civil_service[] = {
    { AT(0, 7, 30), AT(0, 12, 0) }, { AT(0, 13, 0), AT(0, 16, 0) },
    { AT(1, 7, 30), AT(1, 12, 0) }, { AT(1, 13, 0), AT(1, 16, 0) },
    { AT(2, 7, 30), AT(2, 12, 0) }, { AT(2, 13, 0), AT(2, 16, 0) },
    { AT(3, 7, 30), AT(3, 12, 0) }, { AT(3, 13, 0), AT(3, 16, 0) },
    { AT(4, 7, 30), AT(4, 11, 30) }, { AT(4, 13, 0), AT(4, 16, 30) },
};

static void test_day_is_the_week_shared_out(void **state)
{
    (void)state;
    struct calendar c = { .intervals = civil_service, .n_intervals = COUNT_OF(civil_service) };
    assert_int_equal(calendar_week_minutes(&c), 2250);
    assert_int_equal(calendar_week_days(&c), 5);
    struct unit_minutes u = calendar_units(&c);
    assert_true(u.of[UNIT_DAY] == 450 && u.of[UNIT_WEEK] == 2250);
    assert_true(u.of[UNIT_MONTH] == 9750);
}

static void test_always_is_day_and_night(void **state)
{
    (void)state;
    struct calendar c = { .is_always = true };
    assert_int_equal(calendar_week_minutes(&c), 10080);
    assert_int_equal(calendar_week_days(&c), 7);
    assert_true(calendar_units(&c).of[UNIT_DAY] == 1440);
}

static void test_work_over_midnight_makes_two_days(void **state)
{
    (void)state;
    struct work_interval night = { AT(5, 22, 0), AT(6, 6, 0) };
    struct calendar c = { .intervals = &night, .n_intervals = 1 };
    assert_int_equal(calendar_week_days(&c), 2);
    assert_true(calendar_units(&c).of[UNIT_DAY] == 240);
    struct work_interval evening = { AT(5, 22, 0), AT(6, 0, 0) };
    c.intervals = &evening;
    assert_int_equal(calendar_week_days(&c), 1);
}

static void test_no_work_at_all_counts_nothing(void **state)
{
    (void)state;
    struct unit_minutes u = calendar_units(&(struct calendar){ 0 });
    assert_true(u.of[UNIT_DAY] == 0 && u.of[UNIT_MONTH] == 0);
}

static void test_units_have_names(void **state)
{
    (void)state;
    assert_string_equal(time_unit_name(UNIT_SECOND), "second");
    assert_string_equal(time_unit_name(UNIT_MONTH), "month");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_default_is_eight_hours_on_five_days),
        cmocka_unit_test(test_day_is_the_week_shared_out),
        cmocka_unit_test(test_always_is_day_and_night),
        cmocka_unit_test(test_work_over_midnight_makes_two_days),
        cmocka_unit_test(test_no_work_at_all_counts_nothing),
        cmocka_unit_test(test_units_have_names),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
