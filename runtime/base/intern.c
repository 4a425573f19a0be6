/* Interned strings: one pointer for equal texts, in an open hash table. */
#include <string.h>

#include "runtime/base/base.h"

struct interned {
    const char *s;
    uint32_t len, hash;
};

void intern_init(struct interner *in, struct arena *arena)
{
    memset(in, 0, sizeof *in);
    in->arena = arena;
}

/* FNV-1a: short, and good enough for names. */
static uint32_t hash_of(const char *s, size_t len)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (uint8_t)s[i]) * 16777619u;
    return h;
}

static struct interned *slot_for(struct interned *slots, uint32_t cap, const char *s,
                                 size_t len, uint32_t hash)
{
    uint32_t i = hash & (cap - 1);
    while (slots[i].s && (slots[i].hash != hash || slots[i].len != len ||
                          memcmp(slots[i].s, s, len) != 0))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bool intern_grow(struct interner *in)
{
    uint32_t cap = in->cap ? in->cap * 2 : 64;
    struct interned *slots = ARENA_ARRAY(in->arena, cap, struct interned);
    if (!slots)
        return false;
    for (uint32_t i = 0; i < in->cap; i++) {
        const struct interned *old = &in->slots[i];
        if (old->s)
            *slot_for(slots, cap, old->s, old->len, old->hash) = *old;
    }
    in->slots = slots;
    in->cap = cap;
    return true;
}

const char *intern(struct interner *in, const char *s, size_t len)
{
    if (in->n * 2 >= in->cap && !intern_grow(in))
        return NULL;
    uint32_t hash = hash_of(s, len);
    struct interned *slot = slot_for(in->slots, in->cap, s, len, hash);
    if (!slot->s) {
        const char *copy = arena_copy(in->arena, s, len);
        if (!copy)
            return NULL;
        *slot = (struct interned){.s = copy, .len = (uint32_t)len, .hash = hash};
        in->n++;
    }
    return slot->s;
}

const char *intern_string(struct interner *in, const char *s)
{
    return intern(in, s, strlen(s));
}
