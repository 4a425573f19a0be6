/*
 * Rules that drop one of two things that are the same: equals are found in
 * buckets by a hash of what stands around them, and then compared exactly.
 */
#include "compiler/flow/sound_graph.h"

/* Into the bucket of that key, out of the one it was in. */
static struct chain change_bucket(const struct graph *g, struct chain *buckets, links *l,
                                  uint32_t *bucket, uint64_t key, uint32_t i)
{
    uint32_t to = (uint32_t)(key >> 20) & (g->n_buckets - 1);
    if (*bucket != NONE)
        chain_take(&buckets[*bucket], l, i);
    *bucket = to;
    chain_put_last(&buckets[to], l, i);
    return buckets[to];
}

/* ---- same places ---------------------------------------------------------------- */

static bool are_places_same(struct graph *g, uint32_t a, uint32_t b)
{
    const struct g_place *p = &g->places[a], *q = &g->places[b];
    return p->cluster == q->cluster && p->zone == q->zone && graph_same_ways_set(g, a, b);
}

/*
 * Same places. What the same ways set and the same cluster takes is said by
 * one of them. (Those that may rest count as taken by one cluster, the end.)
 *
 *      t --> (p) ---[ j ]                 t --> (q) --[ j ]
 *        `-> (q) --'           becomes
 */
bool rule_same_places(struct graph *g, uint32_t place)
{
    struct g_place *p = &g->places[place];
    const struct g_cluster *c = &g->clusters[p->cluster];
    if (c->places.n < 2 || c->need || !p->edges.n)
        return false;
    uint64_t key = p->hash + graph_hash(p->cluster) + 3 * graph_hash(p->zone);
    struct chain bucket =
        change_bucket(g, g->place_buckets, &g->place_bucket, &p->bucket, key, place);
    CHAIN_EACH(q, bucket, g->place_bucket) {
        if (q == place || !are_places_same(g, place, q))
            continue;
        graph_drop_place(g, place);
        return true;
    }
    return false;
}

/* ---- same ways ------------------------------------------------------------------- */

static bool is_rest(const struct graph *g, uint32_t edge)
{
    return g->places[g->edges.at[edge].place].cluster == g->rests;
}

/* Marks what the way sets; false if it sets a place twice. */
static bool mark_places(struct graph *g, uint32_t way)
{
    bool is_once = true;
    g->stamp++;
    CHAIN_EACH(e, g->ways.at[way].edges, g->in_way) {
        uint64_t *stamp = &g->place_stamps[g->edges.at[e].place];
        is_once &= *stamp != g->stamp;
        *stamp = g->stamp;
    }
    return is_once;
}

/* Do they set the same, but for the places where work may rest? */
static bool are_ways_same(struct graph *g, uint32_t a, uint32_t b)
{
    const struct g_way *v = &g->ways.at[a], *w = &g->ways.at[b];
    if (v->cluster != w->cluster || v->hash != w->hash || w->end != NONE ||
        v->edges.n - v->n_rests != w->edges.n - w->n_rests)
        return false;
    mark_places(g, a);
    CHAIN_EACH(e, w->edges, g->in_way) {
        uint64_t *stamp = &g->place_stamps[g->edges.at[e].place];
        if (!is_rest(g, e) && *stamp != g->stamp)
            return false;
        *stamp = 0;
    }
    return true;
}

/*
 * May the way be left out for the other? Its work comes to rest where the
 * other's does too, or where nobody else's does while the other's has a place
 * of its own: then it could as well rest there.
 */
static bool may_be_left_out(struct graph *g, uint32_t way, uint32_t other)
{
    uint32_t zone = NONE;   /* of the place where only the other's work rests */
    if (!mark_places(g, way))
        return false;
    CHAIN_EACH(e, g->ways.at[other].edges, g->in_way)
        if (is_rest(g, e) && g->place_stamps[g->edges.at[e].place] != g->stamp)
            zone = g->places[g->edges.at[e].place].zone;
    mark_places(g, other);
    CHAIN_EACH(e, g->ways.at[way].edges, g->in_way) {
        const struct g_place *p = &g->places[g->edges.at[e].place];
        if (is_rest(g, e) && g->place_stamps[g->edges.at[e].place] != g->stamp &&
            (p->edges.n > 1 || p->zone != zone))
            return false;
    }
    return true;
}

/*
 * Same ways. Two ways of a cluster that set the same are one.
 *
 *              .--> (a) (b)
 *      [ c ] --|                          [ c ] --> (a) (b)
 *              `--> (a) (b)     becomes
 */
bool rule_same_ways(struct graph *g, uint32_t way)
{
    struct g_way *w = &g->ways.at[way];
    const struct g_cluster *c = &g->clusters[w->cluster];
    if (c->ways.n < 2 || c->is_urgent || w->end != NONE)
        return false;
    uint64_t key = w->hash + graph_hash(w->cluster);
    struct chain bucket = change_bucket(g, g->way_buckets, &g->way_bucket, &w->bucket, key, way);
    CHAIN_EACH(v, bucket, g->way_bucket) {
        if (v == way || !are_ways_same(g, way, v))
            continue;
        if (!may_be_left_out(g, way, v) && !may_be_left_out(g, v, way))
            continue;
        graph_drop_way(g, may_be_left_out(g, way, v) ? way : v);
        return true;
    }
    return false;
}
