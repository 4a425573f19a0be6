/*
 * A* for one arrow: states are (spot, direction), prices say what a reader
 * would rather not see. The rest of the way is never overrated, so the way
 * found is the cheapest there is, as things lie.
 */
#include "compiler/draw/route_int.h"

enum price {              /* tenths of a point */
    PRICE_BEND = 140,
    PRICE_CROSSING = 400,
    PRICE_MERGE = 900,
    PRICE_SIDE_PORT = 200,   /* not the middle of its side */
    PRICE_FIGHT = 1500,
    PRICE_HISTORY = 800,
    PRICE_LABEL = 2500,      /* to chase a label away */
    PRICE_SHUNNED = 4000,    /* to leave where the label has no place */
    PRICE_TIP = 160,         /* to run past a decision's tip, close by */
    PRICE_LAST_CORNER = 3000,   /* to come in where an outcome must leave */
};

/* Leaving and entering by side; entering from above and, going back, from below. */
static const int32_t price_out[N_SIDES] = {[SIDE_UP] = 900, [SIDE_DOWN] = 0};
static const int32_t price_in[N_SIDES] = {
    [SIDE_UP] = 0, [SIDE_RIGHT] = 260, [SIDE_DOWN] = 700, [SIDE_LEFT] = 260};
static const int32_t price_in_back[N_SIDES] = {
    [SIDE_UP] = 160, [SIDE_RIGHT] = 30, [SIDE_DOWN] = 100, [SIDE_LEFT] = 30};


/* ---- spots ------------------------------------------------------------ */

static struct arrow *arrow_now(const struct router *r)
{
    return &r->arrows->at[r->arrow];
}

/* The price of using a spot along an axis, or -1: closed. */
static int32_t spot_price(const struct router *r, uint32_t s, enum axis axis)
{
    const struct spot *spot = &r->tracks->spots[s];
    const struct arrow *a = arrow_now(r);
    uint32_t owner = spot->owner[axis], kept = spot->kept[axis];
    if (kept && kept - 1 != a->from && kept - 1 != a->to)
        return -1;
    if (owner == SPOT_FREE)
        return 0;
    if (!r->may_fight || owner == SPOT_CLOSED)
        return -1;
    return (owner >= SPOT_LABEL ? PRICE_LABEL : PRICE_FIGHT) + PRICE_HISTORY * spot->history;
}

/* Going straight on over a spot: what it costs that others cross there. */
static int32_t crossing_price(const struct router *r, uint32_t s, enum axis axis)
{
    uint32_t owner = r->tracks->spots[s].owner[!axis];
    bool is_line = owner != SPOT_FREE && (owner == SPOT_CLOSED || owner < SPOT_LABEL);
    return !is_line ? 0 : r->crossing ? r->crossing : PRICE_CROSSING;
}

static int32_t tenths(double points)
{
    return (int32_t)lround(points * 10);
}

/* A spot with its tracks: the search has no time to divide. */
struct grid_spot {
    uint32_t spot, i, j;
};

static struct grid_spot grid_spot_of(const struct tracks *t, uint32_t spot)
{
    return (struct grid_spot){spot, spot % t->nx, spot / t->nx};
}

/* Goes on to a side, and tells how far that is; false: beyond the grid. */
static bool grid_spot_step(const struct tracks *t, struct grid_spot *p, enum side side,
                           int32_t *length)
{
    switch (side) {
    case SIDE_UP:
        if (!p->j)
            return false;
        *length = t->step_y[p->j - 1];
        *p = (struct grid_spot){p->spot - t->nx, p->i, p->j - 1};
        return true;
    case SIDE_DOWN:
        if (p->j + 1 == t->ny)
            return false;
        *length = t->step_y[p->j];
        *p = (struct grid_spot){p->spot + t->nx, p->i, p->j + 1};
        return true;
    case SIDE_LEFT:
        if (!p->i)
            return false;
        *length = t->step_x[p->i - 1];
        *p = (struct grid_spot){p->spot - 1, p->i - 1, p->j};
        return true;
    case SIDE_RIGHT:
        if (p->i + 1 == t->nx)
            return false;
        *length = t->step_x[p->i];
        *p = (struct grid_spot){p->spot + 1, p->i + 1, p->j};
        return true;
    case N_SIDES:
        break;
    }
    return false;
}

/* Of two spots side by side. */
static int32_t length_between(const struct tracks *t, uint32_t a, uint32_t b)
{
    uint32_t low = a < b ? a : b, high = a < b ? b : a;
    return high == low + t->nx ? t->step_y[low / t->nx] : t->step_x[low % t->nx];
}

