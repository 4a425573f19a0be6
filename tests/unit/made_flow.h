/*
 * made_flow: a flow made by hand or at random, as ways and groups without a
 * text: rows are added, ways are told what they set, and made_flow() fills in
 * the rest, W(r) by the words of its definition.
 *
 *     struct made m;
 *     made_open(&m);
 *     uint32_t a = made_row(&m, ROW_STEP), j = made_join(&m, ROW_STEP, 2);
 *     made_entry(&m, a);
 *     uint32_t w = made_way(&m, a, NONE);
 *     made_sets(&m, w, j, 0);
 *     const struct flow *flow = made_flow(&m);
 *     ...
 *     made_close(&m);
 */
#ifndef SOP_MADE_FLOW_H
#define SOP_MADE_FLOW_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/flow/flow.h"

/* What a way sets: a group of a row, or with group NONE, the row's open place. */
struct made_post {
    uint32_t row, group;
};

struct made_way {
    uint32_t row, outcome;
    LIST_OF(struct made_post) posts;   /* at most one of them opens a row */
    uint32_t n_kept;                   /* of the last ones: kept by a jump */
};

struct made_row {
    enum row_kind kind;
    uint32_t n_groups, need;
    bool is_entry;
    LIST_OF(struct made_post) clears;  /* besides W(r), where a test is wild */
};

struct made {
    struct arena arena;
    LIST_OF(struct made_row) rows;
    LIST_OF(struct made_way) ways;
    uint32_t *number;     /* row -> its number in the flow; NULL: as they came */
    struct flow *flow;
};

static inline void made_open(struct made *m)
{
    memset(m, 0, sizeof *m);
    arena_init(&m->arena, abort);
}

static inline void made_close(struct made *m)
{
    arena_free(&m->arena);
}

static inline uint32_t made_join(struct made *m, enum row_kind kind, uint32_t n_groups)
{
    *LIST_ADD(&m->arena, &m->rows) = (struct made_row){.kind = kind, .n_groups = n_groups};
    return m->rows.n - 1;
}

static inline uint32_t made_row(struct made *m, enum row_kind kind)
{
    return made_join(m, kind, 0);
}

static inline uint32_t made_way(struct made *m, uint32_t row, uint32_t outcome)
{
    *LIST_ADD(&m->arena, &m->ways) = (struct made_way){.row = row, .outcome = outcome};
    return m->ways.n - 1;
}

static inline void made_sets(struct made *m, uint32_t way, uint32_t row, uint32_t group)
{
    *LIST_ADD(&m->arena, &m->ways.at[way].posts) = (struct made_post){row, group};
}

static inline void made_opens(struct made *m, uint32_t way, uint32_t row)
{
    made_sets(m, way, row, NONE);
}

static inline void made_entry(struct made *m, uint32_t row)
{
    m->rows.at[row].is_entry = true;
}

/* ---- W(r), dumb ------------------------------------------------------------------- */

/* Rows that can be reached from `from` (or the beginning: NONE) but through no barred one. */
static inline void made_reach(const struct made *m, uint32_t from, const bool *is_barred,
                              bool *seen)
{
    uint32_t n = m->rows.n;
    bool is_new = true;
    memset(seen, 0, n * sizeof *seen);
    for (uint32_t r = 0; r < n; r++)
        if (from == NONE)
            seen[r] = (m->rows.at[r].is_entry || m->rows.at[r].kind == ROW_START) && !is_barred[r];
    for (bool is_first = true; is_new || is_first; is_first = false) {
        is_new = false;
        for (uint32_t w = 0; w < m->ways.n; w++) {
            const struct made_way *way = &m->ways.at[w];
            if (!seen[way->row] && !(way->row == from))
                continue;
            for (uint32_t i = 0; i < way->posts.n - way->n_kept; i++) {
                uint32_t to = way->posts.at[i].row;
                is_new |= !seen[to] && !is_barred[to];
                seen[to] |= !is_barred[to];
            }
        }
    }
}

