/*
 * Which rows open only behind another.
 *
 * Where no row waits for several groups, "always before" is dominance in the
 * graph of arcs. Where some do, dominance still tells a yes, since a row that
 * waits opens no sooner than one that does not. For the rest the row is left
 * out, and it is followed what is lost with it: a row is lost if nothing that
 * can open before it opens it any more. The rows are looked at in an order in
 * which they can open, and only as far as the question goes: mostly a few.
 *
 * A lost row could be found again by an arc from behind it. Where no such arc
 * is about, what is lost is lost; else all is searched, once for each row
 * left out.
 */
#include <string.h>

#include "compiler/flow/flow_int.h"

static bool leads_back(const struct before *b, const struct arc *arc)
{
    return b->order[arc->to] <= b->order[arc->from];
}

/* Arcs between rows that can open, by where they lead. */
static void index_arcs(struct before *b)
{
    const struct flow *flow = b->flow;
    uint32_t n_arcs = flow->first_arc[flow->n_rows];
    b->first_into = ARENA_ARRAY(b->arena, flow->n_rows + 2, uint32_t);
    b->into = ARENA_ARRAY(b->arena, n_arcs, uint32_t);
    for (uint32_t a = 0; a < n_arcs; a++)
        if (flow->arcs[a].to != TO_END && b->order[flow->arcs[a].from] != NONE)
            b->first_into[flow->arcs[a].to + 2]++;
    for (uint32_t r = 2; r < flow->n_rows + 2; r++)
        b->first_into[r] += b->first_into[r - 1];
    for (uint32_t a = 0; a < n_arcs; a++) {
        const struct arc *arc = &flow->arcs[a];
        if (arc->to == TO_END || b->order[arc->from] == NONE)
            continue;
        b->into[b->first_into[arc->to + 1]++] = a;
        b->is_found_again[arc->to] |= leads_back(b, arc) && arc->to != arc->from &&
                                      !dominators_lies_before(&b->dominators, arc->to, arc->from);
    }
}

static void find_order(struct before *b)
{
    opening_search_without(&b->opening, NONE);
    for (uint32_t r = 0; r < b->flow->n_rows; r++)
        b->order[r] = NONE;
    for (uint32_t i = 0; i < b->opening.n_queued; i++)
        b->order[b->opening.queue[i]] = i;
}

void before_init(struct before *b, const struct flow *flow, struct arena *arena)
{
    uint32_t n = flow->n_rows + 1;
    *b = (struct before){.flow = flow, .arena = arena, .opening = opening_new(flow, arena)};
    b->openable = ARENA_ARRAY(arena, n, uint64_t *);
    b->openable_undone = ARENA_ARRAY(arena, n, uint64_t *);
    b->order = ARENA_ARRAY(arena, n, uint32_t);
    b->is_found_again = ARENA_ARRAY(arena, n, bool);
    b->is_entry = ARENA_ARRAY(arena, n, bool);
    b->lost = ARENA_ARRAY(arena, n, uint32_t);
    b->queued = ARENA_ARRAY(arena, n, uint32_t);
    b->met = ARENA_ARRAY(arena, flow->n_places, uint32_t);
    dominators_find(&b->dominators, flow, arena);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        b->has_joins |= flow_n_groups(flow, r) > 1 && flow->need[r] != 1;
    for (uint32_t i = 0; i < flow->n_entries; i++)
        b->is_entry[flow->entries[i]] = true;
    find_order(b);
    b->heap = (struct row_heap){ARENA_ARRAY(arena, n, uint32_t), 0, b->order};
    index_arcs(b);
}

/* ---- what is lost ------------------------------------------------------------ */

/* The row whose opening, or whose being done, is left out. */
struct loss {
    uint32_t row;
    bool is_undone;      /* it opens, and may be late */
    uint32_t late;       /* that outcome */
};

static bool is_dead(const struct before *b, const struct loss *l, const struct arc *arc)
{
    if (b->lost[arc->from] == b->n_searches)
        return true;
    return l->is_undone && arc->from == l->row && arc->outcome != l->late;
}

