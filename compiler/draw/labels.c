/* Finding room for words: see labels.h. */
#include <string.h>

#include "compiler/draw/labels.h"

enum { PATIENCE = 2 };                   /* how often a label fights for one place */

static const double line_gap = 1.6;      /* between words and their own line */
static const double other_gap = 1.3;     /* and anything else */
static const double step = 2, far_most = 140;
static const double price_corner = 10;
static const double near_gap = 4;        /* from there on a word seems another line's */
static const double price_near = 25, price_other_row = 40;

/* Finding the place of one label. */
struct placing {
    const struct scene *scene;
    const arrow_list *arrows;
    const struct polyline *lines;   /* per arrow */
    uint32_t arrow;
    double width, height;
    struct box best;
    double best_price;
    uint32_t n_best_in_way;
};

void labels_reserve(const struct scene *scene, struct tracks *tracks, const uint32_t *wish)
{
    for (uint32_t n = 0; n < scene->nodes.n; n++) {
        const struct scene_node *node = &scene->nodes.at[n];
        for (uint32_t i = node->first_symbol; i < node->end_symbol; i++) {
            const struct page_symbol *s = &scene->page->symbols.at[i];
            if (s->kind != SYMBOL_DIAMOND)
                continue;
            double more = wish[node->stop] < 6 ? wish[node->stop] : 6;
            struct box room = {s->box.x0 - 12 - 6 * more, s->box.y0 + 2 - 3 * more,
                               s->box.x1 + 12 + 6 * more, s->box.y1 + 10 + 3 * more};
            tracks_toll(tracks, &room, (uint16_t)(30 + 40 * more));
        }
    }
}

/* ---- touching --------------------------------------------------------- */

static bool touches_symbol(const struct page *page, const struct box *box)
{
    for (uint32_t i = 0; i < page->symbols.n; i++) {
        const struct page_symbol *s = &page->symbols.at[i];
        if (s->kind == SYMBOL_DIAMOND ? diamond_meets(&s->box, symbol_tip(s), box)
                                      : box_meets(&s->box, box))
            return true;
    }
    return false;
}

static bool touches_way(const struct polyline *line, const struct box *box)
{
    for (uint32_t k = 0; k + 1 < line->n; k++) {
        struct box segment = box_of_segment(line->points[k], line->points[k + 1]);
        if (k + 2 == line->n)
            segment = box_grown(segment, 0.6);   /* the arrow's head */
        if (box_meets(&segment, box))
            return true;
    }
    return false;
}

/* The lines that join the symbols of rows are in the page already. */
static bool touches_join(const struct page *page, const struct box *box)
{
    for (uint32_t i = 0; i < page->lines.n; i++) {
        struct polyline line = {page->lines.at[i].points, page->lines.at[i].n_points};
        if (touches_way(&line, box))
            return true;
    }
    return false;
}

static bool touches_label(const arrow_list *arrows, const struct box *box)
{
    for (uint32_t i = 0; i < arrows->n; i++)
        if (arrows->at[i].has_label && box_meets(&arrows->at[i].label, box))
            return true;
    return false;
}

/* The price of arrows that would have to move for this label. */
static double price_in_way(const struct placing *p, const struct box *box, uint32_t *n)
{
    double price = 0;
    *n = 0;
    for (uint32_t i = 0; i < p->arrows->n; i++)
        if (i != p->arrow && touches_way(&p->lines[i], box)) {
            price += 300 + 100 * p->arrows->at[i].n_moved;
            ++*n;
        }
    return price;
}

/* The price of the table's rules that the words would hide. */
static double rules_hidden(const struct scene *scene, const struct box *box)
{
    double n = 0;
    for (uint32_t l = 1; l < scene->frame->n_lanes; l++)
        n += 45 * (scene->frame->lanes[l] > box->x0 - 1 && scene->frame->lanes[l] < box->x1 + 1);
    for (uint32_t i = 0; i < scene->strips.n; i++)
        n += 30 * (scene->strips.at[i].bottom > box->y0 && scene->strips.at[i].bottom < box->y1);
    return n;
}

