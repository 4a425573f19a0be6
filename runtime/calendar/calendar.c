/*
 * The minutes of an office's week, and of the units that people reckon in.
 * A day is the week's minutes shared out over its working days, a month is
 * 52/12 weeks: so "2 days" is what this office works in two days.
 */
#include "runtime/calendar/calendar.h"

#define DAY_HOURS(day, from, to) \
    { (day) * MINUTES_A_DAY + (from) * 60, (day) * MINUTES_A_DAY + (to) * 60 }

static const struct work_interval default_intervals[] = {
    DAY_HOURS(0, 8, 16), DAY_HOURS(1, 8, 16), DAY_HOURS(2, 8, 16),
    DAY_HOURS(3, 8, 16), DAY_HOURS(4, 8, 16),
};

const struct calendar calendar_default = {
    .intervals = default_intervals,
    .n_intervals = COUNT_OF(default_intervals),
};

const char *time_unit_name(enum time_unit unit)
{
    static const char *const names[] = { "second", "minute", "hour", "day", "week", "month" };
    _Static_assert(COUNT_OF(names) == N_TIME_UNITS, "a name for each unit");
    return names[unit];
}

uint32_t calendar_week_minutes(const struct calendar *c)
{
    if (c->is_always)
        return MINUTES_A_WEEK;
    uint32_t minutes = 0;
    for (uint32_t i = 0; i < c->n_intervals; i++)
        minutes += c->intervals[i].to - c->intervals[i].from;
    return minutes;
}

/* An interval over midnight makes two days of work. */
static bool is_day_worked(const struct calendar *c, uint32_t day)
{
    uint32_t from = day * MINUTES_A_DAY, to = from + MINUTES_A_DAY;
    for (uint32_t i = 0; i < c->n_intervals; i++)
        if (c->intervals[i].from < to && c->intervals[i].to > from)
            return true;
    return c->is_always;
}

uint32_t calendar_week_days(const struct calendar *c)
{
    uint32_t days = 0;
    for (uint32_t day = 0; day < 7; day++)
        days += is_day_worked(c, day);
    return days;
}

struct unit_minutes calendar_units(const struct calendar *c)
{
    if (!c)
        c = &calendar_default;
    double week = calendar_week_minutes(c);
    uint32_t days = calendar_week_days(c);
    return (struct unit_minutes){ {
        [UNIT_SECOND] = 1.0 / 60,
        [UNIT_MINUTE] = 1,
        [UNIT_HOUR] = 60,
        [UNIT_DAY] = days ? week / days : 0,
        [UNIT_WEEK] = week,
        [UNIT_MONTH] = week * 52 / 12,
    } };
}

/* Days of the proleptic Gregorian calendar; March begins the year, so that
 * the leap day is its last. */
int64_t calendar_day(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}
