/* What a row comes after: groups of rows, or of outcomes of rows. */
#include <string.h>

#include "compiler/model/model_int.h"

/* Which outcome of a row the text names; `late` stands last. The outcomes of
 * rows below are not built yet, so the text is asked. */
static uint32_t outcome_index(const struct builder *b, uint32_t row, const struct node *wanted)
{
    uint32_t n_answers = 0, found = NONE;
    const struct node *n = b->row_nodes.at[row];
    for (const struct node *kid = n->first; kid; kid = kid->next) {
        if (!is_outcome(kid->kind))
            continue;
        bool is_words = wanted->kind == NODE_STRING && kid->kind == NODE_WORDS &&
                        kid->text == wanted->text;
        if (kid->kind == wanted->kind || is_words)
            found = n_answers;
        n_answers++;
    }
    return wanted->kind == NODE_LATE && ast_kid(n, NODE_LATE) ? n_answers : found;
}

/* "`yes`, `Approved`": the outcomes of a row, in its text's own words; the
 * words in quotes are tried as what was meant. */
static const char *list_outcomes(struct builder *b, uint32_t row, struct suggestion *meant)
{
    enum { MOST_SHOWN = 8 };
    const char *list = "";
    uint32_t n = 0;
    for (const struct node *kid = b->row_nodes.at[row]->first; kid; kid = kid->next) {
        bool is_named = is_outcome(kid->kind) && kid->kind != NODE_WHEN;
        if (!is_named && kid->kind != NODE_LATE)
            continue;
        if (kid->kind == NODE_WORDS)
            suggest_try(meant, kid->text);
        const char *name = kid->kind == NODE_WORDS ? arena_printf(b->arena, "\"%s\"", kid->text)
                                                   : source_words(b, kid->at);
        if (n++ < MOST_SHOWN)
            list = arena_printf(b->arena, "%s%s`%s`", list, n > 1 ? ", " : "", name);
    }
    return n > MOST_SHOWN ? arena_printf(b->arena, "%s, ...", list) : list;
}

static void tell_no_outcome(struct builder *b, const struct node *n, uint32_t row)
{
    const struct node *wanted = n->first;
    struct diag *d = diag_add(b->diags, E_UNKNOWN_OUTCOME, wanted->span, n->text,
                              wanted->kind == NODE_STRING ? wanted->text
                                                          : source_words(b, wanted->span));
    struct suggestion meant;
    suggest_init(&meant, wanted->kind == NODE_STRING ? wanted->text : "");
    const char *outcomes = list_outcomes(b, row, &meant);
    diag_label(b->diags, d, b->sop->rows.at[row].name_span, T_THE_ROW);
    if (!*outcomes)
        diag_help(b->diags, d, T_NO_OUTCOMES, n->text);
    else
        diag_note(b->diags, d, T_OUTCOMES_OF, n->text, outcomes);
    if (meant.best)
        diag_help(b->diags, d, T_DID_YOU_MEAN, meant.best);
}

static bool build_member(struct builder *b, const struct node *n, uint32_t row_i, struct member *m)
{
    *m = (struct member){.row = resolve_row(b, n, NULL), .outcome = NONE, .span = n->span};
    if (m->row == NONE)
        return false;
    if (m->row == row_i) {
        diag_help(b->diags, diag_add(b->diags, E_AFTER_ITSELF, n->span, n->text), T_AFTER_ITSELF,
                  n->text);
        return false;
    }
    if (b->sop->rows.at[m->row].kind == ROW_END) {
        struct diag *d = diag_add(b->diags, E_AFTER_END, n->span, n->text);
        diag_label(b->diags, d, b->sop->rows.at[m->row].name_span, T_THE_END_ROW);
        diag_help(b->diags, d, T_AFTER_END);
        return false;
    }
    if (!n->first)
        return true;
    m->outcome = outcome_index(b, m->row, n->first);
    if (m->outcome == NONE)
        tell_no_outcome(b, n, m->row);
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
    if (!build_member(b, n, row_i, &m)) {
        b->sop->is_broken = true;
        return;
    }
    bool is_again = b->named_by[m.row] == row_i + 1;   /* else there is nothing to look for */
    b->named_by[m.row] = row_i + 1;
    for (uint32_t g = 0; is_again && g < row->after.n; g++) {
        const struct group *other = &row->after.at[g];
        for (uint32_t i = 0; i < other->members.n; i++) {
            if (same_member(&m, &other->members.at[i])) {
                tell_double(b, E_MEMBER_TWICE, n->span, n->text, other->members.at[i].span);
                b->sop->is_broken = true;
                return;
            }
        }
    }
    *LIST_ADD(b->arena, &group->members) = m;
}

/* One group of alternatives, or each member of `any of` by itself. */
static void add_group(struct builder *b, const struct node *g, struct row *row, uint32_t row_i)
{
    struct group *group = LIST_ADD(b->arena, &row->after);
    if (g->kind == NODE_MEMBER)
        add_member(b, g, row_i, row, group);
    for (const struct node *n = g->first; g->kind == NODE_GROUP && n; n = n->next)
        add_member(b, n->kind == NODE_OR ? n->first : n, row_i, row, group);
    if (!group->members.n)
        row->after.n--;   /* every name in it was wrong, and told */
}

/* `any of a, b`, `2 of a, b, c`. */
static void build_some(struct builder *b, const struct node *some, struct row *row, uint32_t row_i)
{
    uint32_t n = 0;
    for (const struct node *m = ast_kid(some, NODE_MEMBER); m; m = ast_again(m), n++)
        add_group(b, m, row, row_i);
    row->need = some->kind == NODE_ANY_OF ? 1 : build_whole(b, some, 1, n);
    if (row->need == row->after.n)
        row->need = 0;   /* all of them: an ordinary join */
}

void build_after(struct builder *b, const struct node *cell, struct row *row, uint32_t row_i)
{
    row->after_span = cell->span;
    for (const struct node *g = cell->first; g; g = g->next) {
        if (g->kind == NODE_START_OF)
            row->after_start = true;
        else if (g->kind == NODE_GROUP)
            add_group(b, g, row, row_i);
        else if (g->kind == NODE_ANY_OF || g->kind == NODE_N_OF)
            build_some(b, g, row, row_i);
    }
}
