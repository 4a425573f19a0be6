/*
 * What lies under a page's nodes and edges, in Graphviz' drawing language
 * xdot: the table, its texts, and the outlines for which Graphviz has no node
 * shape. Texts are counted bytes, so nothing in them is ever markup.
 * Graphviz counts y upward.
 */
#include <stdio.h>
#include <string.h>

#include "compiler/draw/emit.h"
#include "compiler/draw/outline.h"

static const double lift = 0.2;          /* Graphviz raises text by this, of its size */

struct background {
    const struct page_list *list;
    const struct page *page;
    enum draw_format format;
    struct bytes *out;
};

static double flipped(const struct background *b, double y)
{
    return b->list->height - y;
}

static void xdot_string(struct background *b, char op, const char *s)
{
    bytes_printf(b->out, "%c %zu -%s ", op, strlen(s), s);
}

static void xdot_number(struct background *b, double value)
{
    emit_number(b->out, value);
    bytes_add_char(b->out, ' ');
}

static void xdot_points(struct background *b, char op, const struct point *p, uint32_t n)
{
    bytes_printf(b->out, "%c %u ", op, n);
    for (uint32_t i = 0; i < n; i++) {
        xdot_number(b, p[i].x);
        xdot_number(b, flipped(b, p[i].y));
    }
}

static void xdot_stroke(struct background *b, double width, bool is_dashed)
{
    char style[48];
    snprintf(style, sizeof style, "setlinewidth(%d.%d)", (int)(width * 10) / 10,
             (int)(width * 10) % 10);
    xdot_string(b, 'S', style);
    xdot_string(b, 'S', is_dashed ? "dashed" : "solid");
}

static void xdot_box(struct background *b, const struct box *box, const char *fill)
{
    struct point p[] = {
        {box->x0, box->y0}, {box->x1, box->y0}, {box->x1, box->y1}, {box->x0, box->y1}};
    xdot_string(b, 'C', fill);
    xdot_string(b, 'c', fill);
    xdot_points(b, 'P', p, 4);
}

/* A file's reader would take a backslash before a quote for an escape. */
static const char *xdot_safe(struct background *b, const char *s, struct bytes *safe)
{
    if (b->format != DRAW_DOT || !strstr(s, "\\\""))
        return s;
    safe->len = 0;
    for (; *s; s++) {
        bytes_add_char(safe, *s);
        if (s[0] == '\\' && s[1] == '"')
            bytes_add_string(safe, "\u2060");
    }
    return safe->data;
}

static void xdot_text(struct background *b, const struct page_text *text,
                      const struct box *box, enum align align)
{
    double size = font_faces[text->font].size * b->list->scale;
    double x = align == ALIGN_LEFT     ? box->x0
               : align == ALIGN_CENTER ? box_center_x(box)
                                       : box->x1;
    struct bytes safe = {0};
    bytes_add_string(b->out, "F ");
    xdot_number(b, size);
    bytes_printf(b->out, "%zu -%s ", strlen(FONT_FAMILY), FONT_FAMILY);
    bytes_printf(b->out, "t %d ", font_faces[text->font].is_bold);
    for (uint32_t i = 0; i < text->n_lines; i++) {
        double y = flipped(b, text_baseline(b->list, text, box, i)) - lift * size;
        bytes_add_string(b->out, "T ");
        xdot_number(b, x + text_indent(b->list, text, i));
        xdot_number(b, y);
        bytes_printf(b->out, "%d ", (int)align - 1);
        xdot_number(b, box_width(box));
        const char *line = xdot_safe(b, text->lines[i], &safe);
        bytes_printf(b->out, "%zu -%s ", strlen(line), line);
    }
    bytes_free(&safe);
}

static void xdot_outline(struct background *b, const struct page_symbol *s, double inset)
{
    struct outline o = symbol_outline(s, inset);
    xdot_points(b, o.is_curved ? 'b' : 'P', o.at, o.n);
}

/* In SVG these stand in the symbol's own group (svg_finish). */
static void background_symbols(struct background *b)
{
    for (uint32_t i = 0; i < b->page->symbols.n; i++) {
        const struct page_symbol *s = &b->page->symbols.at[i];
        if (symbol_has_node_shape(s))
            continue;
        xdot_stroke(b, symbol_stroke(s), s->is_dashed);
        xdot_string(b, 'c', "#000000");
        xdot_string(b, 'C', s->fill ? s->fill : "#ffffff");
        xdot_outline(b, s, 0);
        if (s->is_doubled)
            xdot_outline(b, s, DOUBLED_INSET * b->list->scale);
    }
}

static void background_cell(struct background *b, const struct page_cell *c)
{
    const struct box *box = &c->box;
    struct point p[] = {
        {box->x0, box->y0}, {box->x1, box->y0}, {box->x1, box->y1}, {box->x0, box->y1}};
    if (cell_fill(c))
        xdot_box(b, box, cell_fill(c));
    if (!c->is_edged)
        return;
    xdot_stroke(b, c->is_heavy ? STROKE_HEAVY : STROKE_RULE, false);
    xdot_string(b, 'c', "#000000");
    xdot_points(b, 'p', p, 4);
}

static void background_table(struct background *b)
{
    const struct page *page = b->page;
    for (uint32_t i = 0; i < page->cells.n; i++)
        background_cell(b, &page->cells.at[i]);
    xdot_stroke(b, STROKE_RULE, false);
    xdot_string(b, 'c', rule_color(b->list));
    for (uint32_t i = 0; i < page->rules.n; i++)
        xdot_points(b, 'L', (struct point[]){page->rules.at[i].a, page->rules.at[i].b}, 2);
    xdot_string(b, 'c', "#000000");
    for (uint32_t i = 0; i < page->cells.n; i++) {
        const struct page_cell *c = &page->cells.at[i];
        xdot_text(b, &c->text, &c->text_box, c->align);
    }
}

void background_write(const struct page_list *list, const struct page *page,
                      enum draw_format format, struct bytes *out)
{
    struct background b = {list, page, format, out};
    struct box paper = {0, 0, list->width, list->height};
    xdot_box(&b, &paper, "#ffffff");
    background_table(&b);
    for (uint32_t i = 0; i < page->labels.n; i++) {
        struct box ground = label_ground(&page->labels.at[i]);
        xdot_box(&b, &ground, "#ffffff");
    }
    if (format != DRAW_SVG)
        background_symbols(&b);
}
