/* calendar: what a week, a day and a month of an office hold. */
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

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

/* ---- dates --------------------------------------------------------------------- */

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static void test_every_day_has_its_date(void **state)
{
    (void)state;
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year = 1, month = 1, day = 1;
    for (int64_t days = DATE_FIRST; days <= DATE_LAST; days++) {
        char text[16], dumb[16];
        int64_t again;
        if (day == 1 || day >= 28) {   /* between, nothing happens */
            snprintf(dumb, sizeof dumb, "%04d-%02d-%02d", year % 10000, month % 100, day % 100);
            assert_string_equal(date_format(days, text), dumb);
            assert_true(date_parse(dumb, &again) && again == days);
        }
        if (++day > lengths[month - 1] + (month == 2 && is_leap(year)))
            day = 1, month++;
        if (month > 12)
            month = 1, year++;
    }
    assert_int_equal(year, 10000);
}

static void test_what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "2026", "2026-01", "2026-02-30", "2026-00-10",
                                       "0000-01-01", "2026-01-00", "2026/01/01", "2026-01-1x",
                                       "+026-01-01", "2026-01-011" };
    int64_t days;
    char text[16];
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(date_parse(bad[i], &days));
    assert_string_equal(date_format(DATE_LAST + 1, text), "?");
}

/* ---- adding: beside a twin that goes step by step ---------------------------------- */

#define MINUTE ((int64_t)MINUTE_MS)
#define DAY DAY_MS

static int64_t floor_to(int64_t a, int64_t b)
{
    return (a >= 0 ? a : a - b + 1) / b;
}

/* Is there work at that local time? */
static bool twin_works(const struct calendar *c, int64_t local)
{
    int64_t day = floor_to(local, DAY), monday = floor_to(day + 3, 7) * 7 - 3;
    int64_t minute = (local - monday * DAY) / MINUTE;
    const struct work_interval *intervals = c->intervals;
    uint32_t n = c->n_intervals;
    bool is_always = c->is_always;
    for (uint32_t i = 0; i < c->n_holidays; i++)
        if (c->holidays[i].from <= day && day <= c->holidays[i].to)
            return false;
    for (uint32_t i = 0; i < c->n_changes; i++)
        if (c->changes[i].from <= day && day <= c->changes[i].to) {
            intervals = c->changes[i].intervals;
            n = c->changes[i].n_intervals;
            is_always = false;
        }
    for (uint32_t i = 0; i < n; i++)
        if (intervals[i].from <= minute && minute < intervals[i].to)
            return true;
    return is_always;
}

/* time and work are whole steps. */
static int64_t twin_add(const struct calendar *c, int64_t time, int64_t work, int64_t step)
{
    while (work > 0) {
        if (twin_works(c, time + c->zone * MINUTE))
            work -= step;
        time += step;
    }
    return time;
}

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 33) % below;
}

enum { MOST = 8 };

struct drawn {
    struct calendar calendar;
    struct work_interval weeks[MOST + 1][MOST];
    struct holiday holidays[MOST];
    struct calendar_change changes[MOST];
};

static uint32_t draw_week(uint64_t *seed, struct work_interval *at)
{
    uint32_t n = 1 + draw(seed, MOST - 1), from = draw(seed, 1500);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t to = from + 1 + draw(seed, i ? 1400 : 700);
        at[i] = (struct work_interval){ from, to > MINUTES_A_WEEK ? MINUTES_A_WEEK : to };
        from = to + draw(seed, 900);
        if (from >= MINUTES_A_WEEK)
            return i + 1;
    }
    return n;
}

