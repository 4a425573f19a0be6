/*
 * Waits and deadlines, reckoned once more from the log: each case is replayed,
 * and for each row that opens or begins to wait the moment is worked out at
 * which its time will be over. An event of the clock has to find that moment
 * armed, has to bear its time, and disarms it: so it fires once for an opening.
 * What is armed in the end has to be what the store waits for. A holiday counts
 * for what opens or begins to wait behind it in the log; what a case waits for goes
 * with it to another version, by the id of its row.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/crash/fold.h"

struct timer {
    int64_t wait, due;             /* CALENDAR_NEVER: for ever; 0: none */
    int64_t completed;             /* 0: not yet */
};

/* A holiday, and the event that told of it. */
struct day_off {
    int64_t event;
    struct holiday days;
};

/* By their first days. */
struct days_off {
    struct day_off *at;
    uint32_t n;
};

struct replay {
    struct fold fold;              /* image and state */
    struct timer *rows;
    int64_t number, event, time;
    const struct days_off *days_off;
    struct holiday *holidays;      /* room for all of them */
};

static void read_days_off(sqlite3 *db, struct days_off *days)
{
    sqlite3_stmt *st = NULL;
    while (trial_row(db, &st,
                     "SELECT number, strftime('%s', substr(about, 1, 10)) / 86400,"
                     " strftime('%s', substr(about, 13, 10)) / 86400 FROM event"
                     " WHERE kind = 'holiday' ORDER BY 2", NULL, 0)) {
        days->at = realloc(days->at, (days->n + 1) * sizeof *days->at);
        days->at[days->n++] = (struct day_off){
            sqlite3_column_int64(st, 0), {.from = sqlite3_column_int64(st, 1),
                                          .to = sqlite3_column_int64(st, 2)}};
    }
}

/* The samples' durations are none of `per item`, and their calendars have no holidays. */
static int64_t ends(const struct replay *r, uint32_t duration, int64_t time)
{
    const struct image *image = r->fold.image;
    const struct image_procedure *p = &image->t.procedure[r->fold.state->procedure];
    struct calendar calendar = *image_calendar(image, p);
    struct duration d = image_duration(image, duration);
    CHECK(calendar.n_holidays == 0, "a sample has holidays");
    for (uint32_t i = 0; i < r->days_off->n; i++)
        if (r->days_off->at[i].event < r->event)
            r->holidays[calendar.n_holidays++] = r->days_off->at[i].days;
    calendar.holidays = r->holidays;
    return duration_end(&d, &calendar, time);
}

static void open_row(struct replay *r, uint32_t row)
{
    const struct image_row *is = &r->fold.image->t.row[row];
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
    for (uint32_t row = 0; row < r->fold.image->t.n_row; row++)
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

/* Nothing is reckoned anew: what is armed stays so, under the row's new number. */
static void migrate(struct replay *r, const struct image *image)
{
    const struct image *old = r->fold.image;
    struct timer *was = r->rows;
    struct image_span rows = old->t.procedure[r->fold.state->procedure].rows;
    CHECK(image, "a case goes on by a version that is not there");
    r->rows = calloc(image->t.n_row, sizeof *r->rows);
    fold_migrate(&r->fold, image);
    for (uint32_t i = rows.first; i < rows.first + rows.n; i++) {
        uint32_t row = image_find_row(image, r->fold.state->procedure,
                                      image_string(old, old->t.row[i].id));
        if (row != NONE)
            r->rows[row] = was[i];
    }
    free(was);
}

static void step(struct replay *r, const struct store_event *e)
{
    struct vm_event event = {fold_kinds[e->kind], e->row, e->outcome};
    enum vm_status status = vm_step(r->fold.image, r->fold.state, &event, &r->fold.effects);
    CHECK(status == VM_OK || r->fold.state->phase == VM_FAULTY, "event %lld: %s",
          (long long)e->number, vm_status_text(status));
    for (uint32_t i = 0; i < r->fold.effects.n; i++)
        follow(r, &r->fold.effects.at[i]);
    if (r->fold.state->phase != VM_RUNNING)
        disarm_all(r);
}

static bool replay_event(void *context, const struct store_event *e)
{
    struct replay *r = context;
    if (e->kind == EVENT_PASSED || e->kind == EVENT_LATE)
        check_fires(r, e);
    r->time = e->time;
    r->event = e->number;
    switch (e->kind) {
    case EVENT_CANCELLED: disarm_all(r); break;
    case EVENT_MIGRATED: migrate(r, store_image(r->fold.store, e->about)); break;
    case EVENT_CLAIMED:
    case EVENT_RELEASED: break;
    default: step(r, e);
    }
    return true;
}

/* What the store waits for: every row of the table is armed, and nothing else. */
static void compare(struct replay *r, sqlite3 *db, const char *sql, bool is_due)
{
    sqlite3_stmt *st = NULL;
    while (trial_row(db, &st, sql, &r->number, 1)) {
        int64_t row = sqlite3_column_int64(st, 0), until = sqlite3_column_int64(st, 1);
        CHECK(row >= 0 && row < r->fold.image->t.n_row, "a timer of no row");
        int64_t *armed = is_due ? &r->rows[row].due : &r->rows[row].wait;
        CHECK(*armed == until, "case %lld, row %lld: the store waits till %lld, not %lld",
              (long long)r->number, (long long)row, (long long)until, (long long)*armed);
        *armed = 0;
    }
    for (uint32_t row = 0; row < r->fold.image->t.n_row; row++)
        CHECK((is_due ? r->rows[row].due : r->rows[row].wait) == 0,
              "case %lld, row %lld: the store has forgotten a timer", (long long)r->number,
              (long long)row);
}

static void check_case(struct store *s, sqlite3 *db, const struct store_case *c,
                       const struct days_off *days)
{
    struct replay r = {.fold.store = s, .number = c->number, .days_off = days};
    uint32_t procedure = c->procedure;
    CHECK(store_events(s, c->number, fold_first, &r.fold.image), "case %lld has no events",
          (long long)r.number);
    fold_begin(&r.fold, procedure);
    r.rows = calloc(r.fold.image->t.n_row, sizeof *r.rows);
    r.holidays = calloc(days->n + 1, sizeof *r.holidays);
    CHECK(store_events(s, r.number, replay_event, &r), "case %lld cannot be read",
          (long long)r.number);
    compare(&r, db, "SELECT row, coalesce(until, 9223372036854775807) FROM waiting"
                    " WHERE case_number = ?1", false);
    compare(&r, db, "SELECT row, at FROM due WHERE case_number = ?1", true);
    fold_end(&r.fold);
    free(r.rows);
    free(r.holidays);
}

void trial_check_timers(struct store *s, sqlite3 *db)
{
    struct store_case c;
    struct days_off days = {0};
    read_days_off(db, &days);
    for (int64_t i = 1; store_case(s, i, &c); i++)
        check_case(s, db, &c, &days);
    free(days.at);
}

void trial_check_nothing_due(sqlite3 *db, int64_t now)
{
    sqlite3_stmt *st = NULL;
    CHECK(trial_row(db, &st, "SELECT (SELECT count(*) FROM waiting WHERE until <= ?1)"
                             " + (SELECT count(*) FROM due WHERE fires AND at <= ?1)", &now, 1) &&
              sqlite3_column_int64(st, 0) == 0, "the clock has passed a timer that did not fire");
    sqlite3_finalize(st);
}
