/*
 * A node continues the one before if no other leads to it and that one leads
 * nowhere else; any other begins a stretch.
 */
#include "compiler/time/stretch.h"

struct beginnings {
    bool *is;                   /* per node */
    uint32_t n, n_leaps;        /* of the stretches that begin there */
};

static struct beginnings find_beginnings(const struct process *p, struct arena *arena)
{
    uint32_t *n_in = ARENA_ARRAY(arena, p->n_nodes, uint32_t);
    bool *is_beginning = ARENA_ARRAY(arena, p->n_nodes, bool);
    for (uint32_t i = 0; i < p->n_leaps; i++)
        if (p->leaps[i].to != NONE)
            n_in[p->leaps[i].to]++;
    is_beginning[0] = true;
    for (uint32_t v = 0; v < p->n_nodes; v++) {
        const struct process_node *node = &p->nodes[v];
        is_beginning[v] |= n_in[v] == 0;
        for (uint32_t i = node->first_leap; i < node->first_leap + node->n_leaps; i++)
            if (p->leaps[i].to != NONE && (node->n_leaps > 1 || n_in[p->leaps[i].to] > 1))
                is_beginning[p->leaps[i].to] = true;
    }
    struct beginnings found = { is_beginning, 0, p->n_leaps };
    for (uint32_t v = 0; v < p->n_nodes; v++) {
        found.n += is_beginning[v];
        found.n_leaps -= !is_beginning[v];   /* one leads to it, and there is no other */
    }
    return found;
}

/* The nodes from v on to where a stretch ends; the last of them. */
static uint32_t add_nodes(struct stretches *s, const struct process *p, uint32_t v,
                          const bool *is_beginning, uint32_t *n)
{
    for (;;) {
        const struct process_node *node = &p->nodes[v];
        s->node[(*n)++] = v;
        uint32_t next = node->n_leaps == 1 ? p->leaps[node->first_leap].to : NONE;
        if (next == NONE || is_beginning[next])
            return v;
        v = next;
    }
}

static void add_leaps(struct process *to, const struct process *p, uint32_t last)
{
    const struct process_node *node = &p->nodes[last];
    to->nodes[to->n_nodes++] = (struct process_node){ .kind = PROCESS_NOTHING, .row = NONE,
                                                      .first_leap = to->n_leaps,
                                                      .n_leaps = node->n_leaps };
    for (uint32_t i = 0; i < node->n_leaps; i++)
        to->leaps[to->n_leaps++] = p->leaps[node->first_leap + i];
}

struct stretches stretches_find(const struct process *p, struct arena *arena)
{
    struct beginnings beginnings = find_beginnings(p, arena);
    struct process *to = ARENA_NEW(arena, struct process);
    struct stretches s = { to, ARENA_ARRAY(arena, beginnings.n + 1, uint32_t),
                           ARENA_ARRAY(arena, p->n_nodes, uint32_t) };
    uint32_t *of = ARENA_ARRAY(arena, p->n_nodes, uint32_t), n = 0;
    *to = (struct process){ .sop = p->sop, .items = p->items, .number = p->number,
                            .nodes = ARENA_ARRAY(arena, beginnings.n, struct process_node),
                            .leaps = ARENA_ARRAY(arena, beginnings.n_leaps + 1, struct leap) };
    for (uint32_t v = 0; v < p->n_nodes; v++) {
        if (!beginnings.is[v])
            continue;
        of[v] = to->n_nodes;
        add_leaps(to, p, add_nodes(&s, p, v, beginnings.is, &n));
        s.first[to->n_nodes] = n;
    }
    for (uint32_t i = 0; i < to->n_leaps; i++)
        if (to->leaps[i].to != NONE)
            to->leaps[i].to = of[to->leaps[i].to];
    return s;
}
