/* Bounds of a region: how long at least and at most, and how often its rows are open. */
#include <math.h>

#include "compiler/time/region.h"
#include "compiler/time/support.h"

struct bounds {
    struct region_view view;
    const struct process *p;
    struct region *region;
    struct row_time *rows;         /* per row of the region */
};

static const struct process_time *called_time(const struct process_input *input, uint32_t r,
                                              const struct process_time *times)
{
    const struct process *called = process_called(input, r);
    return called ? &times[called->number] : NULL;
}

struct row_time region_row(const struct region *region, uint32_t r,
                           const struct process_time *times)
{
    const struct process_time *called = called_time(region->net->input, r, times);
    const struct minutes *own = &region->net->input->minutes[r];
    struct row_time t = {own->mean, own->mean, own->least, own->most};
    if (called) {
        t.low += called->low;
        t.high += called->high;
        t.least += called->least;
        t.most += called->most;
    }
    return t;
}

static struct bounds bounds_new(const struct process *p, struct region *region,
                                const struct process_time *times, struct arena *arena)
{
    struct bounds b = {.view = region_view(region), .p = p, .region = region};
    b.rows = arena_array(arena, region->n_rows + 1, sizeof *b.rows);
    for (uint32_t i = 0; i < region->n_rows; i++)
        b.rows[i] = region_row(region, region->rows[i], times);
    return b;
}

/* ---- at least ---------------------------------------------------------------------- */

/*
 * left: per row of the region, what is left from its opening on, of which
 * less is known before. Without a race, the mean over its ways of the longest
 * that each sets off; with one, the shortest of all.
 */
static double way_low(const struct bounds *b, const struct way *way, const double *left)
{
    const struct flow *f = b->view.flow;
    uint32_t n = way->n_sets;      /* what is kept has its time behind it */
    double low = b->view.has_race ? INFINITY : 0;
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t to = i < n ? flow_place_row(f, way->sets[i]) : way->opens;
        if (to == NONE)
            continue;
        double by = b->view.index[to] == NONE ? 0 : left[b->view.index[to]];
        low = b->view.has_race ? fmin(low, by) : fmax(low, by);
    }
    return isinf(low) ? 0 : low;
}

static struct minutes delay_of(const struct bounds *b, const struct way *way)
{
    return way->delay ? minutes_of(way->delay, b->p->items, b->p->sop) : (struct minutes){0};
}

static double delay_low(const struct bounds *b, const struct way *way)
{
    return b->view.has_race ? delay_of(b, way).least : delay_of(b, way).mean;
}

static double row_low(const struct bounds *b, uint32_t i, const double *left)
{
    uint32_t r = b->region->rows[i];
    double sum = 0, least = INFINITY;
    bool is_chance = !b->view.has_race && !b->view.has_counter;
    for (uint32_t w = b->view.flow->first_way[r]; w < b->view.flow->first_way[r + 1]; w++) {
        double p = b->view.odds->of_way[w];
        if (!(p > 0))
            continue;
        const struct way *way = &b->view.flow->ways[w];
        double low = delay_low(b, way) + way_low(b, way, left);
        sum += p * low;
        least = fmin(least, low);
    }
    return (b->view.has_race ? b->rows[i].least : b->rows[i].low) +
           (is_chance      ? sum
            : isinf(least) ? 0
                           : least);
}

/* From nothing upwards: whatever it has come to is a bound. */
static double region_low(const struct bounds *b, struct arena *arena)
{
    enum { MOST_ROUNDS = 1000 };
    uint32_t n = b->region->n_rows;
    double *left = ARENA_ARRAY(arena, n + 1, double), low = 0, chance = 0;
    bool is_changed = true;
    for (uint32_t round = 0; round < MOST_ROUNDS && is_changed; round++) {
        is_changed = false;
        for (uint32_t i = n; i-- > 0;) {
            double more = row_low(b, i, left);
            is_changed |= more > left[i] * (1 + 1e-12);
            left[i] = more;
        }
    }
    const struct region_net *net = b->region->net;
    if (b->view.has_race)
        low = INFINITY;
    for (uint32_t i = 0; i < net->n_open; i++) {
        double by = left[b->view.index[net->open[i]]];
        if (b->view.flow->sop->rows.at[net->open[i]].kind == ROW_START && !b->view.has_race)
            chance += by / b->view.flow->n_starts;
        else
            low = b->view.has_race ? fmin(low, by) : fmax(low, by);
    }
    return fmax(low, chance);
}

/* ---- at most ------------------------------------------------------------------------ */

static double delays(const struct bounds *b, uint32_t r)
{
    const struct flow *f = b->view.flow;
    double sum = 0;
    for (uint32_t w = f->first_way[r]; w < f->first_way[r + 1]; w++)
        if (!f->ways[w].is_then)
            sum += b->view.odds->of_way[w] * delay_of(b, &f->ways[w]).mean;
    return sum;
}

static double region_high(const struct bounds *b, struct arena *arena)
{
    double *visits = b->region->visits, sum = 0;
    if (!region_visits(&b->view, visits, arena))
        return INFINITY;
    for (uint32_t i = 0; i < b->region->n_rows; i++) {
        double minutes = b->rows[i].high + delays(b, b->region->rows[i]);
        sum += minutes > 0 ? visits[i] * minutes : 0;
    }
    return sum;
}

void region_bounds(const struct process *p, struct region *region,
                   const struct process_time *times, struct arena *arena)
{
    if (!region->net->is_unsound && region_play(p, region, times, arena))
        return;
    struct bounds b = bounds_new(p, region, times, arena);
    region->high = region_high(&b, arena);
    region->low = region->net->is_unsound ? 0 : fmin(region->high, region_low(&b, arena));
    region_index_clear(region);
    bool is_known = !b.view.has_race && !b.view.has_counter && !region->net->is_unsound;
    for (uint32_t i = 0; i < region->n_rows; i++)
        if (!is_known || isinf(region->visits[i]))
            region->visits[i] = NAN;
}
