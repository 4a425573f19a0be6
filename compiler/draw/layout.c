/*
 * layout: from a flow to its pages. Place, route, label; where an arrow or a
 * label found no room, its row gets more, and it is done again.
 */
#include "compiler/draw/arrows.h"
#include "compiler/draw/swim.h"

enum { MOST_ROUNDS = 14, SQUEEZE_MOST = 2 };

/* Steps of the router's searches: a page that people draw takes two thousand a
 * row. Where hundreds of arrows want through one place it would take for ever;
 * then some are left without a way (draw_is_whole). */
enum {
    EFFORT_OF_PAGE = 1u << 20, EFFORT_OF_ROW = 1u << 13,
    EFFORT_MOST = 1u << 24,   /* of all pages and rounds, and so much for each row */
    EFFORT_LEAST = 1u << 16,  /* of a page, even then */
    EFFORT_OF_SHEET = 8,      /* times as much where all stands on one */
};

struct layout {
    const struct flow *flow;
    const struct flow_notes *notes;
    const struct draw_options *options;
    struct arena *arena;
    struct canvas *canvas;
    struct chart *chart;
    struct frame *frame;
    struct band_list *bands;
    struct sheet_list *sheets;
    struct growth growth;
    uint32_t round;
    struct page_list *list;
    uint64_t effort;         /* that all rounds have taken */
};

/* ---- names -------------------------------------------------------------- */

static const char *const color_names[N_DRAW_COLORS] = {
#define COLOR(symbol, name) [DRAW_COLOR_##symbol] = name,
    DRAW_COLORS(COLOR)
#undef COLOR
};

const char *draw_color_name(enum draw_color color)
{
    return color < N_DRAW_COLORS ? color_names[color] : NULL;
}

static const char *const style_names[N_DRAW_STYLES] = {
#define STYLE(symbol, name) [DRAW_STYLE_##symbol] = name,
    DRAW_STYLES(STYLE)
#undef STYLE
};

const char *draw_style_name(enum draw_style style)
{
    return style < N_DRAW_STYLES ? style_names[style] : NULL;
}

/* ---- one page --------------------------------------------------------- */

static void more_room(struct layout *l, const struct scene *scene, uint32_t node)
{
    const struct scene_node *n = &scene->nodes.at[node];
    if (!n->pennant)
        l->growth.gutter[n->stop] += 4;
}

/* What found no way or no place gets more room in the next round. */
static bool page_judge(struct layout *l, const struct scene *scene, const arrow_list *arrows)
{
    bool is_good = true;
    for (uint32_t i = 0; i < arrows->n; i++) {
        const struct arrow *a = &arrows->at[i];
        if (a->is_routed && (a->has_label || !label_is_wanted(scene, a)))
            continue;
        is_good = false;
        more_room(l, scene, a->from);
        if (a->is_routed)
            l->growth.wish[scene->nodes.at[a->from].stop]++;
        else
            more_room(l, scene, a->to);
    }
    return is_good;
}

static bool page_route(struct layout *l, const struct scene *scene)
{
    struct tracks tracks;
    arrow_list arrows = {0};
    tracks_build(&tracks, scene);
    arrows_collect(scene, &arrows);
    arrows_join_rows(scene, &tracks);
    labels_reserve(scene, &tracks, l->growth.wish);
    arrows_draw(scene, arrows_route(scene, &tracks, &arrows), &arrows);
    return page_judge(l, scene, &arrows);
}

static uint64_t all_effort(const struct layout *l)
{
    uint64_t most = EFFORT_MOST + (uint64_t)EFFORT_OF_ROW * l->flow->n_rows;
    return l->options->style == DRAW_STYLE_FLOW ? EFFORT_OF_SHEET * most : most;
}

static uint64_t page_effort(const struct layout *l)
{
    uint64_t page = l->options->style == DRAW_STYLE_FLOW
                        ? all_effort(l)
                        : EFFORT_OF_PAGE + (uint64_t)EFFORT_OF_ROW * l->flow->n_rows;
    uint64_t left = l->effort < all_effort(l) ? all_effort(l) - l->effort : 0;
    return left < EFFORT_LEAST ? EFFORT_LEAST : left < page ? left : page;
}

