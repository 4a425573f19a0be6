/* Solving the equations of a process, for real numbers: forth and back. */
#include <math.h>

#include "compiler/time/elimination.h"

/* ---- x = c + P x ---------------------------------------------------------------- */

static double from_outside(const struct elimination *e, uint32_t v, const double *x)
{
    const struct process *p = e->process;
    const struct process_node *node = &p->nodes[v];
    double sum = 0;
    for (uint32_t l = node->first_leap; l < node->first_leap + node->n_leaps; l++)
        if (e->entry[l] == NONE && p->leaps[l].to != NONE)
            sum += p->leaps[l].probability * x[p->leaps[l].to];
    return sum;
}

static void take_in(const struct elimination *e, uint32_t k, double *x)
{
    double *here = &x[e->node[k]];
    *here *= e->stay[k];
    for (uint32_t i = e->first_in[k]; i < e->first_in[k + 1]; i++)
        x[e->in[i].node] += e->a[e->in[i].entry] * *here;
}

static void give_out(const struct elimination *e, uint32_t k, double *x)
{
    for (uint32_t j = e->first_out[k]; j < e->first_out[k + 1]; j++)
        x[e->node[k]] += e->a[e->out[j].entry] * x[e->out[j].node];
}

/* All nodes of a group lead to one another: what is endless for one is so for all. */
static bool is_finite(const struct elimination *e, uint32_t g, const double *x)
{
    for (uint32_t k = e->group[g]; k < e->group[g + 1]; k++)
        if (!isfinite(x[e->node[k]]))
            return false;
    return !e->is_endless[g];
}

static void set_endless(const struct elimination *e, uint32_t g, double *x)
{
    for (uint32_t k = e->group[g]; k < e->group[g + 1]; k++)
        x[e->node[k]] = INFINITY;
}

static void solve_group(const struct elimination *e, uint32_t g, double *x)
{
    uint32_t begin = e->group[g], end = e->group[g + 1];
    for (uint32_t k = begin; k < end; k++)
        x[e->node[k]] += from_outside(e, e->node[k], x);
    if (is_finite(e, g, x)) {
        for (uint32_t k = begin; k < end; k++)
            take_in(e, k, x);
        for (uint32_t k = end; k-- > begin;)
            give_out(e, k, x);
    }
    if (!is_finite(e, g, x))
        set_endless(e, g, x);
}

void elimination_solve(const struct elimination *e, double *x)
{
    for (uint32_t g = 0; g < e->n_groups; g++)
        solve_group(e, g, x);
}

/* ---- x = b + x P ---------------------------------------------------------------- */

static void send_outside(const struct elimination *e, uint32_t v, double *x)
{
    const struct process *p = e->process;
    const struct process_node *node = &p->nodes[v];
    for (uint32_t l = node->first_leap; l < node->first_leap + node->n_leaps; l++)
        if (e->entry[l] == NONE && p->leaps[l].to != NONE)
            x[p->leaps[l].to] += p->leaps[l].probability * x[v];
}

static void send_on(const struct elimination *e, uint32_t k, double *x)
{
    for (uint32_t j = e->first_out[k]; j < e->first_out[k + 1]; j++)
        x[e->out[j].node] += e->a[e->out[j].entry] * x[e->node[k]];
}

static void count(const struct elimination *e, uint32_t k, double *x)
{
    double *here = &x[e->node[k]];
    for (uint32_t i = e->first_in[k]; i < e->first_in[k + 1]; i++)
        *here += e->a[e->in[i].entry] * x[e->in[i].node];
    *here *= e->stay[k];
}

static void visit_group(const struct elimination *e, uint32_t g, double *x)
{
    uint32_t begin = e->group[g], end = e->group[g + 1];
    if (e->is_endless[g]) {
        set_endless(e, g, x);
        return;
    }
    for (uint32_t k = begin; k < end; k++)
        send_on(e, k, x);
    for (uint32_t k = end; k-- > begin;)
        count(e, k, x);
    if (!is_finite(e, g, x))
        set_endless(e, g, x);
    for (uint32_t k = begin; k < end; k++)
        send_outside(e, e->node[k], x);
}

void elimination_visits(const struct elimination *e, double *x)
{
    for (uint32_t g = e->n_groups; g-- > 0;)
        visit_group(e, g, x);
}
