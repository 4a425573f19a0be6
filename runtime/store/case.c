/*
 * A case between disk and vm: its state is read into the vm, stepped by one
 * event, and what the step changed is written: the event, the places that
 * were set or cleared, the tasks that the effects offer, close or withdraw.
 */
#include <string.h>

#include "runtime/store/store_int.h"

/* What is offered to people at one time must stay a list for people. */
enum { MOST_TASKS = 10000 };

static const char *const phase_names[] = {"new", "running", "over", "faulty"};

/* ---- reading ----------------------------------------------------------- */

static bool case_read(struct store *s, sqlite3_stmt *st, struct store_case *out)
{
    *out = (struct store_case){.image = sql_column_image(s, st, 1)};
    if (!out->image)
        return false;
    out->number = sqlite3_column_int64(st, 0);
    out->procedure = sql_column_procedure(s, st, 2, out->image, &out->sop);
    out->phase = sql_column_name(s, st, 3, phase_names, COUNT_OF(phase_names));
    out->result = sql_column_index(s, st, 4, out->image->t.n_row);
    out->opened = sqlite3_column_int64(st, 5);
    out->closed = sqlite3_column_int64(st, 6);
    out->n_offered = sql_column_index(s, st, 7, NONE);
    return store_is_fine(s);
}

bool case_find(struct store *s, int64_t number, struct store_case *out)
{
    sqlite3_stmt *st = sql_start(s, CASE_ONE, sql_number(number));
    if (sql_row(s, st))
        case_read(s, st, out);
    else
        store_refuse_about(s, STORE_UNKNOWN_CASE, number, NULL, 0);
    sql_done(st);
    return store_is_fine(s);
}

bool store_case(struct store *s, int64_t number, struct store_case *out)
{
    store_begin(s);
    case_find(s, number, out);
    return store_end(s);
}

bool store_cases(struct store *s, bool (*visit)(void *, const struct store_case *),
                 void *context)
{
    store_begin(s);
    sqlite3_stmt *st = sql_start(s, CASE_LIST);
    while (sql_row(s, st)) {
        struct store_case c;
        if (!case_read(s, st, &c) || !visit(context, &c))
            break;
    }
    sql_done(st);
    return store_end(s);
}

bool case_init(struct store *s, struct live_case *c, int64_t number,
               const struct image *image, uint32_t procedure)
{
    *c = (struct live_case){.number = number, .image = image, .procedure = procedure};
    c->state = store_have(s, arena_alloc(&s->arena, vm_case_size(image, procedure)));
    if (c->state)
        vm_case_init(image, procedure, c->state);
    return c->state;
}

static void read_last_event(struct store *s, struct live_case *c)
{
    sqlite3_stmt *st = sql_start(s, CASE_LAST_EVENT, sql_number(c->number));
    if (sql_row(s, st)) {
        c->seq = sqlite3_column_int64(st, 0);
        c->time = sqlite3_column_int64(st, 1);
    }
    sql_done(st);
}

static bool span_has(struct image_span span, uint32_t i)
{
    return i >= span.first && i - span.first < span.n;
}

static void read_tokens(struct store *s, struct live_case *c)
{
    struct image_span places = c->image->t.procedure[c->procedure].places;
    sqlite3_stmt *st = sql_start(s, TOKEN_LIST, sql_number(c->number));
    while (sql_row(s, st)) {
        uint32_t place = sql_column_index(s, st, 0, c->image->t.n_place);
        if (span_has(places, place))
            vm_restore_place(c->image, c->state, place);
        else
            store_refuse(s, STORE_DAMAGED);
    }
}

/* Only rows that are open and miss a signature yet have any here. */
static void read_signatures(struct store *s, struct live_case *c)
{
    struct image_span rows = c->image->t.procedure[c->procedure].rows;
    sqlite3_stmt *st = sql_start(s, SIGNED_LIST, sql_number(c->number));
    while (sql_row(s, st)) {
        uint32_t row = sql_column_index(s, st, 0, c->image->t.n_row);
        if (!span_has(rows, row) || !vm_is_open(c->image, c->state, row)) {
            store_refuse(s, STORE_DAMAGED);
            continue;
        }
        const struct image_row *r = &c->image->t.row[row];
        uint32_t n = sql_column_index(s, st, 1, r->n_tasks);
        uint32_t outcome = sql_column_index(s, st, 2, r->outcomes.n);
        if (store_is_fine(s))
            vm_restore_signed(c->image, c->state, row, n, outcome);
    }
}

bool case_load(struct store *s, struct live_case *c, int64_t number)
{
    struct store_case kept;
    if (!case_find(s, number, &kept) || !case_init(s, c, number, kept.image, kept.procedure))
        return false;
    vm_restore(c->image, c->state, kept.phase, kept.result);
    read_last_event(s, c);
    read_tokens(s, c);
    if (store_is_fine(s))
        read_signatures(s, c);
    return store_is_fine(s);
}