static int32_t port_gap(const struct tracks *t, const struct port *port, uint32_t spot)
{
    struct point p = tracks_point(t, spot);
    return tenths(fabs(p.x - port->edge.x) + fabs(p.y - port->edge.y));
}

/* ---- ports ------------------------------------------------------------ */

static bool is_exit(const struct router *r, uint32_t n, const struct port *port)
{
    uint32_t exit = r->scene->nodes.at[n].exit_symbol;
    return exit == NONE || port->symbol == exit;
}

/* How many corners below the top a node has free; its arrows not yet laid. */
static uint32_t corners_free(const struct router *r, uint32_t n)
{
    const struct tracks *t = r->tracks;
    uint32_t n_free = 0;
    for (uint32_t p = t->first_port[n]; p < t->first_port[n + 1]; p++) {
        const struct port *port = &t->ports.at[p];
        uint32_t owner = t->spots[port->near].owner[side_axis(port->side)];
        n_free += port->is_main && port->side != SIDE_UP && owner == SPOT_FREE &&
                  is_exit(r, n, port);
    }
    return n_free;
}

/* A joint decision with more outcomes than corners below the top. */
static bool needs_top(const struct router *r, uint32_t n)
{
    const struct scene_node *node = &r->scene->nodes.at[n];
    const struct tracks *t = r->tracks;
    uint32_t n_corners = 0;
    if (node->exit_symbol == NONE || node->pennant ||
        chart_n_signers(&r->scene->frame->chart->stops.at[node->stop]) < 2)
        return false;
    for (uint32_t p = t->first_port[n]; p < t->first_port[n + 1]; p++)
        n_corners += t->ports.at[p].is_main && t->ports.at[p].side != SIDE_UP &&
                     is_exit(r, n, &t->ports.at[p]) &&
                     t->spots[t->ports.at[p].near].owner[side_axis(t->ports.at[p].side)] !=
                         SPOT_CLOSED;
    return node->n_out > n_corners;
}

static uint32_t exits_waiting(const struct router *r, uint32_t n)
{
    uint32_t n_out = r->scene->nodes.at[n].n_out;
    for (uint32_t i = 0; i < r->arrows->n; i++)
        n_out -= r->arrows->at[i].is_routed && r->arrows->at[i].from == n;
    return n_out;
}

static bool is_diamond(const struct router *r, const struct port *port)
{
    return r->scene->page->symbols.at[port->symbol].kind == SYMBOL_DIAMOND;
}

/* Where its label found no place an arrow leaves only if it must fight anyhow. */
static int32_t shunned_price(const struct router *r, const struct port *port)
{
    const struct arrow *a = arrow_now(r);
    int32_t price = 0;
    for (uint32_t i = 0; i < a->n_shunned; i++)
        price += &r->tracks->ports.at[a->shunned[i]] == port ? PRICE_SHUNNED : 0;
    return price && !r->may_fight ? -1 : price;
}

/* -1: an arrow may not leave there. is_easy: the corners will do for all. */
static int32_t out_price(const struct router *r, const struct port *port, bool is_easy)
{
    const struct scene_node *node = &r->scene->nodes.at[arrow_now(r)->from];
    if (node->pennant)
        return port->side == (node->pennant->is_up ? SIDE_UP : SIDE_DOWN) ? 0 : -1;
    if (!is_exit(r, arrow_now(r)->from, port))
        return -1;
    if (is_diamond(r, port) && !port->is_main && (is_easy || port->side == SIDE_UP))
        return -1;
    int32_t shunned = shunned_price(r, port);
    return shunned < 0 ? -1
                       : price_out[port->side] + (port->is_main ? 0 : PRICE_SIDE_PORT) + shunned;
}

/* -1: an arrow may not come in there. */
static int32_t in_price(const struct router *r, const struct port *port, bool has_spare)
{
    const struct arrow *a = arrow_now(r);
    const struct scene_node *node = &r->scene->nodes.at[a->to];
    if (port->far == NONE)
        return -1;
    if (node->pennant && port->side == (node->pennant->is_up ? SIDE_UP : SIDE_DOWN))
        return -1;
    if (node->pennant && node->pennant->is_up)
        return price_in[port->side == SIDE_DOWN ? SIDE_UP : port->side];
    if (is_diamond(r, port) && !port->is_main)
        return -1;
    if (port->side != SIDE_UP && port->is_main && !has_spare && is_exit(r, a->to, port))
        return -1;
    bool is_last = port->side == SIDE_UP && is_exit(r, a->to, port) && needs_top(r, a->to);
    return (a->is_back ? price_in_back : price_in)[port->side] +
           (port->is_main ? 0 : PRICE_SIDE_PORT) + (is_last ? PRICE_LAST_CORNER : 0);
}

