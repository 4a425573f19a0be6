/*
 * Waits and deadlines, reckoned once more from the log: each case is replayed,
 * and for each row that opens or begins to wait the moment is worked out at
 * which its time will be over. An event of the clock has to find that moment
 * armed, has to bear its time, and disarms it: so it fires once for an opening.
 * What is armed in the end has to be what the store waits for.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/crash/crash.h"

struct timer {
    int64_t wait, due;             /* CALENDAR_NEVER: for ever; 0: none */
    int64_t completed;             /* 0: not yet */
};

struct replay {
    const struct image *image;
    struct vm_case *state;
    struct vm_effects effects;
    struct timer *rows;
    int64_t number, time;
    uint32_t items;
};

static const enum vm_event_kind kinds[N_EVENT_KINDS] = {
    [EVENT_START] = VM_START, [EVENT_DONE] = VM_SIGN, [EVENT_DECIDED] = VM_SIGN,
    [EVENT_PASSED] = VM_PASS, [EVENT_LATE] = VM_LATE, [EVENT_RETURNED] = VM_SIGN,
};

/* The samples' durations are none of `per item`, and the store has no holidays. */
static int64_t ends(const struct replay *r, uint32_t duration, int64_t time)
{
    const struct image_procedure *p = &r->image->t.procedure[r->state->procedure];
    struct calendar calendar = *image_calendar(r->image, p);
    struct duration d = image_duration(r->image, duration);
    return duration_end(&d, &calendar, time);
}

static void open_row(struct replay *r, uint32_t row)
{
    const struct image_row *is = &r->image->t.row[row];
    int64_t from = r->time;
    if (is->due == NONE)
        return;
    if (is->due_from != NONE && r->rows[is->due_from].completed)
        from = r->rows[is->due_from].completed;
    int64_t due = ends(r, is->due, from);
    r->rows[row].due = due == CALENDAR_NEVER ? 0 : due;
}

static void disarm(struct replay *r, uint32_t row)
{
    r->rows[row].wait = r->rows[row].due = 0;
}

static void follow(struct replay *r, const struct vm_effect *e)
{
    switch (e->kind) {
    case VM_OPENED: open_row(r, e->row); break;
    case VM_WITHDRAWN: disarm(r, e->row); break;
    case VM_WAITS:
        r->rows[e->row].wait = ends(r, e->outcome, r->time);
        r->rows[e->row].due = 0;
        break;
    case VM_DONE:
        disarm(r, e->row);
        r->rows[e->row].completed = r->time;
        break;
    default: break;
    }
}

static void disarm_all(struct replay *r)
{
    for (uint32_t row = 0; row < r->image->t.n_row; row++)
        disarm(r, row);
}

/* At its own moment, unless its case had an event of a later time. */
static void check_fires(const struct replay *r, const struct store_event *e)
{
    int64_t armed = e->kind == EVENT_LATE ? r->rows[e->row].due : r->rows[e->row].wait;
    CHECK(armed && armed != CALENDAR_NEVER, "event %lld: the clock fires where nothing is armed",
          (long long)e->number);
    CHECK(e->time == (armed > r->time ? armed : r->time),
          "event %lld: the clock fires at %lld, armed for %lld", (long long)e->number,
          (long long)e->time, (long long)armed);
}

static bool replay_event(void *context, const struct store_event *e)
{
    struct replay *r = context;
    if (e->kind == EVENT_PASSED || e->kind == EVENT_LATE)
        check_fires(r, e);
    r->time = e->time;
    if (e->kind == EVENT_CANCELLED) {
        disarm_all(r);
        return true;
    }
    if (e->kind == EVENT_CLAIMED || e->kind == EVENT_RELEASED)
        return true;
    struct vm_event event = {kinds[e->kind], e->row, e->outcome};
    enum vm_status status = vm_step(r->image, r->state, &event, &r->effects);
    CHECK(status == VM_OK || r->state->phase == VM_FAULTY, "event %lld: %s", (long long)e->number,
          vm_status_text(status));
    for (uint32_t i = 0; i < r->effects.n; i++)
        follow(r, &r->effects.at[i]);
    if (r->state->phase != VM_RUNNING)
        disarm_all(r);
    return true;
}

/* What the store waits for: every row of the table is armed, and nothing else. */
static void compare(struct replay *r, sqlite3 *db, const char *sql, bool is_due)
{
    sqlite3_stmt *st = NULL;
    while (trial_row(db, &st, sql, &r->number, 1)) {
        int64_t row = sqlite3_column_int64(st, 0), until = sqlite3_column_int64(st, 1);
        CHECK(row >= 0 && row < r->image->t.n_row, "a timer of no row");
        int64_t *armed = is_due ? &r->rows[row].due : &r->rows[row].wait;
        CHECK(*armed == until, "case %lld, row %lld: the store waits till %lld, not %lld",
              (long long)r->number, (long long)row, (long long)until, (long long)*armed);
        *armed = 0;
    }
    for (uint32_t row = 0; row < r->image->t.n_row; row++)
        CHECK((is_due ? r->rows[row].due : r->rows[row].wait) == 0,
              "case %lld, row %lld: the store has forgotten a timer", (long long)r->number,
              (long long)row);
}

static void check_case(struct store *s, sqlite3 *db, const struct store_case *c)
{
    struct replay r = {.image = c->image, .number = c->number, .items = c->items};
    r.state = calloc(1, vm_case_size(c->image, c->procedure));
    r.effects.cap = vm_effects_max(c->image, c->procedure);
    r.effects.at = calloc(r.effects.cap, sizeof *r.effects.at);
    r.rows = calloc(c->image->t.n_row, sizeof *r.rows);
    vm_case_init(c->image, c->procedure, r.state);
    CHECK(store_events(s, c->number, replay_event, &r), "case %lld has no events",
          (long long)c->number);
    compare(&r, db, "SELECT row, coalesce(until, 9223372036854775807) FROM waiting"
                    " WHERE case_number = ?1", false);
    compare(&r, db, "SELECT row, at FROM due WHERE case_number = ?1", true);
    free(r.state);
    free(r.effects.at);
    free(r.rows);
}

void trial_check_timers(struct store *s, sqlite3 *db)
{
    struct store_case c;
    for (int64_t i = 1; store_case(s, i, &c); i++)
        check_case(s, db, &c);
}

void trial_check_nothing_due(sqlite3 *db, int64_t now)
{
    sqlite3_stmt *st = NULL;
    CHECK(trial_row(db, &st, "SELECT (SELECT count(*) FROM waiting WHERE until <= ?1)"
                             " + (SELECT count(*) FROM due WHERE fires AND at <= ?1)", &now, 1) &&
              sqlite3_column_int64(st, 0) == 0, "the clock has passed a timer that did not fire");
    sqlite3_finalize(st);
}
