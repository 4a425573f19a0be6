/* components: strongly connected parts of a graph, those led to first. */
#ifndef SOP_TIME_COMPONENTS_H
#define SOP_TIME_COMPONENTS_H

#include "runtime/base/base.h"

struct graph {
    uint32_t n;
    const uint32_t *first;     /* node -> its arcs; n + 1 of them */
    const uint32_t *to;        /* per arc: a node, or NONE */
};

struct components {
    uint32_t n;
    uint32_t *of;              /* node -> its component */
    uint32_t *nodes;           /* by component, behind all that it leads to */
    uint32_t *first;           /* component -> its nodes; n + 1 of them */
};

struct components components_find(const struct graph *g, struct arena *arena);

#endif
