/*
 * The worklist: which tasks wait, and for whom. Those of an actor, or of all
 * that a person is, are found by these alone (offers.c); what else a filter asks
 * is looked at task by task.
 */
#include <string.h>

#include "runtime/store/store_int.h"

static const char *const status_names[N_TASK_STATUS] = {"offered", "done", "withdrawn", "late"};

enum store_task_status task_status(struct store *s, sqlite3_stmt *st, int column)
{
    return sql_column_name(s, st, column, status_names, N_TASK_STATUS);
}

static bool task_read(struct store *s, sqlite3_stmt *st, struct store_task *out)
{
    *out = (struct store_task){.image = sql_column_image(s, st, 2), .outcome = NONE};
    if (!out->image)
        return false;
    sql_column_procedure(s, st, 3, out->image, &out->sop);
    out->row = sql_column_index(s, st, 4, out->image->t.n_row);
    if (out->row == NONE)
        return store_refuse(s, STORE_DAMAGED);
    const struct image_row *row = &out->image->t.row[out->row];
    out->number = sqlite3_column_int64(st, 0);
    out->case_number = sqlite3_column_int64(st, 1);
    out->nth = sql_column_index(s, st, 5, row->n_tasks);
    out->unit = sql_column_text(s, st, 6);
    out->status = task_status(s, st, 7);
    out->opened_event = sqlite3_column_int64(st, 8);
    out->opened = sqlite3_column_int64(st, 9);
    out->closed = sqlite3_column_int64(st, 10);
    if (out->status == TASK_DONE) {   /* else the event that closed it is about another */
        out->person = sql_column_word(s, st, 11);
        out->outcome = sql_column_index(s, st, 12, row->outcomes.n);
    }
    if (out->status == TASK_OFFERED) {
        out->person = sql_column_text(s, st, 11);   /* who has claimed it */
        out->due = sqlite3_column_int64(st, 13);
    }
    return store_is_fine(s);
}

/* Does the statement tell of a task? */
static bool find_by(struct store *s, sqlite3_stmt *st, struct store_task *out)
{
    bool is_there = sql_row(s, st);
    if (is_there && task_read(s, st, out)) {
        out->unit = text_keep(s, out->unit);
        out->person = text_keep(s, out->person);
    }
    sql_done(st);
    return is_there;
}

bool task_find(struct store *s, int64_t number, struct store_task *out)
{
    if (!find_by(s, sql_start(s, TASK_ONE, sql_number(number)), out))
        store_refuse_about(s, STORE_UNKNOWN_TASK, number, NULL, 0);
    return store_is_fine(s);
}

/* Most often it waits; else what became of it is told. */
bool task_find_to_do(struct store *s, int64_t number, struct store_task *out)
{
    if (!find_by(s, sql_start(s, TASK_WAITING, sql_number(number)), out) && store_is_fine(s))
        task_find(s, number, out);
    return store_is_fine(s) && task_refuse_closed(s, out);
}

bool store_task(struct store *s, int64_t number, struct store_task *out)
{
    store_begin(s);
    task_find(s, number, out);
    return store_end(s);
}

/* Numbers follow each other. */
int64_t task_last_before(struct store *s)
{
    if (s->first_task)
        return s->first_task - 1;
    sqlite3_stmt *st = sql_start(s, TASK_LAST);
    int64_t last = sql_row(s, st) ? sqlite3_column_int64(st, 0) : 0;
    sql_done(st);
    return last;
}

static bool may_be_done_by(const struct store_task *t, const struct store_filter *f)
{
    uint32_t n;
    const uint32_t *actors = signature_actors(t->image, t->row, t->nth, &n);
    for (uint32_t i = 0; i < n; i++) {
        const struct image_actor *actor = &t->image->t.actor[actors[i]];
        if (strcmp(image_string(t->image, actor->id), f->actor) == 0 &&
            (!f->office || strcmp(actor_office(t->image, actor), f->office) == 0))
            return true;
    }
    return false;
}

static bool passes(struct store *s, const struct store_filter *f, const struct store_task *t)
{
    struct store_fault why;
    return t->number > f->above && (!f->overdue || (t->due && t->due <= f->overdue)) &&
           (!f->case_number || f->case_number == t->case_number) &&
           (!f->image || f->image == t->image) && (!f->actor || may_be_done_by(t, f)) &&
           (!f->person || task_may(s, t, f->person, ACT_SEE, &why));
}

/* What a filter lets pass, one by one, till it is enough. */
struct passing {
    const struct store_filter *filter;
    bool (*visit)(void *, const struct store_task *);
    void *context;
    uint32_t n;
};

/* Does it go on? */
static bool pass(struct store *s, struct passing *p, const struct store_task *t)
{
    if (!passes(s, p->filter, t))
        return store_is_fine(s);
    p->n++;
    return p->visit(p->context, t) && p->n != p->filter->limit;
}

static void list_offered(struct store *s, struct passing *p)
{
    int64_t number = p->filter->case_number;
    sqlite3_stmt *st = number ? sql_start(s, TASKS_OF_CASE, sql_number(number))
                              : sql_start(s, TASKS_OFFERED);
    struct store_task t;
    while (sql_row(s, st))
        if (!task_read(s, st, &t) || !pass(s, p, &t))
            break;
    sql_done(st);
}

static void list_offers(struct store *s, struct passing *p, const char *person)
{
    const struct store_filter *f = p->filter;
    struct offers *offers = offers_open(s, person, f->actor, f->office,
                                        f->overdue ? f->overdue : CALENDAR_NEVER);
    int64_t number;
    while (offers && (number = offers_next(s, offers)) != 0) {
        struct store_task t;
        sqlite3_stmt *st = sql_start(s, TASK_ONE, sql_number(number));
        if (!sql_row(s, st))
            store_refuse(s, STORE_DAMAGED);
        bool goes_on = store_is_fine(s) && task_read(s, st, &t) && pass(s, p, &t);
        sql_done(st);
        if (!goes_on)
            break;
    }
}

bool store_tasks(struct store *s, const struct store_filter *filter,
                 bool (*visit)(void *, const struct store_task *), void *context)
{
    struct passing p = {.filter = filter, .visit = visit, .context = context};
    store_begin(s);
    const char *person = filter->person && people_are_known(s) ? filter->person : NULL;
    if (!filter->case_number && (person || filter->actor))
        list_offers(s, &p, person);
    else
        list_offered(s, &p);
    return store_end(s);
}
