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

#include "compiler/time/minutes.h"
#include "compiler/time/odds.h"

enum process_kind {
    PROCESS_ROW,           /* a row's work and wait */
    PROCESS_BLOCK,         /* branches side by side, until all are over */
    PROCESS_REGION,        /* between low and high minutes in the mean; one figure if equal */
    PROCESS_NOTHING,       /* takes no time: a start, a row that data decide */
};

struct leap {
    uint32_t to;                   /* a node, or NONE: the process is over */
    double probability;            /* of a node's leaps together 1; never 0 */
    const struct duration *delay;  /* of the outcome, or NULL */
};

struct process_node {
    enum process_kind kind;
    uint32_t row;                  /* PROCESS_ROW, and PROCESS_NOTHING of a row; else NONE */
    uint32_t first_leap, n_leaps;
    union {
        const struct minutes *minutes;   /* PROCESS_ROW */
        struct {
            struct process **branches;   /* PROCESS_BLOCK */
            uint32_t n_branches;
        };
        struct region *region;     /* PROCESS_REGION */
    };
};

/* A row beside that of a node: over before it, or withdrawn when it is over, whatever
 * happens. */
struct beside {
    uint32_t node, row;
};

/* Rows whose tokens do not nest, from where they part to where one goes on again. */
struct region {
    double low, high;              /* minutes in the mean; high may be INFINITY */
    double variance;               /* 0 of a region that always lasts the same; else NAN */
    uint32_t *rows;
    double *visits;                /* of a run of the region, per row of rows; NAN: not known */
    uint32_t n_rows;
    struct region_net *net;        /* region.c; all figures are set by moments_find */
};

struct process {
    const struct sop *sop;
    uint32_t items;                /* of a case; at least 1 */
    uint32_t number;               /* in the tree */
    uint32_t n_nodes, n_leaps, n_beside;
    struct process_node *nodes;
    struct leap *leaps;            /* those of a node together, in the order of nodes */
    struct beside *beside;         /* in the order of nodes */
};

/*
 * All processes of a procedure, each behind its branches; the last is the
 * whole. A process may be a branch of several blocks: who works on each of the
 * list once, in its order, needs no recursion.
 */
struct process_tree {
    struct process **at;
    uint32_t n, cap;
};

/* Is it one row and nothing else, as most branches are? */
static inline bool process_is_row(const struct process *p)
{
    return p->n_nodes == 1 && p->nodes[0].kind == PROCESS_ROW && p->n_leaps == 1 &&
           p->leaps[0].to == NONE && !p->leaps[0].delay && !p->n_beside;
}

struct process_input {
    const struct flow *flow;       /* free of errors; what cannot be played is a region */
    const struct odds *odds;
    const struct minutes *minutes; /* per row */
    uint32_t items;                /* at least 1 */
    struct process *const *called; /* per sop of the model: what a row that calls it lasts;
                                      NULL, or NULL there: no time */
    uint32_t *index;               /* scratch of regions, per row: its number in the one in
                                      hand; NONE between them. process_build makes it */
};

/* The process that a calling row without a time of its own lasts, or NULL. Most flows call
 * nothing: then the row, which is large and far away in memory, is not looked at. */
static inline struct process *process_called(const struct process_input *input, uint32_t r)
{
    if (!input->called)
        return NULL;
    const struct row *row = &input->flow->sop->rows.at[r];
    bool has_time = row->work.kind != DURATION_NONE;
    return has_time || row->calls == NONE ? NULL : input->called[row->calls];
}

/* Adds the processes of a flow; the last of the tree is then its whole. */
void process_build(const struct process_input *input, struct process_tree *tree,
                   struct arena *arena);

#endif
