/*
 * A net into chains and back. On the way in it is settled what is urgent:
 *
 * Before anyone can act, joins go that are full. Where they only gather, it
 * makes no difference to soundness whether they go at once or wait: they can
 * go early without taking anything from anyone, so a net that is sound with
 * waiting joins is sound as it stands. It does make one where a join
 *  - withdraws the work of others, or opens a named end;
 *  - takes from one zone and sets in another: it could save a place from
 *    being withdrawn;
 *  - gets a place from a way that opens a named end besides, or, in a zone,
 *    from one that fills a withdrawing join too: which of them goes first, by
 *    row, decides whether what it got sets its row or is swept away.
 * These stay urgent.
 */
#include "compiler/flow/sound_graph.h"

struct import {
    struct graph *g;
    const struct net *net;
    uint32_t *rest;      /* per plain place: its place to rest at, or NONE */
};

/* ---- zones -------------------------------------------------------------------------- */

/* Cuts the places of one join out of the zones that they are in. */
struct cutting {
    struct graph *g;
    LIST_OF(uint32_t) inner;   /* per zone: the newest one cut out of it */
    bool *is_cut;              /* per place: by the join in hand */
};

static void cut(struct cutting *c, uint32_t join, uint32_t place)
{
    struct graph *g = c->g;
    uint32_t zone = g->places[place].zone;
    if (c->is_cut[place])
        return;
    c->is_cut[place] = true;
    if (g->zones.at[c->inner.at[zone]].join != join) {
        c->inner.at[zone] = g->zones.n;
        *LIST_ADD(g->arena, &g->zones) = (struct g_zone){zone, join};
        *LIST_ADD(g->arena, &c->inner) = 0;
    }
    g->places[place].zone = c->inner.at[zone];
}

static void find_zones(struct graph *g, const struct net *net)
{
    struct cutting c = {.g = g};
    c.is_cut = ARENA_ARRAY(g->arena, net->n_places, bool);
    *LIST_ADD(g->arena, &g->zones) = (struct g_zone){0, NONE};
    *LIST_ADD(g->arena, &c.inner) = 0;
    for (uint32_t i = 0; i < net->n_clusters; i++) {
        const struct net_cluster *join = &net->clusters[i];
        if (!join->need)
            continue;
        for (uint32_t k = 0; k < join->n_inputs; k++)
            cut(&c, i, join->inputs[k]);
        for (uint32_t k = 0; k < join->n_clears; k++)
            cut(&c, i, join->clears[k]);
        for (uint32_t k = 0; k < join->n_inputs; k++)
            c.is_cut[join->inputs[k]] = false;
        for (uint32_t k = 0; k < join->n_clears; k++)
            c.is_cut[join->clears[k]] = false;
    }
}

/* ---- what is urgent ------------------------------------------------------------------- */

static bool spans_zones(const struct graph *g, const struct net *net, const struct net_cluster *c)
{
    const struct net_way *way = &net->ways[c->first_way];
    uint32_t zone = g->places[c->inputs[0]].zone;
    for (uint32_t i = 0; i < c->n_inputs; i++)
        if (g->places[c->inputs[i]].zone != zone)
            return true;
    return way->n_sets && g->places[way->sets[0]].zone != zone;
}

static void make_urgent_fed_by(struct graph *g, const struct net *net, const struct net_way *way)
{
    bool withdraws = false;
    for (uint32_t i = 0; i < way->n_sets; i++)
        withdraws |= net->clusters[net->cluster_of[way->sets[i]]].need > 0;
    for (uint32_t i = 0; i < way->n_sets; i++) {
        uint32_t c = net->cluster_of[way->sets[i]];
        if (net->clusters[c].is_urgent &&
            (way->end != NONE || (withdraws && g->places[way->sets[i]].zone)))
            g->clusters[c].is_urgent = true;
    }
}

static void find_urgent(struct graph *g, const struct net *net)
{
    for (uint32_t i = 0; i < net->n_clusters; i++) {
        const struct net_cluster *c = &net->clusters[i];
        bool ends = c->n_ways && net->ways[c->first_way].end != NONE;
        g->clusters[i].is_urgent = c->is_urgent && (c->need || ends || spans_zones(g, net, c));
    }
    for (uint32_t w = 0; w < net->n_ways; w++)
        make_urgent_fed_by(g, net, &net->ways[w]);
}

/* ---- in ----------------------------------------------------------------------------------- */

