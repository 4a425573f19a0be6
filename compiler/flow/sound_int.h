/*
 * What the files of the proof share: the net, its state space, its shrinking.
 *
 * A net is places and clusters. A cluster takes all its input places at once
 * and then goes one of its ways, whichever it likes; every place is the input
 * of one cluster only, so no cluster can take away what another waits for:
 *
 *      (a)--.                .--> (c) (d)      a way sets places,
 *            +--[ cluster ]--|                 or ends the case
 *      (b)--'                '--> (e)
 *
 * A row is a cluster of its open place; a join is a cluster of its groups
 * with one way. A join that waits for `need` of its inputs takes what is there
 * and empties the places in `clears` (work that is withdrawn).
 */
#ifndef SOP_SOUND_INT_H
#define SOP_SOUND_INT_H

#include "compiler/flow/sound.h"

struct net_way {
    uint32_t cluster;
    const uint32_t *sets;
    uint32_t n_sets;
    uint32_t end;           /* the named end that it opens: a row, or NONE */
    uint32_t tag;           /* in the plain net: index of the flow's way, or NONE;
                               in a smaller one: the story of those it stands for */
};

struct net_cluster {
    uint32_t row;           /* whose; NONE: the beginning */
    uint32_t *inputs;
    uint32_t n_inputs;
    uint32_t need;          /* of its inputs; 0: all */
    const uint32_t *clears;
    uint32_t n_clears;
    uint32_t first_way, n_ways;   /* in net.ways */
    bool is_urgent;         /* goes by itself, in the event that fills it */
};

struct net {
    uint32_t n_rows;
    uint32_t n_places;
    uint32_t *cluster_of;   /* per place: who takes it; NONE: it may rest there */
    struct net_cluster *clusters;
    uint32_t n_clusters;
    struct net_way *ways;
    uint32_t n_ways;
    uint32_t begin;         /* the place that is set first */
};

/*
 * sound_net.c: the net of a flow, as defined. Cluster r is row r; behind the
 * rows stand the joins, and last the beginning, with a way for each `start`.
 * Places are the flow's, and behind them the one of the beginning.
 */
struct net *net_of_flow(const struct flow *flow, struct arena *arena);
/* Per place: could it be set from there on, if joins had not to wait for all at once? */
bool *net_may_set(const struct net *net, const uint32_t *places, uint32_t n, struct arena *arena);

/* ---- sound_space.c: all sets that can be reached -------------------------- */

struct set {
    const uint32_t *places;  /* ascending */
    uint32_t n;
    uint32_t from, by;       /* reached first from this set by this way; NONE */
    uint32_t first_next, n_next;   /* its successors, in space.next */
    bool is_over;            /* nothing is set but what may rest */
    bool is_expanded;        /* all that can be done in it was tried, and ... */
    bool is_broken;          /* ... something of it sets a place twice, or nothing can be done */
};

/* Where it goes wrong: `by` sets `place` twice; or by is NONE: stuck. */
struct hit {
    uint32_t set, by, place;
};

struct space {
    const struct net *net;
    struct arena *arena;
    LIST_OF(struct set) sets;       /* the first is the beginning */
    LIST_OF(uint32_t) next;
    LIST_OF(struct hit) hits;       /* the first for every place, all that are stuck */
    bool *has_happened;             /* per cluster: it can go in some set */
    bool *is_ended;                 /* per row: a named end that was reached */
    bool is_complete;               /* no limit was met */
    bool is_from_begin;             /* so that runs to its sets are shortest */
    uint64_t n_cells;               /* places in all sets */
    uint32_t *slots, n_slots;
};

struct limits {
    uint32_t n_sets;
    uint64_t n_cells;               /* without those of the path */
    bool stops_at_first;            /* hit */
};

/*
 * Breadth first from the beginning; or, where `path` is given, from the set
 * that its ways lead to (or as far as they can be gone).
 */
void space_search(struct space *s, const struct net *net, const uint32_t *path, uint32_t n_path,
                  struct limits limits, struct arena *arena);
/* Per set: can one of the goals be reached from it, or the end of the case?
 * Of a complete space, for its expanded sets. */
bool *space_reaching(const struct space *s, const bool *is_goal);
bool *space_can_end(const struct space *s);

/* ---- sound_shrink.c: a smaller net that is sound only if this one is ------------ */

/* What a way of a smaller net stands for: one story after another, or a way. */
struct story {
    uint32_t first, second;   /* NONE: see way */
    uint32_t way;             /* of the flow */
};

/* If the one cluster of the plain net can go, so can the other. */
struct implied {
    uint32_t from, to;
};

struct shrunk {
    struct net net;
    uint32_t *cluster_was;                      /* per cluster: the one of the plain net */
    LIST_OF(struct story) stories;
    LIST_OF(struct implied) implied;
};

struct shrunk *net_shrink(const struct net *plain, struct arena *arena);

/* ---- sound.c ---------------------------------------------------------------- */

/* As sound_prove, but no more than so many sets of the plain net are searched
 * from its beginning (tests: as if the flow were large). */
struct verdict sound_prove_within(const struct flow *flow, struct arena *arena,
                                  uint32_t n_plain_sets);

/* ---- sound_explain.c ------------------------------------------------------- */

/* Adds the faults that a search of the plain net has met; `opens` per row, or
 * NULL where it is not known which rows open. */
void sound_explain(const struct flow *flow, const struct space *space, const bool *opens,
                   struct arena *arena, struct verdict *verdict);
/* Adds the hints: named ends that take open work away. */
void sound_hint(const struct flow *flow, const struct space *space, struct arena *arena,
                struct verdict *verdict);

#endif
