/*
 * Loop arcs, by the rule of compiler/flow/loops.c: those that go back to a row
 * that always lies before (or to the row itself); where the rest still has
 * cycles, the arcs that return to the stack of a depth-first walk in written
 * order. "Always before" is asked straight: can the row be opened at all if
 * the other one is left out?
 */
#include <string.h>

#include "runtime/simulate/ways.h"

/* ---- which rows can be opened ------------------------------------------------ */

struct opening {
    const struct ways *w;
    bool *is_met;          /* per place: a member of the group is in the set */
    uint32_t *n_missing;   /* per row: groups without one that it needs */
    uint32_t *order;       /* per row: when it opened; NONE: never */
    uint32_t *queue, n_queued;
    uint32_t without;
};

static bool opening_new(struct opening *o, struct ways *w)
{
    size_t n = (size_t)w->n_rows + 1;
    *o = (struct opening){.w = w};
    o->is_met = ARENA_ARRAY(&w->arena, (size_t)w->p->places.n + 1, bool);
    o->n_missing = ARENA_ARRAY(&w->arena, n, uint32_t);
    o->order = ARENA_ARRAY(&w->arena, n, uint32_t);
    o->queue = ARENA_ARRAY(&w->arena, n, uint32_t);
    return o->is_met && o->n_missing && o->order && o->queue;
}

static void open_row(struct opening *o, uint32_t row)
{
    if (row == o->without || o->order[row] != NONE)
        return;
    o->order[row] = o->n_queued;
    o->queue[o->n_queued++] = row;
}

static void follow(struct opening *o, const struct ways_arc *arc)
{
    if (arc->to == NONE)
        return;
    if (arc->place == NONE) {
        open_row(o, arc->to);
        return;
    }
    bool *is_met = &o->is_met[arc->place];
    if (!*is_met && --o->n_missing[arc->to] == 0)
        open_row(o, arc->to);
    *is_met = true;
}

/* Breadth first, so that what opens a row stands before it. */
static void opening_search(struct opening *o, uint32_t without)
{
    const struct ways *w = o->w;
    uint32_t n_entries;
    const uint32_t *entries = image_list(w->image, w->p->entries, &n_entries);
    o->without = without;
    o->n_queued = 0;
    memset(o->is_met, 0, w->p->places.n * sizeof *o->is_met);
    for (uint32_t r = 0; r < w->n_rows; r++) {
        o->n_missing[r] = w->image->runs[w->p->rows.first + r].need;
        o->order[r] = NONE;
    }
    for (uint32_t i = 0; i < n_entries; i++)
        open_row(o, entries[i] - w->p->rows.first);
    for (uint32_t next = 0; next < o->n_queued; next++) {
        uint32_t r = o->queue[next];
        for (uint32_t a = w->first_arc[r]; a < w->first_arc[r + 1]; a++)
            follow(o, &w->arcs[a]);
    }
}

/* ---- always before ------------------------------------------------------------ */

/* Arcs into one row that may go back, marked one row after the other. */
static bool mark_always_before(struct ways *w)
{
    struct opening all, rest;
    bool *is_doubtful = ARENA_ARRAY(&w->arena, (size_t)w->n_rows + 1, bool);
    if (!is_doubtful || !opening_new(&all, w) || !opening_new(&rest, w))
        return false;
    opening_search(&all, NONE);
    for (uint32_t a = 0; a < w->n_arcs; a++) {
        struct ways_arc *arc = &w->arcs[a];
        arc->is_loop = arc->to == arc->from;
        /* what opens later is never before */
        if (arc->to != NONE && !arc->is_loop && all.order[arc->from] != NONE &&
            all.order[arc->to] < all.order[arc->from])
            is_doubtful[arc->to] = true;
    }
    for (uint32_t to = 0; to < w->n_rows; to++) {
        if (!is_doubtful[to])
            continue;
        opening_search(&rest, to);
        for (uint32_t a = 0; a < w->n_arcs; a++)
            if (w->arcs[a].to == to && all.order[w->arcs[a].from] != NONE &&
                rest.order[w->arcs[a].from] == NONE)
                w->arcs[a].is_loop = true;
    }
    return true;
}

/* ---- what is left of cycles ------------------------------------------------------ */

struct walk {
    struct ways *w;
    uint32_t *next_arc;    /* per row: where it goes on */
    enum { NEW, ON_STACK, LEFT } *state;
    uint32_t *stack, depth;
    bool is_marking;       /* else it only looks */
    bool has_cycle;
};

static bool walk_new(struct walk *k, struct ways *w)
{
    size_t n = (size_t)w->n_rows + 1;
    *k = (struct walk){.w = w};
    k->next_arc = ARENA_ARRAY(&w->arena, n, uint32_t);
    k->stack = ARENA_ARRAY(&w->arena, n, uint32_t);
    k->state = arena_array(&w->arena, n, sizeof *k->state);
    return k->next_arc && k->stack && k->state;
}

static void walk_enter(struct walk *k, uint32_t row)
{
    k->state[row] = ON_STACK;
    k->next_arc[row] = k->w->first_arc[row];
    k->stack[k->depth++] = row;
}

static void walk_from(struct walk *k, uint32_t root)
{
    if (k->state[root] != NEW)
        return;
    walk_enter(k, root);
    while (k->depth) {
        uint32_t r = k->stack[k->depth - 1];
        if (k->next_arc[r] == k->w->first_arc[r + 1]) {
            k->state[r] = LEFT;
            k->depth--;
            continue;
        }
        struct ways_arc *arc = &k->w->arcs[k->next_arc[r]++];
        if (arc->to == NONE || arc->is_loop)
            continue;
        if (k->state[arc->to] == NEW)
            walk_enter(k, arc->to);
        else if (k->state[arc->to] == ON_STACK)
            k->has_cycle = true, arc->is_loop = k->is_marking;
    }
}

static void walk_all(struct walk *k, bool is_marking)
{
    uint32_t n_entries;
    const uint32_t *entries = image_list(k->w->image, k->w->p->entries, &n_entries);
    k->is_marking = is_marking;
    memset(k->state, 0, k->w->n_rows * sizeof *k->state);
    for (uint32_t i = 0; i < n_entries; i++)
        walk_from(k, entries[i] - k->w->p->rows.first);
    for (uint32_t r = 0; r < k->w->n_rows; r++)
        walk_from(k, r);
}

bool ways_mark_loops(struct ways *w)
{
    struct walk walk;
    if (!walk_new(&walk, w))
        return false;
    walk_all(&walk, false);
    if (!walk.has_cycle)
        return true;
    if (!mark_always_before(w))
        return false;
    walk_all(&walk, true);
    return true;
}
