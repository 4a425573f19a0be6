/*
 * What the files that play share. A stage is a procedure made ready: the state
 * of its case, and of its open rows when each will be over, as a heap. As no
 * procedure calls itself, each has one case at a time and needs one stage.
 */
#ifndef SOP_SIMULATE_INT_H
#define SOP_SIMULATE_INT_H

#include "runtime/simulate/simulate.h"
#include "runtime/vm/vm.h"

/* ---- heap.c: open rows, the one that is over first on top ------------------------- */

struct heap_entry {
    double time;
    uint32_t row;          /* number in the procedure; of equal times the lowest is first */
};

struct heap {
    struct heap_entry *at; /* room for all rows */
    uint32_t n;
    uint32_t *place;       /* row -> where it stands, from 1; 0: it does not */
};

void heap_put(struct heap *h, struct heap_entry entry);
/* Takes out a row that may stand anywhere, or not at all. */
void heap_remove(struct heap *h, uint32_t row);

/* ---- play.c ------------------------------------------------------------------------- */

/* What a row's drawing needs, ready. */
struct part {
    struct duration_sampler work, wait;
    const double *of;                  /* the odds of its answers ... */
    const bool *is_rework;
    const struct duration_sampler *delays;   /* ... and what passes behind each */
    uint32_t n_answers, n_tasks;
    uint32_t first_counter;            /* of its bounded answers, in their order */
    const struct image_outcome *answers;
    uint32_t calls;                    /* the procedure that is played for it, or NONE: */
    bool lasts_called;                 /* it lasts so long */
    bool ends_as_called;               /* its answer is the end of that */
    bool has_wait;                     /* a wait or delays */
    bool is_bounded;                   /* some answer is */
};

struct stage {
    struct part *parts;                /* per row of the procedure */
    struct vm_case *state;
    struct vm_effects effects;
    struct heap heap;
    uint32_t *answer;                  /* per row: how it will be done; NONE: a step */
    uint32_t *starts, n_starts;        /* of which a case begins by one */
    bool is_playing;
};

/* Figures of the first procedure's cases, summed up. */
struct sums {
    uint64_t *visits, *withdrawn;      /* per row */
    double *minutes;                   /* per row: its work */
    uint32_t n_rework;                 /* of the case in hand */
};

struct player {
    const struct image *image;
    const struct simulate_options *options;
    struct arena *arena;
    struct stage *stages;              /* per procedure */
    struct part *parts;                /* per row of the image */
    struct duration_sampler *delays;   /* per outcome of the image */
    struct simulate_odds odds;
    struct sums sums;
    struct random random;
    uint32_t n_events;                 /* left to the case in hand */
    uint32_t depth;
    struct simulate_fault *fault;
};

/* Makes all ready, but for the random numbers. False: memory is out. */
bool player_open(struct player *p);
/* Plays one case: its minutes, or NAN with p->fault told. */
double player_play(struct player *p);

/* ---- totals.c: many figures as a few ------------------------------------------------- */

/* Mean and spread of some figures. */
struct spread {
    uint32_t n;
    double mean, squares;              /* squares: of the distances from the mean */
};

void spread_add(struct spread *s, double figure);
/* Of a single figure it is not known: NAN. */
double spread_deviation(const struct spread *s);
struct simulate_mean spread_mean(const struct spread *s);

/* The same with its ends, and what percentiles need. */
struct totals {
    struct spread spread;
    double least, most;
    double *all;                       /* of so many that they are kept; else NULL */
    uint64_t *bins;
};

bool totals_open(struct totals *t, uint32_t n_cases, struct arena *arena);
void totals_add(struct totals *t, double minutes);
void totals_close(struct totals *t, struct simulate_result *result);

#endif
