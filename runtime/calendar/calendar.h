/*
 * calendar: an office's working time.
 *
 * A week is a table of intervals in minutes since Monday 00:00. From it come
 * the minutes that a day, a week and a month hold; without a calendar work
 * is reckoned at 8 hours, Monday to Friday (and every report says so). Holidays
 * and changes between dates count only where time is laid on real days
 * (calendar_add).
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

#define DATE_FIRST (-719162)   /* 0001-01-01 */
#define DATE_LAST 2932896      /* 9999-12-31 */
/* Days since 1970-01-01 of "2026-01-31", and back; years 1 to 9999. False
 * where the text is no date, or names a day that no month has. */
bool date_parse(const char *s, int64_t *days);
char *date_format(int64_t days, char out[16]);

#define MINUTE_MS 60000
#define DAY_MS ((int64_t)24 * 60 * MINUTE_MS)
/*
 * A moment as the clock on the wall shows it, in milliseconds since 1970-01-01
 * there. Read: "2026-01-31T09:00", or a date alone (its midnight, *is_day);
 * written, to the nearest second: "2026-01-31T09:00:00", "?" outside the years.
 */
bool moment_parse(const char *s, int64_t *local, bool *is_day);
char *moment_format(int64_t local, char out[32]);
/* Its parts: the day counted from 1970-01-01, and for people. */
struct moment {
    int64_t day;
    int year, month, of_month;   /* months from 1 */
    int of_week;                 /* 0: Monday */
    int hour, minute, second;
};
struct moment moment_of(int64_t local);

/* The working minutes of each unit. */
struct unit_minutes {
    double of[N_TIME_UNITS];
};

#define MINUTES_A_DAY 1440
#define MINUTES_A_WEEK (7 * MINUTES_A_DAY)

struct work_interval {
    uint32_t from, to;   /* minutes since Monday 00:00, from < to */
};

/* Days are counted from 1970-01-01; `from` and `to` both belong to it. */
struct holiday {
    int64_t from, to;
    const char *text;   /* or NULL */
};

/* Other hours between two dates, both inside. */
struct calendar_change {
    int64_t from, to;
    const struct work_interval *intervals;
    uint32_t n_intervals;
};

struct calendar {
    bool is_always;                        /* day and night */
    const struct work_interval *intervals; /* sorted, apart from one another */
    uint32_t n_intervals;
    bool has_zone;                         /* else the zone was not said, and is 0 */
    int64_t zone;                          /* minutes east of UTC */
    const struct holiday *holidays;        /* sorted by from */
    uint32_t n_holidays;
    const struct calendar_change *changes; /* sorted by from, apart */
    uint32_t n_changes;
};

/* The day of a date that exists ("2026-01-31"), counted from 1970-01-01. */
int64_t calendar_day(int year, int month, int day);

/* Monday to Friday, 8 hours: what holds where an office says nothing. */
extern const struct calendar calendar_default;

/* The working minutes of a week, and on how many days of it work is done. */
uint32_t calendar_week_minutes(const struct calendar *c);
uint32_t calendar_week_days(const struct calendar *c);
/* day = week / working days; month = 52/12 weeks. c may be NULL: default. */
struct unit_minutes calendar_units(const struct calendar *c);

#define CALENDAR_NEVER INT64_MAX
/* The moment (milliseconds since 1970-01-01 UTC) when so many working minutes
 * have passed since `time`: the first one, so never behind a pause, and `time`
 * itself for none. CALENDAR_NEVER where that is not before the year 10000. c
 * may be NULL: default. */
int64_t calendar_add(const struct calendar *c, int64_t time, double minutes);

/*
 * The others of its family, in the same milliseconds. All take as long as there
 * are exceptions on the way, however long it is.
 * The first moment at `time` or after it that work can begin at, and where the
 * work that goes on at `time` stops (`time` itself where none does); or
 * CALENDAR_NEVER. So the end of a day's work is no moment to begin at.
 */
int64_t calendar_next_open(const struct calendar *c, int64_t time);
int64_t calendar_closes(const struct calendar *c, int64_t time);
/* The working minutes from one moment to a later one (else 0): so many, added
 * to `from`, are over at `to` or, where nobody works then, at the close before. */
double calendar_minutes_between(const struct calendar *c, int64_t from, int64_t to);

#endif
