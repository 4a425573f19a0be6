/*
 * The forward graph: in which order, what is rework, which outcome is taken
 * straight through. A topological order by counting the arcs that still come
 * in (no recursion, so any length of procedure is fine).
 */
#include <assert.h>

#include "compiler/time/net.h"

static bool is_arc_to_row(const struct arc *arc)
{
    return !arc->is_loop && arc->to != TO_END;
}

static void sort_rows(struct time_net *net)
{
    const struct flow *f = net->flow;
    uint32_t *n_in = ARENA_ARRAY(net->arena, f->n_rows, uint32_t);
    uint32_t n = 0;
    for (uint32_t a = 0; a < f->first_arc[f->n_rows]; a++)
        if (is_arc_to_row(&f->arcs[a]))
            n_in[f->arcs[a].to]++;
    for (uint32_t r = 0; r < f->n_rows; r++)
        if (n_in[r] == 0)
            net->order[n++] = r;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = net->order[i];
        for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++)
            if (is_arc_to_row(&f->arcs[a]) && --n_in[f->arcs[a].to] == 0)
                net->order[n++] = f->arcs[a].to;
    }
    assert(n == f->n_rows);   /* is_loop left a cycle */
}

/* The usual case: what does not come back leads down the page. */
static bool is_written_in_order(const struct flow *f)
{
    for (uint32_t a = 0; a < f->first_arc[f->n_rows]; a++)
        if (is_arc_to_row(&f->arcs[a]) && f->arcs[a].to <= f->arcs[a].from)
            return false;
    return true;
}

static void order_rows(struct time_net *net)
{
    const struct flow *f = net->flow;
    for (uint32_t r = 0; r < f->n_rows; r++)
        net->order[r] = r;
    if (!is_written_in_order(f))
        sort_rows(net);
}

/* Rows are large and far apart in memory: only those without arcs are looked at. */
static bool is_reaching_end(const struct flow *f, const bool *reaches, uint32_t r)
{
    uint32_t a = f->first_arc[r], end = f->first_arc[r + 1];
    if (a == end)
        return f->sop->rows.at[r].kind == ROW_END;
    for (; a < end; a++)
        if (!f->arcs[a].is_loop && (f->arcs[a].to == TO_END || reaches[f->arcs[a].to]))
            return true;
    return false;
}

/* From which rows is an end reached without coming back? */
static bool *reaching_end(const struct time_net *net)
{
    const struct flow *f = net->flow;
    bool *reaches = ARENA_ARRAY(net->arena, f->n_rows, bool);
    for (uint32_t i = f->n_rows; i-- > 0;)
        reaches[net->order[i]] = is_reaching_end(f, reaches, net->order[i]);
    return reaches;
}

/* Behind the arcs of the same outcome that begin with arc a. */
static uint32_t outcome_end(const struct flow *f, uint32_t a)
{
    uint32_t end = a + 1, last = f->first_arc[f->arcs[a].from + 1];
    while (end < last && f->arcs[end].outcome == f->arcs[a].outcome)
        end++;
    return end;
}

/* Lateness is no way that work takes: it is left out like rework. */
static bool is_rework(const struct flow *f, const bool *reaches, uint32_t a, uint32_t end)
{
    const struct arc *first = &f->arcs[a];
    bool has_end = false;
    for (; a < end; a++) {
        if (f->arcs[a].is_loop)
            return true;
        has_end |= f->arcs[a].to == TO_END || reaches[f->arcs[a].to];
    }
    return !has_end ||
           f->sop->rows.at[first->from].outcomes.at[first->outcome].kind == OUTCOME_LATE;
}

/* Most procedures have none. */
static void mark_delay(struct time_net *net, uint32_t a, uint32_t end)
{
    const struct flow *f = net->flow;
    const struct sop *sop = f->sop;
    const struct arc *first = &f->arcs[a];
    const struct duration *delay = &sop->rows.at[first->from].outcomes.at[first->outcome].delay;
    if (delay->kind == DURATION_NONE)
        return;
    if (!net->delay)
        net->delay = ARENA_ARRAY(net->arena, f->first_arc[f->n_rows], double);
    double minutes = duration_mean(delay, &sop->units);
    for (; a < end; a++)
        net->delay[a] = minutes;
}

static void mark_forward(struct time_net *net)
{
    const struct flow *f = net->flow;
    const bool *reaches = reaching_end(net);
    for (uint32_t a = 0, end; a < f->first_arc[f->n_rows]; a = end) {
        end = outcome_end(f, a);
        bool is_left_out = f->arcs[a].outcome != NONE && is_rework(f, reaches, a, end);
        for (uint32_t i = a; i < end; i++) {
            net->is_forward[i] = !is_left_out && !f->arcs[i].is_loop;
            net->to[i] = net->is_forward[i] ? f->arcs[i].to : NONE;
        }
        if (f->arcs[a].outcome != NONE && !is_left_out)
            mark_delay(net, a, end);
    }
}

