/*
 * frame: the empty form: columns from the paper and the number of actors,
 * the header of the table, title and foot.
 *
 * A frame is laid out in its own points. On crowded paper these are smaller
 * than the paper's (scale < 1): then everything, text too, is drawn smaller,
 * and all rules of this folder hold unchanged.
 */
#ifndef SOP_DRAW_FRAME_H
#define SOP_DRAW_FRAME_H

#include "compiler/draw/canvas.h"
#include "compiler/draw/chart.h"
#include "compiler/draw/color.h"

enum column {
    COLUMN_NUMBER,
    COLUMN_ACTIVITY,
    COLUMN_INPUTS,
    COLUMN_TIME,
    COLUMN_OUTPUT,
    COLUMN_NOTES,
    N_COLUMNS
};

struct extent {
    double from, to;
};

/* How far the drawing had to grow so that every arrow found its way. */
struct growth {
    uint32_t squeeze;      /* symbols made narrower, for more tracks */
    double widen;          /* of lanes, from 1 */
    double zoom;           /* of the paper, from 1 */
    double *gutter;        /* per stop: points more above and below its symbol */
    uint32_t *wish;        /* per stop: how often a label beside it found no place */
};

struct frame {
    enum draw_style style;
    enum draw_color color;
    const struct sop *sop;
    const struct chart *chart;
    struct canvas *canvas;
    struct arena *arena;
    double scale;
    double width, height;
    struct extent columns[N_COLUMNS];
    double *lanes;         /* n_lanes + 1 edges */
    uint32_t n_lanes;
    double symbol_width;   /* of box, capsule and diamond */
    double box_height, diamond_height, pentagon;
    double tip;            /* of diamonds, 0: true ones (page_symbol) */
    double lane_gap;       /* from a symbol to the first track beside it */
    double through;        /* from a symbol's middle to its next track */
    struct page_text title[2];  /* on the first page, on the others */
    struct page_text *lane_heads;
    double head[4];        /* heights of the header's rows, from its top */
    double foot;           /* top of the foot */
    const char *image_id;
    uint32_t n_before, n_behind;   /* pages of the same document */
    struct legend legend;  /* of the colours, below the title */
};

struct frame *frame_build(const struct chart *chart, struct canvas *canvas,
                          const struct draw_options *options,
                          const struct flow_notes *notes, const struct growth *growth,
                          struct arena *arena);
/* Where the rows of a page begin, and how far they may go. */
double frame_body_top(const struct frame *frame, uint32_t page);
double frame_body_bottom(const struct frame *frame);
/* Where the title ends. */
double frame_title_bottom(const struct frame *frame, uint32_t page);
const char *frame_lane_name(const struct frame *frame, uint32_t lane);
struct extent frame_lane(const struct frame *frame, uint32_t lane);
/* A size that is whole points on the paper (Graphviz rounds to those). */
double frame_whole(const struct frame *frame, double size);

/* Adds a cell with its text broken already, its text_box placed inside. */
void frame_cell(const struct frame *frame, struct page *page, struct page_text text,
                struct box box, enum align align, bool is_shaded);
void frame_rule(const struct frame *frame, struct page *page, double x0, double y0, double x1,
                double y1);
/* Title, header and foot of page number i (from 0) of n. */
void frame_draw(const struct frame *frame, struct page *page, uint32_t i, uint32_t n);

#endif
