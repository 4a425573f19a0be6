/* What the files of flow share. */
#ifndef SOP_FLOW_INT_H
#define SOP_FLOW_INT_H

#include "compiler/flow/flow.h"

/*
 * The rows that can be opened at all when `without` is left out (NONE: none
 * is): the least set that holds the entries, each row with a way in from the
 * set, and each joined row when every group (or as many as it needs) has a member in it.
 */
bool *flow_openable(const struct flow *flow, struct arena *arena, uint32_t without);

/* dominators.c: which rows lie on every way from an entry to a row. */
struct dominators {
    const struct flow *flow;
    uint32_t root;             /* n_rows: stands before the entries */
    uint32_t *number;          /* row -> its number in postorder; NONE: no way leads there */
    uint32_t *order;           /* the other way round */
    uint32_t n;
    uint32_t *parent;          /* row -> the nearest before it */
    uint32_t *first, *size;    /* row -> the interval of those it lies before, with itself */
    uint32_t *first_into;      /* row -> the rows with an arc to it: where they begin ... */
    uint32_t *into;            /* ... in here */
};
void dominators_find(struct dominators *d, const struct flow *flow, struct arena *arena);
/* The nearest row (or the root, or one of the two) on every way to both. */
uint32_t dominators_meet(const struct dominators *d, uint32_t a, uint32_t b);
bool dominators_lies_before(const struct dominators *d, uint32_t before, uint32_t row);

/* One search for the rows that can be opened; used again for the next. */
struct opening {
    const struct flow *flow;
    bool *is_open;
    bool *is_met;         /* per place: a member of the group is in the set */
    uint32_t *n_missing;  /* per row: groups without one that it needs */
    uint32_t *queue;
    uint32_t n_queued;
    uint32_t without;
};

struct opening opening_new(const struct flow *flow, struct arena *arena);
/* Fills is_open: what can be opened if that row is left out; NONE: none is. */
void opening_search_without(struct opening *o, uint32_t without);
/*
 * Fills is_open: what can be opened though none of those rows is ever done
 * (they open, and can be late).
 */
void opening_search(struct opening *o, const bool *is_undone);

/* row_heap.c: rows, the one of the lowest rank first; room for all is given. */
struct row_heap {
    uint32_t *rows, n;
    const uint32_t *rank;  /* per row */
};
void row_heap_put(struct row_heap *h, uint32_t row);
uint32_t row_heap_take(struct row_heap *h);

/* Answers "always before" for many pairs. */
struct before {
    const struct flow *flow;
    struct arena *arena;
    struct dominators dominators;
    bool has_joins;        /* some row waits for several groups */
    struct opening opening;
    uint32_t *order;       /* per row: an order in which they can open; NONE: never */
    uint32_t *first_into;  /* row -> the arcs to it from rows that can open: begin ... */
    uint32_t *into;        /* ... in here */
    bool *is_found_again;  /* per row: an arc leads back to it that needs it not */
    bool *is_entry;
    /* of the search in hand: a stamp for what it has touched */
    uint32_t n_searches, n_looks;
    uint32_t *lost, *queued;   /* per row */
    uint32_t *met;         /* per done place */
    struct row_heap heap;
    uint64_t **openable;   /* per row left out, a bit a row; NULL: not asked yet */
    uint64_t **openable_undone;   /* the same for a row that is never done */
};
void before_init(struct before *b, const struct flow *flow, struct arena *arena);
/* Can `row` not be opened unless `before` was? */
bool before_always(struct before *b, uint32_t before, uint32_t row);
/* ... unless `before` was done? */
bool before_done(struct before *b, uint32_t before, uint32_t row);

uint32_t flow_n_groups(const struct flow *flow, uint32_t row);

/* names.c */
/* An outcome in the words of the file: "no", "tidak", or its own. */
const char *outcome_word(const struct sop *sop, const struct outcome *o);
/* Where the arrow of an outcome is written; of a step, for NONE. */
struct span arrow_span(const struct row *row, uint32_t outcome, bool is_then);

/* ends.c: the first row from which no arc leads to an end, or NONE. */
uint32_t flow_endless(const struct flow *flow, struct arena *arena);
/* kept.c: adds to the ways that jump back the branches that stay done. */
void flow_keep(struct flow *flow, struct arena *arena, struct before *before);
/* withdraw.c: what the joined rows that need not all their groups clear. */
void flow_withdraw(struct flow *flow, struct arena *arena);
/* rules.c: the faults of rules that speak of other rows, of fields and data. */
void flow_check_rules(const struct flow *flow, struct arena *arena, struct diags *diags);
/* tell.c: labels the arrows by which the row above goes elsewhere. */
void flow_label_above(const struct flow *flow, uint32_t row, struct diags *diags, struct diag *d);
/* papers.c: hints at inputs that cannot be there yet. */
void flow_check_papers(const struct flow *flow, struct arena *arena, struct diags *diags);
/* loops.c: marks the arcs that go back. */
void flow_mark_loops(struct flow *flow, struct arena *arena, struct before *before);
/* loops.c: strongly connected components: row -> a row that stands for its own. */
uint32_t *flow_components(const struct flow *flow, struct arena *arena);

#endif
