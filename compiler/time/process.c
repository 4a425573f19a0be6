/*
 * Building processes: the plays in hand are a stack; the one on top has its
 * next state expanded, until the last is done. A flow nested as deep as it has
 * rows needs no recursion.
 */
#include <stdlib.h>
#include <string.h>

#include "compiler/time/fork.h"

/* ---- states ------------------------------------------------------------------- */

static uint32_t *place_in(struct builder *b, numbers *places, uint32_t i)
{
    while (i >= places->n)
        *LIST_ADD(b->arena, places) = 0;
    return &places->at[i];
}

/* The place of a node, from 1, by its state; 0: there is none yet. Of the whole most states
 * have nothing set but what is open, or are the only one with what is done: then it is in
 * an array, and the memory is gone through in the order of the rows. */
static uint32_t *place_of(struct builder *b, struct play *play, const struct state *s)
{
    if (play->is_whole && !s->done && !s->counts && !(s->open & CALLED))
        return place_in(b, &b->node_of, s->open);
    if (play->is_whole && s->done) {
        uint32_t *first = place_in(b, &b->first_with, s->done);
        if (!*first || state_is(&play->states.at[*first - 1], s))
            return first;
    }
    return state_place(&play->index, &play->states, s, b->arena);
}

static uint32_t add_node(struct builder *b, struct play *play, const struct state *s)
{
    *LIST_ADD(b->arena, &play->states) = *s;
    *LIST_ADD(b->arena, &play->nodes) =
        (struct process_node){.kind = PROCESS_NOTHING, .row = NONE};
    b->is_too_large |= ++b->n_states > MOST_STATES || b->pool.cells.n > MOST_CELLS;
    return play->nodes.n - 1;
}

static bool is_first(const struct play *play, const struct state *s)
{
    return play->states.n && state_is(&play->states.at[0], s);
}

uint32_t play_node(struct builder *b, struct play *play, const struct state *s)
{
    if (is_first(play, s))
        return 0;
    uint32_t *place = place_of(b, play, s);
    if (!*place)
        *place = 1 + add_node(b, play, s);
    return *place - 1;
}

void play_leap(struct builder *b, struct play *play, uint32_t to, double probability,
               const struct duration *delay)
{
    *LIST_ADD(b->arena, &play->leaps) = (struct leap){to, probability, delay};
    play->nodes.at[play->n_expanded].n_leaps++;
}

/* ---- leaps --------------------------------------------------------------------- */

/* The process is over, here and now, and leaves what is done. */
static void leap_out(struct builder *b, struct play *play, uint32_t counts, double probability,
                     const struct duration *delay)
{
    const struct marking *m = &b->marking;
    struct played *known = play->known;
    counts = builder_counts(b, counts, m);
    uint32_t rest = pool_put(&b->pool, m->done.at, m->done.n);
    play->is_broken |= play->is_whole && rest != 0;
    known->is_failed |= play->is_broken;
    /* Left earlier, and so of use to others before this process is over. */
    known->is_failed |= !play->is_whole && rest && rest == play->states.at[play->n_expanded].done;
    known->is_failed |= known->has_rest && (known->rest != rest || known->rest_counts != counts);
    known->has_rest = true;
    known->rest = rest;
    known->rest_counts = counts;
    play_leap(b, play, NONE, probability, delay);
}

void play_leap_marking(struct builder *b, struct play *play, uint32_t counts,
                       double probability, const struct duration *delay)
{
    const struct marking *m = &b->marking;
    /* Alone nobody wins a race; played on, it would go through all that follows. */
    play->known->is_failed |= m->is_race && !play->is_whole;
    if (m->is_broken) {
        play->known->is_failed = play->is_broken = true;
    } else if (m->is_over) {
        play->known->is_failed |= !play->is_whole;
        play_leap(b, play, play_node(b, play, &(struct state){m->end, 0, 0}), probability, delay);
    } else if (!m->open.n) {
        leap_out(b, play, counts, probability, delay);
    } else {
        uint32_t left = builder_counts(b, counts, m);
        uint32_t open = m->open.n == 1
                            ? m->open.at[0]
                            : b->flow->n_rows + pool_put(&b->pool, m->open.at, m->open.n);
        uint32_t done = pool_put(&b->pool, m->done.at, m->done.n);
        struct state s = {open, done, left};
        play_leap(b, play, play_node(b, play, &s), probability, delay);
    }
}