static inline bool made_names(const struct made *m, uint32_t row, uint32_t named)
{
    for (uint32_t w = 0; w < m->ways.n; w++)
        for (uint32_t i = 0; i < m->ways.at[w].posts.n - m->ways.at[w].n_kept; i++)
            if (m->ways.at[w].row == named && m->ways.at[w].posts.at[i].row == row &&
                m->ways.at[w].posts.at[i].group != NONE)
                return true;
    return false;
}

/* Is `a` on every way from the beginning to `b`? */
static inline bool made_dominates(const struct made *m, uint32_t a, uint32_t b)
{
    bool seen[64], barred[64] = {false};
    barred[a] = true;
    made_reach(m, NONE, barred, seen);
    return a == b || !seen[b];
}

static inline bool made_is_reached(const struct made *m, uint32_t row)
{
    bool seen[64], barred[64] = {false};
    made_reach(m, NONE, barred, seen);
    return seen[row];
}

/* The nearest row on every way from the beginning to each named row, or NONE. */
static inline uint32_t made_fork(const struct made *m, uint32_t join)
{
    uint32_t best = NONE;
    bool has_named = false;
    for (uint32_t f = 0; f < m->rows.n; f++) {
        bool is_common = made_is_reached(m, f);
        for (uint32_t r = 0; r < m->rows.n && is_common; r++) {
            bool is_named = made_names(m, join, r) && made_is_reached(m, r);
            has_named |= is_named;
            is_common = !is_named || made_dominates(m, f, r);
        }
        if (is_common && (best == NONE || made_dominates(m, best, f)))
            best = f;
    }
    return has_named ? best : NONE;
}

static inline bool made_withdraws(const struct made *m, uint32_t join, uint32_t row)
{
    uint32_t fork = made_fork(m, join);
    bool barred[64] = {false}, behind[64], on[64];
    barred[join] = true;
    if (fork != NONE)
        barred[fork] = true;
    made_reach(m, fork, barred, behind);
    if (!behind[row])
        return false;
    if (made_names(m, join, row))
        return true;
    made_reach(m, row, barred, on);
    for (uint32_t r = 0; r < m->rows.n; r++)
        if (on[r] && made_names(m, join, r))
            return true;
    return false;
}

/* ---- the flow ------------------------------------------------------------------------ */

static inline uint32_t made_number(const struct made *m, uint32_t row)
{
    return m->number ? m->number[row] : row;
}

static inline uint32_t made_place(const struct made *m, struct made_post post)
{
    uint32_t row = made_number(m, post.row);
    return post.group == NONE ? row : m->flow->first_place[row] + post.group;
}

static inline int made_ascend(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static inline void made_fill_way(struct made *m, const struct made_way *from, struct way *way)
{
    *way = (struct way){.row = made_number(m, from->row), .outcome = from->outcome,
                        .counter = NONE, .opens = NONE};
    way->sets = ARENA_ARRAY(&m->arena, from->posts.n, uint32_t);
    for (uint32_t i = 0; i < from->posts.n; i++) {
        const struct made_post post = from->posts.at[i];
        if (post.group == NONE) {
            assert(way->opens == NONE);
            way->opens = made_number(m, post.row);
            continue;
        }
        way->sets[way->n_sets + way->n_kept] = made_place(m, post);
        if (i + from->n_kept < from->posts.n)
            way->n_sets++;
        else
            way->n_kept++;
    }
    qsort(way->sets, way->n_sets, sizeof *way->sets, made_ascend);
}

/* Groups of the text: the rows and outcomes that bring them. */
static inline void made_fill_rows(struct made *m, struct sop *sop)
{
    for (uint32_t i = 0; i < m->rows.n; i++)
        LIST_ADD(&m->arena, &sop->rows);
    for (uint32_t i = 0; i < m->rows.n; i++) {
        struct row *row = &sop->rows.at[made_number(m, i)];
        row->kind = m->rows.at[i].kind;
        row->id = row->text = arena_printf(&m->arena, "r%u", (unsigned)made_number(m, i));
        row->phase = NONE;
        row->to = TO_NEXT;
        for (uint32_t g = 0; g < m->rows.at[i].n_groups; g++)
            LIST_ADD(&m->arena, &row->after);
    }
    for (uint32_t w = 0; w < m->ways.n; w++) {
        const struct made_way *way = &m->ways.at[w];
        for (uint32_t i = 0; i < way->posts.n - way->n_kept; i++) {
            struct made_post post = way->posts.at[i];
            if (post.group == NONE)
                continue;
            struct row *row = &sop->rows.at[made_number(m, post.row)];
            *LIST_ADD(&m->arena, &row->after.at[post.group].members) =
                (struct member){.row = made_number(m, way->row), .outcome = way->outcome};
        }
    }
}

static inline void made_fill_places(struct made *m)
{
    struct flow *flow = m->flow;
    uint32_t n = 0;
    flow->first_place = ARENA_ARRAY(&m->arena, flow->n_rows + 1, uint32_t);
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        flow->first_place[r] = flow->n_rows + n;
        n += flow->sop->rows.at[r].after.n;
    }
    flow->n_places = flow->first_place[flow->n_rows] = flow->n_rows + n;
    flow->places = ARENA_ARRAY(&m->arena, n + 1, struct flow_place);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        for (uint32_t p = flow->first_place[r]; p < flow->first_place[r + 1]; p++)
            flow->places[p - flow->n_rows] = (struct flow_place){r, p - flow->first_place[r]};
}

