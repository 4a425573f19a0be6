/*
 * time: how long a procedure takes, worked out from its flow graph.
 *
 * The forward graph is what is left without rework: loop arcs are out, and so
 * are outcomes that come back or from which no end is reached without coming
 * back. A row lasts its work and its wait, as printed. On that graph:
 * straight through adds up the rows that the forward outcomes lead through,
 * side-by-side branches all of them; the critical path is the longest way (a
 * join, and of several alternatives, waits for the latest); the shortest is
 * the least time that choices alone can make of it. All in working minutes,
 * all linear in rows and arcs.
 * A report points into its flow and its arena; nothing is changed afterwards.
 */
#ifndef SOP_TIME_H
#define SOP_TIME_H

#include "compiler/flow/flow.h"

struct time_options {
    uint32_t items;        /* of a case, for times `per item`; 0 counts as 1 */
    double rework;         /* 0..1: how often a decision that gives no percentages sends
                              back, all its outcomes of rework together */
    bool has_rework;       /* else TIME_USUAL_REWORK */
};

#define TIME_USUAL_REWORK 0.1

struct time_row {
    double work, wait;     /* as printed, times the items */
    double es, ef, ls, lf; /* earliest and latest start and finish */
    double slack;
    bool is_straight;      /* straight through comes by */
    bool has_schedule;     /* reached without rework; else es ... slack say nothing */
    bool is_critical;      /* no slack */
    double free_slack;     /* later by so much, nothing that follows begins later */
    double visits;         /* expected, of one case; NAN where not worked out */
};

/*
 * An actor's part of a straight-through case. Work counts once for every
 * actor that does or assists a row, and for every unit of `each`; a row that
 * any of several may do, and its hand-over, is shared evenly among them.
 */
struct time_actor {
    double minutes;
    double handovers;      /* how often work comes to it from others */
    double share;          /* of all actors' minutes, 0..1 */
    double expected;       /* minutes with rework; NAN where not worked out */
};

/*
 * How the expected time was found. Exact: sums over a Markov chain. Lattice:
 * at joins of random branches by products of their distributions, on a
 * lattice. Bounds: the mean lies between `low` and `high`, no more is known
 * without simulation.
 */
enum time_method { TIME_EXACT, TIME_LATTICE, TIME_BOUNDS };

enum time_percentile { TIME_P50, TIME_P80, TIME_P95, TIME_P99, N_TIME_PERCENTILES };

/* Elapsed minutes of a case with rework and choices. What is not known is NAN.
 * A case that never ends lasts INFINITY minutes. */
struct time_expected {
    enum time_method method;
    double minutes, stddev;
    double low, high;                       /* TIME_BOUNDS only */
    double percentiles[N_TIME_PERCENTILES];
};

struct time_report {
    const struct flow *flow;
    const struct sop *sop;
    uint32_t items;
    struct time_row *rows;
    struct time_actor *actors;     /* as the sop's */
    double straight;
    double shortest;               /* INFINITY where no end can be reached */
    double longest;                /* the critical path */
    uint32_t *critical;            /* one longest way, row by row */
    uint32_t n_critical;
    struct time_expected expected;
};

/*
 * The flow of a sop without errors: its arcs without the loops must have no
 * cycle (asserted).
 */
struct time_report *time_analyse(const struct flow *flow, const struct time_options *options,
                                 struct arena *arena);

/* For people: a text of at most 80 columns. */
void time_table(const struct time_report *report, enum language language, struct bytes *out);
/* For programs: one report as data (docs: `sopc time --format json`), which the
 * caller owns. What is promised and not worked out yet is null. */
struct json_t;
struct json_t *time_json(const struct time_report *report);
/* A list of reports as one document: a single one is the document itself,
 * several are its `sops`. */
void time_json_write(const struct json_t *reports, struct bytes *out);
/* For a drawing: which rows are critical, and how long against the longest row. */
struct flow_notes *time_notes(const struct time_report *report, struct arena *arena);

#endif
