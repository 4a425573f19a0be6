/*
 * The lattice is chosen in passes. The first reaches so far that a percentile
 * of 99 is certainly on it, which may be too far; each next one ends shortly
 * behind the largest percentile that is not well known yet. Where times
 * come blurred, those that stand alone are read from few points, those close
 * together from many.
 */
#include <math.h>

#include "compiler/time/lattice_int.h"

static const double shares[N_TIME_PERCENTILES] = {
    [TIME_P50] = 0.5, [TIME_P80] = 0.8, [TIME_P95] = 0.95, [TIME_P99] = 0.99,
};

/* Two readings of one time may be so many steps apart. */
#define SAME 1e-3
/* Minutes nobody asks for: less than any unit that can be written. */
#define NO_TIME 1e-7
/* A percentile is well known if the lattice reaches no more than so many times as far. */
#define REACH 8
#define BLURRED_REACH 1.6
/* Each pass comes nearer by BLURRED_REACH at least, so this is never reached. */
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
    return choose_any(plans, reach, points, choice);
}

/* ---- percentiles ---- */

struct search {
    const struct plans *plans;
    struct arena *arena;
    double *minutes;
    bool is_known[N_TIME_PERCENTILES];
    double reach;         /* of the next lattice; 0: all are known */
    uint32_t points;      /* of it */
};

static bool is_well_known(const struct search *s, const struct choice *choice,
                          const struct reading *r)
{
    if (isinf(r->minutes) || choice->is_exact || s->reach < NO_TIME)
        return isfinite(r->minutes);
    double most = r->enough == DENSE_POINTS ? BLURRED_REACH : REACH;
    return s->points >= r->enough && r->minutes * most >= s->reach;
}

/* Where the largest percentile that is not well known ends; 0: all are known. */
static double search_read(struct search *s, const struct choice *choice, const struct lattice *l,
                          const double *sum)
{
    double largest = 0;
    for (uint32_t p = 0; p < N_TIME_PERCENTILES; p++) {
        if (s->is_known[p])
            continue;
        struct reading r = lattice_read(s->plans, choice, l, sum, shares[p]);
        bool is_same = p && r.enough == COARSE_POINTS &&
                       fabs(r.minutes - s->minutes[p - 1]) < SAME * choice->step;
        s->minutes[p] = is_same ? s->minutes[p - 1] : r.minutes;
        s->is_known[p] = is_well_known(s, choice, &r);
        if (!s->is_known[p])
            largest = fmax(largest, r.minutes + 3 * choice->step);
    }
    return largest;
}

static uint32_t next_points(uint32_t points, bool is_blurred)
{
    return points == COARSE_POINTS ? FINE_POINTS : is_blurred ? DENSE_POINTS : points;
}

static bool search_pass(struct search *s)
{
    struct choice choice;
    if (!lattice_choose(s->plans, s->reach, s->points, &choice))
        return false;
    struct arena scratch;
    arena_init(&scratch, s->arena->on_full);
    choice.is_smooth |= plans_are_narrow(s->plans, choice.step);
    struct lattice *l = lattice_build(choice.step, choice.n, choice.is_smooth, &scratch);
    if (s->points == DENSE_POINTS)
        l->blur = LEAST_BLUR;
    const double *sum = plans_distribution(s->plans, l, &scratch);
    double next = search_read(s, &choice, l, sum);
    bool is_near = next <= 30 * choice.step;
    if (isfinite(next))
        s->points = is_near ? COARSE_POINTS : next_points(s->points, l->is_blurred);
    s->reach = isinf(next) ? 2 * s->reach : 1.1 * next;
    arena_free(&scratch);
    return true;
}

static bool search_run(struct search *s)
{
    if (!isfinite(s->reach))
        return false;
    for (int passes = 0; s->reach > 0; passes++)
        if (passes == MOST_PASSES || !search_pass(s))
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
    struct search s = { .plans = &plans, .arena = arena, .minutes = percentiles,
                        .reach = lattice_reach(&plans, 0.01, arena), .points = COARSE_POINTS };
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
