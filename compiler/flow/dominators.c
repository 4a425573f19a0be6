/*
 * Dominators of the rows: which lie on every way from an entry to a row.
 * The algorithm is that of K. D. Cooper, T. J. Harvey and K. Kennedy, "A
 * Simple, Fast Dominance Algorithm" (2001), on the graph of all arcs with a
 * root before the entries.
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

/* Numbers in postorder: a row's dominators have higher ones. */
static void number_rows(struct dominators *d, struct arena *arena)
{
    const struct flow *flow = d->flow;
    struct frame *stack = ARENA_ARRAY(arena, flow->n_rows + 1, struct frame);
    bool *seen = ARENA_ARRAY(arena, flow->n_rows + 1, bool);
    uint32_t depth = 0;
    d->number = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    d->order = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    for (uint32_t r = 0; r <= flow->n_rows; r++)
        d->number[r] = NONE;
    stack[depth++] = (struct frame){d->root, 0};
    seen[d->root] = true;
    while (depth) {
        struct frame *top = &stack[depth - 1];
        uint32_t to = frame_next(flow, top);
        if (to == NONE) {
            d->number[top->row] = d->n;
            d->order[d->n++] = top->row;
            depth--;
        } else if (!seen[to]) {
            seen[to] = true;
            stack[depth++] = (struct frame){to, flow->first_arc[to]};
        }
    }
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

static bool improve(struct dominators *d, uint32_t row)
{
    uint32_t best = NONE;
    for (uint32_t i = d->first_into[row]; i < d->first_into[row + 1]; i++) {
        uint32_t from = d->into[i];
        if (d->number[from] != NONE && d->parent[from] != NONE)
            best = best == NONE ? from : dominators_meet(d, from, best);
    }
    bool is_new = best != d->parent[row];
    d->parent[row] = best;
    return is_new;
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
    number_rows(d, arena);
    d->parent = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        d->parent[r] = NONE;
    d->parent[d->root] = d->root;
    for (bool is_new = true; is_new;) {
        is_new = false;
        for (uint32_t i = d->n - 1; i-- > 0;)
            is_new |= improve(d, d->order[i]);
    }
    nest(d, arena);
}

bool dominators_lies_before(const struct dominators *d, uint32_t before, uint32_t row)
{
    return d->number[row] != NONE && d->number[before] != NONE && before != row &&
           d->first[row] - d->first[before] < d->size[before];
}
