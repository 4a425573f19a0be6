/* What a row comes after: groups of rows, or of outcomes of rows. */
#include <string.h>

#include "compiler/model/model_int.h"

static const char *answer_key(struct builder *b, enum node_kind kind, const char *text)
{
    return intern_string(b->names, arena_printf(b->arena, "%d %s", (int)kind,
                                                kind == NODE_WORDS ? text : ""));
}

/* The outcomes of a row by name. Those of rows below are not built yet, so
 * the text is asked; `late` stands last. */
static const struct name_table *answers_of(struct builder *b, uint32_t row)
{
    struct name_table *t = &b->answer_names[row];
    uint32_t n_answers = 0;
    if (t->arena)
        return t;
    t->arena = b->arena;
    for (const struct node *kid = b->row_nodes.at[row]->first; kid; kid = kid->next)
        if (is_outcome(kid->kind))
            name_add(t, answer_key(b, kid->kind, kid->text), n_answers++);
    if (ast_kid(b->row_nodes.at[row], NODE_LATE))
        name_add(t, answer_key(b, NODE_LATE, ""), n_answers);
    return t;
}

static uint32_t outcome_index(struct builder *b, uint32_t row, const struct node *wanted)
{
    enum node_kind kind = wanted->kind == NODE_STRING ? NODE_WORDS : wanted->kind;
    return name_find(answers_of(b, row), answer_key(b, kind, wanted->text));
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

/* Of one outcome of the row that the member names. */
static struct mention *mention_of(struct builder *b, const struct member *m)
{
    struct named *named = &b->named[m->row];
    if (!named->outcomes)
        named->outcomes = ARENA_ARRAY(b->arena, answers_of(b, m->row)->order.n, struct mention);
    return &named->outcomes[m->outcome];
}

/* Where the `after` in hand names the row, or that outcome of it, already;
 * NULL: it did not. To name a row is to name all its outcomes. */
static const struct span *named_already(struct builder *b, const struct member *m, uint32_t row_i)
{
    struct named *named = &b->named[m->row];
    bool is_first = named->first.by != row_i + 1;
    if (is_first) {
        named->first = (struct mention){row_i + 1, m->span};
        named->is_whole = m->outcome == NONE;
    } else if (m->outcome == NONE || named->is_whole) {
        return &named->first.span;
    }
    struct mention *mention = m->outcome == NONE ? NULL : mention_of(b, m);
    if (mention && mention->by == row_i + 1)
        return &mention->span;
    if (mention)
        *mention = (struct mention){row_i + 1, m->span};
    return NULL;
}

static void add_member(struct builder *b, const struct node *n, uint32_t row_i, struct group *group)
{
    struct member m;
    if (!build_member(b, n, row_i, &m)) {
        b->sop->is_broken = true;
        return;
    }
    const struct span *first = named_already(b, &m, row_i);
    if (first) {
        tell_double(b, E_MEMBER_TWICE, n->span, n->text, *first);
        b->sop->is_broken = true;
        return;
    }
    *LIST_ADD(b->arena, &group->members) = m;
}

/* One group of alternatives, or each member of `any of` by itself. */
static void add_group(struct builder *b, const struct node *g, struct row *row, uint32_t row_i)
{
    struct group *group = LIST_ADD(b->arena, &row->after);
    if (g->kind == NODE_MEMBER)
        add_member(b, g, row_i, group);
    for (const struct node *n = g->first; g->kind == NODE_GROUP && n; n = n->next)
        add_member(b, n->kind == NODE_OR ? n->first : n, row_i, group);
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