static void put_place(struct graph *g, uint32_t place, uint32_t cluster)
{
    struct g_place *p = &g->places[place];
    p->cluster = cluster;
    p->edges = CHAIN_EMPTY;
    p->bucket = NONE;
    chain_put_last(&g->clusters[cluster].places, &g->places_in, place);
    g->clusters[cluster].hash += graph_hash(place);
    g->clusters[cluster].zone = p->zone;
    graph_queue(g, G_PLACE, place);
}

static bool is_empty(const struct net_way *way)
{
    return !way->n_sets && way->end == NONE;
}

/* A row all of whose work may simply be over: what it has done rests. */
static void put_rests(struct import *in)
{
    struct graph *g = in->g;
    for (uint32_t w = 0; w < in->net->n_ways; w++) {
        uint32_t place = in->net->clusters[in->net->ways[w].cluster].inputs[0];
        if (!is_empty(&in->net->ways[w]) || in->rest[place] != NONE)
            continue;
        in->rest[place] = g->n_places++;
        g->places[in->rest[place]].zone = g->places[place].zone;
        put_place(g, in->rest[place], g->rests);
    }
}

/* A row that comes to rest is left open in a story: a fault may be that it is opened again. */
static uint32_t story_of(struct import *in, const struct net_way *way)
{
    struct graph *g = in->g;
    if (way->tag == NONE || (is_empty(way) && in->net->clusters[way->cluster].row != NONE))
        return NONE;
    *LIST_ADD(g->arena, &g->out->stories) = (struct story){NONE, NONE, way->tag};
    return g->out->stories.n - 1;
}

static void put_way(struct import *in, const struct net_way *way)
{
    struct graph *g = in->g;
    const struct net_cluster *c = &in->net->clusters[way->cluster];
    uint32_t story = story_of(in, way);
    if (way->end != NONE)
        graph_imply(g, way->cluster, way->end);
    if (way->end != NONE && !way->n_sets && !g->clusters[way->cluster].is_urgent) {
        graph_end(g, way->cluster, way->end, story);
        return;
    }
    uint32_t to = graph_add_way(g, way->cluster, story);
    g->ways.at[to].end = way->end;
    for (uint32_t i = 0; i < way->n_sets; i++)
        graph_add_edge(g, to, way->sets[i]);
    if (is_empty(way))
        graph_add_edge(g, to, in->rest[c->inputs[0]]);
}

/* With the places where what is withdrawn may rest. */
static void put_clears(struct import *in, uint32_t cluster)
{
    struct graph *g = in->g;
    const struct net_cluster *c = &in->net->clusters[cluster];
    uint32_t *clears = ARENA_ARRAY(g->arena, 2 * c->n_clears, uint32_t), n = 0;
    for (uint32_t i = 0; i < c->n_clears; i++) {
        clears[n++] = c->clears[i];
        if (in->rest[c->clears[i]] != NONE)
            clears[n++] = in->rest[c->clears[i]];
    }
    g->clusters[cluster].clears = clears;
    g->clusters[cluster].n_clears = n;
}

static void make_tables(struct graph *g, const struct net *net)
{
    uint32_t n_places = net->n_places + net->n_rows + 1;   /* at most: a rest for each row */
    g->places = ARENA_ARRAY(g->arena, n_places, struct g_place);
    g->place_stamps = ARENA_ARRAY(g->arena, n_places, uint64_t);
    for (uint32_t p = 0; p < n_places; p++) {
        LIST_ADD(g->arena, &g->places_in);
        LIST_ADD(g->arena, &g->place_bucket);
    }
    g->n_places = net->n_places;
    g->rests = net->n_clusters;
    g->n_clusters = net->n_clusters + 1;
    g->clusters = ARENA_ARRAY(g->arena, g->n_clusters, struct g_cluster);
    for (g->n_buckets = 64; g->n_buckets < n_places;)
        g->n_buckets *= 2;
    g->place_buckets = ARENA_ARRAY(g->arena, g->n_buckets, struct chain);
    g->way_buckets = ARENA_ARRAY(g->arena, g->n_buckets, struct chain);
    for (uint32_t i = 0; i < g->n_buckets; i++)
        g->place_buckets[i] = g->way_buckets[i] = CHAIN_EMPTY;
}

static void put_clusters(struct graph *g, const struct net *net)
{
    for (uint32_t i = 0; i < g->n_clusters; i++) {
        struct g_cluster *c = &g->clusters[i];
        c->places = c->ways = CHAIN_EMPTY;
        c->row = c->end = c->end_story = NONE;
        if (i == g->rests)
            continue;
        c->row = net->clusters[i].row;
        c->need = net->clusters[i].need;
        for (uint32_t k = 0; k < net->clusters[i].n_inputs; k++)
            put_place(g, net->clusters[i].inputs[k], i);
    }
}

