/*
 * canvas: the door to Pango: breaking text into lines that fit. Sizes are
 * points.
 *
 * A printer and a browser set text in its true widths, a screen rounds every
 * letter to dots and comes out up to 5 % wider or narrower: lines are broken
 * so that they fit either way.
 */
#ifndef SOP_DRAW_CANVAS_H
#define SOP_DRAW_CANVAS_H

#include "compiler/draw/pages.h"

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
/* Entries one below the other, "- " before each; what does not fit in a line
 * goes on below the entry's first letter. whole: the same as one text. */
struct page_text canvas_wrap_list(struct canvas *canvas, const string_list *entries,
                                  const char *whole, enum font font, double width);
/* Height of that many lines. */
double canvas_height(enum font font, uint32_t n_lines);

#endif
