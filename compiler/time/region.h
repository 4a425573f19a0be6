/* region: what is known of rows whose tokens do not nest. */
#ifndef SOP_TIME_REGION_H
#define SOP_TIME_REGION_H

#include "compiler/time/moments.h"

struct region_net {
    const struct process_input *input;
    uint32_t *open, n_open;        /* rows that are open when it begins (or starts) */
    uint32_t *done, n_done;        /* places that are done then and taken in it */
    uint32_t exit;                 /* the row by which one token goes on; NONE: until the end */
    bool is_unsound;               /* nothing that a proof gives can be relied on */
};

/*
 * Sets low, high and visits. Without a choice, and with durations that are no
 * more than one figure, the region is played once: exact. Else low is what the
 * longest of side-by-side branches takes in the mean, joins waiting for one of
 * their groups only (where a race may cut them short: the shortest way at its
 * shortest), and high is all work one after the other. times: of the tree's
 * processes before this one.
 */
void region_bounds(const struct process *p, struct region *region,
                   const struct process_time *times, struct arena *arena);

/* Numbers the region's rows in input->index, or takes the numbers out again: so
 * that many small regions of one flow cost what they are. */
uint32_t *region_index(const struct region *region);
void region_index_clear(const struct region *region);

/* The most and the least that a row, or the process it calls, may last, and its mean. */
struct row_time {
    double low, high;              /* the mean */
    double least, most;
};
struct row_time region_row(const struct process *p, const struct region *region, uint32_t row,
                           const struct process_time *times);
/* region_play.c: plays a region without choices once. False: it has some, or
 * durations that differ. */
bool region_play(const struct process *p, struct region *region,
                 const struct process_time *times, struct arena *arena);

#endif
