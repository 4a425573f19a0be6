/* Where a row goes: its arrow or its outcomes, and what it comes after. */
#include <stdlib.h>
#include <string.h>

#include "compiler/model/model_int.h"

/* 100 % in 1/10,000 of a percent. */
enum { WHOLE = 100 * DECIMAL_ONE };

static uint32_t resolve_row(struct builder *b, const struct node *n)
{
    uint32_t row = name_find(&b->row_names, n->text);
    if (row == NONE) {
        tell_unknown(b, E_UNKNOWN_ROW, n, &b->row_names);
        b->sop->is_broken = true;
    }
    return row;
}

/* The target among a node's kids; TO_NEXT without one (or an unknown one). */
static uint32_t build_target(struct builder *b, const struct node *n, struct span *span)
{
    const struct node *end = ast_kid(n, NODE_GOTO_END), *to = ast_kid(n, NODE_GOTO);
    if (end) {
        *span = end->span;
        return TO_END;
    }
    if (!to)
        return TO_NEXT;
    *span = to->span;
    uint32_t row = resolve_row(b, to);
    return row == NONE ? TO_NEXT : row;
}

/* ---- outcomes --------------------------------------------------------- */

bool is_outcome(enum node_kind kind)
{
    return kind == NODE_YES || kind == NODE_NO || kind == NODE_WORDS || kind == NODE_WHEN ||
           kind == NODE_ELSE;
}

static int64_t build_percent(struct builder *b, const struct node *n)
{
    const struct node *percent = ast_kid(n, NODE_PERCENT);
    if (!percent)
        return -1;
    int64_t value = build_number(b, percent);
    if (value <= WHOLE)
        return value;
    diag_add(b->diags, E_OVER_100, percent->span, percent->text);
    return -1;
}

static void refuse_unbuilt(struct builder *b, const struct node *n)
{
    static const enum node_kind kinds[] = {NODE_WAIT, NODE_AT_MOST, NODE_THEN};
    for (uint32_t i = 0; i < COUNT_OF(kinds); i++) {
        const struct node *kid = ast_kid(n, kinds[i]);
        if (kid)
            tell_not_built(b, kid->span);
    }
}

/* `output "A" "B"`: words without an arrow are most likely a lost comma. */
static void tell_words_alone(struct builder *b, const struct node *n, const struct node *before)
{
    struct diag *d = diag_add(b->diags, E_WORDS_WITHOUT_ARROW, n->span, n->text);
    b->sop->is_broken = true;
    bool is_list = before && (before->kind == NODE_INPUT || before->kind == NODE_OUTPUT);
    if (is_list)
        diag_help(b->diags, d, T_COMMA_FORGOTTEN, n->text);
    else
        diag_help(b->diags, d, T_WORDS_ARROW, n->text);
}

static void build_outcome(struct builder *b, const struct node *n, const struct node *before,
                          struct row *row)
{
    static const char *const labels[] = {[NODE_YES] = "yes", [NODE_NO] = "no"};
    if (n->kind == NODE_WHEN || n->kind == NODE_ELSE) {
        tell_not_built(b, n->at);
        return;
    }
    refuse_unbuilt(b, n);
    struct outcome o = {.span = n->at, .to_span = n->at};
    o.kind = n->kind == NODE_YES ? OUTCOME_YES : n->kind == NODE_NO ? OUTCOME_NO : OUTCOME_WORDS;
    o.label = o.kind == OUTCOME_WORDS ? n->text : labels[n->kind];
    o.percent = build_percent(b, n);
    o.to = build_target(b, n, &o.to_span);
    if (o.kind == OUTCOME_WORDS && !ast_kid(n, NODE_GOTO) && !ast_kid(n, NODE_GOTO_END))
        tell_words_alone(b, n, before);
    for (uint32_t i = 0; i < row->outcomes.n; i++) {
        const struct outcome *other = &row->outcomes.at[i];
        if (other->kind == o.kind && strcmp(other->label, o.label) == 0) {
            tell_double(b, E_OUTCOME_TWICE, o.span, n->kind == NODE_WORDS ? n->text : "", other->span);
            return;
        }
    }
    *LIST_ADD(b->arena, &row->outcomes) = o;
}

static void check_percents(struct builder *b, const struct row *row)
{
    int64_t sum = 0;
    uint32_t n_given = 0;
    for (uint32_t i = 0; i < row->outcomes.n; i++) {
        if (row->outcomes.at[i].percent >= 0) {
            sum += row->outcomes.at[i].percent;
            n_given++;
        }
    }
    char text[32];
    const char *shown = arena_printf(b->arena, "%s", decimal_format(sum, text));
    if (sum > WHOLE)
        diag_add(b->diags, E_SUM_OVER_100, row->name_span, row->id, shown);
    else if (n_given && n_given == row->outcomes.n && sum != WHOLE)
        diag_add(b->diags, E_SUM_UNDER_100, row->name_span, row->id, shown);
}

