/*
 * From tree to model: offices first, then each sop: its identity, actors and
 * papers, the names of its rows, and last the rows' cells, so that a row may
 * name one that stands below it.
 */
#include <string.h>

#include "compiler/model/model_int.h"

/* ---- offices ---------------------------------------------------------- */

static void tell_misplaced(struct builder *b, const struct node *n)
{
    const struct node *office = b->offices.at[b->offices.n - 1].node;
    if (n->kind == NODE_BAD || n->kind == NODE_STRING || ast_kid(office, NODE_BAD))
        return;   /* a lost brace may have ended the office */
    struct diag *d = diag_add(b->diags, E_NOT_IN_OFFICE, n->span, entry_word(b, n));
    diag_help(b->diags, d, T_NOT_IN_OFFICE);
}

static void add_actor(struct builder *b, const struct node *n, struct office *o)
{
    uint32_t first = name_find(&o->actor_names, n->text);
    if (first != NONE) {
        tell_double(b, E_ACTOR_DECLARED_TWICE, n->at, n->text, o->actors.at[first].span);
        return;
    }
    name_add(&o->actor_names, n->text, o->actors.n);
    struct actor *actor = LIST_ADD(b->arena, &o->actors);
    build_actor(b, n, actor);
    actor->office = o->id;
}

/* One whose name could not be read has none, and is like no other. */
static bool is_named(const char *id)
{
    return *id != '\0';
}

static void build_office(struct builder *b, const struct node *node)
{
    for (uint32_t i = 0; i < b->offices.n; i++) {
        if (is_named(node->text) && b->offices.at[i].id == node->text) {
            tell_double(b, E_OFFICE_TWICE, node->at, node->text, b->offices.at[i].node->at);
            return;
        }
    }
    struct office *o = LIST_ADD(b->arena, &b->offices);
    o->node = node;
    o->id = node->text;
    name_table_init(&o->actor_names, b->arena);
    build_identity(b, node, &o->identity);
    const struct node *calendar = NULL;
    for (const struct node *n = node->first; n; n = n->next) {
        if (n->kind == NODE_ACTOR) {
            add_actor(b, n, o);
        } else if (n->kind == NODE_CALENDAR) {
            if (calendar)
                tell_double(b, E_ENTRY_TWICE, n->span, entry_word(b, n), calendar->span);
            else
                o->calendar = build_calendar(b, n);
            calendar = n;
        } else if (!is_identity_entry(n->kind)) {
            tell_misplaced(b, n);
        }
    }
}

/* Every office of the files that the program is made of. */
static void build_offices(struct builder *b)
{
    for (uint32_t i = 0; i < b->program->files.n; i++) {
        const struct node *tree = b->program->files.at[i]->tree;
        for (const struct node *n = ast_kid(tree, NODE_OFFICE); n; n = ast_again(n))
            build_office(b, n);
    }
}

static const struct office *find_office(struct builder *b, const struct node *of)
{
    struct name_table known;
    name_table_init(&known, b->arena);
    for (uint32_t i = 0; i < b->offices.n; i++) {
        if (b->offices.at[i].id == of->text || !is_named(b->offices.at[i].id))
            return &b->offices.at[i];
        name_add(&known, b->offices.at[i].id, i);
    }
    tell_perhaps_unknown(b, E_UNKNOWN_OFFICE, of, &known, b->program->is_incomplete);
    b->is_office_lost = true;
    return NULL;
}

/* ---- one sop ---------------------------------------------------------- */

static void begin_actors(struct builder *b)
{
    b->actors.n = b->actors.cap = 0;
    name_table_init(&b->actor_names, b->arena);
    for (uint32_t i = 0; b->office && i < b->office->actors.n; i++) {
        name_add(&b->actor_names, b->office->actors.at[i].id, i);
        *LIST_ADD(b->arena, &b->actors) = b->office->actors.at[i];
    }
    b->n_office_actors = b->actors.n;
}

