/*
 * Options that are numbers. As in the text of a procedure a figure that could
 * mean two things is asked about, never guessed.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/cli/cli.h"

static const char *name_of(const struct cli *cli, enum option option)
{
    return cli->args.program->options[option].name;
}

static bool is_figures(const char *s, size_t len)
{
    return len && len < 16 && strspn(s, "0123456789") >= len;
}

enum err cli_whole(const struct cli *cli, enum option option, uint32_t most, uint32_t *number)
{
    const char *value = cli_value(cli, option);
    if (!value)
        return ERR_NONE;
    unsigned long long n = is_figures(value, strlen(value)) ? strtoull(value, NULL, 10) : 0;
    if (n >= 1 && n <= most) {
        *number = (uint32_t)n;
        return ERR_NONE;
    }
    char limit[16];
    snprintf(limit, sizeof limit, "%u", (unsigned)most);
    return cli_fail(cli, ERR_USAGE, MSG_BAD_NUMBER, name_of(cli, option), "1", limit, value);
}

/* Figures with at most one point among them, "12.5"; their number in 1/10,000. */
static bool read_decimal(const char *s, size_t len, int64_t *number)
{
    char text[16];
    const char *point = memchr(s, '.', len);
    size_t whole = point ? (size_t)(point - s) : len;
    if (len >= sizeof text || !is_figures(s, whole) ||
        (point && !is_figures(point + 1, len - whole - 1)))
        return false;
    memcpy(text, s, len);
    text[len] = '\0';
    return decimal_parse(text, number) == DECIMAL_OK;
}

enum err cli_share(const struct cli *cli, enum option option, double *share)
{
    const char *value = cli_value(cli, option);
    if (!value)
        return ERR_NONE;
    size_t len = strlen(value);
    bool has_sign = len && value[len - 1] == '%';
    int64_t percent;
    if (!read_decimal(value, len - has_sign, &percent) || percent > 100 * DECIMAL_ONE)
        return cli_fail(cli, ERR_USAGE, MSG_BAD_PERCENT, name_of(cli, option), value);
    if (!has_sign && percent > 0 && percent < DECIMAL_ONE)
        return cli_fail(cli, ERR_USAGE, MSG_SMALL_PERCENT, name_of(cli, option), value);
    *share = (double)percent / (100 * DECIMAL_ONE);
    return ERR_NONE;
}
