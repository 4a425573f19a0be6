/*
 * The usual fork: rows that each tell another group of one join, which waits for
 * all of them, or for the first and withdraws the others; and one of them is the
 * last, or the first, whatever happens. They are that row, with the others beside
 * it; nothing has to be played.
 */
#include "compiler/time/fork.h"

static uint32_t told_place(const struct flow *f, uint32_t row)
{
    return f->ways[f->first_way[row]].sets[0];
}

/* Does each tell another group of the join? */
static bool is_told_by_each(struct builder *b, struct list open, uint32_t join)
{
    const struct flow *f = b->flow;
    uint32_t first = f->first_place[join];
    numbers *told = &b->scratch;
    told->n = 0;
    for (uint32_t i = 0; i < open.n; i++)
        *LIST_ADD(b->arena, told) = 0;
    for (uint32_t i = 0; i < open.n; i++) {
        if (builder_told_join(b, open.at[i]) != join)
            return false;
        uint32_t group = told_place(f, open.at[i]) - first;
        if (told->at[group])
            return false;
        told->at[group] = 1;
    }
    return true;
}

static bool is_race(const struct flow *f, uint32_t join)
{
    return f->need[join] == 1;
}

/* Is nothing of the rows left when the join opens? */
static bool takes_all(const struct flow *f, struct list open, uint32_t join)
{
    uint32_t n = 0;
    if (!is_race(f, join))
        return !f->n_clears[join] && (!f->need[join] || f->need[join] == open.n);
    for (uint32_t i = 0; i < f->n_clears[join] && n < open.n; i++)
        n += f->clears[join][i] == open.at[n];
    return n == open.n;
}

/* The join that just these rows tell, or NONE. */
static uint32_t only_join(struct builder *b, struct list open)
{
    const struct flow *f = b->flow;
    uint32_t join = builder_told_join(b, open.at[0]);
    bool is_whole = join != NONE && f->first_place[join + 1] - f->first_place[join] == open.n &&
                    takes_all(f, open, join) && is_told_by_each(b, open, join);
    return is_whole ? join : NONE;
}

static bool is_over_before(const struct minutes *a, const struct minutes *b)
{
    return a->most <= b->least;
}

/* Should one of them always be over first, it is a. */
static bool is_sooner(const struct minutes *a, const struct minutes *b)
{
    return a->most != b->most ? a->most < b->most : a->least < b->least;
}

/* Should one of them always be over last, it is a. */
static bool is_later(const struct minutes *a, const struct minutes *b)
{
    return a->least != b->least ? a->least > b->least : a->most > b->most;
}

/* The row that opens the join, whatever happens; or NONE. */
static uint32_t decisive(const struct builder *b, struct list open, uint32_t join)
{
    const struct minutes *minutes = b->input->minutes, *best = &minutes[open.at[0]];
    bool is_first = is_race(b->flow, join);
    for (uint32_t i = 1; i < open.n; i++) {
        const struct minutes *m = &minutes[open.at[i]];
        if (is_first ? is_sooner(m, best) : is_later(m, best))
            best = m;
    }
    for (uint32_t i = 0; i < open.n; i++) {
        const struct minutes *m = &minutes[open.at[i]];
        if (m != best && !(is_first ? is_over_before(best, m) : is_over_before(m, best)))
            return NONE;
    }
    return (uint32_t)(best - minutes);
}

static void touch(struct builder *b, struct play *play, struct list open, uint32_t join)
{
    if (play->is_whole)
        return;
    for (uint32_t i = 0; i < open.n; i++) {
        play_touch(b, play, open.at[i]);
        play_touch(b, play, told_place(b->flow, open.at[i]));
    }
    for (uint32_t i = 0; i < b->flow->n_clears[join]; i++)
        play_touch(b, play, b->flow->clears[join][i]);
}

bool beside_expand(struct builder *b, struct play *play)
{
    struct state s = play->states.at[play->n_expanded];
    struct list open = pool_list(&b->pool, s.open - b->flow->n_rows);
    uint32_t join = s.done ? NONE : only_join(b, open);
    uint32_t row = join == NONE ? NONE : decisive(b, open, join);
    if (row == NONE)
        return false;
    play_set_row(b, play, row);
    for (uint32_t i = 0; i < open.n; i++)
        if (open.at[i] != row)
            *LIST_ADD(b->arena, &play->beside) = (struct beside){play->n_expanded, open.at[i]};
    touch(b, play, open, join);
    marking_clear(&b->marking);
    marking_open_join(&b->marking, b->flow, join, b->arena);
    play_leap_marking(b, play, s.counts, 1, NULL);
    return true;
}
