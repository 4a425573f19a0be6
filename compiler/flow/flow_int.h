/* What the files of flow share. */
#ifndef SOP_FLOW_INT_H
#define SOP_FLOW_INT_H

#include "compiler/flow/flow.h"

/*
 * The rows that can be opened at all when `without` is left out (NONE: none
 * is): the least set that holds the entries, each row with a way in from the
 * set, and each joined row when every group has a member in it.
 */
bool *flow_openable(const struct flow *flow, struct arena *arena, uint32_t without);

/*
 * Answers "always before" for many pairs: what can be opened without a row is
 * worked out once for each row asked about.
 */
struct before {
    const struct flow *flow;
    struct arena *arena;
    bool **openable;     /* per row left out; NULL: not asked yet */
};
void before_init(struct before *b, const struct flow *flow, struct arena *arena);
bool before_always(struct before *b, uint32_t before, uint32_t row);

uint32_t flow_n_groups(const struct flow *flow, uint32_t row);

/* kept.c: adds to the ways that jump back the branches that stay done. */
void flow_keep(struct flow *flow, struct arena *arena, struct before *before);
/* loops.c: marks the arcs that go back. */
void flow_mark_loops(struct flow *flow, struct arena *arena, struct before *before);

#endif
