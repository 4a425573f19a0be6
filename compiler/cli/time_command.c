/* sopc time: how long it takes. */
#include <jansson.h>
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/time/office.h"
#include "compiler/time/plan.h"

enum time_format { TIME_FORMAT_TABLE, TIME_FORMAT_JSON, TIME_FORMAT_CSV, N_TIME_FORMATS };

static const char svg_ending[] = ".svg";

/* All files of one call, and what was worked out of them. */
struct times {
    struct cli *cli;
    struct arena arena;
    enum time_format format;
    json_t *list;              /* the reports as data */
    struct bytes out;
    struct time_options options;
    struct time_office office;
    uint32_t n_files;
    LIST_OF(const char *) charts;   /* the files that were written */
    const char *names;         /* the sops there are */
    enum err worst;
};

static void add_report(struct times *times, const struct time_report *report,
                       enum language language)
{
    time_office_add(&times->office, report);
    switch (times->format) {
    case TIME_FORMAT_JSON:
        json_array_append_new(times->list, time_json(report));
        return;
    case TIME_FORMAT_CSV:
        if (!times->out.len)
            time_csv_begin(&times->out);
        time_csv(report, &times->out);
        return;
    default:
        if (times->out.len)
            bytes_add_char(&times->out, '\n');
        time_table(report, language, &times->out);
    }
}

/* A plan that comes to no end has no dates to tell. */
static enum err check_plan(const struct times *times, const struct time_report *report)
{
    const struct time_plan *plan = report->plan;
    if (!plan || plan->end != CALENDAR_NEVER)
        return ERR_NONE;
    return cli_fail(times->cli, ERR_FINDING,
                    time_plan_never_works(plan) ? MSG_PLAN_NO_WORK : MSG_PLAN_TOO_LATE,
                    report->sop->id, cli_value(times->cli, OPT_START));
}

/* "x/gantt.svg", or of one SOP among several "x/gantt-surat.svg". */
static const char *gantt_path(struct times *times, const struct flow *flow, bool is_alone)
{
    const char *out = cli_value(times->cli, OPT_GANTT);
    return is_alone ? out
                    : arena_printf(&times->arena, "%.*s-%s.svg",
                                   (int)(strlen(out) - strlen(svg_ending)), out, flow->sop->id);
}

static enum err write_gantt(struct times *times, struct compilation *c,
                            const struct time_report *report, enum language language,
                            bool is_alone)
{
    struct cli *cli = times->cli;
    struct bytes svg = {0};
    const char *path = gantt_path(times, report->flow, is_alone);
    for (uint32_t i = 0; i < times->charts.n; i++)
        if (strcmp(times->charts.at[i], path) == 0)
            return cli_fail(cli, ERR_USAGE, MSG_GANTT_TWICE, report->sop->id, path);
    if (report->flow->n_rows > TIME_GANTT_MOST_ROWS)
        return cli_fail(cli, ERR_LIMIT, MSG_GANTT_TOO_LONG, report->sop->id,
                        arena_printf(&times->arena, "%u", report->flow->n_rows),
                        arena_printf(&times->arena, "%u", TIME_GANTT_MOST_ROWS));
    *LIST_ADD(&times->arena, &times->charts) = path;
    time_gantt(report, language, &c->arena, &svg);
    enum err err = cli_write(cli, c, path, &svg);
    bytes_free(&svg);
    return err;
}

static enum err time_flow(struct times *times, struct compilation *c, uint32_t i, bool is_alone)
{
    const struct flow *flow = c->flows[i];
    const struct args *args = &times->cli->args;
    enum language language = args->is_language_given ? args->language : flow->sop->language;
    times->options.file = c->program->main->source->path;
    times->options.image = arena_printf(&c->arena, "%s.sopb", cli_stem(c, i));
    const struct time_report *report = time_analyse(flow, &times->options, &c->arena);
    enum err err = check_plan(times, report);
    if (err != ERR_NONE)
        return err;
    add_report(times, report, language);
    return cli_value(times->cli, OPT_GANTT) ? write_gantt(times, c, report, language, is_alone)
                                            : ERR_NONE;
}

/* A faulty file is told and left out; one of offices only, or without the sop
 * that is wanted, is left out. */
