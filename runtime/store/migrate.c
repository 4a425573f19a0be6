/*
 * Migration: a running case goes on by another version of its SOP, and with it the
 * cases that it runs. What the case is then, carry.c says; here it is written. Its
 * events stay as they are: each is read by the version of its own time (history.c).
 * Tasks that wait keep their numbers where as many people sign as before; running
 * deadlines stay.
 */
#include <stdio.h>
#include <string.h>

#include "runtime/store/store_int.h"

/* ---- state ---------------------------------------------------------------------------- */

static void write_state(struct store *s, struct live_case *to)
{
    const struct image_procedure *p = &to->image->t.procedure[to->procedure];
    sql_run(s, TOKENS_REMOVE, sql_number(to->number));
    for (uint32_t i = p->places.first; i < p->places.first + p->places.n; i++)
        if (vm_is_set(to->image, to->state, i))
            sql_run(s, TOKEN_ADD, sql_number(to->number), sql_number(i));
    sql_run(s, COUNTERS_REMOVE, sql_number(to->number));
    for (uint32_t i = 0; i < p->n_counters; i++)
        if (vm_counter(to->image, to->state, i))
            sql_run(s, COUNTER_SET, sql_number(to->number), sql_number(i),
                    sql_number(vm_counter(to->image, to->state, i)));
    sql_run(s, FIELDS_REMOVE, sql_number(to->number));
    data_write(s, to);
    sql_run(s, CASE_SET_IMAGE, sql_number(to->number), sql_text(to->image->id_hex));
}

/* ---- open rows ------------------------------------------------------------------------- */

typedef LIST_OF(struct store_task) task_list;

/* What a row offers yet; all of it is due when the row is. */
static task_list list_tasks(struct store *s, int64_t number, uint32_t row)
{
    task_list list = {0};
    sqlite3_stmt *st = sql_start(s, OFFERED_OF_CASE, sql_number(number), sql_number(row));
    while (sql_row(s, st)) {
        if (list.n == list.cap)
            list.at = list_grow(&s->arena, list.at, &list.cap, sizeof *list.at);
        if (store_have(s, list.at))
            list.at[list.n++] = (struct store_task){
                .number = sqlite3_column_int64(st, 0), .nth = sql_column_index(s, st, 2, NONE),
                .due = sqlite3_column_int64(st, 3)};
    }
    return list;
}

bool rows_have_same_tasks(const struct image *a, uint32_t x, const struct image *b, uint32_t y)
{
    uint32_t n = a->t.row[x].n_tasks;
    char p[16], q[16];
    for (uint32_t nth = 0; nth < n && n == b->t.row[y].n_tasks; nth++) {
        const char *unit = signature_unit(a, x, nth, p), *other = signature_unit(b, y, nth, q);
        if (strcmp(unit ? unit : "", other ? other : "") != 0)
            return false;
    }
    return n == b->t.row[y].n_tasks;
}

/* From the event on a row may have another number; then its tasks are opened by it. */
static void move_task(struct store *s, uint32_t row, const struct live_case *to, uint32_t to_row,
                      const struct store_task *t)
{
    if (row != to_row)
        sql_run(s, TASK_MOVE, sql_number(t->number), sql_number(to_row), sql_number(to->event));
    offer_add(s, to->image, to_row, t->nth, t->number, t->due);
}

/* Onto the worklists of those who may do it now. */
static void move_tasks(struct store *s, const struct live_case *from, uint32_t row,
                       const struct live_case *to, uint32_t to_row)
{
    const task_list list = list_tasks(s, from->number, row);
    bool is_same = rows_have_same_tasks(from->image, row, to->image, to_row);
    for (uint32_t i = 0; i < list.n && store_is_fine(s); i++) {
        const struct store_task *t = &list.at[i];
        offer_remove(s, from->image, row, t->nth, t->number, t->due);
        if (is_same)
            move_task(s, row, to, to_row, t);
    }
    if (is_same)
        return;
    sql_run(s, CLOSE_OFFERED, sql_number(from->number), sql_number(row), sql_number(to->event),
            sql_text("withdrawn"));
    row_offer(s, to, to_row, list.n ? list.at[0].due : CALENDAR_NEVER);
}

/* The row by its number there, with its deadline and its wait. */
static void move_row(struct store *s, const struct live_case *from, uint32_t row,
                     const struct live_case *to, uint32_t to_row)
{
    uint32_t address = vm_waiting(to->image, to->state, to_row);
    if (address != NONE)
        sql_run(s, WAITING_MOVE, sql_number(from->number), sql_number(row), sql_number(to_row),
                sql_number(address));
    else if (to->image->t.row[to_row].calls == NONE)
        move_tasks(s, from, row, to, to_row);
    sql_run(s, DUE_MOVE, sql_number(from->number), sql_number(row), sql_number(to_row),
            sql_number(image_late(to->image, to_row) != NONE));
}

