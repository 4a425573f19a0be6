/*
 * The report for people: the rows as they stand on the page with their times,
 * then the sums, then who works how long.
 */
#include <math.h>
#include <string.h>

#include "compiler/time/plan.h"
#include "compiler/time/table.h"

void time_write_brief(struct bytes *out, double minutes, double day, enum language l)
{
    if (!isfinite(minutes))
        bytes_add_string(out, time_word(TIME_NO_TIME, l));
    else if (minutes == 0)
        bytes_add_char(out, '0');
    else
        minutes_write(out, minutes, day, l, MINUTES_SHORT);
}

void cell_write_minutes(const struct cell *c, double minutes)
{
    time_write_brief(c->out, minutes, c->report->sop->units.of[UNIT_DAY], c->language);
}

void cell_write_number(const struct cell *c, double n, int places)
{
    char digits[32];
    double scale = pow(10, places);
    if (isfinite(n))
        bytes_add_string(c->out, number_format(round(n * scale) / scale, digits));
    else
        bytes_add_string(c->out, time_word(TIME_NO_TIME, c->language));
}

void time_write_hundredths(struct bytes *out, double n, enum language l)
{
    if (isfinite(n))
        bytes_printf(out, "%.2f", n);
    else
        bytes_add_string(out, time_word(TIME_NO_TIME, l));
}

/* ---- the rows --------------------------------------------------------- */

static void cell_no(const struct cell *c)
{
    bytes_printf(c->out, "%u", time_row_of(c->report, c->line)->no);
}

static void cell_text(const struct cell *c)
{
    bytes_add_visible(c->out, time_row_of(c->report, c->line)->text);
}

/* The short names that the actors have in the text. */
static void cell_actors(const struct cell *c)
{
    const struct row *row = time_row_of(c->report, c->line);
    for (uint32_t i = 0; i < row->actors.n; i++) {
        if (i)
            bytes_add_string(c->out, ", ");
        bytes_add_visible(c->out, c->report->sop->actors.at[row->actors.at[i]].id);
    }
}

static void cell_work(const struct cell *c)
{
    cell_write_minutes(c, c->report->rows[c->line].work);
}

static void cell_wait(const struct cell *c)
{
    cell_write_minutes(c, c->report->rows[c->line].wait);
}

static double scheduled(const struct cell *c, double minutes)
{
    return c->report->rows[c->line].has_schedule ? minutes : NAN;
}

static void cell_es(const struct cell *c)
{
    cell_write_minutes(c, scheduled(c, c->report->rows[c->line].es));
}

static void cell_slack(const struct cell *c)
{
    cell_write_minutes(c, scheduled(c, c->report->rows[c->line].slack));
}

static void cell_mark(const struct cell *c)
{
    if (c->report->rows[c->line].is_critical)
        bytes_add_string(c->out, time_word(TIME_MARK, c->language));
}

static void cell_visits(const struct cell *c)
{
    time_write_hundredths(c->out, c->report->rows[c->line].visits, c->language);
}

static bool has_wait(const struct time_report *report)
{
    for (uint32_t r = 0; r < report->flow->n_rows; r++)
        if (report->rows[r].wait > 0)
            return true;
    return false;
}

static void print_rows(const struct time_report *report, enum language l, struct bytes *out)
{
    static const struct column columns[] = {
        {TIME_COL_NO, true, cell_no},        {TIME_COL_TEXT, false, cell_text},
        {TIME_COL_ACTORS, false, cell_actors}, {TIME_COL_WORK, true, cell_work},
        {TIME_COL_WAIT, true, cell_wait},    {TIME_COL_ES, true, cell_es},
        {TIME_COL_SLACK, true, cell_slack},  {TIME_COL_MARK, false, cell_mark},
        {TIME_COL_VISITS, true, cell_visits},
    };
    struct grid grid = {.report = report, .language = l, .has_line = time_is_numbered};
    grid.n_lines = report->flow->n_rows;
    bool is_waited = has_wait(report), is_visited = time_has_visits(report);
    for (uint32_t c = 0; c < COUNT_OF(columns); c++)
        if ((columns[c].write != cell_wait || is_waited) &&
            (columns[c].write != cell_visits || is_visited))
            grid.columns[grid.n_columns++] = &columns[c];
    grid_print(&grid, out);
}

/* What the signs in the rows mean, where they stand. */
static void print_legend(const struct time_report *report, enum language l, struct bytes *out)
{
    bool has_critical = false, has_none = false;
    for (uint32_t r = 0; r < report->flow->n_rows; r++) {
        has_critical |= report->rows[r].is_critical;
        has_none |= time_is_numbered(report, r) && !report->rows[r].has_schedule;
    }
    if (has_critical)
        bytes_printf(out, "%s\n", time_word(TIME_LEGEND_MARK, l));
    if (has_none)
        bytes_printf(out, "%s\n", time_word(TIME_LEGEND_NONE, l));
    if (time_has_visits(report))
        bytes_printf(out, "%s\n", time_word(TIME_LEGEND_VISITS, l));
}

static void print_reckoning(const struct time_report *report, enum language l,
                            struct bytes *out)
{
    struct bytes text = {0};
    time_write_reckoning(report, l, &text);
    text_wrap(out, text.data, text.len, 0);
    bytes_free(&text);
}

static void print_assumptions(const struct time_report *report, enum language l,
                              struct bytes *out)
{
    struct bytes text = {0};
    bool has_title = false;
    for (uint32_t i = 0; i < time_n_assumptions; i++) {
        text.len = 0;
        bytes_add_string(&text, "- ");
        if (!time_write_assumption(report, i, l, &text))
            continue;
        if (!has_title)
            bytes_printf(out, "%s\n", time_word(TIME_ASSUMPTIONS, l));
        has_title = true;
        text_wrap(out, text.data, text.len, 2);
    }
    bytes_free(&text);
}

void time_table(const struct time_report *report, enum language language, struct bytes *out)
{
    struct bytes title = {0};
    time_write_sentence(&title, TIME_TITLE, language, report->sop->title, NULL, NULL);
    text_wrap(out, title.data, title.len, 0);
    bytes_free(&title);
    bytes_add_char(out, '\n');
    print_rows(report, language, out);
    print_legend(report, language, out);
    bytes_add_char(out, '\n');
    time_print_sums(report, language, out);
    time_print_expected(report, language, out);
    time_print_gains(report, language, out);
    print_reckoning(report, language, out);
    print_assumptions(report, language, out);
    time_plan_table(report, language, out);
    bytes_add_char(out, '\n');
    time_print_actors(report, language, out);
}
