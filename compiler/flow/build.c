/*
 * The net of a sop, straight from the definition: places, and for each row
 * and outcome the places it sets and the row it opens. The names in comments
 * are those of docs/language.md: plain(r), open(r), done(g, r).
 */
#include <stdlib.h>

#include "compiler/flow/flow_int.h"

/* A group that names a row: which place it fills, and by which outcome. */
struct naming {
    uint32_t place;
    uint32_t outcome;   /* NONE: the row itself */
};

struct net {
    struct arena *arena;
    const struct sop *sop;
    struct flow *flow;
    LIST_OF(struct naming) *named_by;   /* per row */
    LIST_OF(struct way) ways;
    LIST_OF(struct arc) arcs;
    LIST_OF(uint32_t) sets;             /* of the way being built */
};

uint32_t flow_n_groups(const struct flow *flow, uint32_t row)
{
    return flow->first_place[row + 1] - flow->first_place[row];
}

/* The row that the flow reaches by going on: not a start, not a named end. */
static void find_below(struct flow *flow)
{
    const struct sop *sop = flow->sop;
    uint32_t below = NONE;
    for (uint32_t r = flow->n_rows; r-- > 0;) {
        enum row_kind kind = sop->rows.at[r].kind;
        flow->below[r] = kind == ROW_END ? NONE : below;
        if (kind != ROW_START)
            below = kind == ROW_END ? NONE : r;
    }
}

static void add_places(struct net *n)
{
    struct flow *flow = n->flow;
    LIST_OF(struct flow_place) places = {0};
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        const struct row *row = &n->sop->rows.at[r];
        flow->first_place[r] = flow->n_rows + places.n;
        for (uint32_t g = 0; g < row->after.n; g++) {
            uint32_t place = flow->n_rows + places.n;
            *LIST_ADD(n->arena, &places) = (struct flow_place){r, g};
            for (uint32_t i = 0; i < row->after.at[g].members.n; i++) {
                const struct member *m = &row->after.at[g].members.at[i];
                *LIST_ADD(n->arena, &n->named_by[m->row]) = (struct naming){place, m->outcome};
            }
        }
    }
    flow->first_place[flow->n_rows] = flow->n_rows + places.n;
    flow->places = places.at;
    flow->n_places = flow->n_rows + places.n;
}

static int compare_namings(const void *a, const void *b)
{
    const struct naming *x = a, *y = b;
    if (x->outcome != y->outcome)
        return x->outcome < y->outcome ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* By outcome, so that those of one are found among many. */
static void sort_namings(struct net *n)
{
    for (uint32_t r = 0; r < n->flow->n_rows; r++)
        if (n->named_by[r].n > 1)
            qsort(n->named_by[r].at, n->named_by[r].n, sizeof *n->named_by[r].at, compare_namings);
}

static void set_named(struct net *n, uint32_t row, uint32_t outcome)
{
    uint32_t first = 0, end = n->named_by[row].n;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (n->named_by[row].at[middle].outcome < outcome)
            first = middle + 1;
        else
            end = middle;
    }
    for (uint32_t i = first; i < n->named_by[row].n && n->named_by[row].at[i].outcome == outcome; i++)
        *LIST_ADD(n->arena, &n->sets) = n->named_by[row].at[i].place;
}

static bool has_after(const struct row *row)
{
    return row->after.n || row->after_start;
}

/* plain(r): what follows a row that says nothing of where to go. */
static void set_plain(struct net *n, uint32_t row, struct way *way)
{
    set_named(n, row, NONE);
    uint32_t below = n->flow->below[row];
    if (below != NONE && !has_after(&n->sop->rows.at[below]))
        way->opens = below;
}

static struct way *add_way(struct net *n, uint32_t row, uint32_t outcome, uint32_t to)
{
    struct way way = {
        .row = row, .outcome = outcome, .counter = NONE, .opens = NONE, .percent = -1};
    n->sets.n = n->sets.cap = 0;
    n->sets.at = NULL;
    if (outcome != NONE)
        set_named(n, row, outcome);
    if (to == TO_NEXT)
        set_plain(n, row, &way);
    else if (outcome == NONE)
        set_named(n, row, NONE);
    way.is_end = to == TO_END;
    way.is_jump = to != TO_NEXT && to != TO_END;
    if (way.is_jump)
        way.opens = to;
    way.sets = n->sets.at;
    way.n_sets = n->sets.n;
    struct way *added = LIST_ADD(n->arena, &n->ways);
    *added = way;
    return added;
}

