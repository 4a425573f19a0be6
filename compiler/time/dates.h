/*
 * dates: moments as people write them, in the language of the file: "Monday 2
 * March 2026 08:00", "Sen 2 Mar 08:00". To the nearest minute.
 */
#ifndef SOP_TIME_DATES_H
#define SOP_TIME_DATES_H

#include "compiler/time/words.h"

/* weekday: 0 is Monday; month: from 1. */
const char *time_weekday_name(int weekday, enum language language, enum minutes_style style);
const char *time_month_name(int month, enum language language, enum minutes_style style);

/* "Monday 2 March", and the year where it is wanted. */
void time_write_date(struct bytes *out, int64_t day, bool has_year, enum language language,
                     enum minutes_style style);
/* The same with the time of day; "-" for CALENDAR_NEVER. */
void time_write_moment(struct bytes *out, int64_t local, bool has_year, enum language language,
                       enum minutes_style style);
/* Do both lie in one year? */
bool time_is_same_year(int64_t local, int64_t other);

#endif
