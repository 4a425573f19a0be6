/* From a flow to its expected time: its odds, its processes, their moments. */
#include <math.h>

#include "compiler/time/components.h"
#include "compiler/time/expected.h"
#include "compiler/time/lattice.h"

struct odds *time_odds(const struct time_net *net, const struct time_options *options,
                       struct arena *arena)
{
    double rework = options && options->has_rework ? options->rework : TIME_USUAL_REWORK;
    return odds_build(net->flow, net->is_forward, rework, arena);
}

/* ---- called sops, behind all that they call ----------------------------------------- */

static struct components order_calls(const struct model *model, struct arena *arena)
{
    uint32_t *first = ARENA_ARRAY(arena, model->sops.n + 1, uint32_t);
    LIST_OF(uint32_t) to = {0};
    for (uint32_t i = 0; i < model->sops.n; i++) {
        for (uint32_t r = 0; r < model->sops.at[i].rows.n; r++)
            *LIST_ADD(arena, &to) = model->sops.at[i].rows.at[r].calls;
        first[i + 1] = to.n;
    }
    struct graph g = {model->sops.n, first, to.at};
    return components_find(&g, arena);
}

static void mark_called(const struct sop *sop, bool *is_called)
{
    for (uint32_t r = 0; r < sop->rows.n; r++)
        if (sop->rows.at[r].calls != NONE)
            is_called[sop->rows.at[r].calls] = true;
}

static void build_called(struct process_input *like, struct process **called, uint32_t sop,
                         const struct time_options *options, struct process_tree *tree,
                         struct arena *arena)
{
    struct process_input input = *like;
    const struct flow *flow = flow_build(&like->flow->sop->model->sops.at[sop], arena);
    if (!flow->n_entries)
        return;
    struct time_row *rows = ARENA_ARRAY(arena, flow->n_rows, struct time_row);
    input.flow = flow;
    input.odds = time_odds(time_net_build(flow, rows, arena), options, arena);
    process_build(&input, tree, arena);
    called[sop] = tree->at[tree->n - 1];
}

static void build_all_called(struct process_input *input, const struct time_options *options,
                             struct process_tree *tree, struct arena *arena)
{
    const struct model *model = input->flow->sop->model;
    struct components order = order_calls(model, arena);
    struct process **called = ARENA_ARRAY(arena, model->sops.n, struct process *);
    bool *is_called = ARENA_ARRAY(arena, model->sops.n, bool);
    mark_called(input->flow->sop, is_called);
    for (uint32_t i = model->sops.n; i-- > 0;)
        if (is_called[order.nodes[i]])
            mark_called(&model->sops.at[order.nodes[i]], is_called);
    input->called = called;
    for (uint32_t i = 0; i < model->sops.n; i++) {
        uint32_t sop = order.nodes[i], of = order.of[sop];
        bool is_single = order.first[of + 1] - order.first[of] == 1;
        if (is_called[sop] && is_single && &model->sops.at[sop] != input->flow->sop)
            build_called(input, called, sop, options, tree, arena);
    }
}

static bool calls_any(const struct sop *sop)
{
    for (uint32_t r = 0; r < sop->rows.n; r++)
        if (sop->rows.at[r].calls != NONE)
            return true;
    return false;
}

struct process_tree *time_processes(const struct time_net *net, const struct odds *odds,
                                    const struct time_options *options, struct arena *arena)
{
    struct process_tree *tree = ARENA_NEW(arena, struct process_tree);
    struct process_input input = {.flow = net->flow, .odds = odds};
    input.items = options && options->items ? options->items : 1;
    if (net->flow->sop->model && calls_any(net->flow->sop))
        build_all_called(&input, options, tree, arena);
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
    report->odds = time_odds(net, options, arena);
    const struct process_tree *tree = time_processes(net, report->odds, options, arena);
    const struct process_time *times = moments_find(tree, lattice_block, arena);
    report->expected = expected_of(&times[tree->n - 1]);
    if (report->expected.method != TIME_BOUNDS && !(options && options->is_mean_only))
        lattice_percentiles(tree->at[tree->n - 1], report->expected.percentiles, arena);
    set_visits(report, tree, times, arena);
    time_net_expected_actors(net, report);
}
