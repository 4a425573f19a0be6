/* Which rows can be opened, and which only behind another. */
#include <string.h>

#include "compiler/flow/flow_int.h"

struct opening {
    const struct flow *flow;
    bool *is_open;
    bool *is_met;         /* per place: a member of the group is in the set */
    uint32_t *n_missing;  /* per row: groups without one */
    uint32_t *queue;
    uint32_t n_queued, next;
    uint32_t without;
};

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

bool *flow_openable(const struct flow *flow, struct arena *arena, uint32_t without)
{
    struct opening o = {.flow = flow, .without = without};
    o.is_open = ARENA_ARRAY(arena, flow->n_rows, bool);
    o.is_met = ARENA_ARRAY(arena, flow->n_places, bool);
    o.n_missing = ARENA_ARRAY(arena, flow->n_rows, uint32_t);
    o.queue = ARENA_ARRAY(arena, flow->n_rows, uint32_t);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        o.n_missing[r] = flow_n_groups(flow, r);
    for (uint32_t i = 0; i < flow->n_entries; i++)
        open_row(&o, flow->entries[i]);
    while (o.next < o.n_queued) {
        uint32_t r = o.queue[o.next++];
        for (uint32_t a = flow->first_arc[r]; a < flow->first_arc[r + 1]; a++)
            follow(&o, &flow->arcs[a]);
    }
    return o.is_open;
}

void before_init(struct before *b, const struct flow *flow, struct arena *arena)
{
    *b = (struct before){.flow = flow, .arena = arena};
    b->openable = ARENA_ARRAY(arena, flow->n_rows, bool *);
}

bool before_always(struct before *b, uint32_t before, uint32_t row)
{
    if (before == row)
        return false;
    if (!b->openable[before])
        b->openable[before] = flow_openable(b->flow, b->arena, before);
    return !b->openable[before][row];
}

bool flow_always_before(const struct flow *flow, struct arena *arena, uint32_t before, uint32_t row)
{
    return before != row && !flow_openable(flow, arena, before)[row];
}
