/* list and show: looking at cases. */
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
    const char *state = c->is_cancelled ? "cancelled" : phase_word(c->phase);
    return json_pack("{s:I, s:s, s:s, s:s, s:o, s:o, s:o, s:I, s:I, s:o, s:o}",
                     "case", (json_int_t)c->number, "sop", c->sop, "image", c->image->id_hex,
                     "state", state, "result", row_json(c->image, c->result),
                     "opened", time_json(c->opened), "closed", time_json(c->closed),
                     "open_tasks", (json_int_t)c->n_offered, "items", (json_int_t)c->items,
                     "parent", c->parent ? json_integer(c->parent) : json_null(),
                     "parent_row", row_json(c->image, c->parent_row));
}

static void list_row(struct list_view *v, const struct store_case *c)
{
    char text[40];
    struct bytes state = {0};
    phase_write(v->cli, &state, c);
    table_add(&v->table, number_text(c->number, text));
    table_add(&v->table, c->sop);
    table_add(&v->table, state.data ? state.data : "");
    table_add(&v->table, number_text(c->n_offered, text));
    table_add(&v->table, time_text(c->opened, TIME_PLAIN, text));
    table_add(&v->table, c->closed ? time_text(c->closed, TIME_PLAIN, text) : "");
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

enum err cli_open_case(struct cli *cli, struct store_case *c)
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

/* All that is shown of a case, collected before anything is printed. */
struct show_view {
    const struct cli *cli;
    const struct store_case *c;
    struct task_view tasks;
    struct bytes lines;    /* fields and waiting rows, for people */
    json_t *waits, *fields;
};

static bool show_wait(void *view, const struct store_wait *w)
{
    struct show_view *v = view;
    char time[40];
    const char *row = image_row_id(v->c->image, w->row);
    if (v->cli->is_json)
        return json_collect(&v->waits, json_pack("{s:s, s:o}", "row", row, "until",
                                                 time_json(w->until)));
    cli_write(v->cli, &v->lines, w->until ? MSG_SHOW_WAIT : MSG_SHOW_WAIT_EVER, row,
              time_text(w->until, TIME_PLAIN, time), NULL);
    bytes_add_char(&v->lines, '\n');
    return true;
}

static void show_fields(struct show_view *v, const struct value *fields)
{
    struct image_span span = v->c->image->t.procedure[v->c->procedure].fields;
    for (uint32_t i = 0; i < span.n; i++) {
        struct bytes value = {0};
        if (!fields[i].is_set)
            continue;
        value_write(v->cli, &value, &fields[i]);
        cli_write(v->cli, &v->lines, MSG_SHOW_FIELD,
                  field_name(v->c->image, span.first + i), value.data ? value.data : "", NULL);
        bytes_add_char(&v->lines, '\n');
        v->lines.failed |= value.failed;
        bytes_free(&value);
    }
}

static bool show_collect(struct show_view *v, struct store *store)
{
    struct store_filter filter = {.case_number = v->c->number};
    const struct value *fields = store_case_fields(store, v->c->number);
    if (!fields)
        return false;
    if (v->cli->is_json)
        v->fields = fields_json(v->c->image, v->c->procedure, fields);
    else
        show_fields(v, fields);
    return store_waits(store, v->c->number, show_wait, v) &&
           store_tasks(store, &filter, task_view_add, &v->tasks);
}

static enum err show_human(struct show_view *v)
{
    const struct cli *cli = v->cli;
    const struct store_case *c = v->c;
    char text[40];
    struct bytes state = {0};
    phase_write(cli, &state, c);
    cli_say(cli, stdout, MSG_SHOW_CASE, number_text(c->number, text), c->sop, case_title(c),
            state.data, NULL);
    bytes_free(&state);
    if (c->parent)
        cli_say(cli, stdout, MSG_SHOW_PARENT, number_text(c->parent, text),
                image_row_id(c->image, c->parent_row), NULL);
    cli_say(cli, stdout, MSG_SHOW_IMAGE, c->image->id_hex, NULL);
    cli_say(cli, stdout, MSG_SHOW_OPENED, time_text(c->opened, TIME_PLAIN, text), NULL);
    if (c->closed)
        cli_say(cli, stdout, MSG_SHOW_CLOSED, time_text(c->closed, TIME_PLAIN, text), NULL);
    enum err err = cli_print(cli, stdout, &v->lines);
    if (v->tasks.n)
        fputc('\n', stdout);
    return err == ERR_NONE ? table_print(cli, stdout, &v->tasks.table) : err;
}

static enum err show_json(struct show_view *v)
{
    json_t *document = json_pack("{s:i}", "format_version", 1), *about = case_json(v->c);
    bool is_whole = about && json_object_update(document, about) == 0 &&
                    json_object_set_new(document, "title", json_string(case_title(v->c))) == 0 &&
                    json_object_set_new(document, "fields", v->fields) == 0 &&
                    json_object_set_new(document, "waiting", v->waits) == 0 &&
                    json_object_set_new(document, "tasks", v->tasks.tasks) == 0;
    json_decref(about);
    if (is_whole)
        return cli_print_json(v->cli, document);
    json_decref(document);
    return cli_print_json(v->cli, NULL);
}

enum err command_show(struct cli *cli)
{
    struct store_case c;
    enum err err = cli_open_case(cli, &c);
    if (err != ERR_NONE)
        return err;
    if (cli->args.value[OPT_PAGE])
        return cli_show_page(cli, &c);
    struct show_view v = {.cli = cli, .c = &c, .waits = json_array()};
    task_view_begin(&v.tasks, cli, false);
    if (show_collect(&v, cli->store)) {
        if (cli->is_json)
            return show_json(&v);
        json_decref(v.waits);
        return show_human(&v);
    }
    task_view_drop(&v.tasks);
    json_decref(v.waits);
    json_decref(v.fields);
    bytes_free(&v.lines);
    return cli_fail_store(cli, store_fault(cli->store));
}
