/*
 * The critical path method on the forward graph: earliest times forth, latest
 * times back. Every arc counts, whichever outcome it belongs to: a row that
 * only one of several alternatives leads to waits for the latest of them.
 */
#include "compiler/time/net.h"

/* Sums in another order differ in their last digits: that is no slack. */
static const double SAME = 1e-9;

static double larger(double a, double b)
{
    return a > b ? a : b;
}

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
        report->longest = larger(report->longest, rows[r].ef);
        for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
            uint32_t to = f->arcs[a].to;
            if (!net->is_forward[a] || to == TO_END)
                continue;
            rows[to].has_schedule = true;
            rows[to].es = larger(rows[to].es, rows[r].ef);
        }
    }
}

/* What is known of the rows behind while we go back. */
struct back {
    const struct time_net *net;
    struct time_row *rows;
    double longest, same;   /* minutes that are none */
    double *tail;           /* per row: the longest way from its opening */
    uint32_t *next;         /* the row that this way goes on to, or NONE */
    double *ways;           /* how many longest ways of all lead on from it */
    uint32_t *counted;      /* 1 + the row before it for which it was counted last */
};

/* Also the least time between a row's end and what follows it: the opening of a
 * row, or, where a way ends, the end of the longest. */
static double find_tail(struct back *b, uint32_t r)
{
    const struct flow *f = b->net->flow;
    double opens = b->longest, tail = 0;
    b->next[r] = NONE;
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
        uint32_t to = f->arcs[a].to;
        if (!b->net->is_forward[a] || to == TO_END)
            continue;
        if (b->next[r] == NONE || b->tail[to] > tail) {
            b->next[r] = to;
            tail = b->tail[to];
        }
        opens = b->rows[to].es < opens ? b->rows[to].es : opens;
    }
    b->tail[r] = b->net->minutes[r] + tail;
    return opens - b->rows[r].ef;
}

static void set_latest(const struct back *b, uint32_t r, double gap)
{
    struct time_row *row = &b->rows[r];
    row->slack = b->longest - b->tail[r] - row->es;
    row->is_critical = row->slack <= b->same;
    if (row->is_critical)
        row->slack = 0;
    row->free_slack = gap <= b->same ? 0 : gap < row->slack ? gap : row->slack;
    row->ls = row->es + row->slack;
    row->lf = row->ef + row->slack;
}

/* Does a longest way go straight on to that row, not counted for this one yet? */
static bool is_further_way(struct back *b, uint32_t from, uint32_t to)
{
    if (!b->rows[to].is_critical || b->rows[to].es - b->rows[from].ef > b->same ||
        b->counted[to] == from + 1)
        return false;
    b->counted[to] = from + 1;
    return true;
}

/* How many longest ways lead on from a critical row. Two outcomes that lead to
 * one row are one way; an end beside a row that takes no time is another. */
static double count_ways(struct back *b, uint32_t r)
{
    const struct flow *f = b->net->flow;
    bool is_end = b->next[r] == NONE;
    double n = 0;
    for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++) {
        uint32_t to = f->arcs[a].to;
        if (!b->net->is_forward[a])
            continue;
        if (to == TO_END)
            is_end = true;
        else if (is_further_way(b, r, to))
            n += b->ways[to];
    }
    return is_end && b->longest - b->rows[r].ef <= b->same ? n + 1 : n;
}

static void pass_back(struct back *b)
{
    for (uint32_t i = b->net->flow->n_rows; i-- > 0;) {
        uint32_t r = b->net->order[i];
        double gap = find_tail(b, r);
        if (!b->rows[r].has_schedule)
            continue;
        set_latest(b, r, gap);
        if (b->rows[r].is_critical)
            b->ways[r] = count_ways(b, r);
    }
}

/* One longest way: from the entry with the longest before it, as written. */
static void list_critical(struct time_report *report, const struct back *b)
{
    const struct flow *f = report->flow;
    uint32_t first = NONE;
    for (uint32_t i = 0; i < f->n_entries; i++)
        if (first == NONE || b->tail[f->entries[i]] > b->tail[first])
            first = f->entries[i];
    for (uint32_t r = first; r != NONE; r = b->next[r])
        report->critical[report->n_critical++] = r;
}

void time_net_schedule(const struct time_net *net, struct time_report *report)
{
    const struct flow *f = net->flow;
    pass_forth(net, report);
    struct back b = {.net = net,
                     .rows = report->rows,
                     .longest = report->longest,
                     .same = SAME * report->longest,
                     .tail = ARENA_ARRAY(net->arena, f->n_rows, double),
                     .next = ARENA_ARRAY(net->arena, f->n_rows, uint32_t),
                     .ways = ARENA_ARRAY(net->arena, f->n_rows, double),
                     .counted = ARENA_ARRAY(net->arena, f->n_rows, uint32_t)};
    pass_back(&b);
    report->critical = ARENA_ARRAY(net->arena, f->n_rows, uint32_t);
    list_critical(report, &b);
    for (uint32_t i = 0; i < f->n_entries; i++)
        if (report->rows[f->entries[i]].es <= b.same)
            report->n_critical_paths += b.ways[f->entries[i]];
}
