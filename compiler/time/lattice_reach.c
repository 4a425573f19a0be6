/*
 * How far a lattice must reach, before there is one. As if branches came one
 * after the other, a process takes no less time than it does, and its mean and
 * variance follow from those of its parts.
 */
#include <math.h>

#include "compiler/time/lattice_int.h"

static void add(struct moments *to, double by, struct moments m)
{
    to->mean += by * m.mean;
    to->variance += by * m.variance;
}

static struct moments part_moments(const struct part *part, const struct moments *plans)
{
    struct moments m = { part->minutes, part->variance };
    for (uint32_t i = 0; i < part->n_branches; i++)
        add(&m, 1, plans[part->branches[i]]);
    return m;
}

struct chain {
    const struct plan *plan;
    const struct moments *plans;
    double *mean, *variance;    /* per stretch: from there to the end */
};

static struct moments parts_moments(const struct chain *w, uint32_t of)
{
    struct moments m = { 0, 0 };
    for (uint32_t i = w->plan->first_part[of]; i < w->plan->first_part[of + 1]; i++)
        add(&m, 1, part_moments(&w->plan->parts.at[i], w->plans));
    return m;
}

static struct moments leap_moments(const struct chain *w, uint32_t leap)
{
    return parts_moments(w, w->plan->process->n_nodes + leap);
}

static void set_parts(struct chain *w, uint32_t v)
{
    const struct process_node *node = &w->plan->process->nodes[v];
    struct moments m = parts_moments(w, v);
    for (uint32_t i = node->first_leap; i < node->first_leap + node->n_leaps; i++)
        add(&m, w->plan->process->leaps[i].probability, leap_moments(w, i));
    w->mean[v] = m.mean;
    w->variance[v] = m.variance;
}

/* The variance of which leap is taken; the means are solved. */
static void add_choice(struct chain *w, uint32_t v)
{
    const struct process_node *node = &w->plan->process->nodes[v];
    double sum = 0, mean = 0;
    for (uint32_t i = 0; i < node->n_leaps; i++) {
        const struct leap *leap = &w->plan->process->leaps[node->first_leap + i];
        double here = leap_moments(w, node->first_leap + i).mean +
                      (leap->to == NONE ? 0 : w->mean[leap->to]);
        double off = here - mean, before = sum;
        sum += leap->probability;
        mean += off * leap->probability / sum;
        w->variance[v] += off * off * leap->probability * before / sum;
    }
}

static struct moments plan_moments(const struct plan *plan, const struct moments *plans,
                                   struct arena *arena)
{
    uint32_t n = plan->process->n_nodes;
    struct chain w = { plan, plans, ARENA_ARRAY(arena, n, double), ARENA_ARRAY(arena, n, double) };
    for (uint32_t v = 0; v < n; v++)
        set_parts(&w, v);
    elimination_solve(plan->elimination, w.mean);
    for (uint32_t v = 0; v < n; v++)
        add_choice(&w, v);
    elimination_solve(plan->elimination, w.variance);
    return (struct moments){ w.mean[0], w.variance[0] };
}

/* Cantelli: P(T >= mean + k sd) <= 1 / (1 + k^2). */
double lattice_reach(const struct plans *plans, double beyond, struct arena *arena)
{
    struct moments *of = ARENA_ARRAY(arena, plans->n, struct moments), all = { 0, 0 };
    for (uint32_t i = 0; i < plans->n; i++)
        if (plans->at[i].is_needed)
            of[i] = plan_moments(&plans->at[i], of, arena);
    for (uint32_t i = 0; i < plans->n_roots; i++)
        add(&all, 1, of[plans->roots[i]]);
    return all.mean + sqrt(all.variance * (1 / beyond - 1));
}