static void time_file(struct times *times, const char *path)
{
    struct compilation c;
    enum err err = cli_compile_any(times->cli, &c, path);
    times->worst = err > times->worst ? err : times->worst;
    times->names = cli_sop_names(&times->arena, &c, times->names);
    if (err == ERR_NONE && cli_choose_sop(times->cli, &c)) {
        for (uint32_t i = 0; i < c.n_flows; i++) {
            err = time_flow(times, &c, i, times->n_files == 1 && c.n_flows == 1);
            times->worst = err > times->worst ? err : times->worst;
        }
    }
    compile_free(&c);
}

static enum err tell_none(const struct times *times, const char *const *files, uint32_t n)
{
    if (times->worst != ERR_NONE || !n)
        return times->worst;
    if (cli_value(times->cli, OPT_SOP))
        return cli_no_such_sop(times->cli, files, n, times->names);
    return cli_fail(times->cli, ERR_FINDING, MSG_NO_SOP, times->cli->args.words[0]);
}

static void add_office(struct times *times)
{
    const struct args *args = &times->cli->args;
    bytes_add_char(&times->out, '\n');
    time_office_table(&times->office,
                      args->is_language_given ? args->language : times->office.language,
                      &times->out);
}

static enum err write_reports(struct times *times)
{
    if (times->format == TIME_FORMAT_JSON)
        time_json_write(times->list, &times->office, &times->out);
    else if (times->format == TIME_FORMAT_TABLE && times->office.sops.n > 1)
        add_office(times);
    enum err err = cli_write(times->cli, NULL, NULL, &times->out);
    return err > times->worst ? err : times->worst;
}

static enum err read_start(const struct cli *cli, struct time_options *o)
{
    const char *text = cli_value(cli, OPT_START);
    o->has_start = text != NULL;
    if (!text || moment_parse(text, &o->start, &o->is_start_day))
        return ERR_NONE;
    return cli_fail(cli, ERR_USAGE, MSG_BAD_START, text);
}

/* Its table goes to the standard output, so the chart needs a file. */
static enum err check_gantt(const struct cli *cli)
{
    const char *out = cli_value(cli, OPT_GANTT), *point = out ? strrchr(out, '.') : NULL;
    bool is_svg = point > out && point[-1] != '/' && strcmp(point, svg_ending) == 0;
    return !out || is_svg ? ERR_NONE : cli_fail(cli, ERR_USAGE, MSG_GANTT_FILE, out);
}

/* Minutes of a leap year, day and night: nobody works longer. */
enum { MOST_EFFECTIVE = 366 * 24 * 60, MOST_CASES = 1000000000 };

static enum err read_options(const struct cli *cli, struct time_options *o)
{
    const struct args *args = &cli->args;
    uint64_t items = 0, volume = 0, effective = 0;
    o->has_gains = true;
    o->has_rework = cli_value(cli, OPT_REWORK) != NULL;
    enum err err = args_share(args, OPT_REWORK, &o->rework);
    if (err == ERR_NONE)
        err = args_whole(args, OPT_ITEMS, 1, MOST_CASES, &items);
    if (err == ERR_NONE)
        err = args_whole(args, OPT_VOLUME, 1, MOST_CASES, &volume);
    if (err == ERR_NONE)
        err = args_whole(args, OPT_EFFECTIVE, 1, MOST_EFFECTIVE, &effective);
    if (err == ERR_NONE && effective && !volume)
        err = cli_fail(cli, ERR_USAGE, MSG_WITH_VOLUME);
    o->items = (uint32_t)items;
    o->volume = (double)volume;
    o->effective = (double)effective;
    if (err == ERR_NONE)
        err = read_start(cli, o);
    return err == ERR_NONE ? check_gantt(cli) : err;
}

enum err command_time(struct cli *cli)
{
    static const char *const formats[N_TIME_FORMATS] = {"table", "json", "csv"};
    uint32_t format = cli_choice(cli, OPT_FORMAT, formats, N_TIME_FORMATS), n;
    const char *const *files;
    struct times times = {.cli = cli, .format = (enum time_format)format};
    if (format == N_TIME_FORMATS)
        return ERR_USAGE;
    enum err err = read_options(cli, &times.options);
    if (err != ERR_NONE)
        return err;
    times.list = json_array();
    arena_init(&times.arena, cli_out_of_memory);
    times.office.arena = &times.arena;
    times.worst = cli_files(cli, &times.arena, &files, &n);
    times.n_files = n;
    for (uint32_t i = 0; i < n; i++)
        time_file(&times, files[i]);
    err = times.office.sops.n ? write_reports(&times) : tell_none(&times, files, n);
    json_decref(times.list);
    bytes_free(&times.out);
    arena_free(&times.arena);
    return err;
}
