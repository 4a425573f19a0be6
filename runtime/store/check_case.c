/*
 * Every case that the tables hold against the one that its events make
 * (replay.c), table by table, and each cell of them. A case at a time: what one
 * takes of memory is gone before the next.
 */
#include <stdlib.h>
#include <string.h>

#include "runtime/store/check_int.h"

/* ---- words for findings -------------------------------------------------------- */

static const char *number_word(struct replay *r, int64_t n)
{
    return check_text(r->check, &r->arena, "%lld", (long long)n);
}

static const char *time_word(struct replay *r, int64_t time)
{
    char text[32];
    return time == CALENDAR_NEVER
               ? NULL
               : check_text(r->check, &r->arena, "%s.%03dZ",
                            moment_format(time - time % 1000, text), (int)(time % 1000));
}

static const char *keep(struct replay *r, const char *text)
{
    return text ? check_text(r->check, &r->arena, "%s", text) : NULL;
}

static const char *row_word(const struct replay *r, uint32_t row)
{
    return image_row_id(r->image, row);
}

static bool is_row(const struct replay *r, uint32_t row)
{
    struct image_span rows = r->image->t.procedure[r->procedure].rows;
    return row != NONE && row - rows.first < rows.n;
}

/* An index in a table that is a row of the case; else it is told, with NONE. */
static uint32_t column_row(struct replay *r, sqlite3_stmt *st, int column,
                           enum store_finding_kind kind)
{
    bool is_good = true;
    uint32_t row = column_index(st, column, &is_good);
    if (is_good && is_row(r, row))
        return row;
    replay_tell(r, kind, 0, number_word(r, sqlite3_column_int64(st, column)), NULL, NULL);
    return NONE;
}

/* ---- what the case is ------------------------------------------------------------- */

static void compare_number(struct replay *r, const char *what, int64_t log, int64_t store)
{
    if (log != store)
        replay_tell(r, FOUND_IDENTITY, 0, what, number_word(r, log), number_word(r, store));
}

static const char *phase_of(const struct replay *r)
{
    return case_phases[r->is_cancelled ? VM_FAULTY + 1 : (int)r->state->phase];
}

static int64_t number_or_minus(sqlite3_stmt *st, int column)
{
    return sqlite3_column_type(st, column) == SQLITE_NULL ? -1 : sqlite3_column_int64(st, column);
}

static void compare_identity(struct replay *r, sqlite3_stmt *st)
{
    const char *image = column_whole(st, 1), *phase = column_whole(st, 3);
    if (!is_same_text(image, r->image->id_hex))
        replay_tell(r, FOUND_IDENTITY, 0, "image", r->image->id_hex, keep(r, image));
    compare_number(r, "procedure", r->procedure, sqlite3_column_int64(st, 2));
    compare_number(r, "parent", r->parent ? r->parent : -1, number_or_minus(st, 5));
    compare_number(r, "parent_row", r->parent ? (int64_t)r->parent_row : -1,
                   number_or_minus(st, 6));
    compare_number(r, "items", r->items, sqlite3_column_int64(st, 7));
    if (!is_same_text(phase, phase_of(r)))
        replay_tell(r, FOUND_PHASE, r->at.event, NULL, phase_of(r), keep(r, phase));
    int64_t told = r->state->result == NONE ? -1 : (int64_t)r->state->result;
    int64_t kept = number_or_minus(st, 4);
    if (told != kept)
        replay_tell(r, FOUND_RESULT, r->at.event, NULL,
                    told < 0 ? NULL : row_word(r, r->state->result),
                    kept < 0                      ? NULL
                    : kept < r->image->t.n_row ? row_word(r, (uint32_t)kept)
                                               : number_word(r, kept));
}

/* ---- where it stands ---------------------------------------------------------------- */

/* The row whose open bit, or one of whose groups, a place is. */
static const char *place_word(struct replay *r, uint32_t place)
{
    return row_word(r, r->image->t.place[place].row);
}

