/*
 * chart: the pages of an SOP as plain data, and one of them as SVG.
 *
 * The display list is numbers and indexes, never markup: what stands where,
 * in 1/100 of a point from the upper left corner, every text broken into
 * lines already. So whoever holds one needs no fonts and no layout to show the
 * page. The compiler makes it, an image keeps it (the structs below are its
 * records, field by field), soprun draws it with the rows of a case lit.
 *
 * A book owns nothing; what its pointers lead to must outlive it. chart_svg
 * believes the indexes of a book: those of an image were verified.
 */
#ifndef SOP_CHART_H
#define SOP_CHART_H

#include "runtime/base/base.h"

/* A stop is a row of the book, or a capsule that was added for the case's
 * beginning or end. */
#define CHART_START (UINT32_MAX - 3)
#define CHART_END (UINT32_MAX - 2)

#define CHART_SYMBOLS(SYMBOL)     \
    SYMBOL(CAPSULE, "capsule")    \
    SYMBOL(BOX, "box")            \
    SYMBOL(DIAMOND, "diamond")    \
    SYMBOL(PENTAGON, "pentagon")  \
    SYMBOL(START, "start")        \
    SYMBOL(END, "end")

enum chart_symbol_kind {
#define SYMBOL(symbol, name) CHART_##symbol##_SHAPE,
    CHART_SYMBOLS(SYMBOL)
#undef SYMBOL
    N_CHART_SYMBOL_KINDS
};

const char *chart_symbol_name(enum chart_symbol_kind kind);

enum chart_align { CHART_LEFT, CHART_CENTER, CHART_RIGHT, N_CHART_ALIGNS };

/* Everything of this sort in a book, from the first of them. */
struct chart_span {
    uint32_t first, n;
};

struct chart_box {
    uint32_t x0, y0, x1, y1;
};

struct chart_font {
    uint32_t size, height;   /* of the letters; from line to line */
    uint32_t rise;           /* from a line's top down to its baseline */
    uint32_t is_bold;
};

struct chart_page {
    struct chart_span symbols, lines, labels, cells, rules;
};

/* `lines` of a text: a list of strings, one for each line. */
struct chart_symbol {
    uint32_t kind;           /* enum chart_symbol_kind */
    uint32_t row;            /* a stop; of a pentagon, where it leads */
    uint32_t actor;          /* of the lane, or NONE */
    uint32_t letter;         /* a string, of pentagons alone; else NONE */
    uint32_t lines, font;
    struct chart_box box;
    uint32_t radius;         /* of a capsule's corners */
    uint32_t fill;           /* 0xrrggbb, or NONE */
    uint32_t is_dashed, is_doubled, is_upward;
};

struct chart_line {
    uint32_t from, to;       /* stops that the arrow means */
    uint32_t outcome;        /* of from, a string of data ("yes"), or NONE */
    uint32_t name;           /* the same as people say it, or NONE */
    uint32_t via;            /* the letter of the pentagon at one end, or NONE */
    struct chart_span points;
    uint32_t has_arrow;      /* else it joins the symbols of one row */
    uint32_t is_dashed;
    uint32_t is_repeat;      /* lies exactly under the line before it */
};

struct chart_point {
    uint32_t x, y;
};

struct chart_label {
    uint32_t line;           /* whose it is */
    uint32_t lines, font;
    struct chart_box box;
};

/* A line of a cell that begins with a tab goes on with an entry of a list: it
 * is shown without the tab, and so far in as `hang` says. */
struct chart_cell {
    uint32_t lines, font;
    uint32_t hang;
    uint32_t align;          /* enum chart_align, within text_box */
    uint32_t is_shaded;
    struct chart_box box, text_box;
};

struct chart_rule {
    uint32_t x0, y0, x1, y1;
};

/* What the names and titles of the drawing are made of. */
struct chart_row {
    const char *id, *text;
    uint32_t no;             /* as numbered on paper; 0: not */
};

struct chart_actor {
    const char *id, *name;
};

/* The sorts of records: PART(name, name in the plural). */
#define CHART_PARTS(PART)                                                              \
    PART(font, fonts) PART(page, pages) PART(symbol, symbols) PART(line, lines)        \
    PART(point, points) PART(label, labels) PART(cell, cells) PART(rule, rules)

struct chart_book {
    const char *title, *start, *end;   /* of the SOP; of the capsules that were added */
    uint32_t width, height;            /* of every page */
    uint32_t arrow, inset;             /* an arrow's head; between doubled edges */
    const char *const *strings;
    const uint32_t *lists;             /* how many, then as many strings */
    const struct chart_row *rows;
    const struct chart_actor *actors;
    uint32_t n_strings, n_lists, n_rows, n_actors;
#define PART(name, plural) const struct chart_##name *plural; uint32_t n_##plural;
    CHART_PARTS(PART)
#undef PART
};

/* Of more rows than this together, no chart is made: laying them out would
 * take longer than compiling them. */
#define CHART_MOST_ROWS 2000u

/* An image whose charts would take more than this to write is refused: a small
 * file that shows one large text very often cannot keep its reader busy. */
#define CHART_MOST_BYTES ((uint64_t)64 << 20)
/* About how many bytes all pages take as SVG; stops counting above the most. */
uint64_t chart_weight(const struct chart_book *book);

/* What a case has made of a row. MARK(SYMBOL, class): what stands further
 * below is seen over what stands above. */
#define CHART_MARKS(MARK) MARK(DONE, "done") MARK(OPEN, "open") MARK(LATE, "late")

enum chart_mark {
#define MARK(symbol, name) CHART_##symbol,
    CHART_MARKS(MARK)
#undef MARK
    N_CHART_MARKS
};

#define CHART_BIT(mark) ((uint8_t)(1u << (mark)))

struct chart_marks {
    const uint8_t *rows;               /* a set of CHART_BITs for each row */
    uint8_t start, end;                /* and of the capsules that were added */
    const char *words[N_CHART_MARKS];  /* as people say them, or NULL */
};

/* Appends page `page` (from 0) as an SVG file. marks may be NULL. */
void chart_svg(const struct chart_book *book, uint32_t page, const struct chart_marks *marks,
               struct bytes *out);

#endif
