/*
 * The pages of the table: on each sheet the drawing as it is printed, which
 * is a picture, and over it an invisible link for every row, which is what a
 * keyboard and a screen reader hold on to.
 */
#include "compiler/doc/html.h"
#include "compiler/draw/describe.h"
#include "compiler/draw/emit.h"

static void add_number(struct html *h, const char *name, double value)
{
    bytes_printf(h->out, " %s=\"", name);
    emit_number(h->out, value);
    bytes_add_char(h->out, '"');
}

void html_box(struct html *h, const struct box *b)
{
    add_number(h, "x", b->x0);
    add_number(h, "y", b->y0);
    add_number(h, "width", box_width(b));
    add_number(h, "height", box_height(b));
}

static void add_row(struct html *h, const struct page_band *band)
{
    const struct sop *sop = h->content->sop;
    if (band->is_more || band->row >= sop->rows.n)
        return;
    const char *name = sop->rows.at[band->row].id;
    html_add(h, "<a id=\"row-%s\" href=\"#step-%s\" data-row=\"%s\" aria-label=\"%s\">", name,
             name, name, describe_row_aloud(h->content->flow, band->row, h->arena));
    html_add(h, "<rect");
    html_box(h, &band->box);
    html_add(h, "/></a>\n");
}

static void add_rows(struct html *h, uint32_t i)
{
    const struct page_list *table = h->pages->table;
    const struct page *page = &table->pages.at[i];
    const char *number = arena_printf(h->arena, "%u", i + 1);
    html_add(h, "<svg class=\"rows\" role=\"group\" aria-label=\"%s\" viewBox=\"0 0 ",
             doc_sentence(h->arena, DOC_WORD_ROWS_OF, h->content->language, number));
    emit_number(h->out, table->width);
    bytes_add_char(h->out, ' ');
    emit_number(h->out, table->height);
    html_add(h, "\" xmlns=\"http://www.w3.org/2000/svg\">\n");
    for (uint32_t b = 0; b < page->bands.n; b++)
        add_row(h, &page->bands.at[b]);
    html_add(h, "</svg>\n");
}

static enum err add_sheet(struct html *h, uint32_t i)
{
    const struct page_list *table = h->pages->table;
    const char *label = doc_sentence(h->arena, DOC_WORD_CHART_PAGE, h->content->language,
                                     arena_printf(h->arena, "%u", i + 1),
                                     arena_printf(h->arena, "%u", table->pages.n));
    html_add(h, "<div class=\"sheet chart\" id=\"page-%u\">\n", i + 1);
    enum err err = html_svg(h, table, i, "p", label);
    add_rows(h, i);
    html_add(h, "</div>\n");
    return err;
}

enum err html_chart(struct html *h)
{
    enum err err = ERR_NONE;
    html_add(h, "<section class=\"procedure\">\n<h2>%s</h2>\n",
             doc_word(DOC_WORD_PROCEDURE, h->content->language));
    for (uint32_t i = 0; i < h->pages->table->pages.n && err == ERR_NONE; i++)
        err = add_sheet(h, i);
    html_add(h, "</section>\n");
    return err;
}

enum err html_paper(struct html *h, const struct page_list *list, const char *prefix)
{
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < list->pages.n && err == ERR_NONE; i++) {
        html_add(h, "<div class=\"sheet paper\">\n");
        err = html_svg(h, list, i, prefix, h->content->kind);
        html_add(h, "</div>\n");
    }
    return err;
}