/* The rule of straight through: no arrow, else no end, else as written. */
static int outcome_rank(const struct sop *sop, const struct outcome *o)
{
    if (o->to == TO_NEXT)
        return 3;
    return o->to != TO_END && sop->rows.at[o->to].kind != ROW_END ? 2 : 1;
}

static uint32_t choose(const struct time_net *net, uint32_t r)
{
    const struct flow *f = net->flow;
    uint32_t choice = NONE;
    int best = 0;
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
        uint32_t o = f->arcs[a].outcome;
        if (o == NONE || !net->is_forward[a])
            continue;
        int rank = outcome_rank(f->sop, &f->sop->rows.at[r].outcomes.at[o]);
        if (rank > best) {
            best = rank;
            choice = o;
        }
    }
    return choice;
}

struct time_net *time_net_build(const struct flow *flow, const struct minutes *lasts,
                                struct arena *arena)
{
    struct time_net *net = ARENA_NEW(arena, struct time_net);
    net->flow = flow;
    net->arena = arena;
    net->order = ARENA_ARRAY(arena, flow->n_rows, uint32_t);
    net->is_forward = ARENA_ARRAY(arena, flow->first_arc[flow->n_rows], bool);
    net->to = ARENA_ARRAY(arena, flow->first_arc[flow->n_rows], uint32_t);
    net->is_taken = ARENA_ARRAY(arena, flow->first_arc[flow->n_rows], bool);
    net->choice = ARENA_ARRAY(arena, flow->n_rows, uint32_t);
    net->lasts = lasts;
    net->minutes = ARENA_ARRAY(arena, flow->n_rows, double);
    order_rows(net);
    mark_forward(net);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        net->minutes[r] = lasts[r].mean;
    return net;
}

/* The groups of joined rows while a case walks through. */
struct joins {
    uint32_t *first;     /* row -> its first group */
    bool *is_set;        /* per group */
    uint32_t *n_missing; /* per row: groups not set, of those that it needs */
};

static struct joins joins_of(const struct time_net *net)
{
    const struct flow *f = net->flow;
    struct joins j = {.first = ARENA_ARRAY(net->arena, f->n_rows + 1, uint32_t),
                      .n_missing = ARENA_ARRAY(net->arena, f->n_rows, uint32_t)};
    for (uint32_t r = 0; r < f->n_rows; r++) {
        j.n_missing[r] = f->need[r] ? f->need[r] : f->sop->rows.at[r].after.n;
        j.first[r + 1] = j.first[r] + f->sop->rows.at[r].after.n;
    }
    j.is_set = ARENA_ARRAY(net->arena, j.first[f->n_rows], bool);
    return j;
}

/* Does the arc open its row: directly, or as the last of its groups? */
static bool opens(struct joins *j, const struct arc *arc)
{
    if (arc->group == NONE)
        return true;
    bool *is_set = &j->is_set[j->first[arc->to] + arc->group];
    if (!*is_set)
        j->n_missing[arc->to]--;
    *is_set = true;
    return j->n_missing[arc->to] == 0;
}

/* Of several ways in a case comes by the first. */
static void open_entries(const struct flow *f, struct time_row *rows)
{
    bool has_start = false;
    for (uint32_t i = 0; i < f->n_entries; i++) {
        bool is_start = f->sop->rows.at[f->entries[i]].kind == ROW_START;
        if (!is_start || !has_start)
            rows[f->entries[i]].is_straight = true;
        has_start |= is_start;
    }
}

void time_net_walk(struct time_net *net, struct time_row *rows)
{
    const struct flow *f = net->flow;
    struct joins joins = joins_of(net);
    open_entries(f, rows);
    for (uint32_t i = 0; i < f->n_rows; i++) {
        uint32_t r = net->order[i];
        net->choice[r] = rows[r].is_straight ? choose(net, r) : NONE;
        for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1] && rows[r].is_straight; a++) {
            const struct arc *arc = &f->arcs[a];
            net->is_taken[a] = net->is_forward[a] && arc->outcome == net->choice[r];
            if (net->is_taken[a])
                rows[r].delay = time_net_delay(net, a);
            if (net->is_taken[a] && arc->to != TO_END && opens(&joins, arc))
                rows[arc->to].is_straight = true;
        }
    }
}
