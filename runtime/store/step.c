/*
 * One event of a case: the vm is stepped, and what the step changed is written:
 * the event, the places that were set or cleared, counters, fields, the tasks
 * that the effects offer, close or withdraw, and the moments at which the clock
 * will have a word. Then come the rows that data decide, lowest first: each is
 * an event of its own. What is to happen in other cases is remembered
 * (follow.c).
 */
#include <string.h>

#include "runtime/store/store_int.h"

enum {
    MOST_TASKS = 10000,     /* at one time: it must stay a list for people */
    MOST_DECISIONS = 10000, /* by data, upon one event: else it goes in circles */
};

/* ---- the event ------------------------------------------------------------- */

/* What changed of the fields, and the note; *n how many. */
static struct said *list_said(struct store *s, const struct live_case *c, const char *note,
                              uint32_t *n)
{
    struct image_span span = c->image->t.procedure[c->procedure].fields;
    struct said *said = store_have(s, ARENA_ARRAY(&s->arena, (size_t)span.n + 1, struct said));
    char text[32];
    *n = 0;
    for (uint32_t i = 0; said && i < span.n; i++)
        if (c->is_changed[i])
            said[(*n)++] = (struct said){
                .field = span.first + i, .text = text_keep(s, value_text(&c->fields[i], text))};
    if (said && note)
        said[(*n)++] = (struct said){.field = NONE, .text = note};
    return said;
}

/* What the case is: from here it can be replayed. */
static const char *start_about(struct store *s, const struct live_case *c)
{
    const char *called = "- -";
    if (c->parent)
        called = store_have(s, arena_printf(&s->arena, "%lld %u", (long long)c->parent,
                                            c->parent_row));
    return called ? store_have(s, arena_printf(&s->arena, "%s %u %u %s %d", c->image->id_hex,
                                               c->procedure, c->items, called, STORE_SCHEMA))
                  : NULL;
}