static void compare_places(struct replay *r)
{
    struct image_span places = r->image->t.procedure[r->procedure].places;
    bool *is_kept = store_have(r->s, ARENA_ARRAY(&r->arena, (size_t)places.n + 1, bool));
    sqlite3_stmt *st = sql_start(r->s, TOKEN_LIST, sql_number(r->number));
    while (is_kept && sql_row(r->s, st)) {
        int64_t i = sqlite3_column_int64(st, 0) - places.first;
        if (i >= 0 && i < places.n)
            is_kept[i] = true;
        else
            replay_tell(r, FOUND_PLACE, r->at.event, number_word(r, i + places.first), NULL,
                        "set");
    }
    for (uint32_t i = 0; is_kept && i < places.n; i++) {
        bool is_told = vm_is_set(r->image, r->state, places.first + i);
        if (is_told != is_kept[i])
            replay_tell(r, FOUND_PLACE, r->at.event, place_word(r, places.first + i),
                        is_told ? "set" : NULL, is_kept[i] ? "set" : NULL);
    }
}

static void compare_counters(struct replay *r)
{
    uint32_t n = r->image->t.procedure[r->procedure].n_counters, i = 0;
    sqlite3_stmt *st = sql_start(r->s, COUNTER_LIST, sql_number(r->number));
    bool has_row = sql_row(r->s, st);
    while (i < n || has_row) {   /* both in order */
        int64_t counter = has_row ? sqlite3_column_int64(st, 0) : n;
        bool is_told = i < n && counter >= i, is_kept = has_row && (i >= n || counter <= i);
        int64_t log = is_told ? vm_counter(r->image, r->state, i) : 0;
        int64_t store = is_kept ? sqlite3_column_int64(st, 1) : 0;
        if (log != store || (is_kept && (store == 0 || !is_told)))
            replay_tell(r, FOUND_COUNTER, r->at.event, number_word(r, is_told ? i : counter),
                        number_word(r, log), number_word(r, store));
        i += is_told;
        if (is_kept)
            has_row = sql_row(r->s, st);
    }
}

static void compare_fields(struct replay *r)
{
    struct image_span span = r->image->t.procedure[r->procedure].fields;
    bool *is_kept = store_have(r->s, ARENA_ARRAY(&r->arena, (size_t)span.n + 1, bool));
    sqlite3_stmt *st = sql_start(r->s, FIELD_LIST, sql_number(r->number));
    while (is_kept && sql_row(r->s, st)) {
        int64_t i = sqlite3_column_int64(st, 0) - span.first;
        const char *text = column_whole(st, 1);
        bool is_field = i >= 0 && i < span.n;
        const struct told_field *told = is_field ? &r->fields[i] : NULL;
        bool is_free = told && ((!told->event && r->schema < LOG_SCHEMA) ||
                                (told->event && !told->text));
        if (is_field)
            is_kept[i] = true;
        if (!is_free && (!told || !told->event || !is_same_text(told->text, text)))
            replay_tell(r, FOUND_FIELD, told ? told->event : 0,
                        is_field ? image_string(r->image, r->image->t.field[i + span.first].id)
                                 : number_word(r, i + span.first),
                        told ? told->text : NULL, keep(r, text));
    }
    for (uint32_t i = 0; is_kept && i < span.n; i++)
        if (r->fields[i].event && r->fields[i].text && !is_kept[i])
            replay_tell(r, FOUND_FIELD, r->fields[i].event,
                        image_string(r->image, r->image->t.field[i + span.first].id),
                        r->fields[i].text, NULL);
}

/* ---- the clock ------------------------------------------------------------------------ */

static struct clock_span span_of(struct replay *r, const struct told_span *told)
{
    struct clock_span span = {.image = told->image, .procedure = r->procedure, .items = r->items,
                              .duration = told->duration, .begin = told->begin};
    span.holidays = check_holidays(r->check, told->event, &span.n_holidays);
    return span;
}

/* Is that the end of the span? CALENDAR_NEVER stands there as nothing. */
static bool is_end(struct replay *r, const struct clock_span *span, int64_t end)
{
    return end == CALENDAR_NEVER ? clock_span_end(r->s, span) == end
                                 : clock_span_ends(r->s, span, end);
}

