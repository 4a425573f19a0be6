/*
 * The equations of a process solved for LANES frequencies at a time, so that
 * the order of solving is read once for several; and from there the
 * distribution.
 */
#include <math.h>
#include <string.h>

#include "compiler/time/spectrum.h"
#include "compiler/time/weights.h"

struct lanes {
    double re[LANES], im[LANES];
};

/* A point off the lattice: its share of the transform at the frequencies in
 * hand, and what takes it to the next LANES of them. Rounding adds up, so every
 * RENEW frequencies it is reckoned anew. */
struct wheel {
    double minutes, part;
    struct lanes now;
    double turn_re, turn_im;
};
enum { RENEW = 256 };

/* A part on a lattice: its whole transform, or its weights, or its points. */
struct law {
    double *re, *im;
    struct weights weights;
    double decay;               /* of the first weight */
    struct wheel *wheels;
    uint32_t n_wheels;
    uint32_t power;
};

static struct lanes lanes_one(void)
{
    struct lanes x;
    for (int i = 0; i < LANES; i++) {
        x.re[i] = 1;
        x.im[i] = 0;
    }
    return x;
}

/* x += y * z */
static inline void lanes_add_product(struct lanes *restrict x, const struct lanes *restrict y,
                                     const struct lanes *restrict z)
{
    for (int i = 0; i < LANES; i++) {
        x->re[i] += y->re[i] * z->re[i] - y->im[i] * z->im[i];
        x->im[i] += y->re[i] * z->im[i] + y->im[i] * z->re[i];
    }
}

static inline void lanes_multiply(struct lanes *restrict x, const struct lanes *restrict y)
{
    for (int i = 0; i < LANES; i++) {
        double re = x->re[i] * y->re[i] - x->im[i] * y->im[i];
        x->im[i] = x->re[i] * y->im[i] + x->im[i] * y->re[i];
        x->re[i] = re;
    }
}

static inline void lanes_add(struct lanes *restrict x, const struct lanes *restrict y, double by)
{
    for (int i = 0; i < LANES; i++) {
        x->re[i] += by * y->re[i];
        x->im[i] += by * y->im[i];
    }
}

/* 1 / (1 - x) */
static struct lanes lanes_again(const struct lanes *x)
{
    struct lanes y;
    for (int i = 0; i < LANES; i++) {
        double re = 1 - x->re[i], im = -x->im[i];
        double square = re * re + im * im;
        y.re[i] = re / square;
        y.im[i] = -im / square;
    }
    return y;
}

static struct lanes lanes_power(struct lanes base, uint32_t power)
{
    struct lanes x = lanes_one();
    for (; power; power /= 2) {
        if (power & 1)
            lanes_multiply(&x, &base);
        struct lanes square = base;
        lanes_multiply(&square, &base);
        base = square;
    }
    return x;
}

/* ---- the equations ---- */

struct solver {
    const struct plan *plan;
    const struct elimination *e;
    struct lanes *parts;        /* per part: its transform */
    struct lanes *a, *x;        /* per entry and node (elimination.h) */
};

static struct solver solver_new(const struct plan *plan, struct arena *arena)
{
    const struct elimination *e = plan->elimination;
    return (struct solver){ plan, e, ARENA_ARRAY(arena, plan->parts.n + 1, struct lanes),
                            ARENA_ARRAY(arena, e->n_entries + 1, struct lanes),
                            ARENA_ARRAY(arena, plan->process->n_nodes, struct lanes) };
}

/* The leaps of a node: into its group to the entries, out of it to x. */
static void solver_leaps(struct solver *s, uint32_t v)
{
    const struct process_node *node = &s->plan->process->nodes[v];
    struct lanes time = lanes_one(), here;
    memset(&here, 0, sizeof here);
    for (uint32_t i = s->plan->first_part[v]; i < s->plan->first_part[v + 1]; i++)
        lanes_multiply(&time, &s->parts[i]);
    for (uint32_t i = node->first_leap; i < node->first_leap + node->n_leaps; i++) {
        const struct leap *leap = &s->plan->process->leaps[i];
        bool is_inside = s->e->entry[i] != NONE;
        struct lanes worth = is_inside ? time : leap->to == NONE ? lanes_one() : s->x[leap->to];
        if (s->plan->leap_part[i] != NONE)
            lanes_multiply(&worth, &s->parts[s->plan->leap_part[i]]);
        lanes_add(is_inside ? &s->a[s->e->entry[i]] : &here, &worth, leap->probability);
    }
    lanes_multiply(&here, &time);
    s->x[v] = here;
}

static const uint32_t *solver_take_in(struct solver *s, uint32_t k, const uint32_t *fill)
{
    const struct elimination *e = s->e;
    struct lanes *here = &s->x[e->node[k]];
    if (e->self[k] != NONE) {
        struct lanes again = lanes_again(&s->a[e->self[k]]);
        lanes_multiply(here, &again);
        for (uint32_t j = e->first_out[k]; j < e->first_out[k + 1]; j++)
            lanes_multiply(&s->a[e->out[j].entry], &again);
    }
    for (uint32_t i = e->first_in[k]; i < e->first_in[k + 1]; i++) {
        const struct lanes *in = &s->a[e->in[i].entry];
        lanes_add_product(&s->x[e->in[i].node], in, here);
        for (uint32_t j = e->first_out[k]; j < e->first_out[k + 1]; j++)
            lanes_add_product(&s->a[*fill++], in, &s->a[e->out[j].entry]);
    }
    return fill;
}

