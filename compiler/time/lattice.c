/*
 * The lattice is chosen in passes. The first reaches so far that a percentile
 * of 99 is certainly on it, which may be too far; each next one ends shortly
 * behind the largest percentile that is not well known yet.
 */
#include <math.h>

#include "compiler/time/lattice_int.h"

static const double shares[N_TIME_PERCENTILES] = {
    [TIME_P50] = 0.5, [TIME_P80] = 0.8, [TIME_P95] = 0.95, [TIME_P99] = 0.99,
};

/* What the numbers of a distribution may be wrong by. */
#define NOISE 1e-7
/* Minutes nobody asks for: less than any unit that can be written. */
#define NO_TIME 1e-7
/* A percentile is well known if the lattice reaches no more than so many times as far. */
#define REACH 8
/* Each pass comes nearer by REACH at least, so this is never reached. */
enum { MOST_PASSES = 40 };

/* ---- which lattice ---- */

static uint32_t power_of_two(double least)
{
    uint32_t n = 64;
    while (n < least)
        n *= 2;
    return n;
}

/* Of a lattice's points, so many hold times. */
static double usable(double n)
{
    return n * 15 / 16;
}

static bool is_affordable(const struct plans *plans, double step, double n)
{
    return n <= MOST_POINTS && n / 2 * plans_cost(plans, step) <= EFFORT;
}

/* Rather a few points less than twice as many. */
#define ALMOST 0.95

/* All fixed durations on points: the grid, or a part of it. */
static bool choose_sharp(const struct plans *plans, double grid, double reach, double points,
                         struct choice *choice)
{
    if (!(grid > 0) || !(reach / grid <= MOST_POINTS))
        return false;
    *choice = (struct choice){ .step = grid, .is_exact = !plans->has_spread };
    if (plans->has_spread)
        choice->step /= ceil(grid / reach * points * ALMOST);
    choice->n = power_of_two(reach / choice->step * 16 / 15 + 8);
    return is_affordable(plans, choice->step, choice->n);
}

static bool choose_any(const struct plans *plans, double reach, double points,
                       struct choice *choice)
{
    for (choice->n = power_of_two(points); choice->n >= LEAST_POINTS; choice->n /= 2) {
        choice->step = reach / (usable(choice->n) - 8);
        if (is_affordable(plans, choice->step, choice->n))
            return true;
    }
    return false;
}

bool lattice_choose(const struct plans *plans, double reach, uint32_t points,
                    struct choice *choice)
{
    bool is_coarse = points == COARSE_POINTS;
    double grid = plans_grid(plans, reach);
    if (choose_sharp(plans, grid, reach, points, choice) &&
        (!is_coarse || choice->n <= 4 * COARSE_POINTS))
        return true;
    *choice = (struct choice){ .is_smooth = grid != 0 };
    return choose_any(plans, reach, is_coarse || grid == 0 ? points : SMOOTH_POINTS, choice);
}

/* Is something so short that damping lifts its weights below 0 by more than it
 * lowers the others? Rework of that, without end, would grow. */
static bool plans_are_tiny(const struct plans *plans, const struct lattice *l)
{
    double least = l->step * 4 * DAMPING / l->n;
    for (uint32_t i = 0; i < plans->n; i++)
        for (uint32_t p = 0; p < plans->at[i].parts.n; p++)
            if (plans->at[i].parts.at[p].minutes < least)
                return true;
    return false;
}

const double *lattice_run(const struct plans *plans, struct choice *choice, struct lattice **l,
                          struct arena *arena)
{
    bool is_rough = !choice->is_smooth && plans_are_narrow(plans, choice->step);
    *l = lattice_build(choice->step, choice->n, choice->is_smooth || is_rough, arena);
    const double *sum = plans_distribution(plans, *l, arena);
    if (!is_rough)
        return sum;
    if ((*l)->is_blurred && !plans_are_tiny(plans, *l)) {
        *l = lattice_build(choice->step, choice->n, false, arena);
        return plans_distribution(plans, *l, arena);
    }
    choice->is_smooth = true;
    return sum;
}