static struct way *add_way_of(struct net *n, uint32_t row, uint32_t outcome, uint32_t to)
{
    const struct outcome *o = &n->sop->rows.at[row].outcomes.at[outcome];
    struct way *way = add_way(n, row, outcome, to);
    way->is_late = o->kind == OUTCOME_LATE;
    way->percent = o->percent;
    way->delay = o->delay.kind == DURATION_NONE ? NULL : &o->delay;
    return way;
}

/* A bounded outcome has two ways: as often as it may, and from then on. */
static void add_outcome(struct net *n, uint32_t row, uint32_t outcome)
{
    const struct outcome *o = &n->sop->rows.at[row].outcomes.at[outcome];
    struct way *way = add_way_of(n, row, outcome, o->to);
    if (!o->at_most)
        return;
    uint32_t counter = n->flow->n_counters++;
    way->counter = counter;
    way = add_way_of(n, row, outcome, o->then_to);
    way->counter = counter;
    way->is_then = true;
}

static void add_ways(struct net *n)
{
    for (uint32_t r = 0; r < n->flow->n_rows; r++) {
        const struct row *row = &n->sop->rows.at[r];
        n->flow->first_way[r] = n->ways.n;
        if (row->kind == ROW_END)
            continue;
        if (!row->n_answers)
            add_way(n, r, NONE, row->to);
        for (uint32_t o = 0; o < row->outcomes.n; o++)
            add_outcome(n, r, o);
    }
    n->flow->first_way[n->flow->n_rows] = n->ways.n;
    n->flow->ways = n->ways.at;
}

static void add_arcs_of(struct net *n, const struct way *way)
{
    struct arc arc = {.from = way->row, .outcome = way->outcome, .group = NONE,
                      .to = way->opens, .is_jump = way->is_jump, .is_then = way->is_then};
    if (way->opens != NONE)
        *LIST_ADD(n->arena, &n->arcs) = arc;
    for (uint32_t i = 0; i < way->n_sets; i++) {
        const struct flow_place *p = &n->flow->places[way->sets[i] - n->flow->n_rows];
        arc.to = p->row;
        arc.group = p->group;
        arc.is_jump = false;
        *LIST_ADD(n->arena, &n->arcs) = arc;
    }
    if (way->is_end || (way->opens == NONE && !way->n_sets)) {
        arc.to = TO_END;
        arc.group = NONE;
        *LIST_ADD(n->arena, &n->arcs) = arc;
    }
}

static void add_arcs(struct net *n)
{
    struct flow *flow = n->flow;
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        flow->first_arc[r] = n->arcs.n;
        for (uint32_t w = flow->first_way[r]; w < flow->first_way[r + 1]; w++)
            add_arcs_of(n, &flow->ways[w]);
    }
    flow->first_arc[flow->n_rows] = n->arcs.n;
    flow->arcs = n->arcs.at;
}

/*
 * The `start` rows, or without any the first row, unless it comes after
 * others; and all `after start`.
 */
static void add_entries(struct net *n)
{
    struct flow *flow = n->flow;
    flow->entries = ARENA_ARRAY(n->arena, flow->n_rows + 1, uint32_t);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        flow->n_starts += n->sop->rows.at[r].kind == ROW_START;
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        const struct row *row = &n->sop->rows.at[r];
        bool is_first = r == 0 && !flow->n_starts && !has_after(row) && row->kind != ROW_END;
        if (row->kind == ROW_START || row->after_start || is_first)
            flow->entries[flow->n_entries++] = r;
    }
}

struct flow *flow_build(const struct sop *sop, struct arena *arena)
{
    struct flow *flow = ARENA_NEW(arena, struct flow);
    flow->sop = sop;
    flow->n_rows = sop->rows.n;
    flow->first_place = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    flow->first_way = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    flow->first_arc = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    flow->below = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    flow->need = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    flow->clears = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t *);
    flow->n_clears = ARENA_ARRAY(arena, flow->n_rows + 1, uint32_t);
    struct net net = {.arena = arena, .sop = sop, .flow = flow};
    net.named_by = arena_array(arena, flow->n_rows + 1, sizeof *net.named_by);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        flow->need[r] = sop->rows.at[r].need;
    find_below(flow);
    add_places(&net);
    sort_namings(&net);
    add_ways(&net);
    add_arcs(&net);
    add_entries(&net);
    struct before before;
    before_init(&before, flow, arena);
    flow_keep(flow, arena, &before);
    flow_mark_loops(flow, arena, &before);
    flow_withdraw(flow, arena);
    return flow;
}
