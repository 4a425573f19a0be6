/*
 * A case replayed from its events alone, through vm_step as when they happened:
 * what it is, where it stands, its tasks, what waits and is due, what its fields
 * hold. Nothing is read here but the log, and which tasks and called cases the
 * tables have: to them the events give no other name than their numbers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/store/check_int.h"

/* An event as it is replayed. */
struct happened {
    int64_t number, seq, time, person, task;   /* person, task: or 0 */
    enum store_event_kind kind;
    uint32_t row, outcome;
    const char *about;
};

void replay_tell(struct replay *r, enum store_finding_kind kind, int64_t event,
                 const char *what, const char *log, const char *store)
{
    struct store_finding f = r->at;
    if (f.event != event) {
        f = (struct store_finding){.case_number = r->number, .event = event, .row = NONE};
        sqlite3_stmt *st = event ? sql_start(r->s, CHECK_ONE_EVENT, sql_number(event)) : NULL;
        if (sql_row(r->s, st)) {
            f.seq = sqlite3_column_int64(st, 0);
            f.time = sqlite3_column_int64(st, 1);
            f.event_kind = event_kind(r->s, st, 2);
        }
        sql_done(st);
    }
    f.kind = kind;
    f.what = what;
    f.log = log;
    f.store = store;
    check_found(r->check, &f);
}

/* The event at hand did not happen so: what follows cannot be told from it. */
static void lose(struct replay *r, enum store_finding_kind kind, const char *what)
{
    if (!r->is_lost)
        replay_tell(r, kind, r->at.event, what, NULL, NULL);
    r->is_lost = true;
}

/* ---- the beginning -------------------------------------------------------------- */

static bool make_state(struct replay *r)
{
    const struct image_procedure *p = &r->image->t.procedure[r->procedure];
    r->state = store_have(r->s, arena_alloc(&r->arena, vm_case_size(r->image, r->procedure)));
    r->effects.cap = vm_effects_max(r->image, r->procedure);
    r->effects.at =
        store_have(r->s, ARENA_ARRAY(&r->arena, r->effects.cap, struct vm_effect));
    r->rows = store_have(r->s, ARENA_ARRAY(&r->arena, (size_t)p->rows.n + 1, struct told_row));
    r->fields =
        store_have(r->s, ARENA_ARRAY(&r->arena, (size_t)p->fields.n + 1, struct told_field));
    if (!store_is_fine(r->s))
        return false;
    vm_case_init(r->image, r->procedure, r->state);
    return true;
}

/* The image of that id; damage is the image's own, and told there. */
static const struct image *find_image(struct replay *r, const char *id)
{
    const struct image *image = store_load_image(r->s, id);
    if (r->s->fault.kind == STORE_DAMAGED)
        r->s->fault.kind = STORE_FINE;
    return image;
}

/* IMAGE PROCEDURE ITEMS CASE ROW SCHEMA */
static bool read_start(struct replay *r, const char *about)
{
    char image[65], called[2][24];
    r->parent = 0;
    r->parent_row = NONE;
    if (!about || sscanf(about, "%64s %u %u %23s %23s %d", image, &r->procedure, &r->items,
                         called[0], called[1], &r->schema) != 6)
        return false;
    if (strcmp(called[0], "-") != 0) {
        r->parent = atoll(called[0]);
        r->parent_row = (uint32_t)strtoul(called[1], NULL, 10);
    }
    r->image = find_image(r, image);
    return r->image && r->procedure < r->image->t.n_procedure && r->items > 0 &&
           (!r->parent || (r->parent < r->number && r->parent_row < r->image->t.n_row &&
                           r->image->t.row[r->parent_row].calls == r->procedure));
}

/* ---- tasks ------------------------------------------------------------------------ */

