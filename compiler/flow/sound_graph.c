/* Chains, edges and ways of a net that is being made smaller. */
#include <assert.h>
#include <string.h>

#include "compiler/flow/sound_graph.h"

/* ---- chains ------------------------------------------------------------------- */

/* NONE stands before the first and behind the last. */
static void set_next(struct chain *c, links *l, uint32_t i, uint32_t next)
{
    *(i == NONE ? &c->first : &l->at[i].next) = next;
    *(next == NONE ? &c->last : &l->at[next].prev) = i;
}

void chain_put_last(struct chain *c, links *l, uint32_t i)
{
    set_next(c, l, c->last, i);
    set_next(c, l, i, NONE);
    c->n++;
}

void chain_take(struct chain *c, links *l, uint32_t i)
{
    set_next(c, l, l->at[i].prev, l->at[i].next);
    c->n--;
}

/* ---- the queue ------------------------------------------------------------------ */

void graph_queue(struct graph *g, enum g_kind kind, uint32_t i)
{
    bool *is_queued = kind == G_PLACE ? &g->places[i].is_queued
                      : kind == G_WAY ? &g->ways.at[i].is_queued
                                      : &g->clusters[i].is_queued;
    if (!*is_queued)
        *LIST_ADD(g->arena, &g->queue) = i * 4 + kind;
    *is_queued = true;
}

/* What was taken out makes room once it is most of the queue. */
bool graph_next(struct graph *g, enum g_kind *kind, uint32_t *i)
{
    if (g->next == g->queue.n)
        return false;
    *kind = (enum g_kind)(g->queue.at[g->next] % 4);
    *i = g->queue.at[g->next++] / 4;
    if (g->next > 1000 && 2 * g->next > g->queue.n) {
        memmove(g->queue.at, g->queue.at + g->next, (g->queue.n - g->next) * sizeof *g->queue.at);
        g->queue.n -= g->next;
        g->next = 0;
    }
    return true;
}

/* ---- edges ---------------------------------------------------------------------- */

