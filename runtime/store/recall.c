/*
 * What a case remembers of the rows that it has done: when and by whom, of those that
 * its version looks back at (`except who did`, `same as`, `due ... from`). Another
 * version may look back at others; then the log tells what was not kept.
 */
#include "runtime/store/check_int.h"

/* To an event the tasks of a case are their numbers. */
static void read_tasks(struct replay *r)
{
    sqlite3_stmt *st = sql_start(r->s, TASKS_OF_LOG, sql_number(r->number));
    while (sql_row(r->s, st)) {
        if (r->kept.n == r->kept.cap)
            r->kept.at = list_grow(&r->arena, r->kept.at, &r->kept.cap, sizeof *r->kept.at);
        if (store_have(r->s, r->kept.at))
            r->kept.at[r->kept.n++] = (struct kept_task){.number = sqlite3_column_int64(st, 0)};
    }
}

static void write_completions(struct replay *r)
{
    struct image_span rows = r->image->t.procedure[r->procedure].rows;
    for (uint32_t row = rows.first; row < rows.first + rows.n && store_is_fine(r->s); row++) {
        const struct told_row *told = replay_row(r, row);
        if (told->done && r->image->is_recalled[row])
            sql_run(r->s, COMPLETION_PUT, sql_number(r->number), sql_number(row),
                    sql_number(told->done_time),
                    told->done_opened ? sql_number(told->done_opened) : sql_index(NONE),
                    sql_number(told->task_row));
    }
}

void case_recall(struct store *s, const struct live_case *c)
{
    struct store_checked out = {0};
    struct check check = {.s = s, .out = &out, .is_stopped = true};   /* nobody to tell */
    struct replay r = {.check = &check, .s = s, .number = c->number};
    arena_init(&r.arena, NULL);
    read_tasks(&r);
    replay_children(&r);
    if (store_is_fine(s))
        replay_case(&r);
    if (r.is_lost || r.image != c->image)
        store_refuse(s, STORE_DAMAGED);
    sql_run(s, COMPLETIONS_REMOVE, sql_number(c->number));
    if (store_is_fine(s))
        write_completions(&r);
    arena_free(&r.arena);
}