/* Holidays and changes around day `near`. */
static void draw_calendar(uint64_t *seed, struct drawn *d, int64_t near)
{
    struct calendar *c = &d->calendar;
    *c = (struct calendar){ .is_always = draw(seed, 10) == 0, .intervals = d->weeks[MOST],
                            .has_zone = true, .zone = (int64_t)draw(seed, 1561) - 720,
                            .holidays = d->holidays, .changes = d->changes };
    c->n_intervals = draw_week(seed, d->weeks[MOST]);
    c->n_intervals = c->is_always ? 0 : c->n_intervals;
    c->n_holidays = draw(seed, MOST);
    c->n_changes = draw(seed, 3) ? 0 : draw(seed, MOST);
    int64_t day = near - 2;
    for (uint32_t i = 0; i < c->n_holidays; i++) {
        day += draw(seed, 20);
        d->holidays[i] = (struct holiday){ day, day + draw(seed, 5) % 3, NULL };
    }
    day = near - 5;
    for (uint32_t i = 0; i < c->n_changes; i++) {
        int64_t to = day + draw(seed, 25);
        d->changes[i] = (struct calendar_change){ day, to, d->weeks[i], 0 };
        d->changes[i].n_intervals = draw(seed, 6) ? draw_week(seed, d->weeks[i]) : 0;
        day = to + 1 + draw(seed, 10);
    }
}

static void test_added_as_step_by_step(void **state)
{
    (void)state;
    uint64_t seed = 0xca1e;
    for (int i = 0; i < 3000; i++) {
        struct drawn d;
        int64_t near = (int64_t)draw(&seed, 40000) - 10000;
        int64_t step = draw(&seed, 10) ? MINUTE : 1000;   /* seconds now and then */
        draw_calendar(&seed, &d, near);
        int64_t time = near * DAY + (int64_t)draw(&seed, (uint32_t)(DAY / step)) * step;
        int64_t work = (int64_t)draw(&seed, draw(&seed, 4) ? 3000 : 20000) * step;
        int64_t is = calendar_add(&d.calendar, time, (double)work / MINUTE);
        int64_t expected = twin_add(&d.calendar, time, work, step);
        if (is != expected)
            fail_msg("round %d: %lld, not %lld", i, (long long)is, (long long)expected);
    }
}

/* How much of the way is worked, minute by minute. */
static int64_t twin_between(const struct calendar *c, int64_t from, int64_t to)
{
    int64_t minutes = 0;
    for (; from < to; from += MINUTE)
        minutes += twin_works(c, from + c->zone * MINUTE);
    return minutes;
}

static void test_taken_off_minute_by_minute(void **state)
{
    (void)state;
    uint64_t seed = 0xbe7;
    for (int i = 0; i < 2000; i++) {
        struct drawn d;
        int64_t near = (int64_t)draw(&seed, 40000) - 10000;
        draw_calendar(&seed, &d, near);
        int64_t from = near * DAY + (int64_t)draw(&seed, MINUTES_A_DAY) * MINUTE;
        int64_t to = from + ((int64_t)draw(&seed, draw(&seed, 2) ? 3000 : 80000) - 100) * MINUTE;
        double is = calendar_minutes_between(&d.calendar, from, to);
        int64_t expected = twin_between(&d.calendar, from, to);
        if (is != (double)expected)
            fail_msg("round %d: %g, not %lld", i, is, (long long)expected);
        /* and back: added again, it is the end, or the close before it */
        int64_t again = calendar_add(&d.calendar, from, is);
        if (to > from && (again > to || twin_between(&d.calendar, again, to) != 0))
            fail_msg("round %d: added again it is not the same", i);
    }
}

/* No calendar of the twin rests, or works, longer than that. */
enum { LOOK_MINUTES = 200 * 1440 };

static void test_opens_and_closes_as_minute_by_minute(void **state)
{
    (void)state;
    uint64_t seed = 0x09e7;
    for (int i = 0; i < 2000; i++) {
        struct drawn d;
        int64_t near = (int64_t)draw(&seed, 40000) - 10000;
        draw_calendar(&seed, &d, near);
        const struct calendar *c = &d.calendar;
        int64_t from = near * DAY + (int64_t)draw(&seed, MINUTES_A_DAY) * MINUTE;
        int64_t open = from, close = from, most = from + LOOK_MINUTES * MINUTE;
        while (open < most && !twin_works(c, open + c->zone * MINUTE))
            open += MINUTE;
        while (close < most && twin_works(c, close + c->zone * MINUTE))
            close += MINUTE;
        assert_true(open == most || calendar_next_open(c, from) == open);
        assert_true(close == most ? calendar_closes(c, from) > most
                                  : calendar_closes(c, from) == close);
    }
}

