/*
 * svg: the elements that our SVG files are made of, whoever draws: pages here,
 * a chart of times in the compiler. Lengths are counts of 1/100 of a point.
 * Attributes given as text are ours and stand in the file as they are; texts
 * of users are escaped.
 */
#ifndef SOP_SVG_H
#define SOP_SVG_H

#include "runtime/chart/chart.h"

/* What the letters of every file are set in, by its root element. */
#define SVG_FONT_FAMILY "Arial, Liberation Sans, sans-serif"

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
void svg_line_of_text(struct bytes *out, const struct chart_font *font, enum chart_align align,
                      int64_t x, int64_t y, const char *text);
void svg_rect(struct bytes *out, const struct chart_box *b, int64_t radius,
              const char *attributes);
void svg_polygon(struct bytes *out, const struct corner *at, uint32_t n, const char *attributes);
void svg_polyline(struct bytes *out, const struct corner *at, uint32_t n, const char *attributes);
/* The file's first elements: <svg>, its size and <title>; the caller goes on with what it
 * describes, and closes it. */
void svg_begin(struct bytes *out, const char *class, int64_t width, int64_t height,
               const char *title);

#endif
