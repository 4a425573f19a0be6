/*
 * The least and the most: from the end back, group by group (elimination.h).
 * What can go round has no longest; its shortest is that of E. Dijkstra, "A
 * note on two problems in connexion with graphs" (1959), from where it is left.
 */
#include <math.h>

#include "compiler/time/support.h"

struct span_of_time {
    double least, most;
};

static struct span_of_time add(struct span_of_time a, struct span_of_time b)
{
    return (struct span_of_time){a.least + b.least, a.most + b.most};
}

static struct span_of_time span_of(const struct minutes *m)
{
    return (struct span_of_time){m->least, m->most};
}

static struct span_of_time node_span(const struct process_node *node,
                                     const struct process_time *times)
{
    struct span_of_time s = {0, 0};
    if (node->kind == PROCESS_ROW)
        return span_of(node->minutes);
    if (node->kind == PROCESS_REGION)
        return (struct span_of_time){node->region->variance == 0 ? node->region->low : 0,
                                     node->region->variance == 0 ? node->region->high : INFINITY};
    for (uint32_t i = 0; node->kind == PROCESS_BLOCK && i < node->n_branches; i++) {
        s.least = fmax(s.least, times[node->branches[i]->number].least);
        s.most = fmax(s.most, times[node->branches[i]->number].most);
    }
    return s;
}

/* ---- a process --------------------------------------------------------------------- */

struct measure {
    const struct process *p;           /* of stretches */
    const struct elimination *e;
    struct span_of_time *own;          /* per stretch, then per leap: itself ... */
    struct span_of_time *left;         /* ... and per stretch with all behind it */
    uint32_t *heap, n_heap;            /* stretches of the group in hand, the shortest first */
    uint32_t *place;                   /* node -> in the heap, from 1; 0: not there */
    uint32_t *first_in, *in;           /* node -> leaps to it */
};

static struct span_of_time delay_span(const struct process *p, const struct leap *leap)
{
    struct minutes delay = {0};
    if (leap->delay)
        delay = minutes_of(leap->delay, p->items, p->sop);
    return span_of(&delay);
}

static struct span_of_time leap_span(const struct measure *m, uint32_t l)
{
    uint32_t to = m->p->leaps[l].to;
    struct span_of_time s = m->own[m->p->n_nodes + l];
    return to == NONE ? s : add(s, m->left[to]);
}

/* Its nodes, and the delays between them. */
static struct span_of_time part_span(const struct process *p, const struct stretches *s,
                                     uint32_t part, const struct process_time *times)
{
    struct span_of_time span = {0, 0};
    for (uint32_t i = s->first[part]; i < s->first[part + 1]; i++) {
        const struct leap *next = stretch_next(s, p, part, i);
        span = add(span, node_span(&p->nodes[s->node[i]], times));
        if (next)
            span = add(span, delay_span(p, next));
    }
    return span;
}

static void find_own(struct measure *m, const struct process *p, const struct stretches *s,
                     const struct process_time *times)
{
    uint32_t n = m->p->n_nodes;
    for (uint32_t part = 0; part < n + m->p->n_leaps; part++) {
        m->own[part] = part_span(p, s, part, times);
        if (part >= n)
            m->own[part] = add(m->own[part], delay_span(p, &m->p->leaps[part - n]));
    }
}

/* By the leaps that leave the group. */
static void leave(struct measure *m, uint32_t v)
{
    const struct process_node *node = &m->p->nodes[v];
    struct span_of_time s = {INFINITY, 0};
    for (uint32_t l = node->first_leap; l < node->first_leap + node->n_leaps; l++) {
        if (m->e->entry[l] != NONE)
            continue;
        struct span_of_time by = leap_span(m, l);
        s.least = fmin(s.least, by.least);
        s.most = fmax(s.most, by.most);
    }
    m->left[v] = add(m->own[v], s);
}

static bool is_shorter(const struct measure *m, uint32_t a, uint32_t b)
{
    return m->left[m->heap[a - 1]].least < m->left[m->heap[b - 1]].least;
}

