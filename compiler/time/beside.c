/*
 * The usual fork: rows that each tell another group of one join, which waits for
 * nothing else, and one of them lasts longest whatever happens. They are that
 * row, with the others beside it; nothing has to be played.
 */
#include "compiler/time/fork.h"

/* How many groups of the join the rows tell; 0 where one of them does anything else. */
static uint32_t count_told(struct builder *b, struct list open, uint32_t join)
{
    const struct flow *f = b->flow;
    uint32_t n = 0, first = f->first_place[join];
    numbers *told = &b->scratch;
    told->n = 0;
    for (uint32_t i = 0; i < f->first_place[join + 1] - first; i++)
        *LIST_ADD(b->arena, told) = 0;
    for (uint32_t i = 0; i < open.n; i++) {
        if (!builder_is_lone(b, open.at[i], 0))
            return 0;
        uint32_t place = f->ways[f->first_way[open.at[i]]].sets[0];
        if (flow_place_row(f, place) != join)
            return 0;
        n += !told->at[place - first];
        told->at[place - first] = 1;
    }
    return n;
}

/* The join that waits for just these rows, or NONE. */
static uint32_t only_join(struct builder *b, struct list open)
{
    const struct flow *f = b->flow;
    if (!builder_is_lone(b, open.at[0], 0))
        return NONE;
    uint32_t join = flow_place_row(f, f->ways[f->first_way[open.at[0]]].sets[0]);
    uint32_t n_groups = f->first_place[join + 1] - f->first_place[join];
    bool waits_for_all = !f->need[join] || f->need[join] == n_groups;
    return n_groups == open.n && waits_for_all && count_told(b, open, join) == open.n ? join : NONE;
}

/* The row that every other is over before, whatever happens; or NONE. */
static uint32_t longest(struct builder *b, struct list open)
{
    const struct sop *sop = b->flow->sop;
    uint32_t best = 0;
    b->minutes.n = 0;
    for (uint32_t i = 0; i < open.n; i++) {
        *LIST_ADD(b->arena, &b->minutes) =
            minutes_of_row(&sop->rows.at[open.at[i]], b->input->items, sop);
        best = b->minutes.at[i].least > b->minutes.at[best].least ? i : best;
    }
    for (uint32_t i = 0; i < open.n; i++)
        if (i != best && b->minutes.at[i].most > b->minutes.at[best].least)
            return NONE;
    return open.at[best];
}

static void touch(struct builder *b, struct play *play, struct list open)
{
    for (uint32_t i = 0; i < open.n; i++) {
        play_touch(b, play, open.at[i]);
        play_touch(b, play, b->flow->ways[b->flow->first_way[open.at[i]]].sets[0]);
    }
}

bool beside_expand(struct builder *b, struct play *play)
{
    struct state s = play->states.at[play->n_expanded];
    struct list open = pool_list(&b->pool, s.open - b->flow->n_rows);
    uint32_t join = s.done || s.counts ? NONE : only_join(b, open);
    uint32_t row = join == NONE ? NONE : longest(b, open);
    if (row == NONE)
        return false;
    play_set_row(b, play, row);
    for (uint32_t i = 0; i < open.n; i++)
        if (open.at[i] != row)
            *LIST_ADD(b->arena, &play->beside) = (struct beside){play->n_expanded, open.at[i]};
    touch(b, play, open);
    marking_clear(&b->marking);
    marking_open_join(&b->marking, b->flow, join, b->arena);
    play_leap_marking(b, play, 0, 1, NULL);
    return true;
}
