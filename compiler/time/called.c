/*
 * Called procedures in the order in which each comes behind all that it calls,
 * each with its own odds. Where it ends is read from its chain: how often it
 * comes to each named end, and how often it is over without one.
 */
#include <math.h>

#include "compiler/time/called.h"
#include "compiler/time/components.h"
#include "compiler/time/elimination.h"

struct calls {
    const struct model *model;
    const struct time_options *options;
    struct process_tree *tree;
    struct arena *arena;
    struct called called;
};

/* ---- in which order --------------------------------------------------------------- */

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

/* Does it call any? Marks them, if asked to. */
static bool mark_called(const struct sop *sop, bool *is_called)
{
    bool calls_any = false;
    for (uint32_t r = 0; r < sop->rows.n; r++) {
        if (sop->rows.at[r].calls == NONE)
            continue;
        calls_any = true;
        if (is_called)
            is_called[sop->rows.at[r].calls] = true;
    }
    return calls_any;
}

/* ---- where it ends ------------------------------------------------------------------ */

/* Of a region it is not known by which of the named ends it is over. */
static bool is_end_known(const struct process *p, const struct sop *sop)
{
    bool has_named_end = false, has_region = false;
    for (uint32_t r = 0; r < sop->rows.n; r++)
        has_named_end |= sop->rows.at[r].kind == ROW_END;
    for (uint32_t v = 0; v < p->n_nodes; v++)
        has_region |= p->nodes[v].kind == PROCESS_REGION;
    return !has_named_end || !has_region;
}

/* NULL: not known. */
static const double *find_ends(const struct process *p, const struct sop *sop, struct arena *arena)
{
    const struct elimination *e = is_end_known(p, sop) ? elimination_build(p, arena) : NULL;
    if (!e)
        return NULL;
    double *ends = ARENA_ARRAY(arena, sop->rows.n + 1, double), sum = 0;
    double *visits = ARENA_ARRAY(arena, p->n_nodes, double);
    visits[0] = 1;
    elimination_visits(e, visits);
    for (uint32_t v = 0; v < p->n_nodes; v++) {
        const struct process_node *node = &p->nodes[v];
        bool is_named = node->row != NONE && sop->rows.at[node->row].kind == ROW_END;
        for (uint32_t l = node->first_leap; l < node->first_leap + node->n_leaps; l++)
            if (p->leaps[l].to == NONE)
                ends[is_named ? node->row : sop->rows.n] += visits[v] * p->leaps[l].probability;
        sum += visits[v];
    }
    return isfinite(sum) ? ends : NULL;
}

struct odds *time_odds(const struct time_net *net, const struct called *called,
                       const struct time_options *options, struct arena *arena)
{
    double rework = options && options->has_rework ? options->rework : TIME_USUAL_REWORK;
    return odds_build(net->flow, net->is_forward, rework, called->ends, arena);
}

/* ---- all of them ------------------------------------------------------------------- */

static void build_called(struct calls *c, uint32_t i)
{
    const struct sop *sop = &c->model->sops.at[i];
    const struct flow *flow = flow_build(sop, c->arena);
    if (!flow->n_entries)
        return;
    uint32_t items = time_items(c->options);
    const struct minutes *minutes = minutes_of_rows(sop, items, c->arena);
    const struct time_net *net = time_net_build(flow, minutes, c->arena);
    struct process_input input = {.flow = flow,
                                  .odds = time_odds(net, &c->called, c->options, c->arena),
                                  .minutes = minutes,
                                  .items = items,
                                  .called = c->called.processes};
    process_build(&input, c->tree, c->arena);
    c->called.processes[i] = c->tree->at[c->tree->n - 1];
    c->called.ends[i] = find_ends(c->called.processes[i], sop, c->arena);
}

struct called time_called(const struct sop *sop, const struct time_options *options,
                          struct process_tree *tree, struct arena *arena)
{
    const struct model *model = sop->model;
    struct calls c = {model, options, tree, arena, {NULL, NULL}};
    if (!model || model->sops.n == 1 || !mark_called(sop, NULL))
        return c.called;
    struct components order = order_calls(model, arena);
    bool *is_called = ARENA_ARRAY(arena, model->sops.n, bool);
    c.called.processes = ARENA_ARRAY(arena, model->sops.n, struct process *);
    c.called.ends = ARENA_ARRAY(arena, model->sops.n, const double *);
    mark_called(sop, is_called);
    for (uint32_t i = model->sops.n; i-- > 0;)
        if (is_called[order.nodes[i]])
            mark_called(&model->sops.at[order.nodes[i]], is_called);
    for (uint32_t i = 0; i < model->sops.n; i++) {
        uint32_t number = order.nodes[i], of = order.of[number];
        bool is_single = order.first[of + 1] - order.first[of] == 1;
        if (is_called[number] && is_single && &model->sops.at[number] != sop)
            build_called(&c, number);
    }
    return c.called;
}
