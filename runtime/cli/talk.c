/*
 * What soprun says: messages in the reader's language with the texts of users
 * filled in visibly, and the few ways in which results are written.
 */
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "runtime/cli/cli.h"

static const char *const messages[N_MESSAGES][N_LANGUAGES] = {
#define MESSAGE(symbol, en, id) [MSG_##symbol] = {en, id},
#include "runtime/cli/messages.def"
#undef MESSAGE
};

/* A sentence for each fault of the store: a missing one does not compile. */
static const enum message fault_messages[N_STORE_FAULTS] = {
#define FAULT(symbol, err, meaning) [STORE_##symbol] = MSG_STORE_##symbol,
#include "runtime/store/faults.def"
#undef FAULT
};

enum { MOST_ARGS = 4 };

const char *cli_text(const struct cli *cli, enum message m)
{
    return messages[m][cli->args.language];
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

static void fill_in(struct bytes *b, const char *text, const char *const *args)
{
    for (; *text; text++) {
        if (text[0] == '{' && text[1] >= '1' && text[1] <= '0' + MOST_ARGS && text[2] == '}') {
            const char *arg = args[text[1] - '1'];
            bytes_add_visible(b, arg ? arg : "");
            text += 2;
        } else {
            bytes_add_char(b, *text);
        }
    }
}

static void collect(const char *args[MOST_ARGS], va_list list)
{
    for (int i = 0; i < MOST_ARGS; i++) {
        args[i] = va_arg(list, const char *);
        if (!args[i])
            return;
    }
}

static void write_message(const struct cli *cli, FILE *out, const char *before,
                          enum message m, const char *const *args)
{
    struct bytes b = {0};
    bytes_add_string(&b, before);
    fill_in(&b, cli_text(cli, m), args);
    bytes_add_char(&b, '\n');
    if (out == stderr)   /* in a pipe too, results and talk stand in their order */
        fflush(stdout);
    if (b.failed)
        fputs("soprun: out of memory\n", stderr);
    else
        fwrite(b.data, 1, b.len, out);
    bytes_free(&b);
}

void cli_say(const struct cli *cli, FILE *out, enum message m, ...)
{
    const char *args[MOST_ARGS] = {0};
    va_list list;
    va_start(list, m);
    collect(args, list);
    va_end(list);
    write_message(cli, out, "", m, args);
}

void cli_write(const struct cli *cli, struct bytes *b, enum message m, ...)
{
    const char *args[MOST_ARGS] = {0};
    va_list list;
    va_start(list, m);
    collect(args, list);
    va_end(list);
    fill_in(b, cli_text(cli, m), args);
}

enum err cli_fail(const struct cli *cli, enum err err, enum message m, ...)
{
    const char *args[MOST_ARGS] = {0};
    va_list list;
    va_start(list, m);
    collect(args, list);
    va_end(list);
    write_message(cli, stderr, "soprun: ", m, args);
    return err;
}

enum err cli_fail_store(const struct cli *cli, const struct store_fault *fault)
{
    char number[24], time[40];
    bool has_row = fault->image && fault->row != NONE;
    switch (fault->kind) {
    case STORE_UNKNOWN_FIELD:
    case STORE_NOT_FILLED_HERE:
    case STORE_BAD_VALUE:
    case STORE_FIELD_MISSING:
    case STORE_NOT_COMPUTED: return cli_fail_field(cli, fault);
    case STORE_VALUE_IS_GONE:
    case STORE_LACKS_FIELD:
        return cli_fail(cli, fault->err, fault_messages[fault->kind],
                        field_name(fault->image, fault->field),
                        has_row ? row_id(fault->image, fault->row) : fault->text, NULL);
    case STORE_NOT_MEMBER: return cli_fail_member(cli, fault);
    default: break;
    }
    bool is_system = fault->kind == STORE_CANNOT_USE;
    return cli_fail(cli, fault->err, fault_messages[fault->kind],
                    number_text(fault->number, number),
                    is_system ? os_reason((int)fault->number, cli->args.language) : fault->text,
                    time_text(fault->time, false, time),
                    has_row ? row_id(fault->image, fault->row) : "", NULL);
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
    size_t flags = JSON_INDENT(2) | (isatty(STDOUT_FILENO) ? JSON_ENSURE_ASCII : 0);
    if (!document)
        return cli_fail(cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL);
    json_dumpf(document, stdout, flags);
    fputc('\n', stdout);
    json_decref(document);
    return ERR_NONE;
}

const char *number_text(int64_t number, char out[24])
{
    snprintf(out, 24, "%lld", (long long)number);
    return out;
}

/* 2026-02-03T09:05:00.123+07:00: as the office's clock says it, and still one
 * moment for everybody. */
const char *time_text(int64_t time, bool is_data, char out[40])
{
    time_t seconds = (time_t)(time / 1000);
    struct tm tm;
    char day[24], offset[8], fraction[8] = "";
    if (time < 0 || !localtime_r(&seconds, &tm) || tm.tm_year > 9999 - 1900)
        return strcpy(out, "?");
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &tm);
    strftime(offset, sizeof offset, "%z", &tm);
    if (is_data)
        snprintf(fraction, sizeof fraction, ".%03d", (int)(time % 1000));
    snprintf(out, 40, "%s%s%.3s:%s", day, fraction, offset, offset + 3);
    return out;
}
