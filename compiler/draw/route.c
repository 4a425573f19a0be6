/* Ways taken and given back: see route.h; search.c finds them. */
#include "compiler/draw/route_int.h"

static const double label_gap = 1.3;   /* from a label to other lines */

struct router *router_open(const struct scene *scene, struct tracks *tracks,
                           arrow_list *arrows)
{
    struct arena *arena = scene->scratch;
    struct router *r = ARENA_NEW(arena, struct router);
    uint32_t n_spots = tracks->nx * tracks->ny;
    r->scene = scene;
    r->tracks = tracks;
    r->arrows = arrows;
    r->states = ARENA_ARRAY(arena, (size_t)n_spots * N_SIDES, struct state);
    r->left_x = ARENA_ARRAY(arena, tracks->nx, int32_t);
    r->left_y = ARENA_ARRAY(arena, tracks->ny, int32_t);
    r->goal_stamp = ARENA_ARRAY(arena, n_spots, uint32_t);
    r->goal_first = ARENA_ARRAY(arena, n_spots, uint32_t);
    return r;
}

/* ---- taking and giving back ------------------------------------------- */

typedef void spot_act(struct router *r, struct spot *spot, enum axis axis, uint32_t arrow);

/* Does something for every spot and axis that an arrow uses by itself. */
static void way_walk(struct router *r, uint32_t arrow, spot_act *act)
{
    const struct arrow *a = &r->arrows->at[arrow];
    struct tracks *t = r->tracks;
    act(r, &t->spots[a->spots[0]], side_axis(t->ports.at[a->out_port].side), arrow);
    for (uint32_t i = 0; i + 1 < a->n_spots; i++) {
        uint32_t p = a->spots[i], q = a->spots[i + 1];
        enum axis axis = p / t->nx == q / t->nx ? ALONG_X : ALONG_Y;
        act(r, &t->spots[p], axis, arrow);
        act(r, &t->spots[q], axis, arrow);
    }
    if (a->joins == NONE)
        act(r, &t->spots[a->spots[a->n_spots - 1]], side_axis(t->ports.at[a->in_port].side),
            arrow);
}

static void spot_take(struct router *r, struct spot *spot, enum axis axis, uint32_t arrow)
{
    (void)r;
    if (spot->owner[axis] == SPOT_FREE)
        spot->owner[axis] = arrow + 1;
}

static void spot_give_back(struct router *r, struct spot *spot, enum axis axis, uint32_t arrow)
{
    (void)r;
    if (spot->owner[axis] == arrow + 1)
        spot->owner[axis] = SPOT_FREE;
}

static void spot_win(struct router *r, struct spot *spot, enum axis axis, uint32_t arrow)
{
    uint32_t owner = spot->owner[axis];
    if (owner == SPOT_FREE || owner == SPOT_CLOSED || owner == arrow + 1)
        return;
    if (r->arrows->at[arrow].joins == owner - 1)
        return;
    spot->history++;
    if (owner >= SPOT_LABEL)
        route_label_drop(r, owner - SPOT_LABEL);
    else
        route_drop(r, owner - 1);
}

void route_drop(struct router *r, uint32_t arrow)
{
    struct arrow *a = &r->arrows->at[arrow];
    if (!a->is_routed)
        return;
    a->is_routed = false;
    route_label_drop(r, arrow);
    way_walk(r, arrow, spot_give_back);
    for (uint32_t i = 0; i < r->arrows->n; i++)
        if (r->arrows->at[i].joins == arrow)
            route_drop(r, i);
    a->joins = NONE;
}

/* Writes the states that led to `found`, first to last. */
static void way_trace(struct router *r, struct arrow *a, const struct found *found)
{
    uint32_t n = 0;
    for (uint32_t s = found->state; s != NONE; s = r->states[s].before)
        n++;
    const struct tracks *t = r->tracks;
    a->spots = ARENA_ARRAY(r->scene->scratch, n + t->nx + t->ny, uint32_t);
    a->n_spots = a->n_body = n;
    uint32_t first = found->state;
    for (uint32_t s = found->state; s != NONE; s = r->states[s].before) {
        a->spots[--n] = s / N_SIDES;
        first = s;
    }
    for (uint32_t p = t->first_port[a->from]; p < t->first_port[a->from + 1]; p++)
        if (t->ports.at[p].near == first / N_SIDES && t->ports.at[p].side == first % N_SIDES)
            a->out_port = p;
}

/* Adds what follows the traced spots: the run into the port, or the merge. */
static void way_finish(struct router *r, struct arrow *a, const struct found *found)
{
    const struct tracks *t = r->tracks;
    a->in_port = found->port;
    a->joins = found->port == NONE ? found->joins : NONE;
    a->join_at = found->join_at;
    if (found->port == NONE) {
        a->spots[a->n_spots++] = r->arrows->at[a->joins].spots[a->join_at];
        a->n_body = a->n_spots - 1;
        return;
    }
    const struct port *port = &t->ports.at[found->port];
    for (uint32_t s = port->far; s != port->near;) {
        s = tracks_step(t, s, side_opposite(port->side));
        a->spots[a->n_spots++] = s;
    }
}

