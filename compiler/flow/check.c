/*
 * Faults of the flow that need no proof: where a case begins, rows that can
 * never happen, rows that no end follows, arrows into joins, and rows that
 * run on where nobody meant them to.
 */
#include <string.h>

#include "compiler/flow/flow_int.h"

struct checker {
    const struct flow *flow;
    const struct sop *sop;
    struct arena *arena;
    struct diags *diags;
};

static const struct row *row_of(const struct checker *c, uint32_t r)
{
    return &c->sop->rows.at[r];
}

static bool goes_on(const struct flow *flow, uint32_t row)
{
    for (uint32_t w = flow->first_way[row]; w < flow->first_way[row + 1]; w++)
        if (!flow->ways[w].is_jump && !flow->ways[w].is_end)
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
        struct diag *d = diag_add(c->diags, E_RUNS_INTO_END, row->name_span, row->id, below->id);
        diag_label(c->diags, d, below->name_span, T_THE_END_ROW);
        diag_help(c->diags, d, T_RUNS_INTO_END, below->id);
    }
}

/* An outcome in the words of the file. */
static const char *outcome_name(const struct checker *c, const struct outcome *o)
{
    static const char *const names[N_OUTCOME_KINDS][N_LANGUAGES] = {
        [OUTCOME_YES] = {"yes", "ya"}, [OUTCOME_NO] = {"no", "tidak"},
        [OUTCOME_ELSE] = {"else", "lainnya"}, [OUTCOME_LATE] = {"late", "terlambat"},
    };
    const char *name = names[o->kind][c->sop->language];
    return name ? name : o->label;
}

/* Where the arrow of an outcome is written; of a step, for NONE. */
static struct span arrow_span(const struct row *row, uint32_t outcome, bool is_then)
{
    if (outcome == NONE)
        return row->to_span;
    const struct outcome *o = &row->outcomes.at[outcome];
    return is_then ? o->then_span : o->to_span;
}

static const char *arrow_name(const struct checker *c, const struct arc *arc)
{
    const struct row *from = row_of(c, arc->from);
    if (arc->outcome == NONE)
        return arena_printf(c->arena, "`%s`", from->id);
    return arena_printf(c->arena, "`%s` (`%s`)", from->id,
                        outcome_name(c, &from->outcomes.at[arc->outcome]));
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
            diag_label(c->diags, d, arrow_span(from, jump->outcome, jump->is_then), T_LEADS_HERE, to->id);
            diag_help(c->diags, d, T_RUNS_ON, to->id);
        }
        for (uint32_t a = c->flow->first_arc[r]; a < c->flow->first_arc[r + 1]; a++) {
            const struct arc *arc = &c->flow->arcs[a];
            if (arc->is_jump && !jumps[arc->to])
                jumps[arc->to] = arc;
        }
    }
}

static void check_nothing_follows(struct checker *c)
{
    for (uint32_t r = 0; r + 1 < c->flow->n_rows; r++) {
        const struct row *row = row_of(c, r), *below = row_of(c, r + 1);
        for (uint32_t w = c->flow->first_way[r]; w < c->flow->first_way[r + 1]; w++) {
            const struct way *way = &c->flow->ways[w];
            if (way->opens != NONE || way->n_sets || way->is_end || below->kind == ROW_END)
                continue;
            struct diag *d = diag_add(c->diags, W_NOTHING_FOLLOWS, row->name_span, row->id);
            diag_label(c->diags, d, below->after_span, T_OWN_AFTER, below->id);
            diag_help(c->diags, d, T_NOTHING_FOLLOWS);
            break;
        }
    }
}

static void check_happens(struct checker *c, const bool *is_openable)
{
    if (!c->flow->n_entries)
        return;
    for (uint32_t r = 0; r < c->flow->n_rows; r++) {
        if (is_openable[r])
            continue;
        const struct row *row = row_of(c, r);
        struct diag *d = diag_add(c->diags, E_UNREACHABLE, row->name_span, row->id);
        if (row->kind == ROW_END)
            diag_help(c->diags, d, T_END_UNREACHABLE, row->id);
        else if (row->after.n)
            diag_help(c->diags, d, T_JOIN_UNREACHABLE);
        else
            diag_help(c->diags, d, T_ROW_UNREACHABLE, row->id);
    }
}

/* Rows from which an end can be reached: backwards from the ends. */
static bool *ending_rows(const struct checker *c)
{
    const struct flow *flow = c->flow;
    bool *ends = ARENA_ARRAY(c->arena, flow->n_rows, bool);
    LIST_OF(uint32_t) *into = arena_array(c->arena, flow->n_rows, sizeof *into);
    uint32_t *queue = ARENA_ARRAY(c->arena, flow->n_rows, uint32_t), n = 0, next = 0;
    for (uint32_t r = 0; r < flow->n_rows; r++) {
        ends[r] = row_of(c, r)->kind == ROW_END;
        for (uint32_t a = flow->first_arc[r]; a < flow->first_arc[r + 1]; a++) {
            if (flow->arcs[a].to == TO_END)
                ends[r] = true;
            else
                *LIST_ADD(c->arena, &into[flow->arcs[a].to]) = r;
        }
        if (ends[r])
            queue[n++] = r;
    }
    while (next < n) {
        uint32_t r = queue[next++];
        for (uint32_t i = 0; i < into[r].n; i++) {
            uint32_t from = into[r].at[i];
            if (!ends[from]) {
                ends[from] = true;
                queue[n++] = from;
            }
        }
    }
    return ends;
}

static void check_ends(struct checker *c, const bool *is_openable)
{
    const bool *ends = ending_rows(c);
    for (uint32_t r = 0; r < c->flow->n_rows; r++) {
        if (ends[r] || !is_openable[r])
            continue;
        const struct row *row = row_of(c, r);
        diag_help(c->diags, diag_add(c->diags, E_NO_END, row->name_span, row->id), T_NO_END);
        return;   /* the rows behind it share the fault */
    }
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
        const struct row *row = row_of(c, way->row), *to = row_of(c, way->opens);
        struct diag *d = diag_add(c->diags, E_JUMP_INTO_JOIN,
                                  arrow_span(row, way->outcome, way->is_then), row->id, to->id);
        diag_label(c->diags, d, to->after_span, T_WAITS_FOR_THESE, to->id);
        diag_help(c->diags, d, T_JUMP_INTO_JOIN,
                  way->outcome == NONE ? row->id
                                       : arena_printf(c->arena, "%s.%s", row->id,
                                                      outcome_name(c, &row->outcomes.at[way->outcome])));
    }
}

void flow_check(const struct flow *flow, struct arena *arena, struct diags *diags)
{
    struct checker c = {flow, flow->sop, arena, diags};
    const bool *is_openable = flow_openable(flow, arena, NONE);
    check_entry(&c);
    check_run_into_end(&c);
    check_run_on(&c);
    check_nothing_follows(&c);
    check_happens(&c, is_openable);
    check_ends(&c, is_openable);
    check_jumps(&c);
    flow_check_rules(flow, arena, diags);
}
