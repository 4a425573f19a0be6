/*
 * Draws of a duration, exact and fast: nothing is inverted. Uniform and
 * exponential straight from their formulas; the normal by Marsaglia's polar
 * method (what falls below 0 is drawn again: at most every second one), PERT
 * by R. C. H. Cheng's rejection for Beta ("Generating Beta Variates with
 * Nonintegral Shape Parameters", 1978), both of whose parameters are 1 or more.
 */
#include <math.h>

#include "runtime/duration/duration_int.h"

/* ---- PERT ------------------------------------------------------------------ */

enum { BETA_LEAST, BETA_MOST, BETA_POWER, BETA_RATIO };

static void prepare_beta(struct duration_sampler *s)
{
    double alpha = 1 + 4 * (s->b - s->a) / (s->c - s->a), beta = 6 - alpha;
    double power = sqrt((6 - 2) / (2 * alpha * beta - 6));
    s->other[BETA_LEAST] = fmin(alpha, beta);
    s->other[BETA_MOST] = fmax(alpha, beta);
    s->other[BETA_POWER] = power;
    s->other[BETA_RATIO] = s->other[BETA_LEAST] + 1 / power;
}

/* Of the Beta distribution with those parameters, the smaller one first. */
static double draw_beta(const double *p, struct random *r)
{
    for (;;) {
        double u = random_unit(r), z = u * u * random_unit(r);
        double v = p[BETA_POWER] * log(u / (1 - u)), w = p[BETA_LEAST] * exp(v);
        double t = p[BETA_RATIO] * v - log(4);
        if (t + 6 * log(6 / (p[BETA_MOST] + w)) >= log(z))
            return w / (p[BETA_MOST] + w);
    }
}

static double draw_pert(const struct duration_sampler *s, struct random *r)
{
    double x = draw_beta(s->other, r);
    bool is_turned = s->b - s->a > s->c - s->b;
    return s->a + (is_turned ? 1 - x : x) * (s->c - s->a);
}

/* ---- normal ------------------------------------------------------------------ */

static double draw_standard_normal(struct random *r)
{
    for (;;) {
        double x = 2 * random_unit(r) - 1, y = 2 * random_unit(r) - 1, q = x * x + y * y;
        if (q > 0 && q < 1)
            return x * sqrt(-2 * log(q) / q);
    }
}

static double draw_normal(const struct duration_sampler *s, struct random *r)
{
    for (;;) {
        double x = s->a + s->b * draw_standard_normal(r);
        if (x >= 0)
            return x;
    }
}

/* ---- every kind --------------------------------------------------------------- */

/* A sum of many draws, by the central limit theorem. */
static struct duration_sampler sampler_of_many(const struct duration *d,
                                               const struct unit_minutes *u, uint32_t items)
{
    return (struct duration_sampler){.kind = DURATION_NORMAL, .n = 1,
                                     .a = duration_mean(d, u) * items,
                                     .b = sqrt(duration_variance(d, u) * items)};
}

struct duration_sampler duration_sampler(const struct duration *d, const struct unit_minutes *u,
                                         uint32_t items)
{
    struct shape shape = duration_shape(d, u);
    struct duration_sampler s = {shape.kind, shape.a, shape.b, shape.c, {0}, 1};
    if (!d->per_item || items < 2)
        items = 1;
    if (s.kind == DURATION_FIXED)
        s.a *= items;
    else if (items >= DURATION_MANY)
        s = sampler_of_many(d, u, items);
    else
        s.n = items;
    if (s.kind == DURATION_PERT)
        prepare_beta(&s);
    return s;
}

static double draw_one(const struct duration_sampler *s, struct random *r)
{
    switch (s->kind) {
    case DURATION_UNIFORM: return s->a + random_unit(r) * (s->b - s->a);
    case DURATION_PERT: return draw_pert(s, r);
    case DURATION_EXPONENTIAL: return -s->a * log(random_unit(r));
    case DURATION_NORMAL: return draw_normal(s, r);
    default: return s->a;
    }
}

double duration_draw(const struct duration_sampler *s, struct random *r)
{
    double sum = draw_one(s, r);
    for (uint32_t i = 1; i < s->n; i++)
        sum += draw_one(s, r);
    return sum;
}

double duration_sample(const struct duration *d, const struct unit_minutes *u, struct random *r)
{
    struct duration_sampler s = duration_sampler(d, u, 1);
    return duration_draw(&s, r);
}