static void test_a_day_ends_where_none_begins(void **state)
{
    (void)state;
    int64_t monday = calendar_day(2026, 3, 2) * DAY;
    int64_t closing = monday + AT(0, 16, 0) * MINUTE, next = monday + AT(1, 8, 0) * MINUTE;
    assert_true(calendar_add(NULL, monday + AT(0, 8, 0) * MINUTE, 480) == closing);
    assert_true(calendar_next_open(NULL, closing) == next);
    assert_true(calendar_next_open(NULL, closing - 1) == closing - 1);
    assert_true(calendar_next_open(NULL, next) == next);
    assert_true(calendar_closes(NULL, closing - 1) == closing);
    assert_true(calendar_closes(NULL, closing) == closing);
    assert_true(calendar_minutes_between(NULL, monday, next) == 480);
    assert_true(calendar_minutes_between(NULL, next, monday) == 0);
    assert_true(calendar_minutes_between(NULL, monday, closing - 30000) == 479.5);
}

static void test_where_nobody_works_nothing_opens(void **state)
{
    (void)state;
    const struct holiday holiday = { DATE_FIRST, DATE_LAST, NULL };
    struct calendar c = calendar_default, always = { .is_always = true };
    int64_t now = calendar_day(2026, 1, 1) * DAY;
    c.holidays = &holiday;
    c.n_holidays = 1;
    assert_true(calendar_next_open(&c, now) == CALENDAR_NEVER);
    assert_true(calendar_closes(&c, now) == now);
    assert_true(calendar_minutes_between(&c, now, now + 90000 * DAY) == 0);
    assert_true(calendar_next_open(&always, now) == now);
    assert_true(calendar_closes(&always, now) == CALENDAR_NEVER);
    assert_true(calendar_minutes_between(&always, now, now + 90000 * DAY) == 90000.0 * 1440);
    assert_true(calendar_next_open(NULL, INT64_MAX) == CALENDAR_NEVER);
    assert_true(calendar_next_open(NULL, INT64_MIN) == CALENDAR_NEVER);
    assert_true(calendar_closes(NULL, INT64_MAX) == CALENDAR_NEVER);
    assert_true(calendar_minutes_between(NULL, INT64_MIN, INT64_MAX) == 0);
    /* the last Friday of the last year still has its hours, and no more */
    int64_t last = calendar_day(9999, 12, 31) * DAY;
    assert_true(calendar_next_open(NULL, last) == last + 8 * 60 * MINUTE);
    assert_true(calendar_add(NULL, last, 480) == last + 16 * 60 * MINUTE);
    assert_true(calendar_next_open(NULL, last + 16 * 60 * MINUTE) == CALENDAR_NEVER);
}

/* ---- moments ------------------------------------------------------------------- */

static void test_moments_as_text(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "2026-03-02T", "2026-03-02T8:00", "2026-03-02 08:00",
                                       "2026-03-02T24:00", "2026-03-02T08:60", "2026-02-29T08:00",
                                       "2026-03-02T08:00Z", "2026-03-02T08:00:00", "tomorrow",
                                       "2026-03-02T-8:00", "2026-3-2" };
    char text[32];
    int64_t at;
    bool is_day;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(moment_parse(bad[i], &at, &is_day));
    assert_true(moment_parse("2026-03-02T08:05", &at, &is_day) && !is_day);
    assert_true(at == calendar_day(2026, 3, 2) * DAY + AT(0, 8, 5) * MINUTE);
    assert_string_equal(moment_format(at, text), "2026-03-02T08:05:00");
    assert_string_equal(moment_format(at + 29999, text), "2026-03-02T08:05:30");
    assert_string_equal(moment_format(CALENDAR_NEVER, text), "?");
    assert_true(moment_parse("1969-12-28", &at, &is_day) && is_day && at == -4 * DAY);
    struct moment m = moment_of(at + DAY - 1);
    assert_true(m.day == -4 && m.year == 1969 && m.month == 12 && m.of_month == 28);
    assert_true(m.of_week == 6 && m.hour == 23 && m.minute == 59 && m.second == 59);
}

