/*
 * A page as a Graphviz graph: the only file that knows Graphviz.
 *
 * Symbols are nodes and arrows are edges, each at its place; the table lies
 * under them as the graph's `_background`, and so do the outlines for which
 * Graphviz has no node shape (capsule, page link, doubled edge). The engine
 * is nop2, which moves nothing; the .dot file drawn by `neato -n2` is the
 * same page. Graphviz counts y upward.
 *
 * What users wrote never becomes markup: in the background a text is counted
 * bytes, in a label `\` and `&` are escaped.
 */
#include <graphviz/gvc.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/draw/emit.h"
#include "compiler/draw/outline.h"

static const double png_dots = 150;      /* an inch */

struct graph {
    const struct page_list *list;
    const struct page *page;
    enum draw_format format;
    Agraph_t *graph;
    struct bytes scratch;                /* the attribute being made */
    Agnode_t **nodes;                    /* per symbol */
    struct page_ids ids;
};

static double flipped(const struct graph *g, double y)
{
    return g->list->height - y;
}

/* ---- attributes ------------------------------------------------------- */

static void set(void *object, const char *name, const char *value)
{
    agsafeset(object, (char *)name, (char *)value, (char[]){""});
}

/* Sets what was made in scratch, and empties it. */
static void scratch_empty(struct graph *g)
{
    g->scratch.len = 0;
    if (g->scratch.data)
        g->scratch.data[0] = '\0';
}

static void set_scratch(struct graph *g, void *object, const char *name)
{
    set(object, name, g->scratch.data ? g->scratch.data : "");
    scratch_empty(g);
}

static void set_number(struct graph *g, void *object, const char *name, double value)
{
    bytes_printf(&g->scratch, "%lld", llround(value * 1e4) / 10000);
    long long rest = llround(value * 1e4) % 10000;
    if (rest)
        bytes_printf(&g->scratch, ".%04lld", rest);
    set_scratch(g, object, name);
}

/* A label is shown as written: no `\N`, no entity. */
static void set_label(struct graph *g, void *object, const struct page_text *text)
{
    for (uint32_t i = 0; i < text->n_lines; i++) {
        if (i)
            bytes_add_string(&g->scratch, "\\n");
        for (const char *s = text->lines[i]; *s; s++) {
            if (*s == '&')
                bytes_add_string(&g->scratch, "&amp;");
            else if (*s == '\\')
                bytes_add_string(&g->scratch, "\\\\");
            else
                bytes_add_char(&g->scratch, *s);
        }
    }
    set_scratch(g, object, "label");
    set_number(g, object, "fontsize", font_faces[text->font].size * g->list->scale);
}

static void add_pair(struct graph *g, double x, double y)
{
    emit_number(&g->scratch, x);
    bytes_add_char(&g->scratch, ',');
    emit_number(&g->scratch, flipped(g, y));
}

/* ---- nodes and edges -------------------------------------------------- */

static const char *node_shape(const struct page_symbol *s)
{
    if (!symbol_has_node_shape(s))
        return "none";
    return s->kind == SYMBOL_DIAMOND ? "diamond" : "box";
}

static void node_add(struct graph *g, uint32_t i)
{
    const struct page_symbol *s = &g->page->symbols.at[i];
    Agnode_t *node = agnode(g->graph, (char *)g->ids.symbols[i], 1);
    set(node, "id", g->ids.symbols[i]);
    g->nodes[i] = node;
    emit_symbol_class(g->list, s, &g->scratch);
    set_scratch(g, node, "class");
    set(node, "shape", node_shape(s));
    add_pair(g, box_center_x(&s->box), box_center_y(&s->box));
    set_scratch(g, node, "pos");
    set_number(g, node, "width", box_width(&s->box) / 72);
    set_number(g, node, "height", box_height(&s->box) / 72);
    set_label(g, node, &s->text);
    if (symbol_has_node_shape(s) && s->is_dashed)
        set(node, "style", s->fill ? "filled,dashed" : "dashed");
    else if (symbol_has_node_shape(s) && s->fill)
        set(node, "style", "filled");
    if (symbol_has_node_shape(s) && s->fill)
        set(node, "fillcolor", s->fill);
    if (s->is_heavy)
        set_number(g, node, "penwidth", STROKE_HEAVY);
}

