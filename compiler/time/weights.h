/*
 * weights: a duration on a lattice of steps: so much of it on each point.
 *
 * What lies between two points is shared out such that the mean and the
 * variance are exactly the duration's: to the nearest point, and from there
 * to three by numbers that may be a little below 0. Sums of many then have the
 * right mean and variance too, however coarse the lattice.
 */
#ifndef SOP_TIME_WEIGHTS_H
#define SOP_TIME_WEIGHTS_H

#include "runtime/duration/duration.h"

struct weights {
    int64_t first;
    uint32_t n;          /* 0: all of it is beyond */
    double *at;          /* of first + i steps, i < n */
};

/* Points beyond `most` may be left out; what lies there is left out then. */
struct weights weights_fixed(double minutes, double step, int64_t most, struct arena *arena);
/* Of a duration that is not fixed. */
struct weights weights_spread(const struct duration *d, const struct unit_minutes *u, double step,
                              int64_t most, struct arena *arena);

/*
 * Without a lattice: two points with the duration's mean, variance and
 * skewness. For what is so narrow beside all the rest that no more is seen.
 */
struct points {
    double minutes[2], part[2];
};
struct points points_spread(const struct duration *d, const struct unit_minutes *u);

#endif
