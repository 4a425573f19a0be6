/* sopc time: how long it takes. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/time/time.h"

enum { TABLE, JSON };

/* A whole number from an option; told when it is none. */
static enum err read_items(struct cli *cli, uint32_t *items)
{
    const char *value = cli_value(cli, OPT_ITEMS);
    *items = 0;
    if (!value)
        return ERR_NONE;
    char *end;
    errno = 0;
    unsigned long n = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end || errno || n < 1 || n > 1000000)
        return cli_fail(cli, ERR_USAGE, MSG_NOT_A_NUMBER, "--items", value);
    *items = (uint32_t)n;
    return ERR_NONE;
}

static enum err time_file(struct cli *cli, const char *path, uint32_t format, uint32_t items,
                          bool is_only, struct bytes *out)
{
    struct compilation c;
    enum err err = cli_compile(cli, &c, path);
    if (err == ERR_FINDING && !is_only && compile_result(&c) == ERR_NONE)
        err = ERR_NONE;   /* an office alone, among the files of a folder */
    struct time_options options = {.items = items};
    for (uint32_t i = 0; i < c.n_flows && err == ERR_NONE; i++) {
        const struct time_report *report = time_analyse(c.flows[i], &options, &c.arena);
        if (out->len)
            bytes_add_char(out, '\n');
        if (format == JSON)
            time_json(report, out);
        else
            time_table(report, cli->args.is_language_given ? cli->args.language
                                                           : c.flows[i]->sop->language, out);
    }
    compile_free(&c);
    return err;
}

enum err command_time(struct cli *cli)
{
    static const char *const formats[] = {"table", "json"};
    uint32_t format = cli_choice(cli, OPT_FORMAT, formats, COUNT_OF(formats)), items, n;
    const char *const *files;
    if (format == COUNT_OF(formats) || read_items(cli, &items) != ERR_NONE)
        return ERR_USAGE;
    struct arena arena;
    arena_init(&arena, cli_out_of_memory);
    enum err err = cli_files(cli, &arena, &files, &n);
    struct bytes out = {0};
    for (uint32_t i = 0; err == ERR_NONE && i < n; i++)
        err = time_file(cli, files[i], format, items, n == 1, &out);
    if (err == ERR_NONE)
        err = cli_write(cli, NULL, &out);
    bytes_free(&out);
    arena_free(&arena);
    return err;
}
