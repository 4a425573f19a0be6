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
/* Where nobody works, nobody is asked; and what another sop does fills its own fields. */
static void check_filled_by_somebody(struct builder *b, const struct row *row, bool has_performer)
{
    for (uint32_t i = 0; i < row->fills.n; i++) {
        const struct fill *fill = &row->fills.at[i];
        const char *field = b->sop->fields.at[fill->field].id;
        if (row->calls != NONE)
            diag_help(b->diags, diag_add(b->diags, E_CALLS_AND_FILLS, fill->span, row->id, field),
                      T_CALLS_AND_FILLS, field);
        else if (row->is_data && !has_performer && !fill->value)
            diag_help(b->diags, diag_add(b->diags, E_NOBODY_FILLS, fill->span, row->id, field),
                      T_NOBODY_FILLS, field);
    }
}

static void check_complete(struct builder *b, const struct node *n, const struct row *row)
{
    const struct node *calls = ast_kid(n, NODE_CALLS), *by = ast_kid(n, NODE_BY);
    if (ast_kid(n, NODE_BAD))
        return;
    check_filled_by_somebody(b, row, by != NULL);
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
            diag_help(b->diags, diag_add(b->diags, E_START_WITH_CELL, cell->span), T_START_WITH_CELL);
        else
            diag_help(b->diags, diag_add(b->diags, E_END_WITH_CELL, cell->span, n->text),
                      T_END_WITH_CELL, n->text);
        return;   /* the others share the fault */
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
    struct diag *d = tell_double(b, E_CELL_TWICE, word_span(b, cell), entry_word(b, cell),
                                 word_span(b, first));
    if (cell->kind == NODE_BY) {
        diag_help(b->diags, d, T_NEW_ROW);
        b->sop->is_broken = true;
    } else if (cell->kind == NODE_INPUT || cell->kind == NODE_OUTPUT) {
        diag_help(b->diags, d, T_ONE_LIST, source_words(b, cell->at));
    }
}

const struct node *row_end(const struct node *n)
{
    const struct node *hole = NULL;
    bool is_seen[N_NODE_KINDS] = {false};
    for (const struct node *kid = n->first; kid; kid = kid->next) {
        if (kid->kind == NODE_BAD && !hole)
            hole = kid;
        if (!is_cell(kid->kind) || kid->kind == NODE_LATE)
            continue;
        if (is_seen[kid->kind] && hole)
            return hole;
        is_seen[kid->kind] = true;
    }
    return NULL;
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
    const struct node *outcome = NULL, *end = row_end(n);
    for (const struct node *cell = n->first; cell != end; cell = cell->next) {
        bool is_alone = cell->kind == NODE_WORDS && !cell->first;   /* told as a lost comma */
        if (!outcome && is_outcome(cell->kind) && !is_alone)
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
