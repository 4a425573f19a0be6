/*
 * scene: one page being composed: its bands at their heights, texts and rules
 * already in the display list, and the nodes that arrows will go between.
 *
 * A node is a stop with all its symbols, or a pentagon. Arrows may touch only
 * symbols of those who sign; assistants hang on a dashed line.
 */
#ifndef SOP_DRAW_SCENE_H
#define SOP_DRAW_SCENE_H

#include "compiler/draw/sheets.h"

/* A band or a spare row as it stands on the page. */
struct strip {
    double top, bottom;
    double symbol_height;    /* 0: no symbol stands here */
    uint32_t n_side;
    double side_step;
};

struct scene_node {
    uint32_t stop;           /* whose symbols, or where the pentagon leads */
    const struct pennant *pennant;   /* NULL: a stop */
    uint32_t strip;
    uint32_t first_symbol, end_symbol;   /* in page->symbols */
    uint32_t exit_symbol;    /* of a decision the one that outcomes leave; NONE: any */
    uint32_t n_out;          /* arrows that leave it here */
};

struct scene {
    const struct frame *frame;
    const struct band_list *bands;
    const struct sheet *sheet;
    struct page *page;
    struct arena *arena;     /* of the display list */
    struct arena *scratch;   /* of what goes when the page is done */
    LIST_OF(struct strip) strips;
    LIST_OF(struct scene_node) nodes;
    LIST_OF(bool) is_free;   /* per symbol: arrows may not touch it */
    double level_height;
    uint64_t *effort;        /* steps that searches may still take */
};

/* Composes page i; arrows and labels are still missing. */
void scene_build(struct scene *scene, const struct frame *frame, const struct band_list *bands,
                 const struct sheet_list *sheets, uint32_t i, struct page *page,
                 struct arena *scratch);
/* The nodes of things that stand on this page; NONE: not here. */
uint32_t scene_stop_node(const struct scene *scene, uint32_t stop);
uint32_t scene_pennant_node(const struct scene *scene, uint32_t target, bool is_up,
                            bool is_exit);

#endif
