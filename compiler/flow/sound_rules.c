/*
 * Rules that make a net smaller and keep what soundness asks of it: if the
 * smaller net is sound, so was the one before. (The other way round holds too
 * but for rare nets with named ends; so a fault is told only when it was seen
 * in the plain net.) Why a rule keeps it is said in words; the guards are the
 * case in which the words hold.
 *
 * What became of a cluster's chance to go is kept as "implied": if the ways
 * that lead to it can go, so can it.
 */
#include "compiler/flow/sound_graph.h"

enum { LARGEST_GROWTH = 100, LARGEST_FAN = 16, LARGEST_CHOICE = 32 };

/*
 * Never. What no way sets is never set, and what waits for it never goes: the
 * ways behind it vanish. Its other places stay, and nobody takes them.
 *
 *      (q) --[ j ]--> (r)                  (q) --[ ]
 *            |                  becomes
 *      (p) --'
 */
bool rule_never(struct graph *g, uint32_t place)
{
    const struct g_place *p = &g->places[place];
    struct g_cluster *c = &g->clusters[p->cluster];
    if (p->edges.n || place == g->begin)
        return false;
    if (p->cluster != g->rests && c->places.n - 1 < (c->need ? c->need : c->places.n)) {
        while (c->ways.n)
            graph_drop_way(g, c->ways.first);
        c->end = NONE;
    }
    graph_drop_place(g, place);
    return true;
}

/*
 * Round trip. A way that sets what its cluster takes changes nothing.
 *
 *      .-> (p) --[ c ]--.                  (p) --[ c ]--> (q)
 *      |          | `--> (q)    becomes
 *      '----------'
 */
bool rule_round_trip(struct graph *g, uint32_t way)
{
    const struct g_way *w = &g->ways.at[way];
    const struct g_cluster *c = &g->clusters[w->cluster];
    if (w->hash != c->hash || w->edges.n != c->places.n || w->end != NONE || c->is_urgent ||
        (c->ways.n == 1 && c->end == NONE))
        return false;
    g->stamp++;
    CHAIN_EACH(e, w->edges, g->in_way) {
        uint32_t place = g->edges.at[e].place;
        if (g->places[place].cluster != w->cluster || g->place_stamps[place] == g->stamp)
            return false;
        g->place_stamps[place] = g->stamp;
    }
    graph_drop_way(g, way);
    return true;
}

/* ---- line --------------------------------------------------------------------------- */

/*
 * How many edges and ways more there are when every way into p goes on by
 * itself. To double what is set beside p is put off, and never done in a zone:
 * branches that begin together may soon be seen to be the same.
 */
static int64_t growth(const struct graph *g, const struct g_place *p, const struct g_cluster *c)
{
    int64_t n = p->edges.n, m = c->ways.n, beside = 0, behind = 0;
    if (m > LARGEST_CHOICE || (m > 1 && n > 1 && (m > LARGEST_FAN || n > LARGEST_FAN)))
        return INT64_MAX;
    if (m > 1)
        CHAIN_EACH(e, p->edges, g->in_place)
            beside += g->ways.at[g->edges.at[e].way].edges.n - 1;
    if (n > 1)
        CHAIN_EACH(w, c->ways, g->ways_in)
            behind += g->ways.at[w].edges.n;
    if (m > 1 && beside && p->zone)
        return INT64_MAX;
    int64_t more = (m - 1) * beside + (n - 1) * behind - n + n * m - n - m;
    return m > 1 && beside && more < 1 ? 1 : more;
}

static bool may_go_on(struct graph *g, const struct g_place *p, uint32_t cluster)
{
    CHAIN_EACH(w, g->clusters[cluster].ways, g->ways_in) {
        const struct g_way *way = &g->ways.at[w];
        if (way->n_bound || way->n_foreign || way->end != NONE || !way->edges.n)
            return false;
    }
    g->stamp++;
    CHAIN_EACH(e, p->edges, g->in_place) {
        uint32_t w = g->edges.at[e].way;
        const struct g_way *way = &g->ways.at[w];
        if (way->cluster == cluster || g->way_stamps.at[w] == g->stamp ||
            (p->zone && way->n_bound))
            return false;
        g->way_stamps.at[w] = g->stamp;
    }
    return true;
}

/* One way that stands for both; the one with more edges takes the other's. */
static void join_ways(struct graph *g, uint32_t first, uint32_t second)
{
    uint32_t story = graph_tell(g, g->ways.at[first].story, g->ways.at[second].story);
    uint32_t cluster = g->ways.at[first].cluster, gone = second;
    if (g->ways.at[second].edges.n > g->ways.at[first].edges.n) {
        graph_move_way(g, second, cluster);
        gone = first;
        first = second;
    }
    while (g->ways.at[gone].edges.n)
        graph_move_edge(g, g->ways.at[gone].edges.first, first);
    graph_drop_way(g, gone);
    g->ways.at[first].story = story;
}

/* The first way does what the second does too, which stays. */
static void follow_way(struct graph *g, uint32_t first, uint32_t second)
{
    CHAIN_EACH(e, g->ways.at[second].edges, g->in_way)
        graph_add_edge(g, first, g->edges.at[e].place);
    g->ways.at[first].story = graph_tell(g, g->ways.at[first].story, g->ways.at[second].story);
}

/* The way goes on by each of the n, which it uses up if it is the last to do so. */
static void go_on(struct graph *g, uint32_t way, const uint32_t *ways, uint32_t n, bool is_last)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t first = i + 1 < n ? graph_copy_way(g, way) : way;
        (is_last ? join_ways : follow_way)(g, first, ways[i]);
    }
}

