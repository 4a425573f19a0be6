/* tasks and done: the worklist, and signing what stands in it. */
#include <stdio.h>
#include <string.h>

#include "runtime/cli/cli.h"

/* ---- tasks ------------------------------------------------------------- */

static enum err tell_tasks(struct cli *cli, struct task_view *view)
{
    if (cli->is_json)
        return cli_print_json(cli, json_pack("{s:i, s:o}", "format_version", 1, "tasks",
                                             view->tasks));
    if (view->n == 0)
        cli_say(cli, stderr, MSG_NO_TASKS, NULL);
    return table_print(cli, stdout, &view->table);
}

/* `budget.head` is of that office only. */
static void split_actor(const char *word, char *copy, size_t size, struct store_filter *filter)
{
    snprintf(copy, size, "%s", word);
    char *dot = strrchr(copy, '.');
    filter->actor = dot ? dot + 1 : copy;
    filter->office = dot ? copy : NULL;
    if (dot)
        *dot = '\0';
}

/* An empty list may mean that nothing waits, or that the name is mistyped; an
 * actor of several offices is fine here. */
static enum err check_actor(const struct cli *cli, const char *word)
{
    struct actor_found found;
    enum err err = cli_find_actor(cli, word, &found);
    return found.n ? ERR_NONE : err;
}

/* Without --as all that waits is listed; with it, what that person may take. */
enum err command_tasks(struct cli *cli)
{
    const char *actor = cli->args.value[OPT_ACTOR];
    char copy[512];
    struct store_filter filter = {.person = cli->args.value[OPT_AS],
                                  .overdue = cli->args.value[OPT_OVERDUE] ? cli_by(cli).now : 0};
    struct task_view view;
    enum err err = cli_take_count(cli, OPT_LIMIT, INT32_MAX, &filter.limit);
    if (err == ERR_NONE)
        err = cli_open_store(cli, STORE_READ);
    if (err != ERR_NONE)
        return err;
    if (actor)
        split_actor(actor, copy, sizeof copy, &filter);
    task_view_begin(&view, cli, true);
    if (!store_tasks(cli->store, &filter, task_view_add, &view))
        err = cli_fail_store(cli, store_fault(cli->store));
    else if (view.n == 0 && actor)
        err = check_actor(cli, actor);
    if (err == ERR_NONE)
        return tell_tasks(cli, &view);
    task_view_drop(&view);
    return err;
}

/* ---- done -------------------------------------------------------------- */

/* The word's outcome. One that is not there becomes one behind the last: the
 * store refuses it, in the right order among its reasons. */
static uint32_t wanted_outcome(const struct cli *cli, const struct store_task *t)
{
    const char *word = cli->args.value[OPT_OUTCOME];
    if (!word)
        return NONE;
    uint32_t outcome = outcome_find(t->image, t->row, word, false);
    return outcome == NONE ? t->image->t.row[t->row].outcomes.n : outcome;
}

/* Outcomes have names here; the store knows their numbers only. */
static enum err fail_done(const struct cli *cli, const struct store_task *t)
{
    const struct store_fault *fault = store_fault(cli->store);
    struct bytes sentence = {0};
    if (say_outcome_fault(&sentence, cli->args.language, fault, t->image, t->row,
                          cli->args.value[OPT_OUTCOME]))
        return cli_fail_said(fault->err, &sentence);
    return cli_fail_store(cli, fault);
}

static enum err tell_done_json(const struct cli *cli, const struct store_task *t,
                               uint32_t outcome, const struct store_answer *a, json_t *tasks)
{
    return cli_print_json(
        cli, json_pack("{s:i, s:I, s:I, s:I, s:s, s:o, s:s, s:o, s:o}", "format_version", 1,
                       "task", (json_int_t)t->number, "case", (json_int_t)a->case_number,
                       "seq", (json_int_t)a->seq, "row", image_row_id(t->image, t->row), "outcome",
                       outcome_json(t->image, t->row, outcome), "state", phase_word(a->phase),
                       "result", row_json(t->image, a->result), "tasks", tasks));
}

static enum err tell_done(const struct cli *cli, const struct store_task *t, uint32_t outcome,
                          const struct store_answer *a, struct task_view *view)
{
    char task[24], number[24];
    const struct image *image = t->image;
    if (cli->is_json)
        return tell_done_json(cli, t, outcome, a, view->tasks);
    cli_say(cli, stdout, outcome == NONE ? MSG_TASK_DONE : MSG_TASK_DONE_WITH,
            number_text(t->number, task), image_row_id(image, t->row),
            outcome == NONE ? "" : outcome_name(cli, image, t->row, outcome), NULL);
    number_text(a->case_number, number);
    if (a->phase == VM_OVER && a->result != NONE)
        cli_say(cli, stdout, MSG_CASE_ENDED_AT, number, image_row_id(image, a->result),
                image_string(image, image->t.row[a->result].text), NULL);
    else if (a->phase == VM_OVER)
        cli_say(cli, stdout, MSG_CASE_ENDED, number, NULL);
    return table_print(cli, stdout, &view->table);
}

/* What this signature set going. */
static enum err tell_next(struct cli *cli, const struct store_task *t, uint32_t outcome,
                          const struct store_answer *a)
{
    struct task_view view;
    char number[24];
    task_view_list_next(&view, cli, a);
    enum err err = tell_done(cli, t, outcome, a, &view);
    if (err == ERR_NONE && a->phase == VM_FAULTY)
        err = cli_fail(cli, ERR_FINDING, MSG_CASE_STOPPED, number_text(a->case_number, number),
                       t->sop, NULL);
    return err;
}

enum err command_done(struct cli *cli)
{
    struct store_by by = cli_by(cli);
    struct store_settings settings = cli_settings(cli);
    struct store_answer answer;
    struct store_task task;
    int64_t number;
    enum err err = cli_number(cli, &number);
    if (err == ERR_NONE)
        err = cli_open_store(cli, STORE_WRITE);
    if (err != ERR_NONE)
        return err;
    if (!store_task(cli->store, number, &task))
        return cli_fail_store(cli, store_fault(cli->store));
    cli_use_language(cli, image_language(task.image));
    uint32_t outcome = wanted_outcome(cli, &task);
    if (!store_done(cli->store, number, outcome, cli->args.value[OPT_NOTE], &settings, &by,
                    &answer))
        return fail_done(cli, &task);
    return tell_next(cli, &task, outcome, &answer);
}