static void compare_wait(struct replay *r, uint32_t row, bool is_kept, uint32_t address,
                         int64_t until)
{
    const struct told_row *told = replay_row(r, row);
    /* a case that stopped waits no more, whatever stood in a wait then */
    bool is_told = r->state->phase == VM_RUNNING && vm_waiting(r->image, r->state, row) != NONE;
    if (!is_told && !is_kept)
        return;
    if (is_told != is_kept || address != vm_waiting(r->image, r->state, row)) {
        replay_tell(r, FOUND_WAITING, told->wait.event, row_word(r, row), NULL, NULL);
        return;
    }
    if (!told->wait.image)
        return;   /* the vm says that it waits, so there is one */
    struct clock_span span = span_of(r, &told->wait);
    if (!is_end(r, &span, until))
        replay_tell(r, FOUND_WAITING, told->wait.event, row_word(r, row),
                    time_word(r, clock_span_end(r->s, &span)), time_word(r, until));
}

static void compare_waits(struct replay *r)
{
    struct image_span rows = r->image->t.procedure[r->procedure].rows;
    uint32_t row = rows.first;
    sqlite3_stmt *st = sql_start(r->s, WAITING_LIST, sql_number(r->number));
    while (sql_row(r->s, st)) {
        bool is_good = true;
        uint32_t kept = column_row(r, st, 0, FOUND_WAITING);
        uint32_t address = column_index(st, 1, &is_good);
        bool is_never = sqlite3_column_type(st, 2) == SQLITE_NULL;
        int64_t until = is_never ? CALENDAR_NEVER : sqlite3_column_int64(st, 2);
        if (kept == NONE)
            continue;
        for (; row < kept; row++)
            compare_wait(r, row, false, NONE, CALENDAR_NEVER);
        compare_wait(r, row++, true, is_good ? address : NONE, until);
    }
    for (; row < rows.first + rows.n; row++)
        compare_wait(r, row, false, NONE, CALENDAR_NEVER);
}

/* at: CALENDAR_NEVER where the table has none. */
static void compare_due_of(struct replay *r, uint32_t row, int64_t at, bool fires)
{
    const struct told_row *told = replay_row(r, row);
    if (!told->due.image) {
        if (at != CALENDAR_NEVER)
            replay_tell(r, FOUND_DUE, told->opened, row_word(r, row), NULL, time_word(r, at));
        return;
    }
    struct clock_span span = span_of(r, &told->due);
    if (!is_end(r, &span, at) ||
        (at != CALENDAR_NEVER && fires != (image_late(r->image, row) != NONE)))
        replay_tell(r, FOUND_DUE, told->opened, row_word(r, row),
                    time_word(r, clock_span_end(r->s, &span)), time_word(r, at));
}

/* *due: when each row is due, as the table says; the offers are held against it. */
static void compare_dues(struct replay *r, int64_t *due)
{
    struct image_span rows = r->image->t.procedure[r->procedure].rows;
    uint32_t row = rows.first;
    sqlite3_stmt *st = sql_start(r->s, CHECK_CASE_DUE, sql_number(r->number));
    while (sql_row(r->s, st)) {
        uint32_t kept = column_row(r, st, 0, FOUND_DUE);
        int64_t at = sqlite3_column_int64(st, 1), fires = sqlite3_column_int64(st, 2);
        if (kept == NONE)
            continue;
        due[kept - rows.first] = at;
        for (; row < kept; row++)
            compare_due_of(r, row, CALENDAR_NEVER, false);
        compare_due_of(r, row++, at, fires != 0);
        if (fires != 0 && fires != 1)
            replay_tell(r, FOUND_DUE, 0, row_word(r, kept), "1", number_word(r, fires));
    }
    for (; row < rows.first + rows.n; row++)
        compare_due_of(r, row, CALENDAR_NEVER, false);
}

static void compare_completion(struct replay *r, uint32_t row, bool is_kept, int64_t time,
                               int64_t opened, uint32_t task_row)
{
    const struct told_row *told = replay_row(r, row);
    bool is_asked = told->done && r->image->is_recalled[row];
    if (!is_kept && (!is_asked || r->schema == 1))   /* which did not write them */
        return;
    if (!is_kept || !is_asked || told->done_time != time || told->done_opened != opened ||
        told->task_row != task_row)
        replay_tell(r, FOUND_COMPLETION, told->done, row_word(r, row),
                    told->done ? time_word(r, told->done_time) : NULL,
                    is_kept ? time_word(r, time) : NULL);
}

