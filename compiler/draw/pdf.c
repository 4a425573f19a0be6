/* Cairo behind pdf.h, and what Cairo does not write of itself. */
#include <cairo-pdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/draw/canvas_int.h"
#include "compiler/draw/pdf.h"

struct pdf {
    struct bytes *out;
    size_t start;            /* of the file in out */
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoLayout *layout;
    uint32_t n_pages;
    const char *language;    /* NULL: nothing in it is tagged */
    const char *paragraph;   /* the tag of the one that is open, or NULL */
};

static const char document[] = "Document";
static const double longest = 14400;   /* page that readers take; larger is drawn smaller */

static cairo_status_t pdf_write(void *out, const unsigned char *data, unsigned len)
{
    bytes_add(out, data, len);
    return ((struct bytes *)out)->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static void pdf_tell(struct pdf *pdf, cairo_pdf_metadata_t what, const char *text)
{
    if (text && *text)
        cairo_pdf_surface_set_metadata(pdf->surface, what, text);
}

struct pdf *pdf_begin(struct bytes *out, const struct pdf_info *info, double width, double height)
{
    struct pdf *pdf = calloc(1, sizeof *pdf);
    if (!pdf)
        return NULL;
    pdf->out = out;
    pdf->start = out->len;
    pdf->language = info->language;
    double scale = fmin(1, longest / fmax(width, height));
    pdf->surface = cairo_pdf_surface_create_for_stream(pdf_write, out, width * scale,
                                                       height * scale);
    pdf_tell(pdf, CAIRO_PDF_METADATA_TITLE, info->title);
    pdf_tell(pdf, CAIRO_PDF_METADATA_SUBJECT, info->subject);
    pdf_tell(pdf, CAIRO_PDF_METADATA_AUTHOR, info->author);
    pdf_tell(pdf, CAIRO_PDF_METADATA_CREATOR, "sopc");
    pdf->cairo = cairo_create(pdf->surface);
    cairo_scale(pdf->cairo, scale, scale);
    if (pdf->language)
        cairo_tag_begin(pdf->cairo, document, NULL);
    pdf->layout = pango_cairo_create_layout(pdf->cairo);
    context_set(pango_layout_get_context(pdf->layout), MEASURE_PRINT);
    return pdf;
}

void pdf_page(struct pdf *pdf)
{
    if (pdf->n_pages++)
        cairo_show_page(pdf->cairo);
}

static void pdf_color(struct pdf *pdf, const char *color)
{
    unsigned long rgb = strtoul(color + 1, NULL, 16);
    cairo_set_source_rgb(pdf->cairo, (double)(rgb >> 16 & 255) / 255,
                         (double)(rgb >> 8 & 255) / 255, (double)(rgb & 255) / 255);
}

static void pdf_ink(struct pdf *pdf, struct ink ink)
{
    static const double dashes[] = {3, 2};
    if (ink.fill) {
        pdf_color(pdf, ink.fill);
        cairo_fill_preserve(pdf->cairo);
    }
    if (ink.stroke > 0) {
        pdf_color(pdf, ink.color ? ink.color : "#000000");
        cairo_set_line_width(pdf->cairo, ink.stroke);
        cairo_set_dash(pdf->cairo, dashes, ink.is_dashed ? 2 : 0, 0);
        cairo_stroke_preserve(pdf->cairo);
    }
    cairo_new_path(pdf->cairo);
}

static void pdf_path(struct pdf *pdf, const struct point *p, uint32_t n, bool is_curved)
{
    cairo_move_to(pdf->cairo, p[0].x, p[0].y);
    for (uint32_t i = 1; i < n; i += is_curved ? 3 : 1) {
        if (is_curved)
            cairo_curve_to(pdf->cairo, p[i].x, p[i].y, p[i + 1].x, p[i + 1].y, p[i + 2].x,
                           p[i + 2].y);
        else
            cairo_line_to(pdf->cairo, p[i].x, p[i].y);
    }
}

void pdf_shape(struct pdf *pdf, const struct point *points, uint32_t n, bool is_curved,
               struct ink ink)
{
    pdf_path(pdf, points, n, is_curved);
    cairo_close_path(pdf->cairo);
    pdf_ink(pdf, ink);
}

void pdf_line(struct pdf *pdf, const struct point *points, uint32_t n, struct point end,
              struct ink ink)
{
    pdf_path(pdf, points, n, false);
    cairo_line_to(pdf->cairo, end.x, end.y);
    pdf_ink(pdf, ink);
}

void pdf_text(struct pdf *pdf, const char *text, enum font font, double scale,
              struct point baseline, enum align align)
{
    layout_set_font(pdf->layout, font, scale);
    pango_layout_set_text(pdf->layout, text, -1);
    PangoLayoutLine *line = pango_layout_get_line_readonly(pdf->layout, 0);
    double shift = line_width(line, MEASURE_PRINT) * (align == ALIGN_LEFT     ? 0
                                       : align == ALIGN_CENTER ? 0.5
                                                               : 1);
    pdf_color(pdf, "#000000");
    cairo_move_to(pdf->cairo, baseline.x - shift, baseline.y);
    pango_cairo_show_layout_line(pdf->cairo, line);
    cairo_new_path(pdf->cairo);
}

/* ---- what leads through it -------------------------------------------- */

void pdf_place(struct pdf *pdf, const char *name, struct point at)
{
    char tag[160];
    snprintf(tag, sizeof tag, "name='%s' x=%d y=%d", name, (int)at.x, (int)at.y);
    cairo_tag_begin(pdf->cairo, CAIRO_TAG_DEST, tag);
    cairo_tag_end(pdf->cairo, CAIRO_TAG_DEST);
}

/* Links alone, without the document's own tag around them, make Cairo write of
 * objects that are not there: what is not tagged has none. */
void pdf_paragraph(struct pdf *pdf, const char *place, const struct box *box)
{
    char tag[224] = "";
    pdf->paragraph = !pdf->language ? NULL : place ? CAIRO_TAG_LINK : "P";
    if (place)
        snprintf(tag, sizeof tag, "dest='%s' rect=[%d %d %d %d]", place, (int)box->x0,
                 (int)box->y0, (int)ceil(box_width(box)), (int)ceil(box_height(box)));
    if (pdf->paragraph)
        cairo_tag_begin(pdf->cairo, pdf->paragraph, tag);
}

void pdf_paragraph_end(struct pdf *pdf)
{
    if (pdf->paragraph)
        cairo_tag_end(pdf->cairo, pdf->paragraph);
    pdf->paragraph = NULL;
}

int pdf_outline(struct pdf *pdf, int above, const char *text, const char *place, bool is_open)
{
    char where[160];
    if (place)
        snprintf(where, sizeof where, "dest='%s'", place);
    else
        snprintf(where, sizeof where, "page=%u", pdf->n_pages);
    return cairo_pdf_surface_add_outline(pdf->surface, above, text, where,
                                         is_open ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
}

/* ---- the file --------------------------------------------------------- */

/* Cairo writes the hour of making; the same source shall give the same file. */
static void pdf_forget_date(char *data, size_t len)
{
    static const char key[] = "/CreationDate (";
    char *at = memmem(data, len, key, sizeof key - 1);
    char *end = at ? memchr(at, ')', len - (size_t)(at - data)) : NULL;
    if (end)
        memset(at, ' ', (size_t)(end + 1 - at));
}

/* The last of a text in a file that holds NULs too, or NULL. */
static char *find_last(char *data, size_t len, const char *text)
{
    char *found = NULL;
    size_t n = strlen(text);
    for (char *p = data; (p = memmem(p, len - (size_t)(p - data), text, n)); p += n)
        found = p;
    return found;
}

/*
 * The language stands in the catalog, which Cairo lets nobody write to. It is
 * the last object before the table of places: only that table moves. Where
 * the file looks otherwise (another Cairo), it stays as it is.
 */
static void pdf_set_language(struct bytes *out, size_t start, const char *language)
{
    char text[48], *data = out->data + start;
    size_t len = out->len - start;
    char *catalog = find_last(data, len, "/Type /Catalog");
    char *end = catalog ? memmem(catalog, len - (size_t)(catalog - data), "endobj\nxref\n", 12)
                        : NULL;
    char *place = end ? find_last(end, len - (size_t)(end - data), "startxref\n") : NULL;
    if (!place || strtoul(place + 10, NULL, 10) != (size_t)(end - data) + 7)
        return;
    int n = snprintf(text, sizeof text, "\n   /Lang (%s)", language);
    size_t at = start + (size_t)(catalog - data) + 14, moved = (size_t)(end - data) + 7 + (size_t)n;
    out->len = start + (size_t)(place - data);
    bytes_printf(out, "startxref\n%zu\n%%%%EOF\n", moved);
    bytes_add(out, text, (size_t)n);
    if (out->failed)
        return;
    memmove(out->data + at + n, out->data + at, out->len - (size_t)n - at);
    memcpy(out->data + at, text, (size_t)n);
}

enum err pdf_end(struct pdf *pdf)
{
    g_object_unref(pdf->layout);
    if (pdf->language)
        cairo_tag_end(pdf->cairo, document);
    cairo_destroy(pdf->cairo);
    cairo_surface_finish(pdf->surface);
    bool is_good = cairo_surface_status(pdf->surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(pdf->surface);
    if (is_good && !pdf->out->failed) {
        pdf_forget_date(pdf->out->data + pdf->start, pdf->out->len - pdf->start);
        if (pdf->language)
            pdf_set_language(pdf->out, pdf->start, pdf->language);
    }
    enum err err = is_good && !pdf->out->failed ? ERR_NONE : ERR_SYSTEM;
    free(pdf);
    return err;
}
