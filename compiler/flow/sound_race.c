/*
 * Race. A join r waits for `need` of its groups. When each group is brought
 * by a branch of its own that is but one place long, all branches are opened
 * together, as many as are needed cannot but come in, and r withdraws just
 * these, then someone must win, and all that remains to tell is that r opens.
 *
 *             .--> (a) --> (1) --.
 *      u -----|--> (b) --> (2) ---[ r ]--> (r)        u --> (r)
 *             `--> (c) --> (3) --'
 *                                          becomes
 *
 * Opening the race again while it goes on sets a place twice before as after.
 */
#include "compiler/flow/sound_graph.h"

struct race {
    struct graph *g;
    uint32_t cluster;
    uint32_t *lanes;       /* per group: the place where its branch begins, or itself */
    uint32_t n_steps;      /* branches that have a place before their group ... */
    uint32_t n_unsure;     /* ... of which so many may come to rest there */
};

/* Is the zone of a group that of the row, but for the race itself? */
static bool is_zone_within(const struct graph *g, uint32_t zone, uint32_t row_zone, uint32_t join)
{
    while (zone || row_zone) {
        if (g->zones.at[zone].join == join) {
            zone = g->zones.at[zone].within;
            continue;
        }
        if (g->zones.at[zone].join != g->zones.at[row_zone].join)
            return false;
        zone = g->zones.at[zone].within;
        row_zone = g->zones.at[row_zone].within;
    }
    return true;
}

/* Does the way bring its branch to rest, where nobody else does? */
static bool rests(const struct graph *g, uint32_t way, uint32_t zone)
{
    const struct g_way *w = &g->ways.at[way];
    const struct g_place *p = &g->places[g->edges.at[w->edges.first].place];
    return w->edges.n == 1 && p->cluster == g->rests && p->edges.n == 1 && p->zone == zone;
}

static uint32_t way_into(const struct graph *g, uint32_t group)
{
    return g->edges.at[g->places[group].edges.first].way;
}

/* The place before the group, where there is one that leads to it or to rest. */
static uint32_t find_lane(const struct graph *g, uint32_t group)
{
    const struct g_place *p = &g->places[group];
    uint32_t into = way_into(g, group);
    const struct g_way *way = &g->ways.at[into];
    const struct g_cluster *c = &g->clusters[way->cluster];
    bool is_step = p->edges.n == 1 && way->edges.n == 1 && way->end == NONE && c->places.n == 1 &&
                   !c->is_urgent && c->places.first != g->begin;
    CHAIN_EACH(w, c->ways, g->ways_in)
        is_step = is_step && (w == into || rests(g, w, p->zone));
    return is_step ? c->places.first : group;
}

/* Does what begins it fill no other join, which could withdraw it at once? */
static bool is_left_alone(const struct race *race, uint32_t n, uint32_t row)
{
    const struct graph *g = race->g;
    if (g->places[row].zone)
        CHAIN_EACH(e, g->places[race->lanes[0]].edges, g->in_place)
            if (g->ways.at[g->edges.at[e].way].n_bound > n - race->n_steps)
                return false;
    return true;
}

static bool find_lanes(struct race *race, uint32_t row)
{
    struct graph *g = race->g;
    const struct g_cluster *c = &g->clusters[race->cluster];
    uint32_t n = 0;
    race->lanes = ARENA_ARRAY(g->arena, c->places.n, uint32_t);
    CHAIN_EACH(group, c->places, g->places_in) {
        if (!g->places[group].edges.n)
            return false;
        uint32_t lane = find_lane(g, group);
        const struct g_place *p = &g->places[lane];
        race->lanes[n] = lane;
        race->n_steps += lane != group;
        race->n_unsure += lane != group && g->clusters[p->cluster].ways.n > 1;
        if (!p->edges.n || p->n_bound || p->zone != g->places[group].zone ||
            !is_zone_within(g, p->zone, g->places[row].zone, race->cluster) ||
            !graph_same_ways_set(g, race->lanes[0], lane))
            return false;
        n++;
    }
    /* where groups that come at once suffice, no branch would ever be opened */
    return n - race->n_unsure >= c->need && (!race->n_steps || n - race->n_steps < c->need) &&
           is_left_alone(race, n, row);
}