static void compare_completions(struct replay *r)
{
    struct image_span rows = r->image->t.procedure[r->procedure].rows;
    uint32_t row = rows.first;
    sqlite3_stmt *st = sql_start(r->s, CHECK_CASE_DONE, sql_number(r->number));
    while (sql_row(r->s, st)) {
        uint32_t kept = column_row(r, st, 0, FOUND_COMPLETION);
        if (kept == NONE)
            continue;
        for (; row < kept; row++)
            compare_completion(r, row, false, 0, 0, NONE);
        bool is_zero = sqlite3_column_type(st, 2) != SQLITE_NULL && !sqlite3_column_int64(st, 2);
        bool is_good = true;
        uint32_t task_row = column_index(st, 3, &is_good);
        compare_completion(r, row++, true, sqlite3_column_int64(st, 1),
                           is_zero ? -1 : sqlite3_column_int64(st, 2), task_row);
    }
    for (; row < rows.first + rows.n; row++)
        compare_completion(r, row, false, 0, 0, NONE);
}

/* ---- tasks ------------------------------------------------------------------------------- */

static const char *const status_words[N_TASK_STATUS] = {"offered", "done", "withdrawn", "late"};

/* "periksa 0 Unit, offered by 3, closed by 7, claimed by #5" */
static const char *task_word(struct replay *r, const char *row, uint32_t nth, const char *unit,
                             const char *status, int64_t opened, int64_t closed, int64_t claimed)
{
    return check_text(r->check, &r->arena, "%s %u %s, %s, %lld-%lld, #%lld", row, nth,
                      unit ? unit : "-", status ? status : "-", (long long)opened,
                      (long long)closed, (long long)claimed);
}

static void compare_task(struct replay *r, const struct kept_task *kept,
                         const struct told_task *told)
{
    char number[16];
    const char *unit = told ? signature_unit(told->image, told->row, told->nth, number) : NULL;
    if (kept && told && kept->row == told->row && kept->nth == told->nth &&
        is_same_text(kept->unit, unit) && is_same_text(kept->status, status_words[told->status]) &&
        kept->opened == told->opened && kept->closed == told->closed &&
        kept->claimed == told->claimed)
        return;
    const char *log = NULL, *store = NULL;
    if (told)
        log = task_word(r, image_row_id(told->image, told->row),
                        told->nth, unit, status_words[told->status], told->opened, told->closed,
                        told->claimed);
    if (kept)
        store = task_word(r, is_row(r, kept->row) ? row_word(r, kept->row) : "?", kept->nth,
                          kept->unit, kept->status, kept->opened, kept->closed, kept->claimed);
    replay_tell(r, FOUND_TASK, !told ? 0 : told->closed ? told->closed : told->opened,
                kept ? number_word(r, kept->number) : NULL, log, store);
}

static void compare_tasks(struct replay *r)
{
    uint32_t n = r->kept.n > r->tasks.n ? r->kept.n : r->tasks.n;
    for (uint32_t i = 0; i < n; i++)
        compare_task(r, i < r->kept.n ? &r->kept.at[i] : NULL,
                     i < r->tasks.n ? &r->tasks.at[i] : NULL);
}

static bool is_actor(const struct replay *r, uint32_t actor, const char *id, const char *office)
{
    const struct image_actor *a = &r->image->t.actor[actor];
    return is_same_text(image_string(r->image, a->id), id) &&
           is_same_text(actor_office(r->image, a), office);
}

/* Two actors of one id and office are one on a worklist. */
static uint32_t n_worklists(const struct replay *r, const uint32_t *actors, uint32_t n)
{
    uint32_t n_lists = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct image_actor *a = &r->image->t.actor[actors[i]];
        bool is_new = true;
        for (uint32_t k = 0; k < i; k++)
            is_new = is_new && !is_actor(r, actors[k], image_string(r->image, a->id),
                                         actor_office(r->image, a));
        n_lists += is_new;
    }
    return n_lists;
}

