/*
 * What `any of` and `2 of` withdraw: W(r), the rows on the way to what the
 * joined row r names, from the row where those ways part.
 */
#include "compiler/flow/flow_int.h"

static void spread(uint32_t row, const bool *is_barred, bool *seen, uint32_t *queue, uint32_t *n)
{
    if (is_barred[row] || seen[row])
        return;
    seen[row] = true;
    queue[(*n)++] = row;
}

static void spread_arcs(const struct flow *flow, uint32_t row, const bool *is_barred, bool *seen,
                        uint32_t *queue, uint32_t *n)
{
    for (uint32_t a = flow->first_arc[row]; a < flow->first_arc[row + 1]; a++)
        if (flow->arcs[a].to != TO_END)
            spread(flow->arcs[a].to, is_barred, seen, queue, n);
}

/* Rows on a way from `fork` on, neither over it nor over `join`. */
static bool *rows_behind(const struct dominators *d, struct arena *arena, uint32_t fork,
                         const bool *is_barred)
{
    const struct flow *flow = d->flow;
    bool *seen = ARENA_ARRAY(arena, flow->n_rows + 1, bool);
    uint32_t *queue = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t), n = 0;
    if (fork == d->root)
        for (uint32_t i = 0; i < flow->n_entries; i++)
            spread(flow->entries[i], is_barred, seen, queue, &n);
    else
        spread_arcs(flow, fork, is_barred, seen, queue, &n);
    for (uint32_t i = 0; i < n; i++)
        spread_arcs(flow, queue[i], is_barred, seen, queue, &n);
    return seen;
}

static bool *rows_before(const struct dominators *d, struct arena *arena, const struct row *join,
                         const bool *is_barred)
{
    const struct flow *flow = d->flow;
    bool *seen = ARENA_ARRAY(arena, flow->n_rows + 1, bool);
    uint32_t *queue = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t), n = 0;
    for (uint32_t g = 0; g < join->after.n; g++)
        for (uint32_t m = 0; m < join->after.at[g].members.n; m++)
            spread(join->after.at[g].members.at[m].row, is_barred, seen, queue, &n);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t a = d->first_into[queue[i]]; a < d->first_into[queue[i] + 1]; a++)
            spread(d->into[a], is_barred, seen, queue, &n);
    return seen;
}

/* Where the ways to the named rows part. */
static uint32_t find_fork(const struct dominators *d, const struct row *join)
{
    uint32_t fork = NONE;
    for (uint32_t g = 0; g < join->after.n; g++) {
        for (uint32_t m = 0; m < join->after.at[g].members.n; m++) {
            uint32_t named = join->after.at[g].members.at[m].row;
            if (d->number[named] != NONE)
                fork = fork == NONE ? named : dominators_meet(d, fork, named);
        }
    }
    return fork;
}

static void find_clears(struct flow *flow, struct arena *arena, const struct dominators *d, uint32_t r)
{
    const struct row *join = &flow->sop->rows.at[r];
    uint32_t fork = find_fork(d, join);
    if (fork == NONE)
        return;
    bool *is_barred = ARENA_ARRAY(arena, flow->n_rows + 1, bool);
    is_barred[fork] = is_barred[r] = is_barred[d->root] = true;
    const bool *behind = rows_behind(d, arena, fork, is_barred);
    const bool *before = rows_before(d, arena, join, is_barred);
    uint32_t *clears = ARENA_ARRAY(arena, flow->n_places, uint32_t), n = 0;
    for (uint32_t w = 0; w < flow->n_rows; w++)
        if (behind[w] && before[w])
            clears[n++] = w;
    for (uint32_t i = 0, n_open = n; i < n_open; i++)
        for (uint32_t p = flow->first_place[clears[i]]; p < flow->first_place[clears[i] + 1]; p++)
            clears[n++] = p;
    flow->clears[r] = clears;
    flow->n_clears[r] = n;
}

void flow_withdraw(struct flow *flow, struct arena *arena)
{
    struct dominators d = {0};
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        if (!flow->need[r])
            continue;
        if (!d.flow)
            dominators_find(&d, flow, arena);
        find_clears(flow, arena, &d, r);
    }
}
