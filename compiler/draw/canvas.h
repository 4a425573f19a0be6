/*
 * canvas: the one door to Pango and Cairo: breaking text into lines that fit,
 * and painting PDF pages. Coordinates are points, y downward.
 *
 * A printer and a browser set text in its true widths, a screen rounds every
 * letter to dots and comes out up to 5 % wider or narrower: lines are broken
 * so that they fit either way.
 */
#ifndef SOP_DRAW_CANVAS_H
#define SOP_DRAW_CANVAS_H

#include "compiler/draw/pages.h"

/* ---- measuring -------------------------------------------------------- */

struct canvas;

struct canvas *canvas_open(struct arena *arena);
void canvas_close(struct canvas *canvas);

/* Breaks words to lines of that width (a newline breaks too); what does not
 * fit in n_most lines (0: any number) ends with an ellipsis. whole may be
 * NULL: no lines. All in the arena. */
struct page_text canvas_wrap(struct canvas *canvas, const char *whole, enum font font, double width,
                        uint32_t n_most);
/* Words are never broken; lines are as wide as the widest of them needs. */
struct page_text canvas_wrap_words(struct canvas *canvas, const char *whole, enum font font,
                                   double width, uint32_t n_most);
/* Height of that many lines. */
double canvas_height(enum font font, uint32_t n_lines);

/* ---- painting --------------------------------------------------------- */

struct ink {
    const char *fill;      /* "#rrggbb", or NULL: none */
    double stroke;         /* width, 0: none; black */
    bool is_dashed;
};

struct pdf;

/* Pages go to out; begin, then page + paint for each, then end. */
struct pdf *pdf_begin(struct bytes *out, const char *title, double width, double height);
void pdf_page(struct pdf *pdf, const char *outline);
/* A closed shape (3n + 1 points of curves, or corners), or an open line of
 * n points and then one more. */
void pdf_shape(struct pdf *pdf, const struct point *points, uint32_t n, bool is_curved,
               struct ink ink);
void pdf_line(struct pdf *pdf, const struct point *points, uint32_t n, struct point end,
              struct ink ink);
void pdf_text(struct pdf *pdf, const char *text, enum font font, double scale,
              struct point baseline, enum align align);
enum err pdf_end(struct pdf *pdf);

#endif
