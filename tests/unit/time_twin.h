/*
 * time_twin: what is worked out of one random procedure against its cases
 * (time_sampler.h) and against dense equations. What does not fit is told.
 */
#ifndef SOP_TIME_TWIN_H
#define SOP_TIME_TWIN_H

#include "tests/unit/time_sampler.h"

struct twin_counts {
    uint32_t n, n_methods[TIME_BOUNDS + 1], n_endless;
};

static inline bool twin_is_near(double got, double wanted)
{
    return fabs(got - wanted) <= 1e-7 * (1 + fabs(wanted));
}

static inline double twin_node_mean(const struct process *p, uint32_t v)
{
    const struct process_node *node = &p->nodes[v];
    double mean = node->kind == PROCESS_ROW ? node->minutes->mean : 0;
    for (uint32_t l = 0; l < node->n_leaps; l++)
        if (p->leaps[node->first_leap + l].delay)
            mean += p->leaps[node->first_leap + l].probability *
                    duration_mean(p->leaps[node->first_leap + l].delay, &p->sop->units);
    return mean;
}

/* Of a process of rows only, its mean by Gauss. */
static inline bool twin_dense(const struct process *p, const struct process_time *t,
                              struct arena *arena)
{
    double *c = ARENA_ARRAY(arena, p->n_nodes, double), *x = ARENA_ARRAY(arena, p->n_nodes, double);
    for (uint32_t v = 0; v < p->n_nodes; v++) {
        if (p->nodes[v].kind == PROCESS_BLOCK || p->nodes[v].kind == PROCESS_REGION)
            return true;
        c[v] = twin_node_mean(p, v);
    }
    if (p->n_nodes > 300 || isinf(t->low))
        return true;
    dense_solve(p, c, x, arena);
    return twin_is_near(t->low, x[0]);
}

/* NULL, or what is wrong. The procedure of that number must be one. */
static inline const char *twin_try(struct timed *t, uint32_t n_cases, block_solver *solver,
                                   struct twin_counts *counts)
{
    struct sampled s;
    timed_work_out(t, solver);
    counts->n++;
    counts->n_methods[t->time->method]++;
    counts->n_endless += isinf(t->time->high) != 0;
    for (uint32_t i = 0; i < t->tree.n; i++)
        if (!twin_dense(t->tree.at[i], &t->times[i], &t->m.arena))
            return "the dense equations";
    if (isnan(t->time->low) || isnan(t->time->high) || t->time->low > t->time->high)
        return "no number";
    sample_cases(t, n_cases, &s);
    return sampled_compare(t, &s, 4.5);
}

#endif