/* Does what can open before the row still open it? */
static bool still_opens(struct before *b, const struct loss *l, uint32_t row)
{
    const struct flow *flow = b->flow;
    uint32_t n_groups = flow_n_groups(flow, row), n_met = 0, look = ++b->n_looks;
    if (b->is_entry[row])
        return true;
    for (uint32_t i = b->first_into[row]; i < b->first_into[row + 1]; i++) {
        const struct arc *arc = &flow->arcs[b->into[i]];
        if (leads_back(b, arc) || is_dead(b, l, arc))
            continue;
        if (arc->group == NONE)
            return true;
        uint32_t *met = &b->met[flow->first_place[row] + arc->group - flow->n_rows];
        n_met += *met != look;
        *met = look;
    }
    return n_groups && n_met >= (flow->need[row] ? flow->need[row] : n_groups);
}

/* What the row opened may be lost. */
static void doubt_behind(struct before *b, const struct loss *l, uint32_t row)
{
    const struct flow *flow = b->flow;
    for (uint32_t a = flow->first_arc[row]; a < flow->first_arc[row + 1]; a++) {
        const struct arc *arc = &flow->arcs[a];
        if (arc->to == TO_END || leads_back(b, arc) || !is_dead(b, l, arc) ||
            b->queued[arc->to] == b->n_searches)
            continue;
        b->queued[arc->to] = b->n_searches;
        row_heap_put(&b->heap, arc->to);
    }
}

enum answer { NO, YES, UNSURE };

/* Is the row lost with that one? */
static enum answer is_lost(struct before *b, const struct loss *l, uint32_t row)
{
    bool is_sure = true;
    b->n_searches++;
    b->heap.n = 0;
    if (!l->is_undone)
        b->lost[l->row] = b->n_searches;
    for (doubt_behind(b, l, l->row); b->heap.n;) {
        uint32_t r = row_heap_take(&b->heap);
        if (b->order[r] > b->order[row])
            return NO;
        if (still_opens(b, l, r))
            continue;
        is_sure &= !b->is_found_again[r];
        if (r == row || dominators_lies_before(&b->dominators, r, row))
            return is_sure ? YES : UNSURE;
        b->lost[r] = b->n_searches;
        doubt_behind(b, l, r);
    }
    return NO;
}

/* One bit for each row: can it be opened without that row? */
static const uint64_t *openable_with(struct before *b, const struct loss *l)
{
    uint64_t **known = l->is_undone ? &b->openable_undone[l->row] : &b->openable[l->row];
    if (*known)
        return *known;
    *known = ARENA_ARRAY(b->arena, b->flow->n_rows / 64 + 1, uint64_t);
    if (l->is_undone) {
        bool *is_undone = ARENA_ARRAY(b->arena, b->flow->n_rows, bool);
        is_undone[l->row] = true;
        opening_search(&b->opening, is_undone);
    } else {
        opening_search_without(&b->opening, l->row);
    }
    for (uint32_t r = 0; r < b->flow->n_rows; r++)
        (*known)[r / 64] |= (uint64_t)b->opening.is_open[r] << r % 64;
    return *known;
}

static bool opens_never_with(struct before *b, const struct loss *l, uint32_t row)
{
    enum answer answer = is_lost(b, l, row);
    return answer == UNSURE ? !(openable_with(b, l)[row / 64] >> row % 64 & 1) : answer == YES;
}

bool before_always(struct before *b, uint32_t before, uint32_t row)
{
    if (before == row)
        return false;
    if (b->order[row] == NONE || dominators_lies_before(&b->dominators, before, row))
        return true;
    if (!b->has_joins || b->order[before] == NONE || b->order[row] < b->order[before])
        return false;
    return opens_never_with(b, &(struct loss){.row = before}, row);
}

bool before_done(struct before *b, uint32_t before, uint32_t row)
{
    uint32_t late = row_late(&b->flow->sop->rows.at[before]);
    if (late == NONE || before == row || b->order[row] == NONE)
        return before_always(b, before, row);
    return b->order[before] != NONE &&
           opens_never_with(b, &(struct loss){before, true, late}, row);
}