static void swap(struct measure *m, uint32_t a, uint32_t b)
{
    uint32_t node = m->heap[a - 1];
    m->heap[a - 1] = m->heap[b - 1];
    m->heap[b - 1] = node;
    m->place[m->heap[a - 1]] = a;
    m->place[m->heap[b - 1]] = b;
}

static void rise(struct measure *m, uint32_t v)
{
    if (!m->place[v]) {
        m->heap[m->n_heap++] = v;
        m->place[v] = m->n_heap;
    }
    for (uint32_t i = m->place[v]; i > 1 && is_shorter(m, i, i / 2); i /= 2)
        swap(m, i, i / 2);
}

static uint32_t take_shortest(struct measure *m)
{
    uint32_t v = m->heap[0], i = 1;
    swap(m, 1, m->n_heap);
    m->n_heap--;
    m->place[v] = 0;
    for (uint32_t child = 2; child <= m->n_heap; i = child, child *= 2) {
        child += child < m->n_heap && is_shorter(m, child + 1, child);
        if (!is_shorter(m, child, i))
            break;
        swap(m, i, child);
    }
    return v;
}

static void shorten(struct measure *m, uint32_t l, uint32_t from)
{
    struct span_of_time s = add(m->own[from], leap_span(m, l));
    if (s.least >= m->left[from].least)
        return;
    m->left[from].least = s.least;
    rise(m, from);
}

static uint32_t owner(const struct measure *m, uint32_t leap)
{
    uint32_t first = 0, end = m->p->n_nodes;
    while (end - first > 1) {
        uint32_t middle = first + (end - first) / 2;
        if (m->p->nodes[middle].first_leap <= leap)
            first = middle;
        else
            end = middle;
    }
    return first;
}

static void go_round(struct measure *m, uint32_t begin, uint32_t end)
{
    for (uint32_t k = begin; k < end; k++) {
        m->left[m->e->node[k]].most = INFINITY;
        rise(m, m->e->node[k]);
    }
    while (m->n_heap) {
        uint32_t v = take_shortest(m);
        for (uint32_t i = m->first_in[v]; i < m->first_in[v + 1]; i++)
            if (m->e->entry[m->in[i]] != NONE)
                shorten(m, m->in[i], owner(m, m->in[i]));
    }
}

static void prepare_rounds(struct measure *m, struct arena *arena)
{
    const struct process *p = m->p;
    m->heap = ARENA_ARRAY(arena, p->n_nodes, uint32_t);
    m->place = ARENA_ARRAY(arena, p->n_nodes, uint32_t);
    m->first_in = ARENA_ARRAY(arena, p->n_nodes + 2, uint32_t);
    m->in = ARENA_ARRAY(arena, p->n_leaps + 1, uint32_t);
    for (uint32_t l = 0; l < p->n_leaps; l++)
        if (p->leaps[l].to != NONE)
            m->first_in[p->leaps[l].to + 2]++;
    for (uint32_t v = 0; v < p->n_nodes; v++)
        m->first_in[v + 2] += m->first_in[v + 1];
    for (uint32_t l = 0; l < p->n_leaps; l++)
        if (p->leaps[l].to != NONE)
            m->in[m->first_in[p->leaps[l].to + 1]++] = l;
}

void support_find(const struct process *p, const struct process_time *times,
                  struct process_time *t, struct arena *arena)
{
    const struct process *chain = t->stretches->process;
    struct measure m = {.p = chain, .e = t->elimination};
    t->least = 0;
    t->most = INFINITY;
    if (!m.e)
        return;
    m.own = arena_array(arena, chain->n_nodes + chain->n_leaps, sizeof *m.own);
    m.left = arena_array(arena, chain->n_nodes, sizeof *m.left);
    if (m.e->n_entries)
        prepare_rounds(&m, arena);
    find_own(&m, p, t->stretches, times);
    for (uint32_t g = 0; g < m.e->n_groups; g++) {
        uint32_t begin = m.e->group[g], end = m.e->group[g + 1];
        for (uint32_t k = begin; k < end; k++)
            leave(&m, m.e->node[k]);
        if (end - begin > 1 || m.e->self[begin] != NONE)
            go_round(&m, begin, end);
    }
    t->least = m.left[0].least;
    t->most = m.left[0].most;
}
