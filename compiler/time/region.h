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
struct row_time region_row(const struct region *region, uint32_t row,
                           const struct process_time *times);

/* ---- region_visits.c --------------------------------------------------------------- */

/* A region as a part of its flow. */
struct region_view {
    const struct region *region;
    const struct flow *flow;
    const struct odds *odds;
    const uint32_t *index;         /* row -> in region->rows, or NONE */
    bool has_race;                 /* some work may be cut short */
    bool has_counter;
};
/* By region_index: region_index_clear it when done. */
struct region_view region_view(const struct region *region);
/* visits: per row of the region, at most; what it is where there is no race and
 * no counter. False: no bound was found. */
bool region_visits(const struct region_view *view, double *visits, struct arena *arena);
/*
 * When its exit opens, is nothing else of the region left? Named ends take away
 * what is, so soundness does not tell. In the mean the exit opens once and each
 * group of a join is done as often as the others; as less there cannot be,
 * that is so in every run.
 */
bool region_is_left_alone(const struct region *region, struct arena *arena);

/* region_play.c: plays a region without choices once. False: it has some, or
 * durations that differ. */
bool region_play(const struct process *p, struct region *region,
                 const struct process_time *times, struct arena *arena);

#endif
