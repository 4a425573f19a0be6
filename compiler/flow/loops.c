/*
 * Loop arcs: those that go back to a row that always lies before (or to the
 * row itself). Where the rest still has cycles, the arcs that return to the
 * stack of a depth-first walk in written order are loop arcs too, so that the
 * forward graph has none.
 */
#include <string.h>

#include "compiler/flow/flow_int.h"

/* One walk in written order over the arcs that are no loops yet. */
struct walk {
    struct flow *flow;
    uint32_t *next_arc;              /* per row: where it goes on */
    enum { NEW, ON_STACK, LEFT } *state;
    uint32_t *stack;
    uint32_t depth;
};

static void walk_enter(struct walk *w, uint32_t row)
{
    w->state[row] = ON_STACK;
    w->next_arc[row] = w->flow->first_arc[row];
    w->stack[w->depth++] = row;
}

/* Calls on_return for each arc that returns to the stack. */
static void walk_from(struct walk *w, uint32_t root, void (*on_return)(struct arc *, void *), void *data)
{
    walk_enter(w, root);
    while (w->depth) {
        uint32_t r = w->stack[w->depth - 1];
        if (w->next_arc[r] == w->flow->first_arc[r + 1]) {
            w->state[r] = LEFT;
            w->depth--;
            continue;
        }
        struct arc *arc = &w->flow->arcs[w->next_arc[r]++];
        if (arc->to == TO_END || arc->is_loop)
            continue;
        if (w->state[arc->to] == NEW)
            walk_enter(w, arc->to);
        else if (w->state[arc->to] == ON_STACK)
            on_return(arc, data);
    }
}

static void walk_all(struct flow *flow, struct arena *arena, void (*on_return)(struct arc *, void *),
                     void *data)
{
    struct walk w = {.flow = flow};
    w.next_arc = ARENA_ARRAY(arena, flow->n_rows, uint32_t);
    w.stack = ARENA_ARRAY(arena, flow->n_rows, uint32_t);
    w.state = arena_array(arena, flow->n_rows, sizeof *w.state);
    for (uint32_t i = 0; i < flow->n_entries; i++)
        if (w.state[flow->entries[i]] == NEW)
            walk_from(&w, flow->entries[i], on_return, data);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        if (w.state[r] == NEW)
            walk_from(&w, r, on_return, data);
}

static void note_cycle(struct arc *arc, void *data)
{
    (void)arc;
    *(bool *)data = true;
}

static void mark_loop(struct arc *arc, void *data)
{
    (void)data;
    arc->is_loop = true;
}

/* Strongly connected components (Tarjan, with a stack of our own): only an
 * arc inside of one can go back. */
struct scc {
    const struct flow *flow;
    uint32_t *number, *low, *component, *stack, *path, *next_arc;
    uint32_t n_numbers, n_stack, n_path;
};

static void scc_enter(struct scc *s, uint32_t row)
{
    s->number[row] = s->low[row] = ++s->n_numbers;
    s->next_arc[row] = s->flow->first_arc[row];
    s->stack[s->n_stack++] = row;
    s->path[s->n_path++] = row;
}

static void scc_leave(struct scc *s, uint32_t row)
{
    s->n_path--;
    if (s->n_path) {
        uint32_t up = s->path[s->n_path - 1];
        if (s->low[row] < s->low[up])
            s->low[up] = s->low[row];
    }
    if (s->low[row] != s->number[row])
        return;
    uint32_t member;
    do {
        member = s->stack[--s->n_stack];
        s->component[member] = row;
    } while (member != row);
}

static void scc_from(struct scc *s, uint32_t root)
{
    scc_enter(s, root);
    while (s->n_path) {
        uint32_t r = s->path[s->n_path - 1];
        if (s->next_arc[r] == s->flow->first_arc[r + 1]) {
            scc_leave(s, r);
            continue;
        }
        uint32_t to = s->flow->arcs[s->next_arc[r]++].to;
        if (to == TO_END)
            continue;
        if (!s->number[to])
            scc_enter(s, to);
        else if (s->component[to] == NONE && s->number[to] < s->low[r])
            s->low[r] = s->number[to];
    }
}

uint32_t *flow_components(const struct flow *flow, struct arena *arena)
{
    struct scc s = {.flow = flow};
    uint32_t **arrays[] = {&s.number, &s.low, &s.component, &s.stack, &s.path, &s.next_arc};
    for (uint32_t i = 0; i < COUNT_OF(arrays); i++)
        *arrays[i] = ARENA_ARRAY(arena, flow->n_rows, uint32_t);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        s.component[r] = NONE;
    for (uint32_t r = 0; r < flow->n_rows; r++)
        if (!s.number[r])
            scc_from(&s, r);
    return s.component;
}

void flow_mark_loops(struct flow *flow, struct arena *arena, struct before *before)
{
    bool has_cycle = false;
    walk_all(flow, arena, note_cycle, &has_cycle);
    if (!has_cycle)
        return;
    const uint32_t *component = flow_components(flow, arena);
    bool *is_openable = flow_openable(flow, arena, NONE);
    for (uint32_t a = 0; a < flow->first_arc[flow->n_rows]; a++) {
        struct arc *arc = &flow->arcs[a];
        if (arc->to == TO_END || component[arc->from] != component[arc->to])
            continue;
        arc->is_loop = arc->to == arc->from || (is_openable[arc->from] &&
                                                before_always(before, arc->to, arc->from));
    }
    walk_all(flow, arena, mark_loop, NULL);
}
