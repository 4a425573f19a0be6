/* A case on real days: one pass over the forward graph, in its order. */
#include <math.h>

#include "compiler/time/plan.h"

static const struct calendar on_the_wall = {.is_always = true};

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Minutes of one duration, by the clock that it is counted with. */
static int64_t pass(const struct time_plan *plan, const struct duration *d, int64_t from,
                    double minutes)
{
    if (from == CALENDAR_NEVER)
        return from;
    return calendar_add(d->is_calendar ? &on_the_wall : &plan->calendar, from, minutes);
}

/* People take up work when they are there. */
static int64_t opening(const struct time_plan *plan, const struct row *row, double work,
                       int64_t from)
{
    bool is_at_once = work <= 0 || row->work.is_calendar;
    return is_at_once || from == CALENDAR_NEVER ? from
                                                : calendar_next_open(&plan->calendar, from);
}

int64_t time_plan_delayed(const struct time_plan *plan, const struct outcome *outcome,
                          double minutes, int64_t from)
{
    return outcome ? pass(plan, &outcome->delay, from, minutes) : from;
}

struct plan_times time_plan_row(const struct time_plan *plan, const struct time_report *report,
                                uint32_t r, int64_t ready)
{
    const struct row *row = &report->sop->rows.at[r];
    const struct time_row *t = &report->rows[r];
    struct plan_times times;
    times.opens = opening(plan, row, t->work, ready);
    times.worked = pass(plan, &row->work, times.opens, t->work);
    times.ends = pass(plan, &row->wait, times.worked, t->wait);
    return times;
}

/* What follows the row waits for it, and for the delay of the outcome. */
static void lead_on(const struct time_net *net, struct time_plan *plan, uint32_t r,
                    int64_t *ready)
{
    const struct flow *f = net->flow;
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
        const struct arc *arc = &f->arcs[a];
        const struct outcome *o =
            arc->outcome == NONE ? NULL : &f->sop->rows.at[r].outcomes.at[arc->outcome];
        plan->has_rework |= !net->is_forward[a] && !(o && o->kind == OUTCOME_LATE);
        if (!net->is_forward[a])
            continue;
        int64_t at = time_plan_delayed(plan, o, time_net_delay(net, a), plan->ends[r]);
        plan->has_wall |= o && o->delay.is_calendar;
        if (arc->to == TO_END)
            plan->end = later(plan->end, at);
        else
            ready[arc->to] = later(ready[arc->to], at);
    }
}

static void plan_row(const struct time_report *report, struct time_plan *plan, uint32_t r,
                     int64_t ready)
{
    const struct row *row = &report->sop->rows.at[r];
    struct plan_times times = time_plan_row(plan, report, r, ready);
    plan->opens[r] = times.opens;
    plan->worked[r] = times.worked;
    plan->ends[r] = times.ends;
    plan->end = later(plan->end, times.ends);
    plan->has_wall |= row->work.is_calendar || row->wait.is_calendar;
}

static void plan_rows(const struct time_net *net, const struct time_report *report,
                      struct time_plan *plan)
{
    uint32_t n = net->flow->n_rows;
    int64_t *ready = ARENA_ARRAY(net->arena, n, int64_t);
    for (uint32_t r = 0; r < n; r++)
        ready[r] = plan->begin;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = net->order[i];
        plan->opens[r] = plan->worked[r] = plan->ends[r] = CALENDAR_NEVER;
        if (!report->rows[r].has_schedule)
            continue;
        plan_row(report, plan, r, ready[r]);
        lead_on(net, plan, r, ready);
    }
}

static int64_t lay_on_days(const struct time_plan *plan, double minutes)
{
    if (!isfinite(minutes) || plan->has_wall || plan->begin == CALENDAR_NEVER)
        return CALENDAR_NEVER;
    return calendar_add(&plan->calendar, plan->begin, minutes);
}

bool time_plan_never_works(const struct time_plan *plan)
{
    return plan->begin == CALENDAR_NEVER ||
           calendar_next_open(&plan->calendar, plan->begin) == CALENDAR_NEVER;
}

struct time_plan *time_plan_build(const struct time_net *net, const struct time_report *report,
                                  const struct time_options *options, struct arena *arena)
{
    const struct sop *sop = report->sop;
    uint32_t n = net->flow->n_rows;
    struct time_plan *plan = ARENA_NEW(arena, struct time_plan);
    plan->calendar = sop->calendar ? *sop->calendar : calendar_default;
    plan->calendar.zone = 0;   /* from here on the office's clock is the only one */
    plan->begin = plan->end = options->is_start_day
                                  ? calendar_next_open(&plan->calendar, options->start)
                                  : options->start;
    plan->opens = ARENA_ARRAY(arena, n, int64_t);
    plan->worked = ARENA_ARRAY(arena, n, int64_t);
    plan->ends = ARENA_ARRAY(arena, n, int64_t);
    plan->latest = ARENA_ARRAY(arena, n, int64_t);
    plan->is_critical = ARENA_ARRAY(arena, n, bool);
    plan_rows(net, report, plan);
    time_plan_slack(net, report, plan);
    plan->expected = lay_on_days(plan, report->expected.minutes);
    for (int p = 0; p < N_TIME_PERCENTILES; p++)
        plan->percentiles[p] = lay_on_days(plan, report->expected.percentiles[p]);
    return plan;
}
