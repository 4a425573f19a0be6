/*
 * svg_int: a page under way as SVG, and the elements it is made of. Attributes
 * given as text are ours and stand in the file as they are.
 */
#ifndef SOP_CHART_SVG_INT_H
#define SOP_CHART_SVG_INT_H

#include "runtime/chart/chart.h"

struct drawing {
    const struct chart_book *book;
    const struct chart_page *page;
    const struct chart_marks *marks;
    struct bytes *out;
};

struct corner {
    int64_t x, y;
};

/* The one way for a text into the file, as content and as an attribute. */
void svg_escaped(struct bytes *out, const char *s);
/* A name as a part of an id: what an id cannot hold becomes `_`. */
void svg_word(struct bytes *out, const char *s);
/* 1234 is 12.34 points. */
void svg_number(struct bytes *out, int64_t n);

/* A line whose baseline begins, has its middle or ends there. */
void svg_line_of_text(struct drawing *d, const struct chart_font *font, enum chart_align align,
                      int64_t x, int64_t y, const char *text);
/* The lines of a text, centred in the height of their box; those that begin with
 * a tab so far in as `hang`. */
void svg_text(struct drawing *d, uint32_t list, uint32_t font, enum chart_align align,
              const struct chart_box *box, uint32_t hang);
void svg_rect(struct drawing *d, const struct chart_box *b, int64_t radius,
              const char *attributes);
void svg_polygon(struct drawing *d, const struct corner *at, uint32_t n, const char *attributes);

#endif
