/*
 * The report as data: the document of `sopc time --format json`. All times are
 * working minutes; null is what is not known or never comes:
 *
 * {"format_version": 1, "sop", "title", "rows", "items", "rework",
 *  "straight_through_minutes", "work_minutes", "wait_minutes", "efficiency",
 *  "shortest_minutes",
 *  "critical_path": {"minutes", "rows": [id], "paths"},
 *  "expected": {"minutes", "stddev", "low", "high", "method", "ends",
 *               "p50", "p80", "p95", "p99", "simulate"},
 *  "day_minutes", "volume", "effective_minutes",
 *  "gains": [{"kind": "row|rework", "row", "no", "less_minutes", "share",
 *             "probability", "earlier_minutes"}],
 *  "assumptions": [text],
 *  "schedule": [{"row", "no", "actors", "work", "wait", "delay", "es", "ef", "ls",
 *                "lf", "slack", "free_slack", "critical", "straight_through",
 *                "visits"}],
 *  "actors": [{"actor", "name", "outside", "minutes", "share",
 *              "expected_minutes", "handovers", "staff"}],
 *  "plan": of plan_json.c, null without --start}
 *
 * work_minutes and wait_minutes are those straight through, efficiency the
 * part of work in them; `delay` is that of the outcome which straight through
 * takes. `paths` counts the critical paths, of which `rows` is one. Of the
 * expected time, `ends` is false where cases go round for ever; `low` and
 * `high` stand with the method `bounds` alone, and so does `simulate`, the line
 * to type that plays it. rework is the share assumed where no percentages are
 * given. A gain is by how much the average case ends earlier when a row that
 * lasts `share` of it takes less_minutes less each time, or a decision never
 * takes its ways of rework, of `probability`. staff needs a volume (--volume),
 * and is null for who is outside.
 * Several procedures are `sops`, and in `office` stands what they take together:
 *
 * {"volume", "effective_minutes",
 *  "sops": [{"sop", "straight_through_minutes", "critical_path_minutes",
 *            "expected_minutes", "p80", "work_minutes", "hours_a_year"}],
 *  "actors": [{"name", "office", "outside", "sops", "minutes", "minutes_a_year",
 *              "staff"}]}
 */
#include <assert.h>
#include <jansson.h>
#include <math.h>

#include "compiler/time/gains.h"
#include "compiler/time/office.h"
#include "compiler/time/plan.h"
#include "compiler/time/staff.h"
#include "compiler/time/words.h"

/* Whole minutes as integers; what is not known (an end never reached) null. */
static json_t *number(double n)
{
    static const double most_exact = 9007199254740992.0;   /* 2^53 */
    if (!isfinite(n))
        return json_null();
    return n == floor(n) && fabs(n) < most_exact ? json_integer((json_int_t)n) : json_real(n);
}

static void set(json_t *object, const char *key, json_t *value)
{
    int failed = json_object_set_new(object, key, value);
    assert(!failed);
    (void)failed;
}

static json_t *critical_path(const struct time_report *report)
{
    json_t *path = json_object(), *rows = json_array();
    for (uint32_t i = 0; i < report->n_critical; i++)
        json_array_append_new(rows, json_string(report->sop->rows.at[report->critical[i]].id));
    set(path, "minutes", number(report->longest));
    set(path, "rows", rows);
    set(path, "paths", number(report->n_critical_paths));
    return path;
}

static bool is_expected_known(const struct time_expected *e)
{
    return !isnan(e->minutes) || !isnan(e->low);
}

static json_t *expected(const struct time_report *report)
{
    static const char *const methods[] = {
        [TIME_EXACT] = "exact", [TIME_LATTICE] = "lattice", [TIME_BOUNDS] = "bounds"};
    static const char *const percentiles[N_TIME_PERCENTILES] = {"p50", "p80", "p95", "p99"};
    const struct time_expected *e = &report->expected;
    if (!is_expected_known(e))
        return json_null();
    bool is_between = e->method == TIME_BOUNDS;
    json_t *o = json_object();
    set(o, "minutes", number(e->minutes));
    set(o, "stddev", number(e->stddev));
    set(o, "low", is_between ? number(e->low) : json_null());
    set(o, "high", is_between ? number(e->high) : json_null());
    set(o, "method", json_string(methods[e->method]));
    set(o, "ends", json_boolean(!isinf(e->minutes)));
    for (uint32_t p = 0; p < N_TIME_PERCENTILES; p++)
        set(o, percentiles[p], number(e->percentiles[p]));
    struct bytes line = {0};
    set(o, "simulate", time_write_simulate(report, &line) ? json_stringn(line.data, line.len)
                                                          : json_null());
    bytes_free(&line);
    return o;
}

