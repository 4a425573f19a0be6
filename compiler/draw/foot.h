/*
 * foot: the line below every page: number and title of the SOP, the image it
 * was compiled to, the page and how many there are.
 */
#ifndef SOP_DRAW_FOOT_H
#define SOP_DRAW_FOOT_H

#include "compiler/draw/canvas.h"

struct foot {
    struct canvas *canvas;
    const struct sop *sop;
    const char *image_id;      /* or NULL */
    double top, from, to;      /* where it stands */
};

/* On page number `page` (from 1) of n. */
void foot_draw(const struct foot *foot, struct page *page, uint32_t number, uint32_t n,
               struct arena *arena);

#endif
