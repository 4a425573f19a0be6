/* Inside duration: its numbers in minutes, whatever unit they are written in. */
#ifndef SOP_DURATION_INT_H
#define SOP_DURATION_INT_H

#include "runtime/duration/duration.h"

/* How many minutes one written unit is, by the calendar or by the clock on the wall. */
double duration_scale(const struct duration *d, const struct unit_minutes *u);

/* A distribution's numbers in minutes. What does not spread is FIXED, whatever
 * it is written as. */
struct shape {
    enum duration_kind kind;
    double a, b, c;
};
struct shape duration_shape(const struct duration *d, const struct unit_minutes *u);

#endif