static void append_sentence(json_t *list, struct bytes *text)
{
    json_array_append_new(list, json_stringn(text->data, text->len));
    text->len = 0;
}

static json_t *assumptions(const struct time_report *report)
{
    enum language language = report->sop->language;
    json_t *list = json_array();
    struct bytes text = {0};
    if (!report->sop->calendar) {
        time_write_reckoning(report, language, &text);
        append_sentence(list, &text);
    }
    for (uint32_t i = 0; i < time_n_assumptions; i++)
        if (time_write_assumption(report, i, language, &text))
            append_sentence(list, &text);
    bytes_free(&text);
    return list;
}

static json_t *gain_json(const struct time_report *report, const struct time_gain *gain)
{
    const struct row *row = &report->sop->rows.at[gain->row];
    bool is_row = gain->kind == TIME_GAIN_ROW;
    json_t *o = json_object();
    set(o, "kind", json_string(is_row ? "row" : "rework"));
    set(o, "row", json_string(row->id));
    set(o, "no", json_integer(row->no));
    set(o, "less_minutes", is_row ? number(gain->less) : json_null());
    set(o, "share", is_row ? number(gain->part) : json_null());
    set(o, "probability", is_row ? json_null() : number(gain->part));
    set(o, "earlier_minutes", number(gain->minutes));
    return o;
}

static json_t *gains(const struct time_report *report)
{
    json_t *list = json_array();
    for (uint32_t i = 0; report->gains && i < report->gains->n; i++)
        json_array_append_new(list, gain_json(report, &report->gains->at[i]));
    return list;
}

static json_t *schedule_row(const struct time_report *report, uint32_t r)
{
    const struct row *row = &report->sop->rows.at[r];
    const struct time_row *t = &report->rows[r];
    const struct {
        const char *key;
        double minutes;
    } times[] = {{"es", t->es}, {"ef", t->ef}, {"ls", t->ls}, {"lf", t->lf}, {"slack", t->slack}};
    json_t *o = json_object(), *actors = json_array();
    for (uint32_t i = 0; i < row->actors.n; i++)
        json_array_append_new(actors, json_string(report->sop->actors.at[row->actors.at[i]].id));
    set(o, "row", json_string(row->id));
    set(o, "no", row->no ? json_integer(row->no) : json_null());
    set(o, "actors", actors);
    set(o, "work", number(t->work));
    set(o, "wait", number(t->wait));
    set(o, "delay", number(t->delay));
    for (uint32_t i = 0; i < COUNT_OF(times); i++)
        set(o, times[i].key, t->has_schedule ? number(times[i].minutes) : json_null());
    set(o, "free_slack", t->has_schedule ? number(t->free_slack) : json_null());
    set(o, "critical", json_boolean(t->is_critical));
    set(o, "straight_through", json_boolean(t->is_straight));
    set(o, "visits", number(t->visits));
    return o;
}

static json_t *schedule(const struct time_report *report)
{
    json_t *list = json_array();
    for (uint32_t r = 0; r < report->sop->rows.n; r++)
        json_array_append_new(list, schedule_row(report, r));
    return list;
}

static json_t *actors(const struct time_report *report)
{
    json_t *list = json_array();
    for (uint32_t a = 0; a < report->sop->actors.n; a++) {
        json_t *o = json_object();
        set(o, "actor", json_string(report->sop->actors.at[a].id));
        set(o, "name", json_string(report->sop->actors.at[a].name));
        set(o, "outside", json_boolean(report->sop->actors.at[a].is_outside));
        set(o, "minutes", number(report->actors[a].minutes));
        set(o, "share", number(report->actors[a].share));
        set(o, "expected_minutes", number(report->actors[a].expected));
        set(o, "handovers", number(report->actors[a].handovers));
        set(o, "staff", number(time_staff(report, a)));
        json_array_append_new(list, o);
    }
    return list;
}

