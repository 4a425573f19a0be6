/*
 * chart: what stands on the pages before any place is given: the stops that
 * arrows go between, with lane and shape, and the arrows themselves.
 *
 * Stops stand in the order of the paper: rows as written, an added capsule
 * "Mulai" above a decision that begins a case, one added capsule "Selesai"
 * below all rows where an outcome ends its strand. A step that begins or ends
 * is a capsule itself and needs no arrow for it.
 */
#ifndef SOP_DRAW_CHART_H
#define SOP_DRAW_CHART_H

#include "compiler/draw/pages.h"

struct seat {
    uint32_t lane;
    bool assists;
};

struct stop {
    uint32_t row;          /* of the sop, AT_START or TO_END */
    enum symbol_kind kind; /* of those who sign; assistants have boxes */
    bool is_each;
    uint32_t home;         /* lane of its first performer */
    uint32_t n_out, n_in;  /* arrows */
    LIST_OF(struct seat) seats;  /* from the left, each lane once */
};

struct tie {
    uint32_t from, to;     /* stops */
    uint32_t outcome;      /* of from, or NONE */
    bool is_late;          /* taken by the clock */
};

struct chart {
    const struct sop *sop;
    uint32_t n_lanes;      /* actors, and the system where a row has nobody */
    bool has_system;
    LIST_OF(struct stop) stops;
    LIST_OF(struct tie) ties;      /* by from */
    uint32_t *first_tie;           /* stop -> its first; one more at the end */
    uint32_t *ties_in;             /* ties by to ... */
    uint32_t *first_in;            /* ... stop -> its first in ties_in */
};

struct chart *chart_build(const struct flow *flow, struct arena *arena);
/* The actor of a lane, or NONE: the system's. */
uint32_t chart_actor(const struct chart *chart, uint32_t lane);
/* How many of its seats do not assist. */
uint32_t chart_n_signers(const struct stop *stop);
/* The seat whose diamond all outcomes of a decision leave, with a free side
 * where there is one; NONE: no decision. */
uint32_t chart_exit_seat(const struct stop *stop);
/* Is the arrow drawn by the row's own capsule? */
bool chart_ends_itself(const struct flow *flow, uint32_t row);

#endif
