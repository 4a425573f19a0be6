/* holiday: the days without work that an office adds. */
#include <string.h>

#include "runtime/calendar/calendar.h"
#include "runtime/cli/cli.h"

/* 2026-12-24, or 2026-12-24..2026-12-31. */
static bool read_days(const char *text, int64_t *first, int64_t *last)
{
    char day[16];
    const char *dots = strstr(text, "..");
    size_t len = dots ? (size_t)(dots - text) : strlen(text);
    if (len >= sizeof day)
        return false;
    memcpy(day, text, len);
    day[len] = '\0';
    return date_parse(day, first) && date_parse(dots ? dots + 2 : day, last) && *first <= *last;
}

static json_t *holiday_json(const struct store_holiday *h)
{
    char first[16], last[16];
    return json_pack("{s:s, s:s, s:s}", "first", date_format(h->first, first), "last",
                     date_format(h->last, last), "text", h->text);
}

static enum err tell_added(const struct cli *cli, const struct store_holiday *h, bool is_new)
{
    char first[16], last[16];
    if (cli->is_json) {
        json_t *document = holiday_json(h);
        json_object_set_new(document, "format_version", json_integer(1));
        json_object_set_new(document, "is_changed", json_boolean(is_new));
        return cli_print_json(cli, document);
    }
    enum message m = !is_new                ? MSG_HOLIDAY_KNOWN
                     : h->first == h->last ? MSG_HOLIDAY_ADDED : MSG_HOLIDAYS_ADDED;
    cli_say(cli, stdout, m, date_format(h->first, first), date_format(h->last, last), NULL);
    return ERR_NONE;
}

enum err command_holiday_add(struct cli *cli)
{
    struct store_by by = cli_by(cli);
    struct store_holiday h = {.text = cli->args.words[1]};
    bool is_new;
    if (!read_days(cli->argument, &h.first, &h.last))
        return cli_fail(cli, ERR_USAGE, MSG_BAD_DATES, cli->argument, NULL);
    enum err err = cli_open_store(cli, STORE_WRITE);
    if (err != ERR_NONE)
        return err;
    if (!store_add_holiday(cli->store, &h, &by, &is_new))
        return cli_fail_store(cli, store_fault(cli->store));
    return tell_added(cli, &h, is_new);
}

struct holiday_view {
    const struct cli *cli;
    struct table table;
    json_t *holidays;
    uint32_t n;
};

static bool list_holiday(void *view, const struct store_holiday *h)
{
    struct holiday_view *v = view;
    char day[16];
    v->n++;
    if (v->cli->is_json)
        return json_collect(&v->holidays, holiday_json(h));
    table_add(&v->table, date_format(h->first, day));
    table_add(&v->table, date_format(h->last, day));
    table_add(&v->table, h->text);
    return !v->table.cells.failed;
}

enum err command_holiday_list(struct cli *cli)
{
    struct holiday_view v = {.cli = cli};
    enum err err = cli_open_store(cli, STORE_READ);
    if (err != ERR_NONE)
        return err;
    v.holidays = cli->is_json ? json_array() : NULL;
    table_begin(&v.table, cli_text(cli, MSG_HOLIDAY_COLUMNS));
    bool is_fine = store_holidays(cli->store, list_holiday, &v);
    if (is_fine && !cli->is_json) {
        if (!v.n)
            cli_say(cli, stderr, MSG_NO_HOLIDAYS, NULL);
        return table_print(cli, stdout, &v.table);
    }
    bytes_free(&v.table.cells);
    if (is_fine)
        return cli_print_json(cli, json_pack("{s:i, s:o}", "format_version", 1, "holidays",
                                             v.holidays));
    json_decref(v.holidays);
    return cli_fail_store(cli, store_fault(cli->store));
}
