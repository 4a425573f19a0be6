/*
 * What a simulation came to: as a table for people, and as data, in working
 * minutes of a case; null is what a single case does not tell:
 *
 * {"format_version": 1, "sop", "title", "image", "cases", "seed", "items", "rework",
 *  "minutes": {"mean", "stderr", "stddev", "min", "p50", "p80", "p95", "p99", "max",
 *              "percentiles": "exact|within 1 %"},
 *  "rows": [{"row", "no", "visits_per_case", "withdrawn_per_case", "minutes"}],
 *  "actors": [{"actor", "name", "outside", "minutes"}],
 *  "rework_per_case", "rework_per_case_stderr", "assumptions": [text]}
 *
 * stderr is the standard error of the mean; rework the share assumed where no
 * percentages are given.
 */
#include <math.h>
#include <string.h>

#include "runtime/cli/cli.h"
#include "runtime/duration/say.h"

enum { LABEL_WIDTH = 20 };

static const struct image_procedure *procedure_of(const struct simulation *s)
{
    return &s->image->t.procedure[0];
}

/* ---- for people -------------------------------------------------------------- */

/* "6 h 48.9 min", "0", and "-" for what is not known. */
static void write_minutes(const struct simulation *s, struct bytes *out, double minutes)
{
    struct unit_minutes units = image_units(s->image, procedure_of(s));
    if (!isfinite(minutes))
        bytes_add_char(out, '-');
    else if (minutes == 0)
        bytes_add_char(out, '0');
    else
        minutes_write(out, minutes, units.of[UNIT_DAY], s->cli->args.language, MINUTES_SHORT);
}

static void add_minutes(const struct simulation *s, struct table *t, double minutes)
{
    struct bytes text = {0};
    write_minutes(s, &text, minutes);
    table_add(t, text.data ? text.data : "");
    t->cells.failed |= text.failed;
    bytes_free(&text);
}

/* Frees the text. */
static void print_labelled(struct bytes *out, const char *label, struct bytes *text)
{
    struct bytes line = {0};
    text_fit(&line, label, strlen(label), LABEL_WIDTH, false);
    bytes_add(&line, text->data ? text->data : "", text->len);
    if (!line.failed)
        text_wrap(out, line.data, line.len, LABEL_WIDTH);
    out->failed |= line.failed || text->failed;
    bytes_free(&line);
    bytes_free(text);
}

static void print_minutes(const struct simulation *s, struct bytes *out, enum message label,
                          double minutes)
{
    struct bytes text = {0};
    write_minutes(s, &text, minutes);
    print_labelled(out, cli_text(s->cli, label), &text);
}

/* Two standard errors, nearly: 95 % of a normal distribution. */
static const double CONFIDENCE = 1.959964;

static void print_mean(const struct simulation *s, struct bytes *out)
{
    const struct simulate_mean *m = &s->result.minutes;
    struct bytes text = {0}, low = {0}, high = {0};
    char minutes[32];
    bytes_printf(&text, "%s %s", number_format(round(m->mean * 10) / 10, minutes),
                 cli_text(s->cli, MSG_MINUTES));
    if (m->mean >= 60) {
        bytes_add_string(&text, " = ");
        write_minutes(s, &text, m->mean);
    }
    print_labelled(out, cli_text(s->cli, MSG_SIM_MEAN), &text);
    if (!(m->error > 0))
        return;
    write_minutes(s, &low, fmax(0, m->mean - CONFIDENCE * m->error));
    write_minutes(s, &high, m->mean + CONFIDENCE * m->error);
    text = (struct bytes){0};
    if (!low.failed && !high.failed)
        cli_write(s->cli, &text, MSG_SIM_BETWEEN, low.data, high.data, NULL);
    out->failed |= low.failed || high.failed;
    print_labelled(out, "", &text);
    bytes_free(&low);
    bytes_free(&high);
}

