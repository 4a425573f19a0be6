/* Mean and variance of each process of a tree, those of branches first. */
#include <math.h>
#include <string.h>

#include "compiler/time/elimination.h"
#include "compiler/time/region.h"
#include "compiler/time/support.h"

/* ---- nodes ---------------------------------------------------------------------- */

/* A block that needs a distribution. */
struct random_block {
    const struct process_node *node;
    struct moments found;
    bool is_solved;
};

struct solving {
    block_solver *solver;               /* NULL: bounds in its place */
    LIST_OF(struct random_block) blocks;   /* of all processes, each once; MOST_RANDOM + 1
                                              of them: there are more than that */
};

/* One process at work: per stretch what it lasts, then what is left from it on; and behind
 * them per leap what is on its way. */
struct work {
    const struct process *p;
    const struct stretches *stretches;
    const struct process_time *times;   /* of all processes so far */
    struct solving *solving;
    struct arena *arena;
    enum time_method method;
    double *low, *variance;
    double *high;              /* NULL: as low, so far */
};

/* T. Aven, "Upper (lower) bounds on the mean of the maximum (minimum) of a
 * number of random variables" (1985); and the maximum is at most the sum. */
static double block_high(const struct process_time *times, const struct process_node *block)
{
    double most = 0, sum = 0, variance = 0, n = block->n_branches;
    for (uint32_t i = 0; i < block->n_branches; i++) {
        const struct process_time *t = &times[block->branches[i]->number];
        most = fmax(most, t->high);
        sum += t->high;
        variance += t->low == t->high ? t->variance : NAN;
    }
    return fmin(sum, most + sqrt((n - 1) / n * variance));
}

static double block_low(const struct process_time *times, const struct process_node *block)
{
    double most = 0;
    for (uint32_t i = 0; i < block->n_branches; i++)
        most = fmax(most, times[block->branches[i]->number].low);
    return most;
}

/* The branch that every other is over before, whatever happens; or NULL. */
static const struct process_time *longest(const struct process_time *times,
                                          const struct process_node *block)
{
    const struct process_time *best = &times[block->branches[0]->number];
    for (uint32_t i = 1; i < block->n_branches; i++) {
        const struct process_time *t = &times[block->branches[i]->number];
        if (t->least > best->least || (t->least == best->least && t->most > best->most))
            best = t;
    }
    for (uint32_t i = 0; i < block->n_branches; i++) {
        const struct process_time *t = &times[block->branches[i]->number];
        if (t != best && t->most > best->least)
            return NULL;
    }
    return best;
}

static bool has_bounds(const struct work *w, const struct process_node *block)
{
    for (uint32_t i = 0; i < block->n_branches; i++)
        if (w->times[block->branches[i]->number].method == TIME_BOUNDS)
            return true;
    return false;
}

static void worsen(struct work *w, enum time_method method)
{
    w->method = method > w->method ? method : w->method;
}

static struct process_time bounds(double low, double high)
{
    return (struct process_time){
        .method = TIME_BOUNDS, .low = low, .high = high, .variance = NAN, .most = INFINITY};
}

/* Each costs some milliseconds. Of many more blocks than are solved the bounds of
 * the others say what is known of the whole, and none is worth it. */
enum { MOST_SOLVED = 64, MOST_RANDOM = 4 * MOST_SOLVED };

static bool is_same_block(const struct process_node *a, const struct process_node *b)
{
    return a->n_branches == b->n_branches &&
           memcmp(a->branches, b->branches, a->n_branches * sizeof *a->branches) == 0;
}

/* Bounded outcomes make many states of one block. NULL: there are too many blocks. */
static const struct random_block *random_block(struct work *w, const struct process_node *node)
{
    struct solving *s = w->solving;
    if (s->blocks.n > MOST_RANDOM)
        return NULL;
    for (uint32_t i = 0; i < s->blocks.n; i++)
        if (is_same_block(s->blocks.at[i].node, node))
            return &s->blocks.at[i];
    bool is_tried = s->solver && s->blocks.n < MOST_SOLVED && !has_bounds(w, node);
    struct random_block *block = LIST_ADD(w->arena, &s->blocks);
    *block = (struct random_block){.node = node};
    block->is_solved = is_tried && s->solver(w->p, node, &block->found, w->arena);
    return block;
}

static bool solve_block(struct work *w, const struct process_node *node, struct moments *found)
{
    const struct random_block *block = random_block(w, node);
    if (block)
        *found = block->found;
    return block && block->is_solved;
}

static struct process_time block_time(struct work *w, const struct process_node *block)
{
    const struct process_time *known = longest(w->times, block);
    struct process_time t = {.method = TIME_LATTICE};
    struct moments found;
    if (known)
        return *known;
    if (isinf(block_low(w->times, block)))
        t = (struct process_time){.low = INFINITY, .high = INFINITY, .variance = NAN};
    else if (solve_block(w, block, &found))
        t.low = t.high = found.mean, t.variance = found.variance;
    else
        t = bounds(block_low(w->times, block), block_high(w->times, block));
    return t;
}

