/* Rows: their heads, and their cells, each of which may stand once. */
#include <string.h>

#include "compiler/model/model_int.h"

static const char *const reserved_rows[] = {"end", "start", "any", "selesai", "mulai", NULL};

void declare_row(struct builder *b, const struct node *n)
{
    uint32_t index = b->sop->rows.n;
    *LIST_ADD(b->arena, &b->row_nodes) = n;
    struct row *row = LIST_ADD(b->arena, &b->sop->rows);
    row->kind = n->kind == NODE_DECISION ? ROW_DECISION
                : n->kind == NODE_END    ? ROW_END
                : n->kind == NODE_START  ? ROW_START
                                         : ROW_STEP;
    row->id = n->text;
    row->text = ast_kid(n, NODE_STRING) ? n->first->text : "";
    row->span = n->span;
    row->name_span = n->at;
    row->to = TO_NEXT;
    row->calls = NONE;
    row->same_as.row = row->due_from.row = NONE;
    row->phase = b->sop->phases.n ? b->sop->phases.n - 1 : NONE;
    if (ast_kid(n, NODE_BAD))
        b->sop->is_broken = true;   /* what was lost may have been an arrow */
    if (!*n->text) {
        diag_help(b->diags, diag_add(b->diags, E_ROW_WITHOUT_NAME, n->at), T_ROW_NAME);
        b->sop->is_broken = true;
        return;
    }
    if (!n->first || n->first->kind != NODE_STRING)
        diag_help(b->diags, diag_add(b->diags, E_ROW_WITHOUT_TEXT, n->at, n->text), T_ROW_TEXT, n->text);
    if (!check_not_reserved(b, n, reserved_rows))
        return;
    uint32_t first = name_find(&b->row_names, n->text);
    if (first != NONE) {
        tell_double(b, E_ROW_TWICE, n->at, n->text, b->sop->rows.at[first].name_span);
        b->sop->is_broken = true;
    } else
        name_add(&b->row_names, n->text, index);
}

/* ---- who -------------------------------------------------------------- */

static uint32_t resolve_actor(struct builder *b, const struct node *n)
{
    uint32_t actor = name_find(&b->actor_names, n->text);
    if (actor != NONE) {
        b->is_used[actor] = true;
        return actor;
    }
    tell_perhaps_unknown(b, E_UNKNOWN_ACTOR, n, &b->actor_names, b->is_office_lost);
    b->is_actor_unknown = true;
    return NONE;
}

static bool holds(const uint32_t *items, uint32_t n, uint32_t item)
{
    for (uint32_t i = 0; i < n; i++)
        if (items[i] == item)
            return true;
    return false;
}

enum { MOST_SIGNERS = 100 };

static void build_performer(struct builder *b, const struct node *n, struct row *row)
{
    const struct node *count = ast_kid(n, NODE_COUNT);
    uint32_t times = count ? build_whole(b, count, 1, MOST_SIGNERS) : 1;
    if (ast_kid(n, NODE_EACH))
        row->is_each = true;
    uint32_t actor = resolve_actor(b, n);
    if (actor == NONE)
        return;
    if (holds(row->actors.at, row->actors.n, actor)) {
        diag_add(b->diags, E_ACTOR_TWICE, n->at, n->text);
        return;
    }
    const struct actor *who = &b->actors.at[actor];
    if (who->count && who->count < times && !who->units.n) {
        struct diag *d = diag_add(b->diags, E_TOO_FEW_PEOPLE, n->at, n->text);
        diag_label(b->diags, d, who->span, T_SO_MANY_PEOPLE);
    }
    for (; times; times--)
        *LIST_ADD(b->arena, &row->actors) = actor;
}

/* `except who did a`, `same as a`: the rows are known, the flow looks at when. */
static void build_who_rule(struct builder *b, const struct node *n, struct row *row)
{
    struct row_ref ref = {resolve_row(b, n, NULL), n->span};
    if (ref.row == NONE)
        return;
    if (ref.row == (uint32_t)(row - b->sop->rows.at)) {
        diag_add(b->diags, E_AFTER_ITSELF, n->at, n->text);
    } else if (n->kind == NODE_EXCEPT) {
        *LIST_ADD(b->arena, &row->excepts) = ref;
    } else if (row->same_as.row != NONE) {
        tell_double(b, E_SAME_AS_TWICE, n->span, "", row->same_as.span);
    } else {
        row->same_as = ref;
    }
}

