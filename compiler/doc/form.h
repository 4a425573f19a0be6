/*
 * form: pages that fill from the top with bands: boxes side by side, each
 * holding a column of text. A band too tall for what is left of a page is cut
 * between lines and goes on, below its head, on the next. What comes of it is
 * a display list of compiler/draw, painted as the table is.
 */
#ifndef SOP_DOC_FORM_H
#define SOP_DOC_FORM_H

#include "compiler/doc/content.h"
#include "compiler/draw/canvas.h"
#include "compiler/draw/draw.h"

/* Inside a box, beside the text. */
#define FORM_PADDING 4.5

struct form {
    const struct doc_content *content;
    struct canvas *canvas;
    struct arena *arena;
    struct page_list *list;
    const char *running;     /* title of every page but the first, or NULL */
    double left, right, top, bottom;
    double y;                /* where the next band goes */
};

/* A piece of text behind a marker ("1.") or none. */
struct form_item {
    struct page_text marker, text;
};

struct form_column {
    double from, to;
    LIST_OF(struct form_item) items;
    double indent;           /* of the texts, for the markers */
    enum align align;
    const char *link;        /* the place that it leads to, or NULL */
};

struct form_band {
    enum font font;          /* of all its texts */
    LIST_OF(struct form_column) columns;
    double gap;              /* above and below the text */
    double least;            /* height */
    const struct form_band *head;   /* stands again above what goes on; or NULL */
    bool is_list;            /* then above those columns only that go on */
    bool is_shaded, is_open; /* open: without rules */
};

struct form *form_open(const struct doc_content *content, enum draw_paper paper,
                       struct canvas *canvas, struct arena *arena);
struct page *form_page(const struct form *form);
void form_turn(struct form *form);
/* Turns the page unless so much still fits on it. */
void form_keep(struct form *form, double height);
void form_place(struct form *form, const struct form_band *band);
/* The height of the whole band, and of so many lines of it. */
double form_band_height(const struct form_band *band);
double form_lines_height(const struct form_band *band, uint32_t n);

/* Breaks a text so that it keeps within that width in print too; at most so
 * many lines (0: any number). */
struct page_text form_wrap(const struct form *form, const char *text, enum font font,
                           double width, uint32_t n_most);
struct form_column *form_column_add(const struct form *form, struct form_band *band, double from,
                                    double to);
/* Breaks a text (NULL: none) to the column's width. */
void form_text(const struct form *form, const struct form_band *band, struct form_column *column,
               const char *text);
/* The items of a list, numbered where there are several. */
void form_list(const struct form *form, const struct form_band *band, struct form_column *column,
               const struct doc_list *list);

/* A text alone in a box, upright in its middle. */
void form_cell(const struct form *form, struct page_text text, struct box box, enum align align);
void form_rule(const struct form *form, double x0, double y0, double x1, double y1);
void form_frame(const struct form *form, const struct box *box);

/* ---- the parts of the document ------------------------------------------ */

/* Its pages, one list behind the other; feet are on all of them. */
struct doc_pages {
    struct page_list *identity, *table, *annexes;
    uint32_t *first_page;    /* of each annex, from 0 in its list */
    uint32_t n_pages;
};

struct page_list *doc_identity_pages(const struct doc_content *content, enum draw_paper paper,
                                     struct canvas *canvas, struct arena *arena);
/* first_page: for each annex. */
struct page_list *doc_annex_pages(const struct doc_content *content, enum draw_paper paper,
                                  struct canvas *canvas, uint32_t *first_page,
                                  struct arena *arena);
/* The name of a row's place in the PDF. */
const char *doc_place(const struct doc_content *content, uint32_t row, struct arena *arena);

#endif
