/* list, show and log: looking at cases. */
#include <string.h>

#include "runtime/cli/cli.h"

/* ---- list -------------------------------------------------------------- */

struct list_view {
    const struct cli *cli;
    struct table table;
    json_t *cases, *sops;
    uint32_t n;
};

static json_t *case_json(const struct store_case *c)
{
    return json_pack("{s:I, s:s, s:s, s:s, s:o, s:o, s:o, s:I}",
                     "case", (json_int_t)c->number, "sop", c->sop, "image", c->image->id_hex,
                     "state", phase_word(c->phase), "result", row_json(c->image, c->result),
                     "opened", time_json(c->opened), "closed", time_json(c->closed),
                     "open_tasks", (json_int_t)c->n_offered);
}

static void list_row(struct list_view *v, const struct store_case *c)
{
    char text[40];
    struct bytes state = {0};
    phase_write(v->cli, &state, c->image, c->phase, c->result);
    table_add(&v->table, number_text(c->number, text));
    table_add(&v->table, c->sop);
    table_add(&v->table, state.data ? state.data : "");
    table_add(&v->table, number_text(c->n_offered, text));
    table_add(&v->table, time_text(c->opened, false, text));
    table_add(&v->table, c->closed ? time_text(c->closed, false, text) : "");
    v->table.cells.failed |= state.failed;
    bytes_free(&state);
}

static bool list_case(void *view, const struct store_case *c)
{
    struct list_view *v = view;
    v->n++;
    if (v->cli->is_json)
        return json_collect(&v->cases, case_json(c));
    list_row(v, c);
    return !v->table.cells.failed;
}

static bool list_sop(void *view, const struct store_version *version)
{
    struct list_view *v = view;
    if (!v->cli->is_json) {
        cli_say(v->cli, stderr, MSG_CAN_START, version->sop, version->title, NULL);
        return true;
    }
    return json_collect(&v->sops, json_pack("{s:s, s:s, s:s, s:o}", "sop", version->sop,
                                            "title", version->title, "image",
                                            version->image_id, "deployed",
                                            time_json(version->deployed)));
}

static enum err tell_list(const struct cli *cli, struct list_view *v)
{
    if (cli->is_json)
        return cli_print_json(cli, json_pack("{s:i, s:o, s:o}", "format_version", 1, "cases",
                                             v->cases, "sops", v->sops));
    return table_print(cli, stdout, &v->table);
}

/* Where no case runs yet, people are told what can be started. */
enum err command_list(struct cli *cli)
{
    struct list_view v = {.cli = cli};
    enum err err = cli_open_store(cli, STORE_READ);
    if (err != ERR_NONE)
        return err;
    if (cli->is_json)
        v.cases = json_array(), v.sops = json_array();
    else
        table_begin(&v.table, cli_text(cli, MSG_CASE_COLUMNS));
    bool is_fine = store_cases(cli->store, list_case, &v);
    if (is_fine && !cli->is_json && v.n == 0)
        cli_say(cli, stderr, MSG_NO_CASES, NULL);
    if (is_fine && (cli->is_json || v.n == 0))
        is_fine = store_versions(cli->store, list_sop, &v);
    if (is_fine)
        return tell_list(cli, &v);
    json_decref(v.cases);
    json_decref(v.sops);
    bytes_free(&v.table.cells);
    return cli_fail_store(cli, store_fault(cli->store));
}

/* ---- show -------------------------------------------------------------- */

/* The case that the argument names, in its language. */
static enum err open_case(struct cli *cli, struct store_case *c)
{
    int64_t number;
    enum err err = cli_number(cli, &number);
    if (err == ERR_NONE)
        err = cli_open_store(cli, STORE_READ);
    if (err == ERR_NONE && !store_case(cli->store, number, c))
        err = cli_fail_store(cli, store_fault(cli->store));
    if (err == ERR_NONE)
        cli_use_language(cli, image_language(c->image));
    return err;
}

static const char *case_title(const struct store_case *c)
{
    return image_string(c->image, c->image->t.procedure[c->procedure].title);
}

static enum err show_human(const struct cli *cli, const struct store_case *c,
                           struct task_view *view)
{
    char text[40];
    struct bytes state = {0};
    phase_write(cli, &state, c->image, c->phase, c->result);
    cli_say(cli, stdout, MSG_SHOW_CASE, number_text(c->number, text), c->sop, case_title(c),
            state.data, NULL);
    bytes_free(&state);
    cli_say(cli, stdout, MSG_SHOW_IMAGE, c->image->id_hex, NULL);
    cli_say(cli, stdout, MSG_SHOW_OPENED, time_text(c->opened, false, text), NULL);
    if (c->closed)
        cli_say(cli, stdout, MSG_SHOW_CLOSED, time_text(c->closed, false, text), NULL);
    if (view->n)
        fputc('\n', stdout);
    return table_print(cli, stdout, &view->table);
}

