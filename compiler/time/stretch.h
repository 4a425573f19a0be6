/*
 * stretch: nodes of a process that follow one another without a choice, as
 * one. Equations are only needed where ways meet or part: what leads from one
 * choice to where others come in stands on the leap. A procedure of 24 rows
 * with two loops is three stretches.
 */
#ifndef SOP_TIME_STRETCH_H
#define SOP_TIME_STRETCH_H

#include "compiler/time/process.h"

struct stretches {
    struct process *process;    /* a node per stretch, with the leaps of its last node */
    /* Per stretch, then per leap, and one more: its nodes of the process before, those of a
     * leap on its way. */
    uint32_t *first, *node;
};

/* The part of a leap. */
static inline uint32_t stretch_of_leap(const struct stretches *s, uint32_t leap)
{
    return s->process->n_nodes + leap;
}

/*
 * The leap behind the node at i of a part: it belongs to the part, with the time that it
 * takes. NULL: behind the last of a stretch leaps begin that are parts themselves.
 */
static inline const struct leap *stretch_next(const struct stretches *s, const struct process *p,
                                              uint32_t part, uint32_t i)
{
    bool is_last = part < s->process->n_nodes && i + 1 == s->first[part + 1];
    return is_last ? NULL : &p->leaps[p->nodes[s->node[i]].first_leap];
}

/* Nodes that nothing leads to may be left out. */
struct stretches stretches_find(const struct process *process, struct arena *arena);

#endif
