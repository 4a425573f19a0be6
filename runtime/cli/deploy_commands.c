/* deploy and start: how a SOP becomes cases. */
#include <string.h>
#include <unistd.h>

#include "runtime/cli/cli.h"

/* ---- deploy ------------------------------------------------------------ */

static enum err tell_deployed(const struct cli *cli, const struct store_deployed *d)
{
    const struct image_procedure *p = &d->image->t.procedure[0];
    const char *sop = image_string(d->image, p->id);
    if (cli->is_json)
        return cli_print_json(
            cli, json_pack("{s:i, s:s, s:s, s:s, s:b, s:b}", "format_version", 1, "sop", sop,
                           "title", image_string(d->image, p->title), "image",
                           d->image->id_hex, "is_known", d->is_known, "is_changed",
                           !d->is_newest));
    cli_say(cli, stdout, MSG_DEPLOYED_AS, sop, d->image->id_hex, NULL);
    cli_say(cli, stderr, d->is_newest  ? MSG_DEPLOYED_ALREADY
                         : d->is_known ? MSG_DEPLOYED_AGAIN : MSG_DEPLOYED, sop, NULL);
    return ERR_NONE;
}

static enum err deploy_bytes(struct cli *cli, const struct bytes *b)
{
    struct store_by by = cli_by(cli);
    struct store_deployed deployed;
    if (store_deploy(cli->store, b->data, b->len, &by, &deployed)) {
        cli_use_language(cli, image_language(deployed.image));
        return tell_deployed(cli, &deployed);
    }
    const struct store_fault *fault = store_fault(cli->store);
    if (fault->kind != STORE_BAD_IMAGE)
        return cli_fail_store(cli, fault);
    return cli_fail_bad_image(cli, fault->err, fault->text);
}

/* What is no image makes no store either. */
static enum err check_image(const struct cli *cli, const struct bytes *b)
{
    struct image_fault fault;
    struct image *image = image_open(b->data, b->len, &fault);
    if (!image)
        return cli_fail_image(cli, &fault);
    image_close(image);
    return ERR_NONE;
}

enum err command_deploy(struct cli *cli)
{
    struct bytes b = {0};
    enum err err = cli_read_file(cli, cli->argument, &b);
    if (err == ERR_NONE)
        err = check_image(cli, &b);
    if (err == ERR_NONE)
        err = cli_open_store(cli, cli->args.value[OPT_REHEARSAL] ? STORE_REHEARSE : STORE_CREATE);
    if (err == ERR_NONE)
        err = deploy_bytes(cli, &b);
    bytes_free(&b);
    return err;
}

/* ---- start ------------------------------------------------------------- */

struct sop_search {
    struct cli *cli;
    struct suggestion near;    /* a SOP like the one that was asked for */
    struct bytes starts;       /* the start rows of the SOP itself */
};

/* The name in the image outlives the visit, that in the version does not. */
static bool try_sop(void *context, const struct store_version *v)
{
    struct sop_search *search = context;
    const struct image *image = store_image(search->cli->store, v->image_id);
    if (image)
        suggest_try(&search->near, image_string(image, image->t.procedure[0].id));
    return image;
}

static enum err fail_sop(struct cli *cli, const struct store_fault *fault)
{
    struct sop_search search = {.cli = cli};
    suggest_init(&search.near, cli->argument);
    store_versions(cli->store, try_sop, &search);
    return search.near.best ? cli_fail(cli, fault->err, MSG_NO_SOP_NEAR, cli->argument,
                                       search.near.best, NULL)
                            : cli_fail_store(cli, fault);
}

static bool collect_starts(void *context, const struct store_version *v)
{
    struct sop_search *search = context;
    const struct image *image = store_image(search->cli->store, v->image_id);
    if (strcmp(v->sop, search->cli->argument) != 0 || !image)
        return true;
    uint32_t n;
    const uint32_t *entries = image_list(image, image->t.procedure[0].entries, &n);
    for (uint32_t i = 0; i < n; i++)
        if (image->t.row[entries[i]].kind == IMAGE_START)
            bytes_printf(&search->starts, "%s`%s`", search->starts.len ? ", " : "",
                         image_row_id(image, entries[i]));
    cli_use_language(search->cli, image_language(image));
    return false;
}

static enum err fail_start_row(struct cli *cli, const struct store_fault *fault)
{
    struct sop_search search = {.cli = cli};
    store_versions(cli->store, collect_starts, &search);
    const char *names = search.starts.data ? search.starts.data : "";
    enum message m = !*names                               ? MSG_NO_STARTS
                     : fault->kind == STORE_UNKNOWN_START ? MSG_UNKNOWN_START : MSG_NEEDS_START;
    enum err err = cli_fail(cli, fault->err, m, cli->argument, fault->text, names, NULL);
    bytes_free(&search.starts);
    return err;
}

static enum err fail_start(struct cli *cli)
{
    struct store_fault fault = *store_fault(cli->store);
    if (fault.kind == STORE_UNKNOWN_SOP)
        return fail_sop(cli, &fault);
    if (fault.kind == STORE_UNKNOWN_START || fault.kind == STORE_NEEDS_START)
        return fail_start_row(cli, &fault);
    return cli_fail_store(cli, &fault);
}

static enum err tell_started(struct cli *cli, const struct store_answer *a)
{
    struct task_view view;
    char text[24];
    task_view_list_next(&view, cli, a);
    number_text(a->case_number, text);
    if (cli->is_json)
        return cli_print_json(cli, json_pack("{s:i, s:I, s:s, s:o}", "format_version", 1, "case",
                                             (json_int_t)a->case_number, "sop", cli->argument,
                                             "tasks", view.tasks));
    if (!isatty(STDOUT_FILENO))   /* for a script; people are told below */
        cli_say(cli, stdout, MSG_NUMBER, text, NULL);
    cli_say(cli, stderr, MSG_STARTED, text, cli->argument, NULL);
    return table_print(cli, stderr, &view.table);
}

enum err command_start(struct cli *cli)
{
    struct store_by by = cli_by(cli);
    struct store_settings settings = cli_settings(cli);
    struct store_answer answer;
    enum err err = cli_take_count(cli, OPT_ITEMS, STORE_MOST_ITEMS, &settings.items);
    if (err == ERR_NONE)
        err = cli_open_store(cli, STORE_WRITE);
    if (err != ERR_NONE)
        return err;
    if (!store_start(cli->store, cli->argument, cli->args.value[OPT_AT], &settings, &by, &answer))
        return fail_start(cli);
    struct store_case c;
    if (store_case(cli->store, answer.case_number, &c))
        cli_use_language(cli, image_language(c.image));
    return tell_started(cli, &answer);
}
