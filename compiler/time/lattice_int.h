/* Inside lattice: the choice of a lattice, and what is read from it. */
#ifndef SOP_TIME_LATTICE_INT_H
#define SOP_TIME_LATTICE_INT_H

#include "compiler/time/lattice.h"
#include "compiler/time/spectrum.h"

/* Points that hold times: few to see how far it reaches; enough for moments, and
 * for four digits of percentiles, where all that is not smooth stands on a
 * point; for percentiles of the rest, and for its moments. Beyond MOST, or below
 * LEAST, no lattice is worth it. */
enum {
    COARSE_POINTS = 1800, MOMENT_POINTS = 3800, FINE_POINTS = 7300, DENSE_POINTS = 30000,
    SMOOTH_POINTS = 60000, LEAST_POINTS = 1024, MOST_POINTS = 1 << 17
};
/* Complex products of one pass, some 50 ms. */
#define EFFORT 4e7

struct choice {
    double step;
    uint32_t n;
    bool is_smooth;
    bool is_exact;       /* all times are points, whatever the step */
};

/* False: none is affordable. */
bool lattice_choose(const struct plans *plans, double reach, uint32_t points,
                    struct choice *choice);
/* Minutes that are passed in so many of all cases at most. */
double lattice_reach(const struct plans *plans, double beyond, struct arena *arena);

struct reading {
    double minutes;       /* INFINITY: beyond the lattice */
    uint32_t enough;      /* points of the lattice, to know it well */
};

/* The least time that is not passed in `share` of all cases. */
struct reading lattice_read(const struct plans *plans, const struct choice *choice,
                            const struct lattice *l, const double *sum, double share);

#endif
