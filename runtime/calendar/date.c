/*
 * Dates as text. Days are counted from 1970-01-01, by eras of 400 years, which
 * all have the same days, and years that begin in March, so that the leap day
 * is the last of its year (calendar_day is the way back).
 */
#include <stdio.h>
#include <string.h>

#include "runtime/calendar/calendar.h"

enum { ERA_YEARS = 400, ERA_DAYS = 146097, DAYS_TO_1970 = 719468 };

/* The year, month and day of a day. */
static struct moment date_of(int64_t days)
{
    int64_t since = days + DAYS_TO_1970, era = since / ERA_DAYS, of_era = since - era * ERA_DAYS;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153, day = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    year += era * ERA_YEARS + (month <= 2);
    return (struct moment){ .day = days, .year = (int)year, .month = (int)month,
                            .of_month = (int)day };
}

char *date_format(int64_t days, char out[16])
{
    if (days < DATE_FIRST || days > DATE_LAST)
        return strcpy(out, "?");
    struct moment m = date_of(days);
    snprintf(out, 16, "%04d-%02d-%02d", m.year % 10000, m.month % 100, m.of_month % 100);
    return out;
}

struct moment moment_of(int64_t local)
{
    int64_t days = local / DAY_MS - (local % DAY_MS < 0);
    struct moment m = date_of(days);
    int second = (int)((local - days * DAY_MS) / 1000);
    m.of_week = (int)(((days + 3) % 7 + 7) % 7);   /* day 0 was a Thursday */
    m.hour = second / 3600;
    m.minute = second / 60 % 60;
    m.second = second % 60;
    return m;
}

char *moment_format(int64_t local, char out[32])
{
    char date[16];
    if (local < DATE_FIRST * DAY_MS || local >= (DATE_LAST + 1) * DAY_MS - 500)
        return strcpy(out, "?");
    struct moment m = moment_of(local + 500);
    snprintf(out, 32, "%sT%02d:%02d:%02d", date_format(m.day, date), m.hour % 100,
             m.minute % 100, m.second % 100);
    return out;
}

/* n digits at s, or -1. */
static int digits(const char *s, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        value = value * 10 + (s[i] - '0');
    }
    return value;
}

bool date_parse(const char *s, int64_t *days)
{
    char again[16];
    if (strlen(s) != 10 || s[4] != '-' || s[7] != '-')
        return false;
    int year = digits(s, 4), month = digits(s + 5, 2), day = digits(s + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    *days = calendar_day(year, month, day);
    return strcmp(date_format(*days, again), s) == 0;   /* no 30th of February */
}

bool moment_parse(const char *s, int64_t *local, bool *is_day)
{
    char date[11] = "";
    int64_t days;
    strncpy(date, s, 10);
    if (!date_parse(date, &days))
        return false;
    *is_day = strlen(s) == 10;
    *local = days * DAY_MS;
    if (*is_day)
        return true;
    int hour = 0, minute = 0;
    if (strlen(s) != 16 || s[10] != 'T' || s[13] != ':' || (hour = digits(s + 11, 2)) < 0 ||
        (minute = digits(s + 14, 2)) < 0)
        return false;
    *local += (hour * INT64_C(60) + minute) * MINUTE_MS;
    return hour < 24 && minute < 60;
}