/* The price of where it may be taken for another arrow's word, or another
 * row's. */
static double price_astray(const struct placing *p, const struct box *box)
{
    const struct scene_node *from = &p->scene->nodes.at[p->arrows->at[p->arrow].from];
    const struct strip *strip = &p->scene->strips.at[from->strip];
    double y = box_center_y(box), price = 0;
    struct box near = box_grown(*box, near_gap);
    if (y < strip->top || y > strip->bottom)
        price += price_other_row;
    for (uint32_t i = 0; i < p->arrows->n; i++)
        if (i != p->arrow && touches_way(&p->lines[i], &near))
            price += price_near;
    return price;
}

static void consider(struct placing *p, double x, double y, double price)
{
    const struct page *page = p->scene->page;
    struct box box = {x, y, x + p->width, y + p->height};
    struct box room = box_grown(page->lanes, -1), grown = box_grown(box, other_gap);
    uint32_t n_in_way;
    price += rules_hidden(p->scene, &box);
    if (price >= p->best_price || !box_holds(&room, &box))
        return;
    if (touches_symbol(page, &grown) || touches_way(&p->lines[p->arrow], &grown) ||
        touches_label(p->arrows, &grown) || touches_join(page, &grown))
        return;
    price += price_in_way(p, &grown, &n_in_way) + price_astray(p, &box);
    if (price >= p->best_price)
        return;
    p->best = box;
    p->best_price = price;
    p->n_best_in_way = n_in_way;
}

/* ---- candidates ------------------------------------------------------- */

static void along_x(struct placing *p, struct point a, struct point b, double price)
{
    double length = fabs(b.x - a.x);
    for (double o = -10; o < length && o < far_most; o += step) {
        double x = b.x > a.x ? a.x + o : a.x - o - p->width;
        consider(p, x, a.y - line_gap - p->height, price + fabs(o));
        consider(p, x, a.y + line_gap, price + fabs(o) + 4);
    }
}

static void along_y(struct placing *p, struct point a, struct point b, double price)
{
    double length = fabs(b.y - a.y);
    for (double o = 1; o < length && o < far_most; o += step) {
        double y = b.y > a.y ? a.y + o : a.y - o - p->height;
        consider(p, a.x + line_gap + 0.6, y, price + o);
        consider(p, a.x - line_gap - 0.6 - p->width, y, price + o + 4);
    }
}

/* The place that costs least; false: none at all. */
static bool label_place(struct placing *p)
{
    const struct page_text *text =
        &p->scene->bands->labels[p->arrows->at[p->arrow].ties.at[0]];
    const struct polyline *line = &p->lines[p->arrow];
    p->width = text->width;
    p->height = canvas_height(FONT_LABEL, text->n_lines);
    p->best_price = 1e9;
    double price = 0;   /* the farther from where it leaves, the dearer */
    for (uint32_t k = 0; k + 1 < line->n; k++) {
        struct point a = line->points[k], b = line->points[k + 1];
        if (a.y == b.y)
            along_x(p, a, b, price);
        else
            along_y(p, a, b, price);
        price += fabs(b.x - a.x) + fabs(b.y - a.y) + price_corner;
    }
    return p->best_price < 1e9;
}

/* ---- turns ------------------------------------------------------------ */

bool label_is_wanted(const struct scene *scene, const struct arrow *arrow)
{
    return !scene->nodes.at[arrow->from].pennant &&
           scene->bands->labels[arrow->ties.at[0]].n_lines;
}

/* The words that all arrows behind an entry pentagon carry, or NULL. */
static const struct page_text *words_from_afar(const struct scene *scene, const struct arrow *a)
{
    const struct page_text *words = &scene->bands->labels[a->ties.at[0]];
    if (!scene->nodes.at[a->from].pennant || !words->n_lines)
        return NULL;
    for (uint32_t i = 1; i < a->ties.n; i++) {
        const struct page_text *other = &scene->bands->labels[a->ties.at[i]];
        if (!other->n_lines || strcmp(words->whole, other->whole) != 0)
            return NULL;
    }
    return words;
}

