/*
 * What of a process does not depend on the lattice: the order in which its
 * equations are solved, what takes time in it, and what the lattice is chosen
 * by: the grid of its fixed durations and what a frequency costs.
 */
#include <math.h>
#include <string.h>

#include "compiler/time/spectrum.h"
#include "compiler/time/stretch.h"

/* A plan in the making. */
struct making {
    struct plans *plans;
    struct plan *plan;
    const uint32_t *of;         /* process -> its plan, as far as they are made */
    double fixed;               /* minutes, of the stretch or leap in hand: one part together */
    struct arena *arena;
};

static bool is_same(const struct duration *a, const struct duration *b)
{
    return a->kind == b->kind && a->unit == b->unit && a->is_calendar == b->is_calendar &&
           a->per_item == b->per_item && a->a == b->a && a->b == b->b && a->c == b->c;
}

static bool is_same_part(const struct part *a, const struct part *b)
{
    if (a->spread && b->spread)
        return a->items == b->items && is_same(a->spread, b->spread);
    return a->branches && b->branches && a->n_branches == b->n_branches &&
           memcmp(a->branches, b->branches, a->n_branches * sizeof *a->branches) == 0;
}

/* People write the same few times again and again, and counts make many states of a block;
 * among the last ones is enough. */
static uint32_t find_same(const struct plan *plan, const struct part *part)
{
    enum { LAST = 64 };
    for (uint32_t i = plan->parts.n; i > 0 && i + LAST > plan->parts.n; i--)
        if (is_same_part(&plan->parts.at[i - 1], part))
            return plan->parts.at[i - 1].same == NONE ? i - 1 : plan->parts.at[i - 1].same;
    return NONE;
}

static void add_duration(struct making *m, const struct duration *d)
{
    struct plan *plan = m->plan;
    const struct unit_minutes *units = &plan->process->sop->units;
    uint32_t items = d->per_item ? plan->process->items : 1;
    double minutes = duration_mean(d, units) * items;
    if (duration_is_fixed(d)) {
        m->fixed += minutes;
        return;
    }
    double variance = duration_variance(d, units);
    struct part part = { .spread = d, .items = items, .minutes = minutes,
                         .variance = variance * items, .width = 8 * sqrt(variance) };
    part.same = find_same(plan, &part);
    *LIST_ADD(m->arena, &plan->parts) = part;
    plan->minutes += minutes;
    plan->certain = NAN;
    plan->has_spread = true;
}

/* Ends what is one part. */
static void add_fixed(struct making *m)
{
    if (m->fixed > 0)
        *LIST_ADD(m->arena, &m->plan->parts) =
            (struct part){ .minutes = m->fixed, .same = NONE };
    m->plan->minutes += m->fixed;
    m->plan->certain += m->fixed;
    m->fixed = 0;
}

static void add_branches(struct making *m, struct part *block)
{
    struct plan *plan = m->plan;
    for (uint32_t i = 0; i < block->n_branches; i++) {
        struct plan *branch = &m->plans->at[block->branches[i]];
        branch->is_needed = true;
        plan->minutes += branch->minutes;
        plan->has_spread |= branch->has_spread;
    }
    plan->certain = NAN;
    block->same = find_same(plan, block);
    *LIST_ADD(m->arena, &plan->parts) = *block;
}

/* A block whose branches all last always the same is as good as a row. */
static void add_block(struct making *m, const struct process_node *node)
{
    struct part block = { .branches = ARENA_ARRAY(m->arena, node->n_branches, uint32_t),
                          .n_branches = node->n_branches };
    double most = 0;
    for (uint32_t i = 0; i < node->n_branches; i++) {
        block.branches[i] = m->of[node->branches[i]->number];
        double certain = m->plans->at[block.branches[i]].certain;
        most = isnan(certain) ? NAN : isnan(most) ? NAN : fmax(most, certain);
    }
    if (isnan(most))
        add_branches(m, &block);
    else
        m->fixed += most;
}

