/*
 * Which rows can be opened at all: the least set that holds the entries and
 * what follows from them. It is searched breadth first, so that the queue is
 * an order in which the rows can open: what opens a row stands before it.
 */
#include <string.h>

#include "compiler/flow/flow_int.h"

struct opening opening_new(const struct flow *flow, struct arena *arena)
{
    struct opening o = {.flow = flow};
    o.is_open = ARENA_ARRAY(arena, flow->n_rows, bool);
    o.is_met = ARENA_ARRAY(arena, flow->n_places, bool);
    o.n_missing = ARENA_ARRAY(arena, flow->n_rows, uint32_t);
    o.queue = ARENA_ARRAY(arena, flow->n_rows, uint32_t);
    return o;
}

static void open_row(struct opening *o, uint32_t row)
{
    if (row == o->without || o->is_open[row])
        return;
    o->is_open[row] = true;
    o->queue[o->n_queued++] = row;
}

static void follow(struct opening *o, const struct arc *arc)
{
    if (arc->to == TO_END)
        return;
    if (arc->group == NONE) {
        open_row(o, arc->to);
        return;
    }
    bool *met = &o->is_met[o->flow->first_place[arc->to] + arc->group];
    if (!*met && --o->n_missing[arc->to] == 0)
        open_row(o, arc->to);
    *met = true;
}

static void begin(struct opening *o)
{
    const struct flow *flow = o->flow;
    o->n_queued = 0;
    if (flow->n_rows) {
        memset(o->is_open, 0, flow->n_rows * sizeof *o->is_open);
        memset(o->is_met, 0, flow->n_places * sizeof *o->is_met);
    }
    for (uint32_t r = 0; r < flow->n_rows; r++)
        o->n_missing[r] = flow->need[r] ? flow->need[r] : flow_n_groups(flow, r);
    for (uint32_t i = 0; i < flow->n_entries; i++)
        open_row(o, flow->entries[i]);
}

void opening_search_without(struct opening *o, uint32_t without)
{
    const struct flow *flow = o->flow;
    o->without = without;
    begin(o);
    for (uint32_t next = 0; next < o->n_queued; next++) {
        uint32_t r = o->queue[next];
        for (uint32_t a = flow->first_arc[r]; a < flow->first_arc[r + 1]; a++)
            follow(o, &flow->arcs[a]);
    }
}

void opening_search(struct opening *o, const bool *is_undone)
{
    const struct flow *flow = o->flow;
    o->without = NONE;
    begin(o);
    for (uint32_t next = 0; next < o->n_queued; next++) {
        uint32_t r = o->queue[next], late = row_late(&flow->sop->rows.at[r]);
        for (uint32_t a = flow->first_arc[r]; a < flow->first_arc[r + 1]; a++)
            if (!is_undone[r] || (late != NONE && flow->arcs[a].outcome == late))
                follow(o, &flow->arcs[a]);
    }
}

bool *flow_openable(const struct flow *flow, struct arena *arena, uint32_t without)
{
    struct opening o = opening_new(flow, arena);
    opening_search_without(&o, without);
    return o.is_open;
}