/* An offer of a task: is it for one who may do it, and due when its row is? */
static bool is_offer(struct replay *r, sqlite3_stmt *st, const struct told_task *t,
                     const int64_t *due)
{
    uint32_t n;
    if (t->status != TASK_OFFERED)
        return false;
    const uint32_t *actors = signature_actors(r->image, t->row, t->nth, &n);
    uint32_t first = r->image->t.procedure[r->procedure].rows.first;
    bool is_for = false;
    for (uint32_t i = 0; i < n; i++)
        is_for = is_for || is_actor(r, actors[i], column_whole(st, 2), column_whole(st, 3));
    return is_for && sqlite3_column_int64(st, 4) == due[t->row - first];
}

/* Offers run along with their cases: is the one at hand of this case? */
static bool has_offer(struct replay *r)
{
    struct check *c = r->check;
    while (c->has_offer && sqlite3_column_int64(c->offers, 0) < r->number)
        c->has_offer = sql_row(r->s, c->offers);
    return c->has_offer && sqlite3_column_int64(c->offers, 0) == r->number;
}

static void compare_offers(struct replay *r, const int64_t *due)
{
    struct check *c = r->check;
    for (uint32_t i = 0; i < r->kept.n && i < r->tasks.n; i++) {
        const struct told_task *t = &r->tasks.at[i];
        uint32_t n_actors, n_found = 0;
        const uint32_t *actors = NULL;
        if (t->status == TASK_OFFERED)
            actors = signature_actors(r->image, t->row, t->nth, &n_actors);
        uint32_t n = actors ? n_worklists(r, actors, n_actors) : 0;
        bool is_right = true;
        for (; has_offer(r) && sqlite3_column_int64(c->offers, 1) <= r->kept.at[i].number;
             c->has_offer = sql_row(r->s, c->offers), n_found++)
            is_right = is_right && sqlite3_column_int64(c->offers, 1) == r->kept.at[i].number &&
                       is_offer(r, c->offers, t, due);
        if (!is_right || n_found != n)
            replay_tell(r, FOUND_OFFER, t->closed ? t->closed : t->opened,
                        number_word(r, r->kept.at[i].number), number_word(r, n),
                        number_word(r, n_found));
    }   /* offers of a task that is too many: the task is told */
}

/* ---- called cases --------------------------------------------------------------------------- */

/* A row that is open and calls has one case that runs (or has stopped); all others
 * have ended and been asked for, or were taken away. */
static void compare_children(struct replay *r)
{
    struct image_span rows = r->image->t.procedure[r->procedure].rows;
    uint32_t *n = store_have(r->s, ARENA_ARRAY(&r->arena, (size_t)rows.n + 1, uint32_t));
    for (uint32_t i = 0; n && i < r->children.n; i++) {
        const struct kept_child *child = &r->children.at[i];
        bool is_over = is_same_text(child->phase, case_phases[VM_OVER]);
        bool is_cancelled = is_same_text(child->phase, case_phases[VM_FAULTY + 1]);
        if (!is_row(r, child->row))
            continue;   /* told where the child is */
        n[child->row - rows.first] += !is_over && !is_cancelled;
        if (is_over && !child->is_back && r->schema >= LOG_SCHEMA)
            replay_tell(r, FOUND_CALLED, 0, row_word(r, child->row), NULL,
                        number_word(r, child->number));
    }
    for (uint32_t row = rows.first; n && row < rows.first + rows.n; row++) {
        bool is_calling = r->image->t.row[row].calls != NONE && r->state->phase == VM_RUNNING &&
                          vm_is_open(r->image, r->state, row) &&
                          vm_waiting(r->image, r->state, row) == NONE && r->schema > 1;
        if (n[row - rows.first] != is_calling)
            replay_tell(r, FOUND_CALLED, replay_row(r, row)->opened, row_word(r, row),
                        number_word(r, is_calling), number_word(r, n[row - rows.first]));
    }
}

/* ---- reading ----------------------------------------------------------------------------- */

