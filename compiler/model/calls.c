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
        diag_help(b->diags, diag_add(b->diags, E_DUE_IN_WORDS, cell->span), T_DUE_IN_WORDS);
        row->due.kind = DURATION_NONE;
    } else if (!b->sop->calendar && !b->is_office_lost) {
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
        tell_perhaps_unknown(b, E_UNKNOWN_SOP, cell, &b->sop_names, b->program->is_incomplete);
        b->sop->is_broken = true;
    }
}

/* ---- when all sops are there ------------------------------------------ */

/* The ordinary end, as a text may name it: `sopc fmt --lang` turns keywords
 * from one language into the other, but not what stands in quotes. */
static const char *const plain_end[N_LANGUAGES] = {"end", "selesai"};

static const struct row *named_end(const struct sop *sop, const char *name)
{
    for (uint32_t r = 0; r < sop->rows.n; r++) {
        const struct row *row = &sop->rows.at[r];
        if (row->kind == ROW_END && (strcmp(row->id, name) == 0 || strcmp(row->text, name) == 0))
            return row;
    }
    return NULL;
}

/* The end that the words of an outcome name, or NULL. */
static const char *called_end(const struct sop *called, const char *words)
{
    const struct row *end = named_end(called, words);
    if (end)
        return end->id;
    for (int l = 0; l < N_LANGUAGES; l++)
        if (strcmp(words, plain_end[l]) == 0)
            return plain_end[LANG_EN];
    return NULL;
}

/* The first outcome, of so many, that stands for an end. */
static const struct outcome *outcome_of(const struct row *row, uint32_t n, const char *end)
{
    for (uint32_t i = 0; i < n; i++)
        if (row->outcomes.at[i].called_end && strcmp(row->outcomes.at[i].called_end, end) == 0)
            return &row->outcomes.at[i];
    return NULL;
}

static bool has_outcome(const struct row *row, const char *end)
{
    return outcome_of(row, row->n_answers, end) != NULL;
}

static void tell_missing_end(struct builder *b, const struct sop *sop, const struct row *row,
                             const struct sop *called, const struct row *end)
{
    const char *name = end ? end->id : plain_end[sop->language];
    struct diag *d = diag_add(b->diags, E_CALLED_END_MISSING, row->name_span, row->id, called->id,
                              name);
    diag_label(b->diags, d, row->calls_span, T_CALLED_HERE);
    if (end)
        diag_label(b->diags, d, end->name_span, T_THIS_END);
    diag_help(b->diags, d, T_CALLED_END, name);
}

/* "`approved`, `refused`, `end`", and which of them is meant. */
static const char *list_ends(struct builder *b, const struct sop *sop, const struct sop *called,
                             struct suggestion *s)
{
    enum { MOST_SHOWN = 8 };
    const char *list = "";
    uint32_t n = 0;
    for (uint32_t r = 0; r < called->rows.n; r++) {
        const struct row *row = &called->rows.at[r];
        if (row->kind != ROW_END)
            continue;
        suggest_try(s, row->id);
        if (n++ < MOST_SHOWN)
            list = arena_printf(b->arena, "%s`%s`, ", list, row->id);
    }
    suggest_try(s, plain_end[sop->language]);
    return arena_printf(b->arena, "%s%s`%s`", list, n > MOST_SHOWN ? "..., " : "",
                        plain_end[sop->language]);
}

/* The outcome stands for the end that is meant, so that this is not missed too. */
static void tell_no_end(struct builder *b, const struct sop *sop, const struct row *row,
                        const struct sop *called, struct outcome *o)
{
    struct diag *d = diag_add(b->diags, E_NO_CALLED_END, o->span, called->id, o->label);
    struct suggestion s;
    suggest_init(&s, o->label);
    const char *ends = list_ends(b, sop, called, &s);
    diag_label(b->diags, d, row->calls_span, T_CALLED_HERE);
    diag_note(b->diags, d, T_ENDS_OF, called->id, ends);
    if (!s.best)
        return;
    diag_help(b->diags, d, T_DID_YOU_MEAN, s.best);
    o->called_end = called_end(called, s.best);
}

static void check_called_ends(struct builder *b, const struct sop *sop, const struct row *row,
                              const struct sop *called)
{
    for (uint32_t i = 0; i < row->n_answers; i++) {
        struct outcome *o = &row->outcomes.at[i];
        const char *end = called_end(called, o->label);
        const struct outcome *first = end ? outcome_of(row, i, end) : NULL;
        o->called_end = end;
        if (!end)
            tell_no_end(b, sop, row, called, o);
        else if (first)
            tell_double(b, E_OUTCOME_TWICE, o->span, o->label, first->span);
    }
    if (!has_outcome(row, plain_end[LANG_EN]))
        tell_missing_end(b, sop, row, called, NULL);
    for (uint32_t r = 0; r < called->rows.n; r++) {
        const struct row *end = &called->rows.at[r];
        if (end->kind == ROW_END && !has_outcome(row, end->id))
            tell_missing_end(b, sop, row, called, end);
    }
}

