/* The display list painted page after page into one PDF. */
#include <stdio.h>

#include "compiler/draw/emit.h"
#include "compiler/draw/outline.h"

struct painter {
    const struct page_list *list;
    const struct page *page;
    struct pdf *pdf;
};

static void text_paint(struct painter *p, const struct page_text *text, const struct box *box,
                       enum align align, const char *link)
{
    if (!text->n_lines)
        return;
    double x = align == ALIGN_LEFT     ? box->x0
               : align == ALIGN_CENTER ? box_center_x(box)
                                       : box->x1;
    pdf_paragraph(p->pdf, link, box);
    for (uint32_t i = 0; i < text->n_lines; i++)
        pdf_text(p->pdf, text->lines[i], text->font, p->list->scale,
                 (struct point){x + text_indent(p->list, text, i),
                                text_baseline(p->list, text, box, i)}, align);
    pdf_paragraph_end(p->pdf);
}

static void box_paint(struct painter *p, const struct box *b, const char *fill, double stroke)
{
    struct point corners[] = {{b->x0, b->y0}, {b->x1, b->y0}, {b->x1, b->y1}, {b->x0, b->y1}};
    pdf_shape(p->pdf, corners, 4, false, (struct ink){.fill = fill, .stroke = stroke});
}

static void table_paint(struct painter *p)
{
    for (uint32_t i = 0; i < p->page->cells.n; i++) {
        const struct page_cell *c = &p->page->cells.at[i];
        double stroke = !c->is_edged ? 0 : c->is_heavy ? STROKE_HEAVY : STROKE_RULE;
        if (cell_fill(c))
            box_paint(p, &c->box, cell_fill(c), stroke);
    }
    for (uint32_t i = 0; i < p->page->rules.n; i++) {
        const struct page_rule *r = &p->page->rules.at[i];
        struct ink ink = {.stroke = STROKE_RULE, .color = rule_color(p->list)};
        pdf_line(p->pdf, &r->a, 1, r->b, ink);
    }
    for (uint32_t i = 0; i < p->page->cells.n; i++) {
        const struct page_cell *c = &p->page->cells.at[i];
        text_paint(p, &c->text, &c->text_box, c->align, c->link);
    }
}

static void symbol_paint(struct painter *p, const struct page_symbol *s)
{
    struct outline edge = symbol_outline(s, 0);
    struct ink ink = {.fill = s->fill ? s->fill : "#ffffff",
                      .stroke = symbol_stroke(s),
                      .is_dashed = s->is_dashed};
    pdf_shape(p->pdf, edge.at, edge.n, edge.is_curved, ink);
    ink.fill = NULL;
    edge = symbol_outline(s, DOUBLED_INSET * p->list->scale);
    if (s->is_doubled)
        pdf_shape(p->pdf, edge.at, edge.n, edge.is_curved, ink);
    text_paint(p, &s->text, &s->box, ALIGN_CENTER, NULL);
}

static void line_paint(struct painter *p, const struct page_line *line)
{
    struct point end = line->points[line->n_points - 1];
    struct outline head = arrow_outline(line, p->list->scale);
    pdf_line(p->pdf, line->points, line->n_points - 1, line->has_arrow ? head.neck : end,
             (struct ink){.stroke = STROKE_ARROW, .is_dashed = line->is_dashed});
    if (line->has_arrow)
        pdf_shape(p->pdf, head.at, head.n, false, (struct ink){.fill = "#000000"});
}

void emit_pdf_page(const struct page_list *list, const struct page *page, struct pdf *pdf)
{
    struct painter painter = {list, page, pdf}, *p = &painter;
    table_paint(p);
    for (uint32_t i = 0; i < page->labels.n; i++) {
        struct box ground = label_ground(&page->labels.at[i]);
        box_paint(p, &ground, "#ffffff", 0);
    }
    for (uint32_t i = 0; i < page->lines.n; i++)
        if (!page->lines.at[i].is_repeat)
            line_paint(p, &page->lines.at[i]);
    for (uint32_t i = 0; i < page->symbols.n; i++)
        symbol_paint(p, &page->symbols.at[i]);
    for (uint32_t i = 0; i < page->labels.n; i++)
        text_paint(p, &page->labels.at[i].text, &page->labels.at[i].box, ALIGN_CENTER, NULL);
}

enum err emit_pdf(const struct page_list *list, struct bytes *out)
{
    struct pdf_info info = {.title = list->sop->title};
    struct pdf *pdf = pdf_begin(out, &info, list->width, list->height);
    if (!pdf)
        return ERR_SYSTEM;
    for (uint32_t i = 0; i < list->pages.n; i++) {
        char number[32];
        snprintf(number, sizeof number, "%u", i + 1);
        pdf_page(pdf);
        pdf_outline(pdf, PDF_ROOT, number, NULL, true);
        emit_pdf_page(list, &list->pages.at[i], pdf);
    }
    return pdf_end(pdf);
}