static enum err show_json(const struct cli *cli, const struct store_case *c, json_t *tasks)
{
    json_t *document = json_pack("{s:i}", "format_version", 1), *about = case_json(c);
    bool is_whole = about && json_object_update(document, about) == 0 &&
                    json_object_set_new(document, "title", json_string(case_title(c))) == 0 &&
                    json_object_set_new(document, "tasks", tasks) == 0;
    json_decref(about);
    if (is_whole)
        return cli_print_json(cli, document);
    json_decref(document);
    return cli_print_json(cli, NULL);
}

enum err command_show(struct cli *cli)
{
    struct store_case c;
    struct task_view view;
    enum err err = open_case(cli, &c);
    if (err != ERR_NONE)
        return err;
    task_view_begin(&view, cli, false);
    struct store_filter filter = {.case_number = c.number};
    if (store_tasks(cli->store, &filter, task_view_add, &view))
        return cli->is_json ? show_json(cli, &c, view.tasks) : show_human(cli, &c, &view);
    task_view_drop(&view);
    return cli_fail_store(cli, store_fault(cli->store));
}

/* ---- log --------------------------------------------------------------- */

struct log_view {
    const struct cli *cli;
    const struct image *image;
    struct table table;
    json_t *events;
};

static json_t *event_json(const struct log_view *v, const struct store_event *e)
{
    return json_pack("{s:I, s:o, s:s, s:s, s:s, s:o, s:o, s:s?, s:o, s:s?}",
                     "seq", (json_int_t)e->seq, "time", time_json(e->time),
                     "kind", store_event_name(e->kind), "person", e->person,
                     "os_user", e->os_user, "row", row_json(v->image, e->row),
                     "task", e->task ? json_integer(e->task) : json_null(), "unit", e->unit,
                     "outcome", outcome_json(v->image, e->row, e->outcome), "note", e->note);
}

/* "periksa: tidak", with the unit behind it; or that the case began. */
static void write_deed(const struct log_view *v, const struct store_event *e, struct bytes *b)
{
    if (e->kind == EVENT_START)
        bytes_printf(b, "%s%s", cli_text(v->cli, MSG_LOG_START), e->row != NONE ? ": " : "");
    if (e->row != NONE)
        bytes_add_string(b, row_id(v->image, e->row));
    if (e->outcome != NONE)
        bytes_printf(b, ": %s", outcome_name(v->cli, v->image, e->row, e->outcome));
    if (e->unit)
        bytes_printf(b, " (%s)", e->unit);
}

static void log_line(struct log_view *v, const struct store_event *e)
{
    char text[40];
    struct bytes deed = {0}, who = {0};
    write_deed(v, e, &deed);
    bytes_add_string(&who, e->person);
    if (strcmp(e->person, e->os_user) != 0)
        bytes_printf(&who, " (%s)", e->os_user);
    table_add(&v->table, time_text(e->time, false, text));
    table_add(&v->table, number_text(e->seq, text));
    table_add(&v->table, deed.data ? deed.data : "");
    table_add(&v->table, who.data ? who.data : "");
    table_add(&v->table, e->note ? e->note : "");
    v->table.cells.failed |= deed.failed || who.failed;
    bytes_free(&deed);
    bytes_free(&who);
}

static bool log_event(void *view, const struct store_event *e)
{
    struct log_view *v = view;
    if (v->cli->is_json)
        return json_collect(&v->events, event_json(v, e));
    log_line(v, e);
    return !v->table.cells.failed;
}

static enum err tell_log(const struct cli *cli, const struct store_case *c, struct log_view *v)
{
    if (!cli->is_json)
        return table_print(cli, stdout, &v->table);
    return cli_print_json(cli, json_pack("{s:i, s:I, s:s, s:s, s:o}", "format_version", 1,
                                         "case", (json_int_t)c->number, "sop", c->sop,
                                         "image", c->image->id_hex, "events", v->events));
}

enum err command_log(struct cli *cli)
{
    struct store_case c;
    enum err err = open_case(cli, &c);
    if (err != ERR_NONE)
        return err;
    struct log_view v = {.cli = cli, .image = c.image};
    if (cli->is_json)
        v.events = json_array();
    else
        table_begin(&v.table, "time|seq|what|who|note");
    v.table.is_bare = true;   /* one line an event and nothing else */
    if (store_events(cli->store, c.number, log_event, &v))
        return tell_log(cli, &c, &v);
    json_decref(v.events);
    bytes_free(&v.table.cells);
    return cli_fail_store(cli, store_fault(cli->store));
}
