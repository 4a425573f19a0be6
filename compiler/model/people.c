/* Actors: who can be given work, and who does a row, assists in it, or may not. */
#include <string.h>

#include "compiler/model/model_int.h"

static const char *const reserved_actors[] = {"each", "setiap", NULL};
enum { MOST_PEOPLE = 100000 };

void build_actor(struct builder *b, const struct node *n, struct actor *actor)
{
    static const struct once parts[] = {
        {NODE_COUNT, {"count", "jumlah"}},
        {NODE_UNITS, {"units", "unit kerja"}},
        {NODE_OUTSIDE, {"outside", "luar"}},
        {NODE_COST, {"cost", "biaya"}},
        {NODE_BAD, {NULL, NULL}},
    };
    check_not_reserved(b, n, reserved_actors);
    check_once(b, n, parts);
    const struct node *name = ast_kid(n, NODE_STRING), *count = ast_kid(n, NODE_COUNT);
    const struct node *units = ast_kid(n, NODE_UNITS);
    *actor = (struct actor){.id = n->text, .name = name ? name->text : n->text, .span = n->at};
    if (count)
        actor->count = build_whole(b, count, 1, MOST_PEOPLE);
    if (units)
        add_texts(b, units, &actor->units);
    if (actor->units.n && actor->count && actor->units.n != actor->count) {
        const char *n_units = arena_printf(b->arena, "%u", (unsigned)actor->units.n);
        struct diag *d = diag_add(b->diags, E_COUNT_AND_UNITS, count->span, n->text);
        diag_label(b->diags, d, span_join(units->first->span, units->last->span), T_SO_MANY_PEOPLE,
                   n_units);
        diag_help(b->diags, d, T_COUNT_AND_UNITS);
    }
    if (actor->units.n)
        actor->count = actor->units.n;
    const struct node *cost = ast_kid(n, NODE_COST);
    if (cost)
        actor->cost = build_number(b, cost);
    actor->is_outside = ast_kid(n, NODE_OUTSIDE) != NULL;
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

/* Where else an actor stands among those of a row: at its first place, or at
 * the next if that is the one in hand. */
static struct span other_mention(const struct builder *b, const struct node *n, const struct row *row)
{
    const struct node *cell = b->row_nodes.at[row - b->sop->rows.at]->first;
    for (; cell; cell = cell->next) {
        if (cell->kind != NODE_BY && cell->kind != NODE_ASSISTED_BY)
            continue;
        for (const struct node *kid = cell->first; kid; kid = kid->next) {
            const struct node *who = kid->kind == NODE_OR ? kid->first : kid;
            bool is_actor = who->kind == NODE_PERFORMER || who->kind == NODE_NAME;
            if (is_actor && who->text == n->text && who->at.start != n->at.start)
                return who->at;
        }
    }
    return n->at;
}

static void tell_twice(struct builder *b, const struct node *n, const struct row *row)
{
    struct diag *d = diag_add(b->diags, E_ACTOR_TWICE, n->at, n->text);
    diag_label(b->diags, d, other_mention(b, n, row), T_AND_HERE);
    diag_help(b->diags, d, T_ACTOR_ONCE, n->text);
}

static void tell_too_few(struct builder *b, const struct node *n, const struct actor *who,
                         uint32_t wanted)
{
    const char *there = arena_printf(b->arena, "%u", (unsigned)who->count);
    struct diag *d = diag_add(b->diags, E_TOO_FEW_PEOPLE, n->span, n->text);
    diag_label(b->diags, d, who->span, T_SO_MANY_PEOPLE, there);
    diag_help(b->diags, d, T_TOO_FEW_PEOPLE, arena_printf(b->arena, "%u", (unsigned)wanted), there,
              n->text);
}

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
        tell_twice(b, n, row);
        return;
    }
    const struct actor *who = &b->actors.at[actor];
    if (who->count && who->count < times && !who->units.n)
        tell_too_few(b, n, who, times);
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
        diag_help(b->diags, diag_add(b->diags, E_AFTER_ITSELF, n->at, n->text), T_NAMES_ITSELF);
    } else if (n->kind == NODE_EXCEPT) {
        *LIST_ADD(b->arena, &row->excepts) = ref;
    } else if (row->same_as.row != NONE) {
        diag_help(b->diags, tell_double(b, E_SAME_AS_TWICE, n->span, "", row->same_as.span),
                  T_SAME_AS_TWICE);
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

void build_by(struct builder *b, const struct node *cell, struct row *row)
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

void build_assistants(struct builder *b, const struct node *cell, struct row *row)
{
    for (const struct node *n = ast_kid(cell, NODE_NAME); n; n = ast_again(n)) {
        uint32_t actor = resolve_actor(b, n);
        if (actor == NONE)
            continue;
        if (holds(row->assistants.at, row->assistants.n, actor))
            tell_twice(b, n, row);
        else
            *LIST_ADD(b->arena, &row->assistants) = actor;
    }
}

/* Who signs a row does not assist in it too; `by` may stand behind. */
void check_assistants(struct builder *b, const struct node *n, const struct row *row)
{
    const struct node *cell = ast_kid(n, NODE_ASSISTED_BY);
    if (!cell)
        return;
    for (const struct node *a = ast_kid(cell, NODE_NAME); a; a = ast_again(a)) {
        uint32_t actor = name_find(&b->actor_names, a->text);
        if (actor != NONE && holds(row->actors.at, row->actors.n, actor))
            tell_twice(b, a, row);
    }
}
