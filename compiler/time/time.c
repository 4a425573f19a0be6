/* The whole analysis, in the order of its questions; and notes for drawings. */
#include <math.h>

#include "compiler/time/expected.h"
#include "compiler/time/gains.h"
#include "compiler/time/plan.h"

/* Once: rows are large. */
static void read_rows(struct time_report *report, struct arena *arena)
{
    const struct sop *sop = report->sop;
    report->rows = ARENA_ARRAY(arena, sop->rows.n, struct time_row);
    report->minutes = ARENA_ARRAY(arena, sop->rows.n, struct minutes);
    for (uint32_t r = 0; r < sop->rows.n; r++) {
        const struct row *row = &sop->rows.at[r];
        struct minutes work = minutes_of(&row->work, report->items, sop);
        struct minutes wait = minutes_of(&row->wait, report->items, sop);
        report->rows[r].work = work.mean;
        report->rows[r].wait = wait.mean;
        report->minutes[r] = minutes_sum(work, wait);
    }
}

static void read_options(struct time_report *report, const struct time_options *options)
{
    static const struct time_options usual = {0};
    const struct time_options *o = options ? options : &usual;
    report->items = time_items(o);
    report->rework = o->has_rework ? o->rework : TIME_USUAL_REWORK;
    report->volume = o->volume;
    report->file = o->file;
    report->image = o->image;
    report->effective = o->effective > 0 ? o->effective : TIME_EFFECTIVE;
}

struct time_report *time_analyse(const struct flow *flow, const struct time_options *options,
                                 struct arena *arena)
{
    struct time_report *report = ARENA_NEW(arena, struct time_report);
    report->flow = flow;
    report->sop = flow->sop;
    read_options(report, options);
    report->actors = ARENA_ARRAY(arena, flow->sop->actors.n, struct time_actor);
    read_rows(report, arena);
    struct time_net *net = time_net_build(flow, report->minutes, arena);
    time_net_walk(net, report->rows);
    time_net_actors(net, report);
    time_net_schedule(net, report);
    report->shortest = time_net_shortest(net);
    for (uint32_t r = 0; r < flow->n_rows; r++)
        if (report->rows[r].is_straight)
            report->straight += net->minutes[r] + report->rows[r].delay;
    time_expect(report, net, options, arena);
    if (options && options->has_gains)
        report->gains = time_gains_find(report, options, arena);
    if (options && options->has_start)   /* last: it lays all the rest on days */
        report->plan = time_plan_build(net, report, options, arena);
    return report;
}

double time_work(const struct time_report *report)
{
    double sum = 0;
    for (uint32_t r = 0; r < report->flow->n_rows; r++)
        if (report->rows[r].is_straight)
            sum += report->rows[r].work;
    return sum;
}

double time_wait(const struct time_report *report)
{
    double sum = 0;
    for (uint32_t r = 0; r < report->flow->n_rows; r++)
        if (report->rows[r].is_straight)
            sum += report->rows[r].wait + report->rows[r].delay;
    return sum;
}

bool time_has_visits(const struct time_report *report)
{
    for (uint32_t r = 0; r < report->flow->n_rows; r++)
        if (report->sop->rows.at[r].no && fabs(report->rows[r].visits - 1) >= 0.005)
            return true;
    return false;
}

struct flow_notes *time_notes(const struct time_report *report, struct arena *arena)
{
    uint32_t n = report->flow->n_rows;
    struct flow_notes *notes = ARENA_NEW(arena, struct flow_notes);
    notes->text = ARENA_ARRAY(arena, n, const char *);
    notes->weight = ARENA_ARRAY(arena, n, double);
    notes->critical = ARENA_ARRAY(arena, n, bool);
    double most = 0;
    for (uint32_t r = 0; r < n; r++)
        most = fmax(most, report->rows[r].work + report->rows[r].wait);
    for (uint32_t r = 0; r < n; r++) {
        notes->critical[r] = report->rows[r].is_critical;
        if (most > 0)
            notes->weight[r] = (report->rows[r].work + report->rows[r].wait) / most;
    }
    return notes;
}
