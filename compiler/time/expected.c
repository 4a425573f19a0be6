/* From a flow to its expected time: its odds, its processes, their moments. */
#include <math.h>

#include "compiler/time/called.h"
#include "compiler/time/expected.h"
#include "compiler/time/lattice.h"

const struct process_tree *time_processes(const struct time_net *net,
                                          const struct time_options *options,
                                          const struct odds **odds, struct arena *arena)
{
    struct process_tree *tree = ARENA_NEW(arena, struct process_tree);
    struct called called = time_called(net->flow->sop, options, tree, arena);
    *odds = time_odds(net, &called, options, arena);
    struct process_input input = {.flow = net->flow,
                                  .odds = *odds,
                                  .minutes = net->lasts,
                                  .items = time_items(options),
                                  .called = called.processes};
    process_build(&input, tree, arena);
    return tree;
}

/* ---- the report ------------------------------------------------------------------------ */

static struct time_expected expected_of(const struct process_time *t)
{
    struct time_expected e = {.method = t->method, .minutes = NAN, .stddev = NAN,
                              .low = NAN, .high = NAN};
    for (uint32_t i = 0; i < N_TIME_PERCENTILES; i++)
        e.percentiles[i] = NAN;
    if (t->method == TIME_BOUNDS) {
        e.low = t->low;
        e.high = t->high;
    } else {
        e.minutes = t->low;
        e.stddev = sqrt(t->variance);
    }
    return e;
}

static void forget(struct time_report *report)
{
    struct process_time nothing = {
        .method = TIME_BOUNDS, .low = NAN, .high = NAN, .variance = NAN};
    report->expected = expected_of(&nothing);
    for (uint32_t r = 0; r < report->flow->n_rows; r++)
        report->rows[r].visits = NAN;
    for (uint32_t i = 0; i < report->sop->actors.n; i++)
        report->actors[i].expected = NAN;
}

static void set_visits(struct time_report *report, const struct process_tree *tree,
                       const struct process_time *times, struct arena *arena)
{
    const struct flow *f = report->flow;
    double *visits = ARENA_ARRAY(arena, f->n_rows + 1, double);
    moments_visits(tree, times, visits, arena);
    for (uint32_t i = 0; i < f->n_entries; i++)
        if (f->sop->rows.at[f->entries[i]].kind == ROW_START)
            visits[f->entries[i]] = 1.0 / f->n_starts;
    for (uint32_t r = 0; r < f->n_rows; r++)
        report->rows[r].visits = visits[r];
}

void time_expect(struct time_report *report, const struct time_net *net,
                 const struct time_options *options, struct arena *arena)
{
    forget(report);
    if (!net->flow->n_entries || !net->flow->ways)
        return;   /* a flow made by hand */
    const struct process_tree *tree = time_processes(net, options, &report->odds, arena);
    const struct process_time *times = moments_find(tree, lattice_block, arena);
    report->expected = expected_of(&times[tree->n - 1]);
    if (report->expected.method != TIME_BOUNDS && !(options && options->is_mean_only))
        lattice_percentiles(tree->at[tree->n - 1], report->expected.percentiles, arena);
    set_visits(report, tree, times, arena);
    time_net_expected_actors(net, report);
}
