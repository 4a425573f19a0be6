/* Laying all arrows of a page: see arrows.h. */
#include <stdlib.h>

#include "compiler/draw/arrows.h"
#include "compiler/draw/untangle.h"

/* ---- which arrows ----------------------------------------------------- */

static struct arrow *arrow_between(const struct scene *scene, arrow_list *arrows,
                                   uint32_t from, uint32_t to, bool may_share)
{
    for (uint32_t i = 0; may_share && i < arrows->n; i++)
        if (arrows->at[i].from == from && arrows->at[i].to == to)
            return &arrows->at[i];
    struct arrow *a = LIST_ADD(scene->scratch, arrows);
    const struct strip *strips = scene->strips.at;
    uint32_t a_strip = scene->nodes.at[from].strip, b_strip = scene->nodes.at[to].strip;
    *a = (struct arrow){.from = from, .to = to, .joins = NONE};
    a->is_back = strips[a_strip].top >= strips[b_strip].top;
    return a;
}

/* The arrow of a tie on this page; those of one entry pentagon are one. */
static void tie_collect(const struct scene *scene, arrow_list *arrows, uint32_t i)
{
    const struct tie *tie = &scene->frame->chart->ties.at[i];
    uint32_t first = scene->sheet->first_stop, end = scene->sheet->end_stop;
    bool is_from = tie->from >= first && tie->from < end;
    bool is_to = tie->to >= first && tie->to < end;
    bool is_up = tie->to < tie->from;
    uint32_t from = is_from ? scene_stop_node(scene, tie->from)
                            : scene_pennant_node(scene, tie->to, is_up, false);
    uint32_t to = is_to ? scene_stop_node(scene, tie->to)
                        : scene_pennant_node(scene, tie->to, is_up, true);
    if (from == NONE || to == NONE)
        return;
    struct arrow *arrow = arrow_between(scene, arrows, from, to, !is_from);
    *LIST_ADD(scene->scratch, &arrow->ties) = i;
}

void arrows_collect(const struct scene *scene, arrow_list *arrows)
{
    const struct chart *chart = scene->frame->chart;
    uint32_t first = scene->sheet->first_stop, end = scene->sheet->end_stop;
    for (uint32_t s = first; s < end; s++) {
        for (uint32_t i = chart->first_in[s]; i < chart->first_in[s + 1]; i++) {
            uint32_t from = chart->ties.at[chart->ties_in[i]].from;
            if (from < first || from >= end)
                tie_collect(scene, arrows, chart->ties_in[i]);
        }
        for (uint32_t i = chart->first_tie[s]; i < chart->first_tie[s + 1]; i++)
            tie_collect(scene, arrows, i);
    }
}

/* ---- rows of several symbols ------------------------------------------ */

static void row_spots_close(const struct scene *scene, struct tracks *t,
                            const struct box *line)
{
    (void)scene;
    for (uint32_t j = 0; j < t->ny; j++) {
        if (fabs(t->y[j] - line->y0) > 0.1)
            continue;
        for (uint32_t i = 0; i < t->nx; i++)
            if (t->x[i] > line->x0 && t->x[i] < line->x1)
                t->spots[i + j * t->nx].owner[ALONG_X] = SPOT_CLOSED;
    }
}

/* Between two signers the line is whole, towards an assistant dashed. */
static bool has_signer(const struct scene *scene, uint32_t from, uint32_t to)
{
    for (uint32_t s = from; s < to; s++)
        if (!scene->page->symbols.at[s].is_dashed)
            return true;
    return false;
}

static void row_join(const struct scene *scene, struct tracks *t, const struct scene_node *node)
{
    struct page *page = scene->page;
    for (uint32_t s = node->first_symbol; s + 1 < node->end_symbol; s++) {
        struct box left = page->symbols.at[s].box, right = page->symbols.at[s + 1].box;
        double y = box_center_y(&left);
        struct point *points = ARENA_ARRAY(scene->arena, 2, struct point);
        points[0] = (struct point){left.x1, y};
        points[1] = (struct point){right.x0, y};
        uint32_t row = page->symbols.at[s].row;
        *LIST_ADD(scene->arena, &page->lines) = (struct page_line){
            .from = row,
            .to = row,
            .outcome = NONE,
            .points = points,
            .n_points = 2,
            .is_dashed = !has_signer(scene, node->first_symbol, s + 1) ||
                         !has_signer(scene, s + 1, node->end_symbol),
        };
        struct box line = box_of_segment(points[0], points[1]);
        row_spots_close(scene, t, &line);
    }
}

