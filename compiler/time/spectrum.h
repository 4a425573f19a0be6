/*
 * spectrum: the distribution of a process on a lattice, by way of its Fourier
 * transform.
 *
 * In the transform what comes one after the other is a product, and a chain of
 * choices and rework a set of linear equations for each frequency by itself
 * (elimination.h). What runs side by side is a product of the distribution
 * functions, so a block is brought back from its branches' transforms,
 * multiplied, and transformed again. A plan is the work that does not depend
 * on the lattice; it is made once.
 * A lattice holds a time no longer than its points reach. What lies beyond
 * would come round and fall onto the beginning: all is damped by exp(-DAMPING)
 * a round before it is transformed, and lifted again behind.
 */
#ifndef SOP_TIME_SPECTRUM_H
#define SOP_TIME_SPECTRUM_H

#include "compiler/time/elimination.h"
#include "compiler/time/fft.h"
#include "compiler/time/lanes.h"

/* What takes time: a spread duration, or a block's branches, or else always the same. */
struct part {
    const struct duration *spread;
    uint32_t items;             /* of those */
    double variance;            /* of all items */
    double width;               /* minutes between its least and most, or nearly */
    uint32_t *branches;         /* plans */
    uint32_t n_branches;
    double minutes;             /* in the mean; of a block 0 */
    uint32_t same;              /* an earlier part of the plan just like it, or NONE */
};

struct plan {
    const struct process *process;   /* a node per stretch (stretch.h) */
    const struct row *row;      /* it is that row and nothing else; or NULL */
    const struct elimination *elimination;
    LIST_OF(struct part) parts;
    uint32_t *first_part;       /* per stretch, then per leap, and one more */
    double certain;             /* it always takes so long; NAN: not always the same */
    double minutes;             /* of all its parts, of all branches: at least its mean if
                                   none goes round */
    bool has_spread;
    bool is_needed;             /* its distribution is */
};

/* The processes that some roots are made of, each behind its branches. What is
 * asked for is how long it takes until all roots are over. */
struct plans {
    struct plan *at;
    uint32_t n;
    uint32_t *roots, n_roots;
    bool has_spread;            /* some duration is not fixed */
};

/* False: one holds a region, cannot come to its end, or is too large. */
bool plans_build(struct plans *plans, const struct process *const *roots, uint32_t n_roots,
                 struct arena *arena);
/* What every fixed duration up to some reach is a multiple of; 0: there are none;
 * NAN: there is no such number. */
double plans_grid(const struct plans *plans, double reach);
/* Is some spread duration too narrow to be seen on the lattice? */
bool plans_are_narrow(const struct plans *plans, double step);
/* About how many complex products a frequency takes. */
double plans_cost(const struct plans *plans, double step);

struct lattice {
    double step;                /* minutes */
    bool is_smooth;
    uint32_t n;                 /* points: a power of two */
    uint32_t below;             /* of them for what weights leave below 0 */
    struct fft *fft;
    double *decay;              /* exp(-DAMPING j / n), j < n */
    double blur;                /* steps: BLUR; or less, down to LEAST_BLUR */
    bool is_blurred;            /* smooth, and what was worked out on it was not so by itself */
};

#define DAMPING 12

/*
 * Where fixed durations are points of the lattice, all that is on it stays
 * sharp. Else the lattice is smooth: a duration narrower than its step is one
 * or two points anywhere (the same mean, variance, skewness), exact in the
 * transform. A result that has nothing left at the highest frequencies is as
 * good as exact; any other is blurred by a normal distribution of some steps,
 * so that none above those of the lattice is missed: BLUR leaves 1e-13 of them,
 * LEAST_BLUR 1e-8.
 */
#define BLUR 2.5
#define LEAST_BLUR 2.0

/* So many steps wide is narrow. */
#define NARROW 4

/* So many weights are summed frequency by frequency; more are transformed, which
 * costs about so many products. */
enum { FEW_WEIGHTS = 20, TRANSFORM_COST = 15 };

struct lattice *lattice_build(double step, uint32_t n, bool is_smooth, struct arena *arena);
/* Points that hold something, from 0. */
uint32_t lattice_points(const struct lattice *l);
/* How likely all roots are over after at most so many steps: for j = -below
 * ..., n of them; good to 1e-7. */
double *plans_distribution(const struct plans *plans, struct lattice *l, struct arena *arena);

#endif
