/*
 * The fold: a case replayed from its log through vm_step, on a state of its
 * own. What the store keeps (places, signatures, waits, counters, phase, work
 * items) has to be the very same; whatever went wrong before, this must hold.
 * It needs no values of fields: what data decided stands in the log.
 */
#ifndef SOP_TEST_STORE_FOLD_H
#define SOP_TEST_STORE_FOLD_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/store/store.h"

enum { FOLD_MOST_TASKS = 4096 };

struct fold {
    struct store *store;
    const struct image *image;
    struct vm_case *state;
    struct vm_effects effects;
    int64_t seq, time;                   /* of the last event */
    int64_t signed_tasks[FOLD_MOST_TASKS];
    uint32_t n_signed;
    uint32_t *n_offered;                 /* per row, as the worklist says */
    bool is_cancelled;
};

static const enum vm_event_kind fold_kinds[N_EVENT_KINDS] = {
    [EVENT_START] = VM_START, [EVENT_DONE] = VM_SIGN, [EVENT_DECIDED] = VM_SIGN,
    [EVENT_PASSED] = VM_PASS, [EVENT_LATE] = VM_LATE, [EVENT_RETURNED] = VM_SIGN,
};

/* Everything is taken away; only what was counted stays. */
static inline void fold_cancel(struct fold *f)
{
    uint32_t n = f->image->t.procedure[f->state->procedure].n_counters, counts[64];
    assert_true(n <= COUNT_OF(counts));
    for (uint32_t i = 0; i < n; i++)
        counts[i] = vm_counter(f->image, f->state, i);
    vm_restore(f->image, f->state, VM_OVER, NONE);
    for (uint32_t i = 0; i < n; i++)
        vm_restore_counter(f->image, f->state, i, counts[i]);
    f->is_cancelled = true;
}

/* The memory of a case of the image at hand, and nothing in it. */
static inline void fold_begin(struct fold *f, uint32_t procedure)
{
    f->state = calloc(1, vm_case_size(f->image, procedure));
    f->effects.cap = vm_effects_max(f->image, procedure);
    f->effects.at = calloc(f->effects.cap, sizeof *f->effects.at);
    f->n_offered = calloc(f->image->t.n_row, sizeof *f->n_offered);
    vm_case_init(f->image, procedure, f->state);
}

static inline void fold_end(struct fold *f)
{
    free(f->state);
    free(f->effects.at);
    free(f->n_offered);
}

/* The nth wait of a row and outcome, by its order. */
static inline uint32_t fold_wait(const struct image *from, uint32_t address,
                                 const struct image *to, uint32_t to_row)
{
    uint32_t nth = 0, outcome = NONE;
    for (uint32_t i = 0; i < from->n_waits && from->waits[i].resume <= address; i++)
        for (uint32_t k = 0; k <= i; k++)
            if (from->waits[i].resume == address) {
                outcome = from->waits[i].outcome;
                nth += from->waits[k].row == from->waits[i].row &&
                       from->waits[k].outcome == outcome;
            }
    for (uint32_t i = 0; i < to->n_waits; i++)
        if (to->waits[i].row == to_row && to->waits[i].outcome == outcome && --nth == 0)
            return to->waits[i].resume;
    fail_msg("no such wait");
    return NONE;
}

/* The same case by another version: a place is known by its row's id and its
 * group, a counter by its number among those of its row. */
static inline void fold_migrate(struct fold *f, const struct image *image)
{
    struct fold old = *f;
    uint32_t procedure = old.state->procedure;
    const struct image_procedure *p = &image->t.procedure[procedure];
    f->image = image;
    fold_begin(f, procedure);
    vm_restore(image, f->state, VM_RUNNING, NONE);
    for (uint32_t i = p->places.first; i < p->places.first + p->places.n; i++) {
        const struct image_place *place = &image->t.place[i];
        uint32_t outcome, row = image_find_row(old.image, procedure,
                                               image_string(image, image->t.row[place->row].id));
        if (row == NONE)
            continue;
        uint32_t was = place->group == NONE
                           ? old.image->t.procedure[procedure].places.first + row -
                                 old.image->t.procedure[procedure].rows.first
                           : old.image->t.row[row].joins.first + place->group;
        if (!vm_is_set(old.image, old.state, was))
            continue;
        vm_restore_place(image, f->state, i);
        if (place->group != NONE)
            continue;
        uint32_t n = vm_signed(old.image, old.state, row, &outcome);
        vm_restore_signed(image, f->state, place->row, n, outcome);
        uint32_t address = vm_waiting(old.image, old.state, row);
        if (address != NONE)
            vm_restore_waiting(image, f->state, place->row,
                               fold_wait(old.image, address, image, place->row));
    }
    for (uint32_t r = p->rows.first; r < p->rows.first + p->rows.n; r++) {
        uint32_t row = image_find_row(old.image, procedure,
                                      image_string(image, image->t.row[r].id));
        for (uint32_t i = 0; row != NONE && i < image->t.row[r].outcomes.n &&
                             i < old.image->t.row[row].outcomes.n; i++) {
            uint32_t to = image_counter(image, r, i), from = image_counter(old.image, row, i);
            if (to != NONE && from != NONE)
                vm_restore_counter(image, f->state, to, vm_counter(old.image, old.state, from));
        }
    }
    fold_end(&old);
}