/* 2026-02-13 is a Friday. */
static void test_working_time_of_the_civil_service(void **state)
{
    (void)state;
    const struct work_interval fasting[] = { { AT(0, 8, 0), AT(0, 15, 0) } };
    const struct holiday new_year[] = { { calendar_day(2026, 2, 17), calendar_day(2026, 2, 17),
                                          "Imlek" } };
    const struct calendar_change change = { calendar_day(2026, 2, 18), calendar_day(2026, 3, 19),
                                            fasting, 1 };
    struct calendar c = { .intervals = civil_service, .n_intervals = COUNT_OF(civil_service),
                          .has_zone = true, .zone = 480, .holidays = new_year, .n_holidays = 1,
                          .changes = &change, .n_changes = 1 };
    int64_t friday = calendar_day(2026, 2, 13) * DAY - 8 * 60 * MINUTE;   /* midnight there */
    int64_t monday = friday + 3 * DAY;
    assert_true(calendar_add(&c, friday + 16 * 60 * MINUTE, 30) == friday + AT(0, 16, 30) * MINUTE);
    assert_true(calendar_add(&c, friday + 16 * 60 * MINUTE, 31) == monday + AT(0, 7, 31) * MINUTE);
    /* Monday's 450 minutes and one more: Tuesday is a holiday, and from
     * Wednesday on there is work on Mondays only. */
    assert_true(calendar_add(&c, monday, 450) == monday + AT(0, 16, 0) * MINUTE);
    assert_true(calendar_add(&c, monday, 451) == monday + 7 * DAY + AT(0, 8, 1) * MINUTE);
    assert_true(calendar_add(&c, monday, 0) == monday);
    assert_true(calendar_add(&c, monday, -5) == monday);
}

static void test_far_away_is_never(void **state)
{
    (void)state;
    struct calendar none = { 0 };
    int64_t now = calendar_day(2026, 1, 1) * DAY;
    assert_true(calendar_add(&none, now, 1) == CALENDAR_NEVER);
    assert_true(calendar_add(NULL, now, 1e12) == CALENDAR_NEVER);
    assert_true(calendar_add(NULL, now, 1e300) == CALENDAR_NEVER);
    assert_true(calendar_add(NULL, INT64_MAX, 1) == CALENDAR_NEVER);
    assert_true(calendar_add(NULL, INT64_MIN, 1) == CALENDAR_NEVER);
    /* a thousand years of weeks at once */
    int64_t end = calendar_add(NULL, now, 52.0 * 1000 * 2400);
    assert_true(end > now + 363999 * DAY && end < now + 364001 * DAY);
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
        cmocka_unit_test(test_every_day_has_its_date),
        cmocka_unit_test(test_what_is_no_date_is_refused),
        cmocka_unit_test(test_added_as_step_by_step),
        cmocka_unit_test(test_taken_off_minute_by_minute),
        cmocka_unit_test(test_opens_and_closes_as_minute_by_minute),
        cmocka_unit_test(test_a_day_ends_where_none_begins),
        cmocka_unit_test(test_where_nobody_works_nothing_opens),
        cmocka_unit_test(test_moments_as_text),
        cmocka_unit_test(test_working_time_of_the_civil_service),
        cmocka_unit_test(test_far_away_is_never),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
