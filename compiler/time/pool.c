/* A pool of lists: a hash from what they hold to their number. */
#include <string.h>

#include "compiler/time/process_int.h"

void pool_init(struct pool *p, uint32_t n, struct arena *arena)
{
    p->arena = arena;
    p->single = ARENA_ARRAY(arena, n, uint32_t);
    for (p->n_slots = 64; p->n_slots < n / 2; p->n_slots *= 2)
        ;
    p->slots = ARENA_ARRAY(arena, p->n_slots, uint32_t);
    *LIST_ADD(arena, &p->first) = 0;
    *LIST_ADD(arena, &p->first) = 0;
}

struct list pool_list(const struct pool *p, uint32_t list)
{
    uint32_t first = p->first.at[list];
    return (struct list){p->cells.at + first, p->first.at[list + 1] - first};
}

static bool is_equal(const struct pool *p, uint32_t list, const uint32_t *at, uint32_t n)
{
    struct list known = pool_list(p, list);
    return known.n == n && memcmp(known.at, at, n * sizeof *at) == 0;
}

static uint32_t *slot_of(const struct pool *p, const uint32_t *at, uint32_t n)
{
    uint64_t hash = n;
    for (uint32_t i = 0; i < n; i++)
        hash = (hash ^ at[i]) * UINT64_C(0x9e3779b97f4a7c15) ^ hash >> 29;
    uint32_t i = (uint32_t)(hash >> 32) & (p->n_slots - 1);
    while (p->slots[i] && !is_equal(p, p->slots[i], at, n))
        i = (i + 1) & (p->n_slots - 1);
    return &p->slots[i];
}

static void grow(struct pool *p)
{
    uint32_t n_lists = p->first.n - 1;
    if (2 * (p->n_hashed + 1) < p->n_slots)
        return;
    p->n_slots *= 2;
    p->slots = ARENA_ARRAY(p->arena, p->n_slots, uint32_t);
    for (uint32_t i = 1; i < n_lists; i++) {
        struct list list = pool_list(p, i);
        if (list.n > 1)
            *slot_of(p, list.at, list.n) = i;
    }
}

static uint32_t add(struct pool *p, const uint32_t *at, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        *LIST_ADD(p->arena, &p->cells) = at[i];
    *LIST_ADD(p->arena, &p->first) = p->cells.n;
    p->n_hashed += n > 1;
    return p->first.n - 2;
}

uint32_t pool_put(struct pool *p, const uint32_t *at, uint32_t n)
{
    if (n == 0)
        return 0;
    if (n > 1)
        grow(p);
    uint32_t *known = n > 1 ? slot_of(p, at, n) : &p->single[*at];
    if (!*known)
        *known = add(p, at, n);
    return *known;
}
