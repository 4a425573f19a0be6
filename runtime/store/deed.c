/*
 * What people do: begin a case, sign a task. Each is one transaction in which
 * the rules are checked against the very state that is then changed.
 */
#include <string.h>

#include "runtime/store/store_int.h"

static bool is_clean(const char *text, size_t most, bool may_break_lines)
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

bool person_check(struct store *s, const struct store_by *by)
{
    bool is_good = *by->person && is_clean(by->person, STORE_MOST_PERSON, false);
    return is_good || store_refuse(s, STORE_BAD_PERSON);
}

static const enum store_fault_kind refusals[N_VM_STATUS] = {
    [VM_NOT_OPEN] = STORE_DAMAGED,   /* a task is offered, its row is not open */
    [VM_IS_OVER] = STORE_DAMAGED,
    [VM_NO_OUTCOME] = STORE_NO_OUTCOME,
    [VM_BAD_OUTCOME] = STORE_BAD_OUTCOME,
    [VM_OTHER_OUTCOME] = STORE_OTHER_OUTCOME,
    [VM_BAD_ENTRY] = STORE_INTERNAL, /* find_start has looked */
};

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
                       const struct store_by *by, int64_t *number)
{
    const struct image *image = newest_image(s, sop);
    struct vm_event event = {.kind = VM_START, .outcome = NONE};
    if (!image || !find_start(s, image, at, &event.row) ||
        !sql_run(s, CASE_ADD, sql_text(image->id_hex), sql_number(0)))
        return;
    *number = sqlite3_last_insert_rowid(s->db);
    struct live_case c;
    if (!case_init(s, &c, *number, image, 0))
        return;
    struct deed deed = {.kind = EVENT_START, .by = by};
    enum vm_status status = case_step(s, &c, &event, &deed);
    if (refusals[status])
        store_refuse(s, refusals[status]);
}

bool store_start(struct store *s, const char *sop, const char *at, const struct store_by *by,
                 int64_t *number)
{
    if (store_begin_write(s) && person_check(s, by))
        start_case(s, sop, at, by, number);
    return store_end(s);
}

/* ---- done -------------------------------------------------------------- */

static bool refuse_closed(struct store *s, const struct store_task *t)
{
    struct store_case c;
    if (t->status == TASK_OFFERED)
        return true;
    if (t->status == TASK_DONE)
        return store_refuse_about(s, STORE_TASK_WAS_DONE, t->number, t->person, t->closed);
    if (!case_find(s, t->case_number, &c))
        return false;
    return store_refuse_about(s, c.phase == VM_RUNNING ? STORE_TASK_WITHDRAWN
                                                       : STORE_CASE_IS_OVER,
                              t->number, NULL, t->closed);
}

/* No person signs a row twice: two signatures are two people. */
static bool refuse_second_signature(struct store *s, const struct store_task *t,
                                    const char *person)
{
    int64_t when = 0;
    int64_t other = task_signed_by(s, t, person, &when);
    if (other)
        store_refuse_about(s, STORE_SIGNED_ALREADY, other, person, when);
    return store_is_fine(s);
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

static void sign_task(struct store *s, const struct store_task *t, uint32_t outcome,
                      const struct deed *deed, struct store_answer *out)
{
    struct live_case c;
    if (!case_load(s, &c, t->case_number))
        return;
    struct vm_event event = {.kind = VM_SIGN, .row = t->row, .outcome = outcome};
    enum vm_status status = case_step(s, &c, &event, deed);
    if (refusals[status])
        refuse_step(s, &c, t, status);
    *out = (struct store_answer){c.number, c.seq, (enum vm_phase)c.state->phase,
                                 c.state->result};
}

bool store_done(struct store *s, int64_t task, uint32_t outcome, const char *note,
                const struct store_by *by, struct store_answer *out)
{
    struct store_task t;
    struct deed deed = {.kind = EVENT_DONE, .task = task, .note = note, .by = by};
    if (store_begin_write(s) && note && !is_clean(note, STORE_MOST_NOTE, true))
        store_refuse(s, STORE_BAD_NOTE);
    if (store_is_fine(s) && person_check(s, by) && task_find(s, task, &t) &&
        refuse_closed(s, &t) && refuse_second_signature(s, &t, by->person))
        sign_task(s, &t, outcome, &deed, out);
    return store_end(s);
}
