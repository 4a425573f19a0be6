/* Laying tracks and finding ports: see tracks.h. */
#include "compiler/draw/tracks.h"

static const double rule_gap = 2.6;      /* from a rule to the first track */
static const double symbol_gap = 3.4;    /* from a symbol to the first track above it */
static const double symbol_reach = 2;    /* how far around a symbol all is closed */
static const double least_step = 3.0, good_step = 4.6;
static const double tip_reach = 9, tip_height = 5;   /* what is beside a decision's tip */
static const double head_room = 7;     /* straight run before an arrow's end */

struct track_list {
    struct arena *arena;
    LIST_OF(double) at;
};

static void track_add(struct track_list *list, double at)
{
    *LIST_ADD(list->arena, &list->at) = at;
}

/* Tracks in a gutter from..to, rules and symbols at its ends, evenly. */
static void gutter_lay(struct track_list *list, double from, double to, double step)
{
    double room = to - from;
    if (room < 0) {
        track_add(list, (from + to) / 2);
        return;
    }
    uint32_t n = 1 + (uint32_t)(room / step);
    for (uint32_t i = 0; i < n; i++)
        track_add(list, n == 1 ? from + room / 2 : from + room * i / (n - 1));
}

static void lane_lay(struct track_list *list, const struct frame *f, uint32_t l)
{
    struct extent lane = frame_lane(f, l);
    double middle = (lane.from + lane.to) / 2, half = f->symbol_width / 2;
    double step = lane.to - lane.from > 60 ? good_step : least_step;
    gutter_lay(list, lane.from + rule_gap, middle - half - f->lane_gap, step);
    for (int i = -1; i <= 1; i++)
        track_add(list, middle + i * f->through);
    gutter_lay(list, middle + half + f->lane_gap, lane.to - rule_gap, step);
}

static void strip_lay(struct track_list *list, const struct strip *s)
{
    double middle = (s->top + s->bottom) / 2, half = s->symbol_height / 2;
    if (half == 0) {
        gutter_lay(list, s->top + rule_gap + 1, s->bottom - rule_gap - 1, 6);
        return;
    }
    gutter_lay(list, s->top + rule_gap, middle - half - symbol_gap, good_step);
    for (uint32_t i = 0; i < s->n_side; i++)
        track_add(list, middle + (i - (s->n_side - 1) / 2.0) * s->side_step);
    gutter_lay(list, middle + half + symbol_gap, s->bottom - rule_gap, good_step);
}

/* ---- spots ------------------------------------------------------------ */

uint32_t tracks_step(const struct tracks *t, uint32_t spot, enum side side)
{
    uint32_t i = spot % t->nx, j = spot / t->nx;
    switch (side) {
    case SIDE_UP:
        return j ? spot - t->nx : NONE;
    case SIDE_DOWN:
        return j + 1 < t->ny ? spot + t->nx : NONE;
    case SIDE_LEFT:
        return i ? spot - 1 : NONE;
    case SIDE_RIGHT:
        return i + 1 < t->nx ? spot + 1 : NONE;
    case N_SIDES:
        break;
    }
    return NONE;
}

struct point tracks_point(const struct tracks *t, uint32_t spot)
{
    return (struct point){t->x[spot % t->nx], t->y[spot / t->nx]};
}

