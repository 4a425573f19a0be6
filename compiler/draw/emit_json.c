/* The display list as it is, for programs: `sopc draw -T json`. */
#include <jansson.h>
#include <stdlib.h>

#include "compiler/draw/emit.h"

/* Two places, so that the same drawing is the same text. */
static json_t *json_points(double value)
{
    return json_real(round(value * 100) / 100);
}

static json_t *json_box(const struct box *b)
{
    return json_pack("[o, o, o, o]", json_points(b->x0), json_points(b->y0),
                     json_points(b->x1), json_points(b->y1));
}

static json_t *json_symbol(const struct page_list *list, const struct page_symbol *s)
{
    return json_pack("{s:s, s:s, s:s?, s:s?, s:s?, s:b, s:b, s:o}", "row",
                     page_row_name(list, s->row), "kind", symbol_kind_name(s->kind), "actor",
                     s->actor == NONE ? NULL : list->sop->actors.at[s->actor].id, "letter",
                     s->letter, "text", s->letter ? NULL : s->text.whole, "dashed",
                     (int)s->is_dashed, "doubled", (int)s->is_doubled, "box", json_box(&s->box));
}

static json_t *json_line(const struct page_list *list, const struct page_line *line)
{
    json_t *points = json_array();
    for (uint32_t i = 0; i < line->n_points; i++)
        json_array_append_new(points, json_pack("[o, o]", json_points(line->points[i].x),
                                                json_points(line->points[i].y)));
    return json_pack("{s:s, s:s, s:s?, s:s?, s:o, s:b, s:b}", "from",
                     page_row_name(list, line->from), "to", page_row_name(list, line->to),
                     "outcome", page_outcome_name(list, line->from, line->outcome), "via",
                     line->via, "points", points, "arrow", (int)line->has_arrow, "dashed",
                     (int)line->is_dashed);
}

static json_t *json_label(const struct page_label *label)
{
    return json_pack("{s:s, s:o}", "text", label->text.whole, "box", json_box(&label->box));
}

static json_t *json_cell(const struct page_cell *cell)
{
    return json_pack("{s:s, s:o, s:o}", "text", cell->text.whole, "box", json_box(&cell->box),
                     "text_box", json_box(&cell->text_box));
}

static json_t *json_rule(const struct page_rule *rule)
{
    struct box box = {rule->a.x, rule->a.y, rule->b.x, rule->b.y};
    return json_box(&box);
}

static json_t *json_page(const struct page_list *list, const struct page *page)
{
    json_t *symbols = json_array(), *lines = json_array(), *labels = json_array();
    json_t *cells = json_array(), *rules = json_array();
    for (uint32_t i = 0; i < page->symbols.n; i++)
        json_array_append_new(symbols, json_symbol(list, &page->symbols.at[i]));
    for (uint32_t i = 0; i < page->lines.n; i++)
        json_array_append_new(lines, json_line(list, &page->lines.at[i]));
    for (uint32_t i = 0; i < page->labels.n; i++)
        json_array_append_new(labels, json_label(&page->labels.at[i]));
    for (uint32_t i = 0; i < page->cells.n; i++)
        json_array_append_new(cells, json_cell(&page->cells.at[i]));
    for (uint32_t i = 0; i < page->rules.n; i++)
        json_array_append_new(rules, json_rule(&page->rules.at[i]));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "width", json_points(list->width),
                     "height", json_points(list->height), "symbols", symbols, "lines", lines,
                     "labels", labels, "cells", cells, "rules", rules);
}

enum err emit_json(const struct page_list *list, struct bytes *out)
{
    json_t *pages = json_array();
    for (uint32_t i = 0; i < list->pages.n; i++)
        json_array_append_new(pages, json_page(list, &list->pages.at[i]));
    json_t *all = json_pack("{s:i, s:s, s:o}", "format_version", 1, "unit", "point", "pages",
                            pages);
    char *text = all ? json_dumps(all, JSON_COMPACT | JSON_REAL_PRECISION(7)) : NULL;
    json_decref(all);
    if (!text)
        return ERR_SYSTEM;
    bytes_add_string(out, text);
    bytes_add_char(out, '\n');
    free(text);
    return out->failed ? ERR_SYSTEM : ERR_NONE;
}
