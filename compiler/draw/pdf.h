/*
 * pdf: painting pages of one size into a PDF file, by Cairo, with what leads
 * through it: an outline, links, and the places they lead to. Coordinates are
 * points, y downward. The same calls give the same bytes.
 */
#ifndef SOP_DRAW_PDF_H
#define SOP_DRAW_PDF_H

#include "compiler/draw/pages.h"

struct ink {
    const char *fill;      /* "#rrggbb", or NULL: none */
    double stroke;         /* width, 0: none; black */
    const char *color;     /* of the stroke, or NULL: black */
    bool is_dashed;
};

/* What the file says of itself; NULL: nothing. */
struct pdf_info {
    const char *title, *subject, *author;
    const char *language;  /* "id", "en"; then it also says what its paragraphs are */
};

struct pdf;

/* Pages go to out; begin, then page + paint for each, then end. NULL: no memory. */
struct pdf *pdf_begin(struct bytes *out, const struct pdf_info *info, double width, double height);
void pdf_page(struct pdf *pdf);
/* A closed shape (3n + 1 points of curves, or corners), or an open line of
 * n points and then one more. */
void pdf_shape(struct pdf *pdf, const struct point *points, uint32_t n, bool is_curved,
               struct ink ink);
void pdf_line(struct pdf *pdf, const struct point *points, uint32_t n, struct point end,
              struct ink ink);
void pdf_text(struct pdf *pdf, const char *text, enum font font, double scale,
              struct point baseline, enum align align);
enum err pdf_end(struct pdf *pdf);

/* What is painted between them is one paragraph, for those who hear the page;
 * with a place it leads there when touched within the box. */
void pdf_paragraph(struct pdf *pdf, const char *place, const struct box *box);
void pdf_paragraph_end(struct pdf *pdf);

/* Names of places are plain ASCII without quotes (Cairo writes others in two
 * ways that do not meet); each that is led to is set once in the file. */
void pdf_place(struct pdf *pdf, const char *name, struct point at);
/* An entry that leads to a place, or to the present page (NULL), below another
 * (PDF_ROOT: below none). */
enum { PDF_ROOT = 0 };
int pdf_outline(struct pdf *pdf, int above, const char *text, const char *place, bool is_open);

#endif
