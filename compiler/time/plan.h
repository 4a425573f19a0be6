/*
 * plan: a case on real days, from a start: when each row opens and ends.
 *
 * The forward graph is walked as for the critical path (schedule.c), but each
 * row's end is looked up in the calendar: weekends, holidays and changes of
 * hours lie between, and calendar time goes by the clock on the wall. A row
 * with working time opens at the first moment that is worked; one without, or
 * whose time is calendar time, at once, night or day. An outcome's delay passes
 * on the way.
 * All moments are as the office's clock shows them (moment_of, calendar.h), or
 * CALENDAR_NEVER: not before the year 10000, or not known.
 */
#ifndef SOP_TIME_PLAN_H
#define SOP_TIME_PLAN_H

#include "compiler/time/net.h"

struct time_plan {
    struct calendar calendar;      /* the sop's or the default one, on the office's clock */
    int64_t begin;
    int64_t end;                   /* when the last row is over that rework does not lead to */
    int64_t *opens, *ends;         /* per row; CALENDAR_NEVER too for rows without a schedule */
    int64_t *worked;               /* per row: its work is over, and its wait begins */
    int64_t *latest;               /* per row: its end where `end` is not yet later */
    bool *is_critical;             /* per row: begun any later, the case ends later */
    bool has_rework;               /* ways lead back, which are not in it */
    /* The expected minutes and their percentiles laid on days from `begin`. Not
     * known where rows count by the clock on the wall (has_wall): minutes of both
     * sorts in one sum have no place on a calendar. */
    bool has_wall;
    int64_t expected;
    int64_t percentiles[N_TIME_PERCENTILES];
};

struct time_plan *time_plan_build(const struct time_net *net, const struct time_report *report,
                                  const struct time_options *options, struct arena *arena);

/* When a row is opened, worked and over if it could begin at `ready`. */
struct plan_times {
    int64_t opens, worked, ends;
};
struct plan_times time_plan_row(const struct time_plan *plan, const struct time_report *report,
                                uint32_t row, int64_t ready);
/* When an outcome's delay of so many minutes is over (NULL: of a step). */
int64_t time_plan_delayed(const struct time_plan *plan, const struct outcome *outcome,
                          double minutes, int64_t from);
/* Fills in latest and is_critical; time_plan_build does it. */
void time_plan_slack(const struct time_net *net, const struct time_report *report,
                     struct time_plan *plan);

/* Is there no moment of work from the beginning on? Then nothing ever ends. */
bool time_plan_never_works(const struct time_plan *plan);

/* For people: the summary and the rows, behind an empty line; nothing without a plan. */
void time_plan_table(const struct time_report *report, enum language language,
                     struct bytes *out);
/* "Started Monday ..., it ends Thursday ... if nothing is sent back; half of ..." */
void time_plan_write_summary(const struct time_report *report, enum language language,
                             struct bytes *out);
/* What is taken for granted of the days, as sentences; maybe nothing. */
void time_plan_write_granted(const struct time_report *report, enum language language,
                             struct bytes *out);
/* For programs: moments as the office's clock shows them, "2026-03-02T08:00:00"; null where
 * there is no plan, or a moment is not known. */
struct json_t;
struct json_t *time_plan_json(const struct time_report *report);

#endif
