/*
 * A pool keeps equal byte strings once and numbers them as they come: the
 * strings of an image and its lists. Open addressing, at most half full.
 */
#include "runtime/image/image_int.h"

/* FNV-1a. */
static uint64_t hash_bytes(const uint8_t *bytes, size_t len)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3;
    return hash;
}

/* The slot where an item stands or would stand. */
static uint32_t *pool_slot(const struct image_pool *p, const struct image_item *item)
{
    for (uint64_t i = item->hash;; i++) {
        uint32_t *slot = &p->slots[i & (p->n_slots - 1)];
        if (*slot == 0)
            return slot;
        const struct image_item *is = &p->items.at[*slot - 1];
        if (is->hash == item->hash && is->len == item->len &&
            (item->len == 0 || memcmp(is->bytes, item->bytes, item->len) == 0))
            return slot;
    }
}

static bool pool_widen(struct image_pool *p)
{
    uint32_t n_slots = p->n_slots ? p->n_slots * 2 : 64;
    uint32_t *slots = n_slots ? ARENA_ARRAY(p->arena, n_slots, uint32_t) : NULL;
    if (!slots)
        return false;
    p->slots = slots;
    p->n_slots = n_slots;
    for (uint32_t i = 0; i < p->items.n; i++)
        *pool_slot(p, &p->items.at[i]) = i + 1;
    return true;
}

static bool pool_append(struct image_pool *p, struct image_item item)
{
    item.bytes = arena_copy(p->arena, item.bytes, item.len);
    if (item.bytes && p->items.n == p->items.cap)
        p->items.at = list_grow(p->arena, p->items.at, &p->items.cap, sizeof item);
    if (!item.bytes || !p->items.at)
        return false;
    p->items.at[p->items.n++] = item;
    return true;
}

uint32_t image_pool_add(struct image_pool *p, const void *bytes, size_t len)
{
    if (!p->failed && p->items.n >= p->n_slots / 2)
        p->failed = !pool_widen(p);
    if (p->failed)
        return NONE;
    struct image_item item = { bytes, len, hash_bytes(bytes, len) };
    uint32_t *slot = pool_slot(p, &item);
    if (*slot == 0) {
        p->failed = !pool_append(p, item);
        if (p->failed)
            return NONE;
        *slot = p->items.n;
    }
    return *slot - 1;
}
