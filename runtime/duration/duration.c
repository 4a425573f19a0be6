/*
 * Mean and variance of durations, from the formulas of their distributions.
 * Each is computed in the written unit and scaled to minutes at the end.
 */
#include <math.h>

#include "runtime/duration/duration_int.h"

struct moments {
    double mean, variance;
};

/*
 * The normal distribution cut off at 0 and spread over the rest (Johnson,
 * Kotz, Balakrishnan: Continuous Univariate Distributions 1, 10.1): with
 * alpha = -m/s and h = phi(alpha) / (1 - Phi(alpha)),
 * mean = m + s h, variance = s^2 (1 + alpha h - h^2).
 */
static struct moments normal_above_zero(double m, double s)
{
    if (s <= 0)
        return (struct moments){ m, 0 };
    double alpha = -m / s;
    double density = exp(-alpha * alpha / 2) / sqrt(2 * acos(-1.0));
    double h = density / (erfc(alpha / sqrt(2)) / 2);
    return (struct moments){ m + s * h, s * s * (1 + alpha * h - h * h) };
}

/* Beta-PERT as planners use it: mean (a + 4b + c) / 6, and the variance that
 * goes with it, (mean - a)(c - mean) / 7. */
static struct moments pert(double a, double b, double c)
{
    double mean = (a + 4 * b + c) / 6;
    return (struct moments){ mean, (mean - a) * (c - mean) / 7 };
}

/* In the duration's own unit. */
static struct moments duration_moments(const struct duration *d)
{
    double a = (double)d->a / DECIMAL_ONE;
    double b = (double)d->b / DECIMAL_ONE;
    double c = (double)d->c / DECIMAL_ONE;
    switch ((enum duration_kind)d->kind) {
    case DURATION_NONE:
    case DURATION_WORDS: break;
    case DURATION_FIXED: return (struct moments){ a, 0 };
    case DURATION_UNIFORM: return (struct moments){ (a + b) / 2, (b - a) * (b - a) / 12 };
    case DURATION_PERT: return pert(a, b, c);
    case DURATION_EXPONENTIAL: return (struct moments){ a, a * a };
    case DURATION_NORMAL: return normal_above_zero(a, b);
    case N_DURATION_KINDS: break;
    }
    return (struct moments){ 0, 0 };
}

/* The clock on the wall: days of 24 hours, months of a twelfth of 365 days. */
static const struct unit_minutes wall = { {
    [UNIT_SECOND] = 1.0 / 60,
    [UNIT_MINUTE] = 1,
    [UNIT_HOUR] = 60,
    [UNIT_DAY] = MINUTES_A_DAY,
    [UNIT_WEEK] = MINUTES_A_WEEK,
    [UNIT_MONTH] = MINUTES_A_DAY * 365 / 12.0,
} };

double duration_scale(const struct duration *d, const struct unit_minutes *u)
{
    return (d->is_calendar ? &wall : u)->of[d->unit];
}

double duration_mean(const struct duration *d, const struct unit_minutes *u)
{
    return duration_moments(d).mean * duration_scale(d, u);
}

double duration_variance(const struct duration *d, const struct unit_minutes *u)
{
    double scale = duration_scale(d, u);
    return duration_moments(d).variance * scale * scale;
}

int64_t duration_end(const struct duration *d, const struct calendar *c, int64_t time)
{
    static const struct calendar always = { .is_always = true };
    struct unit_minutes units = calendar_units(c);
    return calendar_add(d->is_calendar ? &always : c, time, duration_mean(d, &units));
}
