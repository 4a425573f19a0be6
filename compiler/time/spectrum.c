/*
 * The equations of a process solved for LANES frequencies at a time, and from
 * there the distribution.
 */
#include <math.h>
#include <string.h>

#include "compiler/time/law.h"

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

/* Has the stretch, or the leap, any? */
static bool solver_has_parts(const struct solver *s, uint32_t of)
{
    return s->plan->first_part[of] < s->plan->first_part[of + 1];
}

/* What all the parts of a stretch, or of a leap, take together. */
static struct lanes solver_time(const struct solver *s, uint32_t of)
{
    if (!solver_has_parts(s, of))
        return lanes_one();
    uint32_t i = s->plan->first_part[of];
    struct lanes time = s->parts[i];
    while (++i < s->plan->first_part[of + 1])
        lanes_multiply(&time, &s->parts[i]);
    return time;
}

/* The leaps of a node: into its group to the entries, out of it to x. */
static void solver_leaps(struct solver *s, uint32_t v)
{
    const struct process *p = s->plan->process;
    const struct process_node *node = &p->nodes[v];
    const struct lanes time = solver_time(s, v), end = lanes_one();
    struct lanes *here = &s->x[v];
    memset(here, 0, sizeof *here);
    for (uint32_t i = node->first_leap; i < node->first_leap + node->n_leaps; i++) {
        const struct leap *leap = &p->leaps[i];
        bool is_inside = s->e->entry[i] != NONE;
        const struct lanes *worth = is_inside ? &time : leap->to == NONE ? &end : &s->x[leap->to];
        struct lanes passed;
        if (solver_has_parts(s, p->n_nodes + i)) {
            passed = solver_time(s, p->n_nodes + i);
            lanes_multiply(&passed, worth);
            worth = &passed;
        }
        lanes_add(is_inside ? &s->a[s->e->entry[i]] : here, worth, leap->probability);
    }
    lanes_multiply(here, &time);
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
                           ARENA_ARRAY(arena, n, double), BLUR, false };
    double a_step = exp(-DAMPING / (double)n);
    for (uint32_t j = 0; j < n; j++)
        l->decay[j] = j % RENEW ? l->decay[j - 1] * a_step : exp(-DAMPING * (double)j / n);
    return l;
}

uint32_t lattice_points(const struct lattice *l)
{
    return l->n - l->below;
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
    if (part->spread)
        return law_of_spread(part, &plan->process->sop->units, l, arena);
    if (!part->branches)
        return law_of_fixed(part->minutes, l, arena);
    return law_of_distribution(longest_of(part->branches, part->n_branches, sums, l, arena), l,
                               arena);
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
        struct lanes one_step = law_one_step(l, k);
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
    double down = DAMPING * l->blur / l->n, turn = 2 * acos(-1.0) * l->blur / l->n;
    double turn_re = cos(down * turn), turn_im = sin(down * turn), by_re = 1, by_im = 0;
    for (uint32_t k = 0; k <= l->n / 2; k++) {
        double size = exp((down * down - turn * turn * k * k) / 2);
        double re = size * whole->re[k], im = size * whole->im[k];
        whole->re[k] = re * by_re - im * by_im;
        whole->im[k] = re * by_im + im * by_re;
        double next_re = by_re * turn_re - by_im * turn_im;
        by_im = by_re * turn_im + by_im * turn_re;
        by_re = next_re;
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
        sum[i] = so_far += damped[lattice_place(l, j)] / lattice_decay(l, j);
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