static void set_high_apart(struct work *w)
{
    uint32_t n = w->stretches->process->n_nodes + w->stretches->process->n_leaps;
    w->high = ARENA_ARRAY(w->arena, n, double);
    memcpy(w->high, w->low, n * sizeof *w->high);
}

static void add_node(struct work *w, uint32_t k, uint32_t v)
{
    const struct process_node *node = &w->p->nodes[v];
    struct process_time t = {.method = TIME_EXACT};
    if (node->kind == PROCESS_ROW) {
        t.low = t.high = node->minutes->mean;
        t.variance = node->minutes->variance;
    } else if (node->kind == PROCESS_BLOCK) {
        t = block_time(w, node);
    } else if (node->kind == PROCESS_REGION) {
        region_bounds(w->p, node->region, w->times, w->arena);
        t = bounds(node->region->low, node->region->high);
        t.variance = node->region->variance;
        t.method = t.variance == 0 ? TIME_EXACT : TIME_BOUNDS;
    }
    worsen(w, t.method);
    if (t.high != t.low && !w->high)
        set_high_apart(w);
    w->low[k] += t.low;
    w->variance[k] += t.variance;
    if (w->high)
        w->high[k] += t.high;
}

/* ---- leaps ------------------------------------------------------------------------ */

static void add_delay(struct work *w, uint32_t k, const struct leap *leap)
{
    if (!leap->delay)
        return;
    struct minutes delay = minutes_of(leap->delay, w->p->items, w->p->sop);
    w->low[k] += delay.mean;
    w->variance[k] += delay.variance;
    if (w->high)
        w->high[k] += delay.mean;
}

static void add_part(struct work *w, uint32_t part)
{
    const struct stretches *s = w->stretches;
    for (uint32_t i = s->first[part]; i < s->first[part + 1]; i++) {
        const struct leap *next = stretch_next(s, w->p, part, i);
        add_node(w, part, s->node[i]);
        if (next)
            add_delay(w, part, next);
    }
}

static void add_parts(struct work *w)
{
    const struct process *chain = w->stretches->process;
    uint32_t n = chain->n_nodes + chain->n_leaps;
    w->low = ARENA_ARRAY(w->arena, n, double);
    w->variance = ARENA_ARRAY(w->arena, n, double);
    for (uint32_t part = 0; part < n; part++)
        add_part(w, part);
    for (uint32_t l = 0; l < chain->n_leaps; l++)
        add_delay(w, stretch_of_leap(w->stretches, l), &chain->leaps[l]);
}

/* To a stretch, what is on the way of its leaps, as often as they are taken. */
static void add_ways(const struct work *w, double *x)
{
    const struct process *chain = w->stretches->process;
    const double *on_way = x + chain->n_nodes;
    for (uint32_t k = 0; k < chain->n_nodes; k++) {
        const struct process_node *node = &chain->nodes[k];
        for (uint32_t l = node->first_leap; l < node->first_leap + node->n_leaps; l++)
            if (on_way[l] != 0)
                x[k] += chain->leaps[l].probability * on_way[l];
    }
}

/* What a leap lasts until the end of the process. */
static double left(const struct work *w, uint32_t l)
{
    const struct process *chain = w->stretches->process;
    uint32_t to = chain->leaps[l].to;
    return w->low[stretch_of_leap(w->stretches, l)] + (to == NONE ? 0 : w->low[to]);
}

/* The variance of which leap is taken; the means are solved. */
static void add_spread(struct work *w, uint32_t k)
{
    const struct process *chain = w->stretches->process;
    uint32_t first = chain->nodes[k].first_leap, end = first + chain->nodes[k].n_leaps;
    double average = 0, spread = 0;
    if (end - first < 2)
        return;
    for (uint32_t l = first; l < end; l++)
        average += chain->leaps[l].probability * left(w, l);
    for (uint32_t l = first; l < end; l++) {
        double off = left(w, l) - average;
        spread += chain->leaps[l].probability * off * off;
    }
    w->variance[k] += spread;
}

/* ---- a process ---------------------------------------------------------------------- */

/* One row needs no equations. */
static struct process_time row_time(const struct minutes *m)
{
    return (struct process_time){.method = TIME_EXACT, .low = m->mean, .high = m->mean,
                                 .variance = m->variance, .least = m->least, .most = m->most};
}

static double solve_for(const struct work *w, const struct elimination *e, double *x)
{
    add_ways(w, x);
    elimination_solve(e, x);
    return x[0];
}

static void solve_process(struct work *w, const struct elimination *e, struct process_time *t)
{
    t->method = w->method;
    t->low = t->high = solve_for(w, e, w->low);
    if (isinf(t->low)) {
        t->method = TIME_EXACT;   /* it never ends, that much is certain */
    } else if (w->method == TIME_BOUNDS) {
        t->high = w->high ? solve_for(w, e, w->high) : t->low;
    } else {
        for (uint32_t k = 0; k < w->stretches->process->n_nodes; k++)
            add_spread(w, k);
        t->variance = solve_for(w, e, w->variance);
    }
}

