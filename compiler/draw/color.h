/*
 * color: what the colours of a page tell, and the legend that says so.
 *
 * No colour is the only one to tell it: a row of the critical path has a thick
 * edge too, the heat of time darkens step by step (and the times stand in the
 * table, or in the symbols), an actor's colour is that of his lane's head. All
 * are light enough for black print on them.
 */
#ifndef SOP_DRAW_COLOR_H
#define SOP_DRAW_COLOR_H

#include "compiler/draw/canvas.h"

enum { N_HEATS = 5, N_ACTOR_COLORS = 10 };

/* An entry: a patch (none without fill) and its words. */
struct legend_entry {
    const char *fill;
    bool is_heavy;
    struct page_text text;
    double x;              /* of the patch, from the left */
    uint32_t line;
};

struct legend {
    LIST_OF(struct legend_entry) entries;
    double height;         /* 0: there is nothing to say */
};

/* Measures the legend; it is as wide as there is room. */
void legend_measure(struct legend *legend, const struct sop *sop, enum draw_color color,
                    const struct flow_notes *notes, struct canvas *canvas, enum font font,
                    double width, struct arena *arena);
void legend_draw(const struct legend *legend, struct page *page, double x, double y,
                 struct arena *arena);

/* "#rrggbb", or NULL. */
const char *color_actor(enum draw_color color, uint32_t actor);
/* Fills the symbols of a page, and notes what is known of their rows. */
void color_symbols(struct page *page, const struct sop *sop, enum draw_color color,
                   const struct flow_notes *notes);

#endif