static void check_by(struct builder *b, const struct node *cell, const struct row *row,
                     uint32_t n_performers, uint32_t n_or, bool has_count)
{
    if (n_or && n_or != n_performers - 1)
        diag_help(b->diags, diag_add(b->diags, E_COMMA_AND_OR, cell->span), T_COMMA_AND_OR);
    else if (n_or && has_count)
        diag_help(b->diags, diag_add(b->diags, E_COUNT_AND_OR, cell->span), T_COUNT_AND_OR);
    if (row->is_each && n_performers > 1)
        diag_help(b->diags, diag_add(b->diags, E_EACH_NOT_ALONE, cell->span), T_EACH_ALONE);
    if (row->is_each && row->kind == ROW_DECISION)
        diag_help(b->diags, diag_add(b->diags, E_EACH_DECIDES, cell->span), T_EACH_DECIDES);
}

static void build_by(struct builder *b, const struct node *cell, struct row *row)
{
    uint32_t n_or = 0, n_performers = 0;
    bool has_count = false;
    for (const struct node *n = cell->first; n; n = n->next) {
        const struct node *performer = n->kind == NODE_OR ? n->first : n;
        if (n->kind == NODE_EXCEPT || n->kind == NODE_SAME_AS)
            build_who_rule(b, n, row);
        if (performer->kind != NODE_PERFORMER)
            continue;
        n_or += n->kind == NODE_OR;
        n_performers++;
        has_count |= ast_kid(performer, NODE_COUNT) != NULL;
        build_performer(b, performer, row);
    }
    row->is_any = n_or > 0;
    check_by(b, cell, row, n_performers, n_or, has_count);
}

static void build_assistants(struct builder *b, const struct node *cell, struct row *row)
{
    for (const struct node *n = ast_kid(cell, NODE_NAME); n; n = ast_again(n)) {
        uint32_t actor = resolve_actor(b, n);
        if (actor == NONE)
            continue;
        if (holds(row->assistants.at, row->assistants.n, actor))
            diag_add(b->diags, E_ACTOR_TWICE, n->at, n->text);
        else
            *LIST_ADD(b->arena, &row->assistants) = actor;
    }
}

/* Who signs a row does not assist in it too; `by` may stand behind. */
static void check_assistants(struct builder *b, const struct node *n, const struct row *row)
{
    const struct node *cell = ast_kid(n, NODE_ASSISTED_BY);
    if (!cell)
        return;
    for (const struct node *a = ast_kid(cell, NODE_NAME); a; a = ast_again(a)) {
        uint32_t actor = name_find(&b->actor_names, a->text);
        if (actor != NONE && holds(row->actors.at, row->actors.n, actor))
            diag_add(b->diags, E_ACTOR_TWICE, a->at, a->text);
    }
}

/* ---- papers and the rest ---------------------------------------------- */

/* What a paper is called; NULL: it is no paper, or unknown and told. */
static const char *paper_of(struct builder *b, const struct node *n)
{
    if (n->kind != NODE_NAME)
        return n->kind == NODE_STRING ? n->text : NULL;
    uint32_t document = name_find(&b->document_names, n->text);
    if (document != NONE)
        return b->sop->documents.at[document].name;
    tell_unknown(b, E_UNKNOWN_DOCUMENT, n, &b->document_names, NULL);
    return NULL;
}

static void build_papers(struct builder *b, const struct node *cell, string_list *out,
                         span_list *spans)
{
    for (const struct node *n = cell->first; n; n = n->next) {
        const char *paper = paper_of(b, n);
        if (!paper)
            continue;
        *LIST_ADD(b->arena, out) = paper;
        *LIST_ADD(b->arena, spans) = n->span;
    }
}

static void build_cell(struct builder *b, const struct node *cell, struct row *row, uint32_t row_i)
{
    switch (cell->kind) {
    case NODE_BY: build_by(b, cell, row); break;
    case NODE_ASSISTED_BY: build_assistants(b, cell, row); break;
    case NODE_INPUT: build_papers(b, cell, &row->inputs, &row->input_spans); break;
    case NODE_OUTPUT: build_papers(b, cell, &row->outputs, &row->output_spans); break;
    case NODE_NOTE: row->note = cell->first ? cell->first->text : NULL; break;
    case NODE_TIME: row->work = build_duration(b, cell); break;
    case NODE_WAIT: row->wait = build_duration(b, cell); break;
    case NODE_DUE: build_due(b, cell, row); break;
    case NODE_AFTER: build_after(b, cell, row, row_i); break;
    case NODE_FILLS: build_fills(b, cell, row); break;
    case NODE_CALLS: build_calls(b, cell, row); break;
    default: break;   /* `late` is an outcome */
    }
}