/* ---- one open row ----------------------------------------------------------------- */

void play_touch(struct builder *b, struct play *play, uint32_t place)
{
    if (!play->is_whole)
        *LIST_ADD(b->arena, &play->known->touched) = (struct run){place, place + 1};
}

static void touch_way(struct builder *b, struct play *play, const struct way *way)
{
    for (uint32_t i = 0; i < way->n_sets + way->n_kept && !play->is_whole; i++) {
        uint32_t row = flow_place_row(b->flow, way->sets[i]);
        play_touch(b, play, way->sets[i]);
        for (uint32_t c = 0; c < b->flow->n_clears[row]; c++)
            play_touch(b, play, b->flow->clears[row][c]);
    }
}

/* Most ways open a row and touch nothing else. */
static bool is_plain(const struct builder *b, const struct way *way, struct state s)
{
    return !way->n_sets && !way->n_kept && way->opens != NONE && !s.counts &&
           way->counter == NONE && !flow_is_end(b->flow, way->opens);
}

void play_mark_done(struct builder *b, const struct play *play)
{
    struct list done = pool_list(&b->pool, play->states.at[play->n_expanded].done);
    marking_clear(&b->marking);
    for (uint32_t i = 0; i < done.n; i++)
        *LIST_ADD(b->arena, &b->marking.done) = done.at[i];
}

static void go(struct builder *b, struct play *play, struct state s, uint32_t w)
{
    const struct way *way = &b->flow->ways[w];
    double probability = b->input->odds->of_way[w];
    if (is_plain(b, way, s)) {
        struct state next = {way->opens, s.done, 0};
        play_leap(b, play, play_node(b, play, &next), probability, way->delay);
        return;
    }
    play_mark_done(b, play);
    if (way->counter != NONE && !way->is_then)
        s.counts = builder_count(b, s.counts, way->counter);
    marking_apply(&b->marking, b->flow, way, b->arena);
    touch_way(b, play, way);
    play_leap_marking(b, play, s.counts, probability, way->delay);
}

static void expand_call(struct builder *b, struct play *play, struct process *called)
{
    struct process_node *node = &play->nodes.at[play->n_expanded];
    struct state s = play->states.at[play->n_expanded];
    node->kind = PROCESS_BLOCK;
    node->branches = ARENA_ARRAY(b->arena, 1, struct process *);
    node->branches[0] = called;
    node->n_branches = 1;
    s.open |= CALLED;
    play_leap(b, play, play_node(b, play, &s), 1, NULL);
}

static void set_row(const struct builder *b, struct process_node *node, uint32_t r)
{
    const struct minutes *minutes = &b->input->minutes[r];
    node->kind = minutes->most > 0 ? PROCESS_ROW : PROCESS_NOTHING;
    node->row = r;
    node->minutes = minutes;
}

void play_set_row(const struct builder *b, struct play *play, uint32_t row)
{
    set_row(b, &play->nodes.at[play->n_expanded], row);
}

static void expand_row(struct builder *b, struct play *play)
{
    struct state s = play->states.at[play->n_expanded];
    uint32_t r = s.open & ~CALLED;
    struct process *called = s.open & CALLED ? NULL : process_called(b->input, r);
    play_touch(b, play, r);
    if (called) {
        expand_call(b, play, called);
        return;
    }
    play_set_row(b, play, r);
    if (flow_is_end(b->flow, r))
        play_leap(b, play, NONE, 1, NULL);   /* kept as a node to count its visits */
    for (uint32_t w = b->flow->first_way[r]; w < b->flow->first_way[r + 1]; w++) {
        if (!(b->input->odds->of_way[w] > 0))
            continue;
        play->known->is_counting |= b->flow->ways[w].counter != NONE;
        if (builder_is_free(b, &b->flow->ways[w], s.counts))
            go(b, play, s, w);
    }
}

/* ---- plays -------------------------------------------------------------------------- */

struct play *play_push(struct builder *b)
{
    struct play *play = ARENA_NEW(b->arena, struct play);
    play->known = ARENA_NEW(b->arena, struct played);
    play->known->process = ARENA_NEW(b->arena, struct process);
    play->below = b->top;
    b->top = play;
    return play;
}

