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
    const struct page_list *list;
    const struct page *page;
    const char *at, *end;
    const char *prefix;      /* "p1-" */
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

/* Graphviz draws in a group that is moved down by the page's height. */
static void add_band(struct svg_reader *r, const struct page_band *band)
{
    struct html *h = r->html;
    bool is_row = band->row < h->content->sop->rows.n;
    struct box box = band->box;
    box.y0 -= r->list->height;
    box.y1 -= r->list->height;
    html_add(h, "<rect class=\"band\" data-row=\"%s\" data-actors=\"%s\" fill=\"none\"",
             page_row_name(r->list, band->row), is_row ? html_row_actors(h, band->row) : "");
    html_box(h, &box);
    html_add(h, "/>\n");
}

static void add_bands(struct svg_reader *r)
{
    r->has_bands = true;
    html_add(r->html, "<g class=\"bands\">\n");
    for (uint32_t i = 0; i < r->page->bands.n; i++)
        add_band(r, &r->page->bands.at[i]);
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
static void copy_root(struct svg_reader *r, const char *label)
{
    const char *role = " role=\"img\"";
    r->at = find(r, "<svg");
    take(r, r->at < r->end ? strlen("<svg") : 0);
    html_add(r->html, " class=\"drawing\" aria-label=\"%s\"", label);
    if (!is_next(r, role))
        bytes_add_string(r->html->out, role);
    copy_tag(r);
    r->at = find(r, "<g ");
}

static void copy(struct svg_reader *r, const char *label)
{
    copy_root(r, label);
    while (r->at < r->end) {
        if (!r->has_bands && is_part(r))
            add_bands(r);
        if (*r->at == '<')
            copy_tag(r);
        else
            take(r, (size_t)(find(r, "<") - r->at));
    }
}

enum err html_svg(struct html *h, const struct page_list *list, uint32_t page,
                  const char *prefix, const char *label)
{
    struct bytes svg = {0};
    enum err err = draw_write(list, DRAW_SVG, page, &svg);
    struct svg_reader r = {.html = h,
                           .list = list,
                           .page = &list->pages.at[page],
                           .at = svg.data,
                           .end = svg.data + svg.len,
                           .prefix = arena_printf(h->arena, "%s%u-", prefix, page + 1)};
    if (err == ERR_NONE)
        copy(&r, label);
    bytes_free(&svg);
    return err;
}