static bool is_cell(enum node_kind kind)
{
    return kind == NODE_BY || kind == NODE_ASSISTED_BY || kind == NODE_INPUT ||
           kind == NODE_OUTPUT || kind == NODE_NOTE || kind == NODE_TIME || kind == NODE_WAIT ||
           kind == NODE_DUE || kind == NODE_LATE || kind == NODE_AFTER || kind == NODE_CALLS ||
           kind == NODE_FILLS;
}

/* A row whose text could not be read whole is not blamed for what it lacks. */
static void check_complete(struct builder *b, const struct node *n, const struct row *row)
{
    const struct node *calls = ast_kid(n, NODE_CALLS), *by = ast_kid(n, NODE_BY);
    if (ast_kid(n, NODE_BAD))
        return;
    if (calls && by)
        diag_help(b->diags, diag_add(b->diags, E_CALLS_AND_BY, by->at), T_CALLS_AND_BY);
    if (calls || (row->is_data && !by))
        return;
    if (!by)
        diag_help(b->diags, diag_add(b->diags, E_NO_PERFORMER, row->name_span, row->id), T_NO_PERFORMER);
    if (!ast_kid(n, NODE_TIME))
        diag_help(b->diags, diag_add(b->diags, W_NO_TIME, row->name_span, row->id), T_NO_TIME);
}

/* Ends have a text only; starts may fill besides what is known then. */
static void check_bare_row(struct builder *b, const struct node *n)
{
    bool is_start = n->kind == NODE_START;
    for (const struct node *cell = n->first; cell; cell = cell->next) {
        if (cell->kind == NODE_STRING || cell->kind == NODE_BAD ||
            (is_start && cell->kind == NODE_FILLS))
            continue;
        if (is_start)
            diag_add(b->diags, E_START_WITH_CELL, cell->span);
        else
            diag_help(b->diags, diag_add(b->diags, E_END_WITH_CELL, cell->span, n->text),
                      T_END_WITH_CELL, n->text);
    }
}

static void build_start(struct builder *b, const struct node *n, struct row *row)
{
    const struct node *fills = ast_kid(n, NODE_FILLS);
    check_bare_row(b, n);
    if (fills)
        build_fills(b, fills, row);
}

static void tell_cell_after(struct builder *b, const struct node *cell, const struct node *outcome)
{
    struct diag *d = diag_add(b->diags, E_CELL_AFTER_OUTCOME, cell->at, source_words(b, cell->at));
    diag_label(b->diags, d, outcome->at, T_THE_OUTCOME);
    diag_help(b->diags, d, T_CELL_BEFORE_OUTCOME);
}

static void tell_cell_twice(struct builder *b, const struct node *cell, const struct node *first)
{
    struct diag *d = tell_double(b, E_CELL_TWICE, cell->at, "", first->at);
    if (cell->kind == NODE_BY) {
        diag_help(b->diags, d, T_NEW_ROW);
        b->sop->is_broken = true;
    } else if (cell->kind == NODE_INPUT || cell->kind == NODE_OUTPUT) {
        diag_help(b->diags, d, T_ONE_LIST, source_words(b, cell->at));
    }
}

void build_row(struct builder *b, const struct node *n, struct row *row)
{
    uint32_t row_i = (uint32_t)(row - b->sop->rows.at);
    const struct node *seen[N_NODE_KINDS] = {NULL};
    if (n->kind == NODE_START) {
        build_start(b, n, row);
        return;
    }
    if (n->kind == NODE_END) {
        check_bare_row(b, n);
        return;
    }
    const struct node *outcome = NULL;
    for (const struct node *cell = n->first; cell; cell = cell->next) {
        bool is_alone = cell->kind == NODE_WORDS && !cell->first;   /* told as a lost comma */
        if (is_outcome(cell->kind) && !is_alone)
            outcome = cell;
        if (!is_cell(cell->kind))
            continue;
        if (seen[cell->kind] && cell->kind == NODE_BY) {
            tell_cell_twice(b, cell, seen[cell->kind]);
            break;   /* the rest belongs to a row whose head is missing */
        }
        if (outcome && cell->kind != NODE_LATE)
            tell_cell_after(b, cell, outcome);
        if (seen[cell->kind])
            tell_cell_twice(b, cell, seen[cell->kind]);
        else
            build_cell(b, cell, row, row_i);
        seen[cell->kind] = cell;
    }
    check_assistants(b, n, row);
    build_tail(b, n, row);
    check_complete(b, n, row);
    check_wording(b, n, row);
}
