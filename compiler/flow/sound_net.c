/* The net of a flow, straight from the definition. */
#include <string.h>

#include "compiler/flow/sound_int.h"

struct builder {
    const struct flow *flow;
    struct arena *arena;
    struct net *net;
};

static enum row_kind kind_of(const struct builder *b, uint32_t row)
{
    return b->flow->sop->rows.at[row].kind;
}

static struct net_cluster *add_cluster(struct builder *b, uint32_t row, const uint32_t *inputs,
                                       uint32_t n_inputs)
{
    struct net_cluster *c = &b->net->clusters[b->net->n_clusters];
    *c = (struct net_cluster){.row = row, .n_inputs = n_inputs, .first_way = b->net->n_ways};
    c->inputs = ARENA_ARRAY(b->arena, n_inputs, uint32_t);
    for (uint32_t i = 0; i < n_inputs; i++) {
        c->inputs[i] = inputs[i];
        b->net->cluster_of[inputs[i]] = b->net->n_clusters;
    }
    b->net->n_clusters++;
    return c;
}

/* A way of the newest cluster, with room for n_room places. */
static struct net_way *add_way(struct builder *b, uint32_t tag, uint32_t n_room, uint32_t **sets)
{
    struct net_way *way = &b->net->ways[b->net->n_ways++];
    *sets = ARENA_ARRAY(b->arena, n_room, uint32_t);
    *way = (struct net_way){
        .cluster = b->net->n_clusters - 1, .sets = *sets, .end = NONE, .tag = tag};
    b->net->clusters[way->cluster].n_ways++;
    return way;
}

static void open_row(const struct builder *b, struct net_way *way, uint32_t *sets, uint32_t row)
{
    if (kind_of(b, row) == ROW_END)
        way->end = row;
    else
        sets[way->n_sets++] = row;
}

static void set_all(const struct builder *b, struct net_way *to, uint32_t *sets,
                    const struct way *way)
{
    for (uint32_t i = 0; i < way->n_sets + way->n_kept; i++)
        sets[to->n_sets++] = way->sets[i];
    if (way->opens != NONE)
        open_row(b, to, sets, way->opens);
}

static void add_row(struct builder *b, uint32_t row)
{
    const struct flow *flow = b->flow;
    add_cluster(b, row, &row, 1);
    for (uint32_t w = flow->first_way[row]; w < flow->first_way[row + 1]; w++) {
        const struct way *way = &flow->ways[w];
        uint32_t *sets;
        struct net_way *to = add_way(b, w, way->n_sets + way->n_kept + 1, &sets);
        set_all(b, to, sets, way);
    }
}

static void add_join(struct builder *b, uint32_t row)
{
    const struct flow *flow = b->flow;
    uint32_t first = flow->first_place[row], n = flow->first_place[row + 1] - first;
    if (!n)
        return;
    uint32_t *groups = ARENA_ARRAY(b->arena, n, uint32_t), *sets;
    for (uint32_t g = 0; g < n; g++)
        groups[g] = first + g;
    struct net_cluster *c = add_cluster(b, row, groups, n);
    c->is_urgent = true;
    c->need = flow->need[row];
    c->clears = flow->clears[row];
    c->n_clears = flow->n_clears[row];
    struct net_way *way = add_way(b, NONE, 1, &sets);
    open_row(b, way, sets, row);
}

/* One beginning: what is open in every case, and what a start leads to. */
static void add_beginning(struct builder *b, uint32_t tag)
{
    const struct flow *flow = b->flow;
    const struct way *start = tag == NONE ? NULL : &flow->ways[tag];
    uint32_t *sets;
    struct net_way *to = add_way(
        b, tag, flow->n_entries + (start ? start->n_sets + start->n_kept + 1 : 0), &sets);
    for (uint32_t i = 0; i < flow->n_entries; i++)
        if (kind_of(b, flow->entries[i]) != ROW_START)
            open_row(b, to, sets, flow->entries[i]);
    if (start)
        set_all(b, to, sets, start);
}

static void add_beginnings(struct builder *b)
{
    const struct flow *flow = b->flow;
    add_cluster(b, NONE, &b->net->begin, 1);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        for (uint32_t w = flow->first_way[r]; w < flow->first_way[r + 1]; w++)
            if (kind_of(b, r) == ROW_START)
                add_beginning(b, w);
    if (!b->net->clusters[b->net->n_clusters - 1].n_ways)
        add_beginning(b, NONE);
}

struct net *net_of_flow(const struct flow *flow, struct arena *arena)
{
    struct net *net = ARENA_NEW(arena, struct net);
    uint32_t n_ways = flow->first_way[flow->n_rows];
    net->n_rows = flow->n_rows;
    net->begin = flow->n_places;
    net->n_places = flow->n_places + 1;
    net->cluster_of = ARENA_ARRAY(arena, net->n_places, uint32_t);
    net->clusters = ARENA_ARRAY(arena, 2 * flow->n_rows + 1, struct net_cluster);
    /* a way of every row, one of every join, and those of the beginning */
    net->ways = ARENA_ARRAY(arena, 2 * n_ways + flow->n_rows + 1, struct net_way);
    struct builder b = {flow, arena, net};
    for (uint32_t r = 0; r < flow->n_rows; r++)
        add_row(&b, r);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        add_join(&b, r);
    add_beginnings(&b);
    return net;
}

/* ---- what could be set ------------------------------------------------------------ */

struct spreading {
    const struct net *net;
    bool *is_met;          /* per place */
    uint32_t *n_met;       /* per cluster: of its inputs */
    uint32_t *queue, n;    /* places */
};

static void meet(struct spreading *s, uint32_t place)
{
    if (s->is_met[place])
        return;
    s->is_met[place] = true;
    s->queue[s->n++] = place;
}

static void spread_from(struct spreading *s, uint32_t place)
{
    uint32_t cluster = s->net->cluster_of[place];
    const struct net_cluster *c = &s->net->clusters[cluster];
    if (++s->n_met[cluster] != (c->need ? c->need : c->n_inputs))
        return;
    for (uint32_t w = c->first_way; w < c->first_way + c->n_ways; w++)
        for (uint32_t i = 0; i < s->net->ways[w].n_sets; i++)
            meet(s, s->net->ways[w].sets[i]);
}

bool *net_may_set(const struct net *net, const uint32_t *places, uint32_t n, struct arena *arena)
{
    struct spreading s = {.net = net};
    s.is_met = ARENA_ARRAY(arena, net->n_places, bool);
    s.n_met = ARENA_ARRAY(arena, net->n_clusters, uint32_t);
    s.queue = ARENA_ARRAY(arena, net->n_places, uint32_t);
    for (uint32_t i = 0; i < n; i++)
        meet(&s, places[i]);
    for (uint32_t i = 0; i < s.n; i++)
        spread_from(&s, s.queue[i]);
    return s.is_met;
}
