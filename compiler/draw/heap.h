/*
 * heap: what a search looks at next: the smallest f, of equals the latest.
 */
#ifndef SOP_DRAW_HEAP_H
#define SOP_DRAW_HEAP_H

#include "runtime/base/base.h"

struct heap_item {
    int32_t f;
    uint32_t order, state;
};

struct heap {
    LIST_OF(struct heap_item) items;
    uint32_t order;          /* of the next one put in */
};

static inline bool heap_is_before(struct heap_item a, struct heap_item b)
{
    return a.f != b.f ? a.f < b.f : a.order > b.order;
}

static inline void heap_clear(struct heap *h)
{
    h->items.n = 0;
    h->order = 0;
}

static inline void heap_push(struct heap *h, struct arena *arena, int32_t f, uint32_t state)
{
    struct heap_item item = {f, h->order++, state};
    LIST_ADD(arena, &h->items);
    uint32_t i = h->items.n - 1;
    for (; i && heap_is_before(item, h->items.at[(i - 1) / 2]); i = (i - 1) / 2)
        h->items.at[i] = h->items.at[(i - 1) / 2];
    h->items.at[i] = item;
}

static inline struct heap_item heap_pop(struct heap *h)
{
    struct heap_item top = h->items.at[0], last = h->items.at[--h->items.n];
    uint32_t i = 0, n = h->items.n;
    for (uint32_t kid = 1; kid < n; kid = 2 * i + 1) {
        if (kid + 1 < n && heap_is_before(h->items.at[kid + 1], h->items.at[kid]))
            kid++;
        if (!heap_is_before(h->items.at[kid], last))
            break;
        h->items.at[i] = h->items.at[kid];
        i = kid;
    }
    if (n)
        h->items.at[i] = last;
    return top;
}

#endif