void case_log(struct store *s, struct live_case *c, const struct vm_event *event,
              const struct deed *deed)
{
    struct log_entry e = {.case_number = c->number, .seq = ++c->seq, .kind = deed->kind,
                          .task = deed->task ? deed->task->number : 0, .by = deed->by,
                          .row = event->row, .outcome = event->outcome, .about = deed->about};
    if (c->time < deed->by->now)
        c->time = deed->by->now;
    e.time = c->time;
    if (deed->kind == EVENT_START)
        e.about = start_about(s, c);
    e.said = list_said(s, c, deed->note, &e.n_said);
    if (store_is_fine(s))
        c->event = log_add(s, &e);
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

static void write_counters(struct store *s, const struct live_case *c,
                           const struct vm_case *before)
{
    for (uint32_t i = 0; i < c->image->t.procedure[c->procedure].n_counters; i++) {
        uint32_t n = vm_counter(c->image, c->state, i);
        if (n != vm_counter(c->image, before, i))
            sql_run(s, COUNTER_SET, sql_number(c->number), sql_number(i), sql_number(n));
    }
}

/* ---- rows that open ---------------------------------------------------------- */

/* By a statement that adds or removes one. */
static void write_offers(struct store *s, enum statement statement, const struct image *image,
                         uint32_t row, uint32_t nth, int64_t task, int64_t due)
{
    uint32_t n;
    const uint32_t *actors = signature_actors(image, row, nth, &n);
    for (uint32_t i = 0; i < n; i++) {
        const struct image_actor *actor = &image->t.actor[actors[i]];
        const struct sql_value values[] = {
            {SQL_NULL, 0, NULL}, sql_text(image_string(image, actor->id)),
            sql_text(actor_office(image, actor)), sql_number(due), sql_number(task)};
        sql_finish(s, sql_start_(s, statement, values, COUNT_OF(values) - 1));
    }
}

void offer_add(struct store *s, const struct image *image, uint32_t row, uint32_t nth,
               int64_t task, int64_t due)
{
    write_offers(s, SQL_OFFER_ADD, image, row, nth, task, due);
}

void offer_remove(struct store *s, const struct image *image, uint32_t row, uint32_t nth,
                  int64_t task, int64_t due)
{
    write_offers(s, SQL_OFFER_REMOVE, image, row, nth, task, due);
}

static void offer_task(struct store *s, const struct live_case *c, uint32_t row, uint32_t nth,
                       int64_t due)
{
    char number[16];
    if (sql_run(s, TASK_ADD, sql_number(c->number), sql_number(row), sql_number(nth),
                sql_text(signature_unit(c->image, row, nth, number)), sql_number(c->event))) {
        int64_t task = sqlite3_last_insert_rowid(s->db);
        s->first_task = s->first_task ? s->first_task : task;
        offer_add(s, c->image, row, nth, task, due);
    }
}

void row_offer(struct store *s, const struct live_case *c, uint32_t row, int64_t due)
{
    const struct image_row *r = &c->image->t.row[row];
    if (r->n_tasks > MOST_TASKS)
        store_refuse_about(s, STORE_TOO_MANY_TASKS, r->n_tasks, image_string(c->image, r->id),
                           0);
    for (uint32_t nth = 0; nth < r->n_tasks && store_is_fine(s); nth++)
        offer_task(s, c, row, nth, due);
}

/* A moment that has come already is not waited for. */
static void expect_moment(struct store *s, const struct live_case *c, uint32_t row,
                          int64_t moment, bool is_late)
{
    if (moment <= c->time)
        pending_add(s, (struct pending){PENDING_MOMENT, c->number, row, moment, is_late});
}

/* Of the row that its deadline counts from; its own opening where it has none,
 * or where that one was not done. */
static int64_t due_begin(struct store *s, const struct live_case *c, const struct image_row *r)
{
    int64_t time = c->time;
    if (r->due_from == NONE)
        return time;
    sqlite3_stmt *st = sql_start(s, COMPLETION_TIME, sql_number(c->number),
                                 sql_number(r->due_from));
    if (sql_row(s, st))
        time = sqlite3_column_int64(st, 0);
    sql_done(st);
    return time;
}

/* When it is due; CALENDAR_NEVER. */
static int64_t write_due(struct store *s, const struct live_case *c, uint32_t row)
{
    const struct image_row *r = &c->image->t.row[row];
    bool fires = image_late(c->image, row) != NONE;
    int64_t at = r->due == NONE ? CALENDAR_NEVER
                                : clock_end(s, c, r->due, due_begin(s, c, r));
    if (at == CALENDAR_NEVER)
        return at;
    sql_run(s, DUE_SET, sql_number(c->number), sql_number(row), sql_number(at),
            sql_number(fires));
    if (fires)
        expect_moment(s, c, row, at, true);
    return at;
}

static void open_row(struct store *s, const struct live_case *c, uint32_t row)
{
    int64_t due = write_due(s, c, row);
    if (c->image->t.row[row].calls == NONE)
        row_offer(s, c, row, due);
    else
        pending_add(s, (struct pending){.kind = PENDING_CALL, .case_number = c->number,
                                        .row = row});
}

/* ---- rows that close --------------------------------------------------------- */

/* What the case still offers of a row (NONE: of all) is done by nobody any more. */
static void close_offered(struct store *s, const struct live_case *c, uint32_t row,
                          const char *status)
{
    sqlite3_stmt *st = sql_start(s, OFFERED_OF_CASE, sql_number(c->number), sql_index(row));
    while (sql_row(s, st)) {
        uint32_t of = sql_column_index(s, st, 1, c->image->t.n_row);
        uint32_t nth = sql_column_index(s, st, 2, NONE);
        if (of == NONE)
            store_refuse(s, STORE_DAMAGED);
        else
            offer_remove(s, c->image, of, nth, sqlite3_column_int64(st, 0),
                         sqlite3_column_int64(st, 3));
    }
    sql_run(s, CLOSE_OFFERED, sql_number(c->number), sql_index(row), sql_number(c->event),
            sql_text(status));
}

/* The row is open no more: it neither waits nor is it due. t: its task that was signed,
 * which has told whether it is due; or NULL. */
static void forget_moments(struct store *s, const struct live_case *c, uint32_t row,
                           const struct store_task *t)
{
    if (c->image->n_waits)
        sql_run(s, WAITING_REMOVE, sql_number(c->number), sql_number(row));
    if (!t || t->due)
        sql_run(s, DUE_REMOVE, sql_number(c->number), sql_number(row));
}

static void withdraw_row(struct store *s, const struct live_case *c, uint32_t row)
{
    close_offered(s, c, row, "withdrawn");
    forget_moments(s, c, row, NULL);
}

static void withdraw_all(struct store *s, const struct live_case *c)
{
    close_offered(s, c, NONE, "withdrawn");
    sql_run(s, WAITINGS_REMOVE, sql_number(c->number));
    sql_run(s, DUES_REMOVE, sql_number(c->number));
}

/* The cases that a row runs (NONE: that any row of the case runs) go with it. */
static void cancel_called(struct store *s, int64_t number, uint32_t row,
                          const struct store_by *by)
{
    LIST_OF(int64_t) called = {0};
    sqlite3_stmt *st = sql_start(s, CASES_CALLED, sql_number(number), sql_index(row));
    while (sql_row(s, st)) {
        if (called.n == called.cap)
            called.at = list_grow(&s->arena, called.at, &called.cap, sizeof *called.at);
        if (!store_have(s, called.at))
            break;
        called.at[called.n++] = sqlite3_column_int64(st, 0);
    }
    sql_done(st);
    for (uint32_t i = 0; i < called.n && store_is_fine(s); i++)
        case_cancel(s, called.at[i], NULL, by);
}

static void close_task(struct store *s, const struct live_case *c, const struct store_task *t)
{
    offer_remove(s, c->image, t->row, t->nth, t->number, t->due ? t->due : CALENDAR_NEVER);
    sql_run(s, TASK_SET_DONE, sql_number(t->number), sql_number(c->event));
}

/* The tasks by which a row is done: the event that offered them, or 0, and the number that
 * the row had then. */
struct signatures {
    int64_t opened;
    uint32_t row;
};

/* Of a row that stood in a wait since: those of it that were signed last. Another version
 * may have given the row another number meanwhile. */
static struct signatures signed_before(struct store *s, const struct live_case *c, uint32_t row)
{
    struct signatures found = {0, row};
    const char *id = image_row_id(c->image, row);
    sqlite3_stmt *st = sql_start(s, SIGNED_LAST, sql_number(c->number));
    while (!found.opened && sql_row(s, st)) {
        const struct image *image =
            sqlite3_column_type(st, 2) == SQLITE_NULL ? c->image : sql_column_image(s, st, 2);
        uint32_t then = image ? sql_column_index(s, st, 1, image->t.n_row) : NONE;
        if (then != NONE && strcmp(image_row_id(image, then), id) == 0)
            found = (struct signatures){sqlite3_column_int64(st, 0), then};
    }
    sql_done(st);
    return found;
}

/* t: the task that is signed; NULL where the row was done by no signature of now. One that
 * was left because it was late was not done by anybody, nor was one without signatures. */
static struct signatures signatures_of(struct store *s, const struct live_case *c,
                                       const struct vm_effect *e, const struct store_task *t)
{
    bool is_late = e->outcome != NONE && e->outcome == image_late(c->image, e->row);
    if (is_late || !c->image->t.row[e->row].n_tasks)
        return (struct signatures){0, e->row};
    return t ? (struct signatures){t->opened_event, e->row} : signed_before(s, c, e->row);
}

static void write_completion(struct store *s, const struct live_case *c,
                             const struct vm_effect *e, const struct store_task *t)
{
    struct signatures by = signatures_of(s, c, e, t);
    sql_run(s, COMPLETION_SET, sql_number(c->number), sql_number(e->row), sql_number(c->time),
            by.opened ? sql_number(by.opened) : sql_index(NONE), sql_number(by.row));
}

static void write_done(struct store *s, const struct live_case *c, const struct vm_effect *e,
                       const struct store_task *signed_now)
{
    const struct store_task *t = signed_now && signed_now->row == e->row ? signed_now : NULL;
    if (c->image->is_recalled[e->row])   /* what nobody asks for the log can tell */
        write_completion(s, c, e, t);
    forget_moments(s, c, e->row, t);
}

static void write_wait(struct store *s, const struct live_case *c, const struct vm_effect *e)
{
    int64_t until = clock_end(s, c, e->outcome, c->time);
    sql_run(s, WAITING_SET, sql_number(c->number), sql_number(e->row),
            sql_number(vm_waiting(c->image, c->state, e->row)),
            until == CALENDAR_NEVER ? sql_index(NONE) : sql_number(until));
    sql_run(s, DUE_REMOVE, sql_number(c->number), sql_number(e->row));   /* never late there */
    expect_moment(s, c, e->row, until, false);
}

/* ---- effects ----------------------------------------------------------------- */

static void write_effect(struct store *s, const struct live_case *c, const struct vm_effect *e,
                         const struct deed *deed)
{
    switch (e->kind) {
    case VM_OPENED: open_row(s, c, e->row); break;
    case VM_DONE: write_done(s, c, e, deed->task); break;
    case VM_WAITS: write_wait(s, c, e); break;
    case VM_WITHDRAWN:
        withdraw_row(s, c, e->row);
        cancel_called(s, c->number, e->row, deed->by);
        break;
    case VM_SIGNED:
    case VM_ASKED:
    case VM_ENDED:
    case VM_STOPPED: break;
    }
}

/* In the order of the effects: a row may be withdrawn and open anew. */
static void write_effects(struct store *s, const struct live_case *c,
                          const struct vm_effects *effects, const struct deed *deed)
{
    for (uint32_t i = 0; i < effects->n && store_is_fine(s); i++)
        write_effect(s, c, &effects->at[i], deed);
}

static void write_phase(struct store *s, const struct live_case *c, const struct store_by *by)
{
    if (c->state->phase != VM_RUNNING) {
        withdraw_all(s, c);
        cancel_called(s, c->number, NONE, by);
    }
    if (c->state->phase == VM_OVER && c->parent)
        pending_add(s, (struct pending){.kind = PENDING_RETURN, .case_number = c->number});
    sql_run(s, CASE_SET_PHASE, sql_number(c->number), sql_text(case_phases[c->state->phase]),
            sql_index(c->state->result));
}

/* ---- a step ------------------------------------------------------------------- */

static bool is_refusal(enum vm_status status)
{
    return status != VM_OK && status != VM_SET_TWICE && status != VM_TOO_MANY;
}

static enum vm_status step_once(struct store *s, struct live_case *c,
                                const struct vm_event *event, const struct deed *deed)
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
    case_log(s, c, event, deed);
    write_tokens(s, c, before);
    write_counters(s, c, before);
    data_write(s, c);
    if (deed->task)
        close_task(s, c, deed->task);
    if (event->kind == VM_LATE) {
        close_offered(s, c, event->row, "late");   /* its signatures stay in the log */
        cancel_called(s, c->number, event->row, deed->by);
    }
    write_effects(s, c, &effects, deed);
    if (c->state->phase != before->phase)
        write_phase(s, c, deed->by);
    return status;
}

