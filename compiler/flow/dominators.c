/*
 * Dominators of the rows: which lie on every way from an entry to a row, in
 * the graph of all arcs with a root before the entries. The algorithm is that
 * of T. Lengauer and R. E. Tarjan, "A Fast Algorithm for Finding Dominators in
 * a Flowgraph" (1979), the simple one of the two: n log n, also where a long
 * procedure leads back, or to one end, from each of its rows.
 */
#include <string.h>

#include "compiler/flow/flow_int.h"

static bool leads_to_row(const struct arc *arc) { return arc->to != TO_END; }

/* The arcs by where they lead; the root leads to the entries. */
static void index_into(struct dominators *d, struct arena *arena)
{
    const struct flow *flow = d->flow;
    uint32_t n_arcs = flow->first_arc[flow->n_rows];
    d->first_into = ARENA_ARRAY(arena, flow->n_rows + 2, uint32_t);
    d->into = ARENA_ARRAY(arena, n_arcs + flow->n_entries + 1, uint32_t);
    for (uint32_t a = 0; a < n_arcs; a++)
        if (leads_to_row(&flow->arcs[a]))
            d->first_into[flow->arcs[a].to + 1]++;
    for (uint32_t i = 0; i < flow->n_entries; i++)
        d->first_into[flow->entries[i] + 1]++;
    for (uint32_t r = 0; r < flow->n_rows; r++)
        d->first_into[r + 1] += d->first_into[r];
    uint32_t *next = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    memcpy(next, d->first_into, (flow->n_rows + 1) * sizeof *next);
    for (uint32_t a = 0; a < n_arcs; a++)
        if (leads_to_row(&flow->arcs[a]))
            d->into[next[flow->arcs[a].to]++] = flow->arcs[a].from;
    for (uint32_t i = 0; i < flow->n_entries; i++)
        d->into[next[flow->entries[i]]++] = d->root;
}

/* A row, or the root, whose arcs are being followed. */
struct frame {
    uint32_t row, next;
};

/* The next row that it leads to; NONE: all were followed. */
static uint32_t frame_next(const struct flow *flow, struct frame *f)
{
    if (f->row == flow->n_rows)
        return f->next < flow->n_entries ? flow->entries[f->next++] : NONE;
    while (f->next < flow->first_arc[f->row + 1]) {
        const struct arc *arc = &flow->arcs[f->next++];
        if (leads_to_row(arc))
            return arc->to;
    }
    return NONE;
}

/* A walk over the rows, depth first, numbered as they are come to. */
struct walk {
    uint32_t *number;    /* row -> when it was come to; NONE: never */
    uint32_t *row;       /* the other way round */
    uint32_t *parent;    /* by number, as all below: from where */
    uint32_t *semi;      /* the first from which a way of later ones leads there */
    uint32_t *nearest;   /* its dominator, at first relative to another */
    uint32_t *ancestor;  /* in the forest of those done; NONE: a root of it */
    uint32_t *least;     /* the one of least semi on the way up to the root */
    uint32_t *bucket, *next;   /* those of which it is the semi, linked */
    uint32_t *path;
    uint32_t n;
};

static void come_to(struct walk *w, uint32_t row, uint32_t parent)
{
    w->number[row] = w->n;
    w->row[w->n] = row;
    w->parent[w->n] = parent;
    w->semi[w->n] = w->least[w->n] = w->n;
    w->ancestor[w->n] = w->bucket[w->n] = NONE;
    w->n++;
}

/* Besides the walk's, numbers in postorder: a row's dominators have higher ones. */
static void number_rows(struct dominators *d, struct walk *w, struct arena *arena)
{
    const struct flow *flow = d->flow;
    struct frame *stack = ARENA_ARRAY(arena, flow->n_rows + 1, struct frame);
    uint32_t depth = 0;
    d->number = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    d->order = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    for (uint32_t r = 0; r <= flow->n_rows; r++)
        d->number[r] = w->number[r] = NONE;
    stack[depth++] = (struct frame){d->root, 0};
    come_to(w, d->root, 0);
    while (depth) {
        struct frame *top = &stack[depth - 1];
        uint32_t to = frame_next(flow, top);
        if (to == NONE) {
            d->number[top->row] = d->n;
            d->order[d->n++] = top->row;
            depth--;
        } else if (w->number[to] == NONE) {
            come_to(w, to, w->number[top->row]);
            stack[depth++] = (struct frame){to, flow->first_arc[to]};
        }
    }
}

