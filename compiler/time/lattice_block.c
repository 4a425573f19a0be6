/*
 * Mean and variance of the longest of branches, summed from its distribution.
 * The product of distributions that a lattice has cut into steps is off by
 * something like the square of the step; half the step tells how much, and
 * takes it away (Richardson). What is a point of the lattice is not off at all.
 */
#include <math.h>

#include "compiler/time/lattice_int.h"

/* So little is left out behind the end: one in so many cases, and then what
 * happens there less than once in a while. */
#define TAIL 1e-9
enum { MOST_PASSES = 60 };

/* From the distribution: around the middle, where nothing large cancels. */
static struct moments sum_moments(const double *sum, const struct lattice *l)
{
    uint32_t middle = l->below, end = lattice_points(l);
    double first = 0, second = 0;
    while (middle < end && sum[middle] < 0.5)
        middle++;
    for (uint32_t i = 0; i < end; i++) {
        double off = (double)i - middle;
        double part = i < middle ? -sum[i] : 1 - sum[i];
        first += part;
        second += part * (2 * off + 1);
    }
    return (struct moments){ (middle - (double)l->below + first) * l->step,
                             (second - first * first) * l->step * l->step };
}

/* Minutes at which all but TAIL are over; INFINITY: beyond the lattice. */
static double find_end(const double *sum, const struct lattice *l)
{
    uint32_t end = lattice_points(l), i = end;
    while (i > 0 && sum[i - 1] >= 1 - TAIL)
        i--;
    return i == end ? INFINITY : fmax(0, (double)i - l->below) * l->step;
}

struct pass {
    struct moments moments;
    double end;
};

static struct pass pass_run(const struct plans *plans, struct choice *choice,
                            struct arena *arena)
{
    struct arena scratch;
    arena_init(&scratch, arena->on_full);
    struct lattice *l;
    const double *sum = lattice_run(plans, choice, &l, &scratch);
    struct pass pass = { sum_moments(sum, l), find_end(sum, l) };
    arena_free(&scratch);
    return pass;
}

/* What the lattice must reach; INFINITY: not found. */
static double find_reach(const struct plans *plans, struct choice *choice, struct arena *arena)
{
    double reach = lattice_reach(plans, arena);
    for (int passes = 0; passes < MOST_PASSES && isfinite(reach); passes++) {
        if (!lattice_choose(plans, reach, COARSE_POINTS, choice))
            return INFINITY;
        double end = pass_run(plans, choice, arena).end;
        double next = isinf(end) ? 4 * reach : 1.3 * end + 3 * choice->step;
        if (isfinite(end) && end > reach / 16)
            return next;
        reach = next;
    }
    return INFINITY;
}

static double less_error(double half, double whole)
{
    return half + (half - whole) / 3;
}

/* What all roots always take; NAN: not always the same. */
static double certain_minutes(const struct plans *plans)
{
    double most = 0;
    for (uint32_t i = 0; i < plans->n_roots; i++) {
        double certain = plans->at[plans->roots[i]].certain;
        if (isnan(certain))
            return NAN;
        most = fmax(most, certain);
    }
    return most;
}

static bool find(const struct plans *plans, struct moments *moments, struct arena *arena)
{
    *moments = (struct moments){ certain_minutes(plans), 0 };
    if (!isnan(moments->mean))
        return true;
    struct choice choice;
    double reach = find_reach(plans, &choice, arena);
    if (isinf(reach) || !lattice_choose(plans, reach, MOMENT_POINTS, &choice))
        return false;
    if (choice.is_smooth) {
        choice.step *= 2;   /* so that half of it is what is chosen */
        choice.n /= 2;
    }
    *moments = pass_run(plans, &choice, arena).moments;
    if (choice.is_exact)
        return true;
    choice.step /= 2;
    choice.n *= 2;
    struct moments whole = *moments, half = pass_run(plans, &choice, arena).moments;
    moments->mean = less_error(half.mean, whole.mean);
    moments->variance = fmax(0, less_error(half.variance, whole.variance));
    return true;
}

bool lattice_block(const struct process *process, const struct process_node *block,
                   struct moments *moments, struct arena *arena)
{
    struct arena scratch;
    struct plans plans;
    (void)process;
    arena_init(&scratch, arena->on_full);
    bool is_found = plans_build(&plans, (const struct process *const *)block->branches,
                                block->n_branches, &scratch) &&
                    find(&plans, moments, &scratch);
    arena_free(&scratch);
    return is_found;
}
