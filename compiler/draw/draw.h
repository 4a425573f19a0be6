/*
 * draw: an SOP as the official page, the table with its flowchart; or, for
 * screens and slides, as a plain swimlane on one sheet (style flow).
 *
 * draw_layout makes pure data, a display list of pages (pages.h), in the
 * arena; draw_write turns it into a file, draw_check_pages counts its faults.
 * The flow, its sop and the notes must live as long as the page list.
 * Coordinates are points (1/72 inch) from the upper left corner. Nothing is
 * searched for placing: rows and columns are a formula of the text, so a
 * small edit is a small change of the picture; only arrows are routed.
 * The flow must not be of a broken sop.
 */
#ifndef SOP_DRAW_H
#define SOP_DRAW_H

#include "compiler/flow/flow.h"
#include "runtime/chart/chart.h"

/* Paper laid across; sizes in points. */
#define DRAW_PAPERS(PAPER)            \
    PAPER(A4,     "a4",     842, 595) \
    PAPER(F4,     "f4",     935, 609) \
    PAPER(LETTER, "letter", 792, 612) \
    PAPER(LEGAL,  "legal", 1008, 612)

enum draw_paper {
#define PAPER(symbol, name, width, height) PAPER_##symbol,
    DRAW_PAPERS(PAPER)
#undef PAPER
    N_DRAW_PAPERS
};

#define DRAW_FORMATS(FORMAT) \
    FORMAT(SVG, "svg")       \
    FORMAT(PNG, "png")       \
    FORMAT(PDF, "pdf")       \
    FORMAT(DOT, "dot")       \
    FORMAT(JSON, "json")

enum draw_format {
#define FORMAT(symbol, name) DRAW_##symbol,
    DRAW_FORMATS(FORMAT)
#undef FORMAT
    N_DRAW_FORMATS
};

/* The official page, or the swimlane: texts in the symbols, no table, one
 * sheet as tall as it must be (the paper does not matter then). */
#define DRAW_STYLES(STYLE)        \
    STYLE(OFFICIAL, "official")   \
    STYLE(FLOW, "flow")

enum draw_style {
#define STYLE(symbol, name) DRAW_STYLE_##symbol,
    DRAW_STYLES(STYLE)
#undef STYLE
    N_DRAW_STYLES
};

/* What the fill of a symbol tells (from the flow_notes; none without). */
#define DRAW_COLORS(COLOR)        \
    COLOR(NONE, "none")           \
    COLOR(CRITICAL, "critical")   \
    COLOR(TIME, "time")           \
    COLOR(ACTOR, "actor")

enum draw_color {
#define COLOR(symbol, name) DRAW_COLOR_##symbol,
    DRAW_COLORS(COLOR)
#undef COLOR
    N_DRAW_COLORS
};

/* What stays white around the table; the foot stands in it. */
#define DRAW_MARGIN 26

struct draw_options {
    enum draw_style style;
    enum draw_paper paper;
    enum draw_color color;
    const char *image_id;  /* printed in the foot, or NULL */
    uint32_t n_before, n_behind;   /* pages of the document around these: they count */
};

/* The names on the command line; NULL for a number out of range. */
const char *draw_paper_name(enum draw_paper paper);
const char *draw_format_name(enum draw_format format);
const char *draw_color_name(enum draw_color color);
/* In points, across. */
void draw_paper_size(enum draw_paper paper, double *width, double *height);
const char *draw_style_name(enum draw_style style);

struct page_list;

struct page_list *draw_layout(const struct flow *flow, const struct flow_notes *notes,
                              const struct draw_options *options, struct arena *arena);
/* Has every arrow found its way and every label its place? Not where hundreds of
 * rows side by side want through one place: draw_check_pages counts what is not. */
bool draw_is_whole(const struct page_list *list);
uint32_t draw_n_pages(const struct page_list *list);

/* pdf and json hold every page; svg, png and dot the one that is asked for. */
#define DRAW_ALL_PAGES UINT32_MAX

/* Appends the file to out. ERR_SYSTEM: out of memory, or a library of the
 * surroundings (a Graphviz plugin) is not there. */
enum err draw_write(const struct page_list *list, enum draw_format format, uint32_t page,
                    struct bytes *out);

/* The same pages as an image keeps them, in the arena. */
const struct chart_book *draw_book(const struct page_list *list, struct arena *arena);

/* What a reader of the page would call a fault; all 0 on a good page. */
#define DRAW_FAULTS(FAULT)                                                \
    FAULT(line_through_symbol, "line through a symbol")                   \
    FAULT(line_on_line, "lines to different rows on one another")         \
    FAULT(line_through_corner, "line through another line's corner")      \
    FAULT(line_on_rule, "line lying on a rule of the table")              \
    FAULT(label_touches, "label touching a line, a symbol or a label")    \
    FAULT(text_outside, "text outside its cell")                          \
    FAULT(text_over, "text over a line, a rule, a symbol or a text")      \
    FAULT(line_outside, "line outside the lanes of the page")             \
    FAULT(loose_end, "arrow not beginning or ending on its symbol")       \
    FAULT(arc_missing, "arc of the flow without its arrow")

struct draw_check {
#define FAULT(name, text) uint32_t name;
    DRAW_FAULTS(FAULT)
#undef FAULT
};

struct draw_check draw_check_pages(const struct page_list *list, const struct flow *flow);
uint32_t draw_check_total(const struct draw_check *check);
/* "3 label touching a line ..." a line each, what is 0 left out. */
void draw_check_write(const struct draw_check *check, struct bytes *out);

#endif