/* The symbol that a line's end lies on. */
static uint32_t symbol_at(const struct graph *g, struct point p)
{
    struct box at = box_grown((struct box){p.x, p.y, p.x, p.y}, 1);
    for (uint32_t i = 0; i < g->page->symbols.n; i++)
        if (box_meets(&g->page->symbols.at[i].box, &at))
            return i;
    return 0;
}

static void edge_path(struct graph *g, const struct page_line *line)
{
    struct point last = line->points[line->n_points - 1], before = line->points[0];
    if (line->has_arrow) {
        bytes_add_string(&g->scratch, "e,");
        add_pair(g, last.x, last.y);
        bytes_add_char(&g->scratch, ' ');
        last = arrow_outline(line, g->list->scale).neck;
    }
    add_pair(g, before.x, before.y);
    for (uint32_t i = 1; i < line->n_points; i++) {
        struct point p = i + 1 == line->n_points ? last : line->points[i];
        const struct point way[] = {before, p, p};
        for (uint32_t k = 0; k < COUNT_OF(way); k++) {
            bytes_add_char(&g->scratch, ' ');
            add_pair(g, way[k].x, way[k].y);
        }
        before = p;
    }
}

static void edge_label(struct graph *g, Agedge_t *edge, uint32_t line)
{
    for (uint32_t i = 0; i < g->page->labels.n; i++) {
        const struct page_label *label = &g->page->labels.at[i];
        if (label->line != line)
            continue;
        set_label(g, edge, &label->text);
        add_pair(g, box_center_x(&label->box), box_center_y(&label->box));
        set_scratch(g, edge, "lp");
    }
}

static void edge_add(struct graph *g, uint32_t i)
{
    const struct page_line *line = &g->page->lines.at[i];
    Agnode_t *tail = g->nodes[symbol_at(g, line->points[0])];
    Agnode_t *head = g->nodes[symbol_at(g, line->points[line->n_points - 1])];
    Agedge_t *edge = agedge(g->graph, tail, head, (char *)g->ids.lines[i], 1);
    set(edge, "id", g->ids.lines[i]);
    edge_path(g, line);
    set_scratch(g, edge, "pos");
    set(edge, "class", line->has_arrow ? "arrow" : "join");
    if (!line->has_arrow)
        set(edge, "dir", "none");
    if (line->is_dashed)
        set(edge, "style", "dashed");
    edge_label(g, edge, i);
}

/* ---- the graph -------------------------------------------------------- */

static void defaults_set(struct graph *g)
{
    static const struct {
        int kind;
        const char *name, *value;
    } defaults[] = {
        {AGRAPH, "layout", "nop2"},      {AGRAPH, "pad", "0"},
        {AGRAPH, "margin", "0"},         {AGRAPH, "notranslate", "true"},
        {AGRAPH, "linelength", "0"},     {AGRAPH, "charset", "UTF-8"},
        {AGNODE, "fixedsize", "true"},   {AGNODE, "margin", "0"},
        {AGNODE, "fontname", FONT_FAMILY}, {AGNODE, "label", "\\N"},
        {AGEDGE, "fontname", FONT_FAMILY}, {AGEDGE, "label", ""},
    };
    for (uint32_t i = 0; i < COUNT_OF(defaults); i++)
        agattr(g->graph, defaults[i].kind, (char *)defaults[i].name,
               (char *)defaults[i].value);
}

static void default_number(struct graph *g, int kind, const char *name, double value)
{
    emit_number(&g->scratch, value);
    agattr(g->graph, kind, (char *)name, g->scratch.data);
    scratch_empty(g);
}

