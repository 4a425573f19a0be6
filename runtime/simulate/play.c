/*
 * One case: the open row that is over first is done, until the case is over.
 * How a row will be done and how long that lasts is drawn when it opens; whether
 * a bounded outcome may be taken again is known when it is done.
 */
#include <math.h>

#include "runtime/simulate/simulate_int.h"

enum { MOST_DEPTH = 1000 };

static double play_procedure(struct player *p, uint32_t procedure);

static double fail(struct player *p, enum simulate_fault_kind kind, uint32_t procedure)
{
    p->fault->kind = kind;
    p->fault->procedure = procedure;
    return NAN;
}

/* ---- drawing ------------------------------------------------------------------------ */

static uint32_t draw_answer(struct player *p, const struct part *part)
{
    uint32_t last = 0;
    if (part->n_answers < 2)
        return part->n_answers ? 0 : NONE;
    double chance = random_unit(&p->random);
    for (uint32_t o = 0; o < part->n_answers; o++) {
        if (!(part->of[o] > 0))
            continue;
        last = o;
        chance -= part->of[o];
        if (chance < 0)
            break;
    }
    return last;
}

/* Plays what the row calls: how long; NAN: it failed. An end that it has no
 * answer for stops real cases; here its answer stays as drawn. */
static double play_called(struct player *p, uint32_t row, const struct part *part,
                          uint32_t *answer)
{
    double minutes = play_procedure(p, part->calls);
    uint32_t by_end = part->ends_as_called && !isnan(minutes)
        ? image_answer_of_end(p->image, row, p->stages[part->calls].state->result) : NONE;
    if (by_end != NONE)
        *answer = by_end;
    return minutes;
}

/* How it will be done, and how long that takes from its opening to its leaving;
 * NAN: a called case failed. */
static double draw_row(struct player *p, uint32_t row, const struct part *part,
                       uint32_t *answer, double *work)
{
    *answer = draw_answer(p, part);
    double minutes = *work = duration_draw(&part->work, &p->random);
    if (part->calls != NONE) {
        double called = play_called(p, row, part, answer);
        if (part->lasts_called || isnan(called))
            minutes = called;
    }
    if (part->has_wait) {
        minutes += duration_draw(&part->wait, &p->random);
        minutes += *answer == NONE ? 0 : duration_draw(&part->delays[*answer], &p->random);
    }
    return minutes;
}

static bool open_row(struct player *p, uint32_t procedure, uint32_t i, double now)
{
    struct stage *s = &p->stages[procedure];
    const struct part *part = &s->parts[i];
    uint32_t row = p->image->t.procedure[procedure].rows.first + i;
    double work, minutes = draw_row(p, row, part, &s->answer[i], &work);
    if (isnan(minutes))
        return false;
    heap_put(&s->heap, (struct heap_entry){now + minutes, i});
    if (procedure == 0) {
        p->sums.visits[i]++;
        p->sums.minutes[i] += work;
    }
    return true;
}

/* ---- events ---------------------------------------------------------------------------- */

static bool step(struct player *p, uint32_t procedure, struct vm_event event)
{
    struct stage *s = &p->stages[procedure];
    if (p->n_events-- == 0) {
        p->n_events = 0;
        fail(p, SIMULATE_TOO_LONG, procedure);
        return false;
    }
    if (vm_step(p->image, s->state, &event, &s->effects) == VM_OK)
        return true;
    fail(p, SIMULATE_STOPPED, procedure);
    return false;
}

/* What the last event opened and took away: a row may be both. */
static bool follow(struct player *p, uint32_t procedure, double now)
{
    struct stage *s = &p->stages[procedure];
    uint32_t first = p->image->t.procedure[procedure].rows.first;
    for (uint32_t e = 0; e < s->effects.n; e++) {
        const struct vm_effect *effect = &s->effects.at[e];
        if (effect->kind == VM_WITHDRAWN) {
            heap_remove(&s->heap, effect->row - first);
            if (procedure == 0)
                p->sums.withdrawn[effect->row - first]++;
        } else if ((effect->kind == VM_OPENED || effect->kind == VM_ASKED) &&
                   !open_row(p, procedure, effect->row - first, now)) {
            return false;
        }
    }
    return true;
}

/* A way back; not once a bounded outcome is used up. */
static void note_rework(struct player *p, const struct stage *s, const struct part *part,
                        uint32_t answer)
{
    uint32_t counter = part->first_counter, at_most = part->answers[answer].at_most;
    for (uint32_t o = 0; o < answer; o++)
        counter += part->answers[o].at_most > 0;
    if (!at_most || vm_counter(p->image, s->state, counter) < at_most)
        p->sums.n_rework++;
}

/* All signatures at once, then its waits: their time has passed. */
static bool finish_row(struct player *p, uint32_t procedure, uint32_t i)
{
    struct stage *s = &p->stages[procedure];
    const struct part *part = &s->parts[i];
    uint32_t row = p->image->t.procedure[procedure].rows.first + i, answer = s->answer[i];
    bool is_data = p->image->runs[row].is_data;
    if (procedure == 0 && answer != NONE && part->is_rework[answer])
        note_rework(p, s, part, answer);
    for (uint32_t n = part->n_tasks; n; n--)
        if (!step(p, procedure, (struct vm_event){VM_SIGN, row, is_data && n > 1 ? NONE : answer}))
            return false;
    while (s->effects.n && s->effects.at[s->effects.n - 1].kind == VM_WAITS)
        if (!step(p, procedure, (struct vm_event){VM_PASS, row, NONE}))
            return false;
    return true;
}

/* ---- a case -------------------------------------------------------------------------------- */

static bool begin(struct player *p, uint32_t procedure)
{
    struct stage *s = &p->stages[procedure];
    uint32_t start = NONE;
    vm_case_init(p->image, procedure, s->state);
    if (s->n_starts > 1)
        start = s->starts[(uint32_t)(random_unit(&p->random) * s->n_starts)];
    return step(p, procedure, (struct vm_event){VM_START, start, NONE});
}

static double play_on(struct player *p, uint32_t procedure)
{
    struct stage *s = &p->stages[procedure];
    double now = 0;
    if (!begin(p, procedure) || !follow(p, procedure, now))
        return NAN;
    while (s->state->phase == VM_RUNNING) {
        if (!s->heap.n)
            return fail(p, SIMULATE_NO_END, procedure);
        struct heap_entry next = s->heap.at[0];
        now = next.time;
        heap_remove(&s->heap, next.row);
        if (!finish_row(p, procedure, next.row) || !follow(p, procedure, now))
            return NAN;
    }
    return now;
}

static double play_procedure(struct player *p, uint32_t procedure)
{
    struct stage *s = &p->stages[procedure];
    if (s->is_playing || p->depth == MOST_DEPTH)
        return fail(p, SIMULATE_CIRCLE, procedure);
    s->is_playing = true;
    p->depth++;
    double minutes = play_on(p, procedure);
    p->depth--;
    s->is_playing = false;
    return minutes;
}

double player_play(struct player *p)
{
    p->n_events = SIMULATE_MOST_EVENTS;
    p->sums.n_rework = 0;
    return play_procedure(p, 0);
}
