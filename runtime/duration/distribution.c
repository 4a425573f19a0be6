/*
 * The distribution of a duration: its function, its density and the inverse
 * (sampler.c draws of it). Tails of the normal are reckoned from above (erfc),
 * where they do not drown in 1 - x; PERT by the incomplete Beta function.
 */
#include <assert.h>
#include <math.h>

#include "runtime/duration/duration_int.h"

struct shape duration_shape(const struct duration *d, const struct unit_minutes *u)
{
    double scale = duration_scale(d, u) / DECIMAL_ONE;
    struct shape s = { (enum duration_kind)d->kind, (double)d->a * scale, (double)d->b * scale,
                       (double)d->c * scale };
    if (d->kind == DURATION_NONE || d->kind == DURATION_WORDS)
        s.a = 0;
    if (duration_is_fixed(d))
        s.kind = DURATION_FIXED;
    return s;
}

bool duration_is_fixed(const struct duration *d)
{
    switch ((enum duration_kind)d->kind) {
    case DURATION_UNIFORM: return d->a >= d->b;
    case DURATION_PERT: return d->a >= d->c;
    case DURATION_EXPONENTIAL: return d->a <= 0;
    case DURATION_NORMAL: return d->b <= 0;
    default: return true;
    }
}

/* ---- the standard normal ---- */

static double normal_above(double z)
{
    return erfc(z / sqrt(2)) / 2;
}

static double normal_density(double z)
{
    return exp(-z * z / 2) / sqrt(2 * acos(-1.0));
}

/* z with normal_above(z) = q, for 0 < q <= 1/2: a rational guess (Abramowitz,
 * Stegun 26.2.23, within 5e-4), then two steps of Halley's method. */
static double normal_half_quantile(double q)
{
    double t = sqrt(-2 * log(q));
    double z = t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                       (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    for (int i = 0; i < 2; i++) {
        double e = (normal_above(z) - q) / normal_density(z);
        z += e / (1 - z * e / 2);
    }
    return z;
}

/* Of the mass above 0 the part p lies below: each tail from its own side. */
static double normal_quantile(double m, double s, double p)
{
    double below = normal_above(m / s) + p * normal_above(-m / s);
    double above = (1 - p) * normal_above(-m / s);
    double z = below <= 0.5 ? -normal_half_quantile(below) : normal_half_quantile(fmin(above, 0.5));
    return fmax(0, m + s * z);
}

/* ---- Beta with alpha + beta = 6, on 0..1 ---- */

/* 1 / B(alpha, beta), as gamma(6) = 120. */
static double beta_scale(double alpha)
{
    return 120 / (tgamma(alpha) * tgamma(6 - alpha));
}

static double beta_density(double alpha, double x)
{
    return beta_scale(alpha) * pow(x, alpha - 1) * pow(1 - x, 5 - alpha);
}

/* The incomplete Beta function by its power series, whose terms shrink at
 * least as x: x <= 1/2 needs some fifty. */
static double beta_cdf_series(double alpha, double x)
{
    double term = 1 / alpha, sum = term;
    for (int n = 0; n < 200 && term > sum * 1e-17; n++) {
        term *= x * (6 + n) / (alpha + 1 + n);
        sum += term;
    }
    return sum * beta_scale(alpha) * pow(x, alpha) * pow(1 - x, 6 - alpha);
}

static double beta_cdf(double alpha, double x)
{
    return x <= 0.5 ? beta_cdf_series(alpha, x) : 1 - beta_cdf_series(6 - alpha, 1 - x);
}

/* Newton's method, kept within what is known: where it would leave, halve. */
static double beta_quantile(double alpha, double p)
{
    double low = 0, high = 1, x = alpha / 6;
    for (int i = 0; i < 200 && high - low > 1e-15 * x; i++) {
        double e = beta_cdf(alpha, x) - p;
        *(e < 0 ? &low : &high) = x;
        double next = x - e / beta_density(alpha, x);
        if (!(next > low && next < high))
            next = (low + high) / 2;
        if (fabs(next - x) < 1e-15 * x)
            break;
        x = next;
    }
    return x;
}

static double pert_alpha(const struct shape *s)
{
    return 1 + 4 * (s->b - s->a) / (s->c - s->a);
}

/* ---- every kind ---- */

double duration_cdf(const struct duration *d, const struct unit_minutes *u, double minutes)
{
    struct shape s = duration_shape(d, u);
    double x = minutes;
    if (s.kind == DURATION_FIXED)
        return x >= s.a;
    if (x <= 0)
        return 0;
    switch (s.kind) {
    case DURATION_UNIFORM: return fmin(fmax((x - s.a) / (s.b - s.a), 0), 1);
    case DURATION_PERT:
        return x <= s.a ? 0 : x >= s.c ? 1 : beta_cdf(pert_alpha(&s), (x - s.a) / (s.c - s.a));
    case DURATION_EXPONENTIAL: return -expm1(-x / s.a);
    case DURATION_NORMAL: return 1 - normal_above((x - s.a) / s.b) / normal_above(-s.a / s.b);
    default: return 1;
    }
}

double duration_density(const struct duration *d, const struct unit_minutes *u, double minutes)
{
    struct shape s = duration_shape(d, u);
    double x = minutes;
    switch (s.kind) {
    case DURATION_UNIFORM: return x < s.a || x > s.b ? 0 : 1 / (s.b - s.a);
    case DURATION_PERT:
        return x < s.a || x > s.c
                   ? 0
                   : beta_density(pert_alpha(&s), (x - s.a) / (s.c - s.a)) / (s.c - s.a);
    case DURATION_EXPONENTIAL: return x < 0 ? 0 : exp(-x / s.a) / s.a;
    case DURATION_NORMAL:
        return x < 0 ? 0 : normal_density((x - s.a) / s.b) / (s.b * normal_above(-s.a / s.b));
    default: return 0;
    }
}

/* The two ends are exact, so that nothing below has a logarithm of 0. */
static double quantile_at_end(const struct shape *s, bool is_most)
{
    switch (s->kind) {
    case DURATION_UNIFORM: return is_most ? s->b : s->a;
    case DURATION_PERT: return is_most ? s->c : s->a;
    default: return is_most ? INFINITY : 0;
    }
}

double duration_quantile(const struct duration *d, const struct unit_minutes *u, double p)
{
    struct shape s = duration_shape(d, u);
    assert(p >= 0 && p <= 1);
    if (s.kind == DURATION_FIXED)
        return s.a;
    if (p <= 0 || p >= 1)
        return quantile_at_end(&s, p > 0);
    switch (s.kind) {
    case DURATION_UNIFORM: return s.a + p * (s.b - s.a);
    case DURATION_PERT: return s.a + beta_quantile(pert_alpha(&s), p) * (s.c - s.a);
    case DURATION_EXPONENTIAL: return -s.a * log1p(-p);
    case DURATION_NORMAL: return normal_quantile(s.a, s.b, p);
    default: return s.a;
    }
}