static void graph_fill(struct graph *g)
{
    defaults_set(g);
    default_number(g, AGNODE, "penwidth", STROKE_SYMBOL);
    default_number(g, AGEDGE, "penwidth", STROKE_ARROW);
    default_number(g, AGEDGE, "arrowsize", ARROW_HEAD / 10 * g->list->scale);
    if (g->format == DRAW_PNG)
        set_number(g, g->graph, "dpi", png_dots);
    bytes_add_string(&g->scratch, "0,0,");
    add_pair(g, g->list->width, 0);
    set_scratch(g, g->graph, "bb");
    background_write(g->list, g->page, g->format, &g->scratch);
    set_scratch(g, g->graph, "_background");
    for (uint32_t i = 0; i < g->page->symbols.n; i++)
        node_add(g, i);
    for (uint32_t i = 0; i < g->page->lines.n; i++)
        if (!g->page->lines.at[i].is_repeat)
            edge_add(g, i);
}

/* ---- rendering -------------------------------------------------------- */

static int bytes_put(void *out, const char *s)
{
    bytes_add_string(out, s);
    return 0;
}

static int bytes_flush(void *out)
{
    (void)out;
    return 0;
}

/* As it was made: a renderer would write its own reckonings beside. */
static enum err dot_write(struct graph *g, struct bytes *out)
{
    return agwrite(g->graph, out) ? ERR_SYSTEM : ERR_NONE;
}

/* Graphviz' plugins remember fonts of the context that they first met, also
 * when it is freed: there can be only one in the life of a process. */
static GVC_t *context_only(void)
{
    static GVC_t *only;
    if (!only)
        only = gvContext();
    return only;
}

static enum err picture_write(struct graph *g, struct bytes *out)
{
    GVC_t *gvc = context_only();
    char *data = NULL;
    unsigned len = 0;
    enum err err = ERR_SYSTEM;
    if (!gvc)
        return err;
    if (gvLayout(gvc, g->graph, "nop2") == 0) {
        if (gvRenderData(gvc, g->graph, draw_format_name(g->format), &data, &len) == 0 && data)
            err = ERR_NONE;
        gvFreeLayout(gvc, g->graph);
    }
    if (err == ERR_NONE && g->format == DRAW_SVG)
        svg_finish(g->list, g->page, &g->ids, data, len, out);
    else if (err == ERR_NONE)
        bytes_add(out, data, len);
    if (data)
        gvFreeRenderData(data);
    return err;
}

/* Graphviz' own talk is not for users: what fails is told by the result. */
static int stay_silent(char *message)
{
    (void)message;
    return 0;
}

enum err emit_graphviz(const struct page_list *list, const struct page *page,
                       enum draw_format format, struct bytes *out)
{
    struct Agiodisc_s io = AgIoDisc;
    Agdisc_t disc = {.mem = &AgMemDisc, .id = &AgIdDisc, .io = &io};
    io.putstr = bytes_put;
    io.flush = bytes_flush;
    agusererrf before = agseterrf(stay_silent);
    struct graph g = {.list = list, .page = page, .format = format};
    struct arena scratch;
    arena_init(&scratch, list->arena->on_full);
    ids_make(&g.ids, list, page, &scratch);
    g.graph = agopen((char *)list->sop->id, Agdirected, &disc);
    g.nodes = calloc(page->symbols.n + 1, sizeof(Agnode_t *));
    enum err err = ERR_SYSTEM;
    if (g.graph && g.nodes) {
        graph_fill(&g);
        if (!g.scratch.failed)
            err = format == DRAW_DOT ? dot_write(&g, out) : picture_write(&g, out);
    }
    free(g.nodes);
    arena_free(&scratch);
    bytes_free(&g.scratch);
    if (g.graph)
        agclose(g.graph);
    agseterrf(before);
    return err == ERR_NONE && out->failed ? ERR_SYSTEM : err;
}
