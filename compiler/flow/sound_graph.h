/*
 * A net that is being made smaller: places, ways and clusters as in
 * sound_int.h, but in chains, so that a rule costs what it changes.
 *
 * What makes a rule unsafe is kept as counts, so that guards are cheap:
 * - A join that withdraws work, and a few others (sound_import.c), are
 *   *urgent*: they go in the event that fills them, before anyone can act.
 *   An edge to an input of one is *bound*, and so is what a way sets that
 *   opens a named end as well. All other joins may wait here as long as they
 *   like: where that is sound, going at once is too.
 * - Places that the same joins withdraw have the same *zone* (0: none does).
 *   An edge from a cluster of one zone into another is *foreign*.
 */
#ifndef SOP_SOUND_GRAPH_H
#define SOP_SOUND_GRAPH_H

#include "compiler/flow/sound_int.h"

/* Members of a chain are indices; their links stand in an array beside. */
struct chain {
    uint32_t first, last, n;
};
struct link {
    uint32_t next, prev;
};
typedef LIST_OF(struct link) links;

#define CHAIN_EMPTY ((struct chain){NONE, NONE, 0})
#define CHAIN_EACH(i, chain, links) \
    for (uint32_t i = (chain).first; i != NONE; i = (links).at[i].next)

struct g_edge {
    uint32_t way, place;
};

struct g_place {
    uint32_t cluster;       /* whose input it is */
    uint32_t zone;
    struct chain edges;     /* from the ways that set it ... */
    uint32_t n_bound;       /* ... of which so many are of urgent clusters, or open an end */
    uint64_t hash;          /* of those ways */
    uint32_t bucket;        /* where same places are looked for; NONE: nowhere */
    bool is_gone, is_queued;
};

struct g_way {
    uint32_t cluster;
    struct chain edges;     /* to the places it sets */
    uint32_t n_bound, n_foreign, n_rests;
    uint32_t end;           /* the named end it opens besides, or NONE */
    uint64_t hash;          /* of the places, but for rests */
    uint32_t story;
    uint32_t bucket;
    bool is_gone, is_queued;
};

struct g_cluster {
    struct chain places, ways;
    uint64_t hash;          /* of the places */
    uint32_t row;
    uint32_t zone;          /* of its places */
    uint32_t need;
    const uint32_t *clears;
    uint32_t n_clears;
    uint32_t end;           /* a named end that it can choose at any time, or NONE */
    uint32_t end_story;
    bool is_urgent, is_gone, is_queued, is_put_off;
};

/* Withdrawn by that join, and by those that withdraw the zone it is cut out of. */
struct g_zone {
    uint32_t within, join;  /* a zone, a cluster; zone 0 is in none */
};

/* What is to be looked at again. */
enum g_kind { G_PLACE, G_WAY, G_CLUSTER };

struct graph {
    struct arena *arena;
    struct shrunk *out;            /* gets stories and implied */
    uint32_t n_rows, begin;
    uint32_t rests;                /* the cluster of the places that may rest */
    struct g_place *places;
    uint32_t n_places;
    struct g_cluster *clusters;
    uint32_t n_clusters;
    LIST_OF(struct g_way) ways;
    LIST_OF(struct g_edge) edges;
    links in_place, in_way;        /* edges */
    uint32_t free_edge;            /* of those dropped, linked by in_way */
    uint64_t n_changes;            /* of edges */
    links places_in, ways_in;      /* clusters */
    links place_bucket, way_bucket;
    struct chain *place_buckets, *way_buckets;
    uint32_t n_buckets;            /* a power of two */
    LIST_OF(uint32_t) queue;       /* index * 4 + kind */
    uint32_t next;                 /* of the queue */
    LIST_OF(uint32_t) put_off;     /* clusters that would make the net larger */
    uint32_t next_put_off;
    uint64_t stamp;                /* what bears the newest was met just now */
    uint64_t *place_stamps;
    LIST_OF(uint64_t) way_stamps;
    LIST_OF(struct g_zone) zones;
};

void chain_put_last(struct chain *c, links *l, uint32_t i);
void chain_take(struct chain *c, links *l, uint32_t i);

/* Spreads the bits of an index, so that a sum of them can stand for a set. */
uint64_t graph_hash(uint32_t i);
void graph_queue(struct graph *g, enum g_kind kind, uint32_t i);
/* What was queued first, taken out; false: nothing. */
bool graph_next(struct graph *g, enum g_kind *kind, uint32_t *i);

/* A new way without edges, at the end of its cluster. */
uint32_t graph_add_way(struct graph *g, uint32_t cluster, uint32_t story);
uint32_t graph_copy_way(struct graph *g, uint32_t way);
void graph_drop_way(struct graph *g, uint32_t way);
/* The way becomes one of that cluster, of the same zone or going into none. */
void graph_move_way(struct graph *g, uint32_t way, uint32_t cluster);

void graph_add_edge(struct graph *g, uint32_t way, uint32_t place);
void graph_drop_edge(struct graph *g, uint32_t edge);
void graph_move_edge(struct graph *g, uint32_t edge, uint32_t way);

/* Do the same ways, each as often, set both places? */
bool graph_same_ways_set(struct graph *g, uint32_t a, uint32_t b);

/* Takes the cluster, its ways and its places away. */
void graph_drop_cluster(struct graph *g, uint32_t cluster);
void graph_drop_place(struct graph *g, uint32_t place);

uint32_t graph_tell(struct graph *g, uint32_t first, uint32_t second);
void graph_imply(struct graph *g, uint32_t from, uint32_t to);
/* The cluster can choose a named end, by that story. */
void graph_end(struct graph *g, uint32_t cluster, uint32_t end, uint32_t story);

/* sound_import.c */
struct graph *graph_of_net(const struct net *net, struct shrunk *out, struct arena *arena);
void graph_to_net(const struct graph *g, struct shrunk *out);

/* sound_same.c, sound_rules.c, sound_race.c: each true if it changed the net */
bool rule_same_places(struct graph *g, uint32_t place);
bool rule_same_ways(struct graph *g, uint32_t way);
bool rule_round_trip(struct graph *g, uint32_t way);
bool rule_never(struct graph *g, uint32_t place);
bool rule_line(struct graph *g, uint32_t cluster, bool may_grow);
bool rule_way_out(struct graph *g, uint32_t cluster);
bool rule_race(struct graph *g, uint32_t cluster);

#endif
