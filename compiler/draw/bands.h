/*
 * bands: the rows of the table as they stand one below the other: headings
 * of phases, stops with their texts and symbols, and what is left of a row
 * that is taller than a page. A band's height is a formula of its own texts
 * and symbol, whatever page it comes to.
 */
#ifndef SOP_DRAW_BANDS_H
#define SOP_DRAW_BANDS_H

#include "compiler/draw/frame.h"

enum band_kind {
    BAND_STOP,
    BAND_MORE,             /* the stop's further lines of text; no symbol */
    BAND_PHASE
};

struct band {
    enum band_kind kind;
    uint32_t stop;
    const struct page_text *cells;        /* N_COLUMNS; of a phase the heading alone */
    uint32_t first_line, end_line;   /* of every cell */
    double height;
    bool keeps_next;       /* no page ends here */
    double symbol_height;  /* of the tallest */
    uint32_t n_side;       /* arrows that fit one side of a symbol, odd */
    double side_step;      /* points between them */
};

struct band_list {
    LIST_OF(struct band) bands;
    uint32_t *band_of;     /* stop -> its band */
    struct page_text *labels;   /* per tie: what stands at the arrow */
    struct page_text *inside;   /* per stop: what stands in a capsule */
};

struct band_list *bands_build(const struct frame *frame, const struct flow_notes *notes,
                              const struct growth *growth);
double bands_width_inside(const struct frame *frame, uint32_t lane);

#endif
