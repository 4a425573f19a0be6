/* claim, release and cancel: taking a task, giving it back, giving a case up. */
#include "runtime/cli/cli.h"

/* The task that the argument names, in its language. */
static enum err open_task(struct cli *cli, struct store_task *t)
{
    int64_t number;
    enum err err = cli_number(cli, &number);
    if (err == ERR_NONE)
        err = cli_open_store(cli, STORE_WRITE);
    if (err == ERR_NONE && !store_task(cli->store, number, t))
        err = cli_fail_store(cli, store_fault(cli->store));
    if (err == ERR_NONE)
        cli_use_language(cli, image_language(t->image));
    return err;
}

static enum err tell_claim(const struct cli *cli, const struct store_task *t, const char *person,
                           bool is_changed, enum message m)
{
    char number[24];
    if (cli->is_json)
        return cli_print_json(
            cli, json_pack("{s:i, s:I, s:I, s:s, s:s?, s:b}", "format_version", 1, "task",
                           (json_int_t)t->number, "case", (json_int_t)t->case_number, "row",
                           image_row_id(t->image, t->row), "claimed_by", person, "is_changed",
                           is_changed));
    cli_say(cli, stdout, m, number_text(t->number, number), image_row_id(t->image, t->row), person,
            NULL);
    return ERR_NONE;
}

enum err command_claim(struct cli *cli)
{
    struct store_by by = cli_by(cli);
    struct store_task t;
    bool is_new;
    enum err err = open_task(cli, &t);
    if (err != ERR_NONE)
        return err;
    if (!store_claim(cli->store, t.number, &by, &is_new))
        return cli_fail_store(cli, store_fault(cli->store));
    return tell_claim(cli, &t, by.person, is_new, is_new ? MSG_TASK_TAKEN : MSG_TASK_HAS);
}

enum err command_release(struct cli *cli)
{
    struct store_by by = cli_by(cli);
    struct store_task t;
    enum err err = open_task(cli, &t);
    if (err != ERR_NONE)
        return err;
    if (!store_release(cli->store, t.number, &by))
        return cli_fail_store(cli, store_fault(cli->store));
    return tell_claim(cli, &t, NULL, true, MSG_TASK_GIVEN_BACK);
}

/* ---- cancel --------------------------------------------------------------------- */

enum err command_cancel(struct cli *cli)
{
    struct store_by by = cli_by(cli);
    const char *reason = cli->args.value[OPT_REASON];
    struct store_case c;
    int64_t number;
    char text[24];
    enum err err = cli_number(cli, &number);
    if (err == ERR_NONE && !reason)
        err = cli_fail(cli, ERR_USAGE, MSG_NEEDS_REASON, cli->argument, NULL);
    if (err == ERR_NONE)
        err = cli_open_store(cli, STORE_WRITE);
    if (err != ERR_NONE)
        return err;
    if (store_case(cli->store, number, &c))
        cli_use_language(cli, image_language(c.image));
    if (!store_cancel(cli->store, number, reason, &by))
        return cli_fail_store(cli, store_fault(cli->store));
    if (cli->is_json)
        return cli_print_json(cli, json_pack("{s:i, s:I, s:s}", "format_version", 1, "case",
                                             (json_int_t)number, "state", "cancelled"));
    cli_say(cli, stdout, MSG_CASE_CANCELLED, number_text(number, text), NULL);
    return ERR_NONE;
}