/* The first track at or beyond a place. */
static uint32_t track_from(const double *at, uint32_t n, double place)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (at[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct spot_range tracks_in(const struct tracks *t, const struct box *box)
{
    return (struct spot_range){
        track_from(t->x, t->nx, box->x0),
        track_from(t->x, t->nx, box->x1),
        track_from(t->y, t->ny, box->y0),
        track_from(t->y, t->ny, box->y1),
    };
}

void tracks_toll(struct tracks *t, const struct box *box, uint16_t toll)
{
    struct spot_range r = tracks_in(t, box);
    for (uint32_t j = r.j0; j < r.j1; j++)
        for (uint32_t i = r.i0; i < r.i1; i++)
            t->spots[i + j * t->nx].toll = (uint16_t)(t->spots[i + j * t->nx].toll + toll);
}

/* A line that runs past a decision's tip reads like an outcome of it. */
static void tips_mark(struct tracks *t, const struct page_symbol *symbol, uint32_t node)
{
    const struct box *b = &symbol->box;
    double y = box_center_y(b);
    struct box beside = {b->x0 - tip_reach, y - tip_height, b->x1 + tip_reach, y + tip_height};
    struct spot_range r = tracks_in(t, &beside);
    for (uint32_t j = r.j0; j < r.j1; j++)
        for (uint32_t i = r.i0; i < r.i1; i++)
            t->spots[i + j * t->nx].tip = node + 1;
}

static void symbol_close(struct tracks *t, const struct page_symbol *symbol)
{
    struct box box = box_grown(symbol->box, symbol_reach);
    struct spot_range r = tracks_in(t, &box);
    for (uint32_t j = r.j0; j < r.j1; j++)
        for (uint32_t i = r.i0; i < r.i1; i++) {
            struct spot *spot = &t->spots[i + j * t->nx];
            spot->owner[ALONG_X] = spot->owner[ALONG_Y] = SPOT_CLOSED;
        }
}

/* ---- ports ------------------------------------------------------------ */

/* How far from its middle a diamond goes along an axis, `off` beside the middle. */
static double diamond_reach(const struct page_symbol *s, enum axis axis, double off)
{
    double half_x = box_width(&s->box) / 2, half_y = box_height(&s->box) / 2;
    double tip = symbol_tip(s), flat = half_x - tip;
    if (axis == ALONG_X)
        return half_x - tip * off / half_y;
    return off <= flat ? half_y : half_y * (1 - (off - flat) / tip);
}

/* Where a line along `axis` at `at` meets the outline; NAN: not well (on a
 * round corner, say).
 * `out` is -1 for the upper or left side, 1 for the other. */
static double outline_at(const struct page_symbol *s, enum axis axis, double at, double out)
{
    const struct box *b = &s->box;
    bool is_x = axis == ALONG_X;
    double cx = box_center_x(b), cy = box_center_y(b);
    double across = at - (is_x ? cy : cx);           /* off the middle */
    double half_across = (is_x ? box_height(b) : box_width(b)) / 2;
    double half = (is_x ? box_width(b) : box_height(b)) / 2;
    double center = is_x ? cx : cy, off = fabs(across);
    if (s->kind == SYMBOL_PENTAGON)
        return off < 0.1 ? center + out * half : NAN;
    if (s->kind == SYMBOL_DIAMOND)
        return off < half_across * 0.85 ? center + out * diamond_reach(s, axis, off) : NAN;
    if (s->kind == SYMBOL_BOX)
        return off < half_across - 2.5 ? center + out * half : NAN;
    double radius = fmin(fmin(half, half_across), s->radius);
    return off <= half_across - radius ? center + out * half : NAN;
}

static bool is_in(const struct tracks *t, uint32_t spot, const struct box *box)
{
    struct point p = tracks_point(t, spot);
    return p.x > box->x0 && p.x < box->x1 && p.y > box->y0 && p.y < box->y1;
}

static double distance(const struct tracks *t, uint32_t spot, const struct port *port)
{
    struct point p = tracks_point(t, spot);
    return fabs(p.x - port->edge.x) + fabs(p.y - port->edge.y);
}

/* Finds the spots in front of a port; false: it opens on nothing. */
static bool port_aim(struct tracks *t, struct port *port, uint32_t inside,
                     const struct box *symbol)
{
    uint32_t spot = inside;
    while (spot != NONE && is_in(t, spot, symbol))
        spot = tracks_step(t, spot, port->side);
    if (spot == NONE || t->spots[spot].owner[0] == SPOT_CLOSED)
        return false;
    port->near = port->far = spot;
    while (port->far != NONE && distance(t, port->far, port) < head_room)
        port->far = tracks_step(t, port->far, port->side);
    if (port->far != NONE && t->spots[port->far].owner[0] == SPOT_CLOSED)
        port->far = NONE;
    return true;
}

static void port_add(struct tracks *t, const struct scene *scene, uint32_t n, uint32_t symbol,
                     enum side side, uint32_t i, uint32_t j)
{
    const struct page_symbol *s = &scene->page->symbols.at[symbol];
    enum axis axis = side_axis(side);
    double at = axis == ALONG_X ? t->y[j] : t->x[i];
    double out = side == SIDE_DOWN || side == SIDE_RIGHT ? 1 : -1;
    double edge = outline_at(s, axis, at, out);
    if (isnan(edge))
        return;
    double middle = axis == ALONG_X ? box_center_y(&s->box) : box_center_x(&s->box);
    struct port port = {
        .symbol = symbol,
        .side = side,
        .is_main = fabs(at - middle) < 0.1,
        .edge = axis == ALONG_X ? (struct point){edge, at} : (struct point){at, edge},
    };
    struct box closed = box_grown(s->box, symbol_reach);
    if (!port_aim(t, &port, i + j * t->nx, &closed))
        return;
    t->spots[port.near].kept[axis] = n + 1;
    *LIST_ADD(scene->scratch, &t->ports) = port;
}

/* Every track through a symbol makes a port on both sides. */
static void symbol_ports(struct tracks *t, const struct scene *scene, uint32_t n,
                         uint32_t symbol)
{
    const struct box *box = &scene->page->symbols.at[symbol].box;
    struct spot_range r = tracks_in(t, box);
    uint32_t i = track_from(t->x, t->nx, box_center_x(box) - 0.1);
    uint32_t j = track_from(t->y, t->ny, box_center_y(box) - 0.1);
    for (uint32_t k = r.i0; k < r.i1; k++) {
        port_add(t, scene, n, symbol, SIDE_UP, k, j);
        port_add(t, scene, n, symbol, SIDE_DOWN, k, j);
    }
    for (uint32_t k = r.j0; k < r.j1; k++) {
        port_add(t, scene, n, symbol, SIDE_LEFT, i, k);
        port_add(t, scene, n, symbol, SIDE_RIGHT, i, k);
    }
}

static void node_ports(struct tracks *t, const struct scene *scene, uint32_t n)
{
    const struct scene_node *node = &scene->nodes.at[n];
    t->first_port[n] = t->ports.n;
    for (uint32_t s = node->first_symbol; s < node->end_symbol; s++) {
        if (!scene->is_free.at[s])
            symbol_ports(t, scene, n, s);
        if (scene->page->symbols.at[s].kind == SYMBOL_DIAMOND)
            tips_mark(t, &scene->page->symbols.at[s], n);
    }
}

static int32_t *steps_measure(const double *at, uint32_t n, struct arena *arena)
{
    int32_t *steps = ARENA_ARRAY(arena, n + 1, int32_t);
    for (uint32_t i = 0; i + 1 < n; i++)
        steps[i] = (int32_t)lround(fabs(at[i + 1] - at[i]) * 10);
    return steps;
}

void tracks_build(struct tracks *t, const struct scene *scene)
{
    struct track_list x = {.arena = scene->scratch}, y = {.arena = scene->scratch};
    for (uint32_t l = 0; l < scene->frame->n_lanes; l++)
        lane_lay(&x, scene->frame, l);
    for (uint32_t i = 0; i < scene->strips.n; i++)
        strip_lay(&y, &scene->strips.at[i]);
    *t = (struct tracks){.nx = x.at.n, .ny = y.at.n, .x = x.at.at, .y = y.at.at};
    t->step_x = steps_measure(t->x, t->nx, scene->scratch);
    t->step_y = steps_measure(t->y, t->ny, scene->scratch);
    t->spots = ARENA_ARRAY(scene->scratch, (size_t)t->nx * t->ny, struct spot);
    for (uint32_t s = 0; s < scene->page->symbols.n; s++)
        symbol_close(t, &scene->page->symbols.at[s]);
    t->first_port = ARENA_ARRAY(scene->scratch, scene->nodes.n + 1, uint32_t);
    for (uint32_t n = 0; n < scene->nodes.n; n++)
        node_ports(t, scene, n);
    t->first_port[scene->nodes.n] = t->ports.n;
}
