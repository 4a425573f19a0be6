/*
 * Forks. What is set in a state with several open rows are elements: the rows,
 * each played alone, and the done places. Alone an element touches places that
 * no other may touch, and comes to rest on done places. A join all of whose
 * groups are done by some elements makes them one: a block of them, and what
 * follows the join, played on. When the last tokens become one so, the block
 * is the state's node and the play goes on behind the join; where no join is
 * left, the block is all of them and the play ends with what they rest on.
 */
#include <stdlib.h>

#include "compiler/time/fork.h"

struct element {
    struct play *play;             /* NULL: a done place */
    uint32_t rest;                 /* list of done places */
    run_list touched;
    bool is_gone;                  /* part of another */
};

struct fork {
    LIST_OF(struct element) elements;
    uint32_t n_opened;             /* rows of the state that are elements */
    bool is_whole;                 /* all that is set is an element */
    struct play *joined;           /* of elements that are gone, being played */
    bool is_failed;
};

/* ---- elements ------------------------------------------------------------------- */

static void add_done(struct builder *b, struct fork *f, uint32_t place)
{
    struct element *element = LIST_ADD(b->arena, &f->elements);
    element->rest = pool_put(&b->pool, &place, 1);
    LIST_RESERVE(b->arena, &element->touched, 1);
    *LIST_ADD(b->arena, &element->touched) = (struct run){place, place + 1};
}

/* A bounded outcome that is counted and can be again would tie what comes
 * behind the block to what happened in it. */
static bool has_counted(struct builder *b, const struct play *play)
{
    struct list rest = pool_list(&b->pool, play->rest);
    marking_clear(&b->marking);
    for (uint32_t i = 0; i < rest.n; i++)
        *LIST_ADD(b->arena, &b->marking.done) = rest.at[i];
    return builder_counts(b, play->states.at[0].counts, &b->marking) != play->rest_counts;
}

static void add_play(struct builder *b, struct fork *f, struct play *play)
{
    struct element *element = LIST_ADD(b->arena, &f->elements);
    f->is_failed |= play->is_failed || !play->is_done || (play->has_rest && has_counted(b, play));
    element->play = play;
    if (f->is_failed || !play->has_rest)
        return;
    element->rest = play->rest;
    element->touched = play->touched;
}

/* ---- who touches what ------------------------------------------------------------- */

static int compare_claims(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    return (x->run.first > y->run.first) - (x->run.first < y->run.first);
}

static bool is_disputed(struct builder *b, const struct fork *f)
{
    claim_list *claims = &b->claims;
    uint32_t last = 0;
    claims->n = 0;
    for (uint32_t i = 0; i < f->elements.n; i++)
        for (uint32_t t = 0; t < f->elements.at[i].touched.n && !f->elements.at[i].is_gone; t++)
            *LIST_ADD(b->arena, claims) = (struct claim){f->elements.at[i].touched.at[t], i};
    if (claims->n)
        qsort(claims->at, claims->n, sizeof *claims->at, compare_claims);
    for (uint32_t i = 1; i < claims->n; i++) {
        const struct claim *claim = &claims->at[i];
        if (claim->run.first < claims->at[last].run.end &&
            claim->element != claims->at[last].element)
            return true;
        if (claim->run.end > claims->at[last].run.end)
            last = i;
    }
    return false;
}

/* ---- joins ---------------------------------------------------------------------- */

static int compare_held(const void *a, const void *b)
{
    const struct held *x = a, *y = b;
    return (x->place > y->place) - (x->place < y->place);
}

/* The done places of all elements, ascending. */
static const held_list *hold(struct builder *b, const struct fork *f)
{
    held_list *held = &b->held;
    held->n = 0;
    for (uint32_t i = 0; i < f->elements.n; i++) {
        struct list rest = pool_list(&b->pool, f->elements.at[i].rest);
        for (uint32_t p = 0; p < rest.n && !f->elements.at[i].is_gone; p++)
            *LIST_ADD(b->arena, held) = (struct held){rest.at[p], i};
    }
    if (held->n)
        qsort(held->at, held->n, sizeof *held->at, compare_held);
    return held;
}

