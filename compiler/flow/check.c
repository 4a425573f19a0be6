/*
 * Faults of the flow that need no proof: where a case begins, arrows into
 * joins, and rows that run on where nobody meant them to.
 */
#include <string.h>

#include "compiler/flow/flow_int.h"

struct checker {
    const struct flow *flow;
    const struct sop *sop;
    struct arena *arena;
    struct diags *diags;
    bool *is_told;      /* per way: what comes of it is no fault of its own */
};

static const struct row *row_of(const struct checker *c, uint32_t r)
{
    return &c->sop->rows.at[r];
}

static bool way_goes_on(const struct way *way)
{
    return !way->is_jump && !way->is_end;
}

static bool goes_on(const struct flow *flow, uint32_t row)
{
    for (uint32_t w = flow->first_way[row]; w < flow->first_way[row + 1]; w++)
        if (way_goes_on(&flow->ways[w]))
            return true;
    return false;
}

static void check_entry(struct checker *c)
{
    if (!c->flow->n_entries && c->flow->n_rows) {
        const struct row *first = row_of(c, 0);
        bool is_end = first->kind == ROW_END;
        diag_help(c->diags, diag_add(c->diags, is_end ? E_BEGINS_WITH_END : E_NO_ENTRY,
                                     first->name_span, first->id),
                  is_end ? T_END_FIRST : T_NO_ENTRY);
    }
}

/* A row above a named end that says nothing would fall into it. */
static void check_run_into_end(struct checker *c)
{
    for (uint32_t r = 0; r + 1 < c->flow->n_rows; r++) {
        const struct row *row = row_of(c, r), *below = row_of(c, r + 1);
        if (row->kind == ROW_END || below->kind != ROW_END || !goes_on(c->flow, r))
            continue;
        for (uint32_t w = c->flow->first_way[r]; w < c->flow->first_way[r + 1]; w++)
            c->is_told[w] = way_goes_on(&c->flow->ways[w]);
        struct diag *d = diag_add(c->diags, E_RUNS_INTO_END, row->name_span, row->id, below->id);
        diag_label(c->diags, d, below->name_span, T_THE_END_ROW);
        diag_help(c->diags, d, T_RUNS_INTO_END, below->id, row->id);
    }
}

static const char *arrow_name(const struct checker *c, const struct arc *arc)
{
    const struct row *from = row_of(c, arc->from);
    if (arc->outcome == NONE)
        return arena_printf(c->arena, "`%s`", from->id);
    return arena_printf(c->arena, "`%s` (`%s`)", from->id,
                        outcome_word(c->sop, &from->outcomes.at[arc->outcome]));
}

static void check_run_on(struct checker *c)
{
    /* per row: the first arrow from a row above the one in hand */
    const struct arc **jumps = ARENA_ARRAY(c->arena, c->flow->n_rows, const struct arc *);
    for (uint32_t r = 0; r < c->flow->n_rows; r++) {
        uint32_t below = c->flow->below[r];
        const struct arc *jump = NULL;
        if (below != NONE && goes_on(c->flow, r) && !row_of(c, below)->after.n &&
            !row_of(c, below)->after_start)
            jump = jumps[below];
        if (jump) {
            const struct row *row = row_of(c, r), *to = row_of(c, below);
            struct diag *d = diag_add(c->diags, W_RUNS_ON, row->name_span, row->id, to->id,
                                      arrow_name(c, jump));
            const struct row *from = row_of(c, jump->from);
            diag_label(c->diags, d, arrow_span(from, jump->outcome, jump->is_then), T_LEADS_HERE,
                       to->id);
            diag_help(c->diags, d, T_RUNS_ON, to->id);
        }
        for (uint32_t a = c->flow->first_arc[r]; a < c->flow->first_arc[r + 1]; a++) {
            const struct arc *arc = &c->flow->arcs[a];
            if (arc->is_jump && !jumps[arc->to])
                jumps[arc->to] = arc;
        }
    }
}

/* Does one of the row's ways lead nowhere, and say so nowhere? */
static bool is_left_alone(const struct flow *flow, uint32_t row)
{
    for (uint32_t w = flow->first_way[row]; w < flow->first_way[row + 1]; w++) {
        const struct way *way = &flow->ways[w];
        if (way->opens == NONE && !way->n_sets && !way->is_end)
            return true;
    }
    return false;
}

/* The bottom of the procedure is an end, but not for a `start`. */
static void check_nothing_follows(struct checker *c)
{
    for (uint32_t r = 0; r < c->flow->n_rows; r++) {
        const struct row *row = row_of(c, r);
        uint32_t below = c->flow->below[r];
        bool is_above_end = r + 1 < c->flow->n_rows && row_of(c, r + 1)->kind == ROW_END;
        if (is_above_end || (below == NONE && row->kind != ROW_START) || !is_left_alone(c->flow, r))
            continue;
        struct diag *d = diag_add(c->diags, W_NOTHING_FOLLOWS, row->name_span, row->id);
        if (below != NONE)
            diag_label(c->diags, d, row_of(c, below)->after_span, T_OWN_AFTER,
                       row_of(c, below)->id);
        diag_help(c->diags, d, below == NONE ? T_NO_ROWS : T_NOTHING_FOLLOWS);
    }
}

static void tell_jump_into_join(struct checker *c, const struct way *way)
{
    const struct row *row = row_of(c, way->row), *to = row_of(c, way->opens);
    const char *member = way->outcome == NONE
                             ? row->id
                             : arena_printf(c->arena, "%s.%s", row->id,
                                            outcome_word(c->sop, &row->outcomes.at[way->outcome]));
    struct diag *d = diag_add(c->diags, E_JUMP_INTO_JOIN,
                              arrow_span(row, way->outcome, way->is_then), row->id, to->id);
    diag_label(c->diags, d, to->after_span, T_WAITS_FOR_THESE, to->id);
    diag_help(c->diags, d, T_JUMP_INTO_JOIN, member);
}

static void check_jumps(struct checker *c)
{
    struct before before;
    before_init(&before, c->flow, c->arena);
    for (uint32_t w = 0; w < c->flow->first_way[c->flow->n_rows]; w++) {
        const struct way *way = &c->flow->ways[w];
        if (!way->is_jump || flow_n_groups(c->flow, way->opens) < 2 || way->opens == way->row ||
            before_always(&before, way->opens, way->row))
            continue;
        c->is_told[w] = true;
        tell_jump_into_join(c, way);
    }
}

bool *flow_check(const struct flow *flow, struct arena *arena, struct diags *diags)
{
    struct checker c = {flow, flow->sop, arena, diags, NULL};
    c.is_told = ARENA_ARRAY(arena, flow->first_way[flow->n_rows] + 1, bool);
    check_entry(&c);
    check_run_into_end(&c);
    check_run_on(&c);
    check_nothing_follows(&c);
    check_jumps(&c);
    flow_check_rules(flow, arena, diags);
    flow_check_papers(flow, arena, diags);
    return c.is_told;
}
