/*
 * The commands and options as tables for runtime/args, which reads the line
 * against them and explains them; and the functions that run.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/cli/cli.h"

static const struct args_option options[N_OPTIONS] = {
#define OPTION(symbol, name, value, en, id) [OPT_##symbol] = {name, value, {en, id}},
#include "runtime/cli/options.def"
#undef OPTION
};

static const struct args_command commands[] = {
#define COMMAND(name, argument, options, en, id, example, other) \
    {#name, argument, options, {en, id}, {example, other}},
#define SUBCOMMAND(group, name, argument, options, en, id, example, other) \
    {#group " " #name, argument, options, {en, id}, {example, other}},
#include "runtime/cli/commands.def"
#undef COMMAND
};

/* What some options mean to one command. */
static const struct args_meaning meanings[] = {
#define MEANING(command, symbol, value, en, id) {command, OPT_##symbol, value, {en, id}},
#include "runtime/cli/meanings.def"
#undef MEANING
};

static enum err (*const functions[])(struct cli *) = {
#define COMMAND(name, argument, options, en, id, example, other) command_##name,
#include "runtime/cli/commands.def"
#undef COMMAND
};

static const struct args_program program = {
    .name = "soprun",
    .purpose = {"runs the procedures that sopc compiled",
                "menjalankan prosedur yang disusun oleh sopc"},
    .commands = commands,
    .n_commands = COUNT_OF(commands),
    .options = options,
    .n_options = N_OPTIONS,
    .meanings = meanings,
    .n_meanings = COUNT_OF(meanings),
};

enum err cli_run(struct cli *cli, int argc, char **argv)
{
    enum err err = cli_take_settings(cli, &argc, argv);
    if (err == ERR_NONE)
        err = args_read(&cli->args, &program, argc, argv);
    if (err != ERR_NONE)
        return err;
    if (cli->args.is_help_wanted) {   /* `soprun done -h` is `soprun help done` */
        cli->argument = cli->args.has_command ? commands[cli->args.command].name : NULL;
        return command_help(cli);
    }
    const char *format = cli->args.value[OPT_FORMAT];
    cli->argument = cli->args.n_words ? cli->args.words[0] : NULL;
    cli->is_json = format && strcmp(format, "json") == 0;
    cli->is_xes = format && strcmp(format, "xes") == 0;
    err = cli_take_now(cli);
    if (err != ERR_NONE)
        return err;
    return functions[cli->args.command](cli);
}

/* The command that the words of `help` name, as one text. */
static const char *named_command(const struct cli *cli, char out[128])
{
    const char *second = cli->args.n_words > 1 ? cli->args.words[1] : NULL;
    snprintf(out, 128, "%s%s%s", cli->argument, second ? " " : "", second ? second : "");
    return out;
}

/* Of all, of a group, or of one. */
enum err command_help(struct cli *cli)
{
    char name[128];
    if (!cli->argument) {
        args_help(&cli->args, cli->args.group, stdout);
        return ERR_NONE;
    }
    if (cli->args.n_words < 2 && args_is_group(&program, cli->argument)) {
        args_help(&cli->args, cli->argument, stdout);
        return ERR_NONE;
    }
    uint32_t command = args_find_command(&program, named_command(cli, name));
    if (command == NONE)
        return args_unknown_command(&cli->args, name);
    args_help_command(&cli->args, command, stdout);
    return ERR_NONE;
}

enum err cli_number(struct cli *cli, int64_t *number)
{
    const struct args_command *c = &commands[cli->args.command];
    char word[32];
    snprintf(word, sizeof word, "%.*s", (int)strcspn(c->words, " "), c->words);
    bool is_digits = *cli->argument &&
                     strspn(cli->argument, "0123456789") == strlen(cli->argument);
    errno = 0;
    *number = strtoll(cli->argument, NULL, 10);
    if (is_digits && errno == 0)
        return ERR_NONE;
    return cli_fail(cli, ERR_USAGE, MSG_NOT_A_NUMBER, word, cli->argument, c->examples[0],
                    NULL);
}