/* The straight run into a port: its price, or -1 where it is not free. */
static int32_t run_price(const struct router *r, const struct port *port)
{
    enum axis axis = side_axis(port->side);
    enum side inward = side_opposite(port->side);
    int32_t sum = port_gap(r->tracks, port, port->far);
    for (uint32_t s = port->far;; s = tracks_step(r->tracks, s, inward)) {
        int32_t price = spot_price(r, s, axis);
        if (price < 0)
            return -1;
        sum += price + (s == port->far ? 0 : crossing_price(r, s, axis));
        if (s == port->near)
            return sum;
    }
}

static void goal_add(struct router *r, uint32_t p, int32_t cost)
{
    uint32_t spot = r->tracks->ports.at[p].far;
    struct point at = tracks_point(r->tracks, spot);
    struct goal *goal = LIST_ADD(r->scene->scratch, &r->goals);
    *goal = (struct goal){p, 0, cost};
    if (r->goal_stamp[spot] == r->now)
        goal->next = r->goal_first[spot];
    r->goal_stamp[spot] = r->now;
    r->goal_first[spot] = r->goals.n;
    struct box *box = &r->goal_box;
    if (r->goals.n == 1)
        *box = (struct box){at.x, at.y, at.x, at.y};
    *box = (struct box){fmin(box->x0, at.x), fmin(box->y0, at.y), fmax(box->x1, at.x),
                        fmax(box->y1, at.y)};
}

static void goals_set(struct router *r)
{
    const struct tracks *t = r->tracks;
    uint32_t to = arrow_now(r)->to;
    bool has_spare = corners_free(r, to) > exits_waiting(r, to);
    r->goals.n = 0;
    for (uint32_t p = t->first_port[to]; p < t->first_port[to + 1]; p++) {
        int32_t price = in_price(r, &t->ports.at[p], has_spare);
        int32_t run = price < 0 ? -1 : run_price(r, &t->ports.at[p]);
        if (run >= 0)
            goal_add(r, p, price + run);
    }
    /* Without a port of its own it may still merge: aim at the symbols. */
    if (!r->goals.n)
        r->goal_box = r->scene->page->lanes;
}

/* ---- search ----------------------------------------------------------- */

/* From every track to the box in which all goals lie. */
static void lefts_set(struct router *r)
{
    const struct tracks *t = r->tracks;
    const struct box *b = &r->goal_box;
    for (uint32_t i = 0; i < t->nx; i++)
        r->left_x[i] = tenths(fmax(fmax(b->x0 - t->x[i], t->x[i] - b->x1), 0));
    for (uint32_t j = 0; j < t->ny; j++)
        r->left_y[j] = tenths(fmax(fmax(b->y0 - t->y[j], t->y[j] - b->y1), 0));
}

static int32_t still_to_go(const struct router *r, const struct grid_spot *p)
{
    return r->left_x[p->i] + r->left_y[p->j];
}

static void state_reach(struct router *r, const struct grid_spot *p, enum side side, int32_t cost,
                        uint32_t before)
{
    uint32_t n = p->spot * N_SIDES + side;
    struct state *state = &r->states[n];
    if (state->stamp == r->now && state->cost <= cost)
        return;
    *state = (struct state){r->now, cost, before};
    heap_push(&r->heap, r->scene->scratch, cost + still_to_go(r, p), n);
}

static void starts_push(struct router *r)
{
    const struct tracks *t = r->tracks;
    uint32_t from = arrow_now(r)->from;
    bool is_easy = corners_free(r, from) >= exits_waiting(r, from);
    for (uint32_t p = t->first_port[from]; p < t->first_port[from + 1]; p++) {
        const struct port *port = &t->ports.at[p];
        int32_t price = out_price(r, port, is_easy);
        int32_t open = spot_price(r, port->near, side_axis(port->side));
        struct grid_spot near = grid_spot_of(t, port->near);
        if (price >= 0 && open >= 0)
            state_reach(r, &near, port->side, price + open + port_gap(t, port, port->near), NONE);
    }
}

/* What is left of an arrow's way behind spot number i of it. */
static int32_t rest_length(const struct router *r, const struct arrow *a, uint32_t i)
{
    int32_t sum = 0;
    for (; i + 1 < a->n_spots; i++)
        sum += length_between(r->tracks, a->spots[i], a->spots[i + 1]);
    if (a->joins != NONE)
        return sum + rest_length(r, &r->arrows->at[a->joins], a->join_at);
    const struct port *port = &r->tracks->ports.at[a->in_port];
    return sum + port_gap(r->tracks, port, a->spots[a->n_spots - 1]);
}

