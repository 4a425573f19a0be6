/*
 * What reaches beyond a row: `due`, which needs a calendar, and `calls`, which
 * runs another sop as a child case. A decision that calls has the ends of the
 * called sop as its outcomes.
 */
#include <string.h>

#include "compiler/model/model_int.h"

void build_due(struct builder *b, const struct node *cell, struct row *row)
{
    const struct node *from = ast_kid(cell, NODE_FROM);
    row->due = build_duration(b, cell);
    row->due_span = cell->span;
    if (row->due.kind == DURATION_WORDS) {
        diag_add(b->diags, E_DUE_IN_WORDS, cell->span);
        row->due.kind = DURATION_NONE;
    } else if (!b->sop->calendar) {
        diag_help(b->diags, diag_add(b->diags, E_DUE_WITHOUT_CALENDAR, cell->at), T_DUE_CALENDAR);
    }
    if (from)
        row->due_from = (struct row_ref){resolve_row(b, from, NULL), from->span};
}

void build_calls(struct builder *b, const struct node *cell, struct row *row)
{
    row->calls = name_find(&b->sop_names, cell->text);
    row->calls_span = cell->at;
    if (row->calls == NONE) {
        tell_unknown(b, E_UNKNOWN_SOP, cell, &b->sop_names, NULL);
        b->sop->is_broken = true;
    }
}

/* ---- when all sops are there ------------------------------------------ */

static const struct row *named_end(const struct sop *sop, const char *name)
{
    for (uint32_t r = 0; r < sop->rows.n; r++) {
        const struct row *row = &sop->rows.at[r];
        if (row->kind == ROW_END && (strcmp(row->id, name) == 0 || strcmp(row->text, name) == 0))
            return row;
    }
    return NULL;
}

static bool has_outcome(const struct row *row, const char *id, const char *text)
{
    for (uint32_t i = 0; i < row->n_answers; i++)
        if (strcmp(row->outcomes.at[i].label, id) == 0 || strcmp(row->outcomes.at[i].label, text) == 0)
            return true;
    return false;
}

static void tell_missing_end(struct builder *b, const struct row *row, const struct sop *called,
                             const char *end)
{
    struct diag *d = diag_add(b->diags, E_CALLED_END_MISSING, row->name_span, row->id, called->id, end);
    diag_label(b->diags, d, row->calls_span, T_CALLED_HERE);
    diag_help(b->diags, d, T_CALLED_END, end);
}

static void check_called_ends(struct builder *b, const struct row *row, const struct sop *called)
{
    for (uint32_t i = 0; i < row->n_answers; i++) {
        const struct outcome *o = &row->outcomes.at[i];
        if (strcmp(o->label, "end") != 0 && !named_end(called, o->label))
            diag_add(b->diags, E_NO_CALLED_END, o->span, called->id, o->label);
    }
    if (!has_outcome(row, "end", "end"))
        tell_missing_end(b, row, called, "end");
    for (uint32_t r = 0; r < called->rows.n; r++) {
        const struct row *end = &called->rows.at[r];
        if (end->kind == ROW_END && !has_outcome(row, end->id, end->text))
            tell_missing_end(b, row, called, end->id);
    }
}

/* Fields of one name go in and come back: they must be of one type. */
static void check_shared_fields(struct builder *b, const struct sop *sop, const struct row *row,
                                const struct sop *called)
{
    for (uint32_t i = 0; i < sop->fields.n; i++) {
        for (uint32_t k = 0; k < called->fields.n; k++) {
            const struct field *mine = &sop->fields.at[i], *theirs = &called->fields.at[k];
            if (mine->id != theirs->id || mine->type == theirs->type)
                continue;
            struct diag *d = diag_add(b->diags, E_CALLED_FIELD_TYPE, row->calls_span, mine->id, called->id);
            diag_label(b->diags, d, mine->span, T_FIELD_HERE);
            diag_label(b->diags, d, theirs->span, T_FIELD_THERE);
        }
    }
}

/* Depth-first over calls; a sop met again on the way calls itself. */
static void walk_calls(struct builder *b, uint32_t s, uint8_t *state)
{
    enum { NEW, OPEN, DONE };
    struct sop *sop = &b->model->sops.at[s];
    state[s] = OPEN;
    for (uint32_t r = 0; r < sop->rows.n; r++) {
        struct row *row = &sop->rows.at[r];
        if (row->calls == NONE)
            continue;
        if (state[row->calls] == OPEN) {
            diag_add(b->diags, E_CALLS_ITSELF, row->calls_span, b->model->sops.at[row->calls].id);
            row->calls = NONE;
            sop->is_broken = true;
        } else if (state[row->calls] == NEW) {
            walk_calls(b, row->calls, state);
        }
    }
    state[s] = DONE;
}

void check_calls(struct builder *b)
{
    uint8_t *state = ARENA_ARRAY(b->arena, b->model->sops.n + 1, uint8_t);
    for (uint32_t s = 0; s < b->model->sops.n; s++) {
        const struct sop *sop = &b->model->sops.at[s];
        for (uint32_t r = 0; r < sop->rows.n; r++) {
            const struct row *row = &sop->rows.at[r];
            const struct sop *called = row->calls == NONE ? NULL : &b->model->sops.at[row->calls];
            if (called && row->kind == ROW_DECISION)
                check_called_ends(b, row, called);
            if (called)
                check_shared_fields(b, sop, row, called);
        }
    }
    for (uint32_t s = 0; s < b->model->sops.n; s++)
        if (!state[s])
            walk_calls(b, s, state);
}