/* The first join all of whose groups are held, or NONE; *first where they begin. */
static uint32_t find_join(const struct builder *b, struct fork *f, const held_list *held,
                          uint32_t *first)
{
    for (uint32_t i = 0, end; i < held->n; i = end) {
        uint32_t join = flow_place_row(b->flow, held->at[i].place);
        uint32_t n_groups = b->flow->first_place[join + 1] - b->flow->first_place[join];
        for (end = i; end < held->n && flow_place_row(b->flow, held->at[end].place) == join; end++)
            ;
        f->is_failed |= b->flow->n_clears[join] ||
                        (b->flow->need[join] && b->flow->need[join] != n_groups);
        *first = i;
        if (end - i == n_groups)
            return join;
    }
    return NONE;
}

/* What an element rests on is there at one time, so one join must take all of it. */
static bool is_all_of(const struct builder *b, const struct element *element, uint32_t join)
{
    struct list rest = pool_list(&b->pool, element->rest);
    for (uint32_t i = 0; i < rest.n; i++)
        if (flow_place_row(b->flow, rest.at[i]) != join)
            return false;
    return true;
}

/* Elements that the join takes are gone; how many they are. */
static uint32_t take(struct builder *b, struct fork *f, const struct held *held, uint32_t join,
                     struct element **taken)
{
    uint32_t n = b->flow->first_place[join + 1] - b->flow->first_place[join], n_taken = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct element *element = &f->elements.at[held[i].element];
        f->is_failed |= !is_all_of(b, element, join);
        if (!element->is_gone)
            taken[n_taken++] = element;
        element->is_gone = true;
    }
    return n_taken;
}

/* ---- blocks ---------------------------------------------------------------------- */

/* The next node of a play, as a block of the elements from `first` on. */
static void set_block(struct builder *b, struct play *play, struct element **elements, uint32_t n)
{
    struct process_node *node = &play->nodes.at[play->n_expanded];
    node->kind = PROCESS_BLOCK;
    node->branches = ARENA_ARRAY(b->arena, n, struct process *);
    for (uint32_t i = 0; i < n; i++) {
        const struct element *element = elements[i];
        if (element->play)
            node->branches[node->n_branches++] = element->play->process;
        for (uint32_t t = 0; t < element->touched.n && !play->is_whole; t++)
            *LIST_ADD(b->arena, &play->touched) = element->touched.at[t];
    }
}

static bool has_token(const struct fork *f)
{
    for (uint32_t i = 0; i < f->elements.n; i++)
        if (!f->elements.at[i].is_gone && f->elements.at[i].play)
            return true;
    return false;
}

static void open_join(struct builder *b, uint32_t join)
{
    marking_open(&b->marking, join, b->arena);
    b->marking.is_over = b->flow->sop->rows.at[join].kind == ROW_END;
    b->marking.end = join;
    if (b->marking.is_over)
        b->marking.open.n = b->marking.done.n = 0;
}

/* What is not taken stays as it is: done places, or what all rest on at the end. */
static void mark_left(struct builder *b, const struct fork *f)
{
    marking_clear(&b->marking);
    const held_list *held = hold(b, f);
    for (uint32_t i = 0; i < held->n; i++)
        *LIST_ADD(b->arena, &b->marking.done) = held->at[i].place;
}

static bool end_fork(struct play *play)
{
    play->fork = NULL;
    return true;
}

/* All tokens are one again: the play goes on behind the join. */
static bool close_block(struct builder *b, struct play *play, uint32_t join,
                        struct element **taken, uint32_t n_taken)
{
    set_block(b, play, taken, n_taken);
    mark_left(b, play->fork);
    open_join(b, join);
    play_leap_marking(b, play, play->states.at[play->n_expanded].counts, 1, NULL);
    return end_fork(play);
}

/* Some tokens are one: a play of their own, from their block on. */
static bool play_joined(struct builder *b, struct play *play, uint32_t join,
                        struct element **taken, uint32_t n_taken)
{
    struct play *joined = play_push(b);
    uint32_t counts = play->states.at[play->n_expanded].counts;
    marking_clear(&b->marking);
    open_join(b, join);
    counts = builder_counts(b, counts, &b->marking);
    *LIST_ADD(b->arena, &joined->nodes) = (struct process_node){.row = NONE};
    *LIST_ADD(b->arena, &joined->states) = (struct state){NONE, 0, counts};
    set_block(b, joined, taken, n_taken);
    play_leap_marking(b, joined, counts, 1, NULL);
    joined->n_expanded = 1;
    play->fork->joined = joined;
    return false;
}