void arrows_join_rows(const struct scene *scene, struct tracks *tracks)
{
    for (uint32_t n = 0; n < scene->nodes.n; n++)
        row_join(scene, tracks, &scene->nodes.at[n]);
}

/* ---- order ------------------------------------------------------------ */

struct turn {
    uint32_t arrow, rank;
};

/* The spine first: from each row to the next. Then the short before the long. */
static uint32_t arrow_rank(const struct scene *scene, const struct arrow *a)
{
    uint32_t from = scene->nodes.at[a->from].strip, to = scene->nodes.at[a->to].strip;
    uint32_t span = from < to ? to - from : from - to;
    return span * 2 + a->is_back;
}

static int turn_compare(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->arrow < y->arrow ? -1 : x->arrow > y->arrow;
}

static struct turn *turns_order(const struct scene *scene, const arrow_list *arrows)
{
    struct turn *turns = ARENA_ARRAY(scene->scratch, arrows->n + 1, struct turn);
    for (uint32_t i = 0; i < arrows->n; i++)
        turns[i] = (struct turn){i, arrow_rank(scene, &arrows->at[i])};
    qsort(turns, arrows->n, sizeof *turns, turn_compare);
    return turns;
}

/* ---- laying ----------------------------------------------------------- */

enum { TRIES = 12, LABEL_TURNS = 24, FAMILY_MOST = 6 };

/* A way for one arrow, by force if need be. */
static bool arrow_lay(struct router *router, arrow_list *arrows, uint32_t i)
{
    if (route_find(router, i, false))
        return true;
    return arrows->at[i].n_tries++ < TRIES && route_find(router, i, true);
}

/* Rounds until all have a way: losers of a fight come again in their turn. */
static bool all_lay(struct router *router, arrow_list *arrows, const struct turn *turns)
{
    for (uint32_t round = 0; round < TRIES * 2; round++) {
        bool is_done = true, is_moving = false;
        for (uint32_t k = 0; k < arrows->n; k++) {
            uint32_t i = turns[k].arrow;
            if (arrows->at[i].is_routed)
                continue;
            is_moving |= arrow_lay(router, arrows, i);
            is_done = false;
        }
        if (is_done)
            return true;
        if (!is_moving)
            return false;
    }
    return false;
}

static bool is_joined(const arrow_list *arrows, uint32_t arrow)
{
    for (uint32_t i = 0; i < arrows->n; i++)
        if (arrows->at[i].is_routed && arrows->at[i].joins == arrow)
            return true;
    return false;
}

/* With all others in place, is there a cheaper way? (The old one is free.) */
static void all_improve(struct router *router, arrow_list *arrows, const struct turn *turns)
{
    for (uint32_t k = 0; k < arrows->n; k++) {
        uint32_t i = turns[k].arrow;
        if (is_joined(arrows, i))
            continue;
        route_drop(router, i);
        route_find(router, i, false);
    }
}

/* The arrows that leave one node, and their ways in the best order so far. */
struct family {
    arrow_list *arrows;
    uint32_t members[FAMILY_MOST], n;
    struct arrow best[FAMILY_MOST];
    int32_t best_cost;
};

/* false: too many or too few, or others depend on their ways. */
static bool family_gather(struct family *f, uint32_t from)
{
    f->n = 0;
    f->best_cost = 0;
    for (uint32_t i = 0; i < f->arrows->n; i++) {
        const struct arrow *a = &f->arrows->at[i];
        if (a->from != from)
            continue;
        if (f->n == FAMILY_MOST || !a->is_routed || is_joined(f->arrows, i))
            return false;
        f->best[f->n] = *a;
        f->members[f->n++] = i;
        f->best_cost += a->cost;
    }
    return f->n > 1;
}

