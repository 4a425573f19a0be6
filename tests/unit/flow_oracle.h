/*
 * flow_oracle: whether a flow is sound, by trying everything, as dumb as can
 * be: a set of places is one word, every set is kept, every fault is looked
 * for in each. For flows of at most 64 places.
 */
#ifndef SOP_FLOW_ORACLE_H
#define SOP_FLOW_ORACLE_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/flow/flow.h"

#define BIT(i) (UINT64_C(1) << (i))
enum { ORACLE_SETS = 200000, ORACLE_SLOTS = 1 << 19 };

struct oracle {
    const struct flow *flow;
    uint64_t *sets;
    uint32_t *depth;         /* steps from a beginning */
    uint32_t n;
    struct { uint32_t from, to; } *edges;
    uint32_t n_edges, edges_cap;
    uint32_t *slots;
    bool is_complete;
    uint64_t opened;         /* rows that were open, or ended the case */
    bool has_doubling, has_stuck, has_endless;
    uint32_t first_fault;    /* steps to the nearest doubling or stuck set */
    bool *can_end;
};

/* ---- the net as defined ------------------------------------------------------------ */

static inline bool oracle_is_full(const struct flow *flow, uint64_t set, uint32_t row)
{
    uint32_t first = flow->first_place[row], n = flow->first_place[row + 1] - first, n_set = 0;
    for (uint32_t g = 0; g < n; g++)
        n_set += (set & BIT(first + g)) != 0;
    return n > 0 && n_set >= (flow->need[row] ? flow->need[row] : n);
}

static inline bool oracle_put(uint64_t *set, uint32_t place)
{
    bool was_set = (*set & BIT(place)) != 0;
    *set |= BIT(place);
    return !was_set;
}

/* Joins and named ends, the lowest row first. False: a place was set twice. */
static inline bool oracle_settle(const struct flow *flow, uint64_t *set, uint64_t *ended)
{
    bool is_well = true;
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        bool is_end = flow->sop->rows.at[r].kind == ROW_END;
        if (is_end && *set & BIT(r)) {
            *ended |= BIT(r);
            *set = 0;
        } else if (oracle_is_full(flow, *set, r)) {
            for (uint32_t p = flow->first_place[r]; p < flow->first_place[r + 1]; p++)
                *set &= ~BIT(p);
            for (uint32_t i = 0; i < flow->n_clears[r]; i++)
                *set &= ~BIT(flow->clears[r][i]);
            is_well &= oracle_put(set, r);
            r = NONE;   /* again from the lowest on */
        }
    }
    return is_well;
}

static inline bool oracle_apply(uint64_t *set, const struct way *way)
{
    bool is_well = true;
    for (uint32_t i = 0; i < way->n_sets + way->n_kept; i++)
        is_well &= oracle_put(set, way->sets[i]);
    if (way->opens != NONE)
        is_well &= oracle_put(set, way->opens);
    return is_well;
}

/* One row done in one of its ways. */
static inline bool oracle_do(const struct flow *flow, uint64_t *set, uint32_t way, uint64_t *ended)
{
    *set &= ~BIT(flow->ways[way].row);
    bool is_well = oracle_apply(set, &flow->ways[way]);
    return oracle_settle(flow, set, ended) && is_well;
}

/* A beginning; by a start row's way, or without any by NONE. */
static inline bool oracle_begin(const struct flow *flow, uint64_t *set, uint32_t way,
                                uint64_t *ended)
{
    bool is_well = true;
    *set = 0;
    for (uint32_t i = 0; i < flow->n_entries; i++)
        if (flow->sop->rows.at[flow->entries[i]].kind != ROW_START)
            is_well &= oracle_put(set, flow->entries[i]);
    if (way != NONE)
        is_well &= oracle_apply(set, &flow->ways[way]);
    return oracle_settle(flow, set, ended) && is_well;
}

static inline bool oracle_may_act(const struct flow *flow, uint64_t set, uint32_t row)
{
    return set & BIT(row) && flow->sop->rows.at[row].kind != ROW_END &&
           flow->sop->rows.at[row].kind != ROW_START;
}

static inline bool oracle_is_stuck(const struct flow *flow, uint64_t set)
{
    for (uint32_t r = 0; r < flow->n_rows; r++)
        if (oracle_may_act(flow, set, r))
            return false;
    return set != 0;
}

/* ---- all sets ---------------------------------------------------------------------- */