static void offer(struct replay *r, uint32_t row, int64_t event)
{
    struct told_row *told = replay_row(r, row);
    told->offered = event;
    told->first_task = r->tasks.n;
    for (uint32_t nth = 0; nth < r->image->t.row[row].n_tasks; nth++) {
        if (r->tasks.n == r->tasks.cap)
            r->tasks.at = list_grow(&r->arena, r->tasks.at, &r->tasks.cap, sizeof *r->tasks.at);
        if (!store_have(r->s, r->tasks.at))
            return;
        r->tasks.at[r->tasks.n++] =
            (struct told_task){.image = r->image, .row = row, .nth = nth, .opened = event};
    }
}

/* What is offered of a row is so no more. */
static void close_row_tasks(struct replay *r, uint32_t row, enum store_task_status status,
                            int64_t event)
{
    const struct told_row *told = replay_row(r, row);
    for (uint32_t i = told->first_task; told->offered && i < r->tasks.n; i++) {
        struct told_task *t = &r->tasks.at[i];
        if (t->row != row || t->opened != told->offered)
            break;
        if (t->status == TASK_OFFERED) {
            t->status = status;
            t->closed = event;
            t->claimed = 0;
        }
    }
}

/* The offered task of that number under that row; NULL: there is none. */
static struct told_task *find_task(struct replay *r, int64_t number, uint32_t row)
{
    uint32_t low = 0, high = r->kept.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (r->kept.at[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    if (low >= r->kept.n || r->kept.at[low].number != number || low >= r->tasks.n)
        return NULL;
    struct told_task *t = &r->tasks.at[low];
    return t->row == row && t->status == TASK_OFFERED ? t : NULL;
}

static struct told_task *task_of(struct replay *r, const struct happened *e)
{
    struct told_task *t = find_task(r, e->task, e->row);
    if (!t)
        lose(r, FOUND_TASK_OF_EVENT,
             check_text(r->check, &r->arena, "%lld", (long long)e->task));
    return t;
}

/* ---- what a step does ---------------------------------------------------------------- */

static void open_row(struct replay *r, uint32_t row, const struct happened *e)
{
    const struct image_row *image_row = &r->image->t.row[row];
    struct told_row *told = replay_row(r, row);
    told->opened = e->number;
    told->due = (struct told_span){image_row->due == NONE ? NULL : r->image, image_row->due,
                                   e->number, e->time};
    if (image_row->due_from != NONE && replay_row(r, image_row->due_from)->done)
        told->due.begin = replay_row(r, image_row->due_from)->done_time;
    if (image_row->calls == NONE)
        offer(r, row, e->number);
}

static void withdraw_row(struct replay *r, uint32_t row, int64_t event)
{
    struct told_row *told = replay_row(r, row);
    close_row_tasks(r, row, TASK_WITHDRAWN, event);
    told->wait.image = told->due.image = NULL;
}

static void withdraw_all(struct replay *r, int64_t event)
{
    struct image_span rows = r->image->t.procedure[r->procedure].rows;
    for (uint32_t row = rows.first; row < rows.first + rows.n; row++)
        withdraw_row(r, row, event);
}

static void do_effect(struct replay *r, const struct vm_effect *effect, const struct happened *e)
{
    struct told_row *told = effect->row == NONE ? NULL : replay_row(r, effect->row);
    switch (effect->kind) {
    case VM_OPENED: open_row(r, effect->row, e); break;
    case VM_WITHDRAWN: withdraw_row(r, effect->row, e->number); break;
    case VM_DONE: {
        bool is_late = effect->outcome != NONE &&
                       effect->outcome == image_late(r->image, effect->row);
        told->done = e->number;
        told->done_time = e->time;
        bool is_signed = !is_late && r->image->t.row[effect->row].n_tasks;
        told->done_opened = is_signed ? told->offered : 0;
        told->task_row = is_signed ? told->signed_row : effect->row;
        told->wait.image = told->due.image = NULL;
        break;
    }
    case VM_WAITS:
        told->wait = (struct told_span){r->image, effect->outcome, e->number, e->time};
        told->due.image = NULL;
        break;
    default: break;
    }
}

/* What the vm is asked; false: it is no step of a case. */
static bool event_of(const struct happened *e, struct vm_event *event)
{
    static const enum vm_event_kind kinds[N_EVENT_KINDS] = {
        [EVENT_START] = VM_START,   [EVENT_DONE] = VM_SIGN,  [EVENT_DECIDED] = VM_SIGN,
        [EVENT_PASSED] = VM_PASS,   [EVENT_LATE] = VM_LATE,  [EVENT_RETURNED] = VM_SIGN,
    };
    *event = (struct vm_event){kinds[e->kind], e->row, e->outcome};
    return e->kind <= EVENT_RETURNED;
}

static void step(struct replay *r, const struct happened *e)
{
    struct vm_event event;
    enum vm_phase before = r->state->phase;
    struct told_task *task = e->kind == EVENT_DONE ? task_of(r, e) : NULL;
    if (r->is_lost || !event_of(e, &event))
        return;
    enum vm_status status = vm_step(r->image, r->state, &event, &r->effects);
    if (status != VM_OK && r->state->phase != VM_FAULTY) {
        lose(r, FOUND_STEP, vm_status_text(status));
        return;
    }
    if (task) {
        task->status = TASK_DONE;
        task->closed = e->number;
        task->claimed = 0;
        replay_row(r, e->row)->signed_row = e->row;
    }
    if (e->kind == EVENT_LATE)
        close_row_tasks(r, e->row, TASK_LATE, e->number);
    for (uint32_t i = 0; i < r->effects.n; i++)
        do_effect(r, &r->effects.at[i], e);
    if (r->state->phase != before && r->state->phase != VM_RUNNING)
        withdraw_all(r, e->number);
}

/* ---- events that are no steps ---------------------------------------------------------- */

/* A row goes on by the first of its called cases that has ended and was not
 * asked for yet, the way that its end says. */
static void take_return(struct replay *r, const struct happened *e)
{
    struct kept_child *child = NULL;
    for (uint32_t i = 0; i < r->children.n && !child; i++)
        if (!r->children.at[i].is_back && r->children.at[i].row == e->row &&
            is_same_text(r->children.at[i].phase, case_phases[VM_OVER]))
            child = &r->children.at[i];
    if (!child) {
        lose(r, FOUND_CALLED, e->row < r->image->t.n_row ? image_row_id(r->image, e->row) : NULL);
        return;
    }
    child->is_back = true;
    bool is_end = child->result == NONE || child->result < r->image->t.n_row;
    if (!is_same_text(child->image, r->image->id_hex) || e->row >= r->image->t.n_row)
        return;   /* it was moved to another version: its end is no row of this one */
    if (!is_end || image_answer_of_end(r->image, e->row, child->result) != e->outcome)
        lose(r, FOUND_STEP, "not the end of the called case");
}

/* Everything is taken away; only what was counted stays. */
static void cancel(struct replay *r, const struct happened *e)
{
    uint32_t n = r->image->t.procedure[r->procedure].n_counters;
    uint32_t *counts =
        store_have(r->s, ARENA_ARRAY(&r->arena, (size_t)n + 1, uint32_t));
    if (!counts)
        return;
    for (uint32_t i = 0; i < n; i++)
        counts[i] = vm_counter(r->image, r->state, i);
    vm_restore(r->image, r->state, VM_OVER, NONE);
    for (uint32_t i = 0; i < n; i++)
        vm_restore_counter(r->image, r->state, i, counts[i]);
    withdraw_all(r, e->number);
    r->is_cancelled = true;
}

/* ---- another version ------------------------------------------------------------------- */

/* The offered tasks of a row that has another number there, or others in their place. */
static void move_tasks(struct replay *r, uint32_t row, const struct live_case *from,
                       const struct live_case *to, uint32_t to_row, const struct happened *e)
{
    struct told_row *told = replay_row(r, to_row);
    if (!rows_have_same_tasks(from->image, row, to->image, to_row)) {
        for (uint32_t i = told->first_task; told->offered && i < r->tasks.n; i++) {
            struct told_task *t = &r->tasks.at[i];
            if (t->row == row && t->opened == told->offered && t->status == TASK_OFFERED)
                *t = (struct told_task){t->image, row, t->nth, TASK_WITHDRAWN, t->opened,
                                        e->number, 0};
        }
        offer(r, to_row, e->number);
        return;
    }
    for (uint32_t i = told->first_task; row != to_row && i < r->tasks.n; i++) {
        struct told_task *t = &r->tasks.at[i];
        if (t->row == row && t->opened == told->offered && t->status == TASK_OFFERED)
            t->image = to->image, t->row = to_row, t->opened = e->number;
    }
    if (row != to_row)
        told->offered = e->number;
}

static void move_fields(struct replay *r, const struct told_field *fields,
                        const struct live_case *from, const struct live_case *to)
{
    struct image_span a = from->image->t.procedure[from->procedure].fields;
    struct image_span b = to->image->t.procedure[to->procedure].fields;
    for (uint32_t i = 0; i < a.n; i++) {
        uint32_t like = case_like_field(from, a.first + i, to);
        if (like != NONE)
            r->fields[like - b.first] = fields[i];
    }
}

/* All that is known of rows goes to the numbers that they have now. */
static void move_rows(struct replay *r, const struct told_row *old, const uint32_t *rows,
                      const struct live_case *from, const struct live_case *to,
                      const struct happened *e)
{
    struct image_span span = from->image->t.procedure[from->procedure].rows;
    for (uint32_t i = 0; i < span.n; i++)
        if (rows[i] != NONE)
            *replay_row(r, rows[i]) = old[i];
    for (uint32_t i = 0; i < span.n && store_is_fine(r->s); i++)
        if (vm_is_open(from->image, from->state, span.first + i) &&
            vm_waiting(to->image, to->state, rows[i]) == NONE &&
            to->image->t.row[rows[i]].calls == NONE)
            move_tasks(r, span.first + i, from, to, rows[i], e);
}

static void migrate(struct replay *r, const struct happened *e)
{
    const struct live_case from = {.number = r->number, .image = r->image,
                                   .procedure = r->procedure, .state = r->state};
    const struct told_row *rows = r->rows;
    const struct told_field *fields = r->fields;
    const struct image *image = e->about ? find_image(r, e->about) : NULL;
    if (!image || r->procedure >= image->t.n_procedure) {
        lose(r, FOUND_STEP, "no such version");
        return;
    }
    r->image = image;
    if (!make_state(r))
        return;
    struct live_case to = {.number = r->number, .image = image, .procedure = r->procedure,
                           .state = r->state};
    const uint32_t *carried = case_carry_state(r->s, &from, &to);
    if (!carried && r->s->fault.kind != STORE_NO_MEMORY) {
        r->s->fault.kind = STORE_FINE;
        lose(r, FOUND_STEP, "the version has no such place");
    }
    if (!carried)
        return;
    move_fields(r, fields, &from, &to);
    move_rows(r, rows, carried, &from, &to, e);
    r->is_moved = true;
}

static void claim(struct replay *r, const struct happened *e)
{
    struct told_task *t = task_of(r, e);
    if (t && (t->claimed != 0) != (e->kind == EVENT_RELEASED))
        lose(r, FOUND_TASK_OF_EVENT,
             check_text(r->check, &r->arena, "%lld", (long long)e->task));
    if (t)
        t->claimed = e->kind == EVENT_CLAIMED ? e->person : 0;
}

/* ---- the cases that it calls ------------------------------------------------------------ */

static const char *keep(struct replay *r, const char *text)
{
    return text ? store_have(r->s, arena_copy(&r->arena, text, strlen(text))) : NULL;
}

void replay_children(struct replay *r)
{
    sqlite3_stmt *st = sql_start(r->s, CHECK_CHILDREN, sql_number(r->number));
    while (sql_row(r->s, st)) {
        bool is_good = true;
        if (r->children.n == r->children.cap)
            r->children.at = list_grow(&r->arena, r->children.at, &r->children.cap,
                                       sizeof *r->children.at);
        if (store_have(r->s, r->children.at))
            r->children.at[r->children.n++] = (struct kept_child){
                .number = sqlite3_column_int64(st, 0), .row = column_index(st, 1, &is_good),
                .result = column_index(st, 2, &is_good), .phase = keep(r, column_whole(st, 3)),
                .image = keep(r, column_whole(st, 4))};
    }
}

/* ---- the log of the case --------------------------------------------------------------- */

static bool is_in_order(struct replay *r, const struct happened *e,
                        const struct store_finding *last)
{
    const char *what = e->seq != last->seq + 1 ? "seq" : e->time < last->time ? "time" : NULL;
    if (what)
        lose(r, FOUND_ORDER, what);
    return !what;
}

static void replay_event(struct replay *r, const struct happened *e)
{
    bool is_start = e->kind == EVENT_START;
    if (is_start != (r->image == NULL) ||
        (is_start && (!read_start(r, e->about) || !make_state(r)))) {
        lose(r, FOUND_START, NULL);
        return;
    }
    if (e->row != NONE && e->row < r->image->t.n_row)
        r->at.image = r->image, r->at.row = e->row;
    if (!is_start && (r->state->phase != VM_RUNNING || (e->row != NONE && !r->at.image))) {
        lose(r, FOUND_STEP, vm_status_text(VM_IS_OVER));
        return;
    }
    switch (e->kind) {
    case EVENT_CANCELLED: cancel(r, e); break;
    case EVENT_CLAIMED:
    case EVENT_RELEASED: claim(r, e); break;
    case EVENT_MIGRATED: migrate(r, e); break;
    case EVENT_RETURNED: take_return(r, e); step(r, e); break;
    default: step(r, e);
    }
}

static bool read_event(struct replay *r, sqlite3_stmt *st, struct happened *e)
{
    bool is_good = true;
    *e = (struct happened){
        .number = sqlite3_column_int64(st, 0),
        .seq = sqlite3_column_int64(st, 1),
        .time = sqlite3_column_int64(st, 2),
        .person = sqlite3_column_int64(st, 4),
        .row = column_index(st, 5, &is_good),
        .task = sqlite3_column_int64(st, 6),
        .outcome = column_index(st, 7, &is_good),
        .about = column_whole(st, 8),
    };
    const char *kind = column_whole(st, 3);
    int i = 0;
    while (i < N_EVENT_KINDS &&
           !is_same_text(kind, store_event_name((enum store_event_kind)i)))
        i++;
    e->kind = (enum store_event_kind)i;
    r->at = (struct store_finding){.event = e->number, .case_number = r->number, .seq = e->seq,
                                   .time = e->time, .row = NONE,
                                   .event_kind = i < N_EVENT_KINDS ? e->kind : EVENT_START};
    return is_good && i <= EVENT_MIGRATED;   /* else told with the chain */
}

/* What the event has said of fields: the last holds. The statement runs along. */
static void take_said(struct replay *r, sqlite3_stmt *st, bool *has_said, const struct happened *e)
{
    struct image_span span = r->image->t.procedure[r->procedure].fields;
    for (; *has_said && sqlite3_column_int64(st, 3) <= e->seq; *has_said = sql_row(r->s, st)) {
        int64_t field = sqlite3_column_int64(st, 1) - span.first;
        const char *text = column_whole(st, 2);
        if (field < 0 || field >= span.n)
            continue;
        r->fields[field] = (struct told_field){e->number, keep(r, text)};
    }
}

void replay_case(struct replay *r)
{
    struct happened e;
    sqlite3_stmt *said = sql_start(r->s, CHECK_CASE_SAID, sql_number(r->number));
    bool has_said = sql_row(r->s, said);
    sqlite3_stmt *st = sql_start(r->s, CHECK_CASE_EVENTS, sql_number(r->number));
    r->at = (struct store_finding){.case_number = r->number, .row = NONE};
    while (!r->is_lost && sql_row(r->s, st)) {
        struct store_finding last = r->at;
        if (!read_event(r, st, &e))
            r->is_lost = true;
        else if (is_in_order(r, &e, &last))
            replay_event(r, &e);
        if (!r->is_lost)
            take_said(r, said, &has_said, &e);
    }
    sql_done(st);
    sql_done(said);
    if (!r->image)
        lose(r, FOUND_START, NULL);
}