static void take_out(struct graph *g, uint32_t cluster, uint32_t place)
{
    struct g_cluster *c = &g->clusters[cluster];
    uint32_t n_into = g->places[place].edges.n, n_ways = 0, n = 0;
    uint32_t *into = ARENA_ARRAY(g->arena, n_into, uint32_t);
    uint32_t *ways = ARENA_ARRAY(g->arena, c->ways.n, uint32_t);
    CHAIN_EACH(e, g->places[place].edges, g->in_place)
        into[n++] = e;
    CHAIN_EACH(w, c->ways, g->ways_in)
        ways[n_ways++] = w;
    for (uint32_t i = 0; i < n_into; i++) {
        uint32_t way = g->edges.at[into[i]].way, from = g->ways.at[way].cluster;
        graph_drop_edge(g, into[i]);
        graph_imply(g, from, cluster);
        if (c->end != NONE)
            graph_end(g, from, c->end, graph_tell(g, g->ways.at[way].story, c->end_story));
        go_on(g, way, ways, n_ways, i + 1 == n_into);
    }
    graph_drop_cluster(g, cluster);
}

/* Is the place set by nothing but ways of one cluster with one input, which set nothing else? */
static bool may_wait_before(const struct graph *g, const struct g_place *p, uint32_t cluster)
{
    uint32_t from = g->ways.at[g->edges.at[p->edges.first].way].cluster;
    const struct g_cluster *c = &g->clusters[from];
    if (from == cluster || c->is_urgent || c->places.n != 1 || c->zone != p->zone ||
        p->edges.n > LARGEST_FAN)
        return false;
    CHAIN_EACH(e, p->edges, g->in_place) {
        const struct g_way *way = &g->ways.at[g->edges.at[e].way];
        if (way->cluster != from || way->edges.n != 1)
            return false;
    }
    CHAIN_EACH(w, g->clusters[cluster].ways, g->ways_in)
        if (g->ways.at[w].end != NONE)
            return false;
    return true;
}

/*
 * Line. A place that its cluster takes alone is left out: whoever set it goes
 * on at once. Nobody can tell, since going on disturbs no one (may_go_on), and
 * waiting there can be made up for by waiting one place further on. Were the
 * place set twice, so would be the places behind it. Or, where all that is set
 * is the place, by waiting one place before (may_wait_before).
 *
 *      u --> (p) --[ c ]--> (a)            u' ---> (a)
 *       `--> (x)        `-> (b)             `----> (x)
 *                                          u'' --> (b)
 *                               becomes     `----> (x)
 *
 * Where c can choose a named end, u's cluster can: what u set besides is
 * tried out by the other ways.
 */
bool rule_line(struct graph *g, uint32_t cluster, bool may_grow)
{
    const struct g_cluster *c = &g->clusters[cluster];
    uint32_t place = c->places.first;
    if (c->places.n != 1 || !c->ways.n || c->is_urgent || place == g->begin)
        return false;
    const struct g_place *p = &g->places[place];
    if (!p->edges.n || p->n_bound || growth(g, p, c) > (may_grow ? LARGEST_GROWTH : 0) ||
        (!may_wait_before(g, p, cluster) && !may_go_on(g, p, cluster)))
        return false;
    take_out(g, cluster, place);
    return true;
}

/* ---- way out -------------------------------------------------------------------------- */

/* Does the other way set all that this one does but the place, and more, all in its zone? */
static bool covers(struct graph *g, uint32_t way, uint32_t other, uint32_t place)
{
    const struct g_way *w = &g->ways.at[way], *o = &g->ways.at[other];
    if (o->n_bound || o->end != NONE || o->edges.n < w->edges.n)
        return false;
    uint32_t n = 0;
    g->stamp++;
    CHAIN_EACH(e, w->edges, g->in_way)
        g->place_stamps[g->edges.at[e].place] = g->stamp;
    CHAIN_EACH(e, o->edges, g->in_way) {
        uint32_t to = g->edges.at[e].place;
        if (g->place_stamps[to] == g->stamp)
            n++;
        else if (g->places[to].zone != g->places[place].zone)
            return false;
    }
    return n == w->edges.n - 1;
}

/*
 * Way out. Behind p there is nothing but a named end. While it waits there
 * the end can be reached, and all else that may happen may happen as well
 * while (a) waits: so the end is as good as reached.
 *
 *      [ c ]--> (a)                        [ c ]--> (a)
 *          `--> (p) --[ ]--> end                `--> end
 *                               becomes
 */
bool rule_way_out(struct graph *g, uint32_t cluster)
{
    const struct g_cluster *c = &g->clusters[cluster];
    uint32_t place = c->places.first, n = 0;
    if (c->places.n != 1 || c->ways.n || c->end == NONE || place == g->begin ||
        g->places[place].edges.n != 1 || g->places[place].n_bound)
        return false;
    uint32_t way = g->edges.at[g->places[place].edges.first].way;
    uint32_t from = g->ways.at[way].cluster;
    if (g->ways.at[way].n_bound)
        return false;
    CHAIN_EACH(w, g->clusters[from].ways, g->ways_in) {
        if (n++ == LARGEST_FAN)
            return false;
        if (w == way || !covers(g, way, w, place))
            continue;
        graph_drop_edge(g, g->places[place].edges.first);
        graph_imply(g, from, cluster);
        graph_end(g, from, c->end, graph_tell(g, g->ways.at[way].story, c->end_story));
        graph_drop_way(g, way);
        graph_drop_cluster(g, cluster);
        return true;
    }
    return false;
}
