/* Many cases, and what they come to. */
#include <math.h>

#include "runtime/simulate/simulate_int.h"

enum { PROGRESS_EVERY = 1024 };

/* ---- the work of people, as sopc time counts it ------------------------------------ */

static void add_work(const struct image *image, uint32_t row, double work, double *of_actor)
{
    const struct image_row *r = &image->t.row[row];
    uint32_t first = image->t.procedure[0].actors.first, n, n_assistants;
    const uint32_t *actors = image_list(image, r->actors, &n);
    const uint32_t *assistants = image_list(image, r->assistants, &n_assistants);
    double part = r->is_any && n > 1 ? 1.0 / n : 1;
    double units = r->is_each ? r->n_tasks : 1;
    for (uint32_t i = 0; i < n; i++)
        of_actor[actors[i] - first] += work * units * part;
    for (uint32_t i = 0; i < n_assistants; i++)
        of_actor[assistants[i] - first] += work;
}

static bool sum_up(const struct player *p, struct simulate_result *result)
{
    const struct image_procedure *procedure = &p->image->t.procedure[0];
    uint32_t n = procedure->rows.n;
    result->visits = ARENA_ARRAY(p->arena, (size_t)n + 1, double);
    result->withdrawn = ARENA_ARRAY(p->arena, (size_t)n + 1, double);
    result->source = p->odds.source;
    result->minutes_of_row = ARENA_ARRAY(p->arena, (size_t)n + 1, double);
    result->minutes_of_actor = ARENA_ARRAY(p->arena, (size_t)procedure->actors.n + 1, double);
    if (!result->visits || !result->withdrawn || !result->minutes_of_row ||
        !result->minutes_of_actor)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        result->visits[i] = (double)p->sums.visits[i] / result->n_cases;
        result->withdrawn[i] = (double)p->sums.withdrawn[i] / result->n_cases;
        result->minutes_of_row[i] = p->sums.minutes[i] / result->n_cases;
        add_work(p->image, procedure->rows.first + i, result->minutes_of_row[i],
                 result->minutes_of_actor);
    }
    return true;
}

/* ---- all cases ------------------------------------------------------------------------ */

static enum err error_of(const struct simulate_fault *fault)
{
    switch (fault->kind) {
    case SIMULATE_FINE: return ERR_NONE;
    case SIMULATE_NO_MEMORY: return ERR_SYSTEM;
    case SIMULATE_TOO_LONG:
    case SIMULATE_CIRCLE: return ERR_LIMIT;
    default: return ERR_FINDING;
    }
}

static bool play_all(struct player *p, struct totals *minutes, struct spread *rework)
{
    const struct simulate_options *o = p->options;
    for (uint32_t i = 0; i < o->n_cases; i++) {
        random_start(&p->random, o->seed, i);
        double lasted = player_play(p);
        if (isnan(lasted)) {
            p->fault->case_number = i + 1;
            return false;
        }
        totals_add(minutes, lasted);
        spread_add(rework, p->sums.n_rework);
        if (o->on_progress && (i + 1) % PROGRESS_EVERY == 0)
            o->on_progress(o->context, i + 1);
    }
    return true;
}

enum err simulate(const struct image *image, const struct simulate_options *options,
                  struct arena *arena, struct simulate_result *result,
                  struct simulate_fault *fault)
{
    struct player p = {.image = image, .options = options, .arena = arena, .fault = fault};
    struct totals minutes;
    struct spread rework = {0};
    *fault = (struct simulate_fault){.kind = SIMULATE_NO_MEMORY};
    if (!player_open(&p) || !totals_open(&minutes, options->n_cases, arena))
        return error_of(fault);
    fault->kind = SIMULATE_FINE;
    if (!play_all(&p, &minutes, &rework))
        return error_of(fault);
    result->rework = spread_mean(&rework);
    totals_close(&minutes, result);
    if (!sum_up(&p, result))
        fault->kind = SIMULATE_NO_MEMORY;
    return error_of(fault);
}
