/*
 * Dates as text. Days are counted from 1970-01-01, by eras of 400 years, which
 * all have the same days, and years that begin in March, so that the leap day
 * is the last of its year (calendar_day is the way back).
 */
#include <stdio.h>
#include <string.h>

#include "runtime/calendar/calendar.h"

enum { ERA_YEARS = 400, ERA_DAYS = 146097, DAYS_TO_1970 = 719468 };

char *date_format(int64_t days, char out[16])
{
    int64_t since = days + DAYS_TO_1970, era = since / ERA_DAYS, of_era = since - era * ERA_DAYS;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153, day = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    year += era * ERA_YEARS + (month <= 2);
    if (days < DATE_FIRST || days > DATE_LAST)
        return strcpy(out, "?");
    snprintf(out, 16, "%04d-%02d-%02d", (int)year % 10000, (int)month % 100, (int)day % 100);
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
