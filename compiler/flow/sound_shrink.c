/*
 * Makes a net smaller as long as a rule applies. What a rule has changed is
 * queued to be looked at again, so the work is about that of the changes; it
 * is bounded besides, since a net that is not yet small can be searched too.
 */
#include "compiler/flow/sound_graph.h"

enum { CHANGES_A_PLACE = 40 };   /* and looks, at most */

static void look_at_place(struct graph *g, uint32_t place)
{
    struct g_place *p = &g->places[place];
    p->is_queued = false;
    if (!p->is_gone && !rule_never(g, place) && !rule_same_places(g, place))
        graph_queue(g, G_CLUSTER, p->cluster);
}

static void look_at_way(struct graph *g, uint32_t way)
{
    struct g_way *w = &g->ways.at[way];
    w->is_queued = false;
    if (!w->is_gone && !rule_round_trip(g, way) && !rule_same_ways(g, way))
        graph_queue(g, G_CLUSTER, w->cluster);
}

/* A branch that has become short may let its race be settled. */
static void queue_race_behind(struct graph *g, uint32_t cluster)
{
    CHAIN_EACH(w, g->clusters[cluster].ways, g->ways_in) {
        uint32_t edge = g->ways.at[w].edges.first;
        if (g->ways.at[w].edges.n != 1)
            continue;
        uint32_t behind = g->places[g->edges.at[edge].place].cluster;
        if (g->clusters[behind].need && behind != cluster)
            graph_queue(g, G_CLUSTER, behind);
    }
}

static void look_at_cluster(struct graph *g, uint32_t cluster)
{
    struct g_cluster *c = &g->clusters[cluster];
    c->is_queued = false;
    if (c->is_gone || cluster == g->rests || rule_race(g, cluster) ||
        rule_line(g, cluster, false) || rule_way_out(g, cluster))
        return;
    queue_race_behind(g, cluster);
    if (c->places.n == 1 && !c->is_put_off)
        *LIST_ADD(g->arena, &g->put_off) = cluster;
    c->is_put_off |= c->places.n == 1;
}

static bool look(struct graph *g)
{
    enum g_kind kind;
    uint32_t i;
    if (!graph_next(g, &kind, &i))
        return false;
    switch (kind) {
    case G_PLACE: look_at_place(g, i); break;
    case G_WAY: look_at_way(g, i); break;
    case G_CLUSTER: look_at_cluster(g, i); break;
    }
    return true;
}

static bool look_at_put_off(struct graph *g)
{
    if (g->next_put_off == g->put_off.n)
        return false;
    uint32_t c = g->put_off.at[g->next_put_off++];
    g->clusters[c].is_put_off = false;
    if (!g->clusters[c].is_gone)
        rule_line(g, c, true);
    return true;
}

struct shrunk *net_shrink(const struct net *plain, struct arena *arena)
{
    struct shrunk *out = ARENA_NEW(arena, struct shrunk);
    struct graph *g = graph_of_net(plain, out, arena);
    uint64_t n_looks = 0, most = CHANGES_A_PLACE * (uint64_t)(g->n_places + plain->n_ways);
    while (g->n_changes + n_looks < most && (look(g) || look_at_put_off(g)))
        n_looks++;
    graph_to_net(g, out);
    return out;
}