/* Is all that it withdraws on its lanes? */
static bool clears_lanes_only(const struct race *race)
{
    struct graph *g = race->g;
    const struct g_cluster *c = &g->clusters[race->cluster];
    uint32_t n = 0;
    g->stamp++;
    CHAIN_EACH(group, c->places, g->places_in) {
        uint32_t lane = race->lanes[n++];
        g->place_stamps[group] = g->place_stamps[lane] = g->stamp;
        if (lane == group)
            continue;
        CHAIN_EACH(w, g->clusters[g->places[lane].cluster].ways, g->ways_in)
            g->place_stamps[g->edges.at[g->ways.at[w].edges.first].place] = g->stamp;
    }
    for (uint32_t i = 0; i < c->n_clears; i++)
        if (!g->places[c->clears[i]].is_gone && g->place_stamps[c->clears[i]] != g->stamp)
            return false;
    return true;
}

static uint32_t edge_between(const struct graph *g, uint32_t way, uint32_t place)
{
    CHAIN_EACH(e, g->places[place].edges, g->in_place)
        if (g->edges.at[e].way == way)
            return e;
    return NONE;
}

/* The cluster of the lane's own place, or NULL where the lane is a mere group. */
static const struct g_cluster *step_of(const struct race *race, uint32_t lane)
{
    uint32_t cluster = race->g->places[race->lanes[lane]].cluster;
    return cluster == race->cluster ? NULL : &race->g->clusters[cluster];
}

/* What a branch may choose, the way that begins the race may. */
static void end_by_lanes(const struct race *race, uint32_t way, uint32_t n)
{
    struct graph *g = race->g;
    for (uint32_t i = 0; i < n; i++) {
        const struct g_cluster *step = step_of(race, i);
        if (!step || step->end == NONE)
            continue;
        graph_end(g, g->ways.at[way].cluster, step->end,
                  graph_tell(g, g->ways.at[way].story, step->end_story));
    }
}

/* The way runs the race: the first lanes that it takes come in. */
static void run(const struct race *race, uint32_t way, uint32_t n, uint32_t row)
{
    struct graph *g = race->g;
    uint32_t from = g->ways.at[way].cluster;
    uint32_t missing = g->clusters[race->cluster].need - (n - race->n_steps);
    uint32_t group = g->clusters[race->cluster].places.first;
    graph_imply(g, from, race->cluster);
    end_by_lanes(race, way, n);
    for (uint32_t i = 0; i < n; i++, group = g->places_in.at[group].next) {
        const struct g_cluster *step = step_of(race, i);
        graph_drop_edge(g, edge_between(g, way, race->lanes[i]));
        if (!step)
            continue;
        graph_imply(g, from, g->places[race->lanes[i]].cluster);
        if (step->ways.n == 1 && missing && missing--)
            g->ways.at[way].story =
                graph_tell(g, g->ways.at[way].story, g->ways.at[way_into(g, group)].story);
    }
    graph_add_edge(g, way, row);
}

bool rule_race(struct graph *g, uint32_t cluster)
{
    const struct g_cluster *c = &g->clusters[cluster];
    if (!c->need || !c->places.n || c->ways.n != 1 || g->ways.at[c->ways.first].end != NONE)
        return false;
    struct race race = {.g = g, .cluster = cluster};
    uint32_t row = g->edges.at[g->ways.at[c->ways.first].edges.first].place, n = c->places.n;
    if (!find_lanes(&race, row) || !clears_lanes_only(&race))
        return false;
    while (g->places[race.lanes[0]].edges.n)
        run(&race, g->edges.at[g->places[race.lanes[0]].edges.first].way, n, row);
    for (uint32_t i = 0; i < n; i++)
        if (step_of(&race, i))
            graph_drop_cluster(g, g->places[race.lanes[i]].cluster);
    graph_drop_cluster(g, cluster);
    return true;
}
