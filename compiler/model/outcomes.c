/* Where a row goes: its arrow or its outcomes. */
#include <stdlib.h>
#include <string.h>

#include "compiler/model/model_int.h"

/* 100 % in 1/10,000 of a percent. */
enum { WHOLE = 100 * DECIMAL_ONE };

uint32_t resolve_row(struct builder *b, const struct node *n, const char *also)
{
    uint32_t row = name_find(&b->row_names, n->text);
    if (row == NONE) {
        tell_unknown(b, E_UNKNOWN_ROW, n, &b->row_names, also);
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
    static const char *const the_end[N_LANGUAGES] = {"end", "selesai"};
    *span = to->span;
    uint32_t row = resolve_row(b, to, the_end[b->sop->language]);
    return row == NONE ? TO_NEXT : row;
}

/* ---- outcomes --------------------------------------------------------- */

bool is_outcome(enum node_kind kind)
{
    return kind == NODE_YES || kind == NODE_NO || kind == NODE_WORDS || kind == NODE_WHEN ||
           kind == NODE_ELSE;
}

/* A text that a fault before it left over, of a cell perhaps: no outcome. */
static bool is_left_over(const struct node *n, const struct node *before)
{
    return n->kind == NODE_WORDS && !n->first && before && before->kind == NODE_BAD;
}

static int64_t build_percent(struct builder *b, const struct node *n)
{
    const struct node *percent = ast_kid(n, NODE_PERCENT);
    if (!percent)
        return -1;
    int64_t value = build_number(b, percent);
    if (value <= WHOLE)
        return value;
    diag_help(b->diags, diag_add(b->diags, E_OVER_100, percent->span, percent->text), T_OVER_100);
    return -1;
}

/* `at most 3 times -> a then -> b`: each needs the other. One that is missing
 * is told and made up for, so that both targets stay in the flow. */
static void build_bound(struct builder *b, const struct node *n, struct outcome *o)
{
    enum { MOST_TIMES = 1000 };
    const struct node *bound = ast_kid(n, NODE_AT_MOST), *then = ast_kid(n, NODE_THEN);
    o->then_to = TO_NEXT;
    if (bound)
        o->at_most = build_whole(b, bound, 1, MOST_TIMES);
    if (then)
        o->then_to = build_target(b, then, &o->then_span);
    if (bound && !then) {
        diag_help(b->diags, diag_add(b->diags, E_BOUND_WITHOUT_THEN, bound->span), T_BOUND_THEN);
        o->at_most = 0;
    } else if (then && !bound) {
        diag_help(b->diags, diag_add(b->diags, E_THEN_WITHOUT_BOUND, then->span), T_THEN_BOUND);
        o->at_most = 1;
    }
}

static const struct expr *when_of(struct builder *b, const struct node *n)
{
    const struct node *condition = n->first;
    return condition && is_expression(condition->kind) ? build_condition(b, condition) : NULL;
}

/* What its kind is called; of a condition, the condition. */
static void build_label(struct builder *b, const struct node *n, struct outcome *o)
{
    static const struct { enum node_kind node; enum outcome_kind kind; const char *label; } kinds[] = {
        {NODE_YES, OUTCOME_YES, "yes"}, {NODE_NO, OUTCOME_NO, "no"}, {NODE_ELSE, OUTCOME_ELSE, "else"},
        {NODE_LATE, OUTCOME_LATE, "late"}, {NODE_WHEN, OUTCOME_WHEN, "when"}};
    o->kind = OUTCOME_WORDS;
    o->label = n->text;
    for (uint32_t i = 0; i < COUNT_OF(kinds); i++) {
        if (kinds[i].node == n->kind) {
            o->kind = kinds[i].kind;
            o->label = kinds[i].label;
        }
    }
    if (o->kind != OUTCOME_WHEN)
        return;
    o->when = when_of(b, n);
    if (o->when)
        o->label = expr_text(b->sop, o->when, b->arena);
    else
        b->sop->is_broken = true;
}

/* `output "A" "B"`: words without an arrow are most likely a lost comma. */
static void tell_words_alone(struct builder *b, const struct node *n, const struct node *before)
{
    b->sop->is_broken = true;
    if (is_left_over(n, before))
        return;
    struct diag *d = diag_add(b->diags, E_WORDS_WITHOUT_ARROW, n->span, n->text);
    bool is_list = before && (before->kind == NODE_INPUT || before->kind == NODE_OUTPUT);
    if (is_list)
        diag_help(b->diags, d, T_COMMA_FORGOTTEN, n->text);
    else
        diag_help(b->diags, d, T_WORDS_ARROW, n->text);
}

static const char *outcome_key(struct builder *b, const struct outcome *o)
{
    return intern_string(b->names, arena_printf(b->arena, "%d %s", (int)o->kind, o->label));
}

/* The outcome of that kind and label, or NULL. Where there are many they are
 * looked up in a table, which is made when the first few are there. */
static const struct outcome *find_same(struct builder *b, const struct row *row,
                                       const struct outcome *o)
{
    enum { FEW = 16 };
    uint32_t n = row->outcomes.n;
    for (uint32_t i = 0; i < n && n < FEW; i++)
        if (row->outcomes.at[i].kind == o->kind && strcmp(row->outcomes.at[i].label, o->label) == 0)
            return &row->outcomes.at[i];
    if (n == FEW)
        b->outcome_names = (struct name_table){.arena = b->arena};
    for (uint32_t i = n == FEW ? 0 : n - 1; n >= FEW && i < n; i++)
        name_add(&b->outcome_names, outcome_key(b, &row->outcomes.at[i]), i);
    uint32_t same = n < FEW ? NONE : name_find(&b->outcome_names, outcome_key(b, o));
    return same == NONE ? NULL : &row->outcomes.at[same];
}

static bool is_double(struct builder *b, const struct row *row, const struct outcome *o)
{
    bool is_unread = o->kind == OUTCOME_WHEN && !o->when;   /* its label says nothing */
    const struct outcome *other = is_unread ? NULL : find_same(b, row, o);
    if (!other)
        return false;
    tell_double(b, E_OUTCOME_TWICE, o->span, o->kind == OUTCOME_WORDS ? o->label : "", other->span);
    b->sop->is_broken = true;
    return true;
}

static void build_outcome(struct builder *b, const struct node *n, const struct node *before,
                          struct row *row)
{
    static const struct once parts[] = {
        {NODE_PERCENT, {"%", "%"}},
        {NODE_WAIT, {"wait", "tunggu"}},
        {NODE_AT_MOST, {"at most", "paling banyak"}},
        {NODE_THEN, {"then", "selebihnya"}},
        {NODE_BAD, {NULL, NULL}},
    };
    struct outcome o = {.span = n->at, .to_span = n->at};
    check_once(b, n, parts);
    const struct node *delay = ast_kid(n, NODE_WAIT);
    build_label(b, n, &o);
    o.percent = build_percent(b, n);
    if (o.percent >= 0)
        o.percent_span = ast_kid(n, NODE_PERCENT)->span;
    o.to = build_target(b, n, &o.to_span);
    build_bound(b, n, &o);
    if (delay)
        o.delay = build_duration(b, delay);
    if (o.kind == OUTCOME_WORDS && !ast_kid(n, NODE_GOTO) && !ast_kid(n, NODE_GOTO_END) &&
        !ast_kid(n, NODE_AT_MOST))
        tell_words_alone(b, n, before);
    row->is_data |= o.kind == OUTCOME_WHEN || o.kind == OUTCOME_ELSE;
    if (!is_double(b, row, &o))
        *LIST_ADD(b->arena, &row->outcomes) = o;
}

/* `when ... else`: not mixed with answers, and something always holds. */
static void check_data(struct builder *b, const struct row *row)
{
    const struct outcome *last = &row->outcomes.at[row->outcomes.n - 1];
    bool is_in_order = last->kind == OUTCOME_ELSE, has_else = false;
    for (uint32_t i = 0; i < row->outcomes.n; i++) {
        const struct outcome *o = &row->outcomes.at[i];
        if (o->kind != OUTCOME_WHEN && o->kind != OUTCOME_ELSE)
            diag_help(b->diags, diag_add(b->diags, E_WHEN_MIXED, o->span), T_WHEN_MIXED);
        else if (o->kind == OUTCOME_ELSE && o != last)
            diag_help(b->diags, diag_add(b->diags, E_ELSE_NOT_LAST, o->span), T_ELSE_NOT_LAST);
        is_in_order &= o->kind == OUTCOME_WHEN || o == last;
        has_else |= o->kind == OUTCOME_ELSE;
    }
    if (is_in_order)
        check_ranges(b, row);
    if (!has_else)
        diag_help(b->diags, diag_add(b->diags, E_NO_ELSE, row->name_span, row->id), T_NO_ELSE);
}

/* Each percentage that is written, by itself. */
static void label_percents(struct builder *b, struct diag *d, const struct row *row)
{
    enum { MOST_SHOWN = 8 };
    char text[32];
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->outcomes.n && n < MOST_SHOWN; i++) {
        const struct outcome *o = &row->outcomes.at[i];
        if (o->percent < 0)
            continue;
        n++;
        diag_label(b->diags, d, o->percent_span, T_SO_MUCH,
                   arena_printf(b->arena, "%s", decimal_format(o->percent, text)));
    }
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
    bool is_under = n_given && n_given == row->outcomes.n && sum < WHOLE;
    if (sum <= WHOLE && !is_under)
        return;
    char text[32];
    const char *shown = arena_printf(b->arena, "%s", decimal_format(sum, text));
    struct diag *d = diag_add(b->diags, is_under ? E_SUM_UNDER_100 : E_SUM_OVER_100, row->name_span,
                              row->id, shown);
    label_percents(b, d, row);
    diag_help(b->diags, d, is_under ? T_LEAVE_ONE_OUT : T_OVER_100);
}

