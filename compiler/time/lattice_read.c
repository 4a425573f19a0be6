/*
 * A percentile read from a distribution: between points, on a point where a
 * time comes often, and where the lattice is blurred, without the blur if what
 * is there stands alone. That is seen by its form: the normal distribution's,
 * by which all is blurred.
 */
#include <math.h>

#include "compiler/time/lattice_int.h"

/* What the numbers of a distribution may be wrong by. */
#define NOISE 1e-7
/* So little of a hill's variance is rounding. */
#define NOTHING 1e-5

/* One point holds more than its neighbours together: a time that comes often. */
static bool is_atom(const double *sum, uint32_t i)
{
    double here = sum[i] - sum[i - 1];
    return here > 2 * fmax(sum[i + 1] - sum[i], sum[i - 1] - sum[i - 2]);
}

/* Where blurred, points as far as this from a time hold nothing of it. */
enum { BLURRED = 16 };

/* What is around a point. */
struct hill {
    const double *sum;    /* of the lattice */
    uint32_t at;
    double all, mean, variance;
};

static double hill_cell(const struct hill *h, int i)
{
    const double *here = h->sum + h->at;
    return here[i] - here[i - 1];
}

static struct hill hill_at(const double *sum, uint32_t at)
{
    struct hill h = { sum, at, sum[at + BLURRED] - sum[at - BLURRED - 1], at, 0 };
    for (int i = -BLURRED; i <= BLURRED; i++)
        h.mean += i * hill_cell(&h, i) / h.all;
    for (int i = -BLURRED; i <= BLURRED; i++) {
        double off = (double)at + i - h.mean;
        h.variance += off * off * hill_cell(&h, i) / h.all;
    }
    return h;
}

/* Has it the form of the normal distribution? So has one time alone that is
 * blurred, and what is hardly spread. */
static bool hill_is_normal(const struct hill *h)
{
    double highest = h->all / sqrt(2 * acos(-1.0) * h->variance), most = 0;
    for (int i = -BLURRED; i <= BLURRED; i++) {
        double off = (double)h->at + i - h->mean;
        most = fmax(most, fabs(hill_cell(h, i) - highest * exp(-off * off / h->variance / 2)));
    }
    return most < NOISE;
}

/* Finds the hill that stands around a place; false: others are too near. */
static bool hill_find(struct hill *h, const struct lattice *l, const double *sum, double place)
{
    double mean = place;
    for (int rounds = 0; rounds < 3; rounds++) {
        if (!(mean > BLURRED + 1 && mean + BLURRED + 1 < l->n))
            return false;
        *h = hill_at(sum, (uint32_t)round(mean));
        if (!(h->all > 1000 * NOISE && h->variance >= l->blur * l->blur / 2))
            return false;
        mean = h->mean;
    }
    return fabs(mean - place) < BLURRED && hill_is_normal(h);
}

/* How much of the hill's width is its own: nothing, if it is one time. NAN: not
 * known, as several fixed times may be in it, or a block has blurred it twice. */
static double hill_own_width(const struct hill *h, const struct lattice *l, bool has_spread)
{
    double own = 1 - l->blur * l->blur / h->variance;
    if (fabs(own) < NOTHING)
        return 0;
    return has_spread && own > 0 && own < 0.4 ? sqrt(own) : NAN;
}

/* The sum up to a point is the distribution half a step behind it. */
struct reading lattice_read(const struct plans *plans, const struct choice *choice,
                            const struct lattice *l, const double *sum, double share)
{
    uint32_t i = 2, end = l->n - 2;
    struct hill hill;
    while (i < end && sum[i] < share - NOISE)
        i++;
    if (i == end)
        return (struct reading){ INFINITY, DENSE_POINTS };
    double at = i;
    if (!choice->is_exact && (choice->is_smooth || !is_atom(sum, i)))
        at += (share - sum[i - 1]) / (sum[i] - sum[i - 1]) - 0.5;
    double width = l->is_blurred && hill_find(&hill, l, sum, i)
                       ? hill_own_width(&hill, l, plans->has_spread) : NAN;
    if (!isnan(width))
        at = hill.mean + (at - hill.mean) * width;
    uint32_t enough = !l->is_blurred || width > 0 ? FINE_POINTS
                      : isnan(width) ? DENSE_POINTS : COARSE_POINTS;
    return (struct reading){ fmax(0, at - l->below) * choice->step, enough };
}