static void declare_actor(struct builder *b, const struct node *n)
{
    uint32_t first = name_find(&b->actor_names, n->text);
    if (first != NONE) {
        tell_double(b, E_ACTOR_DECLARED_TWICE, n->at, n->text, b->actors.at[first].span);
        return;
    }
    name_add(&b->actor_names, n->text, b->actors.n);
    build_actor(b, n, LIST_ADD(b->arena, &b->actors));
}

static void declare_document(struct builder *b, const struct node *n)
{
    uint32_t first = name_find(&b->document_names, n->text);
    if (first != NONE) {
        tell_double(b, E_DOCUMENT_TWICE, n->at, n->text, b->sop->documents.at[first].span);
        return;
    }
    name_add(&b->document_names, n->text, b->sop->documents.n);
    const struct node *name = ast_kid(n, NODE_STRING);
    *LIST_ADD(b->arena, &b->sop->documents) =
        (struct document){n->text, name ? name->text : n->text, n->at};
}

static void declare_phase(struct builder *b, const struct node *n)
{
    const struct node *text = ast_kid(n, NODE_STRING);
    *LIST_ADD(b->arena, &b->sop->phases) =
        (struct phase){text ? text->text : "", n->span, b->sop->rows.n};
}

static bool is_row(enum node_kind kind)
{
    return kind == NODE_STEP || kind == NODE_DECISION || kind == NODE_START || kind == NODE_END;
}

static void declare_entry(struct builder *b, const struct node *n, const struct node **calendar)
{
    if (is_row(n->kind)) {
        declare_row(b, n);
        return;
    }
    switch (n->kind) {
    case NODE_ACTOR: declare_actor(b, n); break;
    case NODE_DOCUMENT: declare_document(b, n); break;
    case NODE_PHASE: declare_phase(b, n); break;
    case NODE_FIELD: declare_field(b, n); break;
    case NODE_CALENDAR:
        if (*calendar)
            tell_double(b, E_ENTRY_TWICE, n->span, entry_word(b, n), (*calendar)->span);
        else
            b->sop->calendar = build_calendar(b, n);
        *calendar = n;
        break;
    default: break;
    }
}

static void number_rows(struct sop *sop)
{
    uint32_t no = 0;
    for (uint32_t i = 0; i < sop->rows.n; i++) {
        struct row *row = &sop->rows.at[i];
        if (row->kind == ROW_STEP || row->kind == ROW_DECISION)
            row->no = ++no;
    }
}

/* Keeps the actors in use, in their order; rows are told the new indices. */
static void keep_used_actors(struct builder *b)
{
    uint32_t *renumbered = ARENA_ARRAY(b->arena, b->actors.n + 1, uint32_t);
    for (uint32_t i = 0; i < b->actors.n; i++) {
        renumbered[i] = b->sop->actors.n;
        if (b->is_used[i])
            *LIST_ADD(b->arena, &b->sop->actors) = b->actors.at[i];
        else if (i >= b->n_office_actors && !b->is_actor_unknown && !b->sop->is_broken)
            diag_help(b->diags,
                      diag_add(b->diags, H_ACTOR_UNUSED, b->actors.at[i].span, b->actors.at[i].id),
                      T_ACTOR_UNUSED, b->actors.at[i].id);
    }
    for (uint32_t r = 0; r < b->sop->rows.n; r++) {
        struct row *row = &b->sop->rows.at[r];
        for (uint32_t i = 0; i < row->actors.n; i++)
            row->actors.at[i] = renumbered[row->actors.at[i]];
        for (uint32_t i = 0; i < row->assistants.n; i++)
            row->assistants.at[i] = renumbered[row->assistants.at[i]];
    }
}

static void build_rows(struct builder *b)
{
    b->is_used = ARENA_ARRAY(b->arena, b->actors.n + 1, bool);
    b->is_actor_unknown = false;
    b->answer_names = ARENA_ARRAY(b->arena, b->sop->rows.n + 1, struct name_table);
    b->named = ARENA_ARRAY(b->arena, b->sop->rows.n + 1, struct named);
    for (uint32_t i = 0; i < b->sop->rows.n; i++)
        build_row(b, b->row_nodes.at[i], &b->sop->rows.at[i]);
    number_rows(b->sop);
    keep_used_actors(b);
    if (!b->sop->rows.n && !ast_kid(b->sop_node, NODE_BAD))
        diag_help(b->diags, diag_add(b->diags, E_NO_ROWS, b->sop->span, b->sop->id), T_NO_ROWS);
}

