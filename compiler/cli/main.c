/*
 * sopc: from the text of a procedure to its image, page, times and data.
 *
 * The command line is read against commands.def; a command's function compiles
 * the text (compile.c: the way of one text, floor by floor) and hands what
 * came of it to one neighbour: codegen, draw, time or export.
 */
#include <errno.h>
#include <string.h>

#include "compiler/cli/cli.h"

static const struct args_command commands[] = {
#define COMMAND(name, words, options, en, id, example, other) \
    {#name, words, options, {en, id}, {example, other}},
#include "compiler/cli/commands.def"
#undef COMMAND
};

static enum err (*const runs[])(struct cli *) = {
#define COMMAND(name, words, options, en, id, example, other) command_##name,
#include "compiler/cli/commands.def"
#undef COMMAND
};

static const struct args_option options[N_OPTIONS] = {
#define OPTION(symbol, name, value, en, id) {name, value, {en, id}},
#include "compiler/cli/options.def"
#undef OPTION
};

/* What some of them mean to one command. */
static const struct args_meaning meanings[] = {
#define MEANING(command, symbol, value, en, id) {#command, OPT_##symbol, value, {en, id}},
#include "compiler/cli/meanings.def"
#undef MEANING
};

static const struct args_program program = {
    "sopc",
    {"compiles Standard Operating Procedures", "mengompilasi Standar Operasional Prosedur"},
    commands, COUNT_OF(commands), options, COUNT_OF(options), meanings, COUNT_OF(meanings)};

enum err command_help(struct cli *cli)
{
    struct args *a = &cli->args;
    if (!a->n_words) {
        args_help(a, NULL, stdout);
        return ERR_NONE;
    }
    uint32_t command = args_find_command(&program, a->words[0]);
    if (command == NONE)
        return args_unknown_command(a, a->words[0]);
    args_help_command(a, command, stdout);
    return ERR_NONE;
}

enum err command_version(struct cli *cli)
{
    (void)cli;
    puts("sopc " SOP_VERSION);
    return ERR_NONE;
}

static enum err run(struct cli *cli)
{
    struct args *a = &cli->args;
    if (!a->is_help_wanted)
        return runs[a->command](cli);
    if (a->has_command)
        args_help_command(a, a->command, stdout);
    else
        args_help(a, NULL, stdout);
    return ERR_NONE;
}

int main(int argc, char **argv)
{
    struct cli cli;
    enum err err = args_read(&cli.args, &program, argc, argv);
    if (err == ERR_NONE)
        err = run(&cli);
    bool is_written = fflush(stdout) == 0 && !ferror(stdout);
    if (!is_written && (err == ERR_NONE || err == ERR_FINDING))
        err = cli_fail(&cli, ERR_SYSTEM, MSG_CANNOT_WRITE, "-", cli_reason(&cli, errno));
    return (int)err;
}