/* Where the missing one would lead nobody knows. */
static void tell_one_outcome(struct builder *b, const struct row *row)
{
    struct diag *d = diag_add(b->diags, E_ONE_OUTCOME, row->name_span, row->id);
    if (row->outcomes.n)
        diag_label(b->diags, d, row->outcomes.at[0].span, T_ONLY_OUTCOME);
    diag_help(b->diags, d, T_ONE_OUTCOME);
    b->sop->is_broken |= row->outcomes.n > 0;
}

static void check_decision(struct builder *b, const struct node *n, const struct row *row)
{
    const struct node *arrow = ast_kid(n, NODE_GOTO);
    if (!arrow)
        arrow = ast_kid(n, NODE_GOTO_END);
    if (arrow && ast_kid(n, NODE_BAD))
        return;   /* its outcome was lost */
    if (arrow)
        diag_help(b->diags, diag_add(b->diags, E_ARROW_OF_DECISION, arrow->span, row->id),
                  T_ARROW_OF_DECISION);
    else if (row->outcomes.n < 2 && !ast_kid(n, NODE_BAD))
        tell_one_outcome(b, row);
    check_percents(b, row);
    if (row->is_data && !ast_kid(n, NODE_BAD))   /* they may be another row's */
        check_data(b, row);
}

/* `late -> row`, of steps too: an outcome that nobody chooses, the last one. */
static void build_late(struct builder *b, const struct node *n, struct row *row)
{
    const struct node *late = ast_kid(n, NODE_LATE);
    if (!late)
        return;
    struct outcome o = {.span = late->at, .to_span = late->at, .percent = -1};
    build_label(b, late, &o);
    o.to = build_target(b, late, &o.to_span);
    if (row->due.kind == DURATION_NONE && !ast_kid(n, NODE_DUE))
        diag_help(b->diags, diag_add(b->diags, E_LATE_WITHOUT_DUE, late->at), T_LATE_DUE);
    *LIST_ADD(b->arena, &row->outcomes) = o;
}

void build_tail(struct builder *b, const struct node *n, struct row *row)
{
    const struct node *before = NULL, *end = row_end(n);
    for (const struct node *kid = n->first; kid != end; before = kid, kid = kid->next) {
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
    row->n_answers = row->outcomes.n;
    build_late(b, n, row);
}