struct graph *graph_of_net(const struct net *net, struct shrunk *out, struct arena *arena)
{
    struct graph *g = ARENA_NEW(arena, struct graph);
    g->arena = arena;
    g->out = out;
    g->n_rows = net->n_rows;
    g->begin = net->begin;
    g->free_edge = NONE;
    make_tables(g, net);
    find_zones(g, net);
    find_urgent(g, net);
    put_clusters(g, net);
    struct import in = {g, net, ARENA_ARRAY(arena, net->n_places, uint32_t)};
    for (uint32_t p = 0; p < net->n_places; p++)
        in.rest[p] = NONE;
    put_rests(&in);
    for (uint32_t i = 0; i < net->n_clusters; i++)
        if (net->clusters[i].n_clears)
            put_clears(&in, i);
    for (uint32_t w = 0; w < net->n_ways; w++)
        put_way(&in, &net->ways[w]);
    return g;
}

/* ---- out ----------------------------------------------------------------------------------- */

struct export {
    const struct graph *g;
    struct shrunk *out;
    uint32_t *place_is;   /* its number there, or NONE */
};

static void take_places(struct export *to)
{
    const struct graph *g = to->g;
    struct net *net = &to->out->net;
    to->place_is = ARENA_ARRAY(g->arena, g->n_places, uint32_t);
    for (uint32_t p = 0; p < g->n_places; p++)
        to->place_is[p] = g->places[p].is_gone ? NONE : net->n_places++;
    net->cluster_of = ARENA_ARRAY(g->arena, net->n_places, uint32_t);
    for (uint32_t p = 0; p < net->n_places; p++)
        net->cluster_of[p] = NONE;
    net->begin = to->place_is[g->begin];
}

static void take_way(struct export *to, uint32_t way)
{
    const struct graph *g = to->g;
    struct net *net = &to->out->net;
    const struct g_way *w = &g->ways.at[way];
    uint32_t *sets = ARENA_ARRAY(g->arena, w->edges.n, uint32_t), n = 0;
    CHAIN_EACH(e, w->edges, g->in_way)
        sets[n++] = to->place_is[g->edges.at[e].place];
    net->ways[net->n_ways++] = (struct net_way){
        .cluster = net->n_clusters, .sets = sets, .n_sets = n, .end = w->end, .tag = w->story};
}

static void take_cluster(struct export *to, uint32_t cluster)
{
    const struct graph *g = to->g;
    struct net *net = &to->out->net;
    const struct g_cluster *c = &g->clusters[cluster];
    struct net_cluster *out = &net->clusters[net->n_clusters];
    *out = (struct net_cluster){.row = c->row, .need = c->need, .first_way = net->n_ways,
                                .is_urgent = c->is_urgent};
    out->inputs = ARENA_ARRAY(g->arena, c->places.n, uint32_t);
    CHAIN_EACH(p, c->places, g->places_in) {
        net->cluster_of[to->place_is[p]] = net->n_clusters;
        out->inputs[out->n_inputs++] = to->place_is[p];
    }
    CHAIN_EACH(w, c->ways, g->ways_in)
        take_way(to, w);
    if (c->end != NONE)
        net->ways[net->n_ways++] = (struct net_way){
            .cluster = net->n_clusters, .end = c->end, .tag = c->end_story};
    out->n_ways = net->n_ways - out->first_way;
    uint32_t *clears = ARENA_ARRAY(g->arena, c->n_clears, uint32_t);
    for (uint32_t i = 0; i < c->n_clears; i++)
        if (!g->places[c->clears[i]].is_gone)
            clears[out->n_clears++] = to->place_is[c->clears[i]];
    out->clears = clears;
    to->out->cluster_was[net->n_clusters++] = cluster;
}

void graph_to_net(const struct graph *g, struct shrunk *out)
{
    struct export to = {.g = g, .out = out};
    out->net.n_rows = g->n_rows;
    take_places(&to);
    out->net.clusters = ARENA_ARRAY(g->arena, g->n_clusters, struct net_cluster);
    out->net.ways = ARENA_ARRAY(g->arena, g->ways.n + g->n_clusters, struct net_way);
    out->cluster_was = ARENA_ARRAY(g->arena, g->n_clusters, uint32_t);
    for (uint32_t c = 0; c < g->n_clusters; c++)
        if (c != g->rests && g->clusters[c].places.n)
            take_cluster(&to, c);
}
