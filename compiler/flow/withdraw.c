/*
 * What `any of` and `2 of` withdraw: W(r), the rows on the way to what the
 * joined row r names, from the row where those ways part. Both searches end
 * at that row and at r, so they see mostly the branches alone.
 */
#include <stdlib.h>

#include "compiler/flow/flow_int.h"

struct withdrawer {
    struct flow *flow;
    struct arena *arena;
    struct dominators dominators;
    uint32_t *behind, *before;   /* per row: a stamp if it was found from the fork, from r */
    uint32_t *queue, n;
    uint32_t fork, join, stamp;
};

static void find_behind(struct withdrawer *w, uint32_t row)
{
    if (row == TO_END || row == w->fork || row == w->join || w->behind[row] == w->stamp)
        return;
    w->behind[row] = w->stamp;
    w->queue[w->n++] = row;
}

static void find_behind_arcs(struct withdrawer *w, uint32_t row)
{
    for (uint32_t a = w->flow->first_arc[row]; a < w->flow->first_arc[row + 1]; a++)
        find_behind(w, w->flow->arcs[a].to);
}

/* Rows on a way from the fork on, neither over it nor over the join. */
static void spread_from_fork(struct withdrawer *w)
{
    w->n = 0;
    if (w->fork == w->dominators.root)
        for (uint32_t i = 0; i < w->flow->n_entries; i++)
            find_behind(w, w->flow->entries[i]);
    else
        find_behind_arcs(w, w->fork);
    for (uint32_t i = 0; i < w->n; i++)
        find_behind_arcs(w, w->queue[i]);
}

/* Of those, a row that leads to what the join names. */
static void find_before(struct withdrawer *w, uint32_t row)
{
    if (row == w->dominators.root || w->behind[row] != w->stamp || w->before[row] == w->stamp)
        return;
    w->before[row] = w->stamp;
    w->queue[w->n++] = row;
}

static void spread_from_named(struct withdrawer *w, const struct row *join)
{
    const struct dominators *d = &w->dominators;
    w->n = 0;
    for (uint32_t g = 0; g < join->after.n; g++)
        for (uint32_t m = 0; m < join->after.at[g].members.n; m++)
            find_before(w, join->after.at[g].members.at[m].row);
    for (uint32_t i = 0; i < w->n; i++)
        for (uint32_t a = d->first_into[w->queue[i]]; a < d->first_into[w->queue[i] + 1]; a++)
            find_before(w, d->into[a]);
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

static int compare_rows(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Their open places and those of their groups, ascending. */
static void set_clears(struct withdrawer *w)
{
    struct flow *flow = w->flow;
    LIST_OF(uint32_t) clears = {0};
    if (w->n)
        qsort(w->queue, w->n, sizeof *w->queue, compare_rows);
    for (uint32_t i = 0; i < w->n; i++)
        *LIST_ADD(w->arena, &clears) = w->queue[i];
    for (uint32_t i = 0; i < w->n; i++)
        for (uint32_t p = flow->first_place[w->queue[i]]; p < flow->first_place[w->queue[i] + 1]; p++)
            *LIST_ADD(w->arena, &clears) = p;
    flow->clears[w->join] = clears.at;
    flow->n_clears[w->join] = clears.n;
}

static void find_clears(struct withdrawer *w, uint32_t r)
{
    const struct row *join = &w->flow->sop->rows.at[r];
    w->join = r;
    w->fork = find_fork(&w->dominators, join);
    if (w->fork == NONE)
        return;
    w->stamp++;
    spread_from_fork(w);
    spread_from_named(w, join);
    set_clears(w);
}

void flow_withdraw(struct flow *flow, struct arena *arena)
{
    struct withdrawer w = {.flow = flow, .arena = arena};
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        if (!flow->need[r])
            continue;
        if (!w.queue) {
            dominators_find(&w.dominators, flow, arena);
            w.behind = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
            w.before = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
            w.queue = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
        }
        find_clears(&w, r);
    }
}
