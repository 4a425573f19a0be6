/*
 * sheets: which bands stand on which page, and the pentagons that tie the
 * pages together.
 *
 * A page takes as many bands as fit. Arrows to one row that come from other
 * pages in one direction share a letter: on every page that they leave is one
 * pentagon for them, and one on the page of the row. Those that lead down
 * leave below the last row and come in above the first; those that lead back
 * up leave above and come in below.
 */
#ifndef SOP_DRAW_SHEETS_H
#define SOP_DRAW_SHEETS_H

#include "compiler/draw/bands.h"

struct pennant {
    uint32_t target;       /* the stop that it leads to */
    bool is_up;            /* leads to an earlier page */
    bool is_exit;          /* arrows end on it here */
    uint32_t lane;
    uint32_t partner;      /* the lane at its arrow's other end on this page */
    uint32_t level;        /* which spare row, from the top */
    uint32_t slot, n_slots;  /* which place of its lane there */
    const char *letter;
};

struct spare {
    LIST_OF(struct pennant) pennants;
    uint32_t n_levels;
};

struct sheet {
    uint32_t first_band, end_band;
    uint32_t first_stop, end_stop;   /* whose symbols stand here */
    struct spare above, below;
    bool is_overfull;      /* one band alone is too tall for the page */
};

struct sheet_list {
    LIST_OF(struct sheet) sheets;
    double level_height;   /* of a spare row */
};

struct sheet_list *sheets_build(const struct frame *frame, const struct band_list *bands);

#endif
