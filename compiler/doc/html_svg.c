/*
 * A page's drawing made part of the document. The SVG goes through tag by
 * tag: what stands before its root goes; its ids, and what refers to them,
 * get the page's prefix; before its first symbol or arrow come the bands of
 * the rows, over the table's texts and under the arrows, so that a row can be
 * lit or veiled. The picture's own title goes too: it would pop up wherever
 * the mouse stands still.
 */
#include <string.h>

#include "compiler/doc/html.h"
#include "compiler/draw/emit.h"

struct svg_reader {
    struct html *html;
    const char *at, *end;
    const char *prefix;
    uint32_t page;
    bool has_bands;
};

static bool is_next(const struct svg_reader *r, const char *with)
{
    size_t len = strlen(with);
    return (size_t)(r->end - r->at) >= len && !memcmp(r->at, with, len);
}

static void take(struct svg_reader *r, size_t len)
{
    bytes_add(r->html->out, r->at, len);
    r->at += len;
}

static const char *find(const struct svg_reader *r, const char *what)
{
    const char *found = memmem(r->at, (size_t)(r->end - r->at), what, strlen(what));
    return found ? found : r->end;
}

/* ---- bands ------------------------------------------------------------- */

static void add_number(struct html *h, const char *name, double value)
{
    bytes_printf(h->out, " %s=\"", name);
    emit_number(h->out, value);
    bytes_add_char(h->out, '"');
}

/* Graphviz draws in a group that is moved down by the page's height. */
static void add_band(struct html *h, const struct page_band *band)
{
    bool is_row = band->row < h->content->sop->rows.n;
    html_add(h, "<rect class=\"band\" data-row=\"%s\" data-actors=\"%s\" fill=\"none\"",
             page_row_name(h->pages, band->row), is_row ? html_row_actors(h, band->row) : "");
    add_number(h, "x", band->box.x0);
    add_number(h, "y", band->box.y0 - h->pages->height);
    add_number(h, "width", box_width(&band->box));
    add_number(h, "height", box_height(&band->box));
    html_add(h, "/>\n");
}

static void add_bands(struct svg_reader *r)
{
    const struct page *page = &r->html->pages->pages.at[r->page];
    r->has_bands = true;
    html_add(r->html, "<g class=\"bands\">\n");
    for (uint32_t i = 0; i < page->bands.n; i++)
        add_band(r->html, &page->bands.at[i]);
    html_add(r->html, "</g>\n");
}

/* ---- tags -------------------------------------------------------------- */

/* How a tag names an id, up to the name itself. */
static const char *const names[] = {" id=\"",  " href=\"#",           " xlink:href=\"#",
                                    "url(#",   " aria-labelledby=\"", " aria-describedby=\""};

static size_t name_ahead(const struct svg_reader *r)
{
    for (uint32_t i = 0; i < COUNT_OF(names); i++)
        if (is_next(r, names[i]))
            return strlen(names[i]);
    return 0;
}

static void copy_tag(struct svg_reader *r)
{
    const char *end = find(r, ">");
    while (r->at < end) {
        size_t len = name_ahead(r);
        take(r, len ? len : 1);
        if (len)
            bytes_add_string(r->html->out, r->prefix);
    }
    if (r->at < r->end)
        take(r, 1);
}

/* Is the group that begins here a symbol or an arrow? */
static bool is_part(const struct svg_reader *r)
{
    struct svg_reader tag = *r;
    tag.end = find(r, ">");
    return is_next(r, "<g ") &&
           (find(&tag, "class=\"node") < tag.end || find(&tag, "class=\"edge") < tag.end);
}

/* The root: a picture with a name in words. */
static void copy_root(struct svg_reader *r)
{
    struct html *h = r->html;
    const char *role = " role=\"img\"";
    r->at = find(r, "<svg");
    take(r, r->at < r->end ? strlen("<svg") : 0);
    html_add(h, " class=\"drawing\" aria-label=\"%s\"",
             doc_sentence(h->arena, DOC_WORD_CHART_PAGE, h->content->language,
                          arena_printf(h->arena, "%u", r->page + 1),
                          arena_printf(h->arena, "%u", draw_n_pages(h->pages))));
    if (!is_next(r, role))
        bytes_add_string(h->out, role);
    copy_tag(r);
    r->at = find(r, "<g ");
}

void html_svg(struct html *h, uint32_t page, const struct bytes *svg)
{
    struct svg_reader r = {.html = h,
                           .at = svg->data,
                           .end = svg->data + svg->len,
                           .prefix = arena_printf(h->arena, "p%u-", page + 1),
                           .page = page};
    copy_root(&r);
    while (r.at < r.end) {
        if (!r.has_bands && is_part(&r))
            add_bands(&r);
        if (*r.at == '<')
            copy_tag(&r);
        else
            take(&r, (size_t)(find(&r, "<") - r.at));
    }
}
