/*
 * Which rows can be opened, and which only behind another.
 *
 * Where no row waits for several groups, "always before" is dominance in the
 * graph of arcs. Where some do, dominance still tells a yes, since a row that
 * waits opens no sooner than one that does not; the rest is searched, once
 * for each row left out.
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

/* Fills is_open. */
static void search(struct opening *o, uint32_t without)
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
    search(&o, without);
    return o.is_open;
}

/* ---- always before ---------------------------------------------------- */

void before_init(struct before *b, const struct flow *flow, struct arena *arena)
{
    *b = (struct before){.flow = flow, .arena = arena, .opening = opening_new(flow, arena)};
    b->openable = ARENA_ARRAY(arena, flow->n_rows, uint64_t *);
    dominators_find(&b->dominators, flow, arena);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        b->has_joins |= flow_n_groups(flow, r) > 1 && flow->need[r] != 1;
    search(&b->opening, NONE);
    b->reachable = ARENA_ARRAY(arena, flow->n_rows, bool);
    if (flow->n_rows)
        memcpy(b->reachable, b->opening.is_open, flow->n_rows * sizeof *b->reachable);
}

/* One bit for each row: can it be opened without that row? */
static const uint64_t *openable_without(struct before *b, uint32_t without)
{
    if (b->openable[without])
        return b->openable[without];
    uint64_t *bits = ARENA_ARRAY(b->arena, b->flow->n_rows / 64 + 1, uint64_t);
    search(&b->opening, without);
    for (uint32_t r = 0; r < b->flow->n_rows; r++)
        bits[r / 64] |= (uint64_t)b->opening.is_open[r] << r % 64;
    return b->openable[without] = bits;
}

bool before_always(struct before *b, uint32_t before, uint32_t row)
{
    if (before == row)
        return false;
    if (!b->reachable[row] || dominators_lies_before(&b->dominators, before, row))
        return true;
    return b->has_joins && !(openable_without(b, before)[row / 64] >> row % 64 & 1);
}
