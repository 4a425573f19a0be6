/* behind: which rows lie on every way from a row to the end of the case. */
#ifndef SOP_TIME_BEHIND_H
#define SOP_TIME_BEHIND_H

#include "compiler/time/odds.h"

struct behind {
    const struct flow *flow;
    const struct odds *odds;       /* ways that are never taken do not count */
    uint32_t *first_to, *to;       /* row -> the rows it leads to; n_rows is the end */
    uint32_t *nearest;             /* row -> the nearest behind it; NONE: the end is never reached */
    uint32_t *number;              /* row -> in an order in which each is before those it lies behind */
};

struct behind *behind_find(const struct flow *flow, const struct odds *odds, struct arena *arena);
/* The nearest row behind both, or one of the two; n_rows: the end. NONE: none. */
uint32_t behind_both(const struct behind *b, uint32_t a, uint32_t c);

#endif