static void tell_field_type(struct builder *b, const struct row *row, const struct sop *called,
                            const struct field *mine, const struct field *theirs)
{
    const char *my_type = type_name(mine->type), *their_type = type_name(theirs->type);
    struct diag *d = diag_add(b->diags, E_CALLED_FIELD_TYPE, row->calls_span, mine->id, called->id,
                              my_type, their_type);
    diag_label(b->diags, d, mine->span, T_OF_TYPE, my_type);
    diag_label(b->diags, d, theirs->span, T_OF_TYPE, their_type);
    diag_note(b->diags, d, T_FIELDS_GO_IN);
    diag_help(b->diags, d, T_CALLED_FIELD_TYPE);
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
            tell_field_type(b, row, called, mine, theirs);
        }
    }
}

/* The calls that the walk stands in: of which sop, by which of its rows. */
struct call_walk {
    struct builder *b;
    uint32_t *sops, *rows;     /* one beyond the row that calls the next */
    uint32_t depth;
    uint8_t *state;
};

enum { CALLS_NEW, CALLS_OPEN, CALLS_DONE };

static const struct row *calling_row(const struct call_walk *w, uint32_t i)
{
    return &w->b->model->sops.at[w->sops[i]].rows.at[w->rows[i] - 1];
}

/* Every call of the circle; the caret stands at the one that closes it. */
static void tell_circle(struct call_walk *w, const struct row *row)
{
    enum { MOST_SHOWN = 8 };
    struct diags *diags = w->b->diags;
    const struct sop *sops = w->b->model->sops.at, *last = &sops[w->sops[w->depth - 1]];
    struct diag *d = diag_add(diags, E_CALLS_ITSELF, row->calls_span, sops[row->calls].id);
    uint32_t from = w->depth - 1;
    while (w->sops[from] != row->calls)
        from--;
    if (from + 1 < w->depth)
        diag_here(diags, d, T_CALLS_THAT, last->id, sops[row->calls].id);
    for (uint32_t i = from; i + 1 < w->depth && i < from + MOST_SHOWN; i++) {
        const struct row *call = calling_row(w, i);
        diag_label(diags, d, call->calls_span, T_CALLS_THAT, sops[w->sops[i]].id,
                   sops[call->calls].id);
    }
    diag_help(diags, d, T_CALLS_ITSELF);
}

static void enter(struct call_walk *w, uint32_t s)
{
    w->state[s] = CALLS_OPEN;
    w->sops[w->depth] = s;
    w->rows[w->depth++] = 0;
}

/* Depth-first over calls; a sop met again on the way calls itself. */
static void walk_calls(struct call_walk *w, uint32_t first)
{
    enter(w, first);
    while (w->depth) {
        uint32_t s = w->sops[w->depth - 1], r = w->rows[w->depth - 1]++;
        struct sop *sop = &w->b->model->sops.at[s];
        if (r == sop->rows.n) {
            w->state[s] = CALLS_DONE;
            w->depth--;
            continue;
        }
        struct row *row = &sop->rows.at[r];
        if (row->calls == NONE || w->state[row->calls] == CALLS_DONE)
            continue;
        if (w->state[row->calls] == CALLS_NEW) {
            enter(w, row->calls);
            continue;
        }
        tell_circle(w, row);
        row->calls = NONE;
        sop->is_broken = true;
    }
}

/* A case that is called begins at the first start row, if there is one. */
static const struct row *first_start(const struct sop *sop)
{
    for (uint32_t r = 0; r < sop->rows.n; r++)
        if (sop->rows.at[r].kind == ROW_START)
            return &sop->rows.at[r];
    return NULL;
}

/* What that row asks for nobody says there: it has to come in with the call. */
static void build_passed(struct builder *b, const struct sop *sop, struct row *row,
                         const struct sop *called)
{
    const struct row *start = first_start(called);
    for (uint32_t i = 0; start && i < start->fills.n; i++) {
        const struct field *wanted = &called->fields.at[start->fills.at[i].field];
        uint32_t f = 0;
        while (f < sop->fields.n && sop->fields.at[f].id != wanted->id)
            f++;
        if (start->fills.at[i].value)
            continue;
        if (f < sop->fields.n) {
            *LIST_ADD(b->arena, &row->passed) = f;
            continue;
        }
        struct diag *d = diag_add(b->diags, E_NOT_PASSED, row->calls_span, called->id, wanted->id);
        diag_label(b->diags, d, start->fills.at[i].span, T_ASKED_AT_START);
        diag_help(b->diags, d, T_NOT_PASSED, wanted->id);
    }
}

static void check_calls_of(struct builder *b, struct sop *sop)
{
    for (uint32_t r = 0; r < sop->rows.n; r++) {
        struct row *row = &sop->rows.at[r];
        const struct sop *called = row->calls == NONE ? NULL : &b->model->sops.at[row->calls];
        if (called && row->kind == ROW_DECISION)
            check_called_ends(b, sop, row, called);
        if (!called)
            continue;
        check_shared_fields(b, sop, row, called);
        build_passed(b, sop, row, called);
    }
}

void check_calls(struct builder *b)
{
    uint32_t n = b->model->sops.n;
    struct call_walk walk = {.b = b, .sops = ARENA_ARRAY(b->arena, n + 1, uint32_t),
                             .rows = ARENA_ARRAY(b->arena, n + 1, uint32_t),
                             .state = ARENA_ARRAY(b->arena, n + 1, uint8_t)};
    for (uint32_t s = 0; s < n; s++)
        check_calls_of(b, &b->model->sops.at[s]);
    for (uint32_t s = 0; s < n; s++)
        if (walk.state[s] == CALLS_NEW)
            walk_calls(&walk, s);
}