uint64_t graph_hash(uint32_t i)
{
    uint64_t x = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* Counts an edge in (by = 1) or out (by = -1) on both its sides. */
static void count_edge(struct graph *g, const struct g_edge *e, int32_t by)
{
    struct g_place *p = &g->places[e->place];
    struct g_way *w = &g->ways.at[e->way];
    const struct g_cluster *from = &g->clusters[w->cluster], *to = &g->clusters[p->cluster];
    uint32_t n = (uint32_t)by;
    p->n_bound += from->is_urgent || w->end != NONE ? n : 0;
    p->hash += (uint64_t)by * graph_hash(e->way);
    w->n_bound += to->is_urgent || w->end != NONE ? n : 0;
    w->n_foreign += p->zone != from->zone ? n : 0;
    w->n_rests += p->cluster == g->rests ? n : 0;
    w->hash += p->cluster == g->rests ? 0 : (uint64_t)by * graph_hash(e->place);
    graph_queue(g, G_PLACE, e->place);
    graph_queue(g, G_WAY, e->way);
    g->n_changes++;
}

static void put_in_way(struct graph *g, uint32_t edge)
{
    const struct g_edge *e = &g->edges.at[edge];
    chain_put_last(&g->ways.at[e->way].edges, &g->in_way, edge);
    count_edge(g, e, 1);
}

static void take_from_way(struct graph *g, uint32_t edge)
{
    const struct g_edge *e = &g->edges.at[edge];
    chain_take(&g->ways.at[e->way].edges, &g->in_way, edge);
    count_edge(g, e, -1);
}

void graph_add_edge(struct graph *g, uint32_t way, uint32_t place)
{
    uint32_t edge = g->free_edge;
    if (edge != NONE) {
        g->free_edge = g->in_way.at[edge].next;
    } else {
        edge = g->edges.n;
        LIST_ADD(g->arena, &g->edges);
        LIST_ADD(g->arena, &g->in_place);
        LIST_ADD(g->arena, &g->in_way);
    }
    g->edges.at[edge] = (struct g_edge){way, place};
    chain_put_last(&g->places[place].edges, &g->in_place, edge);
    put_in_way(g, edge);
}

void graph_drop_edge(struct graph *g, uint32_t edge)
{
    take_from_way(g, edge);
    chain_take(&g->places[g->edges.at[edge].place].edges, &g->in_place, edge);
    g->in_way.at[edge].next = g->free_edge;
    g->free_edge = edge;
}

void graph_move_edge(struct graph *g, uint32_t edge, uint32_t way)
{
    take_from_way(g, edge);
    g->edges.at[edge].way = way;
    put_in_way(g, edge);
}

/* ---- ways ----------------------------------------------------------------------- */

uint32_t graph_add_way(struct graph *g, uint32_t cluster, uint32_t story)
{
    uint32_t way = g->ways.n;
    *LIST_ADD(g->arena, &g->ways) = (struct g_way){
        .cluster = cluster, .edges = CHAIN_EMPTY, .end = NONE, .story = story, .bucket = NONE};
    LIST_ADD(g->arena, &g->ways_in);
    LIST_ADD(g->arena, &g->way_bucket);
    LIST_ADD(g->arena, &g->way_stamps);
    chain_put_last(&g->clusters[cluster].ways, &g->ways_in, way);
    graph_queue(g, G_WAY, way);
    return way;
}

uint32_t graph_copy_way(struct graph *g, uint32_t way)
{
    uint32_t copy = graph_add_way(g, g->ways.at[way].cluster, g->ways.at[way].story);
    CHAIN_EACH(e, g->ways.at[way].edges, g->in_way)
        graph_add_edge(g, copy, g->edges.at[e].place);
    return copy;
}

static void leave_bucket(struct chain *buckets, links *l, uint32_t *bucket, uint32_t i)
{
    if (*bucket != NONE)
        chain_take(&buckets[*bucket], l, i);
    *bucket = NONE;
}

void graph_drop_way(struct graph *g, uint32_t way)
{
    struct g_way *w = &g->ways.at[way];
    while (w->edges.n)
        graph_drop_edge(g, w->edges.first);
    chain_take(&g->clusters[w->cluster].ways, &g->ways_in, way);
    leave_bucket(g->way_buckets, &g->way_bucket, &w->bucket, way);
    w->is_gone = true;
    graph_queue(g, G_CLUSTER, w->cluster);
}

void graph_move_way(struct graph *g, uint32_t way, uint32_t cluster)
{
    struct g_way *w = &g->ways.at[way];
    chain_take(&g->clusters[w->cluster].ways, &g->ways_in, way);
    if (g->clusters[w->cluster].zone != g->clusters[cluster].zone) {
        assert(w->n_foreign == 0);
        w->n_foreign = w->edges.n;
    }
    w->cluster = cluster;
    chain_put_last(&g->clusters[cluster].ways, &g->ways_in, way);
    graph_queue(g, G_WAY, way);
}

/* ---- places and clusters ---------------------------------------------------------- */

void graph_drop_place(struct graph *g, uint32_t place)
{
    struct g_place *p = &g->places[place];
    while (p->edges.n)
        graph_drop_edge(g, p->edges.first);
    chain_take(&g->clusters[p->cluster].places, &g->places_in, place);
    g->clusters[p->cluster].hash -= graph_hash(place);
    leave_bucket(g->place_buckets, &g->place_bucket, &p->bucket, place);
    p->is_gone = true;
    graph_queue(g, G_CLUSTER, p->cluster);
}

void graph_drop_cluster(struct graph *g, uint32_t cluster)
{
    struct g_cluster *c = &g->clusters[cluster];
    while (c->ways.n)
        graph_drop_way(g, c->ways.first);
    while (c->places.n)
        graph_drop_place(g, c->places.first);
    c->is_gone = true;
}

bool graph_same_ways_set(struct graph *g, uint32_t a, uint32_t b)
{
    const struct g_place *p = &g->places[a], *q = &g->places[b];
    if (p->hash != q->hash || p->edges.n != q->edges.n)
        return false;
    g->stamp++;
    CHAIN_EACH(e, p->edges, g->in_place)
        g->way_stamps.at[g->edges.at[e].way] = g->stamp;
    CHAIN_EACH(e, q->edges, g->in_place) {
        uint64_t *stamp = &g->way_stamps.at[g->edges.at[e].way];
        if (*stamp != g->stamp)
            return false;
        *stamp = 0;   /* a way that sets a place twice is taken for different */
    }
    return true;
}

/* ---- what the rules have to tell --------------------------------------------------- */

uint32_t graph_tell(struct graph *g, uint32_t first, uint32_t second)
{
    if (first == NONE || second == NONE)
        return first == NONE ? second : first;
    *LIST_ADD(g->arena, &g->out->stories) = (struct story){first, second, NONE};
    return g->out->stories.n - 1;
}

void graph_imply(struct graph *g, uint32_t from, uint32_t to)
{
    if (from != to)
        *LIST_ADD(g->arena, &g->out->implied) = (struct implied){from, to};
}

void graph_end(struct graph *g, uint32_t cluster, uint32_t end, uint32_t story)
{
    struct g_cluster *c = &g->clusters[cluster];
    graph_queue(g, G_CLUSTER, cluster);
    if (c->end != NONE)
        return;
    c->end = end;
    c->end_story = story;
}
