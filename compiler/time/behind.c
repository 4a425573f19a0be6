/*
 * Dominators of the reversed graph of rows, as K. Cooper, T. Harvey, K.
 * Kennedy, "A simple, fast dominance algorithm" (2001): meet the ways of all
 * that follow, until nothing changes.
 */
#include "compiler/time/behind.h"

typedef LIST_OF(uint32_t) numbers;

static void add_way(struct behind *b, const struct way *way, numbers *to, struct arena *arena)
{
    const struct flow *f = b->flow;
    uint32_t n = way->n_sets + way->n_kept;
    if (way->opens != NONE)
        *LIST_ADD(arena, to) = way->opens;
    for (uint32_t i = 0; i < n; i++)
        *LIST_ADD(arena, to) = flow_place_row(f, way->sets[i]);
    if (way->opens == NONE && n == 0)
        *LIST_ADD(arena, to) = f->n_rows;
}

static void index_to(struct behind *b, struct arena *arena)
{
    const struct flow *f = b->flow;
    numbers to = {0};
    b->first_to = ARENA_ARRAY(arena, f->n_rows + 2, uint32_t);
    for (uint32_t r = 0; r < f->n_rows; r++) {
        uint32_t n = to.n;
        for (uint32_t w = f->first_way[r]; w < f->first_way[r + 1]; w++)
            if (b->odds->of_way[w] > 0)
                add_way(b, &f->ways[w], &to, arena);
        if (to.n == n)
            *LIST_ADD(arena, &to) = f->n_rows;   /* a named end */
        b->first_to[r + 1] = to.n;
    }
    b->first_to[f->n_rows + 1] = to.n;
    b->to = to.at;
}

/* The same arcs by where they lead. */
static uint32_t *index_from(const struct behind *b, uint32_t **first, struct arena *arena)
{
    uint32_t n = b->flow->n_rows + 1, n_arcs = b->first_to[n];
    uint32_t *from = ARENA_ARRAY(arena, n_arcs + 1, uint32_t);
    *first = ARENA_ARRAY(arena, n + 2, uint32_t);
    for (uint32_t i = 0; i < n_arcs; i++)
        (*first)[b->to[i] + 2]++;
    for (uint32_t r = 0; r < n; r++)
        (*first)[r + 2] += (*first)[r + 1];
    for (uint32_t r = 0; r + 1 < n; r++)
        for (uint32_t i = b->first_to[r]; i < b->first_to[r + 1]; i++)
            from[(*first)[b->to[i] + 1]++] = r;
    return from;
}

/* From the end back, depth first; order: as rows are left. How many there are. */
static uint32_t walk(struct behind *b, uint32_t *order, struct arena *arena)
{
    uint32_t n = b->flow->n_rows + 1, n_way = 0, n_found = 0, *first;
    const uint32_t *from = index_from(b, &first, arena);
    uint32_t *way = ARENA_ARRAY(arena, n, uint32_t), *next = ARENA_ARRAY(arena, n, uint32_t);
    bool *is_seen = ARENA_ARRAY(arena, n, bool);
    for (uint32_t r = 0; r < n; r++)
        next[r] = first[r];
    way[n_way++] = n - 1;
    is_seen[n - 1] = true;
    while (n_way) {
        uint32_t r = way[n_way - 1];
        if (next[r] == first[r + 1]) {
            b->number[r] = n_found;
            order[n_found++] = r;
            n_way--;
            continue;
        }
        uint32_t to = from[next[r]++];
        if (!is_seen[to])
            way[n_way++] = to;
        is_seen[to] = true;
    }
    return n_found;
}

uint32_t behind_both(const struct behind *b, uint32_t a, uint32_t c)
{
    while (a != c) {
        if (a == NONE || c == NONE)
            return NONE;
        if (b->number[a] < b->number[c])
            a = b->nearest[a];
        else
            c = b->nearest[c];
    }
    return a;
}

/* Behind all that follow and are known so far. */
static uint32_t meet(const struct behind *b, uint32_t r)
{
    uint32_t met = NONE;
    for (uint32_t i = b->first_to[r]; i < b->first_to[r + 1]; i++) {
        uint32_t to = b->to[i];
        if (to != b->flow->n_rows && b->nearest[to] == NONE)
            continue;
        met = met == NONE ? to : behind_both(b, met, to);
    }
    return met;
}

struct behind *behind_find(const struct flow *flow, const struct odds *odds, struct arena *arena)
{
    struct behind *b = ARENA_NEW(arena, struct behind);
    uint32_t *order = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    b->flow = flow;
    b->odds = odds;
    b->nearest = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    b->number = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    index_to(b, arena);
    for (uint32_t r = 0; r <= flow->n_rows; r++)
        b->nearest[r] = NONE;
    uint32_t n = walk(b, order, arena);
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = n - 1; i-- > 0;) {   /* the last is the end */
            uint32_t met = meet(b, order[i]);
            is_changed |= met != b->nearest[order[i]];
            b->nearest[order[i]] = met;
        }
    }
    return b;
}
