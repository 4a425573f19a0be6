/*
 * staff: how many people a procedure takes, as workload analysis (analisis
 * beban kerja) counts them: the minutes that one case asks of an actor, times
 * the cases of a year, by the minutes that one person works in a year.
 */
#ifndef SOP_TIME_STAFF_H
#define SOP_TIME_STAFF_H

#include "compiler/time/time.h"

/* The minutes that a case asks of an actor: expected, or straight through
 * where the expected ones are not known. */
double time_norm(const struct time_report *report, uint32_t actor);
/* Are some of them straight through? */
bool time_norm_is_straight(const struct time_report *report);
/* Of all that work here: who is outside costs the office no time. */
double time_norm_sum(const struct time_report *report);
/* People, in parts of one; NAN for who is outside, and without a volume. */
double time_staff(const struct time_report *report, uint32_t actor);

#endif
