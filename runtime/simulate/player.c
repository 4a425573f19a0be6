/* A player made ready: samplers and odds of every row, a stage for every procedure. */
#include "runtime/simulate/simulate_int.h"

static bool find_all_odds(struct player *p)
{
    const struct image *image = p->image;
    p->odds = (struct simulate_odds){
        .image = image,
        .of = ARENA_ARRAY(p->arena, (size_t)image->t.n_outcome + 1, double),
        .is_rework = ARENA_ARRAY(p->arena, (size_t)image->t.n_outcome + 1, bool),
        .source = ARENA_ARRAY(p->arena, (size_t)image->t.n_row + 1, enum simulate_source)};
    if (!p->odds.of || !p->odds.is_rework || !p->odds.source)
        return false;
    for (uint32_t i = 0; i < image->t.n_procedure; i++) {
        p->odds.procedure = i;
        if (!simulate_find_odds(&p->odds, p->options->rework))
            return false;
    }
    return true;
}

static struct duration_sampler sampler(const struct player *p, uint32_t duration,
                                       const struct unit_minutes *units)
{
    struct duration d = image_duration(p->image, duration);
    return duration_sampler(&d, units, p->options->items);
}

/* Counts its bounded outcomes, and makes ready what passes behind each. */
static void open_outcomes(struct player *p, struct part *part, const struct image_row *row,
                          const struct unit_minutes *units, uint32_t *n_counters)
{
    part->first_counter = *n_counters;
    for (uint32_t o = row->outcomes.first; o < row->outcomes.first + row->outcomes.n; o++) {
        const struct image_outcome *outcome = &p->image->t.outcome[o];
        p->delays[o] = sampler(p, outcome->delay, units);
        part->has_wait |= outcome->delay != NONE;
        part->is_bounded |= outcome->at_most > 0;
        *n_counters += outcome->at_most > 0;
    }
}

static void open_part(struct player *p, uint32_t row, const struct unit_minutes *units,
                      uint32_t *n_counters)
{
    const struct image_row *record = &p->image->t.row[row];
    const struct image_run *run = &p->image->runs[row];
    struct part *part = &p->parts[row];
    *part = (struct part){
        .work = sampler(p, record->work, units), .wait = sampler(p, record->wait, units),
        .of = p->odds.of + record->outcomes.first,
        .is_rework = p->odds.is_rework + record->outcomes.first,
        .delays = p->delays + record->outcomes.first,
        .answers = p->image->t.outcome + record->outcomes.first,
        .n_answers = run->n_answers, .n_tasks = run->n_tasks ? run->n_tasks : 1,
        .calls = record->calls, .lasts_called = record->work == NONE,
        .ends_as_called = p->odds.source[row] == SIMULATE_CALLED,
        .has_wait = record->wait != NONE};
    if (!part->lasts_called && !part->ends_as_called)
        part->calls = NONE;
    open_outcomes(p, part, record, units, n_counters);
}

static bool open_starts(struct player *p, struct stage *s, const struct image_procedure *procedure)
{
    uint32_t n;
    const uint32_t *entries = image_list(p->image, procedure->entries, &n);
    s->starts = ARENA_ARRAY(p->arena, (size_t)n + 1, uint32_t);
    for (uint32_t i = 0; i < n && s->starts; i++)
        if (p->image->runs[entries[i]].kind == IMAGE_START)
            s->starts[s->n_starts++] = entries[i];
    return s->starts != NULL;
}

static bool open_stage(struct player *p, uint32_t i)
{
    const struct image_procedure *procedure = &p->image->t.procedure[i];
    struct unit_minutes units = image_units(p->image, procedure);
    size_t n = (size_t)procedure->rows.n + 1;
    struct stage *s = &p->stages[i];
    uint32_t n_counters = 0;
    s->parts = p->parts + procedure->rows.first;
    for (uint32_t r = 0; r < procedure->rows.n; r++)
        open_part(p, procedure->rows.first + r, &units, &n_counters);
    s->state = arena_alloc(p->arena, vm_case_size(p->image, i));
    s->effects.cap = vm_effects_max(p->image, i);
    s->effects.at = ARENA_ARRAY(p->arena, s->effects.cap, struct vm_effect);
    s->heap.at = ARENA_ARRAY(p->arena, n, struct heap_entry);
    s->heap.place = ARENA_ARRAY(p->arena, n, uint32_t);
    s->answer = ARENA_ARRAY(p->arena, n, uint32_t);
    return s->state && s->effects.at && s->heap.at && s->heap.place && s->answer &&
           open_starts(p, s, procedure);
}

bool player_open(struct player *p)
{
    const struct image_tables *t = &p->image->t;
    size_t n = (size_t)t->procedure[0].rows.n + 1;
    p->stages = ARENA_ARRAY(p->arena, (size_t)t->n_procedure + 1, struct stage);
    p->parts = ARENA_ARRAY(p->arena, (size_t)t->n_row + 1, struct part);
    p->delays = ARENA_ARRAY(p->arena, (size_t)t->n_outcome + 1, struct duration_sampler);
    p->sums.visits = ARENA_ARRAY(p->arena, n, uint64_t);
    p->sums.withdrawn = ARENA_ARRAY(p->arena, n, uint64_t);
    p->sums.minutes = ARENA_ARRAY(p->arena, n, double);
    if (!p->stages || !p->parts || !p->delays || !p->sums.visits || !p->sums.withdrawn ||
        !p->sums.minutes || !find_all_odds(p))
        return false;
    for (uint32_t i = 0; i < t->n_procedure; i++)
        if (!open_stage(p, i))
            return false;
    return true;
}