static bool page_build(struct layout *l, uint32_t i)
{
    struct arena scratch;
    struct scene scene;
    struct page *page = &l->list->pages.at[i];
    arena_init(&scratch, l->arena->on_full);
    scene_build(&scene, l->frame, l->bands, l->sheets, i, page, &scratch);
    const uint64_t given = page_effort(l);
    uint64_t left = given;
    scene.effort = &left;
    bool is_good = page_route(l, &scene);
    l->effort += given - left;
    color_symbols(page, l->flow->sop, l->options->color, l->notes);
    arena_free(&scratch);
    if (l->sheets->sheets.at[i].is_overfull)
        l->growth.zoom *= 1.1;
    return is_good && !l->sheets->sheets.at[i].is_overfull;
}

/* ---- all pages -------------------------------------------------------- */

static bool pages_build(struct layout *l)
{
    l->frame = frame_build(l->chart, l->canvas, l->options, l->notes, &l->growth, l->arena);
    l->bands = bands_build(l->frame, l->notes, &l->growth);
    l->sheets = sheets_build(l->frame, l->bands);
    if (l->frame->style == DRAW_STYLE_FLOW)
        swim_sheet_end(l->frame, l->bands);
    l->list->width = l->frame->width;
    l->list->height = l->frame->height;
    l->list->scale = l->frame->scale;
    l->list->pages.n = 0;
    bool is_good = true;
    for (uint32_t i = 0; i < l->sheets->sheets.n; i++) {
        *LIST_ADD(l->arena, &l->list->pages) = (struct page){0};
        is_good &= page_build(l, i);
    }
    return is_good;
}

/* What every further round may use: taller rows and free places first, then
 * narrower symbols, and in the end wider lanes. */
static void growth_step(struct layout *l)
{
    if (l->round % 2 == 0 && l->growth.squeeze < SQUEEZE_MOST)
        l->growth.squeeze++;
    if (l->round >= 5)
        l->growth.widen *= 1.12;
}

static void box_scale(struct box *box, double by)
{
    *box = (struct box){box->x0 * by, box->y0 * by, box->x1 * by, box->y1 * by};
}

static void page_scale(struct page *page, double by)
{
    box_scale(&page->lanes, by);
    for (uint32_t i = 0; i < page->symbols.n; i++) {
        box_scale(&page->symbols.at[i].box, by);
        page->symbols.at[i].radius *= by;
    }
    for (uint32_t i = 0; i < page->bands.n; i++)
        box_scale(&page->bands.at[i].box, by);
    for (uint32_t i = 0; i < page->labels.n; i++)
        box_scale(&page->labels.at[i].box, by);
    for (uint32_t i = 0; i < page->cells.n; i++) {
        box_scale(&page->cells.at[i].box, by);
        box_scale(&page->cells.at[i].text_box, by);
    }
    for (uint32_t i = 0; i < page->rules.n; i++) {
        struct page_rule *r = &page->rules.at[i];
        *r = (struct page_rule){{r->a.x * by, r->a.y * by}, {r->b.x * by, r->b.y * by}};
    }
    for (uint32_t i = 0; i < page->lines.n; i++) {
        struct page_line *line = &page->lines.at[i];
        for (uint32_t k = 0; k < line->n_points && !line->is_repeat; k++)
            line->points[k] = (struct point){line->points[k].x * by, line->points[k].y * by};
    }
}

static void list_scale(struct page_list *list)
{
    list->width *= list->scale;
    list->height *= list->scale;
    for (uint32_t i = 0; i < list->pages.n && list->scale < 1; i++)
        page_scale(&list->pages.at[i], list->scale);
}

struct page_list *draw_layout(const struct flow *flow, const struct flow_notes *notes,
                              const struct draw_options *options, struct arena *arena)
{
    struct layout l = {
        .flow = flow,
        .notes = notes,
        .options = options,
        .arena = arena,
        .canvas = canvas_open(arena),
        .chart = chart_build(flow, arena),
        .growth = {.widen = 1, .zoom = 1},
        .list = ARENA_NEW(arena, struct page_list),
    };
    l.list->sop = flow->sop;
    l.list->flow = flow;
    l.list->arena = arena;
    l.list->style = options->style;
    l.growth.gutter = ARENA_ARRAY(arena, l.chart->stops.n + 1, double);
    l.growth.wish = ARENA_ARRAY(arena, l.chart->stops.n + 1, uint32_t);
    while (!(l.list->is_whole = pages_build(&l)) && ++l.round < MOST_ROUNDS &&
           l.effort < all_effort(&l))
        growth_step(&l);
    canvas_close(l.canvas);
    list_scale(l.list);
    return l.list;
}

bool draw_is_whole(const struct page_list *list)
{
    return list->is_whole;
}

uint32_t draw_n_pages(const struct page_list *list)
{
    return list->pages.n;
}
