/*
 * The plan for people: when it ends, row by row from when to when, and what
 * was taken for granted of the days.
 */
#include <math.h>

#include "compiler/time/dates.h"
#include "compiler/time/grid.h"
#include "compiler/time/plan.h"

static void cell_no(const struct cell *c)
{
    bytes_printf(c->out, "%u", c->report->sop->rows.at[c->line].no);
}

static void cell_text(const struct cell *c)
{
    bytes_add_visible(c->out, c->report->sop->rows.at[c->line].text);
}

static void write_cell(const struct cell *c, int64_t local)
{
    const struct time_plan *plan = c->report->plan;
    bool has_year = plan->end != CALENDAR_NEVER && !time_is_same_year(plan->begin, plan->end);
    time_write_moment(c->out, local, has_year, c->language, MINUTES_SHORT);
}

static void cell_opens(const struct cell *c)
{
    write_cell(c, c->report->plan->opens[c->line]);
}

static void cell_ends(const struct cell *c)
{
    write_cell(c, c->report->plan->ends[c->line]);
}

/* Told here where it may differ from the table in minutes. */
static void cell_mark(const struct cell *c)
{
    if (c->report->plan->is_critical[c->line])
        bytes_add_string(c->out, time_word(TIME_MARK, c->language));
}

static bool is_numbered(const struct time_report *report, uint32_t r)
{
    return report->sop->rows.at[r].no != 0;
}

static void print_rows(const struct time_report *report, enum language l, struct bytes *out)
{
    static const struct column columns[] = {
        {TIME_COL_NO, true, cell_no},
        {TIME_COL_TEXT, false, cell_text},
        {TIME_COL_OPENS, true, cell_opens},
        {TIME_COL_ENDS, true, cell_ends},
        {TIME_COL_MARK, false, cell_mark},
    };
    struct grid grid = {.report = report, .language = l, .has_line = is_numbered};
    grid.n_lines = report->flow->n_rows;
    for (uint32_t c = 0; c < COUNT_OF(columns); c++)
        if (columns[c].write != cell_mark || report->plan->has_wall)
            grid.columns[grid.n_columns++] = &columns[c];
    grid_print(&grid, out);
}

/* A moment of the summary: the year once, and where it is another. */
static const char *write_later(const struct time_plan *plan, int64_t local, enum language l,
                               struct bytes *out)
{
    out->len = 0;
    bool has_year = local != CALENDAR_NEVER && !time_is_same_year(plan->begin, local);
    time_write_moment(out, local, has_year, l, MINUTES_LONG);
    return out->data;
}

/* "; half of all cases end by ..., 80 of 100 by ..., 95 of 100 by ...". */
static void write_percentiles(const struct time_plan *plan, enum language l, struct bytes *out)
{
    static const enum time_percentile told[] = {TIME_P50, TIME_P80, TIME_P95};
    struct bytes moments[COUNT_OF(told)] = {{0}};
    const char *texts[COUNT_OF(told)];
    bool are_known = true;
    for (uint32_t i = 0; i < COUNT_OF(told); i++) {
        are_known &= plan->percentiles[told[i]] != CALENDAR_NEVER;
        texts[i] = write_later(plan, plan->percentiles[told[i]], l, &moments[i]);
    }
    bool is_varied = plan->percentiles[TIME_P50] != plan->percentiles[TIME_P95];
    if (are_known && is_varied)
        time_write_sentence(out, TIME_PLAN_PERCENTILES, l, texts[0], texts[1], texts[2]);
    for (uint32_t i = 0; i < COUNT_OF(told); i++)
        bytes_free(&moments[i]);
}

void time_plan_write_summary(const struct time_report *report, enum language l,
                             struct bytes *out)
{
    const struct time_plan *plan = report->plan;
    struct bytes begin = {0}, end = {0};
    time_write_moment(&begin, plan->begin, true, l, MINUTES_LONG);
    write_later(plan, plan->end, l, &end);
    time_write_sentence(out, plan->has_rework ? TIME_PLAN_ENDS : TIME_PLAN_ENDS_ALWAYS, l,
                        begin.data, end.data, NULL);
    write_percentiles(plan, l, out);
    bytes_add_char(out, '.');
    bytes_free(&begin);
    bytes_free(&end);
}

/* The sentences of what was taken for granted, one behind the other. */
static void add_granted(struct bytes *out, enum time_word word, enum language l)
{
    bytes_printf(out, "%s%s", out->len ? " " : "", time_word(word, l));
}

void time_plan_write_granted(const struct time_report *report, enum language l,
                             struct bytes *out)
{
    const struct calendar *c = report->sop->calendar;
    if (!c)
        add_granted(out, TIME_PLAN_NO_CALENDAR, l);
    else if (!c->is_always && !c->n_holidays)
        add_granted(out, TIME_PLAN_NO_HOLIDAYS, l);
    if (report->plan->has_wall && isfinite(report->expected.percentiles[TIME_P50]))
        add_granted(out, TIME_PLAN_WALL, l);
}

static void print_text(struct bytes *text, struct bytes *out)
{
    if (text->len)
        text_wrap(out, text->data, text->len, 0);
    text->len = 0;
}

void time_plan_table(const struct time_report *report, enum language language,
                     struct bytes *out)
{
    if (!report->plan)
        return;
    struct bytes text = {0};
    bytes_add_char(out, '\n');
    time_plan_write_summary(report, language, &text);
    print_text(&text, out);
    time_plan_write_granted(report, language, &text);
    print_text(&text, out);
    bytes_add_char(out, '\n');
    print_rows(report, language, out);
    if (report->plan->has_wall)
        bytes_add_string(&text, time_word(TIME_PLAN_MARK, language));
    print_text(&text, out);
    bytes_free(&text);
}
