/*
 * calendar: an office's working time.
 *
 * A week is a table of intervals in minutes since Monday 00:00. From it come
 * the minutes that a day, a week and a month hold; without a calendar work
 * is reckoned at 8 hours, Monday to Friday (and every report says so).
 */
#ifndef SOP_CALENDAR_H
#define SOP_CALENDAR_H

#include "runtime/base/base.h"

enum time_unit {
    UNIT_SECOND, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_WEEK, UNIT_MONTH,
    N_TIME_UNITS
};

/* "second", "minute" ...: the names in data. */
const char *time_unit_name(enum time_unit unit);

/* The working minutes of each unit. */
struct unit_minutes {
    double of[N_TIME_UNITS];
};

#define MINUTES_A_DAY 1440
#define MINUTES_A_WEEK (7 * MINUTES_A_DAY)

struct work_interval {
    uint32_t from, to;   /* minutes since Monday 00:00, from < to */
};

struct calendar {
    bool is_always;                        /* day and night */
    const struct work_interval *intervals; /* sorted, apart from one another */
    uint32_t n_intervals;
};

/* Monday to Friday, 8 hours: what holds where an office says nothing. */
extern const struct calendar calendar_default;

/* The working minutes of a week, and on how many days of it work is done. */
uint32_t calendar_week_minutes(const struct calendar *c);
uint32_t calendar_week_days(const struct calendar *c);
/* day = week / working days; month = 52/12 weeks. c may be NULL: default. */
struct unit_minutes calendar_units(const struct calendar *c);

#endif