/* How the time is reckoned, and by what: before the rows and actors. */
static void set_sums(json_t *root, const struct time_report *report)
{
    double work = time_work(report), wait = time_wait(report);
    set(root, "straight_through_minutes", number(report->straight));
    set(root, "work_minutes", number(work));
    set(root, "wait_minutes", number(wait));
    set(root, "efficiency", number(work + wait > 0 ? work / (work + wait) : NAN));
    set(root, "shortest_minutes", number(report->shortest));
    set(root, "critical_path", critical_path(report));
    set(root, "expected", expected(report));
    set(root, "day_minutes", number(report->sop->units.of[UNIT_DAY]));
    set(root, "volume", number(report->volume > 0 ? report->volume : NAN));
    set(root, "effective_minutes", number(report->volume > 0 ? report->effective : NAN));
}

static uint32_t n_numbered(const struct sop *sop)
{
    uint32_t n = 0;
    for (uint32_t r = 0; r < sop->rows.n; r++)
        n += sop->rows.at[r].no != 0;
    return n;
}

static int add_text(const char *text, size_t len, void *out)
{
    bytes_add(out, text, len);
    return 0;
}

json_t *time_json(const struct time_report *report)
{
    json_t *root = json_object();
    set(root, "sop", json_string(report->sop->id));
    set(root, "title", json_string(report->sop->title));
    set(root, "rows", json_integer(n_numbered(report->sop)));
    set(root, "items", json_integer(report->items));
    set(root, "rework", number(report->rework));
    set_sums(root, report);
    set(root, "gains", gains(report));
    set(root, "assumptions", assumptions(report));
    set(root, "schedule", schedule(report));
    set(root, "actors", actors(report));
    set(root, "plan", time_plan_json(report));
    return root;
}

static json_t *office_sop(const struct time_office *office, uint32_t i)
{
    const struct office_sop *sop = &office->sops.at[i];
    json_t *o = json_object();
    set(o, "sop", json_string(sop->id));
    set(o, "straight_through_minutes", number(sop->straight));
    set(o, "critical_path_minutes", number(sop->critical));
    set(o, "expected_minutes", number(sop->expected));
    set(o, "p80", number(sop->p80));
    set(o, "work_minutes", number(sop->work));
    set(o, "hours_a_year", number(office->volume > 0 ? sop->work * office->volume / 60 : NAN));
    return o;
}

static json_t *office_actor(const struct time_office *office, uint32_t i)
{
    const struct office_actor *actor = &office->actors.at[i];
    json_t *o = json_object();
    set(o, "name", json_string(actor->name));
    set(o, "office", actor->office ? json_string(actor->office) : json_null());
    set(o, "outside", json_boolean(actor->is_outside));
    set(o, "sops", json_integer(actor->n_sops));
    set(o, "minutes", number(actor->minutes));
    set(o, "minutes_a_year", number(time_office_minutes(office, i)));
    set(o, "staff", number(time_office_staff(office, i)));
    return o;
}

json_t *time_office_json(const struct time_office *office)
{
    json_t *o = json_object(), *sops = json_array(), *people = json_array();
    for (uint32_t i = 0; i < office->sops.n; i++)
        json_array_append_new(sops, office_sop(office, i));
    for (uint32_t i = 0; i < office->actors.n; i++)
        json_array_append_new(people, office_actor(office, i));
    bool is_asked = office->volume > 0;
    set(o, "volume", number(is_asked ? office->volume : NAN));
    set(o, "effective_minutes", number(is_asked ? office->effective : NAN));
    set(o, "sops", sops);
    set(o, "actors", people);
    return o;
}

void time_json_write(const json_t *reports, const struct time_office *office, struct bytes *out)
{
    json_t *root = json_object();
    set(root, "format_version", json_integer(1));
    if (json_array_size(reports) == 1) {
        json_object_update(root, json_array_get(reports, 0));
    } else {
        set(root, "sops", json_deep_copy(reports));
        set(root, "office", time_office_json(office));
    }
    json_dump_callback(root, add_text, out, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
    bytes_add_char(out, '\n');
    json_decref(root);
}
