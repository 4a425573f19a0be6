/*
 * soprun: runs what sopc compiled.
 *
 *   soprun COMMAND [ARGUMENT] [--option VALUE]...
 *
 * cli_run reads the command line and runs the command: a function in walk.c
 * or one of the files named *_commands.c. The list of commands is
 * commands.def, what they say is runtime/say/messages.def. Exit codes: enum err in
 * runtime/base/base.h.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "runtime/cli/cli.h"

/* An answer that did not reach its reader is no answer. */
static enum err finish(struct cli *cli, enum err err)
{
    bool is_written = fflush(stdout) == 0 && !ferror(stdout);
    if (!is_written && err == ERR_NONE)
        err = cli_fail(cli, ERR_SYSTEM, MSG_CANNOT_ANSWER, os_reason(errno, cli->args.language), NULL);
    store_close(cli->store);
    free(cli->settings);
    return err;
}

int main(int argc, char **argv)
{
    struct cli cli = {0};
    signal(SIGXFSZ, SIG_IGN);   /* a file that may not grow is a fault to tell */
    return (int)finish(&cli, cli_run(&cli, argc, argv));
}
