/*
 * process: what one token of the flow does, as a chain of nodes.
 *
 * The net of a flow (docs/language.md, "The meaning") is played with one
 * token: a node is a row that is open while nothing else is, told apart by
 * what is kept of joins and by the counts of bounded outcomes that can still
 * matter. Where a way opens several rows whose tokens never meet but in joins,
 * they are a block: each branch is a process of its own, the block lasts as
 * long as the longest, and one token goes on. So choices, rework and bounds are
 * leaps of a chain, and what runs side by side is a tree of chains.
 * What is not nested like that is a region: only bounds of its mean are known.
 * Node 0 is the beginning. Nothing is changed after process_build.
 */
#ifndef SOP_PROCESS_H
#define SOP_PROCESS_H

#include "compiler/time/time.h"

enum process_kind {
    PROCESS_ROW,           /* a row's work and wait */
    PROCESS_BLOCK,         /* branches side by side, until all are over */
    PROCESS_REGION,        /* between low and high minutes in the mean */
    PROCESS_NOTHING,       /* takes no time: a start, a row that data decide */
};

struct leap {
    uint32_t to;                   /* a node, or NONE: the process is over */
    double probability;            /* of a node's leaps together 1; never 0 */
    const struct duration *delay;  /* of the outcome, or NULL */
};

struct process_node {
    enum process_kind kind;
    uint32_t row;                  /* PROCESS_ROW; else NONE */
    struct process **branches;     /* PROCESS_BLOCK */
    uint32_t n_branches;
    double low, high;              /* PROCESS_REGION */
    uint32_t first_leap, n_leaps;
};

struct process {
    const struct sop *sop;
    uint32_t items;                /* of a case; at least 1 */
    struct process_node *nodes;
    uint32_t n_nodes;
    struct leap *leaps;
    uint32_t n_leaps;
};

#endif
