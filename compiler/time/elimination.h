/*
 * elimination: the linear equations of a process, x = c + P x over its nodes,
 * brought once into the order in which they are solved, for any c and any
 * weights of the leaps.
 *
 * Nodes are solved group by group: a group is a set of nodes that lead to one
 * another (mostly a single one), and comes behind all that it leads to. Leaps
 * out of a group lead to nodes that are solved already, or end the process.
 * Inside of a group nodes are taken out one after the other, each adding to
 * the entries from those that lead to it (in) to those that it leads to (out).
 * A replay, with weights of any kind (a[] per entry, x[] per node):
 *
 *   a[*] = 0;  for each leap l of node v with e->entry[l] != NONE: a[e->entry[l]] += weight(l)
 *   for each group, its steps k = e->group[g] .. e->group[g + 1] - 1, v = e->node[k]:
 *     1. each k:  x[v] = c[v] + the sum over v's leaps l with e->entry[l] == NONE of
 *                        weight(l) * (to == NONE ? what the end is worth : x[to])
 *     2. each k:  s = 1 / (1 - (self[k] == NONE ? 0 : a[self[k]]));  x[v] *= s;
 *                 each out j:  a[out[j].entry] *= s;
 *                 each in i:   x[in[i].node] += a[in[i].entry] * x[v];
 *                   each out j:  a[*fill++] += a[in[i].entry] * a[out[j].entry];
 *     3. each k, backwards:  each out j:  x[v] += a[out[j].entry] * x[out[j].node];
 *
 * `fill` runs through e->fill from the beginning to the end. x may be a row of
 * many numbers (frequencies), a likewise: nothing here depends on values.
 * Groups of one node without a leap to itself have step 1 only.
 */
#ifndef SOP_TIME_ELIMINATION_H
#define SOP_TIME_ELIMINATION_H

#include "compiler/time/process.h"

struct elimination_link {
    uint32_t node, entry;
};

struct elimination {
    const struct process *process;
    uint32_t *node;                /* per step */
    uint32_t *group, n_groups;     /* n_groups + 1 of them: where the steps of each begin */
    uint32_t *entry;               /* per leap: its entry, or NONE: out of its group */
    uint32_t n_entries;
    uint32_t *self;                /* per step: the entry of node to itself, or NONE */
    struct elimination_link *in, *out;   /* nodes of later steps of the group */
    uint32_t *first_in, *first_out;      /* per step, and one more */
    uint32_t *fill, n_fill;
    /* The same replayed for the probabilities, the sum of what leaves a node in
     * place of 1 - a[self], so that nothing is subtracted. */
    double *a;                     /* per entry: what step 3 finds there */
    double *stay;                  /* per step: s */
    bool *is_endless;              /* per group: nothing leaves it, or so little that it is lost */
};

/* NULL where the entries are too many. */
struct elimination *elimination_build(const struct process *process, struct arena *arena);

/* Replays it for weights that are no probabilities, by 1 - a[self]; is_endless
 * are then groups whose sums have no limit. */
void elimination_reweigh(struct elimination *e, struct arena *arena);

/* x: c per node; then the solution. INFINITY where a way leads to no end. */
void elimination_solve(const struct elimination *e, double *x);
/* The other way round: x per node: how often it begins there; then how often
 * each node is come to. INFINITY where a way leads to no end. */
void elimination_visits(const struct elimination *e, double *x);

#endif