static void read_tasks(struct replay *r)
{
    struct check *c = r->check;
    sqlite3_stmt *st = c->tasks;
    for (; c->has_task && sqlite3_column_int64(st, 0) <= r->number;
         c->has_task = sql_row(r->s, st)) {
        bool is_good = true;
        if (sqlite3_column_int64(st, 0) < r->number)
            continue;   /* of a case that there is not */
        if (r->kept.n == r->kept.cap)
            r->kept.at = list_grow(&r->arena, r->kept.at, &r->kept.cap, sizeof *r->kept.at);
        if (store_have(r->s, r->kept.at))
            r->kept.at[r->kept.n++] = (struct kept_task){
                .number = sqlite3_column_int64(st, 1), .row = column_index(st, 2, &is_good),
                .nth = column_index(st, 3, &is_good), .unit = keep(r, column_whole(st, 4)),
                .status = keep(r, column_whole(st, 5)), .opened = sqlite3_column_int64(st, 6),
                .closed = sqlite3_column_int64(st, 7), .claimed = sqlite3_column_int64(st, 8)};
    }
}

static void compare_case(struct replay *r, sqlite3_stmt *st)
{
    struct image_span rows = r->image->t.procedure[r->procedure].rows;
    int64_t *due = store_have(r->s, ARENA_ARRAY(&r->arena, (size_t)rows.n + 1, int64_t));
    for (uint32_t i = 0; due && i < rows.n; i++)
        due[i] = CALENDAR_NEVER;
    if (!due)
        return;
    compare_identity(r, st);
    compare_places(r);
    compare_counters(r);
    compare_fields(r);
    compare_waits(r);
    compare_dues(r, due);
    compare_completions(r);
    compare_tasks(r);
    compare_offers(r, due);
    compare_children(r);
}

static void check_case(struct check *c, sqlite3_stmt *st, int64_t next)
{
    struct replay r = {.check = c, .s = c->s, .number = sqlite3_column_int64(st, 0)};
    arena_init(&r.arena, NULL);
    if (r.number != next)
        check_tell(c, FOUND_CASE_NUMBER, number_word(&r, r.number), NULL, NULL);
    read_tasks(&r);
    replay_children(&r);
    replay_case(&r);
    if (!r.is_lost && store_is_fine(c->s))
        compare_case(&r, st);
    if (r.number > 0 && r.number <= c->n_cases)
        c->moved[r.number] = r.is_lost || r.is_moved || r.schema < LOG_SCHEMA;
    check_recover(c, check_text(c, &r.arena, "%lld", (long long)r.number));
    arena_free(&r.arena);
    arena_free(&c->s->arena);   /* what clocks took */
    arena_init(&c->s->arena, NULL);
}

/* Tasks are numbered as they are offered, except that an older soprun did not say in
 * which order things happened. */
static void check_task_order(struct check *c)
{
    sqlite3_stmt *st = sql_start(c->s, CHECK_TASKS);
    int64_t opened = 0, next = 1;
    for (; sql_row(c->s, st); next++) {
        int64_t number = sqlite3_column_int64(st, 0), of_case = sqlite3_column_int64(st, 1);
        bool is_moved = of_case <= 0 || of_case > c->n_cases || c->moved[of_case];
        bool is_behind = is_moved || sqlite3_column_int64(st, 2) >= opened;
        if (number != next || !is_behind)
            check_tell(c, FOUND_TASK_ORDER, column_whole(st, 0), NULL, NULL);
        next = number > 0 ? number : next;
        opened = is_moved ? opened : sqlite3_column_int64(st, 2);
    }
    check_recover(c, "task");
}

void check_cases(struct check *c)
{
    sqlite3_stmt *st = sql_start(c->s, CHECK_N_CASES);
    if (sql_row(c->s, st))
        c->n_cases = sqlite3_column_int64(st, 0);
    sql_done(st);
    c->moved = store_have(c->s, arena_alloc(&c->arena, (size_t)c->n_cases + 1));
    c->tasks = sql_start(c->s, CHECK_TASKS_BY_CASE);
    c->offers = sql_start(c->s, CHECK_OFFERS_BY_CASE);
    c->has_task = sql_row(c->s, c->tasks);
    c->has_offer = sql_row(c->s, c->offers);
    check_recover(c, "task");
    st = c->moved ? sql_start(c->s, CHECK_CASES) : NULL;
    while (sql_row(c->s, st)) {
        check_case(c, st, c->out->n_cases + 1);
        c->out->n_cases++;
    }
    sql_done(c->tasks);
    sql_done(c->offers);
    if (check_recover(c, "cases") && c->moved)
        check_task_order(c);
}
