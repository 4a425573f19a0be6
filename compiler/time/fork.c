/* Forks. */
#include <math.h>

#include "compiler/time/fork.h"

static struct region *unknown(struct builder *b)
{
    struct region *region = ARENA_NEW(b->arena, struct region);
    region->high = INFINITY;
    region->variance = NAN;
    return region;
}

bool fork_expand(struct builder *b, struct play *play)
{
    play->is_failed |= !play->is_whole;
    play->nodes.at[play->n_expanded].kind = PROCESS_REGION;
    play->nodes.at[play->n_expanded].region = unknown(b);
    play_leap(b, play, NONE, 1, NULL);
    return true;
}

void whole_region(struct builder *b, struct play *whole)
{
    struct process *p = whole->process;
    p->n_nodes = 1;
    p->nodes = ARENA_NEW(b->arena, struct process_node);
    p->leaps = ARENA_NEW(b->arena, struct leap);
    p->nodes[0] = (struct process_node){
        .kind = PROCESS_REGION, .row = NONE, .region = unknown(b), .n_leaps = 1};
    p->leaps[0] = (struct leap){NONE, 1, NULL};
    p->n_leaps = 1;
}