static void print_percentiles(const struct simulation *s, struct bytes *out)
{
    struct bytes text = {0}, each[N_SIMULATE_PERCENTILES] = {{0}};
    bool is_failed = false;
    for (uint32_t i = 0; i < N_SIMULATE_PERCENTILES; i++) {
        write_minutes(s, &each[i], s->result.percentiles[i]);
        is_failed |= each[i].failed;
    }
    if (!is_failed)
        cli_write(s->cli, &text, MSG_SIM_WITHIN, each[SIMULATE_P50].data, each[SIMULATE_P80].data,
                  each[SIMULATE_P95].data, each[SIMULATE_P99].data, NULL);
    out->failed |= is_failed;
    print_labelled(out, cli_text(s->cli, MSG_SIM_OF_100), &text);
    for (uint32_t i = 0; i < N_SIMULATE_PERCENTILES; i++)
        bytes_free(&each[i]);
    text = (struct bytes){0};
    bytes_add_string(&text, cli_text(s->cli, MSG_SIM_ROUGHLY));
    if (s->result.is_exact)
        bytes_free(&text);
    else
        print_labelled(out, "", &text);
}

static void print_sums(const struct simulation *s, struct bytes *out)
{
    struct bytes text = {0};
    char cases[24], seed[24], rework[32];
    cli_write(s->cli, &text, MSG_SIM_CASES_ARE, number_text(s->result.n_cases, cases),
              number_text((int64_t)s->options.seed, seed), NULL);
    print_labelled(out, cli_text(s->cli, MSG_SIM_CASES), &text);
    print_mean(s, out);
    print_minutes(s, out, MSG_SIM_DEVIATION, s->result.stddev);
    print_minutes(s, out, MSG_SIM_LEAST, s->result.least);
    print_percentiles(s, out);
    print_minutes(s, out, MSG_SIM_MOST, s->result.most);
    snprintf(rework, sizeof rework, "%.2f", s->result.rework.mean);
    text = (struct bytes){0};
    cli_write(s->cli, &text, MSG_SIM_TIMES, rework, NULL);
    print_labelled(out, cli_text(s->cli, MSG_SIM_REWORK), &text);
}

static void print_assumptions(const struct simulation *s, struct bytes *out)
{
    struct bytes text = {0};
    simulation_write_reckoning(s, &text);
    if (!text.failed)
        text_wrap(out, text.data, text.len, 0);
    bytes_printf(out, "%s\n", cli_text(s->cli, MSG_SIM_ASSUMED));
    for (uint32_t i = 0; i <= simulation_n_assumptions && !text.failed; i++) {
        text.len = 0;
        bytes_add_string(&text, "- ");
        if (i == simulation_n_assumptions)
            bytes_add_string(&text, cli_text(s->cli, MSG_SIM_NEVER_BUSY));
        else if (!simulation_write_assumption(s, i, &text))
            continue;
        if (!text.failed)
            text_wrap(out, text.data, text.len, 2);
    }
    out->failed |= text.failed;
    bytes_free(&text);
}

static enum err print_rows(const struct simulation *s)
{
    struct image_span rows = procedure_of(s)->rows;
    struct table t;
    char no[24], visits[32];
    table_begin(&t, cli_text(s->cli, MSG_SIM_ROWS));
    t.is_page = true;
    t.right = 1 | 4 | 8;
    for (uint32_t i = 0; i < rows.n; i++) {
        const struct image_row *row = &s->image->t.row[rows.first + i];
        if (!row->no)
            continue;
        snprintf(visits, sizeof visits, "%.2f", s->result.visits[i]);
        table_add(&t, number_text(row->no, no));
        table_add(&t, image_string(s->image, row->text));
        table_add(&t, visits);
        add_minutes(s, &t, s->result.minutes_of_row[i]);
    }
    return table_print(s->cli, stdout, &t);
}

static enum err print_actors(const struct simulation *s)
{
    struct image_span actors = procedure_of(s)->actors;
    struct table t;
    table_begin(&t, cli_text(s->cli, MSG_SIM_ACTORS));
    t.is_page = true;
    t.right = 4;
    for (uint32_t i = 0; i < actors.n; i++) {
        table_add(&t, image_string(s->image, s->image->t.actor[actors.first + i].id));
        table_add(&t, image_string(s->image, s->image->t.actor[actors.first + i].name));
        add_minutes(s, &t, s->result.minutes_of_actor[i]);
    }
    return table_print(s->cli, stdout, &t);
}

static enum err print_title(const struct simulation *s)
{
    struct bytes out = {0}, title = {0};
    cli_write(s->cli, &title, MSG_SIM_TITLE, image_string(s->image, procedure_of(s)->title), NULL);
    if (!title.failed)
        text_wrap(&out, title.data, title.len, 0);
    out.failed |= title.failed;
    bytes_add_char(&out, '\n');
    bytes_free(&title);
    return cli_print(s->cli, stdout, &out);
}

