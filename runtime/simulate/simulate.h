/*
 * simulate: a compiled SOP played many times, by the same vm_step that runs
 * real cases.
 *
 * A case is played by itself: nobody waits for a person. A row lasts its work,
 * its wait and the delay of its outcome, drawn when it opens; of the open rows
 * the one that is over first is done next, so joins take the latest clock they
 * wait for, and races and named ends withdraw what is open. A row that calls and
 * gives no time of its own lasts a whole case of the called procedure, and a
 * decision that calls goes the way of the end which that case came to. Odds are
 * those of `sopc time`: percentages that are written, what they leave shared,
 * else the usual rework; data decide nothing, and nothing is ever late.
 *
 * Case number i of a seed draws the same numbers whatever is played before it:
 * equal options give equal results. All times are working minutes.
 */
#ifndef SOP_SIMULATE_H
#define SOP_SIMULATE_H

#include "runtime/image/image.h"

#define SIMULATE_USUAL_REWORK 0.1
#define SIMULATE_MOST_CASES 1000000000u
/* So many events of one case, and it is given up: it goes round for ever. */
#define SIMULATE_MOST_EVENTS 1000000u
/* Up to so many cases percentiles are exact, beyond them within 1 % (of what
 * lasts from a millionth of a minute to 1e12 minutes). */
#define SIMULATE_MOST_EXACT 1000000u

struct simulate_options {
    uint32_t n_cases;      /* 1 to SIMULATE_MOST_CASES */
    uint64_t seed;
    uint32_t items;        /* of a case, for times `per item`; at least 1 */
    double rework;         /* 0..1: how often a decision without percentages sends back */
    /* Called now and then, with the cases that are played; may be NULL. */
    void (*on_progress)(void *context, uint32_t n_cases);
    void *context;
};

enum simulate_percentile { SIMULATE_P50, SIMULATE_P80, SIMULATE_P95, SIMULATE_P99,
                           N_SIMULATE_PERCENTILES };

/* Where a row's odds come from. */
enum simulate_source {
    SIMULATE_NO_CHOICE,    /* a step, or a decision with one answer */
    SIMULATE_GIVEN,        /* by percentages */
    SIMULATE_SHARED,       /* some are given, the rest is shared */
    SIMULATE_REWORK,       /* none is given: assumed, some of it is rework */
    SIMULATE_EVEN,         /* none is given: all are taken as even */
    SIMULATE_CALLED,       /* none is given: the called case's end decides */
};

/* Of a figure of cases: its mean, and the standard error of that. */
struct simulate_mean {
    double mean, error;    /* error: NAN of a single case */
};

struct simulate_result {
    uint32_t n_cases;
    struct simulate_mean minutes;
    double stddev;                 /* NAN of a single case */
    double least, most;
    double percentiles[N_SIMULATE_PERCENTILES];
    bool is_exact;                 /* the percentiles */
    struct simulate_mean rework;   /* ways back in a case */
    /* of the first procedure, of a case on average: */
    double *visits;                /* per row: how often it opens ... */
    double *withdrawn;             /* ... and is taken away again, */
    double *minutes_of_row;        /* its work, also what was taken away */
    double *minutes_of_actor;      /* per actor: its part of that */
    const enum simulate_source *source;   /* per row of the image */
};

enum simulate_fault_kind {
    SIMULATE_FINE,
    SIMULATE_NO_MEMORY,
    SIMULATE_TOO_LONG,     /* a case took more than SIMULATE_MOST_EVENTS */
    SIMULATE_NO_END,       /* a case is not over, and nothing is open */
    SIMULATE_STOPPED,      /* the VM stopped a case: the SOP is not sound */
    SIMULATE_CIRCLE,       /* a procedure calls itself, or calls go too deep */
};

struct simulate_fault {
    enum simulate_fault_kind kind;
    uint32_t case_number;          /* from 1 */
    uint32_t procedure;            /* of the image: where it happened */
};

/*
 * Plays the first procedure of an image. The result's arrays live in the arena,
 * which may be one that can run out. ERR_LIMIT: TOO_LONG or CIRCLE;
 * ERR_FINDING: NO_END or STOPPED; ERR_SYSTEM: NO_MEMORY.
 */
enum err simulate(const struct image *image, const struct simulate_options *options,
                  struct arena *arena, struct simulate_result *result,
                  struct simulate_fault *fault);

/* The odds of a procedure's outcomes, as they are drawn; by indices of the image. */
struct simulate_odds {
    const struct image *image;
    uint32_t procedure;
    double *of;                    /* per outcome */
    bool *is_rework;               /* per outcome: it sends back */
    enum simulate_source *source;  /* per row */
};

/* Fills in what belongs to a procedure; the arrays are the caller's, as long as
 * the image's tables. False: memory is out. */
bool simulate_find_odds(struct simulate_odds *odds, double rework);

#endif
