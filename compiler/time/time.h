/*
 * time: how long a procedure takes, worked out from its flow graph.
 *
 * The forward graph is what is left without rework: loop arcs are out, and so
 * are outcomes that come back or from which no end is reached without coming
 * back. A row lasts its work and its wait, as printed. On that graph:
 * straight through adds up the rows that the forward outcomes lead through,
 * side-by-side branches all of them; the critical path is the longest way (a
 * join, and of several alternatives, waits for the latest); the shortest is
 * the least time that choices alone can make of it. An outcome's delay passes
 * on its arcs. All in working minutes, all linear in rows and arcs.
 * A report points into its flow and its arena; nothing is changed afterwards.
 */
#ifndef SOP_TIME_H
#define SOP_TIME_H

#include "compiler/flow/flow.h"
#include "compiler/time/minutes.h"

struct time_options {
    uint32_t items;        /* of a case, for times `per item`; 0 counts as 1 */
    double rework;         /* 0..1: how often a decision that gives no percentages sends
                              back, all its outcomes of rework together */
    bool has_rework;       /* else TIME_USUAL_REWORK */
    double volume;         /* cases a year, for the staff they need; 0: not asked */
    double effective;      /* minutes that a person works a year; 0: TIME_EFFECTIVE */
    bool is_mean_only;     /* no percentiles: for many analyses of what differs little */
    bool has_gains;        /* find what would shorten the case most: analyses it often */
    bool has_start;        /* lay the case on real days from `start` */
    bool is_start_day;     /* begin with the first work of that day or after it */
    int64_t start;         /* by the office's clock: moment_parse (calendar.h) */
    /* The text's file, and the image that `sopc build` makes of it: for the line that
     * plays it where only bounds are known. NULL: not told. */
    const char *file, *image;
};

/* NULL: nothing is said. */
static inline uint32_t time_items(const struct time_options *options)
{
    return options && options->items ? options->items : 1;
}

#define TIME_USUAL_REWORK 0.1
/* 1,250 hours. Rule books on workload analysis differ, from 72,000 to 78,000. */
#define TIME_EFFECTIVE 75000

struct time_row {
    double work, wait;     /* as printed, times the items */
    double delay;          /* of the outcome that straight through takes; 0 of other rows */
    double es, ef, ls, lf; /* earliest and latest start and finish */
    double slack;
    bool is_straight;      /* straight through comes by */
    bool has_schedule;     /* reached without rework; else es ... slack say nothing */
    bool is_critical;      /* no slack */
    double free_slack;     /* it may end later by so much before a row that follows, or
                              the end, is later than at its earliest */
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

struct time_plan;
struct time_gains;
struct odds;

struct time_report {
    const struct flow *flow;
    const struct sop *sop;
    uint32_t items;
    double rework;                 /* as taken for decisions that give no percentages */
    double volume, effective;      /* 0 cases a year: staff was not asked for */
    struct time_row *rows;
    struct minutes *minutes;       /* per row: work and wait together */
    struct time_actor *actors;     /* as the sop's */
    double straight;
    double shortest;               /* INFINITY where no end can be reached */
    double longest;                /* the critical path */
    uint32_t *critical;            /* one longest way, row by row */
    uint32_t n_critical;
    double n_critical_paths;       /* the longest ways there are: it can be more than any
                                      integer holds, even INFINITY */
    struct time_expected expected;
    const char *file, *image;      /* as in the options */
    const struct odds *odds;       /* that it is expected by (odds.h); NULL: made by hand */
    const struct time_gains *gains;   /* gains.h; NULL: not asked for */
    const struct time_plan *plan;  /* the same on real days (plan.h); NULL: no start was given */
};

/*
 * The flow of a sop without errors: its arcs without the loops must have no
 * cycle (asserted).
 */
struct time_report *time_analyse(const struct flow *flow, const struct time_options *options,
                                 struct arena *arena);

/* The work and the waiting (delays too) of a straight-through case; together `straight`. */
double time_work(const struct time_report *report);
double time_wait(const struct time_report *report);

/* Is any numbered row not done exactly once? Then their visits are worth a column. */
bool time_has_visits(const struct time_report *report);

/* For people: a text of at most 80 columns. */
void time_table(const struct time_report *report, enum language language, struct bytes *out);
/* For programs: one report as data (docs: `sopc time --format json`), which the
 * caller owns. What is promised and not worked out yet is null. */
struct json_t;
struct json_t *time_json(const struct time_report *report);
/* A list of reports as one document: a single one is the document itself,
 * several are its `sops`, together its `office` (office.h). */
struct time_office;
void time_json_write(const struct json_t *reports, const struct time_office *office,
                     struct bytes *out);
/* For spreadsheets: a line that names the columns, then a line for each row of a report. */
void time_csv_begin(struct bytes *out);
void time_csv(const struct time_report *report, struct bytes *out);
/* For paper: a Gantt chart as an SVG file, on the days of the plan if there is one (which
 * must have an end). Of more rows than so many none should be made. */
#define TIME_GANTT_MOST_ROWS 2000u
void time_gantt(const struct time_report *report, enum language language, struct arena *arena,
                struct bytes *out);
/* For a drawing: which rows are critical, and how long against the longest row. */
struct flow_notes *time_notes(const struct time_report *report, struct arena *arena);

#endif
