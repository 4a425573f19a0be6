/*
 * Claims: who has taken a task does it or gives it back; nobody else may in
 * between. A claim is an event of the case, and stands at the task itself. And
 * giving a whole case up.
 */
#include <stdio.h>

#include "runtime/store/store_int.h"

static void log_claim(struct store *s, const struct store_task *t, enum store_event_kind kind,
                      const struct store_by *by)
{
    const struct deed deed = {.kind = kind, .task = t, .by = by};
    const struct vm_event event = {.row = t->row, .outcome = NONE};
    struct live_case c;
    if (case_load(s, &c, t->case_number))
        case_log(s, &c, &event, &deed);
}

static void claim_task(struct store *s, const struct store_task *t, const struct store_by *by,
                       bool *is_new)
{
    struct name name;
    *is_new = !t->person;   /* else it is this very person's */
    if (!*is_new)
        return;
    log_claim(s, t, EVENT_CLAIMED, by);
    if (store_name(s, by->person, &name))
        sql_run(s, TASK_CLAIM, sql_number(t->number), sql_number(name.number));
}

static void release_task(struct store *s, const struct store_task *t, const struct store_by *by)
{
    log_claim(s, t, EVENT_RELEASED, by);
    sql_run(s, TASK_CLAIM, sql_number(t->number), sql_index(NONE));
}

static bool find_for(struct store *s, int64_t task, const struct store_by *by, enum task_act act,
                     struct store_task *t)
{
    return clock_begin(s, by) && person_check(s, by) &&
           task_find_to_do(s, task, t) &&
           task_refuse_person(s, t, by->person, act);
}

bool store_claim(struct store *s, int64_t task, const struct store_by *by, bool *is_new)
{
    struct store_task t;
    if (find_for(s, task, by, ACT_CLAIM, &t))
        claim_task(s, &t, by, is_new);
    return store_end(s);
}

bool store_release(struct store *s, int64_t task, const struct store_by *by)
{
    struct store_task t;
    if (find_for(s, task, by, ACT_RELEASE, &t))
        release_task(s, &t, by);
    return store_end(s);
}

/* Those of the statement, each a task. */
static uint32_t review(struct store *s, sqlite3_stmt *st, const struct store_by *by)
{
    LIST_OF(int64_t) claimed = {0};
    struct store_task t;
    while (sql_row(s, st)) {
        if (claimed.n == claimed.cap)
            claimed.at = list_grow(&s->arena, claimed.at, &claimed.cap, sizeof *claimed.at);
        if (store_have(s, claimed.at))
            claimed.at[claimed.n++] = sqlite3_column_int64(st, 0);
    }
    for (uint32_t i = 0;
         i < claimed.n && store_is_fine(s) && task_find(s, claimed.at[i], &t); i++)
        if (!person_is_member(s, &t, t.person))
            release_task(s, &t, by);
    return claimed.n;
}

uint32_t claims_review(struct store *s, int64_t name, const struct store_by *by)
{
    return review(s, sql_start(s, CLAIMS_OF, sql_number(name)), by);
}

void claims_review_case(struct store *s, int64_t case_number, const struct store_by *by)
{
    if (people_are_known(s))
        review(s, sql_start(s, CLAIMED_OF_CASE, sql_number(case_number)), by);
}

/* ---- a whole case --------------------------------------------------------------- */

static void cancel(struct store *s, int64_t number, const char *reason,
                   const struct store_by *by)
{
    struct store_case c;
    char parent[24];
    if (!case_find(s, number, &c))
        return;
    snprintf(parent, sizeof parent, "%lld", (long long)c.parent);
    if (c.phase != VM_RUNNING)
        store_refuse_about(s, STORE_CASE_HAS_ENDED, number, NULL, c.closed);
    else if (c.parent)
        store_refuse_about(s, STORE_CASE_IS_CALLED, number, parent, 0);
    else
        case_cancel(s, number, reason, by);
}

bool store_cancel(struct store *s, int64_t number, const char *reason, const struct store_by *by)
{
    if (!clock_begin(s, by) || !person_check(s, by))
        return store_end(s);
    if (!*reason || !text_is_clean(reason, STORE_MOST_NOTE, true))
        store_refuse(s, STORE_BAD_REASON);
    if (store_is_fine(s) && person_refuse_unknown(s, by->person))
        cancel(s, number, reason, by);
    return store_end(s);
}
