/*
 * A duration's transform: of few weights a sum, of many a transform worked out
 * once, of points off the lattice a wheel each that turns with the frequency.
 */
#include <math.h>
#include <string.h>

#include "compiler/time/law.h"

/* A point off the lattice: its share of the transform at the frequencies in
 * hand, and what takes it to the next LANES of them. Every RENEW frequencies it
 * is reckoned anew. */
struct wheel {
    double minutes, part;
    struct lanes now;
    double turn_re, turn_im;
};

uint32_t lattice_place(const struct lattice *l, int64_t j)
{
    return (uint32_t)j & (l->n - 1);
}

double lattice_decay(const struct lattice *l, int64_t j)
{
    return j < 0 ? 1 / l->decay[-j] : l->decay[j];
}

static void law_transform(struct law *law, const struct lattice *l, const double *damped,
                          struct arena *arena)
{
    law->re = ARENA_ARRAY(arena, l->n / 2 + LANES, double);
    law->im = ARENA_ARRAY(arena, l->n / 2 + LANES, double);
    fft_forward(l->fft, damped, law->re, law->im);
}

static void law_of_weights(struct law *law, const struct lattice *l, struct arena *arena)
{
    const struct weights *w = &law->weights;
    if (w->n)
        law->decay = lattice_decay(l, w->first);
    if (w->n <= FEW_WEIGHTS)
        return;
    double *damped = ARENA_ARRAY(arena, l->n, double);
    for (uint32_t i = 0; i < w->n; i++)
        damped[lattice_place(l, w->first + i)] += w->at[i] * lattice_decay(l, w->first + i);
    law_transform(law, l, damped, arena);
}

struct law law_of_distribution(const double *sum, const struct lattice *l, struct arena *arena)
{
    struct law law = { .power = 1 };
    double *damped = ARENA_ARRAY(arena, l->n, double);
    for (uint32_t i = 0; i < l->n; i++) {
        int64_t j = (int64_t)i - l->below;
        damped[lattice_place(l, j)] = (sum[i] - (i ? sum[i - 1] : 0)) * lattice_decay(l, j);
    }
    law_transform(&law, l, damped, arena);
    return law;
}

/* exp(-(DAMPING + 2 pi i k) x), where x is in rounds of the lattice. */
static void wheel_set(struct wheel *w, const struct lattice *l, uint32_t k)
{
    double x = w->minutes / (l->step * l->n), size = w->part * exp(-DAMPING * x);
    const double round = 2 * acos(-1.0);
    for (uint32_t i = 0; i < LANES; i++) {
        double angle = round * fmod((k + i) * x, 1);
        w->now.re[i] = size * cos(angle);
        w->now.im[i] = -size * sin(angle);
    }
    w->turn_re = cos(round * LANES * x);
    w->turn_im = -sin(round * LANES * x);
}

static void law_of_points(struct law *law, uint32_t n, const double *minutes, const double *part,
                          struct arena *arena)
{
    law->wheels = ARENA_ARRAY(arena, n, struct wheel);
    law->n_wheels = n;
    for (uint32_t i = 0; i < n; i++)
        law->wheels[i] = (struct wheel){ .minutes = minutes[i], .part = part[i] };
}

struct law law_of_spread(const struct part *part, const struct unit_minutes *units,
                                const struct lattice *l, struct arena *arena)
{
    struct law law = { .power = part->items };
    if (l->is_smooth && part->width < NARROW * l->step) {
        struct points two = points_spread(part->spread, units);
        law_of_points(&law, 2, two.minutes, two.part, arena);
    } else {
        law.weights = weights_spread(part->spread, units, l->step,
                                     (int64_t)lattice_points(l) - 3, arena);
        law_of_weights(&law, l, arena);
    }
    return law;
}

struct law law_of_fixed(double minutes, const struct lattice *l, struct arena *arena)
{
    struct law law = { .power = 1 };
    if (l->is_smooth) {
        law_of_points(&law, 1, &minutes, (const double[]){ 1 }, arena);
    } else {
        law.weights = weights_fixed(minutes, l->step, (int64_t)lattice_points(l) - 3, arena);
        law_of_weights(&law, l, arena);
    }
    return law;
}

/* ---- at a frequency ---- */

/* exp(-2 pi i k by / n) for the frequencies from k on. */
static struct lanes turn(const struct lattice *l, uint32_t k, int64_t by)
{
    struct lanes x;
    for (uint32_t i = 0; i < LANES; i++) {
        uint32_t at = lattice_place(l, by * (int64_t)(k + i));
        x.re[i] = l->fft->re[at];
        x.im[i] = l->fft->im[at];
    }
    return x;
}

struct lanes law_one_step(const struct lattice *l, uint32_t k)
{
    struct lanes one_step = turn(l, k, 1);
    for (int i = 0; i < LANES; i++) {
        one_step.re[i] *= l->decay[1];
        one_step.im[i] *= l->decay[1];
    }
    return one_step;
}

static struct lanes law_weights_at(const struct law *law, const struct lattice *l, uint32_t k,
                                   const struct lanes *one_step)
{
    const struct weights *w = &law->weights;
    struct lanes sum;
    memset(&sum, 0, sizeof sum);
    for (uint32_t i = w->n; i-- > 0;) {
        lanes_multiply(&sum, one_step);
        for (int j = 0; j < LANES; j++)
            sum.re[j] += w->at[i] * law->decay;
    }
    if (w->n) {
        struct lanes first = turn(l, k, w->first);
        lanes_multiply(&sum, &first);
    }
    return sum;
}

static void wheel_turn(struct wheel *w)
{
    for (int i = 0; i < LANES; i++) {
        double re = w->now.re[i], im = w->now.im[i];
        w->now.re[i] = re * w->turn_re - im * w->turn_im;
        w->now.im[i] = re * w->turn_im + im * w->turn_re;
    }
}

/* For k = 0, LANES, 2 LANES ... in turn. */
static struct lanes law_points_at(const struct law *law, const struct lattice *l, uint32_t k)
{
    struct lanes sum;
    memset(&sum, 0, sizeof sum);
    for (uint32_t w = 0; w < law->n_wheels; w++) {
        if (k % RENEW == 0)
            wheel_set(&law->wheels[w], l, k);
        else
            wheel_turn(&law->wheels[w]);
        lanes_add(&sum, &law->wheels[w].now, 1);
    }
    return sum;
}

struct lanes law_at(const struct law *law, const struct lattice *l, uint32_t k,
                           const struct lanes *one_step)
{
    struct lanes x;
    if (law->re) {
        memcpy(x.re, law->re + k, sizeof x.re);
        memcpy(x.im, law->im + k, sizeof x.im);
    } else if (law->wheels) {
        x = law_points_at(law, l, k);
    } else {
        x = law_weights_at(law, l, k, one_step);
    }
    return law->power > 1 ? lanes_power(x, law->power) : x;
}