const struct vm_case *store_case_state(struct store *s, int64_t number)
{
    struct live_case c = {0};
    store_begin(s);
    case_load(s, &c, number);
    return store_end(s) ? c.state : NULL;
}

/* ---- writing ----------------------------------------------------------- */

static void write_event(struct store *s, struct live_case *c, const struct vm_event *event,
                        const struct deed *deed)
{
    c->seq++;
    if (c->time < deed->by->now)
        c->time = deed->by->now;
    sql_run(s, EVENT_ADD, sql_number(c->number), sql_number(c->seq), sql_number(c->time),
            sql_text(store_event_name(deed->kind)), sql_text(deed->by->person),
            sql_text(deed->by->os_user), sql_index(event->row),
            deed->task ? sql_number(deed->task) : sql_index(NONE),
            sql_index(event->outcome), sql_text(deed->note));
}

static void write_tokens(struct store *s, const struct live_case *c, const struct vm_case *before)
{
    struct image_span places = c->image->t.procedure[c->procedure].places;
    for (uint32_t i = places.first; i < places.first + places.n; i++) {
        bool was = vm_is_set(c->image, before, i), is = vm_is_set(c->image, c->state, i);
        if (is && !was)
            sql_run(s, TOKEN_ADD, sql_number(c->number), sql_number(i));
        else if (was && !is)
            sql_run(s, TOKEN_REMOVE, sql_number(c->number), sql_number(i));
    }
}

static void offer_task(struct store *s, const struct live_case *c, uint32_t row, uint32_t nth)
{
    char number[16];
    if (!sql_run(s, TASK_ADD, sql_number(c->number), sql_number(row), sql_number(nth),
                 sql_text(signature_unit(c->image, row, nth, number)), sql_number(c->seq)))
        return;
    int64_t task = sqlite3_last_insert_rowid(s->db);
    uint32_t n;
    const uint32_t *actors = signature_actors(c->image, row, nth, &n);
    for (uint32_t i = 0; i < n; i++) {
        const char *actor = image_string(c->image, c->image->t.actor[actors[i]].id);
        sql_run(s, OFFER_ADD, sql_text(actor), sql_number(task));
    }
}

static void offer_row(struct store *s, const struct live_case *c, uint32_t row)
{
    const struct image_row *r = &c->image->t.row[row];
    if (r->n_tasks > MOST_TASKS)
        store_refuse_about(s, STORE_TOO_MANY_TASKS, r->n_tasks, image_string(c->image, r->id),
                           0);
    for (uint32_t nth = 0; nth < r->n_tasks && store_is_fine(s); nth++)
        offer_task(s, c, row, nth);
}

/* row: NONE for all that the case still offers. */
static void withdraw(struct store *s, const struct live_case *c, uint32_t row)
{
    sql_run(s, WITHDRAW_OFFERS, sql_number(c->number), sql_index(row));
    sql_run(s, WITHDRAW_TASKS, sql_number(c->number), sql_index(row), sql_number(c->seq));
}

static void close_task(struct store *s, const struct live_case *c, int64_t task)
{
    sql_run(s, OFFER_REMOVE, sql_number(task));
    sql_run(s, TASK_SET_DONE, sql_number(task), sql_number(c->seq));
}

/* In the order of the effects: a row may be withdrawn and open anew. */
static void write_effects(struct store *s, const struct live_case *c,
                          const struct vm_effects *effects)
{
    for (uint32_t i = 0; i < effects->n && store_is_fine(s); i++) {
        if (effects->at[i].kind == VM_OPENED)
            offer_row(s, c, effects->at[i].row);
        else if (effects->at[i].kind == VM_WITHDRAWN)
            withdraw(s, c, effects->at[i].row);
    }
}

static void write_phase(struct store *s, const struct live_case *c)
{
    if (c->state->phase != VM_RUNNING)
        withdraw(s, c, NONE);
    sql_run(s, CASE_SET_PHASE, sql_number(c->number), sql_text(phase_names[c->state->phase]),
            sql_index(c->state->result));
}

static bool is_refusal(enum vm_status status)
{
    return status != VM_OK && status != VM_SET_TWICE && status != VM_TOO_MANY;
}

enum vm_status case_step(struct store *s, struct live_case *c, const struct vm_event *event,
                         const struct deed *deed)
{
    size_t size = vm_case_size(c->image, c->procedure);
    struct vm_case *before = store_have(s, arena_alloc(&s->arena, size));
    struct vm_effects effects = {.cap = vm_effects_max(c->image, c->procedure)};
    effects.at = store_have(s, ARENA_ARRAY(&s->arena, effects.cap, struct vm_effect));
    if (!before || !effects.at)
        return VM_OK;   /* the fault is told already */
    memcpy(before, c->state, size);
    enum vm_status status = vm_step(c->image, c->state, event, &effects);
    if (is_refusal(status))
        return status;
    write_event(s, c, event, deed);
    write_tokens(s, c, before);
    if (deed->task)
        close_task(s, c, deed->task);
    write_effects(s, c, &effects);
    if (c->state->phase != before->phase)
        write_phase(s, c);
    return status;
}
