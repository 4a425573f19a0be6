/*
 * A node begins a stretch where several leaps come in, or where one does from a
 * choice and another choice comes before the next of those. All others go on
 * with the node or the leap before them.
 */
#include "compiler/time/stretch.h"

struct finding {
    const struct process *p;
    uint32_t *n_in;             /* per node: leaps to it */
    bool *is_beginning;         /* per node: of a stretch */
    uint32_t *of;               /* per beginning: its stretch */
    struct stretches s;
    uint32_t n;                 /* of s.node */
};

static uint32_t only_next(const struct process *p, uint32_t v)
{
    return p->nodes[v].n_leaps == 1 ? p->leaps[p->nodes[v].first_leap].to : NONE;
}

/* Is it come to by one leap only, so that it can go on with what is before it? */
static bool is_on_the_way(const struct finding *f, uint32_t v)
{
    return v != NONE && v != 0 && f->n_in[v] == 1;
}

static bool leads_to_choice(const struct finding *f, uint32_t v)
{
    while (f->p->nodes[v].n_leaps == 1 && is_on_the_way(f, only_next(f->p, v)))
        v = only_next(f->p, v);
    return f->p->nodes[v].n_leaps != 1;
}

static void find_beginnings(struct finding *f)
{
    const struct process *p = f->p;
    for (uint32_t i = 0; i < p->n_leaps; i++)
        if (p->leaps[i].to != NONE)
            f->n_in[p->leaps[i].to]++;
    for (uint32_t v = 0; v < p->n_nodes; v++)
        f->is_beginning[v] = !is_on_the_way(f, v);
    for (uint32_t v = 0; v < p->n_nodes; v++) {
        const struct process_node *node = &p->nodes[v];
        for (uint32_t i = 0; node->n_leaps > 1 && i < node->n_leaps; i++) {
            uint32_t to = p->leaps[node->first_leap + i].to;
            if (is_on_the_way(f, to))
                f->is_beginning[to] = leads_to_choice(f, to);
        }
    }
}

/* The nodes from v on up to the next beginning. */
static uint32_t add_nodes(struct finding *f, uint32_t v)
{
    while (v != NONE && !f->is_beginning[v]) {
        f->s.node[f->n++] = v;
        v = only_next(f->p, v);
    }
    return v;
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

static void add_stretch(struct finding *f, uint32_t beginning)
{
    struct process *to = f->s.process;
    f->of[beginning] = to->n_nodes;
    f->s.node[f->n++] = beginning;
    add_nodes(f, only_next(f->p, beginning));
    add_leaps(to, f->p, f->s.node[f->n - 1]);
    f->s.first[to->n_nodes] = f->n;
}

static void add_way(struct finding *f, uint32_t leap)
{
    struct leap *way = &f->s.process->leaps[leap];
    way->to = add_nodes(f, way->to);
    if (way->to != NONE)
        way->to = f->of[way->to];
    f->s.first[stretch_of_leap(&f->s, leap) + 1] = f->n;
}

struct stretches stretches_find(const struct process *p, struct arena *arena)
{
    struct process *to = ARENA_NEW(arena, struct process);
    struct finding f = { .p = p,
                         .n_in = ARENA_ARRAY(arena, p->n_nodes, uint32_t),
                         .is_beginning = ARENA_ARRAY(arena, p->n_nodes, bool),
                         .of = ARENA_ARRAY(arena, p->n_nodes, uint32_t) };
    uint32_t n = 0;
    find_beginnings(&f);
    for (uint32_t v = 0; v < p->n_nodes; v++)
        n += f.is_beginning[v];
    uint32_t n_leaps = p->n_leaps - (p->n_nodes - n);   /* every other node takes one in */
    *to = (struct process){ .sop = p->sop, .items = p->items, .number = p->number,
                            .nodes = ARENA_ARRAY(arena, n, struct process_node),
                            .leaps = ARENA_ARRAY(arena, n_leaps + 1, struct leap) };
    f.s = (struct stretches){ to, ARENA_ARRAY(arena, n + n_leaps + 1, uint32_t),
                              ARENA_ARRAY(arena, p->n_nodes, uint32_t) };
    for (uint32_t v = 0; v < p->n_nodes; v++)
        if (f.is_beginning[v])
            add_stretch(&f, v);
    for (uint32_t l = 0; l < to->n_leaps; l++)
        add_way(&f, l);
    return f.s;
}
