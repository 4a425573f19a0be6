/*
 * Who works how long in a straight-through case, and how often the case
 * changes hands.
 */
#include "compiler/time/net.h"

/* What one actor of a row bears of it: all, or its part among alternatives. */
static double part_of(const struct row *row)
{
    return row->is_any && row->actors.n > 1 ? 1.0 / row->actors.n : 1.0;
}

/* minutes: per actor. */
static void add_work(const struct sop *sop, double *minutes, const struct row *row, double work)
{
    double units = row->is_each ? row_n_tasks(sop, row) : 1;
    for (uint32_t i = 0; i < row->actors.n; i++)
        minutes[row->actors.at[i]] += work * units * part_of(row);
    for (uint32_t i = 0; i < row->assistants.n; i++)
        minutes[row->assistants.at[i]] += work;
}

/*
 * An actor that takes over what it has not done itself gets a hand-over.
 * last: per actor, the row (from 1) that it was seen doing last.
 */
static void add_handovers(struct time_report *report, const struct arc *arc, uint32_t *last)
{
    const struct row *from = &report->sop->rows.at[arc->from];
    const struct row *to = &report->sop->rows.at[arc->to];
    for (uint32_t i = 0; i < from->actors.n; i++)
        last[from->actors.at[i]] = arc->from + 1;
    for (uint32_t i = 0; i < to->actors.n && from->actors.n; i++)
        if (last[to->actors.at[i]] != arc->from + 1)
            report->actors[to->actors.at[i]].handovers += part_of(to);
}

void time_net_actors(const struct time_net *net, struct time_report *report)
{
    const struct flow *f = net->flow;
    const struct sop *sop = report->sop;
    uint32_t *last = ARENA_ARRAY(net->arena, sop->actors.n, uint32_t);
    double *minutes = ARENA_ARRAY(net->arena, sop->actors.n, double);
    double sum = 0;
    for (uint32_t r = 0; r < f->n_rows; r++)
        if (report->rows[r].is_straight)
            add_work(sop, minutes, &sop->rows.at[r], report->rows[r].work);
    for (uint32_t i = 0; i < sop->actors.n; i++)
        report->actors[i].minutes = minutes[i];
    for (uint32_t a = 0; a < f->first_arc[f->n_rows]; a++)
        if (net->is_taken[a] && f->arcs[a].to != TO_END)
            add_handovers(report, &f->arcs[a], last);
    for (uint32_t i = 0; i < sop->actors.n; i++)
        sum += report->actors[i].minutes;
    for (uint32_t i = 0; i < sop->actors.n && sum > 0; i++)
        report->actors[i].share = report->actors[i].minutes / sum;
}

void time_net_expected_actors(const struct time_net *net, struct time_report *report)
{
    const struct sop *sop = report->sop;
    double *minutes = ARENA_ARRAY(net->arena, sop->actors.n, double);
    for (uint32_t r = 0; r < net->flow->n_rows; r++)
        if (report->rows[r].work > 0)
            add_work(sop, minutes, &sop->rows.at[r], report->rows[r].work * report->rows[r].visits);
    for (uint32_t i = 0; i < sop->actors.n; i++)
        report->actors[i].expected = minutes[i];
}