/* Is the spot on the way of one other arrow to the same node, and of no one
 * else? Then one may end here and go on with it. */
static bool may_merge(const struct router *r, uint32_t s, uint32_t *other, uint32_t *at)
{
    const struct spot *spot = &r->tracks->spots[s];
    uint32_t o = spot->owner[0] ? spot->owner[0] : spot->owner[1];
    if (o == SPOT_FREE || o >= SPOT_LABEL)
        return false;
    if (spot->owner[0] && spot->owner[1] && spot->owner[0] != spot->owner[1])
        return false;
    const struct arrow *a = &r->arrows->at[o - 1];
    if (a->to != arrow_now(r)->to)
        return false;
    for (uint32_t i = 1; i < a->n_body; i++)
        if (a->spots[i] == s) {
            *other = o - 1;
            *at = i;
            return true;
        }
    return false;
}

static void try_merge(struct router *r, uint32_t state, uint32_t s, int32_t cost,
                      struct found *best)
{
    uint32_t other, at;
    if (!may_merge(r, s, &other, &at))
        return;
    cost += PRICE_MERGE + rest_length(r, &r->arrows->at[other], at);
    if (cost < best->cost)
        *best = (struct found){state, NONE, other, at, cost};
}

static void try_goals(struct router *r, uint32_t state, struct found *best)
{
    uint32_t spot = state / N_SIDES;
    enum side side = state % N_SIDES;
    if (r->goal_stamp[spot] != r->now)
        return;
    for (uint32_t g = r->goal_first[spot]; g; g = r->goals.at[g - 1].next) {
        const struct goal *goal = &r->goals.at[g - 1];
        const struct port *port = &r->tracks->ports.at[goal->port];
        enum side inward = side_opposite(port->side);
        int32_t cost = r->states[state].cost + goal->cost;
        if (side == port->side)
            continue;
        if (side == inward)
            cost += crossing_price(r, spot, side_axis(side));
        else
            cost += PRICE_BEND;
        if (side != inward && spot_price(r, spot, side_axis(inward)) < 0)
            continue;
        if (cost < best->cost)
            *best = (struct found){state, goal->port, NONE, 0, cost};
    }
}

/* The price of going on to a side: over others straight on, or round a bend. */
static int32_t turn_price(const struct router *r, uint32_t spot, enum side side, enum side to)
{
    if (to == side)
        return crossing_price(r, spot, side_axis(side));
    int32_t price = spot_price(r, spot, side_axis(to));
    return price < 0 ? -1 : PRICE_BEND + price;
}

static int32_t tip_price(const struct router *r, uint32_t spot, enum side to)
{
    uint32_t tip = r->tracks->spots[spot].tip;
    return tip && side_axis(to) == ALONG_Y && tip - 1 != arrow_now(r)->from ? PRICE_TIP : 0;
}

/* From a state, which is at p, on to one side. */
static void move(struct router *r, uint32_t state, const struct grid_spot *p, enum side to,
                 struct found *best)
{
    const struct tracks *t = r->tracks;
    struct grid_spot next = *p;
    int32_t length, turn = turn_price(r, p->spot, state % N_SIDES, to);
    if (turn < 0 || !grid_spot_step(t, &next, to, &length))
        return;
    int32_t cost = r->states[state].cost + turn + length + t->spots[next.spot].toll +
                   tip_price(r, next.spot, to);
    int32_t price = spot_price(r, next.spot, side_axis(to));
    if (price >= 0)
        state_reach(r, &next, to, cost + price, state);
    try_merge(r, state, next.spot, cost, best);
}

struct found router_search(struct router *r)
{
    struct found best = {.state = NONE, .cost = INT32_MAX};
    r->now++;
    heap_clear(&r->heap);
    goals_set(r);
    lefts_set(r);
    starts_push(r);
    while (r->heap.items.n && r->heap.items.at[0].f < best.cost && *r->scene->effort) {
        struct heap_item item = heap_pop(&r->heap);
        uint32_t state = item.state;
        --*r->scene->effort;
        struct grid_spot p = grid_spot_of(r->tracks, state / N_SIDES);
        if (item.f > r->states[state].cost + still_to_go(r, &p))
            continue;
        try_goals(r, state, &best);
        for (enum side to = 0; to < N_SIDES; to++)
            if (to != side_opposite(state % N_SIDES))
                move(r, state, &p, to, &best);
    }
    return best;
}
