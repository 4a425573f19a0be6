/*
 * What an event sets going beyond its own case, in the same transaction: a row
 * that calls begins a child case; a child that has ended lets the row go on
 * that called it; a moment that lies in the past already happens at once. Each
 * may set more going; all of it stands in one queue, done in the order in which
 * it came, and every case is read anew, so that nothing works on what another
 * has changed since.
 */
#include <stdio.h>
#include <string.h>

#include "runtime/store/store_int.h"

enum { MOST_PENDING = 10000 };   /* more upon one event goes in circles */

void pending_add(struct store *s, struct pending pending)
{
    if (s->pending.n == s->pending.cap)
        s->pending.at = list_grow(&s->arena, s->pending.at, &s->pending.cap, sizeof pending);
    if (store_have(s, s->pending.at))
        s->pending.at[s->pending.n++] = pending;
}

/* Is the row open, with nothing but the outside to wait for? */
static bool is_expected(const struct live_case *c, uint32_t row)
{
    return c->state->phase == VM_RUNNING && vm_is_open(c->image, c->state, row) &&
           vm_waiting(c->image, c->state, row) == NONE;
}

/* ---- calls -------------------------------------------------------------------- */

/* Where the called SOP has start rows, the first one. */
static uint32_t first_start(const struct image *image, uint32_t procedure)
{
    uint32_t n;
    const uint32_t *entries = image_list(image, image->t.procedure[procedure].entries, &n);
    for (uint32_t i = 0; i < n; i++)
        if (image->t.row[entries[i]].kind == IMAGE_START)
            return entries[i];
    return NONE;
}

/* Has the row its child already? (It may have opened twice in one event.) */
static bool is_called(struct store *s, int64_t number, uint32_t row)
{
    sqlite3_stmt *st = sql_start(s, CASES_CALLED, sql_number(number), sql_number(row));
    bool is_there = sql_row(s, st);
    sql_done(st);
    return is_there;
}

static void begin_called(struct store *s, int64_t number, uint32_t row,
                         const struct store_by *by)
{
    struct live_case parent, c;
    if (!case_load(s, &parent, number) || !is_expected(&parent, row) ||
        is_called(s, number, row))
        return;
    uint32_t procedure = parent.image->t.row[row].calls;
    if (!sql_run(s, CASE_ADD, sql_text(parent.image->id_hex), sql_number(procedure),
                 sql_number(number), sql_number(row), sql_number(parent.items)) ||
        !case_init(s, &c, sqlite3_last_insert_rowid(s->db), parent.image, procedure))
        return;
    c.items = parent.items;
    c.parent = number;
    c.parent_row = row;
    data_copy(&parent, &c);
    struct vm_event event = {VM_START, first_start(c.image, procedure), NONE};
    struct deed deed = {.kind = EVENT_START, .by = by};
    if (case_step(s, &c, &event, &deed) == VM_BAD_ENTRY)
        store_refuse(s, STORE_INTERNAL);
}

static void come_back(struct store *s, int64_t number, const struct store_by *by)
{
    struct live_case c, parent;
    if (!case_load(s, &c, number) || !case_load(s, &parent, c.parent) ||
        !is_expected(&parent, c.parent_row))
        return;
    uint32_t row = c.parent_row, result = c.state->result;
    struct vm_event event = {VM_SIGN, row, image_answer_of_end(parent.image, row, result)};
    struct deed deed = {.kind = EVENT_RETURNED, .by = by};
    if (event.outcome == NONE && image_n_answers(parent.image, row)) {
        const char *end = result == NONE ? "end" : image_row_id(c.image, result);
        store_refuse_row(s, STORE_NO_WAY_ON, parent.image, row, NONE, 0, end);
        s->fault.number = number;
        return;
    }
    data_copy(&c, &parent);
    case_step(s, &parent, &event, &deed);
}

/* ---- moments -------------------------------------------------------------------- */

/* Is that moment still to come for the row? It may have gone another way. */
static bool is_still_so(struct store *s, const struct pending *p)
{
    sqlite3_stmt *st =
        p->is_late ? sql_start(s, DUE_IS, sql_number(p->case_number), sql_number(p->row),
                               sql_number(p->moment))
                   : sql_start(s, WAITING_IS, sql_number(p->case_number), sql_number(p->row),
                               sql_number(p->moment));
    bool is_there = sql_row(s, st);
    sql_done(st);
    return is_there;
}

void moment_happen(struct store *s, int64_t number, uint32_t row, bool is_late,
                   const struct store_by *by)
{
    struct live_case c;
    if (!case_load(s, &c, number))
        return;
    struct vm_event event = {is_late ? VM_LATE : VM_PASS, row, NONE};
    struct deed deed = {.kind = is_late ? EVENT_LATE : EVENT_PASSED, .by = by};
    enum vm_status status = case_step(s, &c, &event, &deed);
    if (status != VM_OK && c.state->phase != VM_FAULTY)
        store_refuse(s, STORE_DAMAGED);   /* a deadline of a row that has none */
}

static void moment_come(struct store *s, const struct pending *p, const struct store_by *by)
{
    if (is_still_so(s, p))
        moment_happen(s, p->case_number, p->row, p->is_late, by);
}

/* ---- the queue -------------------------------------------------------------------- */

static void follow(struct store *s, const struct pending *p, const struct store_by *by)
{
    switch (p->kind) {
    case PENDING_CALL: begin_called(s, p->case_number, p->row, by); break;
    case PENDING_RETURN: come_back(s, p->case_number, by); break;
    case PENDING_MOMENT: moment_come(s, p, by); break;
    }
}

void store_follow(struct store *s, const struct store_by *by)
{
    const struct store_by nobody = {"", by->os_user, by->now};
    for (uint32_t i = 0; i < s->pending.n && store_is_fine(s); i++) {
        struct pending p = s->pending.at[i];
        if (i == MOST_PENDING)
            store_refuse(s, STORE_TOO_MUCH);
        else
            follow(s, &p, &nobody);
    }
}