static void build_sop(struct builder *b, const struct node *node)
{
    b->sop_node = node;
    struct sop *sop = b->sop = LIST_ADD(b->arena, &b->model->sops);
    const struct node *title = ast_kid(node, NODE_STRING), *of = ast_kid(node, NODE_OF);
    sop->id = node->text;
    sop->title = title ? title->text : node->text;
    sop->span = node->at;
    sop->language = source_of(b->diags->sources, node->at.start)->language;
    b->told.n = 0;
    name_table_init(&b->told_names, b->arena);
    b->is_office_lost = !is_named(node->text);   /* so is what stood behind its name */
    b->office = of ? find_office(b, of) : NULL;
    b->is_office_lost |= b->office && ast_kid(b->office->node, NODE_BAD);
    build_identity(b, node, &sop->identity);
    begin_actors(b);
    name_table_init(&b->document_names, b->arena);
    name_table_init(&b->row_names, b->arena);
    b->row_nodes.n = 0;
    sop->is_broken = ast_kid(node, NODE_BAD) != NULL;
    if (b->office) {
        sop->office = b->office->id;
        sop->calendar = b->office->calendar;
        merge_identity(&sop->identity, &b->office->identity);
    }
    const struct node *calendar = NULL;
    name_table_init(&b->field_names, b->arena);
    for (const struct node *n = node->first; n; n = n->next)
        declare_entry(b, n, &calendar);
    sop->units = calendar_units(sop->calendar);
    build_rows(b);
}

/* Names of one file's sops; those of other files give way to the first. */
static void declare_sops(struct builder *b, const struct ast_file *file, bool is_main)
{
    for (const struct node *n = ast_kid(file->tree, NODE_SOP); n; n = ast_again(n)) {
        uint32_t first = name_find(&b->sop_names, n->text);
        if (first != NONE && is_main && is_named(n->text))
            tell_double(b, E_SOP_TWICE, n->at, n->text, b->sop_nodes.at[first]->at);
        if (first != NONE)
            continue;
        name_add(&b->sop_names, n->text, b->sop_nodes.n);
        *LIST_ADD(b->arena, &b->sop_nodes) = n;
    }
}

struct model *model_build(const struct ast_program *program, struct arena *arena,
                          struct interner *names, struct diags *diags)
{
    struct builder b = {.arena = arena, .names = names, .diags = diags, .program = program};
    b.model = ARENA_NEW(arena, struct model);
    build_offices(&b);
    name_table_init(&b.sop_names, arena);
    declare_sops(&b, program->main, true);
    b.model->n_own = b.sop_nodes.n;
    for (uint32_t i = 0; i < program->files.n; i++)
        if (program->files.at[i] != program->main)
            declare_sops(&b, program->files.at[i], false);
    for (uint32_t i = 0; i < b.sop_nodes.n; i++)
        build_sop(&b, b.sop_nodes.at[i]);
    for (uint32_t i = 0; i < b.model->sops.n; i++)
        b.model->sops.at[i].model = b.model;
    check_calls(&b);
    return b.model;
}

double row_work_minutes(const struct sop *sop, const struct row *row)
{
    return duration_mean(&row->work, &sop->units);
}

double row_wait_minutes(const struct sop *sop, const struct row *row)
{
    return duration_mean(&row->wait, &sop->units);
}

uint32_t row_late(const struct row *row)
{
    return row->n_answers < row->outcomes.n ? row->n_answers : NONE;
}

uint32_t row_n_tasks(const struct sop *sop, const struct row *row)
{
    if (row->kind == ROW_END || row->kind == ROW_START || (row->is_data && !row->actors.n))
        return 0;
    if (row->is_each && row->actors.n) {
        uint32_t count = sop->actors.at[row->actors.at[0]].count;
        return count ? count : 1;
    }
    return row->is_any || !row->actors.n ? 1 : row->actors.n;
}
