/*
 * A case from the disk: what it is, and its state read into the vm. Nothing of
 * it is believed; what no case can hold is damage. (step.c writes.)
 */
#include <string.h>

#include "runtime/store/store_int.h"

/* By enum vm_phase; behind them the one that only a store knows. */
enum { PHASE_CANCELLED = VM_FAULTY + 1, N_PHASES };
const char *const case_phases[N_PHASES] = {"new", "running", "over", "faulty", "cancelled"};

/* ---- reading ----------------------------------------------------------- */

/* What all statements about cases tell first. */
static bool read_identity(struct store *s, sqlite3_stmt *st, struct store_case *out)
{
    *out = (struct store_case){.image = sql_column_image(s, st, 1)};
    if (!out->image)
        return false;
    out->number = sqlite3_column_int64(st, 0);
    out->procedure = sql_column_procedure(s, st, 2, out->image, &out->sop);
    uint32_t phase = sql_column_name(s, st, 3, case_phases, N_PHASES);
    out->is_cancelled = phase == PHASE_CANCELLED;
    out->phase = out->is_cancelled ? VM_OVER : (enum vm_phase)phase;
    out->result = sql_column_index(s, st, 4, out->image->t.n_row);
    out->parent = sqlite3_column_int64(st, 5);
    out->parent_row = sql_column_index(s, st, 6, out->image->t.n_row);
    out->items = sql_column_index(s, st, 7, NONE);
    return store_is_fine(s);
}

static bool case_read(struct store *s, sqlite3_stmt *st, struct store_case *out)
{
    if (!read_identity(s, st, out))
        return false;
    out->opened = sqlite3_column_int64(st, 8);
    out->closed = sqlite3_column_int64(st, 9);
    out->n_offered = sql_column_index(s, st, 10, NONE);
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
    size_t n_fields = (size_t)image->t.procedure[procedure].fields.n + 1;
    *c = (struct live_case){.number = number, .image = image, .procedure = procedure,
                            .parent_row = NONE, .items = 1};
    c->state = store_have(s, arena_alloc(&s->arena, vm_case_size(image, procedure)));
    c->fields = store_have(s, ARENA_ARRAY(&s->arena, n_fields, struct value));
    c->is_changed = store_have(s, ARENA_ARRAY(&s->arena, n_fields, bool));
    if (!store_is_fine(s))
        return false;
    vm_case_init(image, procedure, c->state);
    return true;
}

/* The case as it was left, at its last event, with nothing open in it yet. */
static bool read_live(struct store *s, struct live_case *c, int64_t number)
{
    struct store_case kept;
    sqlite3_stmt *st = sql_start(s, CASE_LIVE, sql_number(number));
    if (!sql_row(s, st)) {
        store_refuse_about(s, STORE_UNKNOWN_CASE, number, NULL, 0);
    } else if (read_identity(s, st, &kept) && case_init(s, c, number, kept.image, kept.procedure)) {
        c->items = kept.items;
        c->parent = kept.parent;
        c->parent_row = kept.parent_row;
        c->seq = sqlite3_column_int64(st, 8);
        c->time = sqlite3_column_int64(st, 9);
        c->event = sqlite3_column_int64(st, 10);
        vm_restore(c->image, c->state, kept.phase, kept.result);
    }
    sql_done(st);
    return store_is_fine(s);
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

/* Is a row open that takes several? Most often none is, and nothing is asked. */
static bool has_joint_row(const struct live_case *c, struct image_span rows)
{
    for (uint32_t row = rows.first; row < rows.first + rows.n; row++)
        if (c->image->t.row[row].n_tasks > 1 && vm_is_open(c->image, c->state, row))
            return true;
    return false;
}

/* Only rows that are open and miss a signature yet have any here. */
static void read_signatures(struct store *s, struct live_case *c)
{
    struct image_span rows = c->image->t.procedure[c->procedure].rows;
    if (!has_joint_row(c, rows))
        return;
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

/* A row that waits has no tasks; one that has neither would be lost. */
static void read_waiting(struct store *s, struct live_case *c)
{
    if (c->image->n_waits == 0)
        return;
    sqlite3_stmt *st = sql_start(s, WAITING_LIST, sql_number(c->number));
    while (sql_row(s, st)) {
        uint32_t row = sql_column_index(s, st, 0, c->image->t.n_row);
        uint32_t address = sql_column_index(s, st, 1, c->image->t.n_code);
        if (row != NONE)
            vm_restore_waiting(c->image, c->state, row, address);
        if (row == NONE || address == NONE || vm_waiting(c->image, c->state, row) != address)
            store_refuse(s, STORE_DAMAGED);
    }
}

static void read_counters(struct store *s, struct live_case *c)
{
    uint32_t n = c->image->t.procedure[c->procedure].n_counters;
    if (n == 0)
        return;
    sqlite3_stmt *st = sql_start(s, COUNTER_LIST, sql_number(c->number));
    while (sql_row(s, st)) {
        uint32_t counter = sql_column_index(s, st, 0, n);
        uint32_t count = sql_column_index(s, st, 1, NONE);
        if (counter == NONE || count == NONE)
            store_refuse(s, STORE_DAMAGED);
        else
            vm_restore_counter(c->image, c->state, counter, count);
    }
}

bool case_load(struct store *s, struct live_case *c, int64_t number)
{
    if (!read_live(s, c, number))
        return false;
    read_tokens(s, c);
    if (store_is_fine(s)) {
        read_signatures(s, c);
        read_waiting(s, c);
        read_counters(s, c);
    }
    return store_is_fine(s) && data_read(s, c);
}

const struct vm_case *store_case_state(struct store *s, int64_t number)
{
    struct live_case c = {0};
    store_begin(s);
    case_load(s, &c, number);
    return store_end(s) ? c.state : NULL;
}

const struct value *store_case_fields(struct store *s, int64_t number)
{
    struct live_case c = {0};
    store_begin(s);
    case_load(s, &c, number);
    return store_end(s) ? c.fields : NULL;
}

bool store_waits(struct store *s, int64_t case_number,
                 bool (*visit)(void *, const struct store_wait *), void *context)
{
    struct store_case c;
    store_begin(s);
    sqlite3_stmt *st = case_find(s, case_number, &c)
                           ? sql_start(s, WAITING_LIST, sql_number(case_number)) : NULL;
    while (sql_row(s, st)) {
        struct store_wait wait = {.row = sql_column_index(s, st, 0, c.image->t.n_row),
                                  .until = sqlite3_column_int64(st, 2)};
        if (wait.row == NONE)
            store_refuse(s, STORE_DAMAGED);
        if (!store_is_fine(s) || !visit(context, &wait))
            break;
    }
    sql_done(st);
    return store_end(s);
}
