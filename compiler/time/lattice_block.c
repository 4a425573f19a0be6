/*
 * Mean and variance of the longest of branches, summed from its distribution.
 * The product of distributions that a lattice has cut into steps is off by
 * something like the square of the step; half the step tells how much, and
 * takes it away (Richardson). What is a point of the lattice is not off at all.
 * Where that is much near the beginning, as branches are short mostly and long
 * seldom, the beginning is summed once more on a finer lattice.
 */
#include <math.h>

#include "compiler/time/lattice_int.h"

/* So little is left out behind the end: one in so many cases, and then what
 * happens there less than once in a while. */
#define TAIL 1e-9
enum { MOST_PASSES = 60 };

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

/* The distribution on it, in the arena, and the lattice. Where narrow durations
 * are only rounded to its points, a smooth lattice is taken instead if what
 * comes out is smooth. */
static const double *run(const struct plans *plans, struct choice *choice, struct lattice **l,
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

/* Around some middle: the means of what T is off, and of its square. */
struct sums {
    double first, second;
};

/* Their part of the cells from .. to, middle and cells in steps: what lies above
 * the middle adds 1 - F, what lies below takes F away; so nothing large cancels. */
static struct sums sum_cells(const double *sum, const struct lattice *l, double middle,
                             int64_t from, int64_t to)
{
    struct sums s = { 0, 0 };
    for (int64_t j = from; j < to; j++) {
        double off = (double)j - middle, here = sum[j + l->below];
        double part = off < 0 ? -here : 1 - here;
        s.first += part;
        s.second += part * (2 * off + 1);
    }
    return (struct sums){ s.first * l->step, s.second * l->step * l->step };
}

/* Minutes at which all but TAIL are over; INFINITY: beyond the lattice. */
static double find_end(const double *sum, const struct lattice *l)
{
    uint32_t end = lattice_points(l), i = end;
    while (i > 0 && sum[i - 1] >= 1 - TAIL)
        i--;
    return i == end ? INFINITY : fmax(0, (double)i - l->below) * l->step;
}

static double pass_end(const struct plans *plans, struct choice *choice, struct arena *arena)
{
    struct arena scratch;
    arena_init(&scratch, arena->on_full);
    struct lattice *l;
    const double *sum = run(plans, choice, &l, &scratch);
    double end = find_end(sum, l);
    arena_free(&scratch);
    return end;
}

/* What the lattice must reach; INFINITY: not found. */
static double find_reach(const struct plans *plans, struct choice *choice, struct arena *arena)
{
    double reach = lattice_reach(plans, 0.001, arena);
    for (int passes = 0; passes < MOST_PASSES && isfinite(reach); passes++) {
        if (!lattice_choose(plans, reach, COARSE_POINTS, choice))
            return INFINITY;
        double end = pass_end(plans, choice, arena);
        double next = isinf(end) ? 4 * reach : 1.3 * end + 3 * choice->step;
        if (isfinite(end) && end > reach / 16)
            return next;
        reach = next;
    }
    return INFINITY;
}

/* ---- the sums, from the end to the beginning ---- */

/* The beginning is so many times shorter than the lattice, and the next one's
 * step so many times smaller. */
enum { BEGINNING = 32, FINER = 16, MOST_LEVELS = 8 };
/* Richardson takes away more than nine tenths of what is off: promised is 1e-6. */
#define SUSPECT 1e-5

struct level {
    double step, middle;       /* minutes */
    uint32_t n;
    bool is_smooth;
    struct sums beginning, rest;
};

/* The sums on a lattice of the level's step divided by `by`. The first level's
 * rest goes to the end, that of others to where the one before begins. */
static void level_run(struct level *level, const struct plans *plans, uint32_t by, bool is_first,
                      struct arena *arena)
{
    struct choice choice = { level->step / by, level->n * by, level->is_smooth, false };
    struct arena scratch;
    arena_init(&scratch, arena->on_full);
    struct lattice *l;
    const double *sum = run(plans, &choice, &l, &scratch);
    int64_t cut = l->n / BEGINNING, below = l->below;
    int64_t end = is_first ? (int64_t)lattice_points(l) - below : cut * FINER;
    if (is_first && by == 1) {
        int64_t j = 0;
        while (j < end && sum[j + below] < 0.5)
            j++;
        level->middle = (double)j * l->step;
    }
    double middle = round(level->middle / l->step);
    level->beginning = sum_cells(sum, l, middle, -below, cut);
    level->rest = sum_cells(sum, l, middle, cut, end);
    arena_free(&scratch);
}

static struct sums less_error(struct sums half, struct sums whole)
{
    return (struct sums){ half.first + (half.first - whole.first) / 3,
                          half.second + (half.second - whole.second) / 3 };
}

static void add(struct sums *to, struct sums s)
{
    to->first += s.first;
    to->second += s.second;
}

static struct moments moments_of(double middle, struct sums s)
{
    return (struct moments){ middle + s.first, fmax(0, s.second - s.first * s.first) };
}

static bool is_suspect(struct sums half, struct sums whole, struct moments about)
{
    return fabs(half.first - whole.first) > SUSPECT * about.mean ||
           fabs(half.second - whole.second) > SUSPECT * about.variance;
}

static struct moments sum_levels(const struct plans *plans, const struct choice *choice,
                                 struct arena *arena)
{
    struct level whole = { .step = choice->step, .n = choice->n, .is_smooth = choice->is_smooth };
    struct sums total = { 0, 0 };
    for (int i = 0; i < MOST_LEVELS; i++) {
        level_run(&whole, plans, 1, i == 0, arena);
        struct level half = whole;
        level_run(&half, plans, 2, i == 0, arena);
        add(&total, less_error(half.rest, whole.rest));
        struct sums all = total;
        add(&all, half.beginning);
        if (i + 1 == MOST_LEVELS ||
            !is_suspect(half.beginning, whole.beginning, moments_of(whole.middle, all))) {
            add(&total, less_error(half.beginning, whole.beginning));
            break;
        }
        whole.step /= FINER;
    }
    return moments_of(whole.middle, total);
}

/* All is on points: one lattice, as it is. */
static struct moments sum_exactly(const struct plans *plans, const struct choice *choice,
                                  struct arena *arena)
{
    struct level level = { .step = choice->step, .n = choice->n };
    level_run(&level, plans, 1, true, arena);
    add(&level.rest, level.beginning);
    return moments_of(level.middle, level.rest);
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
    if (choice.is_smooth && lattice_choose(plans, reach, SMOOTH_POINTS, &choice)) {
        choice.step *= 2;   /* so that half of it is what is chosen */
        choice.n /= 2;
    }
    *moments = (choice.is_exact ? sum_exactly : sum_levels)(plans, &choice, arena);
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