static void solver_give_out(struct solver *s, uint32_t k)
{
    const struct elimination *e = s->e;
    for (uint32_t j = e->first_out[k]; j < e->first_out[k + 1]; j++)
        lanes_add_product(&s->x[e->node[k]], &s->a[e->out[j].entry], &s->x[e->out[j].node]);
}

/* From the parts, the transform of all from node 0. */
static const struct lanes *solver_run(struct solver *s)
{
    const struct elimination *e = s->e;
    const uint32_t *fill = e->fill;
    memset(s->a, 0, e->n_entries * sizeof *s->a);
    for (uint32_t g = 0; g < e->n_groups; g++) {
        for (uint32_t k = e->group[g]; k < e->group[g + 1]; k++)
            solver_leaps(s, e->node[k]);
        for (uint32_t k = e->group[g]; k < e->group[g + 1]; k++)
            fill = solver_take_in(s, k, fill);
        for (uint32_t k = e->group[g + 1]; k-- > e->group[g];)
            solver_give_out(s, k);
    }
    return &s->x[0];
}

/* ---- on a lattice ---- */

struct lattice *lattice_build(double step, uint32_t n, bool is_smooth, struct arena *arena)
{
    struct lattice *l = ARENA_NEW(arena, struct lattice);
    *l = (struct lattice){ step, is_smooth, n, n / 16, fft_build(n, arena),
                           ARENA_ARRAY(arena, n, double), false };
    for (uint32_t j = 0; j < n; j++)
        l->decay[j] = exp(-DAMPING * (double)j / n);
    return l;
}

uint32_t lattice_points(const struct lattice *l)
{
    return l->n - l->below;
}

/* Where the number of j steps stands: what is below 0, at the far end. */
static uint32_t place_of(const struct lattice *l, int64_t j)
{
    return (uint32_t)j & (l->n - 1);
}

static double decay_of(const struct lattice *l, int64_t j)
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
        law->decay = decay_of(l, w->first);
    if (w->n <= FEW_WEIGHTS)
        return;
    double *damped = ARENA_ARRAY(arena, l->n, double);
    for (uint32_t i = 0; i < w->n; i++)
        damped[place_of(l, w->first + i)] += w->at[i] * decay_of(l, w->first + i);
    law_transform(law, l, damped, arena);
}