static bool add_node(struct making *m, const struct process_node *node)
{
    const struct sop *sop = m->plan->process->sop;
    switch (node->kind) {
    case PROCESS_ROW:
        add_duration(m, &sop->rows.at[node->row].work);
        add_duration(m, &sop->rows.at[node->row].wait);
        break;
    case PROCESS_BLOCK: add_block(m, node); break;
    case PROCESS_REGION: m->fixed += node->region->low; return node->region->variance == 0;
    case PROCESS_NOTHING: break;
    }
    return true;
}

/* All that its nodes take, and the delays between them. */
static bool add_nodes(struct making *m, const struct process *process, const struct stretches *s,
                      uint32_t part)
{
    for (uint32_t i = s->first[part]; i < s->first[part + 1]; i++) {
        const struct leap *next = stretch_next(s, process, part, i);
        if (!add_node(m, &process->nodes[s->node[i]]))
            return false;
        if (next && next->delay)
            add_duration(m, next->delay);
    }
    return true;
}

static bool add_stretch(struct making *m, const struct process *process,
                        const struct stretches *s, uint32_t k)
{
    if (!add_nodes(m, process, s, k))
        return false;
    if (s->process->nodes[k].n_leaps > 1)
        m->plan->certain = NAN;
    add_fixed(m);
    return true;
}

static bool add_leap(struct making *m, const struct process *process, const struct stretches *s,
                     uint32_t l)
{
    if (s->process->leaps[l].delay)
        add_duration(m, s->process->leaps[l].delay);
    if (!add_nodes(m, process, s, stretch_of_leap(s, l)))
        return false;
    add_fixed(m);
    return true;
}

/* Rework so seldom ended that 1 - its probability, and with it all that is
 * reckoned from there, has too few digits left behind the damping. */
#define MOST_VISITS 3e6

static bool ends_often_enough(const struct elimination *e, uint32_t n_nodes, struct arena *arena)
{
    double *visits = ARENA_ARRAY(arena, n_nodes, double);
    visits[0] = 1;
    elimination_visits(e, visits);
    for (uint32_t v = 0; v < n_nodes; v++)
        if (!(visits[v] <= MOST_VISITS))
            return false;
    return true;
}

static const struct row *row_of(const struct process *p)
{
    return process_is_row(p) ? &p->sop->rows.at[p->nodes[0].row] : NULL;
}

/* The plan of a process that is one row as long as this one, or NONE; as find_same. */
static uint32_t find_same_row(const struct plans *plans, const struct process *process)
{
    enum { LAST = 64 };
    const struct row *row = row_of(process);
    for (uint32_t i = plans->n; row && i > 0 && i + LAST > plans->n; i--) {
        const struct plan *plan = &plans->at[i - 1];
        if (plan->row && plan->process->sop == process->sop &&
            is_same(&plan->row->work, &row->work) && is_same(&plan->row->wait, &row->wait))
            return i - 1;
    }
    return NONE;
}

static bool add_plan(struct plans *plans, const struct process *process, const uint32_t *of,
                     struct arena *arena)
{
    struct plan *plan = &plans->at[plans->n++];
    const struct stretches s = stretches_find(process, arena);
    const struct elimination *e = elimination_build(s.process, arena);
    *plan = (struct plan){ .process = s.process, .row = row_of(process), .elimination = e };
    if (!e || !ends_often_enough(e, s.process->n_nodes, arena))
        return false;
    struct making m = { plans, plan, of, 0, arena };
    uint32_t n = s.process->n_nodes;
    plan->first_part = ARENA_ARRAY(arena, n + s.process->n_leaps + 1, uint32_t);
    for (uint32_t i = 0; i < n + s.process->n_leaps; i++) {
        if (i < n ? !add_stretch(&m, process, &s, i) : !add_leap(&m, process, &s, i - n))
            return false;
        plan->first_part[i + 1] = plan->parts.n;
    }
    return true;
}

/* ---- all of them ---- */

static uint32_t largest_number(const struct process *const *roots, uint32_t n)
{
    uint32_t largest = 0;
    for (uint32_t i = 0; i < n; i++)
        largest = roots[i]->number > largest ? roots[i]->number : largest;
    return largest;
}

