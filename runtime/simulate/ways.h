/*
 * ways: the code of a procedure read as a graph, for the one question which
 * ways send back. An arc leads from a row, by an outcome, to a row that it
 * opens or to a group of a join that it does; the same arcs, in the same
 * order, as those that the compiler drew (compiler/flow).
 */
#ifndef SOP_SIMULATE_WAYS_H
#define SOP_SIMULATE_WAYS_H

#include "runtime/image/image.h"

struct ways_arc {
    uint32_t from, to;     /* numbers in the procedure; to: NONE where the way ends */
    uint32_t outcome;      /* from 0 in the row's outcomes (LATE too), or NONE */
    uint32_t place;        /* of the group in the procedure; NONE: it opens directly */
    bool is_loop;          /* goes back: to itself or a row always before it */
};

struct ways {
    const struct image *image;
    const struct image_procedure *p;
    uint32_t n_rows;
    struct ways_arc *arcs;
    uint32_t n_arcs, cap_arcs;
    uint32_t *first_arc;   /* row -> its first arc; n_rows + 1 of them */
    struct arena arena;
};

/* Reads the arcs and marks the loops; ways_free in any case. False: memory is out. */
bool ways_read(struct ways *w, const struct image *image, uint32_t procedure);
void ways_free(struct ways *w);

/* loops.c */
bool ways_mark_loops(struct ways *w);

#endif
