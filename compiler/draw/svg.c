/*
 * Finishing Graphviz' SVG: it goes through line by line. Comments and the
 * doctype go; the picture gets a role, a title and a description in words;
 * every symbol and arrow gets a title that people understand, and the shapes
 * that Graphviz does not have come into their symbols' groups, so that a
 * style sheet reaches them by id and class.
 */
#include <string.h>

#include "compiler/draw/describe.h"
#include "compiler/draw/emit.h"
#include "compiler/draw/outline.h"

struct finisher {
    const struct page_list *list;
    const struct page *page;
    const struct page_ids *ids;
    struct bytes *out;
    struct arena scratch;
    uint32_t symbol, line;   /* whose group is open; NONE: neither */
    bool has_head;
};

static void add_escaped(struct bytes *out, const char *s)
{
    for (; *s; s++) {
        if (*s == '&')
            bytes_add_string(out, "&amp;");
        else if (*s == '<')
            bytes_add_string(out, "&lt;");
        else if (*s == '>')
            bytes_add_string(out, "&gt;");
        else
            bytes_add_char(out, *s);
    }
}

/* Graphviz writes a hyphen as an entity; read it as the reader of XML would. */
static void add_plain(struct bytes *out, const char *s, size_t len)
{
    static const char hyphen[] = "&#45;";
    for (size_t i = 0; i < len; i++) {
        if (len - i >= sizeof hyphen - 1 && !memcmp(s + i, hyphen, sizeof hyphen - 1)) {
            bytes_add_char(out, '-');
            i += sizeof hyphen - 2;
        } else {
            bytes_add_char(out, s[i]);
        }
    }
}

/* ---- words ------------------------------------------------------------ */

/* The page read aloud: its rows from the top. */
static void add_description(struct finisher *f)
{
    uint32_t last = NONE;
    bytes_add_string(f->out, "<desc>");
    for (uint32_t i = 0; i < f->page->symbols.n; i++) {
        const struct page_symbol *s = &f->page->symbols.at[i];
        if (s->kind == SYMBOL_PENTAGON || s->row == last)
            continue;
        last = s->row;
        add_escaped(f->out, describe_row_aloud(f->list->flow, s->row, &f->scratch));
        bytes_add_string(f->out, ".\n");
    }
    bytes_add_string(f->out, "</desc>\n");
}

static void add_head(struct finisher *f)
{
    bytes_add_string(f->out, "<title>");
    add_escaped(f->out, f->list->sop->title ? f->list->sop->title : f->list->sop->id);
    bytes_add_string(f->out, "</title>\n");
    add_description(f);
}

/* ---- shapes ----------------------------------------------------------- */

static void add_point(struct finisher *f, struct point p)
{
    emit_number(f->out, p.x);
    bytes_add_char(f->out, ',');
    emit_number(f->out, p.y - f->list->height);   /* Graphviz' group is shifted so */
}

static void add_path(struct finisher *f, const struct page_symbol *s, double inset,
                     const char *fill)
{
    struct outline o = symbol_outline(s, inset);
    bytes_printf(f->out, "<path fill=\"%s\" stroke=\"black\" stroke-width=\"", fill);
    emit_number(f->out, symbol_stroke(s));
    bytes_printf(f->out, "\"%s d=\"", s->is_dashed ? " stroke-dasharray=\"5,2\"" : "");
    for (uint32_t i = 0; i < o.n; i++) {
        bytes_add_string(f->out, !i              ? "M"
                                 : !o.is_curved  ? "L"
                                 : i % 3 == 1    ? "C"
                                                 : " ");
        add_point(f, o.at[i]);
    }
    bytes_add_string(f->out, "Z\"/>\n");
}

static void add_shape(struct finisher *f, const struct page_symbol *s)
{
    if (symbol_has_node_shape(s))
        return;
    add_path(f, s, 0, s->fill ? s->fill : "white");
    if (s->is_doubled)
        add_path(f, s, DOUBLED_INSET * f->list->scale, "none");
}

/* ---- lines of the file ------------------------------------------------ */

static bool begins(const char *s, size_t len, const char *with)
{
    return len >= strlen(with) && !memcmp(s, with, strlen(with));
}

/* Finds what the id of a group stands for. */
static void group_open(struct finisher *f, const char *s, size_t len)
{
    struct bytes id = {0};
    const char *begin = memchr(s, '"', len);
    const char *end = memchr(begin + 1, '"', len - (size_t)(begin + 1 - s));
    add_plain(&id, begin + 1, (size_t)(end - begin - 1));
    uint32_t i = id.data ? ids_find(f->ids, id.data) : NONE, n = f->page->symbols.n;
    f->symbol = i < n ? i : NONE;
    f->line = i != NONE && i >= n ? i - n : NONE;
    bytes_free(&id);
}

static void add_title(struct finisher *f)
{
    if (f->symbol == NONE && f->line == NONE)
        return;
    bytes_add_string(f->out, "<title>");
    if (f->symbol != NONE)
        add_escaped(f->out, describe_row(f->list->flow, f->page->symbols.at[f->symbol].row,
                                         &f->scratch));
    else
        add_escaped(f->out, describe_line(f->list, &f->page->lines.at[f->line], &f->scratch));
    bytes_add_string(f->out, "</title>\n");
    if (f->symbol != NONE)
        add_shape(f, &f->page->symbols.at[f->symbol]);
}

static void line_finish(struct finisher *f, const char *s, size_t len)
{
    if (begins(s, len, "<title>")) {
        add_title(f);
        return;
    }
    if (begins(s, len, "<g id="))
        group_open(f, s, len);
    if (begins(s, len, "<svg")) {
        static const char *const codes[N_LANGUAGES] = {LANGUAGE_NAMES};
        bytes_printf(f->out, "<svg role=\"img\" xml:lang=\"%s\"",
                     codes[f->list->sop->language]);
        s += 4;
        len -= 4;
    }
    add_plain(f->out, s, len);
    if (!f->has_head && begins(s, len, " viewBox=")) {
        f->has_head = true;
        add_head(f);
    }
}

/* How far what is left out goes, from s. */
static size_t skipped(const char *s, size_t len)
{
    const char *end = NULL;
    size_t tail = 0;
    if (begins(s, len, "<!--")) {
        end = memmem(s, len, "-->\n", 4);
        tail = 4;
    } else if (begins(s, len, "<!DOCTYPE")) {
        end = memmem(s, len, ">\n", 2);
        tail = 2;
    }
    return end ? (size_t)(end - s) + tail : 0;
}

void svg_finish(const struct page_list *list, const struct page *page,
                const struct page_ids *ids, const char *svg, size_t len, struct bytes *out)
{
    struct finisher f = {
        .list = list, .page = page, .ids = ids, .out = out, .symbol = NONE, .line = NONE};
    arena_init(&f.scratch, list->arena->on_full);
    while (len) {
        size_t skip = skipped(svg, len);
        const char *end = skip ? svg + skip - 1 : memchr(svg, '\n', len);
        size_t n = end ? (size_t)(end + 1 - svg) : len;
        if (!skip)
            line_finish(&f, svg, n);
        svg += n;
        len -= n;
    }
    arena_free(&f.scratch);
}
