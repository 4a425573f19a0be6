/*
 * flow: one SOP as a net of places (docs/language.md, "The meaning").
 *
 * Places are bits: open(row) has the row's own index; behind them stand the
 * done(group, row) of every group of every `after`. A way is what happens
 * when a row is done with one outcome: its open bit is cleared, its `sets`
 * are set, and `opens` is opened. A joined row opens when all its groups are
 * set (they are cleared). Arcs are the same thing seen as a graph, for
 * drawing and for time. Built even for a broken sop as far as it goes;
 * nothing here is changed after flow_build.
 */
#ifndef SOP_FLOW_H
#define SOP_FLOW_H

#include "compiler/model/model.h"

struct flow_place {
    uint32_t row;    /* the joined row it belongs to */
    uint32_t group;  /* which of its groups */
};

struct way {
    uint32_t row;
    uint32_t outcome;      /* index in the row's outcomes; NONE for a step */
    uint32_t counter;      /* of a bounded outcome: its number in the flow; else NONE */
    bool is_then;          /* the bounded outcome's other way, once it is used up */
    uint32_t opens;        /* the row it opens directly, or NONE */
    bool is_jump;          /* by a written arrow */
    bool is_end;           /* by a written `-> end` */
    bool is_late;          /* by `late` */
    int64_t percent;       /* of the outcome, in 1/10,000 of a percent; -1: not given */
    const struct duration *delay;   /* of the outcome, passes on the way; NULL: none */
    uint32_t *sets;        /* done places set, ascending ... */
    uint32_t n_sets;
    uint32_t n_kept;       /* ... and behind them, branches kept by a jump */
};

/*
 * One arrow of the procedure: `from` is followed by `to`.
 * Arcs of a row stand together, in the order of its outcomes.
 */
struct arc {
    uint32_t from;
    uint32_t outcome;      /* index, or NONE */
    uint32_t to;           /* a row, or TO_END where the strand ends */
    uint32_t group;        /* of `to`'s after, or NONE where it opens directly */
    bool is_jump;          /* by a written arrow */
    bool is_then;          /* once a bounded outcome is used up */
    bool is_loop;          /* goes back: to itself or a row always before it */
};

struct flow {
    const struct sop *sop;
    uint32_t n_rows;
    struct flow_place *places;  /* place i >= n_rows is places[i - n_rows] */
    uint32_t n_places;     /* open and done together */
    uint32_t *first_place; /* row -> its first done place; n_rows + 1 of them */
    struct way *ways;
    uint32_t *first_way;   /* row -> its first way; n_rows + 1 of them */
    struct arc *arcs;
    uint32_t *first_arc;   /* row -> its first arc; n_rows + 1 of them */
    uint32_t *below;       /* row -> the row below it, or NONE */
    uint32_t *entries;     /* ascending: the `start` rows, of which a case begins by one */
    uint32_t n_entries;    /* (done at once), or without any the first row; and those */
    uint32_t n_starts;     /* `after start`, which open in every case */
    /*
     * A joined row waits for all its groups, or for `need` of them: then all
     * its groups are cleared, and the places in `clears` too (the work on the
     * way to the others is withdrawn). 0: all of them, nothing else cleared.
     */
    uint32_t *need;        /* per row */
    uint32_t **clears;     /* per row: places, ascending; NULL: none */
    uint32_t *n_clears;    /* per row */
    uint32_t n_counters;   /* of bounded outcomes */
};

/* The row whose group that done place is. */
static inline uint32_t flow_place_row(const struct flow *flow, uint32_t place)
{
    return flow->places[place - flow->n_rows].row;
}

/* A named end: there no way goes on, which is quicker to see than what kind of row it is. */
static inline bool flow_is_end(const struct flow *flow, uint32_t row)
{
    return flow->first_way[row] == flow->first_way[row + 1] &&
           flow->sop->rows.at[row].kind == ROW_END;
}

struct flow *flow_build(const struct sop *sop, struct arena *arena);
/* Tells the faults that need no proof (sound.h) into diags. Per way: it is one
 * of them, so that what comes of it need not be told. */
bool *flow_check(const struct flow *flow, struct arena *arena, struct diags *diags);
void flow_dump(const struct flow *flow, FILE *out);

/* What another floor found out about each row, for a drawing. */
struct flow_notes {
    const char **text;     /* per row, or NULL */
    double *weight;        /* per row, 0..1 */
    bool *critical;        /* per row */
};

#endif