/*
 * All rest for one join, or none rests: then the last to be over is what
 * counts. Else a join would be held up by what only the end of all waits for.
 */
static bool is_over_at_once(const struct builder *b, struct element *const *left, uint32_t n)
{
    uint32_t join = NONE, n_resting = 0, n_tokens = 0;
    for (uint32_t i = 0; i < n; i++) {
        n_tokens += left[i]->play != NULL;
        n_resting += left[i]->play && left[i]->rest;
        if (left[i]->play && left[i]->rest && join == NONE)
            join = flow_place_row(b->flow, pool_list(&b->pool, left[i]->rest).at[0]);
        if (left[i]->play && !is_all_of(b, left[i], join))
            return false;
    }
    return n_resting == 0 || n_resting == n_tokens;
}

/* No join is left: over when all are. */
static bool close_all(struct builder *b, struct play *play)
{
    struct fork *f = play->fork;
    struct element **left = ARENA_ARRAY(b->arena, f->elements.n, struct element *);
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->elements.n; i++)
        if (!f->elements.at[i].is_gone)
            left[n++] = &f->elements.at[i];
    f->is_failed = !is_over_at_once(b, left, n);
    if (f->is_failed)
        return true;
    set_block(b, play, left, n);
    mark_left(b, f);
    play_leap_marking(b, play, play->states.at[play->n_expanded].counts, 1, NULL);
    return end_fork(play);
}

/* ---- the fork ---------------------------------------------------------------------- */

/* Makes the next open row an element. False: its play comes first. */
static bool open_next(struct builder *b, struct play *play)
{
    struct state s = play->states.at[play->n_expanded];
    uint32_t row = pool_list(&b->pool, s.open - b->flow->n_rows).at[play->fork->n_opened];
    marking_clear(&b->marking);
    marking_open(&b->marking, row, b->arena);
    uint32_t counts = builder_counts(b, s.counts, &b->marking);
    struct play *alone = play_alone(b, row, counts);
    if (!alone) {
        play_push_alone(b, row, counts);
        return false;
    }
    add_play(b, play->fork, alone);
    play->fork->n_opened++;
    return true;
}

/* All that is set as elements. False: a play comes first. */
static bool gather(struct builder *b, struct play *play)
{
    struct fork *f = play->fork;
    struct state s = play->states.at[play->n_expanded];
    while (f->n_opened < pool_list(&b->pool, s.open - b->flow->n_rows).n && !f->is_failed)
        if (!open_next(b, play))
            return false;
    struct list done = pool_list(&b->pool, s.done);
    for (uint32_t i = 0; i < done.n && !f->is_failed; i++)
        add_done(b, f, done.at[i]);
    f->is_whole = true;
    f->is_failed = f->is_failed || is_disputed(b, f);
    return true;
}

static void take_joined(struct builder *b, struct fork *f)
{
    add_play(b, f, f->joined);
    f->joined = NULL;
    f->is_failed = f->is_failed || is_disputed(b, f);
}

static bool merge(struct builder *b, struct play *play)
{
    struct fork *f = play->fork;
    const held_list *held = hold(b, f);
    uint32_t first, join = find_join(b, f, held, &first);
    struct element **taken = ARENA_ARRAY(b->arena, held->n + 1, struct element *);
    if (f->is_failed)
        return true;
    if (join == NONE)
        return close_all(b, play);
    uint32_t n_taken = take(b, f, &held->at[first], join, taken);
    if (f->is_failed)
        return true;
    return has_token(f) ? play_joined(b, play, join, taken, n_taken)
                        : close_block(b, play, join, taken, n_taken);
}

bool fork_expand(struct builder *b, struct play *play)
{
    struct fork *f = play->fork;
    if (!f)
        f = play->fork = ARENA_NEW(b->arena, struct fork);
    if (!f->is_whole && !gather(b, play))
        return false;
    if (f->joined)
        take_joined(b, f);
    if (!f->is_failed && !merge(b, play))
        return false;
    if (f->is_failed) {
        region_expand(b, play);
        play->fork = NULL;
    }
    return true;
}
