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
    const struct played *play;     /* NULL: a done place */
    uint32_t rest;                 /* list of done places */
    run_list touched;
    bool is_gone;                  /* part of another */
};

struct fork {
    LIST_OF(struct element) elements;
    uint32_t n_opened;             /* rows of the state that are elements */
    bool is_whole;                 /* all that is set is an element */
    const struct played *joined;   /* of elements that are gone, being played */
    bool is_failed;
    struct fork *next_spare;
};

/* ---- elements ------------------------------------------------------------------- */

static void add_done(struct builder *b, struct fork *f, uint32_t place)
{
    struct element *element = LIST_ADD(b->arena, &f->elements);
    *element = (struct element){.rest = pool_put(&b->pool, &place, 1)};
    LIST_RESERVE(b->arena, &element->touched, 1);
    *LIST_ADD(b->arena, &element->touched) = (struct run){place, place + 1};
}

/* A bounded outcome that is counted and can be again would tie what comes
 * behind the block to what happened in it. */
static bool has_counted(struct builder *b, const struct played *play)
{
    if (!play->counts && !play->rest_counts)
        return false;
    struct list rest = pool_list(&b->pool, play->rest);
    marking_clear(&b->marking);
    for (uint32_t i = 0; i < rest.n; i++)
        *LIST_ADD(b->arena, &b->marking.done) = rest.at[i];
    return builder_counts(b, play->counts, &b->marking) != play->rest_counts;
}

static void add_play(struct builder *b, struct play *to, const struct played *play)
{
    struct fork *f = to->fork;
    struct element *element = LIST_ADD(b->arena, &f->elements);
    f->is_failed |= play->is_failed || !play->is_done || (play->has_rest && has_counted(b, play));
    to->known->is_counting |= play->is_counting;
    *element = (struct element){.play = play};
    if (f->is_failed || !play->has_rest)
        return;
    element->rest = play->rest;
    element->touched = play->touched;
}

/* ---- who touches what ------------------------------------------------------------- */

