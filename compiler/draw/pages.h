/*
 * pages: the display list, pure data: what stands where on which page.
 *
 * Everything that draws, prints or checks a page reads this and nothing else.
 * A row is its index in the sop; TO_END is the added end capsule, AT_START an
 * added start capsule. Lines have the rows that the arrow means at both ends,
 * also where a pentagon stands in between (`via` is its letter then).
 */
#ifndef SOP_DRAW_PAGES_H
#define SOP_DRAW_PAGES_H

#include "compiler/draw/draw.h"
#include "compiler/draw/geometry.h"

#define AT_START (UINT32_MAX - 3)

/* Font: size in points, from line to line (of the size), bold. */
#define DRAW_FONTS(FONT)               \
    FONT(TITLE,      13,  1.2,  true)  \
    FONT(SUBTITLE,   8.5, 1.2,  true)  \
    FONT(HEAD,       7.5, 1.2,  true)  \
    FONT(LANE,       7,   1.15, true)  \
    FONT(LANE_LARGE, 9,   1.15, true)  \
    FONT(LANE_SMALL, 6.4, 1.15, true)  \
    FONT(LANE_LEAST, 5.8, 1.15, true)  \
    FONT(NUMBER,     6,   1.2,  false) \
    FONT(BODY,       8,   1.15, false) \
    FONT(PHASE,      8,   1.2,  true)  \
    FONT(LABEL,      7,   1.2,  false) \
    FONT(LETTER,     7,   1.2,  false) \
    FONT(FOOT,       6.5, 1.2,  false) \
    FONT(FORM,       10,  1.25, false) \
    FONT(FORM_BOLD,  10,  1.25, true)  \
    FONT(FORM_UNIT,  13,  1.3,  true)  \
    FONT(FORM_LESS,  9.2, 1.22, false) \
    FONT(FORM_SMALL, 8.5, 1.2,  false)

enum font {
#define FONT(symbol, size, leading, is_bold) FONT_##symbol,
    DRAW_FONTS(FONT)
#undef FONT
    N_FONTS
};

struct font_face {
    double size, leading;
    bool is_bold;
};
extern const struct font_face font_faces[N_FONTS];

#define FONT_FAMILY "Arial"
/* Of the size: how far above its baseline, and below, a line's letters go. */
#define FONT_ASCENT 0.905
#define FONT_DESCENT 0.212

struct page_text {
    const char *whole;      /* as it reads; NULL: nothing */
    const char **lines;     /* as it is broken */
    uint32_t n_lines;
    double width;           /* of the widest line */
    enum font font;
    bool is_cut;            /* words were left out at the end */
    double hang;            /* how far in the lines begin that go on ... */
    const bool *is_hung;    /* ... an entry of a list; NULL: none does */
};

#define DRAW_SYMBOLS(SYMBOL)      \
    SYMBOL(CAPSULE, "capsule")    \
    SYMBOL(BOX, "box")            \
    SYMBOL(DIAMOND, "diamond")    \
    SYMBOL(PENTAGON, "pentagon")  \
    SYMBOL(START, "start")        \
    SYMBOL(END, "end")

enum symbol_kind {
#define SYMBOL(symbol, name) SYMBOL_##symbol,
    DRAW_SYMBOLS(SYMBOL)
#undef SYMBOL
    N_SYMBOL_KINDS
};

struct page_symbol {
    enum symbol_kind kind;
    uint32_t row;           /* for a pentagon the row it leads to */
    uint32_t actor;         /* of the lane; NONE: nobody's */
    const char *letter;     /* pentagons only */
    struct page_text text;       /* in it; on the table only of start and end */
    struct box box;
    bool is_dashed;         /* assists */
    bool is_doubled;        /* each unit for itself */
    double radius;          /* of a capsule's corners */
    double tip;             /* a diamond with a flat top and bottom: how far its
                             * left and right corner stand out; 0: a true one */
    bool is_upward;         /* a pentagon that leads to an earlier page */
    const char *fill;       /* "#rrggbb", or NULL */
    bool is_heavy;          /* a thick edge */
    bool is_critical;       /* of the critical path */
    uint32_t heat;          /* 1 ... N_HEATS by its time; 0: has none */
};

struct page_line {
    uint32_t from, to;
    uint32_t outcome;       /* of from, or NONE */
    const char *via;        /* letter of the pentagon at one end, or NULL */
    struct point *points;
    uint32_t n_points;
    bool has_arrow;         /* else it joins the symbols of one row */
    bool is_dashed;
    bool is_repeat;         /* lies exactly under the line before it */
};

struct page_label {
    struct page_text text;
    struct box box;
    uint32_t line;          /* whose it is */
};

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct page_cell {
    struct page_text text;
    struct box box, text_box;
    enum align align;
    bool is_shaded;
    const char *link;       /* the place in the PDF that its text leads to, or NULL */
    const char *fill;       /* instead of the shade, or NULL */
    bool is_edged, is_heavy;   /* a patch of the legend */
};

struct page_rule {
    struct point a, b;
};

/* A row of the table as it stands here: what a reader points at. One that is
 * cut between two pages has a band on each, the first with its symbols. */
struct page_band {
    uint32_t row;
    struct box box;
    bool is_more;           /* the rest of a row that began on an earlier page */
};

struct page {
    struct box lanes;       /* where symbols and lines may stand */
    LIST_OF(struct page_symbol) symbols;
    LIST_OF(struct page_line) lines;
    LIST_OF(struct page_label) labels;
    LIST_OF(struct page_cell) cells;
    LIST_OF(struct page_rule) rules;
    LIST_OF(struct page_band) bands;   /* from the top */
};

struct page_list {
    struct arena *arena;    /* where it lies */
    bool is_whole;          /* every arrow has a way, every label a place */
    enum draw_style style;
    const struct sop *sop;
    const struct flow *flow;
    double width, height;   /* of every page */
    double scale;           /* of every font: 1, or less on crowded paper */
    LIST_OF(struct page) pages;
};

/* "perintah", "start", "end": a row in data. */
const char *page_row_name(const struct page_list *list, uint32_t row);
/* "yes", "Lengkap", or NULL. */
const char *page_outcome_name(const struct page_list *list, uint32_t row, uint32_t outcome);
const char *symbol_kind_name(enum symbol_kind kind);
/* How far the corners left and right of a diamond stand out. */
double symbol_tip(const struct page_symbol *symbol);
/* How far from the left edge line i begins. */
double text_indent(const struct page_list *list, const struct page_text *text, uint32_t line);
/* Where the baseline of line i of a text begins (left end by its align). */
double text_baseline(const struct page_list *list, const struct page_text *text,
                     const struct box *box, uint32_t line);

#endif
