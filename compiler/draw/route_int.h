/*
 * What search.c and route.c share: the router, one for a page.
 */
#ifndef SOP_DRAW_ROUTE_INT_H
#define SOP_DRAW_ROUTE_INT_H

#include "compiler/draw/heap.h"
#include "compiler/draw/route.h"

struct goal {
    uint32_t port, next;     /* next goal at the same spot + 1 */
    int32_t cost;
};

/* What the search knows of a spot reached from one side. */
struct state {
    uint32_t stamp;          /* of the search that reached it */
    int32_t cost;
    uint32_t before;         /* the state it was reached from, or NONE */
};

struct found {
    uint32_t state;          /* the last one on free spots */
    uint32_t port;           /* entered from there; NONE: the next spot is */
    uint32_t joins, join_at; /* that of another arrow's way */
    int32_t cost;
};

struct router {
    const struct scene *scene;
    struct tracks *tracks;
    arrow_list *arrows;
    struct state *states;    /* spot * N_SIDES + side it was reached in */
    uint32_t now;            /* stamp of this search */
    int32_t *left_x, *left_y;   /* per track: how far to the goals at least */
    struct heap heap;
    uint32_t *goal_stamp, *goal_first;   /* spot -> goals there */
    LIST_OF(struct goal) goals;
    struct box goal_box;
    uint32_t arrow;
    bool may_fight;
    int32_t crossing;        /* what it costs to cross, where not as usual */
};

/* The cheapest way for router->arrow; cost INT32_MAX: there is none. */
struct found router_search(struct router *router);

#endif