/* What is left to data; the vm can refuse none of it. */
static void decide(struct store *s, struct live_case *c, const struct store_by *by)
{
    const struct store_by nobody = {"", by->os_user, by->now};
    const struct deed deed = {.kind = EVENT_DECIDED, .by = &nobody};
    struct vm_event event = {.kind = VM_SIGN};
    for (int n = 0; (event.row = vm_asked(c->image, c->state)) != NONE; n++) {
        if (n == MOST_DECISIONS)
            store_refuse(s, STORE_TOO_MUCH);
        if (!store_is_fine(s) || !data_complete(s, c, event.row, true, &event.outcome))
            return;
        step_once(s, c, &event, &deed);
    }
}

enum vm_status case_step(struct store *s, struct live_case *c, const struct vm_event *event,
                         const struct deed *deed)
{
    enum vm_status status = step_once(s, c, event, deed);
    if (!is_refusal(status) && store_is_fine(s))
        decide(s, c, deed->by);
    return status;
}

void case_cancel(struct store *s, int64_t number, const char *reason, const struct store_by *by)
{
    const struct store_by nobody = {"", by->os_user, by->now};
    const struct deed deed = {.kind = EVENT_CANCELLED, .note = reason,
                              .by = reason ? by : &nobody};
    const struct vm_event event = {.row = NONE, .outcome = NONE};
    struct live_case c;
    if (!case_load(s, &c, number))
        return;
    case_log(s, &c, &event, &deed);
    sql_run(s, TOKENS_REMOVE, sql_number(number));
    withdraw_all(s, &c);
    sql_run(s, CASE_SET_PHASE, sql_number(number), sql_text(case_phases[VM_FAULTY + 1]),
            sql_index(NONE));
    cancel_called(s, number, NONE, by);
}