/* Lays all members anew, a later one first; remembers it if that is better. */
static void family_try(struct family *f, struct router *router, uint32_t first)
{
    int32_t cost = 0;
    for (uint32_t k = 0; k < f->n; k++)
        route_drop(router, f->members[k]);
    for (uint32_t k = 0; k < f->n; k++) {
        uint32_t i = f->members[(first + k) % f->n];
        if (!route_find(router, i, false))
            return;
        cost += f->arrows->at[i].cost;
    }
    if (cost >= f->best_cost)
        return;
    f->best_cost = cost;
    for (uint32_t k = 0; k < f->n; k++)
        f->best[k] = f->arrows->at[f->members[k]];
}

/* Which exit of a decision is laid first decides who gets the short way. */
static void families_improve(const struct scene *scene, struct router *router,
                             arrow_list *arrows)
{
    struct family f = {.arrows = arrows};
    for (uint32_t n = 0; n < scene->nodes.n; n++) {
        if (!family_gather(&f, n))
            continue;
        for (uint32_t first = 1; first < f.n; first++)
            family_try(&f, router, first);
        for (uint32_t k = 0; k < f.n; k++)
            route_drop(router, f.members[k]);
        for (uint32_t k = 0; k < f.n; k++)
            route_put_back(router, f.members[k], &f.best[k]);
    }
}

struct router *arrows_route(const struct scene *scene, struct tracks *tracks,
                            arrow_list *arrows)
{
    struct router *router = router_open(scene, tracks, arrows);
    struct turn *turns = turns_order(scene, arrows);
    if (!all_lay(router, arrows, turns))
        return router;
    all_improve(router, arrows, turns);
    families_improve(scene, router, arrows);
    all_improve(router, arrows, turns);
    arrows_untangle(scene, router, arrows);
    for (uint32_t turn = 0; turn < LABEL_TURNS; turn++)
        if (!labels_turn(scene, router, arrows) || !all_lay(router, arrows, turns))
            break;
    labels_repeat(scene, router, arrows);
    return router;
}

/* ---- drawing ---------------------------------------------------------- */

static struct page_line tie_line(const struct scene *scene, const struct arrow *a, uint32_t tie)
{
    const struct chart *chart = scene->frame->chart;
    const struct tie *t = &chart->ties.at[tie];
    const struct pennant *from = scene->nodes.at[a->from].pennant;
    const struct pennant *to = scene->nodes.at[a->to].pennant;
    return (struct page_line){
        .from = chart->stops.at[t->from].row,
        .to = chart->stops.at[t->to].row,
        .outcome = t->outcome,
        .via = from ? from->letter : to ? to->letter : NULL,
        .has_arrow = true,
        .is_dashed = t->is_late,
    };
}

static void label_draw(const struct scene *scene, const struct arrow *a, uint32_t line)
{
    if (!label_is_wanted(scene, a) && !a->has_label)
        return;
    struct box at = a->label;
    struct point end = scene->page->lines.at[line].points[0];
    const struct page_text *text = &scene->bands->labels[a->ties.at[0]];
    if (!a->has_label)   /* there was no place: at least it is read */
        at = (struct box){end.x, end.y, end.x + text->width,
                          end.y + canvas_height(FONT_LABEL, text->n_lines)};
    *LIST_ADD(scene->arena, &scene->page->labels) =
        (struct page_label){.text = *text, .box = at, .line = line};
}

void arrows_draw(const struct scene *scene, const struct router *router,
                 const arrow_list *arrows)
{
    for (uint32_t i = 0; i < arrows->n; i++) {
        const struct arrow *a = &arrows->at[i];
        struct polyline way = route_polyline(router, i, scene->arena);
        uint32_t first = scene->page->lines.n;
        for (uint32_t k = 0; k < a->ties.n && way.n; k++) {
            struct page_line *line = LIST_ADD(scene->arena, &scene->page->lines);
            *line = tie_line(scene, a, a->ties.at[k]);
            line->points = way.points;
            line->n_points = way.n;
            line->is_repeat = k > 0;
        }
        if (way.n)
            label_draw(scene, a, first);
    }
}