void labels_repeat(const struct scene *scene, const struct router *router, arrow_list *arrows)
{
    static const double price_most = 70;   /* it may be left out: only where it stands well */
    struct polyline *lines = ARENA_ARRAY(scene->scratch, arrows->n + 1, struct polyline);
    for (uint32_t i = 0; i < arrows->n; i++)
        lines[i] = route_polyline(router, i, scene->scratch);
    for (uint32_t i = 0; i < arrows->n; i++) {
        struct arrow *a = &arrows->at[i];
        struct placing p = {.scene = scene, .arrows = arrows, .lines = lines, .arrow = i};
        if (!a->is_routed || !words_from_afar(scene, a) || !label_place(&p) ||
            p.n_best_in_way || p.best_price > price_most)
            continue;
        a->has_label = true;
        a->label = p.best;
    }
}

static void lines_forget(const struct placing *p, struct polyline *lines)
{
    for (uint32_t i = 0; i < p->arrows->n; i++)
        if (!p->arrows->at[i].is_routed)
            lines[i].n = 0;
}

static void chase_away(struct placing *p, struct router *router, struct polyline *lines)
{
    struct box grown = box_grown(p->best, other_gap);
    for (uint32_t i = 0; i < p->arrows->n; i++)
        if (i != p->arrow && touches_way(&lines[i], &grown))
            route_drop(router, i);
    lines_forget(p, lines);
}

/* No place at all along its way: it shall begin on another side. */
static void leave_elsewhere(struct placing *p, struct router *router, struct polyline *lines)
{
    struct arrow *a = &p->arrows->at[p->arrow];
    a->n_moved = 0;
    if (a->n_shunned == COUNT_OF(a->shunned))
        return;
    a->shunned[a->n_shunned++] = a->out_port;
    route_drop(router, p->arrow);
    lines_forget(p, lines);
}

/* An arrow laid since then may have found its way between the spots. */
static bool is_run_over(const arrow_list *arrows, const struct polyline *lines, uint32_t label)
{
    struct box grown = box_grown(arrows->at[label].label, other_gap);
    for (uint32_t i = 0; i < arrows->n; i++)
        if (i != label && touches_way(&lines[i], &grown))
            return true;
    return false;
}

static uint32_t n_unsettled(const struct scene *scene, const arrow_list *arrows)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < arrows->n; i++) {
        const struct arrow *a = &arrows->at[i];
        n += !a->is_routed || (label_is_wanted(scene, a) && !a->has_label);
    }
    return n;
}

uint32_t labels_turn(const struct scene *scene, struct router *router, arrow_list *arrows)
{
    struct polyline *lines = ARENA_ARRAY(scene->scratch, arrows->n + 1, struct polyline);
    for (uint32_t i = 0; i < arrows->n; i++)
        lines[i] = route_polyline(router, i, scene->scratch);
    for (uint32_t i = 0; i < arrows->n; i++) {
        struct arrow *a = &arrows->at[i];
        struct placing p = {.scene = scene, .arrows = arrows, .lines = lines, .arrow = i};
        if (a->has_label && is_run_over(arrows, lines, i))
            route_label_drop(router, i);
        if (!a->is_routed || a->has_label || !label_is_wanted(scene, a))
            continue;
        bool has_place = label_place(&p);
        if (!has_place || (p.n_best_in_way && a->n_moved > PATIENCE)) {
            leave_elsewhere(&p, router, lines);
            continue;
        }
        if (p.n_best_in_way)
            chase_away(&p, router, lines);
        if (a->is_routed)
            route_label_take(router, i, p.best);
    }
    return n_unsettled(scene, arrows);
}
