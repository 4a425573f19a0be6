/*
 * What is critical on real days: the plan walked back from its end. In working
 * minutes alone that is the slack of the critical path method, laid on days.
 * Where rows count by the clock on the wall it is not: three days of waiting
 * over a weekend are less than two days of work. Then the latest moment at
 * which a row can be taken up is searched for, its end being the later the
 * later it begins.
 */
#include "compiler/time/plan.h"

/* What is passed on the way back: a row, or the delay of its outcome. */
struct passage {
    const struct time_plan *plan;
    const struct time_report *report;
    uint32_t row;
    const struct outcome *outcome;   /* NULL: the row itself */
    double delay;                    /* of the outcome, minutes */
};

static int64_t end_of(const struct passage *p, int64_t ready)
{
    return p->outcome ? time_plan_delayed(p->plan, p->outcome, p->delay, ready)
                      : time_plan_row(p->plan, p->report, p->row, ready).ends;
}

/* The last moment to begin at, so that the end is not behind `limit`; `early`
 * is one such. */
static int64_t latest_begin(const struct passage *p, int64_t early, int64_t limit)
{
    int64_t late = limit + 1;
    while (late - early > 1) {
        int64_t middle = early + (late - early) / 2;
        if (end_of(p, middle) <= limit)
            early = middle;
        else
            late = middle;
    }
    return early;
}

/* The latest end of a row, so that none of those that follow is too late. */
static int64_t latest_end(const struct time_net *net, const struct time_report *report,
                          const struct time_plan *plan, uint32_t r, const int64_t *ready)
{
    const struct flow *f = net->flow;
    int64_t latest = plan->end;
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
        const struct arc *arc = &f->arcs[a];
        if (!net->is_forward[a])
            continue;
        int64_t limit = arc->to == TO_END ? plan->end : ready[arc->to];
        if (arc->outcome != NONE) {
            struct passage p = {plan, report, r,
                                &f->sop->rows.at[r].outcomes.at[arc->outcome],
                                time_net_delay(net, a)};
            limit = latest_begin(&p, plan->ends[r], limit);
        }
        latest = limit < latest ? limit : latest;
    }
    return latest;
}

/* Is there no work, or no time, between the moments at which it can begin? */
static bool cannot_wait(const struct time_report *report, const struct time_plan *plan,
                        uint32_t r, int64_t ready)
{
    bool is_at_once = report->rows[r].work <= 0 || report->sop->rows.at[r].work.is_calendar;
    double minutes = is_at_once ? (double)(ready - plan->opens[r]) / MINUTE_MS
                                : calendar_minutes_between(&plan->calendar, plan->opens[r], ready);
    return minutes < 0.01;
}

static void walk_back(const struct time_net *net, const struct time_report *report,
                      struct time_plan *plan)
{
    uint32_t n = net->flow->n_rows;
    int64_t *ready = ARENA_ARRAY(net->arena, n, int64_t);   /* the latest to begin at */
    for (uint32_t i = n; i-- > 0;) {
        uint32_t r = net->order[i];
        if (!report->rows[r].has_schedule)
            continue;
        struct passage p = {.plan = plan, .report = report, .row = r};
        plan->latest[r] = latest_end(net, report, plan, r, ready);
        ready[r] = latest_begin(&p, plan->opens[r], plan->latest[r]);
        plan->is_critical[r] = cannot_wait(report, plan, r, ready[r]);
    }
}

static void lay_slack(const struct time_report *report, struct time_plan *plan)
{
    for (uint32_t r = 0; r < report->flow->n_rows; r++) {
        const struct time_row *t = &report->rows[r];
        plan->is_critical[r] = t->is_critical;
        if (t->has_schedule)
            plan->latest[r] = calendar_add(&plan->calendar, plan->ends[r], t->slack);
    }
}

void time_plan_slack(const struct time_net *net, const struct time_report *report,
                     struct time_plan *plan)
{
    for (uint32_t r = 0; r < report->flow->n_rows; r++)
        plan->latest[r] = CALENDAR_NEVER;
    if (plan->end == CALENDAR_NEVER)
        return;
    if (plan->has_wall)
        walk_back(net, report, plan);
    else
        lay_slack(report, plan);
}
