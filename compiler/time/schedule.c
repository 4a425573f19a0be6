/*
 * The critical path method on the forward graph: earliest times forth, latest
 * times back. Every arc counts, whichever outcome it belongs to: a row that
 * only one of several alternatives leads to waits for the latest of them. An
 * arc takes the delay of its outcome; where a way ends, so does the case.
 */
#include <math.h>

#include "compiler/time/net.h"

/* Sums in another order differ in their last digits: that is no slack. */
static const double SAME = 1e-9;

static double larger(double a, double b)
{
    return a > b ? a : b;
}

/* What is known of the rows: their times by themselves, so that a pass comes by
 * little memory. */
struct passes {
    const struct time_net *net;
    struct time_row *rows;
    double longest, same;   /* minutes that are none */
    bool *is_reached;
    double *es;
    double *tail;           /* the longest way from its opening */
    uint32_t *next;         /* the row that this way goes on to, or NONE */
    double *ways;           /* how many longest ways of all lead on from it */
    uint32_t *counted;      /* 1 + the row before it for which it was counted last */
};

static struct passes passes_of(const struct time_net *net, struct time_row *rows)
{
    uint32_t n = net->flow->n_rows;
    return (struct passes){.net = net,
                           .rows = rows,
                           .is_reached = ARENA_ARRAY(net->arena, n, bool),
                           .es = ARENA_ARRAY(net->arena, n, double),
                           .tail = ARENA_ARRAY(net->arena, n, double),
                           .next = ARENA_ARRAY(net->arena, n, uint32_t),
                           .ways = ARENA_ARRAY(net->arena, n, double),
                           .counted = ARENA_ARRAY(net->arena, n, uint32_t)};
}

static void pass_forth(struct passes *p)
{
    const struct flow *f = p->net->flow;
    for (uint32_t i = 0; i < f->n_entries; i++)
        p->is_reached[f->entries[i]] = true;
    for (uint32_t i = 0; i < f->n_rows; i++) {
        uint32_t r = p->net->order[i];
        if (!p->is_reached[r])
            continue;
        double ef = p->es[r] + p->net->minutes[r];
        p->longest = larger(p->longest, ef);
        for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
            uint32_t to = p->net->to[a];
            if (to == NONE)
                continue;
            double ready = ef + time_net_delay(p->net, a);
            if (to == TO_END) {
                p->longest = larger(p->longest, ready);
                continue;
            }
            p->is_reached[to] = true;
            p->es[to] = larger(p->es[to], ready);
        }
    }
    p->same = SAME * p->longest;
}

static double finish(const struct passes *p, uint32_t r)
{
    return p->es[r] + p->net->minutes[r];
}

/* Also the least time between a row's end, its delay over, and what follows it:
 * the opening of a row, or, where a way ends, the end of the longest. */
static double find_tail(struct passes *p, uint32_t r)
{
    const struct flow *f = p->net->flow;
    double opens = p->longest, tail = 0;
    p->next[r] = NONE;
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
        uint32_t to = p->net->to[a];
        if (to == NONE)
            continue;
        double delay = time_net_delay(p->net, a);
        double rest = delay + (to == TO_END ? 0 : p->tail[to]);
        double at = to == TO_END ? p->longest : p->es[to];
        if (rest > tail || (p->next[r] == NONE && rest == tail)) {
            p->next[r] = to == TO_END ? NONE : to;
            tail = rest;
        }
        opens = at - delay < opens ? at - delay : opens;
    }
    p->tail[r] = p->net->minutes[r] + tail;
    return opens - finish(p, r);
}

static void set_row(const struct passes *p, uint32_t r, double gap)
{
    struct time_row *row = &p->rows[r];
    row->has_schedule = true;
    row->es = p->es[r];
    row->ef = finish(p, r);
    row->slack = p->longest - p->tail[r] - row->es;
    row->is_critical = row->slack <= p->same;
    if (row->is_critical)
        row->slack = 0;
    row->free_slack = gap <= p->same ? 0 : gap < row->slack ? gap : row->slack;
    row->ls = row->es + row->slack;
    row->lf = row->ef + row->slack;
}

/* Does a longest way go on by the arc at once, to a row not counted for this one yet? */
static bool is_further_way(struct passes *p, uint32_t from, uint32_t a)
{
    uint32_t to = p->net->to[a];
    double ready = finish(p, from) + time_net_delay(p->net, a);
    if (!p->rows[to].is_critical || p->es[to] - ready > p->same || p->counted[to] == from + 1)
        return false;
    p->counted[to] = from + 1;
    return true;
}

/* How many longest ways lead on from a critical row. Two outcomes that lead to
 * one row are one way; an end beside a row that takes no time is another. */
static double count_ways(struct passes *p, uint32_t r)
{
    const struct flow *f = p->net->flow;
    double n = 0, ends = p->next[r] == NONE ? finish(p, r) : -INFINITY;
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
        uint32_t to = p->net->to[a];
        if (to == TO_END)
            ends = larger(ends, finish(p, r) + time_net_delay(p->net, a));
        else if (to != NONE && is_further_way(p, r, a))
            n += p->ways[to];
    }
    return p->longest - ends <= p->same ? n + 1 : n;
}

static void pass_back(struct passes *p)
{
    for (uint32_t i = p->net->flow->n_rows; i-- > 0;) {
        uint32_t r = p->net->order[i];
        double gap = find_tail(p, r);
        if (!p->is_reached[r])
            continue;
        set_row(p, r, gap);
        if (p->rows[r].is_critical)
            p->ways[r] = count_ways(p, r);
    }
}

/* One longest way: from the entry with the longest before it, as written. */
static void list_critical(struct time_report *report, const struct passes *p)
{
    const struct flow *f = report->flow;
    uint32_t first = NONE;
    for (uint32_t i = 0; i < f->n_entries; i++)
        if (first == NONE || p->tail[f->entries[i]] > p->tail[first])
            first = f->entries[i];
    report->critical = ARENA_ARRAY(p->net->arena, f->n_rows, uint32_t);
    for (uint32_t r = first; r != NONE; r = p->next[r])
        report->critical[report->n_critical++] = r;
}

void time_net_schedule(const struct time_net *net, struct time_report *report)
{
    const struct flow *f = net->flow;
    struct passes p = passes_of(net, report->rows);
    pass_forth(&p);
    pass_back(&p);
    report->longest = p.longest;
    list_critical(report, &p);
    for (uint32_t i = 0; i < f->n_entries; i++)
        if (p.es[f->entries[i]] <= p.same)
            report->n_critical_paths += p.ways[f->entries[i]];
}
