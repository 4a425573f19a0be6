/* Inside duration: its numbers in minutes, whatever unit they are written in. */
#ifndef SOP_DURATION_INT_H
#define SOP_DURATION_INT_H

#include "runtime/duration/duration.h"

/* How many minutes one written unit is, by the calendar or by the clock on the wall. */
double duration_scale(const struct duration *d, const struct unit_minutes *u);

#endif