/* The one of least semi on the way up from v; the way is made short. */
static uint32_t find_least(struct walk *w, uint32_t v)
{
    uint32_t n = 0;
    if (w->ancestor[v] == NONE)
        return v;
    for (uint32_t u = v; w->ancestor[w->ancestor[u]] != NONE; u = w->ancestor[u])
        w->path[n++] = u;
    while (n) {
        uint32_t u = w->path[--n], up = w->ancestor[u];
        if (w->semi[w->least[up]] < w->semi[w->least[u]])
            w->least[u] = w->least[up];
        w->ancestor[u] = w->ancestor[up];
    }
    return w->least[v];
}

static void find_semi(const struct dominators *d, struct walk *w, uint32_t v)
{
    uint32_t row = w->row[v];
    for (uint32_t i = d->first_into[row]; i < d->first_into[row + 1]; i++) {
        uint32_t from = w->number[d->into[i]];
        if (from == NONE)
            continue;
        uint32_t least = find_least(w, from);
        if (w->semi[least] < w->semi[v])
            w->semi[v] = w->semi[least];
    }
    w->next[v] = w->bucket[w->semi[v]];
    w->bucket[w->semi[v]] = v;
    w->ancestor[v] = w->parent[v];
}

static void find_nearest(struct walk *w)
{
    w->nearest[0] = 0;
    for (uint32_t v = 1; v < w->n; v++)
        if (w->nearest[v] != w->semi[v])
            w->nearest[v] = w->nearest[w->nearest[v]];
}

static void find_all(const struct dominators *d, struct walk *w)
{
    for (uint32_t v = w->n; v-- > 1;) {
        find_semi(d, w, v);
        uint32_t parent = w->parent[v];
        for (uint32_t u = w->bucket[parent]; u != NONE; u = w->next[u]) {
            uint32_t least = find_least(w, u);
            w->nearest[u] = w->semi[least] < w->semi[u] ? least : parent;
        }
        w->bucket[parent] = NONE;
    }
    find_nearest(w);
}

uint32_t dominators_meet(const struct dominators *d, uint32_t a, uint32_t b)
{
    while (a != b) {
        while (d->number[a] < d->number[b])
            a = d->parent[a];
        while (d->number[b] < d->number[a])
            b = d->parent[b];
    }
    return a;
}

/* Who lies under whom in the tree of parents, as nested intervals: sizes are
 * summed from the leaves, places dealt out from the root. */
static void nest(struct dominators *d, struct arena *arena)
{
    uint32_t *next = ARENA_ARRAY(arena, d->root + 1, uint32_t);
    d->first = ARENA_ARRAY(arena, d->root + 1, uint32_t);
    d->size = ARENA_ARRAY(arena, d->root + 1, uint32_t);
    for (uint32_t i = 0; i < d->n; i++) {
        uint32_t row = d->order[i];
        d->size[row]++;
        if (row != d->root)
            d->size[d->parent[row]] += d->size[row];
    }
    for (uint32_t i = d->n; i-- > 0;) {
        uint32_t row = d->order[i];
        if (row != d->root) {
            d->first[row] = next[d->parent[row]];
            next[d->parent[row]] += d->size[row];
        }
        next[row] = d->first[row] + 1;
    }
}

void dominators_find(struct dominators *d, const struct flow *flow, struct arena *arena)
{
    *d = (struct dominators){.flow = flow, .root = flow->n_rows};
    index_into(d, arena);
    struct walk w = {0};
    uint32_t **tables[] = {&w.number, &w.row, &w.parent, &w.semi, &w.nearest, &w.ancestor,
                           &w.least, &w.bucket, &w.next, &w.path};
    for (uint32_t i = 0; i < COUNT_OF(tables); i++)
        *tables[i] = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    number_rows(d, &w, arena);
    find_all(d, &w);
    d->parent = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        d->parent[r] = w.number[r] == NONE ? NONE : w.row[w.nearest[w.number[r]]];
    d->parent[d->root] = d->root;
    nest(d, arena);
}

bool dominators_lies_before(const struct dominators *d, uint32_t before, uint32_t row)
{
    return d->number[row] != NONE && d->number[before] != NONE && before != row &&
           d->first[row] - d->first[before] < d->size[before];
}
