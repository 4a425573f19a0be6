/*
 * What soprun says: messages in the reader's language with the texts of users
 * filled in visibly, and the few ways in which results are written.
 */
#include <string.h>
#include <unistd.h>

#include "runtime/cli/cli.h"

const char *cli_text(const struct cli *cli, enum message m)
{
    return say_text(cli->args.language, m);
}

void cli_use_language(struct cli *cli, const char *language)
{
    static const char *const names[N_LANGUAGES] = {LANGUAGE_NAMES};
    if (!language || cli->args.is_language_given)
        return;
    for (int l = 0; l < N_LANGUAGES; l++)
        if (strcmp(language, names[l]) == 0)
            cli->args.language = (enum language)l;
}

/* ---- sentences --------------------------------------------------------- */

static void collect(const char *args[SAY_MOST_ARGS], va_list list)
{
    for (int i = 0; i < SAY_MOST_ARGS; i++) {
        args[i] = va_arg(list, const char *);
        if (!args[i])
            return;
    }
}

/* Writes a line and lets it go. */
static void write_line(FILE *out, struct bytes *line)
{
    bytes_add_char(line, '\n');
    if (out == stderr)   /* in a pipe too, results and talk stand in their order */
        fflush(stdout);
    if (line->failed)
        fputs("soprun: out of memory\n", stderr);
    else
        fwrite(line->data, 1, line->len, out);
    bytes_free(line);
}

static void write_message(const struct cli *cli, FILE *out, const char *before,
                          enum message m, const char *const *args)
{
    struct bytes b = {0};
    bytes_add_string(&b, before);
    say_filled(&b, cli->args.language, m, args);
    write_line(out, &b);
}

void cli_say(const struct cli *cli, FILE *out, enum message m, ...)
{
    const char *args[SAY_MOST_ARGS] = {0};
    va_list list;
    va_start(list, m);
    collect(args, list);
    va_end(list);
    write_message(cli, out, "", m, args);
}

void cli_write(const struct cli *cli, struct bytes *b, enum message m, ...)
{
    const char *args[SAY_MOST_ARGS] = {0};
    va_list list;
    va_start(list, m);
    collect(args, list);
    va_end(list);
    say_filled(b, cli->args.language, m, args);
}

enum err cli_fail(const struct cli *cli, enum err err, enum message m, ...)
{
    const char *args[SAY_MOST_ARGS] = {0};
    va_list list;
    va_start(list, m);
    collect(args, list);
    va_end(list);
    write_message(cli, stderr, "soprun: ", m, args);
    return err;
}

enum err cli_fail_said(enum err err, struct bytes *sentence)
{
    struct bytes line = {0};
    bytes_add_string(&line, "soprun: ");
    bytes_add(&line, sentence->data, sentence->len);
    line.failed |= sentence->failed;
    write_line(stderr, &line);
    bytes_free(sentence);
    return err;
}

enum err cli_fail_store(const struct cli *cli, const struct store_fault *fault)
{
    struct bytes sentence = {0};
    say_fault(&sentence, cli->args.language, fault);
    return cli_fail_said(fault->err, &sentence);
}

/* ---- results ----------------------------------------------------------- */

enum err cli_print(const struct cli *cli, FILE *out, struct bytes *b)
{
    enum err err = b->failed ? cli_fail(cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL) : ERR_NONE;
    if (err == ERR_NONE && b->len)
        fwrite(b->data, 1, b->len, out);
    bytes_free(b);
    return err;
}

/* JSON escapes what is below 0x20; a terminal has more that it obeys. */
enum err cli_print_json(const struct cli *cli, json_t *document)
{
    size_t flags = JSON_INDENT(2) | JSON_REAL_PRECISION(12) |
                   (isatty(STDOUT_FILENO) ? JSON_ENSURE_ASCII : 0);
    if (!document)
        return cli_fail(cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL);
    json_dumpf(document, stdout, flags);
    fputc('\n', stdout);
    json_decref(document);
    return ERR_NONE;
}
