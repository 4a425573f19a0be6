/*
 * Mean and variance by B. P. Welford's recursion (1962), which never takes the
 * difference of large numbers; percentiles from all figures, or of very many
 * from counts in bins whose bounds rise by 1 %.
 */
#include <math.h>
#include <stdlib.h>

#include "runtime/simulate/simulate_int.h"

void spread_add(struct spread *s, double figure)
{
    double off = figure - s->mean;
    s->mean += off / ++s->n;
    s->squares += off * (figure - s->mean);
}

double spread_deviation(const struct spread *s)
{
    return s->n > 1 ? sqrt(s->squares / (s->n - 1)) : NAN;
}

struct simulate_mean spread_mean(const struct spread *s)
{
    return (struct simulate_mean){s->mean, spread_deviation(s) / sqrt(s->n)};
}

/* ---- percentiles ------------------------------------------------------------- */

static const double RATIO = 1.01, LEAST = 1e-6;
/* The first is for what is below LEAST, the last reaches 1e12. */
enum { N_BINS = 4168 };

bool totals_open(struct totals *t, uint32_t n_cases, struct arena *arena)
{
    *t = (struct totals){.least = INFINITY, .most = -INFINITY};
    if (n_cases <= SIMULATE_MOST_EXACT)
        t->all = ARENA_ARRAY(arena, n_cases, double);
    else
        t->bins = ARENA_ARRAY(arena, N_BINS, uint64_t);
    return t->all || t->bins;
}

static uint32_t bin_of(double minutes)
{
    double i = minutes < LEAST ? 0 : 1 + floor(log(minutes / LEAST) / log(RATIO));
    return i < N_BINS ? (uint32_t)i : N_BINS - 1;
}

void totals_add(struct totals *t, double minutes)
{
    if (t->all)
        t->all[t->spread.n] = minutes;
    else
        t->bins[bin_of(minutes)]++;
    spread_add(&t->spread, minutes);
    t->least = fmin(t->least, minutes);
    t->most = fmax(t->most, minutes);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The middle of the bin in which that many cases are reached. */
static double from_bins(const struct totals *t, uint32_t rank)
{
    uint64_t n = 0;
    uint32_t i = 0;
    while (i + 1 < N_BINS && n + t->bins[i] < rank)
        n += t->bins[i++];
    double middle = i ? LEAST * pow(RATIO, i - 0.5) : 0;
    return fmin(fmax(middle, t->least), t->most);
}

/* The least time that so many of a hundred cases do not pass. */
static double percentile(const struct totals *t, uint32_t percent)
{
    uint32_t rank = (uint32_t)(((uint64_t)t->spread.n * percent + 99) / 100);
    return t->all ? t->all[rank - 1] : from_bins(t, rank);
}

void totals_close(struct totals *t, struct simulate_result *result)
{
    static const uint32_t percents[N_SIMULATE_PERCENTILES] = {50, 80, 95, 99};
    if (t->all)
        qsort(t->all, t->spread.n, sizeof *t->all, compare);
    result->n_cases = t->spread.n;
    result->minutes = spread_mean(&t->spread);
    result->stddev = spread_deviation(&t->spread);
    result->least = t->least;
    result->most = t->most;
    result->is_exact = t->all != NULL;
    for (uint32_t i = 0; i < N_SIMULATE_PERCENTILES; i++)
        result->percentiles[i] = percentile(t, percents[i]);
}
