/* An open hash table: see memo.h. */
#include <string.h>

#include "compiler/draw/memo.h"

struct memo_entry {
    struct memo_key key;     /* whole NULL: free */
    uint32_t hash;
    struct page_text text;
};

static uint32_t hash_of(const struct memo_key *key)
{
    uint32_t h = 2166136261u ^ (uint32_t)key->font ^ (uint32_t)llround(key->width * 64);
    for (const char *s = key->whole; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h ^ h >> 15;
}

static bool is_same(const struct memo_entry *e, const struct memo_key *key, uint32_t hash)
{
    return e->hash == hash && e->key.font == key->font && e->key.width == key->width &&
           e->key.n_most == key->n_most && e->key.keeps_words == key->keeps_words &&
           !strcmp(e->key.whole, key->whole);
}

static struct memo_entry *entry_of(const struct memo *memo, const struct memo_key *key,
                                   uint32_t hash)
{
    uint32_t i = hash & (memo->cap - 1);
    while (memo->slots[i].key.whole && !is_same(&memo->slots[i], key, hash))
        i = (i + 1) & (memo->cap - 1);
    return &memo->slots[i];
}

static void memo_grow(struct memo *memo)
{
    struct memo old = *memo;
    memo->cap = old.cap ? old.cap * 2 : 256;
    memo->slots = ARENA_ARRAY(memo->arena, memo->cap, struct memo_entry);
    for (uint32_t i = 0; i < old.cap; i++)
        if (old.slots[i].key.whole)
            *entry_of(memo, &old.slots[i].key, old.slots[i].hash) = old.slots[i];
}

struct page_text *memo_find(struct memo *memo, const struct memo_key *key, bool *is_new)
{
    if (memo->n * 2 >= memo->cap)
        memo_grow(memo);
    uint32_t hash = hash_of(key);
    struct memo_entry *e = entry_of(memo, key, hash);
    *is_new = !e->key.whole;
    if (*is_new) {
        e->key = *key;
        e->hash = hash;
        memo->n++;
    }
    return &e->text;
}
