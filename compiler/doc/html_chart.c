/*
 * The pages of the table: on each sheet the drawing as it is printed, which
 * is a picture, and over it an invisible link for every row, which is what a
 * keyboard and a screen reader hold on to.
 */
#include "compiler/doc/html.h"
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
             name, name, html_row_sentence(h, band->row));
    html_add(h, "<rect");
    html_box(h, &band->box);
    html_add(h, "/></a>\n");
}

static void add_rows(struct html *h, uint32_t i)
{
    const struct page *page = &h->pages->pages.at[i];
    const char *number = arena_printf(h->arena, "%u", i + 1);
    html_add(h, "<svg class=\"rows\" role=\"group\" aria-label=\"%s\" viewBox=\"0 0 ",
             doc_sentence(h->arena, DOC_WORD_ROWS_OF, h->content->language, number));
    emit_number(h->out, h->pages->width);
    bytes_add_char(h->out, ' ');
    emit_number(h->out, h->pages->height);
    html_add(h, "\" xmlns=\"http://www.w3.org/2000/svg\">\n");
    for (uint32_t b = 0; b < page->bands.n; b++)
        add_row(h, &page->bands.at[b]);
    html_add(h, "</svg>\n");
}

static enum err add_sheet(struct html *h, uint32_t i)
{
    struct bytes svg = {0};
    enum err err = draw_write(h->pages, DRAW_SVG, i, &svg);
    html_add(h, "<div class=\"sheet chart\" id=\"page-%u\">\n", i + 1);
    if (err == ERR_NONE)
        html_svg(h, i, &svg);
    add_rows(h, i);
    html_add(h, "</div>\n");
    bytes_free(&svg);
    return err;
}

enum err html_chart(struct html *h)
{
    enum err err = ERR_NONE;
    html_add(h, "<section class=\"procedure\">\n<h2>%s</h2>\n",
             doc_word(DOC_WORD_PROCEDURE, h->content->language));
    for (uint32_t i = 0; i < draw_n_pages(h->pages) && err == ERR_NONE; i++)
        err = add_sheet(h, i);
    html_add(h, "</section>\n");
    return err;
}