bool route_find(struct router *r, uint32_t arrow, bool may_fight)
{
    struct arrow *a = &r->arrows->at[arrow];
    r->arrow = arrow;
    r->may_fight = may_fight;
    struct found found = router_search(r);
    if (found.cost == INT32_MAX)
        return false;
    way_trace(r, a, &found);
    way_finish(r, a, &found);
    a->cost = found.cost;
    if (may_fight)
        way_walk(r, arrow, spot_win);
    /* It may have won against the one that it meant to join: another turn. */
    if (a->joins != NONE && !r->arrows->at[a->joins].is_routed) {
        a->joins = NONE;
        return true;
    }
    way_walk(r, arrow, spot_take);
    a->is_routed = true;
    return true;
}

void route_put_back(struct router *r, uint32_t arrow, const struct arrow *once)
{
    r->arrows->at[arrow] = *once;
    way_walk(r, arrow, spot_take);
}

/* ---- labels ----------------------------------------------------------- */

/* Where a line could run through the label without touching a spot in it, the
 * spots on both sides stand for the track between them. */
static struct spot_range label_range(const struct tracks *t, const struct box *label)
{
    struct box box = box_grown(*label, label_gap);
    struct spot_range r = tracks_in(t, &box);
    bool has_x = r.i1 > r.i0, has_y = r.j1 > r.j0;
    if (!has_x && has_y) {
        r.i0 -= r.i0 > 0;
        r.i1 += r.i1 < t->nx;
    }
    if (!has_y && has_x) {
        r.j0 -= r.j0 > 0;
        r.j1 += r.j1 < t->ny;
    }
    return r;
}

static void owner_change(uint32_t *owner, uint32_t from, uint32_t to)
{
    if (*owner == from)
        *owner = to;
}

/* Between a symbol and its first spot a port is no spot, but may be hidden. */
static void label_mark_ports(struct router *r, const struct box *label, uint32_t from,
                             uint32_t to)
{
    struct tracks *t = r->tracks;
    struct box box = box_grown(*label, label_gap);
    for (uint32_t p = 0; p < t->ports.n; p++) {
        const struct port *port = &t->ports.at[p];
        struct box stub = box_of_segment(port->edge, tracks_point(t, port->near));
        if (box_meets(&stub, &box))
            owner_change(&t->spots[port->near].owner[side_axis(port->side)], from, to);
    }
}

static void label_mark(struct router *r, const struct box *label, uint32_t from, uint32_t to)
{
    struct tracks *t = r->tracks;
    struct spot_range range = label_range(t, label);
    for (uint32_t j = range.j0; j < range.j1; j++)
        for (uint32_t i = range.i0; i < range.i1; i++)
            for (uint32_t axis = 0; axis < 2; axis++)
                owner_change(&t->spots[i + j * t->nx].owner[axis], from, to);
    label_mark_ports(r, label, from, to);
}

void route_label_take(struct router *r, uint32_t arrow, struct box label)
{
    struct arrow *a = &r->arrows->at[arrow];
    a->has_label = true;
    a->label = label;
    label_mark(r, &label, SPOT_FREE, SPOT_LABEL + arrow);
}

void route_label_drop(struct router *r, uint32_t arrow)
{
    struct arrow *a = &r->arrows->at[arrow];
    if (!a->has_label)
        return;
    a->has_label = false;
    a->n_moved++;
    label_mark(r, &a->label, SPOT_LABEL + arrow, SPOT_FREE);
}

/* ---- corners ---------------------------------------------------------- */

static void point_add(struct polyline *line, struct point p)
{
    uint32_t n = line->n;
    struct point *q = line->points;
    if (n >= 2 && ((q[n - 1].x == p.x && q[n - 2].x == p.x) ||
                   (q[n - 1].y == p.y && q[n - 2].y == p.y)))
        line->n--;
    line->points[line->n++] = p;
}

static uint32_t way_length(const struct router *r, const struct arrow *a)
{
    uint32_t n = a->n_spots + 2;
    while (a->joins != NONE) {
        a = &r->arrows->at[a->joins];
        n += a->n_spots;
    }
    return n;
}

/* The spots of an arrow's own way, then those of the one that it joins. */
struct polyline route_polyline(const struct router *r, uint32_t arrow, struct arena *arena)
{
    const struct arrow *a = &r->arrows->at[arrow];
    const struct tracks *t = r->tracks;
    struct polyline line = {0};
    if (!a->is_routed)
        return line;
    line.points = ARENA_ARRAY(arena, way_length(r, a), struct point);
    point_add(&line, t->ports.at[a->out_port].edge);
    for (uint32_t i = 0; i < a->n_spots; i++)
        point_add(&line, tracks_point(t, a->spots[i]));
    while (a->joins != NONE) {
        uint32_t from = a->join_at + 1;
        a = &r->arrows->at[a->joins];
        for (uint32_t i = from; i < a->n_spots; i++)
            point_add(&line, tracks_point(t, a->spots[i]));
    }
    point_add(&line, t->ports.at[a->in_port].edge);
    return line;
}
