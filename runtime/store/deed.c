/*
 * What people do: begin a case, sign a task. Each is one transaction in which
 * the rules are checked against the very state that is then changed.
 */
#include <string.h>

#include "runtime/store/store_int.h"

bool text_is_clean(const char *text, size_t most, bool may_break_lines)
{
    size_t len = strnlen(text, most + 1);
    if (len > most || utf8_check(text, len) != len)
        return false;
    for (size_t i = 0; i < len;) {
        uint32_t c;
        i += utf8_next(text + i, len - i, &c);
        bool is_layout = c == '\n' || c == '\t';
        if (utf8_is_control(c) && !(may_break_lines && is_layout))
            return false;
    }
    return true;
}

/* "#5" stands for an erased name: nobody may take it for his. */
bool name_is_good(const char *name)
{
    bool is_erased = name[0] == '#' && name[1] >= '0' && name[1] <= '9';
    return *name && !is_erased && text_is_clean(name, STORE_MOST_PERSON, false);
}

bool user_check(struct store *s, const struct store_by *by)
{
    return !by->os_user || !*by->os_user || name_is_good(by->os_user) ||
           store_refuse(s, STORE_BAD_PERSON);
}

bool person_check(struct store *s, const struct store_by *by)
{
    return user_check(s, by) && (name_is_good(by->person) || store_refuse(s, STORE_BAD_PERSON));
}

static const enum store_fault_kind refusals[N_VM_STATUS] = {
    [VM_NOT_OPEN] = STORE_DAMAGED,   /* a task is offered, its row is not open */
    [VM_IS_WAITING] = STORE_DAMAGED,
    [VM_IS_OVER] = STORE_DAMAGED,
    [VM_NO_OUTCOME] = STORE_NO_OUTCOME,
    [VM_BAD_OUTCOME] = STORE_BAD_OUTCOME,
    [VM_OTHER_OUTCOME] = STORE_OTHER_OUTCOME,
    [VM_BAD_ENTRY] = STORE_INTERNAL, /* find_start has looked */
};

/* Everything that the deed sets going; then how its case stands. */
static void answer_follow(struct store *s, const struct live_case *live,
                          const struct store_by *by, struct store_answer *out)
{
    struct store_case c;
    if (s->pending.n == 0) {   /* nothing, most often */
        out->phase = (enum vm_phase)live->state->phase;
        out->result = live->state->result;
        return;
    }
    store_follow(s, by);
    if (store_is_fine(s) && case_find(s, out->case_number, &c)) {
        out->phase = c.phase;
        out->result = c.result;
    }
}

/* ---- start ------------------------------------------------------------- */

static const struct image *newest_image(struct store *s, const char *sop)
{
    sqlite3_stmt *st = sql_start(s, VERSION_NEWEST, sql_text(sop));
    const char *id = sql_row(s, st) ? text_keep(s, sql_column_text(s, st, 0)) : NULL;
    sql_done(st);
    if (!id)
        store_refuse_about(s, STORE_UNKNOWN_SOP, 0, sop, 0);
    return id ? store_load_image(s, id) : NULL;
}

/* The start row to begin at; NONE where the procedure has none. */
static bool find_start(struct store *s, const struct image *image, const char *at,
                       uint32_t *start)
{
    const struct image_procedure *p = &image->t.procedure[0];
    uint32_t n, n_starts = 0;
    const uint32_t *entries = image_list(image, p->entries, &n);
    *start = NONE;
    for (uint32_t i = 0; i < n; i++) {
        const struct image_row *row = &image->t.row[entries[i]];
        if (row->kind != IMAGE_START)
            continue;
        n_starts++;
        if (!at || strcmp(image_string(image, row->id), at) == 0)
            *start = entries[i];
    }
    if (at && *start == NONE)
        return store_refuse_about(s, STORE_UNKNOWN_START, 0, at, 0);
    if (!at && n_starts > 1)
        return store_refuse_about(s, STORE_NEEDS_START, 0, image_string(image, p->id), 0);
    return true;
}

static void start_case(struct store *s, const char *sop, const char *at,
                       const struct store_settings *settings, const struct store_by *by,
                       struct store_answer *out)
{
    const struct image *image = newest_image(s, sop);
    uint32_t items = settings && settings->items ? settings->items : 1;
    struct vm_event event = {.kind = VM_START, .outcome = NONE};
    if (!image || !find_start(s, image, at, &event.row) ||
        !sql_run(s, CASE_ADD, sql_text(image->id_hex), sql_number(0), sql_index(NONE),
                 sql_index(NONE), sql_number(items)))
        return;
    struct live_case c;
    uint32_t outcome;
    if (!case_init(s, &c, sqlite3_last_insert_rowid(s->db), image, 0))
        return;
    c.items = items;
    if (!data_set(s, &c, event.row, settings) ||
        (event.row != NONE && !data_complete(s, &c, event.row, false, &outcome)))
        return;
    struct deed deed = {.kind = EVENT_START, .by = by};
    enum vm_status status = case_step(s, &c, &event, &deed);
    if (refusals[status])
        store_refuse(s, refusals[status]);
    out->case_number = c.number;
    out->seq = 1;
    answer_follow(s, &c, by, out);
}

