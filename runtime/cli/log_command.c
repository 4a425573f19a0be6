/*
 * log: what happened, by whom and when; in one case, or in the whole store with
 * what people did to the store itself. For people a line an event; as data
 * everything that an event holds. (xes.c: for process mining.)
 */
#include <string.h>

#include "runtime/cli/cli.h"

struct log_view {
    const struct cli *cli;
    struct table table;
    json_t *events;        /* of a case */
    bool is_all;           /* the table tells case and event too; data go out one by one */
    uint32_t n;
    enum err err;
};

/* ---- as data ------------------------------------------------------------------- */

static json_t *said_json(const struct store_event *e, const struct store_said *said)
{
    struct value v;
    if (!said->value || value_restore(e->image, said->field, said->value, &v) != VALUE_FINE)
        return json_null();   /* erased */
    return value_json(&v);
}

static json_t *values_json(const struct store_event *e)
{
    json_t *object = json_object();
    for (uint32_t i = 0; i < e->n_said; i++) {
        const char *id = image_string(e->image, e->image->t.field[e->said[i].field].id);
        if (json_object_set_new(object, id, said_json(e, &e->said[i])) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

/* The image that a case goes by from then on, or that was deployed. */
static json_t *about_image(const struct store_event *e)
{
    bool is_image = e->kind == EVENT_START || e->kind == EVENT_MIGRATED ||
                    e->kind == EVENT_DEPLOYED;
    return is_image && e->about ? json_stringn(e->about, strnlen(e->about, 2 * IMAGE_ID_LEN))
                                : json_null();
}

static json_t *event_json(const struct store_event *e)
{
    return json_pack("{s:I, s:I, s:o, s:s, s:s?, s:s, s:o, s:o, s:s?, s:o, s:o, s:s?, s:o, s:s}",
                     "event", (json_int_t)e->number, "seq", (json_int_t)e->seq,
                     "time", time_json(e->time), "kind", store_event_name(e->kind),
                     "person", *e->person ? e->person : NULL, "os_user", e->os_user,
                     "row", row_json(e->image, e->row), "task",
                     e->task ? json_integer(e->task) : json_null(), "unit", e->unit,
                     "outcome", outcome_json(e->image, e->row, e->outcome),
                     "values", values_json(e), "note", e->note, "image", about_image(e),
                     "hash", e->hash);
}

/* Of all cases: with the number of the case; of the store itself: with what it is about. */
static json_t *any_event_json(const struct store_event *e)
{
    json_t *json = event_json(e);
    bool is_whole =
        json && json_object_set_new(json, "case", e->case_number ? json_integer(e->case_number)
                                                                 : json_null()) == 0 &&
        (e->case_number ||
         (json_object_set_new(json, "seq", json_null()) == 0 &&
          json_object_set_new(json, "about", e->about ? json_string(e->about) : json_null()) == 0 &&
          json_object_set_new(json, "subject", e->subject ? json_string(e->subject)
                                                          : json_null()) == 0));
    if (is_whole)
        return json;
    json_decref(json);
    return NULL;
}

/* A log may be longer than memory: each event goes out as it comes. */
static bool print_event(struct log_view *v, const struct store_event *e)
{
    json_t *json = any_event_json(e);
    if (!json) {
        v->err = cli_print_json(v->cli, NULL);
        return false;
    }
    fputs(v->n++ ? ",\n  " : "\n  ", stdout);
    json_dumpf(json, stdout, JSON_COMPACT | JSON_ENSURE_ASCII);
    json_decref(json);
    return true;
}

/* ---- for people ------------------------------------------------------------------- */

/* Of "ACTOR OFFICE UNIT", a `-` for what there is not: `office.actor (unit)`. */
static void write_membership(const char *about, struct bytes *b)
{
    char actor[256] = "", office[256] = "";
    int unit = 0;
    if (sscanf(about, "%255s %255s %n", actor, office, &unit) < 2)
        return;
    actor_write(b, actor, strcmp(office, "-") == 0 ? "" : office);
    if (unit && about[unit] && strcmp(about + unit, "-") != 0)
        bytes_printf(b, " (%s)", about + unit);
}

/* "ani is an actor: agency.kasubag": behind the number of the name. */
static void write_store_deed(const struct log_view *v, const struct store_event *e,
                             struct bytes *b)
{
    static const enum message words[N_EVENT_KINDS] = {
        [EVENT_DEPLOYED] = MSG_LOG_DEPLOYED, [EVENT_JOINED] = MSG_LOG_JOINED,
        [EVENT_LEFT] = MSG_LOG_LEFT, [EVENT_ERASED] = MSG_LOG_ERASED,
        [EVENT_HOLIDAY] = MSG_LOG_HOLIDAY,
    };
    const char *about = e->about ? e->about : "", *space = strchr(about, ' ');
    if (e->subject)
        bytes_printf(b, "%s ", e->subject);
    bytes_add_string(b, cli_text(v->cli, words[e->kind]));
    if (e->subject && space) {
        bytes_add_string(b, ": ");
        write_membership(space + 1, b);
    } else if (!e->subject)
        bytes_printf(b, " %.*s", e->kind == EVENT_DEPLOYED ? 12 : 1 << 20, about);
}

/* "periksa: tidak", with the unit behind it; or what else it was. */
static void write_deed(const struct log_view *v, const struct store_event *e, struct bytes *b)
{
    static const enum message words[N_EVENT_KINDS] = {
        [EVENT_PASSED] = MSG_LOG_PASSED,   [EVENT_LATE] = MSG_LATE,
        [EVENT_CLAIMED] = MSG_LOG_CLAIMED, [EVENT_RELEASED] = MSG_LOG_RELEASED,
    };
    const struct cli *cli = v->cli;
    if (e->kind == EVENT_START)
        bytes_printf(b, "%s%s", cli_text(cli, MSG_LOG_START), e->row != NONE ? ": " : "");
    if (e->row != NONE)
        bytes_add_string(b, image_row_id(e->image, e->row));
    if (e->outcome != NONE)
        bytes_printf(b, ": %s", outcome_name(cli, e->image, e->row, e->outcome));
    if (e->unit)
        bytes_printf(b, " (%s)", e->unit);
    if (words[e->kind])
        bytes_printf(b, ": %s", cli_text(cli, words[e->kind]));
    if (e->kind == EVENT_CANCELLED)
        bytes_add_string(b, cli_text(cli, MSG_LOG_CANCELLED));
    if (e->kind == EVENT_MIGRATED)
        bytes_printf(b, "%s %.12s", cli_text(cli, MSG_LOG_MIGRATED), e->about ? e->about : "");
}

/* The person, and the login behind; else what it was that did it. */
static void write_who(const struct log_view *v, const struct store_event *e, struct bytes *b)
{
    static const enum message words[N_EVENT_KINDS] = {
        [EVENT_START] = MSG_LOG_BY_FLOW,    [EVENT_DONE] = MSG_LOG_BY_FLOW,
        [EVENT_DECIDED] = MSG_LOG_BY_DATA,  [EVENT_PASSED] = MSG_LOG_BY_CLOCK,
        [EVENT_LATE] = MSG_LOG_BY_CLOCK,    [EVENT_RETURNED] = MSG_LOG_BY_FLOW,
        [EVENT_CANCELLED] = MSG_LOG_BY_FLOW,
    };
    if (!*e->person) {
        bytes_add_string(b, cli_text(v->cli, words[e->kind]));
        return;
    }
    bytes_add_string(b, e->person);
    if (strcmp(e->person, e->os_user) != 0)
        bytes_printf(b, " (%s)", e->os_user);
}

/* "Price = 2000, Kind = new", then the note. */
static void write_said(const struct log_view *v, const struct store_event *e, struct bytes *b)
{
    for (uint32_t i = 0; i < e->n_said; i++) {
        const struct store_said *said = &e->said[i];
        struct value value;
        bytes_printf(b, "%s%s = ", i ? ", " : "", field_name(e->image, said->field));
        if (said->value && value_restore(e->image, said->field, said->value, &value) == VALUE_FINE)
            value_write(v->cli, b, &value);
        else
            bytes_add_string(b, cli_text(v->cli, MSG_LOG_GONE));
    }
    if (e->note)
        bytes_printf(b, "%s%s", e->n_said ? "; " : "", e->note);
}

static void log_line(struct log_view *v, const struct store_event *e)
{
    char text[40];
    struct bytes deed = {0}, who = {0}, said = {0};
    if (e->image)
        write_deed(v, e, &deed);
    else
        write_store_deed(v, e, &deed);
    write_who(v, e, &who);
    write_said(v, e, &said);
    table_add(&v->table, time_text(e->time, TIME_LOG, text));
    table_add(&v->table, number_text(v->is_all ? e->number : e->seq, text));
    if (v->is_all)
        table_add(&v->table, e->case_number ? number_text(e->case_number, text) : "-");
    table_add(&v->table, deed.data ? deed.data : "");
    table_add(&v->table, who.data ? who.data : "");
    table_add(&v->table, said.data ? said.data : "");
    v->table.cells.failed |= deed.failed || who.failed || said.failed;
    bytes_free(&deed);
    bytes_free(&who);
    bytes_free(&said);
}

/* ---- all of it --------------------------------------------------------------------- */

static bool log_event(void *view, const struct store_event *e)
{
    struct log_view *v = view;
    if (v->cli->is_json)
        return v->is_all ? print_event(v, e) : json_collect(&v->events, event_json(e));
    log_line(v, e);
    return !v->table.cells.failed;
}

static enum err log_case(struct cli *cli, const struct store_case *c)
{
    struct log_view v = {.cli = cli, .events = cli->is_json ? json_array() : NULL};
    table_begin(&v.table, "time|seq|what|who|said");
    v.table.is_bare = true;   /* one line an event and nothing else */
    bool is_fine = store_events(cli->store, c->number, log_event, &v);
    if (is_fine && !cli->is_json)
        return table_print(cli, stdout, &v.table);
    bytes_free(&v.table.cells);
    if (is_fine)
        return cli_print_json(cli, json_pack("{s:i, s:I, s:s, s:s, s:o}", "format_version", 1,
                                             "case", (json_int_t)c->number, "sop", c->sop,
                                             "image", c->image->id_hex, "events", v.events));
    json_decref(v.events);
    return cli_fail_store(cli, store_fault(cli->store));
}

static enum err log_all(struct cli *cli)
{
    struct log_view v = {.cli = cli, .is_all = true};
    table_begin(&v.table, "time|event|case|what|who|said");
    v.table.is_bare = true;
    if (cli->is_json)
        fputs("{\"format_version\": 1, \"events\": [", stdout);
    bool is_fine = store_log(cli->store, log_event, &v);
    if (is_fine && !cli->is_json)
        return table_print(cli, stdout, &v.table);
    bytes_free(&v.table.cells);
    if (!is_fine)
        return cli_fail_store(cli, store_fault(cli->store));
    fputs("\n]}\n", stdout);
    return v.err;
}

enum err command_log(struct cli *cli)
{
    struct store_case c, *one = cli->argument ? &c : NULL;
    enum err err = one ? cli_open_case(cli, one) : cli_open_store(cli, STORE_READ);
    if (err != ERR_NONE)
        return err;
    if (cli->is_xes)
        return cli_print_xes(cli, one);
    return one ? log_case(cli, one) : log_all(cli);
}