static void move_rows(struct store *s, const struct live_case *from, const struct live_case *to,
                      const uint32_t *rows)
{
    struct image_span span = from->image->t.procedure[from->procedure].rows;
    for (uint32_t i = 0; i < span.n && store_is_fine(s); i++)
        if (vm_is_open(from->image, from->state, span.first + i))
            move_row(s, from, span.first + i, to, rows[i]);
}

/* ---- a case, and those that it runs ------------------------------------------------------ */

static bool has_children(struct store *s, int64_t number)
{
    sqlite3_stmt *st = sql_start(s, CASES_CALLED, sql_number(number), sql_index(NONE));
    bool has = sql_row(s, st);
    sql_done(st);
    return has;
}

/* A called SOP keeps its place in the image, so that its rows keep theirs. */
static bool has_place(const struct live_case *c, const struct image *new)
{
    const struct image_procedure *old = &c->image->t.procedure[c->procedure];
    if (c->procedure >= new->t.n_procedure)
        return false;
    const struct image_procedure *p = &new->t.procedure[c->procedure];
    return strcmp(image_string(c->image, old->id), image_string(new, p->id)) == 0 &&
           old->rows.first == p->rows.first && old->places.first == p->places.first;
}

static void write_moved(struct store *s, struct live_case *from, struct live_case *to,
                        const uint32_t *rows, const struct store_by *by)
{
    const struct deed deed = {.kind = EVENT_MIGRATED, .by = by, .about = to->image->id_hex};
    const struct vm_event event = {.row = NONE, .outcome = NONE};
    case_log(s, from, &event, &deed);
    to->event = from->event;
    to->time = from->time;
    to->seq = from->seq;
    write_state(s, to);
    case_recall(s, to);
    move_rows(s, from, to, rows);
    claims_review_case(s, to->number, by);
}

static void migrate_case(struct store *s, int64_t number, const struct image *image,
                         const struct store_by *by, uint32_t *n)
{
    struct live_case from, to;
    LIST_OF(int64_t) called = {0};
    if (!case_load(s, &from, number))
        return;
    if (!has_place(&from, image)) {
        store_refuse_about(s, STORE_CALLED_DIFFERS, number,
                           image_string(from.image, from.image->t.procedure[from.procedure].id),
                           0);
        return;
    }
    if (!case_init(s, &to, number, image, from.procedure))
        return;
    to.items = from.items;
    to.parent = from.parent;
    to.parent_row = from.parent_row;
    bool may_differ = !from.parent && !has_children(s, number);
    const uint32_t *rows = case_carry(s, &from, &to, may_differ);
    if (!rows)
        return;
    write_moved(s, &from, &to, rows, by);
    ++*n;
    sqlite3_stmt *st = sql_start(s, CASES_CALLED, sql_number(number), sql_index(NONE));
    while (sql_row(s, st)) {
        if (called.n == called.cap)
            called.at = list_grow(&s->arena, called.at, &called.cap, sizeof *called.at);
        if (store_have(s, called.at))
            called.at[called.n++] = sqlite3_column_int64(st, 0);
    }
    for (uint32_t i = 0; i < called.n && store_is_fine(s); i++)
        migrate_case(s, called.at[i], image, by, n);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static bool refuse_case(struct store *s, const struct store_case *c, const struct image *image)
{
    char parent[24];
    const char *sop = image_string(image, image->t.procedure[0].id);
    snprintf(parent, sizeof parent, "%lld", (long long)c->parent);
    if (c->phase != VM_RUNNING)
        return store_refuse_about(s, STORE_CASE_HAS_ENDED, c->number, NULL, c->closed);
    if (c->parent)
        return store_refuse_about(s, STORE_CASE_IS_CALLED, c->number, parent, 0);
    if (strcmp(c->sop, sop) != 0)
        return store_refuse_about(s, STORE_OTHER_SOP, c->number, sop, 0);
    return true;
}

static void migrate(struct store *s, int64_t number, const void *bytes, size_t len,
                    const struct store_by *by, uint32_t *n)
{
    struct store_case c;
    const struct image *image = NULL;
    if (case_find(s, number, &c))
        image = store_keep_image(s, bytes, len, by);
    if (image && refuse_case(s, &c, image) && strcmp(c.image->id_hex, image->id_hex) != 0)
        migrate_case(s, number, image, by, n);
}

bool store_migrate(struct store *s, int64_t number, const void *bytes, size_t len,
                   const struct store_by *by, uint32_t *n)
{
    *n = 0;
    if (clock_begin(s, by) && person_check(s, by) &&
        person_refuse_unknown(s, by->person))
        migrate(s, number, bytes, len, by, n);
    return store_end(s);
}