static int compare_claims(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

/* Ascending; most are few. */
static void sort_claims(claim_list *claims)
{
    enum { FEW = 16 };
    if (claims->n > FEW) {
        qsort(claims->at, claims->n, sizeof *claims->at, compare_claims);
        return;
    }
    for (uint32_t i = 1; i < claims->n; i++) {
        struct claim claim = claims->at[i];
        uint32_t k = i;
        for (; k > 0 && claims->at[k - 1].first > claim.first; k--)
            claims->at[k] = claims->at[k - 1];
        claims->at[k] = claim;
    }
}

static bool is_disputed(struct builder *b, const struct fork *f)
{
    claim_list *claims = &b->claims;
    uint32_t last = 0;
    claims->n = 0;
    for (uint32_t i = 0; i < f->elements.n; i++) {
        const run_list *touched = &f->elements.at[i].touched;
        for (uint32_t t = 0; t < touched->n && !f->elements.at[i].is_gone; t++)
            *LIST_ADD(b->arena, claims) =
                (struct claim){touched->at[t].first, touched->at[t].end, i};
    }
    sort_claims(claims);
    for (uint32_t i = 1; i < claims->n; i++) {
        const struct claim *claim = &claims->at[i];
        if (claim->first < claims->at[last].end &&
            claim->element != claims->at[last].element)
            return true;
        if (claim->end > claims->at[last].end)
            last = i;
    }
    return false;
}

/* ---- joins ---------------------------------------------------------------------- */

/* The done places of all elements, ascending. */
static const claim_list *hold(struct builder *b, const struct fork *f)
{
    claim_list *held = &b->held;
    held->n = 0;
    for (uint32_t i = 0; i < f->elements.n; i++) {
        struct list rest = pool_list(&b->pool, f->elements.at[i].rest);
        for (uint32_t p = 0; p < rest.n && !f->elements.at[i].is_gone; p++)
            *LIST_ADD(b->arena, held) = (struct claim){rest.at[p], rest.at[p] + 1, i};
    }
    sort_claims(held);
    return held;
}

/* The first join all of whose groups are held, or NONE; *first where they begin. */
static uint32_t find_join(const struct builder *b, struct fork *f, const claim_list *held,
                          uint32_t *first)
{
    for (uint32_t i = 0, end; i < held->n; i = end) {
        uint32_t join = flow_place_row(b->flow, held->at[i].first);
        uint32_t n_groups = b->flow->first_place[join + 1] - b->flow->first_place[join];
        for (end = i; end < held->n && flow_place_row(b->flow, held->at[end].first) == join; end++)
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

/* Elements that the join takes are gone. */
static void take(struct builder *b, struct fork *f, const struct claim *held, uint32_t join)
{
    uint32_t n = b->flow->first_place[join + 1] - b->flow->first_place[join];
    b->taken.n = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct element *element = &f->elements.at[held[i].element];
        f->is_failed |= !is_all_of(b, element, join);
        if (!element->is_gone)
            *LIST_ADD(b->arena, &b->taken) = element;
        element->is_gone = true;
    }
}

/* ---- blocks ---------------------------------------------------------------------- */

/* The next node of a play, as a block of the elements that are taken. */
static void set_block(struct builder *b, struct play *play)
{
    uint32_t n = b->taken.n;
    struct process_node *node = &play->nodes.at[play->n_expanded];
    node->kind = PROCESS_BLOCK;
    node->branches = ARENA_ARRAY(b->arena, n, struct process *);
    for (uint32_t i = 0; i < n; i++) {
        const struct element *element = b->taken.at[i];
        if (element->play)
            node->branches[node->n_branches++] = element->play->process;
        for (uint32_t t = 0; t < element->touched.n && !play->is_whole; t++)
            *LIST_ADD(b->arena, &play->known->touched) = element->touched.at[t];
    }
}

static bool has_token(const struct fork *f)
{
    for (uint32_t i = 0; i < f->elements.n; i++)
        if (!f->elements.at[i].is_gone && f->elements.at[i].play)
            return true;
    return false;
}

/* What is not taken stays as it is: done places, or what all rest on at the end. */
static void mark_left(struct builder *b, const struct fork *f)
{
    marking_clear(&b->marking);
    const claim_list *held = hold(b, f);
    for (uint32_t i = 0; i < held->n; i++)
        *LIST_ADD(b->arena, &b->marking.done) = held->at[i].first;
}

static void end_fork(struct builder *b, struct play *play)
{
    play->fork->next_spare = b->spare_forks;
    b->spare_forks = play->fork;
    play->fork = NULL;
}

static void begin_fork(struct builder *b, struct play *play)
{
    struct fork *f = b->spare_forks;
    if (f) {
        b->spare_forks = f->next_spare;
        f->elements.n = f->n_opened = 0;
        f->is_whole = f->is_failed = false;
        f->joined = NULL;
    }
    play->fork = f ? f : ARENA_NEW(b->arena, struct fork);
}

/* All tokens are one again: the play goes on behind the join. */
static void close_block(struct builder *b, struct play *play, uint32_t join)
{
    set_block(b, play);
    mark_left(b, play->fork);
    marking_open_join(&b->marking, b->flow, join, b->arena);
    play_leap_marking(b, play, play->states.at[play->n_expanded].counts, 1, NULL);
}

/* Some tokens are one: a play of their own, from their block on. */
static void play_joined(struct builder *b, struct play *play, uint32_t join)
{
    struct play *joined = play_push(b);
    uint32_t counts = play->states.at[play->n_expanded].counts;
    marking_clear(&b->marking);
    marking_open_join(&b->marking, b->flow, join, b->arena);
    counts = builder_counts(b, counts, &b->marking);
    *LIST_ADD(b->arena, &joined->nodes) = (struct process_node){.row = NONE};
    *LIST_ADD(b->arena, &joined->states) = (struct state){NONE, 0, counts};
    set_block(b, joined);
    play_leap_marking(b, joined, counts, 1, NULL);
    joined->n_expanded = 1;
    joined->known->counts = counts;
    play->fork->joined = joined->known;
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
static void close_all(struct builder *b, struct play *play)
{
    struct fork *f = play->fork;
    b->taken.n = 0;
    for (uint32_t i = 0; i < f->elements.n; i++)
        if (!f->elements.at[i].is_gone)
            *LIST_ADD(b->arena, &b->taken) = &f->elements.at[i];
    f->is_failed = !is_over_at_once(b, b->taken.at, b->taken.n);
    if (f->is_failed)
        return;
    set_block(b, play);
    mark_left(b, f);
    play_leap_marking(b, play, play->states.at[play->n_expanded].counts, 1, NULL);
}

/* ---- the fork ---------------------------------------------------------------------- */

static uint32_t counts_of_row(struct builder *b, uint32_t counts, uint32_t row)
{
    marking_clear(&b->marking);
    marking_open(&b->marking, row, b->arena);
    return builder_counts(b, counts, &b->marking);
}

/* Makes the next open row an element. False: its play comes first. */
static bool open_next(struct builder *b, struct play *play)
{
    struct state s = play->states.at[play->n_expanded];
    uint32_t row = pool_list(&b->pool, s.open - b->flow->n_rows).at[play->fork->n_opened];
    uint32_t counts = s.counts ? counts_of_row(b, s.counts, row) : 0;
    const struct played *alone = play_alone(b, row, counts);
    if (!alone)
        return false;
    add_play(b, play, alone);
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

static void take_joined(struct builder *b, struct play *play)
{
    struct fork *f = play->fork;
    add_play(b, play, f->joined);
    f->joined = NULL;
    f->is_failed = f->is_failed || is_disputed(b, f);
}

/* True: over; false: a play comes first. */
static bool merge(struct builder *b, struct play *play)
{
    struct fork *f = play->fork;
    const claim_list *held = hold(b, f);
    uint32_t first, join = find_join(b, f, held, &first);
    if (!f->is_failed && join == NONE)
        close_all(b, play);
    else if (!f->is_failed)
        take(b, f, &held->at[first], join);
    if (f->is_failed || join == NONE)
        return true;
    bool is_last = !has_token(f);
    if (is_last)
        close_block(b, play, join);
    else
        play_joined(b, play, join);
    return is_last;
}

bool fork_expand(struct builder *b, struct play *play)
{
    if (!play->fork && beside_expand(b, play))
        return true;
    if (!play->fork)
        begin_fork(b, play);
    struct fork *f = play->fork;
    if (!f->is_whole && !gather(b, play))
        return false;
    if (f->joined)
        take_joined(b, play);
    if (!f->is_failed && !merge(b, play))
        return false;
    if (f->is_failed)
        region_expand(b, play);
    end_fork(b, play);
    return true;
}