static inline uint32_t oracle_add(struct oracle *o, uint64_t set, uint32_t depth)
{
    uint32_t i = (uint32_t)((set * UINT64_C(0x9e3779b97f4a7c15)) >> 45);
    for (; o->slots[i]; i = (i + 1) % ORACLE_SLOTS)
        if (o->sets[o->slots[i] - 1] == set)
            return o->slots[i] - 1;
    if (o->n == ORACLE_SETS) {
        o->is_complete = false;
        return NONE;
    }
    o->sets[o->n] = set;
    o->depth[o->n] = depth;
    o->slots[i] = ++o->n;
    return o->n - 1;
}

static inline void oracle_link(struct oracle *o, uint32_t from, uint32_t to)
{
    if (o->n_edges == o->edges_cap) {
        o->edges_cap = o->edges_cap ? 2 * o->edges_cap : 256;
        o->edges = realloc(o->edges, o->edges_cap * sizeof *o->edges);
    }
    o->edges[o->n_edges].from = from;
    o->edges[o->n_edges++].to = to;
}

static inline void oracle_fault(struct oracle *o, bool *has_it, uint32_t depth)
{
    *has_it = true;
    if (depth < o->first_fault)
        o->first_fault = depth;
}

static inline void oracle_step(struct oracle *o, uint32_t from, uint32_t way)
{
    uint64_t set = o->sets[from];
    if (!oracle_do(o->flow, &set, way, &o->opened)) {
        oracle_fault(o, &o->has_doubling, o->depth[from] + 1);
        return;
    }
    uint32_t to = oracle_add(o, set, o->depth[from] + 1);
    if (to != NONE)
        oracle_link(o, from, to);
}

static inline void oracle_visit(struct oracle *o, uint32_t i)
{
    uint64_t set = o->sets[i];
    for (uint32_t r = 0; r < o->flow->n_rows; r++)
        if (oracle_may_act(o->flow, set, r)) {
            o->opened |= BIT(r);
            for (uint32_t w = o->flow->first_way[r]; w < o->flow->first_way[r + 1]; w++)
                oracle_step(o, i, w);
        }
    if (oracle_is_stuck(o->flow, set))
        oracle_fault(o, &o->has_stuck, o->depth[i]);
}

static inline void oracle_find_endless(struct oracle *o)
{
    o->can_end = calloc(o->n + 1, sizeof *o->can_end);
    for (uint32_t i = 0; i < o->n; i++)
        o->can_end[i] = !o->sets[i];
    for (bool is_new = true; is_new;) {
        is_new = false;
        for (uint32_t e = o->n_edges; e-- > 0;)
            if (o->can_end[o->edges[e].to] && !o->can_end[o->edges[e].from])
                is_new = o->can_end[o->edges[e].from] = true;
    }
    for (uint32_t i = 0; i < o->n; i++)
        o->has_endless |= !o->can_end[i];
}

static inline void oracle_open(struct oracle *o, const struct flow *flow)
{
    assert(flow->n_places <= 64);
    memset(o, 0, sizeof *o);
    o->flow = flow;
    o->is_complete = true;
    o->first_fault = NONE;
    o->sets = calloc(ORACLE_SETS, sizeof *o->sets);
    o->depth = calloc(ORACLE_SETS, sizeof *o->depth);
    o->slots = calloc(ORACLE_SLOTS, sizeof *o->slots);
}

static inline void oracle_close(struct oracle *o)
{
    free(o->sets);
    free(o->depth);
    free(o->slots);
    free(o->edges);
    free(o->can_end);
}

static inline void oracle_run_from(struct oracle *o, uint32_t first)
{
    for (uint32_t i = first; i < o->n && o->is_complete; i++)
        oracle_visit(o, i);
    if (o->is_complete)
        oracle_find_endless(o);
}

static inline void oracle_begin_by(struct oracle *o, uint32_t way)
{
    uint64_t set;
    if (!oracle_begin(o->flow, &set, way, &o->opened))
        oracle_fault(o, &o->has_doubling, way == NONE ? 0 : 1);
    else
        oracle_add(o, set, way == NONE ? 0 : 1);
}

static inline void oracle_run(struct oracle *o)
{
    const struct flow *flow = o->flow;
    if (!flow->n_starts)
        oracle_begin_by(o, NONE);
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        if (flow->sop->rows.at[r].kind != ROW_START)
            continue;
        o->opened |= BIT(r);
        for (uint32_t w = flow->first_way[r]; w < flow->first_way[r + 1]; w++)
            oracle_begin_by(o, w);
    }
    oracle_run_from(o, 0);
}

static inline bool oracle_all_open(const struct oracle *o)
{
    for (uint32_t r = 0; r < o->flow->n_rows; r++)
        if (!(o->opened & BIT(r)))
            return false;
    return true;
}

static inline bool oracle_is_sound(const struct oracle *o)
{
    return !o->has_doubling && !o->has_stuck && !o->has_endless && oracle_all_open(o);
}

#endif