static int compare_runs(const void *a, const void *b)
{
    const struct run *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

/* Ascending, and those that meet as one: rows of a branch mostly stand together. */
static void sort_touched(run_list *touched)
{
    uint32_t n = 0;
    if (touched->n)
        qsort(touched->at, touched->n, sizeof *touched->at, compare_runs);
    for (uint32_t i = 0; i < touched->n; i++) {
        struct run run = touched->at[i];
        if (n && run.first <= touched->at[n - 1].end) {
            if (run.end > touched->at[n - 1].end)
                touched->at[n - 1].end = run.end;
        } else {
            touched->at[n++] = run;
        }
    }
    touched->n = n;
}

static void add_process(struct builder *b, struct process *p)
{
    p->sop = b->flow->sop;
    p->items = b->input->items;
    p->number = b->tree->n;
    *LIST_ADD(b->arena, b->tree) = p;
}

static void finish(struct builder *b, struct play *play)
{
    struct process *p = play->known->process;
    b->top = play->below;
    play->known->is_done = true;
    sort_touched(&play->known->touched);
    if (play->known->is_failed && !play->is_whole)
        return;
    p->nodes = play->nodes.at;
    p->n_nodes = play->nodes.n;
    p->leaps = play->leaps.at;
    p->n_leaps = play->leaps.n;
    p->beside = play->beside.at;
    p->n_beside = play->beside.n;
    add_process(b, p);
}

/* ---- plays that begin with one row ---------------------------------------------------- */

/* What is kept of a row that need not be played. */
struct lone {
    struct played known;
    struct process process;
    struct process_node node;
    struct run touched[2];
};

uint32_t builder_told_join(const struct builder *b, uint32_t r)
{
    const struct flow *f = b->flow;
    const struct way *way = &f->ways[f->first_way[r]];
    if (f->first_way[r + 1] != f->first_way[r] + 1 || way->counter != NONE ||
        way->outcome != NONE || way->opens != NONE || way->n_sets + way->n_kept != 1 ||
        process_called(b->input, r))
        return NONE;
    uint32_t join = flow_place_row(f, way->sets[0]);
    return f->first_place[join + 1] - f->first_place[join] > 1 ? join : NONE;
}

/* Need it not be played? */
static bool is_lone(const struct builder *b, uint32_t r)
{
    uint32_t join = builder_told_join(b, r);
    return join != NONE && b->flow->need[join] != 1 && !b->flow->n_clears[join];
}

static struct played *add_lone(struct builder *b, uint32_t r)
{
    struct lone *lone = ARENA_NEW(b->arena, struct lone);
    const struct way *way = &b->flow->ways[b->flow->first_way[r]];
    uint32_t place = way->sets[0];
    lone->touched[0] = (struct run){r, r + 1};
    lone->touched[1] = (struct run){place, place + 1};
    lone->known = (struct played){
        .process = &lone->process, .touched = {lone->touched, 2, 2},
        .rest = pool_put(&b->pool, &place, 1), .has_rest = true, .is_done = true};
    set_row(b, &lone->node, r);
    lone->node.n_leaps = 1;
    lone->process = (struct process){
        .nodes = &lone->node, .n_nodes = 1, .leaps = b->leap_out, .n_leaps = 1};
    add_process(b, &lone->process);
    return &lone->known;
}

static struct played *push_alone(struct builder *b, uint32_t row, uint32_t counts)
{
    struct play *play = play_push(b);
    play->known->counts = counts;
    add_node(b, play, &(struct state){row, 0, counts});
    return play->known;
}

/* The play that begins with that row while so much is counted. */
static struct played **counted_alone(struct builder *b, const struct state *s)
{
    uint32_t *place = state_place(&b->counted_index, &b->counted, s, b->arena);
    if (!*place) {
        *LIST_ADD(b->arena, &b->counted) = *s;
        *LIST_ADD(b->arena, &b->counted_alone) = NULL;
        *place = b->counted.n;
    }
    return &b->counted_alone.at[*place - 1];
}

/* Most branches count nothing: they are the same whatever is counted elsewhere. */
static struct played **alone_of(struct builder *b, uint32_t row, uint32_t counts)
{
    if (!b->alone)
        b->alone = ARENA_ARRAY(b->arena, b->flow->n_rows, struct played *);
    struct played **alone = &b->alone[row];
    bool is_of_any = *alone && (*alone)->is_done && !(*alone)->is_counting;
    if (!counts || is_of_any || is_lone(b, row))
        return alone;
    struct played **counted = counted_alone(b, &(struct state){row, 0, counts});
    if (*counted && (*counted)->is_done && !(*counted)->is_counting)
        *alone = *counted;
    return counted;
}

const struct played *play_alone(struct builder *b, uint32_t row, uint32_t counts)
{
    struct played **known = alone_of(b, row, counts);
    if (*known)
        return *known;
    bool has_to_be_played = !is_lone(b, row);
    *known = has_to_be_played ? push_alone(b, row, counts) : add_lone(b, row);
    return has_to_be_played ? NULL : *known;
}

/* ---- the stack of plays ------------------------------------------------------------------ */

static void expand(struct builder *b, struct play *play)
{
    struct process_node *node = &play->nodes.at[play->n_expanded];
    uint32_t open = play->states.at[play->n_expanded].open;
    if (!play->fork)
        node->first_leap = play->leaps.n;
    if (open == NONE || (!(open & CALLED) && open >= b->flow->n_rows)) {
        if (!fork_expand(b, play))
            return;   /* a play on top of this one comes first */
    } else {
        expand_row(b, play);
    }
    play->n_expanded++;
}

static void run_plays(struct builder *b)
{
    while (b->top) {
        struct play *play = b->top;
        play->known->is_failed |= b->is_too_large;
        if (play->known->is_failed || play->n_expanded == play->nodes.n)
            finish(b, play);
        else
            expand(b, play);
    }
}

/* ---- the whole ------------------------------------------------------------------------ */

static void mark_entries(struct builder *b)
{
    marking_clear(&b->marking);
    for (uint32_t i = 0; i < b->flow->n_entries; i++)
        if (b->flow->sop->rows.at[b->flow->entries[i]].kind != ROW_START)
            marking_open(&b->marking, b->flow->entries[i], b->arena);
}

/* A case begins by one of its starts, each as likely as the others. */
static void begin(struct builder *b, struct play *play)
{
    const struct flow *f = b->flow;
    play->is_whole = true;
    LIST_RESERVE(b->arena, &play->nodes, f->n_rows + 1);
    LIST_RESERVE(b->arena, &play->states, f->n_rows + 1);
    LIST_RESERVE(b->arena, &play->leaps, f->first_way[f->n_rows] + f->n_starts + 1);
    add_node(b, play, &(struct state){NONE, 0, 0});
    for (uint32_t i = 0; i < f->n_entries; i++) {
        uint32_t r = f->entries[i];
        if (f->sop->rows.at[r].kind != ROW_START)
            continue;
        mark_entries(b);
        if (f->first_way[r] < f->first_way[r + 1])
            marking_apply(&b->marking, f, &f->ways[f->first_way[r]], b->arena);
        play_leap_marking(b, play, 0, 1.0 / f->n_starts, NULL);
    }
    if (!f->n_starts) {
        mark_entries(b);
        play_leap_marking(b, play, 0, 1, NULL);
    }
    play->n_expanded = 1;
}

void process_build(const struct process_input *input, struct process_tree *tree,
                   struct arena *arena)
{
    struct process_input *kept = ARENA_NEW(arena, struct process_input);
    *kept = *input;
    kept->index = ARENA_ARRAY(arena, input->flow->n_rows, uint32_t);
    for (uint32_t r = 0; r < input->flow->n_rows; r++)
        kept->index[r] = NONE;
    struct builder b = {.input = kept, .flow = input->flow, .tree = tree, .arena = arena};
    pool_init(&b.pool, b.flow->n_places + b.flow->n_counters, arena);
    LIST_RESERVE(arena, &b.node_of, b.flow->n_rows + 1);
    b.leap_out = ARENA_NEW(arena, struct leap);
    *b.leap_out = (struct leap){NONE, 1, NULL};
    builder_find_counters(&b);
    for (uint32_t r = 0; r < b.flow->n_rows; r++)
        b.has_named_end |= flow_is_end(b.flow, r);
    struct play *whole = play_push(&b);
    begin(&b, whole);
    run_plays(&b);
    if (whole->known->is_failed)
        whole_region(&b, whole);
}