static void check_decision(struct builder *b, const struct node *n, const struct row *row)
{
    const struct node *arrow = ast_kid(n, NODE_GOTO);
    if (!arrow)
        arrow = ast_kid(n, NODE_GOTO_END);
    if (arrow)
        diag_help(b->diags, diag_add(b->diags, E_ARROW_OF_DECISION, arrow->span, row->id),
                  T_ARROW_OF_DECISION);
    else if (row->outcomes.n < 2 && !ast_kid(n, NODE_BAD) && !ast_kid(n, NODE_CALLS) &&
             !ast_kid(n, NODE_WHEN))
        diag_help(b->diags, diag_add(b->diags, E_ONE_OUTCOME, row->name_span, row->id), T_ONE_OUTCOME);
    check_percents(b, row);
}

void build_tail(struct builder *b, const struct node *n, struct row *row)
{
    const struct node *before = NULL;
    for (const struct node *kid = n->first; kid; before = kid, kid = kid->next) {
        if (!is_outcome(kid->kind))
            continue;
        if (row->kind == ROW_DECISION) {
            build_outcome(b, kid, before, row);
        } else if (kid->kind == NODE_WORDS && !kid->first) {
            tell_words_alone(b, kid, before);
        } else {
            diag_help(b->diags, diag_add(b->diags, E_OUTCOME_OF_STEP, kid->at, row->id),
                      T_OUTCOME_OF_STEP, row->id);
            b->sop->is_broken = true;
            break;
        }
    }
    if (row->kind == ROW_DECISION)
        check_decision(b, n, row);
    else
        row->to = build_target(b, n, &row->to_span);
}

/* ---- after ------------------------------------------------------------ */

/* Does this outcome of the member say `n`? Outcomes of rows below are not
 * built yet, so the text is asked. */
static uint32_t outcome_index(const struct builder *b, uint32_t row, const struct node *wanted)
{
    uint32_t index = 0;
    const struct node *n = b->row_nodes.at[row];
    for (const struct node *kid = n->first; kid; kid = kid->next) {
        if (!is_outcome(kid->kind))
            continue;
        bool is_words = wanted->kind == NODE_STRING && kid->kind == NODE_WORDS &&
                        kid->text == wanted->text;
        if (kid->kind == wanted->kind || is_words)
            return index;
        index++;
    }
    return NONE;
}

static bool build_member(struct builder *b, const struct node *n, uint32_t row_i, struct member *m)
{
    *m = (struct member){.row = resolve_row(b, n), .outcome = NONE, .span = n->span};
    if (m->row == NONE)
        return false;
    enum row_kind kind = b->sop->rows.at[m->row].kind;
    if (kind == ROW_END || m->row == row_i) {
        diag_add(b->diags, m->row == row_i ? E_AFTER_ITSELF : E_AFTER_END, n->span, n->text);
        return false;
    }
    if (!n->first)
        return true;
    if (n->first->kind == NODE_LATE) {
        tell_not_built(b, n->span);
        return false;
    }
    m->outcome = outcome_index(b, m->row, n->first);
    if (m->outcome == NONE)
        diag_add(b->diags, E_UNKNOWN_OUTCOME, n->first->span, n->text);
    return m->outcome != NONE;
}

static bool same_member(const struct member *a, const struct member *b)
{
    return a->row == b->row && (a->outcome == b->outcome || a->outcome == NONE || b->outcome == NONE);
}

static void add_member(struct builder *b, const struct node *n, uint32_t row_i, struct row *row,
                       struct group *group)
{
    struct member m;
    if (!build_member(b, n, row_i, &m))
        return;
    for (uint32_t g = 0; g < row->after.n; g++) {
        const struct group *other = &row->after.at[g];
        for (uint32_t i = 0; i < other->members.n; i++) {
            if (same_member(&m, &other->members.at[i])) {
                tell_double(b, E_MEMBER_TWICE, n->span, n->text, other->members.at[i].span);
                return;
            }
        }
    }
    *LIST_ADD(b->arena, &group->members) = m;
}

void build_after(struct builder *b, const struct node *cell, struct row *row, uint32_t row_i)
{
    row->after_span = cell->span;
    for (const struct node *g = cell->first; g; g = g->next) {
        if (g->kind == NODE_START_OF)
            row->after_start = true;
        else if (g->kind != NODE_GROUP)
            tell_not_built(b, g->span);
        if (g->kind != NODE_GROUP)
            continue;
        struct group *group = LIST_ADD(b->arena, &row->after);
        for (const struct node *n = g->first; n; n = n->next)
            add_member(b, n->kind == NODE_OR ? n->first : n, row_i, row, group);
        if (!group->members.n)
            row->after.n--;   /* every name in it was wrong, and told */
    }
}