enum err simulation_print_table(const struct simulation *s)
{
    enum err err = print_title(s);
    if (err == ERR_NONE)
        err = print_rows(s);
    struct bytes out = {0};
    bytes_add_char(&out, '\n');
    print_sums(s, &out);
    print_assumptions(s, &out);
    bytes_add_char(&out, '\n');
    if (err != ERR_NONE)
        bytes_free(&out);
    else
        err = cli_print(s->cli, stdout, &out);
    return err == ERR_NONE ? print_actors(s) : err;
}

/* ---- as data -------------------------------------------------------------------- */

static json_t *number(double n)
{
    return isfinite(n) ? json_real(n) : json_null();
}

static json_t *minutes_json(const struct simulation *s)
{
    const struct simulate_result *r = &s->result;
    return json_pack("{s:f, s:o, s:o, s:f, s:f, s:f, s:f, s:f, s:f, s:s}", "mean", r->minutes.mean,
                     "stderr", number(r->minutes.error), "stddev", number(r->stddev), "min",
                     r->least, "p50", r->percentiles[SIMULATE_P50], "p80",
                     r->percentiles[SIMULATE_P80], "p95", r->percentiles[SIMULATE_P95], "p99",
                     r->percentiles[SIMULATE_P99], "max", r->most, "percentiles",
                     r->is_exact ? "exact" : "within 1 %");
}

static json_t *rows_json(const struct simulation *s)
{
    struct image_span rows = procedure_of(s)->rows;
    json_t *array = json_array();
    for (uint32_t i = 0; i < rows.n; i++) {
        const struct image_row *row = &s->image->t.row[rows.first + i];
        bool is_work = row->kind == IMAGE_STEP || row->kind == IMAGE_DECISION;
        if (is_work &&
            !json_collect(&array, json_pack("{s:s, s:o, s:f, s:f, s:f}", "row",
                                            image_string(s->image, row->id), "no",
                                            row->no ? json_integer(row->no) : json_null(),
                                            "visits_per_case", s->result.visits[i],
                                            "withdrawn_per_case", s->result.withdrawn[i],
                                            "minutes", s->result.minutes_of_row[i])))
            break;
    }
    return array;
}

static json_t *actors_json(const struct simulation *s)
{
    struct image_span actors = procedure_of(s)->actors;
    json_t *array = json_array();
    for (uint32_t i = 0; i < actors.n; i++) {
        const struct image_actor *actor = &s->image->t.actor[actors.first + i];
        if (!json_collect(&array, json_pack("{s:s, s:s, s:b, s:f}", "actor",
                                            image_string(s->image, actor->id), "name",
                                            image_string(s->image, actor->name), "outside",
                                            (int)actor->is_outside, "minutes",
                                            s->result.minutes_of_actor[i])))
            break;
    }
    return array;
}

static json_t *assumptions_json(const struct simulation *s)
{
    json_t *array = json_array();
    struct bytes text = {0};
    bool is_told = simulation_write_reckoning(s, &text);
    for (uint32_t i = 0; array; i++) {
        if (is_told && (text.failed || !json_collect(&array, json_string(text.data))))
            break;
        text.len = 0;
        if (i > simulation_n_assumptions)
            break;
        is_told = i == simulation_n_assumptions || simulation_write_assumption(s, i, &text);
        if (i == simulation_n_assumptions)
            bytes_add_string(&text, cli_text(s->cli, MSG_SIM_NEVER_BUSY));
    }
    bytes_free(&text);
    return array;
}

json_t *simulation_json(const struct simulation *s)
{
    const struct image_procedure *p = procedure_of(s);
    return json_pack("{s:i, s:s, s:s, s:s, s:I, s:I, s:I, s:f, s:o, s:o, s:o, s:f, s:o, s:o}",
                     "format_version", 1, "sop", image_string(s->image, p->id), "title",
                     image_string(s->image, p->title), "image", s->image->id_hex, "cases",
                     (json_int_t)s->result.n_cases, "seed", (json_int_t)s->options.seed, "items",
                     (json_int_t)s->options.items, "rework", s->options.rework, "minutes",
                     minutes_json(s), "rows", rows_json(s), "actors", actors_json(s),
                     "rework_per_case", s->result.rework.mean, "rework_per_case_stderr",
                     number(s->result.rework.error), "assumptions", assumptions_json(s));
}