static inline bool fold_event(void *context, const struct store_event *e)
{
    struct fold *f = context;
    struct vm_event event = {fold_kinds[e->kind], e->row, e->outcome};
    assert_int_equal(e->seq, f->seq + 1);
    assert_true(e->time >= f->time);
    assert_false(f->is_cancelled);
    f->seq = e->seq;
    f->time = e->time;
    if (e->kind == EVENT_CLAIMED || e->kind == EVENT_RELEASED)
        return true;
    if (e->kind != EVENT_MIGRATED)
        assert_string_equal(e->image->id_hex, f->image->id_hex);
    if (e->kind == EVENT_MIGRATED) {
        fold_migrate(f, store_image(f->store, e->about));
        return true;
    }
    if (e->kind == EVENT_CANCELLED) {
        fold_cancel(f);
        return true;
    }
    enum vm_status status = vm_step(f->image, f->state, &event, &f->effects);
    assert_true(status == VM_OK || f->state->phase == VM_FAULTY);
    if (e->kind == EVENT_DONE) {
        for (uint32_t i = 0; i < f->n_signed; i++)
            assert_true(f->signed_tasks[i] != e->task);   /* none twice */
        assert_true(f->n_signed < FOLD_MOST_TASKS);
        f->signed_tasks[f->n_signed++] = e->task;
    }
    return true;
}

static inline bool fold_task(void *context, const struct store_task *t)
{
    struct fold *f = context;
    char number[16];
    const char *unit = signature_unit(t->image, t->row, t->nth, number);
    assert_int_equal(t->status, TASK_OFFERED);
    assert_true((t->unit == NULL) == (unit == NULL));
    assert_true(!unit || strcmp(unit, t->unit) == 0);
    for (uint32_t i = 0; i < f->n_signed; i++)
        assert_true(f->signed_tasks[i] != t->number);
    f->n_offered[t->row]++;
    return true;
}

static inline void fold_compare(const struct fold *f, const struct vm_case *kept)
{
    const struct image_procedure *p = &f->image->t.procedure[f->state->procedure];
    assert_int_equal(kept->phase, f->state->phase);
    assert_int_equal(kept->result, f->state->result);
    for (uint32_t i = p->places.first; i < p->places.first + p->places.n; i++)
        assert_int_equal(vm_is_set(f->image, kept, i), vm_is_set(f->image, f->state, i));
    for (uint32_t row = p->rows.first; row < p->rows.first + p->rows.n; row++) {
        uint32_t first, kept_first, n = vm_signed(f->image, f->state, row, &first);
        assert_int_equal(vm_signed(f->image, kept, row, &kept_first), n);
        assert_int_equal(kept_first, first);
        assert_int_equal(vm_waiting(f->image, kept, row), vm_waiting(f->image, f->state, row));
        bool is_offered = vm_is_open(f->image, kept, row) && kept->phase == VM_RUNNING &&
                          vm_waiting(f->image, kept, row) == NONE &&
                          f->image->t.row[row].calls == NONE;
        assert_int_equal(f->n_offered[row],
                         is_offered ? f->image->t.row[row].n_tasks - n : 0);
    }
    for (uint32_t i = 0; i < p->n_counters; i++)
        assert_int_equal(vm_counter(f->image, kept, i), vm_counter(f->image, f->state, i));
    assert_int_equal(vm_asked(f->image, kept), NONE);   /* data never wait */
}

/* Checks a case; how many events it has. */
static inline bool fold_first(void *image, const struct store_event *e)
{
    *(const struct image **)image = e->image;
    return false;
}

static inline int64_t fold_check(struct store *s, int64_t number)
{
    struct store_case c;
    assert_true(store_case(s, number, &c));
    struct fold *f = calloc(1, sizeof *f);
    f->store = s;
    assert_true(store_events(s, number, fold_first, &f->image));
    fold_begin(f, c.procedure);
    struct store_filter filter = {.case_number = number};
    assert_true(store_events(s, number, fold_event, f));
    assert_string_equal(f->image->id_hex, c.image->id_hex);
    assert_true(store_tasks(s, &filter, fold_task, f));
    assert_int_equal(c.phase, f->state->phase);
    assert_int_equal(c.is_cancelled, f->is_cancelled);
    if (c.phase != VM_RUNNING)
        assert_int_equal(c.closed, f->time);
    const struct vm_case *kept = store_case_state(s, number);
    if (!kept)
        fail_msg("fault %d", (int)store_fault(s)->kind);
    fold_compare(f, kept);
    int64_t n_events = f->seq;
    fold_end(f);
    free(f);
    return n_events;
}

static inline bool fold_collect(void *numbers, const struct store_case *c)
{
    int64_t *n = numbers;
    assert_int_equal(c->number, *n + 1);   /* small numbers, none left out */
    *n = c->number;
    return true;
}

/* Checks all cases; how many events they have together. */
static inline int64_t fold_check_all(struct store *s)
{
    int64_t n_cases = 0, n_events = 0;
    assert_true(store_cases(s, fold_collect, &n_cases));
    for (int64_t i = 1; i <= n_cases; i++)
        n_events += fold_check(s, i);
    return n_events;
}

#endif
