/*
 * Options with more to them than a word: --set, which may stand several times,
 * --now, a moment, and those that are numbers.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "runtime/cli/cli.h"

/* ---- --set -------------------------------------------------------------- */

/* The value of a --set at argv[i], and how many words it takes; else 0. */
static int set_at(int argc, char **argv, int i, char **value)
{
    if (strncmp(argv[i], "--set=", 6) == 0) {
        *value = argv[i] + 6;
        return 1;
    }
    if (strcmp(argv[i], "--set") != 0 || i + 1 >= argc)
        return 0;
    *value = argv[i + 1];
    return 2;
}

/* The table of options knows an option once: the first --set is left for it
 * to see. */
enum err cli_take_settings(struct cli *cli, int *argc, char **argv)
{
    int n = 0;
    cli->settings = calloc((size_t)*argc + 1, sizeof *cli->settings);
    if (!cli->settings)
        return cli_fail(cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL);
    for (int i = 0; i < *argc;) {
        char *value;
        bool is_end = strcmp(argv[i], "--") == 0;
        int n_words = is_end ? 0 : set_at(*argc, argv, i, &value);
        if (n_words > 0)
            cli->settings[cli->n_settings++].value = value;
        int n_kept = n_words == 0 ? is_end ? *argc - i : 1 : cli->n_settings == 1 ? n_words : 0;
        memmove(argv + n, argv + i, (size_t)n_kept * sizeof *argv);
        n += n_kept;
        i += n_words ? n_words : n_kept;
    }
    *argc = n;
    return ERR_NONE;
}

/* "price=2_000" at its first `=`. */
static enum err split_settings(struct cli *cli)
{
    for (uint32_t i = 0; i < cli->n_settings; i++) {
        struct store_setting *setting = &cli->settings[i];
        char *equals = strchr((char *)(uintptr_t)setting->value, '=');
        if (!equals)
            return cli_fail(cli, ERR_USAGE, MSG_BAD_SET, setting->value, NULL);
        *equals = '\0';
        setting->field = setting->value;
        setting->value = equals + 1;
    }
    return ERR_NONE;
}

struct store_settings cli_settings(const struct cli *cli)
{
    return (struct store_settings){.at = cli->settings, .n = cli->n_settings};
}

/* ---- --now -------------------------------------------------------------- */

/* "+07:00", "Z", or nothing: the local zone. Seconds east of UTC. */
static bool read_zone(const char *text, struct tm *tm, long *east)
{
    int hours, minutes;
    char sign, end;
    if (!*text) {
        tm->tm_isdst = -1;
        time_t local = mktime(tm);
        *east = tm->tm_gmtoff;
        return local != (time_t)-1;
    }
    *east = 0;
    if (strcmp(text, "Z") == 0)
        return true;
    if (sscanf(text, "%c%2d:%2d%c", &sign, &hours, &minutes, &end) != 3 ||
        (sign != '+' && sign != '-'))
        return false;
    *east = (hours * 3600L + minutes * 60L) * (sign == '-' ? -1 : 1);
    return true;
}

/* 2026-01-31T09:00, also with seconds, also with a zone. */
static bool read_time(const char *text, int64_t *time)
{
    struct tm tm = {0};
    long east;
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M", &tm);
    if (rest && *rest == ':')
        rest = strptime(rest, ":%S", &tm);
    struct tm local = tm;
    if (!rest || !read_zone(rest, &local, &east))
        return false;
    *time = ((int64_t)timegm(&tm) - east) * 1000;
    return *time > 0;
}

enum err cli_take_now(struct cli *cli)
{
    const char *text = cli->args.value[OPT_NOW];
    enum err err = split_settings(cli);
    if (err == ERR_NONE && text && !read_time(text, &cli->now))
        err = cli_fail(cli, ERR_USAGE, MSG_BAD_TIME, text, NULL);
    return err;
}

/* ---- numbers ------------------------------------------------------------ */

/* 40, or 1_000_000. */
enum err cli_take_count(const struct cli *cli, enum option option, uint32_t most, uint32_t *n)
{
    const char *text = cli->args.value[option];
    char number[24];
    uint64_t value = 0;
    *n = 0;
    if (!text)
        return ERR_NONE;
    bool is_number = *text >= '0' && *text <= '9';
    for (const char *c = text; *c && is_number && value <= most; c++) {
        is_number = (*c >= '0' && *c <= '9') || *c == '_';
        value = *c == '_' ? value : value * 10 + (uint64_t)(*c - '0');
    }
    if (!is_number || value < 1 || value > most)
        return cli_fail(cli, ERR_USAGE, MSG_BAD_COUNT, text, number_text(most, number), NULL);
    *n = (uint32_t)value;
    return ERR_NONE;
}
