/* An index of states: open addressing, at most half full. */
#include "compiler/time/process_int.h"

static uint32_t *slot_of(const struct state_index *index, const state_list *states,
                         const struct state *s)
{
    uint64_t hash = s->open * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ ((uint64_t)s->done << 32 | s->counts)) * UINT64_C(0x9e3779b97f4a7c15);
    uint32_t i = (uint32_t)(hash >> 32) & (index->n_slots - 1);
    while (index->slots[i] && !state_is(&states->at[index->slots[i] - 1], s))
        i = (i + 1) & (index->n_slots - 1);
    return &index->slots[i];
}

static void grow(struct state_index *index, const state_list *states, struct arena *arena)
{
    const uint32_t *old = index->slots;
    uint32_t n_old = index->n_slots;
    index->n_slots = n_old ? 4 * n_old : 16;
    index->slots = ARENA_ARRAY(arena, index->n_slots, uint32_t);
    for (uint32_t i = 0; i < n_old; i++)
        if (old[i])
            *slot_of(index, states, &states->at[old[i] - 1]) = old[i];
}

uint32_t *state_place(struct state_index *index, const state_list *states, const struct state *s,
                      struct arena *arena)
{
    if (2 * (index->n + 1) >= index->n_slots)
        grow(index, states, arena);
    uint32_t *place = slot_of(index, states, s);
    index->n += !*place;
    return place;
}
