/* A pool of lists: by their first number in arrays, and a hash of those that share it. */
#include <string.h>

#include "compiler/time/process_int.h"

void pool_init(struct pool *p, uint32_t n, struct arena *arena)
{
    p->arena = arena;
    p->alone = ARENA_ARRAY(arena, n, uint32_t);
    p->first_by = ARENA_ARRAY(arena, n, uint32_t);
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
    const uint32_t *old = p->slots;
    uint32_t n_old = p->n_slots;
    if (2 * (p->n_hashed + 1) < n_old)
        return;
    p->n_slots = n_old ? 2 * n_old : 64;
    p->slots = ARENA_ARRAY(p->arena, p->n_slots, uint32_t);
    for (uint32_t i = 0; i < n_old; i++) {
        struct list list = pool_list(p, old[i]);
        if (old[i])
            *slot_of(p, list.at, list.n) = old[i];
    }
}

/* The number kept for a list; 0: it is new. Most are the only one that begins so, and then
 * the memory is gone through in the order of what they hold. */
static uint32_t *number_of(struct pool *p, const uint32_t *at, uint32_t n)
{
    if (n == 1)
        return &p->alone[*at];
    uint32_t *first = &p->first_by[*at];
    if (!*first || is_equal(p, *first, at, n))
        return first;
    grow(p);
    uint32_t *slot = slot_of(p, at, n);
    p->n_hashed += !*slot;
    return slot;
}

uint32_t pool_put(struct pool *p, const uint32_t *at, uint32_t n)
{
    if (n == 0)
        return 0;
    uint32_t *number = number_of(p, at, n);
    if (*number)
        return *number;
    for (uint32_t i = 0; i < n; i++)
        *LIST_ADD(p->arena, &p->cells) = at[i];
    *LIST_ADD(p->arena, &p->first) = p->cells.n;
    *number = p->first.n - 2;
    return *number;
}
