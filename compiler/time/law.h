/*
 * law: how long a part of a process takes, on a lattice: the transform of its
 * distribution, frequency by frequency.
 */
#ifndef SOP_TIME_LAW_H
#define SOP_TIME_LAW_H

#include "compiler/time/lanes.h"
#include "compiler/time/spectrum.h"
#include "compiler/time/weights.h"

/* Where the number of j steps stands among a lattice's: what is below 0, at the
 * far end; and what damping leaves of it. */
uint32_t lattice_place(const struct lattice *l, int64_t j);
double lattice_decay(const struct lattice *l, int64_t j);

/* What is reckoned from the one before is so often reckoned anew, as rounding
 * adds up. */
enum { RENEW = 512 };

/* A part on a lattice: its whole transform, or its weights, or its points. */
struct law {
    double *re, *im;
    struct weights weights;
    double decay;               /* of the first weight */
    struct wheel *wheels;
    uint32_t n_wheels;
    uint32_t power;
};

struct law law_of_spread(const struct part *part, const struct unit_minutes *units,
                         const struct lattice *l, struct arena *arena);
struct law law_of_fixed(double minutes, const struct lattice *l, struct arena *arena);
/* sum: how likely it takes at most j steps, for j = -below ... */
struct law law_of_distribution(const double *sum, const struct lattice *l, struct arena *arena);

/* One step of the lattice, damped, at the frequencies from k on. */
struct lanes law_one_step(const struct lattice *l, uint32_t k);
/* The law there; for k = 0, LANES, 2 LANES ... in turn. */
struct lanes law_at(const struct law *law, const struct lattice *l, uint32_t k,
                    const struct lanes *one_step);

#endif