static struct process_time chain_time(const struct process *p, const struct process_time *times,
                                      struct solving *solving, struct arena *arena)
{
    struct process_time t = bounds(0, INFINITY);
    struct stretches *stretches = ARENA_NEW(arena, struct stretches);
    *stretches = stretches_find(p, arena);
    t.stretches = stretches;
    const struct elimination *e = t.elimination = elimination_build(stretches->process, arena);
    if (!e)
        return t;   /* too many entries: nothing is known */
    struct work w = {
        .p = p, .stretches = stretches, .times = times, .solving = solving, .arena = arena};
    add_parts(&w);
    solve_process(&w, e, &t);
    return t;
}

static struct process_time *find(const struct process_tree *tree, struct solving *solving,
                                 struct arena *arena)
{
    struct process_time *times = ARENA_ARRAY(arena, tree->n, struct process_time);
    for (uint32_t i = 0; i < tree->n; i++) {
        if (process_is_row(tree->at[i])) {
            times[i] = row_time(tree->at[i]->nodes[0].minutes);
            continue;
        }
        times[i] = chain_time(tree->at[i], times, solving, arena);
        if (i + 1 < tree->n)
            support_find(tree->at[i], times, &times[i], arena);
    }
    return times;
}

struct process_time *moments_find(const struct process_tree *tree, block_solver *solver,
                                  struct arena *arena)
{
    struct solving none = {.solver = NULL}, all = {.solver = solver};
    struct process_time *times = find(tree, &none, arena);
    bool is_worth_it = solver && none.blocks.n > 0 && none.blocks.n <= MOST_RANDOM;
    return is_worth_it ? find(tree, &all, arena) : times;
}

/* ---- visits -------------------------------------------------------------------------- */

static void add_region(const struct region *region, double runs, double *visits)
{
    for (uint32_t i = 0; i < region->n_rows; i++)
        visits[region->rows[i]] += region->visits[i] != 0 ? runs * region->visits[i] : 0;
}

struct visiting {
    const struct sop *sop;     /* whose rows are counted */
    double *runs;              /* per process: how often a case goes through it */
    double *visits;
    struct arena *arena;
};

static void visit_node(struct visiting *w, const struct process *p, uint32_t v, double n)
{
    const struct process_node *node = &p->nodes[v];
    for (uint32_t i = 0; node->kind == PROCESS_BLOCK && i < node->n_branches; i++)
        w->runs[node->branches[i]->number] += n;
    if (node->row != NONE && p->sop == w->sop)
        w->visits[node->row] += n;
    if (node->kind == PROCESS_REGION && p->sop == w->sop)
        add_region(node->region, n, w->visits);
}

static void visit_beside(struct visiting *w, const struct process *p, const double *x)
{
    for (uint32_t i = 0; i < p->n_beside; i++)
        w->visits[p->beside[i].row] += x[p->beside[i].node];
}

/* x: per node; n: how often each node of the part is come to. */
static void visit_part(struct visiting *w, const struct process *p, const struct stretches *s,
                       uint32_t part, double n, double *x)
{
    for (uint32_t i = s->first[part]; i < s->first[part + 1]; i++) {
        visit_node(w, p, s->node[i], n);
        if (x)
            x[s->node[i]] = n;
    }
}

static void visit_parts(struct visiting *w, const struct process *p, const struct stretches *s,
                        const double *runs)
{
    const struct process *chain = s->process;
    bool has_beside = p->n_beside && p->sop == w->sop;
    double *x = has_beside ? ARENA_ARRAY(w->arena, p->n_nodes, double) : NULL;
    for (uint32_t k = 0; k < chain->n_nodes; k++) {
        const struct process_node *node = &chain->nodes[k];
        visit_part(w, p, s, k, runs[k], x);
        for (uint32_t l = node->first_leap; l < node->first_leap + node->n_leaps; l++)
            visit_part(w, p, s, stretch_of_leap(s, l), chain->leaps[l].probability * runs[k], x);
    }
    if (x)
        visit_beside(w, p, x);
}

static void visit_process(struct visiting *w, const struct process *p,
                          const struct process_time *t)
{
    if (process_is_row(p)) {
        visit_node(w, p, 0, w->runs[p->number]);
        return;
    }
    const struct stretches *s = t->stretches;
    double *x = ARENA_ARRAY(w->arena, s->process->n_nodes, double);
    x[0] = w->runs[p->number];
    for (uint32_t k = 0; k < s->process->n_nodes && !t->elimination; k++)
        x[k] = NAN;
    if (t->elimination)
        elimination_visits(t->elimination, x);
    visit_parts(w, p, s, x);
}

void moments_visits(const struct process_tree *tree, const struct process_time *times,
                    double *visits, struct arena *arena)
{
    struct visiting w = {tree->at[tree->n - 1]->sop, ARENA_ARRAY(arena, tree->n, double), visits,
                         arena};
    w.runs[tree->n - 1] = 1;
    for (uint32_t i = tree->n; i-- > 0;)
        if (w.runs[i] != 0)
            visit_process(&w, tree->at[i], &times[i]);
}