/* sum: the distribution, which is left as it is. */
static void law_of_distribution(struct law *law, const double *sum, const struct lattice *l,
                                struct arena *arena)
{
    double *damped = ARENA_ARRAY(arena, l->n, double);
    for (uint32_t i = 0; i < l->n; i++) {
        int64_t j = (int64_t)i - l->below;
        damped[place_of(l, j)] = (sum[i] - (i ? sum[i - 1] : 0)) * decay_of(l, j);
    }
    law_transform(law, l, damped, arena);
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

static struct law law_of_spread(const struct part *part, const struct unit_minutes *units,
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

static struct law law_of_fixed(double minutes, const struct lattice *l, struct arena *arena)
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

/* All branches are over when each of them is. */
static double *longest_of(const uint32_t *branches, uint32_t n_branches, double *const *sums,
                          const struct lattice *l, struct arena *arena)
{
    double *product = ARENA_ARRAY(arena, l->n, double);
    memcpy(product, sums[branches[0]], l->n * sizeof *product);
    for (uint32_t b = 1; b < n_branches; b++)
        for (uint32_t i = 0; i < l->n; i++)
            product[i] *= sums[branches[b]][i];
    return product;
}

/* sums: the distributions of branches. */
static struct law law_build(const struct plan *plan, const struct part *part,
                            double *const *sums, const struct lattice *l, struct arena *arena)
{
    struct law law = { .power = 1 };
    if (part->spread)
        return law_of_spread(part, &plan->process->sop->units, l, arena);
    if (!part->branches)
        return law_of_fixed(part->minutes, l, arena);
    law_of_distribution(&law, longest_of(part->branches, part->n_branches, sums, l, arena), l,
                        arena);
    return law;
}

/* exp(-2 pi i k by / n) for the frequencies from k on. */
static struct lanes turn(const struct lattice *l, uint32_t k, int64_t by)
{
    struct lanes x;
    for (uint32_t i = 0; i < LANES; i++) {
        uint32_t at = place_of(l, by * (int64_t)(k + i));
        x.re[i] = l->fft->re[at];
        x.im[i] = l->fft->im[at];
    }
    return x;
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

static struct lanes law_at(const struct law *law, const struct lattice *l, uint32_t k,
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

/* The damped transform of the whole process: n/2 + 1 numbers. */
static struct law plan_transform(const struct plan *plan, double *const *sums,
                                 const struct lattice *l, struct arena *arena)
{
    struct law whole = { .re = ARENA_ARRAY(arena, l->n / 2 + LANES, double),
                         .im = ARENA_ARRAY(arena, l->n / 2 + LANES, double) };
    struct law *laws = ARENA_ARRAY(arena, plan->parts.n + 1, struct law);
    for (uint32_t i = 0; i < plan->parts.n; i++) {
        uint32_t same = plan->parts.at[i].same;
        if (same != NONE && !laws[same].wheels)   /* wheels turn, each for itself */
            laws[i] = laws[same];
        else
            laws[i] = law_build(plan, &plan->parts.at[i], sums, l, arena);
    }
    struct solver s = solver_new(plan, arena);
    for (uint32_t k = 0; k <= l->n / 2; k += LANES) {
        struct lanes one_step = turn(l, k, 1);
        for (int i = 0; i < LANES; i++) {
            one_step.re[i] *= l->decay[1];
            one_step.im[i] *= l->decay[1];
        }
        for (uint32_t i = 0; i < plan->parts.n; i++)
            s.parts[i] = law_at(&laws[i], l, k, &one_step);
        const struct lanes *x = solver_run(&s);
        memcpy(whole.re + k, x->re, sizeof x->re);
        memcpy(whole.im + k, x->im, sizeof x->im);
    }
    return whole;
}

/* Nothing is left of it at the highest eighth of the frequencies. */
static bool is_smooth_itself(const struct lattice *l, const struct law *whole)
{
    double most = 0;
    for (uint32_t k = l->n * 7 / 16; k <= l->n / 2; k++)
        most = fmax(most, fabs(whole->re[k]) + fabs(whole->im[k]));
    return most < 1e-10;
}

/* The transform of the normal distribution at DAMPING + 2 pi i k a round. */
static void blur(const struct lattice *l, struct law *whole)
{
    double down = DAMPING * BLUR / l->n;
    for (uint32_t k = 0; k <= l->n / 2; k++) {
        double turned = 2 * acos(-1.0) * k * BLUR / l->n;
        double size = exp((down * down - turned * turned) / 2);
        double re = whole->re[k], im = whole->im[k];
        double by_re = size * cos(down * turned), by_im = size * sin(down * turned);
        whole->re[k] = re * by_re - im * by_im;
        whole->im[k] = re * by_im + im * by_re;
    }
}

static void plan_distribution(const struct plan *plan, double **sums, double *sum,
                              struct lattice *l, void (*on_full)(void))
{
    struct arena scratch;
    arena_init(&scratch, on_full);
    struct law whole = plan_transform(plan, sums, l, &scratch);
    if (l->is_smooth && !is_smooth_itself(l, &whole)) {
        blur(l, &whole);
        l->is_blurred = true;
    }
    double *damped = ARENA_ARRAY(&scratch, l->n, double);
    fft_backward(l->fft, whole.re, whole.im, damped);
    double so_far = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        int64_t j = (int64_t)i - l->below;
        sum[i] = so_far += damped[place_of(l, j)] / decay_of(l, j);
    }
    arena_free(&scratch);
}

double *plans_distribution(const struct plans *plans, struct lattice *l, struct arena *arena)
{
    double **sums = ARENA_ARRAY(arena, plans->n, double *);
    for (uint32_t i = 0; i < plans->n; i++) {
        if (!plans->at[i].is_needed)
            continue;
        sums[i] = ARENA_ARRAY(arena, l->n, double);
        plan_distribution(&plans->at[i], sums, sums[i], l, arena->on_full);
    }
    return longest_of(plans->roots, plans->n_roots, sums, l, arena);
}

/* ---- a bound without a lattice ---- */

static void plan_bound(const struct plan *plan, const double s[LANES], struct lanes *bounds,
                       struct lanes *bound, struct arena *arena)
{
    struct solver solver = solver_new(plan, arena);
    for (uint32_t p = 0; p < plan->parts.n; p++) {
        const struct part *part = &plan->parts.at[p];
        solver.parts[p] = lanes_one();
        for (uint32_t b = 0; b < part->n_branches; b++)
            lanes_multiply(&solver.parts[p], &bounds[part->branches[b]]);
        for (int i = 0; i < LANES; i++)
            solver.parts[p].re[i] *= exp(-s[i] * part->minutes);
    }
    *bound = *solver_run(&solver);
}

/* Jensen: exp(-s T) is convex in T, so its mean is at least exp(-s mean); and
 * the longest branch takes no longer than all of them together. */
void plans_bound(const struct plans *plans, const double s[LANES], double bound[LANES],
                 struct arena *arena)
{
    struct lanes *bounds = ARENA_ARRAY(arena, plans->n, struct lanes), all = lanes_one();
    for (uint32_t i = 0; i < plans->n; i++)
        if (plans->at[i].is_needed)
            plan_bound(&plans->at[i], s, bounds, &bounds[i], arena);
    for (uint32_t i = 0; i < plans->n_roots; i++)
        lanes_multiply(&all, &bounds[plans->roots[i]]);
    memcpy(bound, all.re, sizeof all.re);
}