static void mark_branches(const struct process *process, const struct process **used)
{
    for (uint32_t v = 0; process && v < process->n_nodes; v++) {
        const struct process_node *node = &process->nodes[v];
        for (uint32_t i = 0; node->kind == PROCESS_BLOCK && i < node->n_branches; i++)
            used[node->branches[i]->number] = node->branches[i];
    }
}

static void add_root(struct plans *plans, uint32_t plan)
{
    plans->roots[plans->n_roots++] = plan;
    plans->at[plan].is_needed = true;
    plans->has_spread |= plans->at[plan].has_spread;
}

/* Branches have smaller numbers than what they are branches of. */
bool plans_build(struct plans *plans, const struct process *const *roots, uint32_t n_roots,
                 struct arena *arena)
{
    uint32_t n = largest_number(roots, n_roots) + 1;
    const struct process **used = ARENA_ARRAY(arena, n, const struct process *);
    uint32_t *of = ARENA_ARRAY(arena, n, uint32_t);
    *plans = (struct plans){ .at = ARENA_ARRAY(arena, n, struct plan),
                             .roots = ARENA_ARRAY(arena, n_roots, uint32_t) };
    for (uint32_t i = 0; i < n_roots; i++)
        used[roots[i]->number] = roots[i];
    for (uint32_t i = n; i-- > 0;)
        mark_branches(used[i], used);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t same = used[i] ? find_same_row(plans, used[i]) : NONE;
        of[i] = same == NONE ? plans->n : same;
        if (used[i] && same == NONE && !add_plan(plans, used[i], of, arena))
            return false;
    }
    for (uint32_t i = 0; i < n_roots; i++)
        add_root(plans, of[roots[i]->number]);
    return true;
}

/* ---- what the lattice is chosen by ---- */

/* Two numbers have a common grid if it is found within a hundred-thousandth of
 * the smaller; what a grid leaves over is rounding. */
#define FINEST 1e-5

/* Euclid's algorithm, for minutes. */
static double common_grid(double a, double b)
{
    if (isnan(a) || isnan(b))
        return NAN;
    double least = fmin(a, b) * FINEST;
    if (least <= 0)
        return fmax(a, b);
    while (b > least / 1000) {
        double rest = fmod(a, b);
        if (b - rest < least / 1000)
            rest = 0;
        a = b;
        b = rest;
    }
    return a < least ? NAN : a;
}

double plans_grid(const struct plans *plans, double reach)
{
    double grid = 0;
    for (uint32_t i = 0; i < plans->n; i++)
        for (uint32_t p = 0; p < plans->at[i].parts.n && plans->at[i].is_needed; p++) {
            const struct part *part = &plans->at[i].parts.at[p];
            if (!part->spread && !part->branches && part->minutes <= reach)
                grid = common_grid(grid, part->minutes);
        }
    return grid;
}

static double plan_cost(const struct plan *plan, double step)
{
    const struct elimination *e = plan->elimination;
    double cost = plan->process->n_nodes + plan->process->n_leaps + e->n_entries + e->n_fill;
    for (uint32_t i = 0; i < plan->parts.n; i++) {
        double points = plan->parts.at[i].width / step;
        bool is_transformed = plan->parts.at[i].branches || points > FEW_WEIGHTS;
        cost += is_transformed ? TRANSFORM_COST : 3 + points;
    }
    return cost + TRANSFORM_COST;
}

double plans_cost(const struct plans *plans, double step)
{
    double cost = 0;
    for (uint32_t i = 0; i < plans->n; i++)
        if (plans->at[i].is_needed)
            cost += plan_cost(&plans->at[i], step);
    return cost;
}

bool plans_are_narrow(const struct plans *plans, double step)
{
    for (uint32_t i = 0; i < plans->n; i++)
        for (uint32_t p = 0; p < plans->at[i].parts.n && plans->at[i].is_needed; p++)
            if (plans->at[i].parts.at[p].spread &&
                plans->at[i].parts.at[p].width < NARROW * step)
                return true;
    return false;
}
