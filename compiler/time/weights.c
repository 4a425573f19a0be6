/*
 * First each point takes what is nearest to it (crude), then three numbers
 * (w, 1 - 2w', w'') move and narrow the whole by what the mean and the variance
 * are off. For a smooth density the result is the density itself at the
 * points; for one that is far narrower than a step, quadratic interpolation.
 */
#include <math.h>

#include "compiler/time/weights.h"

/* Off by less of a step is on the point: what rounding leaves. */
#define ON_POINT 1e-6
/* From so many points on, a PERT's middle is summed from its density. */
enum { MANY_POINTS = 40, END_POINTS = 10 };

struct spread {
    const struct duration *d;
    const struct unit_minutes *u;
    double step;
};

/* How likely nearer to an earlier point than to this one. */
static double before_point(const struct spread *s, int64_t point)
{
    return duration_cdf(s->d, s->u, ((double)point - 0.5) * s->step);
}

/* The density of Beta with alpha = 1 + 4t and beta = 5 - 4t, but for a factor:
 * one power instead of two. */
static double pert_shape(double t, double x)
{
    double root = (1 - x) * pow(x / (1 - x), t);
    return root * root * root * root;
}

/* Gauss's rule of two points: from a few points off the ends it is exact to
 * ten digits, and costs a tenth of the incomplete Beta function. */
static void pert_middle(const struct spread *s, struct weights *w)
{
    double low = duration_quantile(s->d, s->u, 0), range = duration_quantile(s->d, s->u, 1) - low;
    double t = (double)(s->d->b - s->d->a) / (double)(s->d->c - s->d->a);
    double scale = duration_density(s->d, s->u, low + range / 2) / pert_shape(t, 0.5);
    for (uint32_t i = END_POINTS; i + END_POINTS < w->n; i++) {
        double x = ((double)(w->first + i) * s->step - low) / range;
        double by = s->step / range / sqrt(12);
        w->at[i] = scale * s->step / 2 * (pert_shape(t, x - by) + pert_shape(t, x + by));
    }
}

/* Behind the first point each has the same share of the one before. */
static void exponential_weights(const struct spread *s, struct weights *w)
{
    double left = exp(-s->step / duration_mean(s->d, s->u));
    w->at[0] = before_point(s, 1);
    for (uint32_t i = 1; i < w->n; i++)
        w->at[i] = i == 1 ? before_point(s, 2) - w->at[0] : w->at[i - 1] * left;
}

static void crude_weights(const struct spread *s, struct weights *w, bool is_whole)
{
    if (s->d->kind == DURATION_EXPONENTIAL) {
        exponential_weights(s, w);
        return;
    }
    bool is_long = s->d->kind == DURATION_PERT && is_whole && w->n > MANY_POINTS;
    double before = before_point(s, w->first);
    for (uint32_t i = 0; i < w->n; i++) {
        if (is_long && i == END_POINTS) {
            pert_middle(s, w);
            i = w->n - END_POINTS;
            before = before_point(s, w->first + i);
        }
        double after = before_point(s, w->first + i + 1);
        w->at[i] = after - before;
        before = after;
    }
}

/* Makes the sum 1; the mean and variance of what is there, in steps from `first`. */
static void take_moments(struct weights *w, double *mean, double *variance)
{
    double sum = 0;
    *mean = *variance = 0;
    for (uint32_t i = 0; i < w->n; i++)
        sum += w->at[i];
    for (uint32_t i = 0; i < w->n; i++)
        *mean += i * (w->at[i] /= sum);
    for (uint32_t i = 0; i < w->n; i++)
        *variance += w->at[i] * (i - *mean) * (i - *mean);
}

/* Moves all by `by` steps, and adds `spread` steps squared to its variance.
 * Widens it by a point to each side, for which there is room. */
static void move(struct weights *w, double by, double spread)
{
    double second = spread + by * by;
    double down = (second - by) / 2, up = (second + by) / 2, stay = 1 - second;
    double last = 0, here = 0;
    for (uint32_t i = 0; i < w->n + 2; i++) {
        double next = i < w->n ? w->at[i] : 0;
        w->at[i] = up * last + stay * here + down * next;
        last = here;
        here = next;
    }
    w->first--;
    w->n += 2;
}

