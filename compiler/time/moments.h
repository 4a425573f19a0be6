/*
 * moments: mean and variance of processes, and how often their rows are open.
 *
 * Mean m and variance V of what is left from a node on are solutions of
 *   m(v) = d(v) + sum p (delay + m(to))
 *   V(v) = var d(v) + sum p (var delay + V(to)) + sum p (delay + m(to) - avg)^2
 * over its leaps, avg being the mean over them: sums of what is not negative,
 * never a difference of large numbers.
 */
#ifndef SOP_TIME_MOMENTS_H
#define SOP_TIME_MOMENTS_H

#include "compiler/time/elimination.h"
#include "compiler/time/stretch.h"

struct moments {
    double mean, variance;
};

/* Mean and variance of a block of random branches; false: too much work. */
typedef bool block_solver(const struct process *p, const struct process_node *block,
                          struct moments *out, struct arena *arena);

/* A process in figures. */
struct process_time {
    const struct stretches *stretches;       /* of a process of more than one row */
    const struct elimination *elimination;   /* of them; NULL: too many entries */
    enum time_method method;
    double low, high;      /* the mean; two figures by TIME_BOUNDS only. INFINITY: it never ends */
    double variance;       /* NAN where not known */
    double least, most;    /* no run is shorter, none is longer; of branches only */
};

/* Of each process of the tree, by number. solver: NULL: bounds in its place. */
struct process_time *moments_find(const struct process_tree *tree, block_solver *solver,
                                  struct arena *arena);

/* How often each row of the last process's sop is open in a case, added to visits. */
void moments_visits(const struct process_tree *tree, const struct process_time *times,
                    double *visits, struct arena *arena);

#endif
