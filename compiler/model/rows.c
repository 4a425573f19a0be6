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
    if (actor == NONE)
        tell_unknown(b, E_UNKNOWN_ACTOR, n, &b->actor_names);
    else
        b->is_used[actor] = true;
    return actor;
}

static bool holds(const uint32_t *items, uint32_t n, uint32_t item)
{
    for (uint32_t i = 0; i < n; i++)
        if (items[i] == item)
            return true;
    return false;
}

static void build_performer(struct builder *b, const struct node *n, struct row *row)
{
    const struct node *count = ast_kid(n, NODE_COUNT);
    if (count)
        tell_not_built(b, span_join(count->span, n->at));
    if (ast_kid(n, NODE_EACH))
        row->is_each = true;
    uint32_t actor = resolve_actor(b, n);
    if (actor == NONE)
        return;
    if (holds(row->actors.at, row->actors.n, actor))
        diag_add(b->diags, E_ACTOR_TWICE, n->at, n->text);
    else
        *LIST_ADD(b->arena, &row->actors) = actor;
}

static void build_by(struct builder *b, const struct node *cell, struct row *row)
{
    uint32_t n_or = 0, n_performers = 0;
    for (const struct node *n = cell->first; n; n = n->next) {
        const struct node *performer = n->kind == NODE_OR ? n->first : n;
        if (n->kind == NODE_EXCEPT || n->kind == NODE_SAME_AS) {
            tell_not_built(b, n->span);
            continue;
        }
        if (performer->kind != NODE_PERFORMER)
            continue;
        n_or += n->kind == NODE_OR;
        n_performers++;
        build_performer(b, performer, row);
    }
    if (n_or && n_or != n_performers - 1)
        diag_help(b->diags, diag_add(b->diags, E_COMMA_AND_OR, cell->span), T_COMMA_AND_OR);
    if (row->is_each && n_performers > 1)
        diag_help(b->diags, diag_add(b->diags, E_EACH_NOT_ALONE, cell->span), T_EACH_ALONE);
    if (row->is_each && row->kind == ROW_DECISION)
        diag_help(b->diags, diag_add(b->diags, E_EACH_DECIDES, cell->span), T_EACH_DECIDES);
    row->is_any = n_or > 0;
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

static void build_papers(struct builder *b, const struct node *cell, string_list *out)
{
    for (const struct node *n = cell->first; n; n = n->next) {
        if (n->kind == NODE_STRING) {
            *LIST_ADD(b->arena, out) = n->text;
        } else if (n->kind == NODE_NAME) {
            uint32_t document = name_find(&b->document_names, n->text);
            if (document == NONE)
                tell_unknown(b, E_UNKNOWN_DOCUMENT, n, &b->document_names);
            else
                *LIST_ADD(b->arena, out) = b->sop->documents.at[document].name;
        }
    }
}

static void build_cell(struct builder *b, const struct node *cell, struct row *row, uint32_t row_i)
{
    switch (cell->kind) {
    case NODE_BY: build_by(b, cell, row); break;
    case NODE_ASSISTED_BY: build_assistants(b, cell, row); break;
    case NODE_INPUT: build_papers(b, cell, &row->inputs); break;
    case NODE_OUTPUT: build_papers(b, cell, &row->outputs); break;
    case NODE_NOTE: row->note = cell->first ? cell->first->text : NULL; break;
    case NODE_TIME: row->work = build_duration(b, cell); break;
    case NODE_AFTER: build_after(b, cell, row, row_i); break;
    case NODE_WAIT: case NODE_DUE: case NODE_LATE: case NODE_CALLS: case NODE_FILLS:
        tell_not_built(b, cell->span);
        break;
    default: break;
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
    if (ast_kid(n, NODE_BAD))
        return;
    if (!ast_kid(n, NODE_BY) && !ast_kid(n, NODE_CALLS))
        diag_help(b->diags, diag_add(b->diags, E_NO_PERFORMER, row->name_span, row->id), T_NO_PERFORMER);
    if (!ast_kid(n, NODE_TIME) && !ast_kid(n, NODE_CALLS))
        diag_help(b->diags, diag_add(b->diags, W_NO_TIME, row->name_span, row->id), T_NO_TIME);
}

static void check_end_row(struct builder *b, const struct node *n)
{
    for (const struct node *cell = n->first; cell; cell = cell->next)
        if (cell->kind != NODE_STRING && cell->kind != NODE_BAD)
            diag_help(b->diags, diag_add(b->diags, E_END_WITH_CELL, cell->span, n->text),
                      T_END_WITH_CELL);
}

static void tell_cell_after(struct builder *b, const struct node *cell, const struct node *outcome)
{
    struct diag *d = diag_add(b->diags, E_CELL_AFTER_OUTCOME, cell->at, source_words(b, cell->at));
    diag_label(b->diags, d, outcome->at, T_THE_OUTCOME);
    diag_help(b->diags, d, T_CELL_BEFORE_OUTCOME);
}

void build_row(struct builder *b, const struct node *n, struct row *row)
{
    uint32_t row_i = (uint32_t)(row - b->sop->rows.at);
    const struct node *seen[N_NODE_KINDS] = {NULL};
    if (n->kind == NODE_START) {
        tell_not_built(b, (struct span){n->span.start, n->at.end});
        return;
    }
    if (n->kind == NODE_END) {
        check_end_row(b, n);
        return;
    }
    const struct node *outcome = NULL;
    for (const struct node *cell = n->first; cell; cell = cell->next) {
        if (is_outcome(cell->kind))
            outcome = cell;
        if (!is_cell(cell->kind))
            continue;
        if (outcome && cell->kind != NODE_LATE)
            tell_cell_after(b, cell, outcome);
        if (seen[cell->kind])
            tell_double(b, E_CELL_TWICE, cell->at, "", seen[cell->kind]->at);
        else
            build_cell(b, cell, row, row_i);
        seen[cell->kind] = cell;
    }
    check_assistants(b, n, row);
    build_tail(b, n, row);
    check_complete(b, n, row);
}
