/* migrate: a running case goes on by another version. */
#include "runtime/cli/cli.h"

static enum err tell_migrated(const struct cli *cli, int64_t number, const char *id, uint32_t n)
{
    char text[24];
    if (cli->is_json)
        return cli_print_json(cli, json_pack("{s:i, s:I, s:s, s:I}", "format_version", 1, "case",
                                             (json_int_t)number, "image", id, "cases",
                                             (json_int_t)n));
    cli_say(cli, stdout, n ? MSG_MIGRATED : MSG_MIGRATED_ALREADY, number_text(number, text), id,
            NULL);
    return ERR_NONE;
}

static enum err migrate(struct cli *cli, int64_t number, const char *path, const struct bytes *b)
{
    struct store_by by = cli_by(cli);
    struct store_case c;
    uint32_t n;
    if (store_case(cli->store, number, &c))
        cli_use_language(cli, image_language(c.image));
    if (store_migrate(cli->store, number, b->data, b->len, &by, &n) &&
        store_case(cli->store, number, &c))
        return tell_migrated(cli, number, c.image->id_hex, n);
    const struct store_fault *fault = store_fault(cli->store);
    if (fault->kind != STORE_BAD_IMAGE)
        return cli_fail_store(cli, fault);
    cli->argument = path;   /* of which the sentence speaks */
    return cli_fail_bad_image(cli, fault->err, fault->text);
}

enum err command_migrate(struct cli *cli)
{
    const char *path = cli->args.words[1];
    struct bytes b = {0};
    int64_t number;
    enum err err = cli_number(cli, &number);
    if (err == ERR_NONE)
        err = cli_read_file(cli, path, &b);
    if (err == ERR_NONE)
        err = cli_open_store(cli, STORE_WRITE);
    if (err == ERR_NONE)
        err = migrate(cli, number, path, &b);
    bytes_free(&b);
    return err;
}
