/* Actors: who can be given work. */
#include <string.h>

#include "compiler/model/model_int.h"

static const char *const reserved_actors[] = {"each", "setiap", NULL};
enum { MOST_PEOPLE = 100000 };

void build_actor(struct builder *b, const struct node *n, struct actor *actor)
{
    check_not_reserved(b, n, reserved_actors);
    const struct node *name = ast_kid(n, NODE_STRING), *count = ast_kid(n, NODE_COUNT);
    const struct node *units = ast_kid(n, NODE_UNITS);
    *actor = (struct actor){.id = n->text, .name = name ? name->text : n->text, .span = n->at};
    if (count)
        actor->count = build_whole(b, count, 1, MOST_PEOPLE);
    if (units)
        add_texts(b, units, &actor->units);
    if (actor->units.n && actor->count && actor->units.n != actor->count)
        diag_add(b->diags, E_COUNT_AND_UNITS, count->span, n->text);
    if (actor->units.n)
        actor->count = actor->units.n;
    const struct node *cost = ast_kid(n, NODE_COST);
    if (cost)
        actor->cost = build_number(b, cost);
    actor->is_outside = ast_kid(n, NODE_OUTSIDE) != NULL;
}
