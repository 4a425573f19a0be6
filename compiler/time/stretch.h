/*
 * stretch: nodes of a process that follow one another without a choice, as
 * one. What a stretch takes is what its nodes take together, so equations are
 * only needed where ways part or meet: a procedure of 24 rows with two loops
 * is five stretches.
 */
#ifndef SOP_TIME_STRETCH_H
#define SOP_TIME_STRETCH_H

#include "compiler/time/process.h"

struct stretches {
    struct process *process;    /* a node per stretch, with the leaps of its last node */
    uint32_t *first, *node;     /* per stretch, and one more: its nodes of the process before */
};

/* Nodes that nothing leads to may be left out. */
struct stretches stretches_find(const struct process *process, struct arena *arena);

#endif
