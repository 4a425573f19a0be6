/*
 * route: one arrow's way over the tracks, found by A* over (spot, direction).
 *
 * A way is the spots it passes, from the port it leaves to the port it
 * enters; or to a spot of another arrow to the same node, whose way it shares
 * from there on. Costs are tenths of a point: length, bends, crossings, ports
 * on the wrong side. Deterministic: ties fall by the order of the search.
 */
#ifndef SOP_DRAW_ROUTE_H
#define SOP_DRAW_ROUTE_H

#include "compiler/draw/tracks.h"

struct arrow {
    uint32_t from, to;       /* nodes */
    LIST_OF(uint32_t) ties;  /* that it stands for; the first has the label */
    bool is_back;            /* leads upward */
    bool is_routed;
    uint32_t out_port, in_port;
    uint32_t *spots;
    uint32_t n_spots;
    uint32_t n_body;         /* spots before the straight run into the port */
    uint32_t joins;          /* the arrow whose way it goes on, or NONE */
    uint32_t join_at;        /* index in that arrow's spots */
    int32_t cost;
    uint32_t n_tries;
    bool has_label;          /* its words have their place: */
    struct box label;
    uint32_t n_moved;        /* how often they had to leave it */
    uint32_t shunned[6];     /* ports beside which they found no place */
    uint32_t n_shunned;
};

typedef LIST_OF(struct arrow) arrow_list;

struct polyline {
    struct point *points;
    uint32_t n;
};

struct router;

struct router *router_open(const struct scene *scene, struct tracks *tracks,
                           arrow_list *arrows);

/*
 * Finds the cheapest way for an arrow that has none, and takes its spots.
 * With may_fight it may use spots of others at a price: those lose their way
 * (and so may it itself, then: see is_routed). false: there is none.
 */
bool route_find(struct router *router, uint32_t arrow, bool may_fight);
/* Gives its spots back, and its label's; so do all arrows that share its way. */
void route_drop(struct router *router, uint32_t arrow);
/* Gives an arrow that has none the way that it once had: its spots are free. */
void route_put_back(struct router *router, uint32_t arrow, const struct arrow *once);
/* Keeps other arrows away from an arrow's label; a fight may win even that. */
void route_label_take(struct router *router, uint32_t arrow, struct box label);
void route_label_drop(struct router *router, uint32_t arrow);
/* Its corners, from outline to outline; 0 points: it has no way. */
struct polyline route_polyline(const struct router *router, uint32_t arrow,
                               struct arena *arena);

#endif
