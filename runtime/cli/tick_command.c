/* tick: letting happen what only the clock was missing for. */
#include <unistd.h>

#include "runtime/cli/cli.h"

struct tick_view {
    const struct cli *cli;
    struct bytes lines;    /* for people */
    json_t *fired;         /* as data */
    uint32_t n;
};

static bool tick_add(void *view, const struct store_moment *m)
{
    struct tick_view *v = view;
    char time[40], number[24];
    v->n++;
    if (v->cli->is_json)
        return json_collect(&v->fired,
                            json_pack("{s:o, s:I, s:s, s:s, s:s}", "time", time_json(m->time),
                                      "case", (json_int_t)m->case_number, "sop", m->sop, "row",
                                      image_row_id(m->image, m->row), "kind",
                                      store_event_name(m->is_late ? EVENT_LATE : EVENT_PASSED)));
    cli_write(v->cli, &v->lines, m->is_late ? MSG_TICK_LATE : MSG_TICK_PASSED,
              time_text(m->time, TIME_LOG, time), number_text(m->case_number, number), m->sop,
              image_row_id(m->image, m->row), NULL);
    bytes_add_char(&v->lines, '\n');
    return true;
}

static enum err tell_fired(struct tick_view *v)
{
    if (v->cli->is_json)
        return cli_print_json(v->cli, json_pack("{s:i, s:o}", "format_version", 1, "fired",
                                                v->fired));
    if (v->n == 0 && isatty(STDERR_FILENO))   /* who lets it run each minute wants no mail */
        cli_say(v->cli, stderr, MSG_TICK_NOTHING, NULL);
    return cli_print(v->cli, stdout, &v->lines);
}

/* What has happened is told, also where something then could not. */
enum err command_tick(struct cli *cli)
{
    struct store_by by = cli_by(cli);
    struct tick_view v = {.cli = cli};
    char number[24];
    enum err err = cli_open_store(cli, STORE_WRITE);
    if (err != ERR_NONE)
        return err;
    v.fired = cli->is_json ? json_array() : NULL;
    bool is_fine = store_tick(cli->store, &by, tick_add, &v);
    struct store_fault fault = *store_fault(cli->store);
    err = tell_fired(&v);
    if (is_fine || err != ERR_NONE)
        return err;
    if (fault.image)   /* about a row, and so about a case */
        cli_say(cli, stderr, MSG_TICK_HELD_UP, number_text(fault.number, number), NULL);
    return cli_fail_store(cli, &fault);
}
