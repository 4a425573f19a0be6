/* Actors: who can be given work. */
#include <string.h>

#include "compiler/model/model_int.h"

static const char *const reserved_actors[] = {"each", "setiap", NULL};
enum { MOST_PEOPLE = 100000 };

static uint32_t build_count(struct builder *b, const struct node *n)
{
    int64_t value = build_number(b, n);
    if (value <= 0 || value % DECIMAL_ONE || value / DECIMAL_ONE > MOST_PEOPLE) {
        diag_add(b->diags, E_COUNT, n->span, n->text);
        return 0;
    }
    return (uint32_t)(value / DECIMAL_ONE);
}

void build_actor(struct builder *b, const struct node *n, struct actor *actor)
{
    check_not_reserved(b, n, reserved_actors);
    const struct node *name = ast_kid(n, NODE_STRING), *count = ast_kid(n, NODE_COUNT);
    const struct node *units = ast_kid(n, NODE_UNITS);
    *actor = (struct actor){.id = n->text, .name = name ? name->text : n->text, .span = n->at};
    if (count)
        actor->count = build_count(b, count);
    if (units)
        add_texts(b, units, &actor->units);
    if (actor->units.n && actor->count && actor->units.n != actor->count)
        diag_add(b->diags, E_COUNT_AND_UNITS, count->span, n->text);
    if (actor->units.n)
        actor->count = actor->units.n;
    static const enum node_kind unbuilt[] = {NODE_OUTSIDE, NODE_COST};
    for (uint32_t i = 0; i < COUNT_OF(unbuilt); i++) {
        const struct node *kid = ast_kid(n, unbuilt[i]);
        if (kid)
            tell_not_built(b, kid->span);
    }
}
