/* Source texts on one line of positions, and places in them. */
#include <string.h>

#include "compiler/diag/diag.h"

struct source *source_add(struct sources *s, const char *path, const char *text, uint32_t len)
{
    uint64_t base = 1;
    if (s->list.n) {
        const struct source *last = s->list.at[s->list.n - 1];
        base = (uint64_t)last->base + last->len + 1;
    }
    if (base + len >= UINT32_MAX)
        return NULL;
    struct source *source = ARENA_NEW(s->arena, struct source);
    *source = (struct source){.path = path, .text = text, .len = len, .base = (uint32_t)base};
    *LIST_ADD(s->arena, &s->list) = source;
    return source;
}

struct source *source_of(const struct sources *s, uint32_t position)
{
    uint32_t low = 0, high = s->list.n;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (s->list.at[middle]->base <= position)
            low = middle;
        else
            high = middle;
    }
    return position && s->list.n ? s->list.at[low] : NULL;
}

static void find_lines(struct source *source, struct arena *arena)
{
    uint32_t n = 1;
    for (uint32_t i = 0; i < source->len; i++)
        n += source->text[i] == '\n';
    source->lines = ARENA_ARRAY(arena, n, uint32_t);
    source->n_lines = 1;
    for (uint32_t i = 0; i < source->len; i++)
        if (source->text[i] == '\n')
            source->lines[source->n_lines++] = i + 1;
}

/* Places are mostly asked for in their order: on a long line counting goes on
 * from the last one. */
static uint32_t count_column(struct source *source, uint32_t start, uint32_t offset)
{
    bool is_behind = source->last_offset >= start && source->last_offset <= offset &&
                     source->last_column;
    uint32_t from = is_behind ? source->last_offset : start;
    uint32_t column = is_behind ? source->last_column : 1;
    column += (uint32_t)utf8_count(source->text + from, offset - from);
    source->last_offset = offset;
    source->last_column = column;
    return column;
}

struct place source_place(const struct sources *s, uint32_t position)
{
    struct source *source = source_of(s, position);
    if (!source)
        return (struct place){0};
    if (!source->lines)
        find_lines(source, s->arena);
    uint32_t offset = position - source->base;
    uint32_t low = 0, high = source->n_lines;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    uint32_t start = source->lines[low];
    return (struct place){source, low + 1, count_column(source, start, offset)};
}

struct span span_join(struct span a, struct span b)
{
    if (!a.start)
        return b;
    if (!b.start)
        return a;
    return (struct span){a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
}
