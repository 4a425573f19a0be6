/*
 * The critical path method on the forward graph: earliest times forth, latest
 * times back. Every arc counts, whichever outcome it belongs to: a row that
 * only one of several alternatives leads to waits for the latest of them.
 */
#include <math.h>

#include "compiler/time/net.h"

/* Sums in another order differ in their last digits: that is no slack. */
static const double SAME = 1e-9;

static void pass_forth(const struct time_net *net, struct time_report *report)
{
    const struct flow *f = net->flow;
    struct time_row *rows = report->rows;
    for (uint32_t i = 0; i < f->n_entries; i++)
        rows[f->entries[i]].has_schedule = true;
    for (uint32_t i = 0; i < f->n_rows; i++) {
        uint32_t r = net->order[i];
        if (!rows[r].has_schedule)
            continue;
        rows[r].ef = rows[r].es + net->minutes[r];
        report->longest = fmax(report->longest, rows[r].ef);
        for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
            uint32_t to = f->arcs[a].to;
            if (!net->is_forward[a] || to == TO_END)
                continue;
            rows[to].has_schedule = true;
            rows[to].es = fmax(rows[to].es, rows[r].ef);
        }
    }
}

/* The longest way from the opening of each row; *next the row it goes on to. */
static double *pass_back(const struct time_net *net, uint32_t *next)
{
    const struct flow *f = net->flow;
    double *tail = ARENA_ARRAY(net->arena, f->n_rows, double);
    for (uint32_t i = f->n_rows; i-- > 0;) {
        uint32_t r = net->order[i];
        next[r] = NONE;
        for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
            uint32_t to = f->arcs[a].to;
            if (net->is_forward[a] && to != TO_END && (next[r] == NONE || tail[to] > tail[next[r]]))
                next[r] = to;
        }
        tail[r] = net->minutes[r] + (next[r] == NONE ? 0 : tail[next[r]]);
    }
    return tail;
}

/* The least time between a row's end and what follows it: the opening of a row,
 * or, where a way ends, the end of the longest. */
static double gap_behind(const struct time_net *net, const struct time_report *report, uint32_t r)
{
    const struct flow *f = net->flow;
    double next = report->longest;
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++)
        if (net->is_forward[a] && f->arcs[a].to != TO_END)
            next = fmin(next, report->rows[f->arcs[a].to].es);
    return next - report->rows[r].ef;
}

static void set_free_slack(const struct time_net *net, struct time_report *report)
{
    for (uint32_t r = 0; r < net->flow->n_rows; r++) {
        struct time_row *row = &report->rows[r];
        double gap = row->has_schedule && !row->is_critical ? gap_behind(net, report, r) : 0;
        row->free_slack = gap <= SAME * report->longest ? 0 : fmin(gap, row->slack);
    }
}

static void set_latest(struct time_row *row, double longest, double tail)
{
    if (!row->has_schedule)
        return;
    row->slack = longest - tail - row->es;
    row->is_critical = row->slack <= SAME * longest;
    if (row->is_critical)
        row->slack = 0;
    row->ls = row->es + row->slack;
    row->lf = row->ef + row->slack;
}

/* One longest way: from the entry with the longest before it, as written. */
static void list_critical(struct time_report *report, const double *tail, const uint32_t *next)
{
    const struct flow *f = report->flow;
    uint32_t first = NONE;
    for (uint32_t i = 0; i < f->n_entries; i++)
        if (first == NONE || tail[f->entries[i]] > tail[first])
            first = f->entries[i];
    for (uint32_t r = first; r != NONE; r = next[r])
        report->critical[report->n_critical++] = r;
}

/* Does a longest way go from this critical row straight to that one? */
static bool is_link(const struct time_report *report, uint32_t from, uint32_t to)
{
    return report->rows[to].is_critical &&
           report->rows[to].es - report->rows[from].ef <= SAME * report->longest;
}

/*
 * How many longest ways lead on from a critical row. A row that two outcomes
 * lead to is one follower: *counted holds for which row it was counted last.
 */
static double ways_on(const struct time_net *net, const struct time_report *report, uint32_t r,
                      const double *ways, uint32_t *counted)
{
    const struct flow *f = net->flow;
    bool is_followed = false, is_end = false;
    double n = 0;
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
        uint32_t to = f->arcs[a].to;
        if (!net->is_forward[a])
            continue;
        is_end |= to == TO_END;
        is_followed |= to != TO_END;
        if (to == TO_END || counted[to] == r + 1 || !is_link(report, r, to))
            continue;
        counted[to] = r + 1;
        n += ways[to];
    }
    is_end = (is_end || !is_followed) &&
             report->longest - report->rows[r].ef <= SAME * report->longest;
    return is_end ? n + 1 : n;
}

/* All longest ways, from the end back: there may be more than can be listed. */
static double count_critical(const struct time_net *net, const struct time_report *report)
{
    const struct flow *f = net->flow;
    double *ways = ARENA_ARRAY(net->arena, f->n_rows, double), n = 0;
    uint32_t *counted = ARENA_ARRAY(net->arena, f->n_rows, uint32_t);
    for (uint32_t i = f->n_rows; i-- > 0;) {
        uint32_t r = net->order[i];
        if (report->rows[r].is_critical)
            ways[r] = ways_on(net, report, r, ways, counted);
    }
    for (uint32_t i = 0; i < f->n_entries; i++)
        if (report->rows[f->entries[i]].es <= SAME * report->longest)
            n += ways[f->entries[i]];
    return n;
}

void time_net_schedule(const struct time_net *net, struct time_report *report)
{
    uint32_t n = net->flow->n_rows;
    uint32_t *next = ARENA_ARRAY(net->arena, n, uint32_t);
    report->critical = ARENA_ARRAY(net->arena, n, uint32_t);
    pass_forth(net, report);
    const double *tail = pass_back(net, next);
    for (uint32_t r = 0; r < n; r++)
        set_latest(&report->rows[r], report->longest, tail[r]);
    set_free_slack(net, report);
    list_critical(report, tail, next);
    report->n_critical_paths = count_critical(net, report);
}