/* ---- reading ---- */

/* One point holds more than its neighbours together: a time that comes often. */
static bool is_atom(const double *sum, uint32_t i)
{
    double here = sum[i] - sum[i - 1];
    return here > 2 * fmax(sum[i + 1] - sum[i], sum[i - 1] - sum[i - 2]);
}

/* The sum up to a point is the distribution half a step behind it. INFINITY: beyond. */
static double read_percentile(const struct choice *choice, const struct lattice *l,
                              const double *sum, double share)
{
    uint32_t i = 2, end = l->n - 2;
    while (i < end && sum[i] < share - NOISE)
        i++;
    if (i == end)
        return INFINITY;
    double j = (double)i - l->below;
    if (!choice->is_exact && (choice->is_smooth || !is_atom(sum, i)))
        j += (share - sum[i - 1]) / (sum[i] - sum[i - 1]) - 0.5;
    return fmax(0, j * choice->step);
}

/* ---- percentiles ---- */

struct search {
    const struct plans *plans;
    struct arena *arena;
    double *minutes;
    bool is_known[N_TIME_PERCENTILES];
};

/* Where the largest percentile that is not well known ends; 0: all are known. */
static double search_read(struct search *s, const struct choice *choice, const struct lattice *l,
                          const double *sum, double reach, bool is_fine)
{
    double largest = 0;
    for (uint32_t p = 0; p < N_TIME_PERCENTILES; p++) {
        if (s->is_known[p])
            continue;
        double at = s->minutes[p] = read_percentile(choice, l, sum, shares[p]);
        s->is_known[p] = isfinite(at) && (choice->is_exact || reach < NO_TIME ||
                                          (is_fine && at * REACH >= reach));
        if (!s->is_known[p])
            largest = fmax(largest, at + 3 * choice->step);
    }
    return largest;
}

static bool search_pass(struct search *s, double *reach, bool *is_fine)
{
    struct choice choice;
    if (!lattice_choose(s->plans, *reach, *is_fine ? FINE_POINTS : COARSE_POINTS, &choice))
        return false;
    struct arena scratch;
    arena_init(&scratch, s->arena->on_full);
    struct lattice *l;
    const double *sum = lattice_run(s->plans, &choice, &l, &scratch);
    double next = search_read(s, &choice, l, sum, *reach, *is_fine);
    arena_free(&scratch);
    *is_fine = isinf(next) ? *is_fine : next > 30 * choice.step;
    *reach = isinf(next) ? 2 * *reach : 1.1 * next;
    return true;
}

static bool search_run(struct search *s)
{
    double reach = lattice_reach(s->plans, 0.01, s->arena);
    bool is_fine = false;
    if (!isfinite(reach))
        return false;
    for (int passes = 0; reach > 0; passes++)
        if (passes == MOST_PASSES || !search_pass(s, &reach, &is_fine))
            return false;
    return true;
}

static bool find(const struct process *process, double *percentiles, struct arena *arena)
{
    struct plans plans;
    if (!plans_build(&plans, &process, 1, arena))
        return false;
    double certain = plans.at[*plans.roots].certain;
    for (uint32_t p = 0; p < N_TIME_PERCENTILES; p++)
        percentiles[p] = isnan(certain) ? 0 : certain;
    if (!isnan(certain) || plans.at[*plans.roots].minutes <= 0)
        return true;
    struct search s = { &plans, arena, percentiles, { false } };
    return search_run(&s);
}

bool lattice_percentiles(const struct process *process, double percentiles[N_TIME_PERCENTILES],
                         struct arena *arena)
{
    struct arena scratch;
    arena_init(&scratch, arena->on_full);
    bool is_found = find(process, percentiles, &scratch);
    for (uint32_t p = 0; p < N_TIME_PERCENTILES && !is_found; p++)
        percentiles[p] = NAN;
    arena_free(&scratch);
    return is_found;
}
