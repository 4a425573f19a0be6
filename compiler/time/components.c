/*
 * R. Tarjan, "Depth-first search and linear graph algorithms" (1972), with the
 * way to the node in hand in an array.
 */
#include "compiler/time/components.h"

struct search {
    const struct graph *g;
    struct components c;
    uint32_t *number, *low;    /* when it was come to, from 1; the first it leads back to */
    uint32_t *next;            /* the arc to follow */
    uint32_t *way, n_way;      /* to the node in hand */
    uint32_t *open, n_open;    /* come to, and of no component yet */
    uint32_t n_found;
};

static void come_to(struct search *s, uint32_t node)
{
    s->number[node] = s->low[node] = ++s->n_found;
    s->next[node] = s->g->first[node];
    s->way[s->n_way++] = node;
    s->open[s->n_open++] = node;
}

static void lower(uint32_t *low, uint32_t number)
{
    *low = number < *low ? number : *low;
}

static void close_component(struct search *s, uint32_t node)
{
    uint32_t at = s->c.first[s->c.n], last;
    do {
        last = s->open[--s->n_open];
        s->c.of[last] = s->c.n;
        s->c.nodes[at++] = last;
    } while (last != node);
    s->c.first[++s->c.n] = at;
}

static void go_back(struct search *s)
{
    uint32_t node = s->way[--s->n_way];
    if (s->low[node] == s->number[node])
        close_component(s, node);
    if (s->n_way)
        lower(&s->low[s->way[s->n_way - 1]], s->low[node]);
}

static void search_from(struct search *s, uint32_t root)
{
    come_to(s, root);
    while (s->n_way) {
        uint32_t node = s->way[s->n_way - 1];
        if (s->next[node] == s->g->first[node + 1]) {
            go_back(s);
            continue;
        }
        uint32_t to = s->g->to[s->next[node]++];
        if (to == NONE)
            continue;
        if (!s->number[to])
            come_to(s, to);
        else if (s->c.of[to] == NONE)
            lower(&s->low[node], s->number[to]);
    }
}

struct components components_find(const struct graph *g, struct arena *arena)
{
    struct search s = {.g = g};
    uint32_t n = g->n;
    s.c.of = ARENA_ARRAY(arena, n + 1, uint32_t);
    s.c.nodes = ARENA_ARRAY(arena, n + 1, uint32_t);
    s.c.first = ARENA_ARRAY(arena, n + 1, uint32_t);
    s.number = ARENA_ARRAY(arena, n + 1, uint32_t);
    s.low = ARENA_ARRAY(arena, n + 1, uint32_t);
    s.next = ARENA_ARRAY(arena, n + 1, uint32_t);
    s.way = ARENA_ARRAY(arena, n + 1, uint32_t);
    s.open = ARENA_ARRAY(arena, n + 1, uint32_t);
    for (uint32_t i = 0; i < n; i++)
        s.c.of[i] = NONE;
    for (uint32_t i = 0; i < n; i++)
        if (!s.number[i])
            search_from(&s, i);
    return s.c;
}