struct weights weights_fixed(double minutes, double step, int64_t most, struct arena *arena)
{
    double at = minutes / step, off = at - round(at);
    struct weights w = { 0 };
    if (!(at - 1 <= (double)most))
        return w;
    w = (struct weights){ llround(at), 1, ARENA_ARRAY(arena, 3, double) };
    w.at[0] = 1;
    if (fabs(off) > ON_POINT)
        move(&w, off, 0);
    return w;
}

/* Only the normal may have a long beginning of nothing; nothing has a longer end. */
static double spread_end(const struct spread *s, bool is_most)
{
    bool has_tail = s->d->kind == DURATION_NORMAL ||
                    (s->d->kind == DURATION_EXPONENTIAL && is_most);
    double lost = has_tail ? (is_most ? 0x1p-53 : 1e-17) : 0;
    return duration_quantile(s->d, s->u, is_most ? 1 - lost : lost) / s->step;
}

struct weights weights_spread(const struct duration *d, const struct unit_minutes *u, double step,
                              int64_t most, struct arena *arena)
{
    const struct spread s = { d, u, step };
    double low = spread_end(&s, false), high = spread_end(&s, true);
    struct weights w = { 0 };
    if (!(low - 1 <= (double)most))
        return w;
    bool is_whole = high < (double)most;
    w.first = llround(low);
    w.n = (uint32_t)((is_whole ? llround(high) : most + 1) - w.first + 1);
    w.at = ARENA_ARRAY(arena, w.n + 2, double);
    crude_weights(&s, &w, is_whole);
    if (!is_whole) {
        move(&w, 0, -1.0 / 12);   /* what rounding to points adds, far from the ends */
        return w;
    }
    double mean, variance;
    take_moments(&w, &mean, &variance);
    move(&w, duration_mean(d, u) / step - (double)w.first - mean,
         duration_variance(d, u) / (step * step) - variance);
    return w;
}

/* ---- without a lattice ---- */

/* Of Beta: 2 (beta - alpha) sqrt(alpha + beta + 1) / ((alpha + beta + 2) sqrt(alpha beta)). */
static double pert_skewness(const struct duration *d)
{
    double alpha = 1 + 4 * (double)(d->b - d->a) / (double)(d->c - d->a), beta = 6 - alpha;
    return (beta - alpha) * sqrt(7) / (4 * sqrt(alpha * beta));
}

/* Of the normal cut at 0, with alpha and h as of its moments (duration.c): the
 * third is s^3 h (2 h^2 - 3 alpha h + alpha^2 - 1). */
static double normal_skewness(const struct duration *d)
{
    double alpha = -(double)d->a / (double)d->b;
    double density = exp(-alpha * alpha / 2) / sqrt(2 * acos(-1.0));
    double h = density / (erfc(alpha / sqrt(2)) / 2);
    if (h <= 0)
        return 0;   /* nothing is cut off; alpha^2 may be beyond all numbers */
    double variance = 1 + alpha * h - h * h;
    return h * (2 * h * h - 3 * alpha * h + alpha * alpha - 1) / (variance * sqrt(variance));
}

static double skewness(const struct duration *d)
{
    switch ((enum duration_kind)d->kind) {
    case DURATION_PERT: return pert_skewness(d);
    case DURATION_EXPONENTIAL: return 2;
    case DURATION_NORMAL: return normal_skewness(d);
    default: return 0;
    }
}

struct points points_spread(const struct duration *d, const struct unit_minutes *u)
{
    double mean = duration_mean(d, u), sd = sqrt(duration_variance(d, u));
    double half = skewness(d) / 2, root = hypot(1, half);
    return (struct points){ { mean + sd * (half - root), mean + sd * (half + root) },
                            { (root + half) / (2 * root), (root - half) / (2 * root) } };
}
