/* Verifying charts: what the tables of sections.def cannot say of them. Who
 * draws one may then add and subtract lengths without a thought. */
#include "runtime/image/image_int.h"

enum { LEAST_PAPER = 72 * 100, MOST_PAPER = 200 * 72 * 100 };   /* 1 and 200 inches */

/* The page that is looked at. */
struct sheet {
    struct image_loader *l;
    const struct image_tables *t;
    const struct image_chart *chart;
    const struct chart_page *page;
};

static bool is_within(const struct sheet *s, const struct chart_box *b)
{
    return b->x0 <= b->x1 && b->x1 <= s->chart->width && b->y0 <= b->y1 &&
           b->y1 <= s->chart->height;
}

static bool has_sides(const struct chart_box *b)
{
    return b->x0 < b->x1 && b->y0 < b->y1;
}

static bool is_shape_good(const struct chart_symbol *s)
{
    bool is_link = s->kind == CHART_PENTAGON_SHAPE;
    return is_link == (s->letter != NONE) && s->radius <= MOST_PAPER &&
           (s->fill == NONE || s->fill <= 0xffffff);
}

static bool verify_symbols(const struct sheet *s)
{
    for (uint32_t i = 0; i < s->page->symbols.n; i++) {
        uint32_t at = s->page->symbols.first + i;
        const struct chart_symbol *symbol = &s->t->chart_symbol[at];
        if (!is_within(s, &symbol->box) || !has_sides(&symbol->box))
            return image_refuse_record(s->l, RULE_PLACED, SECTION_CHART_SYMBOLS, at);
        if (!is_shape_good(symbol))
            return image_refuse_record(s->l, RULE_SHAPE, SECTION_CHART_SYMBOLS, at);
    }
    return true;
}

static bool verify_lines(const struct sheet *s)
{
    for (uint32_t i = 0; i < s->page->lines.n; i++) {
        uint32_t at = s->page->lines.first + i;
        struct chart_span points = s->t->chart_line[at].points;
        if (points.n < 2)
            return image_refuse_record(s->l, RULE_LINE, SECTION_CHART_LINES, at);
        for (uint32_t k = points.first; k < points.first + points.n; k++)
            if (s->t->chart_point[k].x > s->chart->width ||
                s->t->chart_point[k].y > s->chart->height)
                return image_refuse_record(s->l, RULE_PLACED, SECTION_CHART_POINTS, k);
    }
    return true;
}

static bool verify_labels(const struct sheet *s)
{
    uint32_t least = s->page->lines.first, end = least + s->page->lines.n;
    for (uint32_t i = 0; i < s->page->labels.n; i++) {
        uint32_t at = s->page->labels.first + i;
        const struct chart_label *label = &s->t->chart_label[at];
        if (label->line < least || label->line >= end)
            return image_refuse_record(s->l, RULE_LINE, SECTION_CHART_LABELS, at);
        if (!is_within(s, &label->box))
            return image_refuse_record(s->l, RULE_PLACED, SECTION_CHART_LABELS, at);
        least = label->line;
    }
    return true;
}

static bool verify_table(const struct sheet *s)
{
    for (uint32_t i = 0; i < s->page->cells.n; i++) {
        uint32_t at = s->page->cells.first + i;
        const struct chart_cell *cell = &s->t->chart_cell[at];
        if (!is_within(s, &cell->box) || !is_within(s, &cell->text_box))
            return image_refuse_record(s->l, RULE_PLACED, SECTION_CHART_CELLS, at);
    }
    for (uint32_t i = 0; i < s->page->rules.n; i++) {
        uint32_t at = s->page->rules.first + i;
        const struct chart_rule *r = &s->t->chart_rule[at];
        if (!is_within(s, &(struct chart_box){ r->x0, r->y0, r->x1, r->y1 }))
            return image_refuse_record(s->l, RULE_PLACED, SECTION_CHART_RULES, at);
    }
    return true;
}

static bool is_paper(uint32_t length)
{
    return LEAST_PAPER <= length && length <= MOST_PAPER;
}

/* Whether a chart and what all of its pages share is good. */
static bool is_chart_good(const struct image_tables *t, uint32_t i)
{
    const struct image_chart *c = &t->chart[i];
    return (i == 0 || c[-1].procedure < c->procedure) && c->pages.n > 0 && is_paper(c->width) &&
           is_paper(c->height) && c->arrow <= LEAST_PAPER && c->inset <= LEAST_PAPER;
}

static bool verify_fonts(struct image_loader *l, struct chart_span fonts)
{
    for (uint32_t i = fonts.first; i < fonts.first + fonts.n; i++) {
        const struct chart_font *f = &l->image->t.chart_font[i];
        if (f->size > LEAST_PAPER || f->height > LEAST_PAPER || f->rise > LEAST_PAPER)
            return image_refuse_record(l, RULE_SHAPE, SECTION_CHART_FONTS, i);
    }
    return true;
}

/* All charts together: a small file may show the same large text very often. */
static bool verify_weight(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    struct chart_book book = { 0 };
    uint64_t weight = 0;
    if (t->n_chart && !image_book_names(l->image, &l->scratch, &book))
        return image_no_memory(l);
    for (uint32_t i = 0; i < t->n_chart; i++) {
        image_book_pages(l->image, &t->chart[i], &book);
        weight += chart_weight(&book);
        if (weight > CHART_MOST_BYTES)
            return image_refuse_record(l, RULE_WEIGHT, SECTION_CHARTS, i);
    }
    return true;
}

static bool verify_pages(struct image_loader *l, const struct image_chart *chart)
{
    const struct image_tables *t = &l->image->t;
    for (uint32_t p = 0; p < chart->pages.n; p++) {
        struct sheet s = { l, t, chart, &t->chart_page[chart->pages.first + p] };
        if (!verify_symbols(&s) || !verify_lines(&s) || !verify_labels(&s) || !verify_table(&s))
            return false;
    }
    return true;
}

bool image_verify_charts(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    for (uint32_t i = 0; i < t->n_chart; i++) {
        const struct image_chart *chart = &t->chart[i];
        if (!is_chart_good(t, i))
            return image_refuse_record(l, RULE_CHART, SECTION_CHARTS, i);
        if (!verify_fonts(l, chart->fonts) || !verify_pages(l, chart))
            return false;
    }
    return verify_weight(l);
}
