/*
 * What the files that build processes share.
 *
 * A play is one process being built: states of the net that are reached from a
 * beginning, with one token, are its nodes. What a state keeps beside the open
 * row (done places, counts of bounded outcomes) are lists, each kept once in a
 * pool and known by its number there, so that a state is three numbers and a
 * step that changes nothing of them costs nothing for them.
 * Where a state has several rows open, each of them is played alone, by a play
 * on top of this one (plays in hand are a stack), and then joins are looked for
 * that bring them together (fork.c).
 */
#ifndef SOP_PROCESS_INT_H
#define SOP_PROCESS_INT_H

#include "compiler/time/process.h"

enum { MOST_STATES = 1000 * 1000, MOST_CELLS = 32 * 1000 * 1000 };

/* ---- pool.c: lists of numbers, equal ones once; 0 is the empty one ------------- */

struct pool {
    struct arena *arena;
    LIST_OF(uint32_t) cells;
    LIST_OF(uint32_t) first;       /* list -> its cells; one more than lists */
    uint32_t *alone, *first_by;    /* per number: the list of it alone, and the first of
                                      several that begins with it */
    uint32_t *slots, n_slots;      /* hash of the others */
    uint32_t n_hashed;
};

struct list {
    const uint32_t *at;
    uint32_t n;
};

typedef LIST_OF(uint32_t) numbers;

/* Lists begin with numbers below n. */
void pool_init(struct pool *p, uint32_t n, struct arena *arena);
uint32_t pool_put(struct pool *p, const uint32_t *at, uint32_t n);
/* Good until the next pool_put. */
struct list pool_list(const struct pool *p, uint32_t list);

/* ---- token.c: the net of a flow, a step at a time ------------------------------- */

/* What is set: rows that are open, ascending, and done places, ascending. */
struct marking {
    numbers open, done;
    numbers opened;                /* rows that opened, in this order */
    bool is_over;                  /* a named end took everything: */
    uint32_t end;                  /* this row */
    bool is_broken;                /* something was set twice, or opened while it was open */
    bool is_race;                  /* a join did not wait for all its groups */
};

void marking_clear(struct marking *m);
void marking_open(struct marking *m, uint32_t row, struct arena *arena);
void marking_close(struct marking *m, uint32_t row);
bool marking_is_open(const struct marking *m, uint32_t row);
/* A join that was waited for opens; by a named end the case is over. */
void marking_open_join(struct marking *m, const struct flow *flow, uint32_t join,
                       struct arena *arena);
/* What a way sets, and what fires of it. Neither its row nor anything else of
 * the way is open any more. */
void marking_apply(struct marking *m, const struct flow *flow, const struct way *way,
                   struct arena *arena);

/* ---- plays ---------------------------------------------------------------------- */

/* Known by the numbers of its lists. `open`: a row; behind the rows, a list of
 * several; CALLED is set where the sop that the row calls is over. */
struct state {
    uint32_t open, done, counts;
};
#define CALLED (UINT32_C(1) << 31)
typedef LIST_OF(struct state) state_list;

static inline bool state_is(const struct state *a, const struct state *b)
{
    return a->open == b->open && a->done == b->done && a->counts == b->counts;
}

/* states.c: a hash from states to their places in a list, from 1. */
struct state_index {
    uint32_t *slots, n_slots;
    uint32_t n;
};
/* Where the place of the state is kept. 0 there: it is new, and must be given one. */
uint32_t *state_place(struct state_index *index, const state_list *states,
                      const struct state *s, struct arena *arena);

/* Places from `first` to before `end`. */
struct run {
    uint32_t first, end;
};
typedef LIST_OF(struct run) run_list;

/* What is known of a play, and all of it that is kept when it is over. */
struct played {
    struct process *process;
    run_list touched;              /* places that it sets or clears; sorted when it is done */
    uint32_t counts;               /* when it begins */
    uint32_t rest, rest_counts;    /* what it leaves, if it ended once: */
    bool has_rest;
    bool is_counting;              /* what is counted makes a difference to it */
    bool is_done, is_failed;
};

struct play {
    struct played *known;
    struct play *below;            /* in the stack of plays */
    LIST_OF(struct process_node) nodes;
    LIST_OF(struct leap) leaps;
    state_list states;             /* per node */
    struct state_index index;
    LIST_OF(struct beside) beside;
    uint32_t n_expanded;           /* nodes */
    bool is_whole;                 /* of the procedure: its end is the end of the case */
    bool is_broken;                /* failed, because the flow is not sound */
    struct fork *fork;             /* the one in hand, of node n_expanded */
};

/* fork.c: places that an element touches, or one that it rests on. */
struct claim {
    uint32_t first, end, element;
};
typedef LIST_OF(struct claim) claim_list;

struct builder {
    const struct process_input *input;
    const struct flow *flow;
    struct behind *behind;         /* region.c; NULL: not asked yet */
    struct process_tree *tree;
    struct arena *arena;
    struct pool pool;
    struct marking marking;        /* of the step in hand */
    numbers scratch;
    struct played **alone;         /* per row: the play that begins with it, or NULL; ... */
    state_list counted;            /* ... where something is counted, per state of these */
    LIST_OF(struct played *) counted_alone;
    struct state_index counted_index;
    numbers node_of;               /* of the whole, per `open`, nothing else being set; ... */
    numbers first_with;            /* ... and per `done`: the first node with it */
    const uint32_t *component;     /* per row; NULL: nothing is counted */
    uint32_t *counter_row;         /* per counter */
    struct play *top;              /* of the stack */
    uint32_t n_states;
    struct leap *leap_out;         /* of every process of one row, which has no other */
    struct fork *spare_forks;      /* fork.c: those that are over, and scratch */
    claim_list claims, held;
    LIST_OF(struct element *) taken;
    bool is_too_large;
    bool has_named_end;            /* the flow */
};

/* ---- counts.c: a list of pairs, a counter and how often its outcome was taken ----- */

void builder_find_counters(struct builder *b);
/* What is left of the counts where that is set: only what can be counted again. */
uint32_t builder_counts(struct builder *b, uint32_t counts, const struct marking *m);
/* Once more. */
uint32_t builder_count(struct builder *b, uint32_t counts, uint32_t counter);
/* Of a bounded outcome's two ways one is free at a time. */
bool builder_is_free(const struct builder *b, const struct way *way, uint32_t counts);

/* ---- process.c ------------------------------------------------------------------- */

/* The node of a state; made if it is new. */
uint32_t play_node(struct builder *b, struct play *play, const struct state *state);
void play_leap(struct builder *b, struct play *play, uint32_t to, double probability,
               const struct duration *delay);
struct play *play_push(struct builder *b);
/* The join that the row tells one group of, if that is all that comes of it; or NONE. */
uint32_t builder_told_join(const struct builder *b, uint32_t row);
/* The next node of the play is that row. */
void play_set_row(const struct builder *b, struct play *play, uint32_t row);
/* The play that begins with that row alone. NULL: it was pushed, and comes first. */
const struct played *play_alone(struct builder *b, uint32_t row, uint32_t counts);
void play_touch(struct builder *b, struct play *play, uint32_t place);
/* b->marking, of what is kept at the next node. */
void play_mark_done(struct builder *b, const struct play *play);
/* A leap to what is set in b->marking. */
void play_leap_marking(struct builder *b, struct play *play, uint32_t counts,
                       double probability, const struct duration *delay);

#endif
