/* backup: a copy of the store, made while others work with it. */
#include "runtime/cli/cli.h"

enum err command_backup(struct cli *cli)
{
    enum err err = cli_open_store(cli, STORE_READ);
    if (err != ERR_NONE)
        return err;
    if (!store_backup(cli->store, cli->argument))
        return cli_fail_store(cli, store_fault(cli->store));
    if (cli->is_json)
        return cli_print_json(cli, json_pack("{s:i, s:s}", "format_version", 1, "copy",
                                             cli->argument));
    cli_say(cli, stdout, MSG_COPY_WRITTEN, cli->argument, NULL);
    return ERR_NONE;
}