bool store_start(struct store *s, const char *sop, const char *at,
                 const struct store_settings *settings, const struct store_by *by,
                 struct store_answer *out)
{
    *out = (struct store_answer){.result = NONE};
    if (clock_begin(s, by) && person_check(s, by)) {
        if (settings && settings->items > STORE_MOST_ITEMS)
            store_refuse(s, STORE_BAD_ITEMS);
        start_case(s, sop, at, settings, by, out);
        out->last_task = task_last_before(s);
    }
    return store_end(s);
}

/* ---- done -------------------------------------------------------------- */

bool task_refuse_closed(struct store *s, const struct store_task *t)
{
    struct store_case c;
    if (t->status == TASK_OFFERED)
        return true;
    if (t->status == TASK_DONE)
        return store_refuse_about(s, STORE_TASK_WAS_DONE, t->number, t->person, t->closed);
    if (t->status == TASK_LATE)
        return store_refuse_about(s, STORE_TASK_LATE, t->number, NULL, t->closed);
    if (!case_find(s, t->case_number, &c))
        return false;
    return store_refuse_about(s, c.phase == VM_RUNNING ? STORE_TASK_WITHDRAWN
                                                       : STORE_CASE_IS_OVER,
                              t->number, NULL, t->closed);
}

bool task_refuse_person(struct store *s, const struct store_task *t, const char *person,
                        enum task_act act)
{
    struct store_fault why;
    if (task_may(s, t, person, act, &why) || !store_is_fine(s))
        return store_is_fine(s);
    store_refuse_about(s, why.kind, why.number, why.text, why.time);
    s->fault.image = t->image;
    s->fault.row = why.row;
    s->fault.status = why.status;
    return false;
}

static void refuse_step(struct store *s, const struct live_case *c, const struct store_task *t,
                        enum vm_status status)
{
    uint32_t first;
    int64_t number = t->number;
    if (status == VM_OTHER_OUTCOME && vm_signed(c->image, c->state, t->row, &first))
        number = first;
    store_refuse_about(s, refusals[status], number, NULL, 0);
}

/* The last signature of a row brings what it computes, and what data choose:
 * there nobody says an outcome. */
static bool complete_row(struct store *s, struct live_case *c, uint32_t row, uint32_t *outcome)
{
    const struct image_row *r = &c->image->t.row[row];
    uint32_t first, n = vm_signed(c->image, c->state, row, &first);
    if (r->is_data && *outcome != NONE)
        return store_refuse(s, STORE_BAD_OUTCOME);
    return n + 1 < r->n_tasks || data_complete(s, c, row, r->is_data, outcome);
}

static void sign_task(struct store *s, const struct store_task *t, uint32_t outcome,
                      const struct store_settings *settings, const struct deed *deed,
                      struct store_answer *out)
{
    struct live_case c;
    if (!case_load(s, &c, t->case_number) || !data_set(s, &c, t->row, settings) ||
        !complete_row(s, &c, t->row, &outcome))
        return;
    struct vm_event event = {.kind = VM_SIGN, .row = t->row, .outcome = outcome};
    enum vm_status status = case_step(s, &c, &event, deed);
    if (refusals[status])
        refuse_step(s, &c, t, status);
    out->case_number = c.number;
    out->seq = c.seq;
    answer_follow(s, &c, deed->by, out);
}

bool store_done(struct store *s, int64_t task, uint32_t outcome, const char *note,
                const struct store_settings *settings, const struct store_by *by,
                struct store_answer *out)
{
    struct store_task t;
    struct deed deed = {.kind = EVENT_DONE, .task = &t, .note = note, .by = by};
    *out = (struct store_answer){.result = NONE};
    if (!clock_begin(s, by))
        return store_end(s);
    if (note && !text_is_clean(note, STORE_MOST_NOTE, true))
        store_refuse(s, STORE_BAD_NOTE);
    if (store_is_fine(s) && person_check(s, by) && task_find_to_do(s, task, &t) &&
        task_refuse_person(s, &t, by->person, ACT_SIGN))
        sign_task(s, &t, outcome, settings, &deed, out);
    out->last_task = task_last_before(s);
    return store_end(s);
}