static inline void made_fill_clears(struct made *m, uint32_t join)
{
    struct flow *flow = m->flow;
    uint32_t *clears = ARENA_ARRAY(&m->arena, flow->n_places + m->rows.at[join].clears.n, uint32_t);
    uint32_t n = 0, row = made_number(m, join);
    for (uint32_t r = 0; r < m->rows.n; r++) {
        if (!made_withdraws(m, join, r))
            continue;
        clears[n++] = made_number(m, r);
        for (uint32_t p = flow->first_place[made_number(m, r)];
             p < flow->first_place[made_number(m, r) + 1]; p++)
            clears[n++] = p;
    }
    for (uint32_t i = 0; i < m->rows.at[join].clears.n; i++)
        clears[n++] = made_place(m, m->rows.at[join].clears.at[i]);
    qsort(clears, n, sizeof *clears, made_ascend);
    flow->clears[row] = clears;
    flow->n_clears[row] = n;
}

static inline void made_fill_ways(struct made *m)
{
    struct flow *flow = m->flow;
    uint32_t n = 0;
    flow->ways = ARENA_ARRAY(&m->arena, m->ways.n + 1, struct way);
    flow->first_way = ARENA_ARRAY(&m->arena, flow->n_rows + 1, uint32_t);
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        flow->first_way[r] = n;
        for (uint32_t w = 0; w < m->ways.n; w++)
            if (made_number(m, m->ways.at[w].row) == r)
                made_fill_way(m, &m->ways.at[w], &flow->ways[n++]);
    }
    flow->first_way[flow->n_rows] = n;
}

static inline const struct flow *made_flow(struct made *m)
{
    struct sop *sop = ARENA_NEW(&m->arena, struct sop);
    struct flow *flow = m->flow = ARENA_NEW(&m->arena, struct flow);
    sop->id = "made";
    made_fill_rows(m, sop);
    flow->sop = sop;
    flow->n_rows = m->rows.n;
    made_fill_places(m);
    made_fill_ways(m);
    flow->entries = ARENA_ARRAY(&m->arena, flow->n_rows + 1, uint32_t);
    flow->need = ARENA_ARRAY(&m->arena, flow->n_rows + 1, uint32_t);
    flow->clears = ARENA_ARRAY(&m->arena, flow->n_rows + 1, uint32_t *);
    flow->n_clears = ARENA_ARRAY(&m->arena, flow->n_rows + 1, uint32_t);
    for (uint32_t i = 0; i < m->rows.n; i++) {
        flow->need[made_number(m, i)] = m->rows.at[i].need;
        flow->n_starts += m->rows.at[i].kind == ROW_START;
        if (m->rows.at[i].is_entry || m->rows.at[i].kind == ROW_START)
            flow->entries[flow->n_entries++] = made_number(m, i);
        if (m->rows.at[i].need)
            made_fill_clears(m, i);
    }
    qsort(flow->entries, flow->n_entries, sizeof *flow->entries, made_ascend);
    return flow;
}

#endif
