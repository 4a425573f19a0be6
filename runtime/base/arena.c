/*
 * Arena: memory handed out from chunks that double, freed all at once.
 * Doubling keeps the number of chunks small and a hostile input from making
 * many; SOP_HARD builds use tiny chunks, so that every chunk border is met.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/base.h"

#ifdef SOP_HARD
enum { FIRST_CHUNK = 64, LARGEST_CHUNK = 256 };
#else
enum { FIRST_CHUNK = 16 * 1024, LARGEST_CHUNK = 4 * 1024 * 1024 };
#endif

/* In builds that look closer, what was emptied is gone, so that no use of it
 * stays unseen. */
#ifdef SOP_ASSERT
enum { IS_STRICT = true };
#else
enum { IS_STRICT = false };
#endif

struct arena_chunk {
    struct arena_chunk *previous;
    size_t size;
};

void arena_init(struct arena *a, void (*on_full)(void))
{
    memset(a, 0, sizeof *a);
    a->on_full = on_full;
}

void arena_free(struct arena *a)
{
    while (a->chunks) {
        struct arena_chunk *previous = a->chunks->previous;
        free(a->chunks);
        a->chunks = previous;
    }
    a->next = a->limit = NULL;
}

/* Only the oldest chunk can stay: it is the smallest, and most often the only one. */
void arena_empty(struct arena *a)
{
    while (a->chunks && a->chunks->previous) {
        struct arena_chunk *previous = a->chunks->previous;
        free(a->chunks);
        a->chunks = previous;
        a->next = a->limit = NULL;   /* not known of this one: all of it was used */
    }
    struct arena_chunk *first = a->chunks;
    if (!first || IS_STRICT || first->size >= LARGEST_CHUNK) {
        arena_free(a);
        return;
    }
    a->limit = (char *)first + first->size;
    memset(first + 1, 0, (size_t)((a->next ? a->next : a->limit) - (char *)(first + 1)));
    a->next = (char *)(first + 1);
}

static bool arena_add_chunk(struct arena *a, size_t least)
{
    size_t size = a->chunks ? a->chunks->size * 2 : FIRST_CHUNK;
    if (size > LARGEST_CHUNK)
        size = LARGEST_CHUNK;
    if (size < least + sizeof(struct arena_chunk))
        size = least + sizeof(struct arena_chunk);
    struct arena_chunk *chunk = calloc(1, size);
    if (!chunk) {
        if (a->on_full)
            a->on_full();
        return false;
    }
    chunk->previous = a->chunks;
    chunk->size = size < LARGEST_CHUNK ? size : LARGEST_CHUNK;
    a->chunks = chunk;
    a->next = (char *)(chunk + 1);
    a->limit = (char *)chunk + size;
    return true;
}

void *arena_alloc(struct arena *a, size_t size)
{
    enum { ALIGN = _Alignof(max_align_t) };
    if (size > SIZE_MAX / 2) {
        if (a->on_full)
            a->on_full();
        return NULL;
    }
    size_t rounded = (size + ALIGN - 1) / ALIGN * ALIGN;
    if ((size_t)(a->limit - a->next) < rounded && !arena_add_chunk(a, rounded))
        return NULL;
    void *p = a->next;
    a->next += rounded;
    a->used += rounded;
    return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
    return arena_alloc(a, size && n > SIZE_MAX / size ? SIZE_MAX : n * size);
}

char *arena_copy(struct arena *a, const char *s, size_t len)
{
    char *copy = arena_alloc(a, len + 1);
    if (copy && len)
        memcpy(copy, s, len);
    return copy;
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    char *s = len < 0 ? NULL : arena_alloc(a, (size_t)len + 1);
    if (s)
        vsnprintf(s, (size_t)len + 1, format, again);
    va_end(again);
    return s;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *s = arena_vprintf(a, format, args);
    va_end(args);
    return s;
}

void *list_grow(struct arena *a, void *at, uint32_t *cap, size_t size)
{
    uint32_t larger = *cap ? *cap * 2 : 4;
    void *grown = arena_array(a, larger, size);
    if (grown && *cap)
        memcpy(grown, at, *cap * size);
    *cap = larger;
    return grown;
}
