/* What sopc says besides diagnostics. */
#include <errno.h>
#include <string.h>

#include "compiler/cli/cli.h"

static const char *const texts[N_MESSAGES][N_LANGUAGES] = {
#define TEXT(symbol, en, id) [MSG_##symbol] = {en, id},
#include "compiler/cli/texts.def"
#undef TEXT
};

enum err cli_fail_(const struct cli *cli, enum err err, enum message message, ...)
{
    struct sentence s = {.words = texts[message]};
    va_list args;
    va_start(args, message);
    const char *arg;
    for (uint32_t i = 0; i < COUNT_OF(s.args) && (arg = va_arg(args, const char *)); i++)
        s.args[i] = arg;
    va_end(args);
    struct bytes b = {0};
    bytes_add_string(&b, "sopc: ");
    sentence_write(&b, &s, cli->args.language);
    bytes_add_char(&b, '\n');
    fflush(stdout);
    if (b.data)
        fwrite(b.data, 1, b.len, stderr);
    bytes_free(&b);
    return err;
}

const char *cli_count(const struct cli *cli, struct arena *arena, uint32_t n, enum message one)
{
    char number[16];
    snprintf(number, sizeof number, "%u", (unsigned)n);
    struct sentence s = {.words = texts[n == 1 ? one : one + 1], .args = {number}};
    struct bytes b = {0};
    sentence_write(&b, &s, cli->args.language);
    const char *text = arena_copy(arena, b.data ? b.data : "", b.len);
    bytes_free(&b);
    return text;
}

const char *cli_reason(const struct cli *cli, int number)
{
    return os_reason(number, cli->args.language);
}

const char *cli_value(const struct cli *cli, enum option option)
{
    return cli->args.value[option];
}

uint32_t cli_choice(const struct cli *cli, enum option option, const char *const *words, uint32_t n)
{
    const char *value = cli_value(cli, option), *name = cli->args.program->options[option].name;
    for (uint32_t i = 0; i < n; i++)
        if (!value || strcmp(value, words[i]) == 0)
            return i;
    struct bytes all = {0};
    for (uint32_t i = 0; i < n; i++)
        bytes_printf(&all, "%s%s", i ? "|" : "", words[i]);
    const char *dash = name[1] ? "--" : "-";
    char shown[64];
    snprintf(shown, sizeof shown, "%s%s", dash, name);
    cli_fail(cli, ERR_USAGE, MSG_BAD_CHOICE, shown, all.data ? all.data : "", value);
    bytes_free(&all);
    return n;
}

enum draw_paper cli_paper(const struct cli *cli)
{
    const char *papers[N_DRAW_PAPERS];
    for (int i = 0; i < N_DRAW_PAPERS; i++)
        papers[i] = draw_paper_name((enum draw_paper)i);
    return (enum draw_paper)cli_choice(cli, OPT_PAGE, papers, N_DRAW_PAPERS);
}
