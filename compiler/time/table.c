/*
 * The report for people: the rows as they stand on the page with their times,
 * then the sums, then who works how long.
 */
#include <math.h>
#include <string.h>

#include "compiler/time/grid.h"
#include "compiler/time/plan.h"

static double day_of(const struct time_report *report)
{
    return report->sop->units.of[UNIT_DAY];
}

static const struct row *row_of(const struct time_report *report, uint32_t r)
{
    return &report->sop->rows.at[r];
}

static void write_short(const struct cell *c, double minutes)
{
    if (minutes == 0)
        bytes_add_char(c->out, '0');
    else
        time_write_minutes(c->out, minutes, day_of(c->report), c->language, TIME_SHORT);
}

/* ---- the rows --------------------------------------------------------- */

static void cell_no(const struct cell *c)
{
    bytes_printf(c->out, "%u", row_of(c->report, c->line)->no);
}

static void cell_text(const struct cell *c)
{
    bytes_add_visible(c->out, row_of(c->report, c->line)->text);
}

/* The short names that the actors have in the text. */
static void cell_actors(const struct cell *c)
{
    const struct row *row = row_of(c->report, c->line);
    for (uint32_t i = 0; i < row->actors.n; i++) {
        if (i)
            bytes_add_string(c->out, ", ");
        bytes_add_visible(c->out, c->report->sop->actors.at[row->actors.at[i]].id);
    }
}

static void cell_work(const struct cell *c)
{
    write_short(c, c->report->rows[c->line].work);
}

static void cell_wait(const struct cell *c)
{
    write_short(c, c->report->rows[c->line].wait);
}

static void cell_es(const struct cell *c)
{
    if (c->report->rows[c->line].has_schedule)
        write_short(c, c->report->rows[c->line].es);
    else
        bytes_add_string(c->out, time_word(TIME_NO_TIME, c->language));
}

static void cell_slack(const struct cell *c)
{
    if (c->report->rows[c->line].has_schedule)
        write_short(c, c->report->rows[c->line].slack);
    else
        bytes_add_string(c->out, time_word(TIME_NO_TIME, c->language));
}

static void cell_mark(const struct cell *c)
{
    if (c->report->rows[c->line].is_critical)
        bytes_add_string(c->out, time_word(TIME_MARK, c->language));
}

static bool is_numbered(const struct time_report *report, uint32_t r)
{
    return row_of(report, r)->no != 0;
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
    };
    struct grid grid = {.report = report, .language = l, .has_line = is_numbered};
    grid.n_lines = report->flow->n_rows;
    bool is_waited = has_wait(report);
    for (uint32_t c = 0; c < COUNT_OF(columns); c++)
        if (columns[c].write != cell_wait || is_waited)
            grid.columns[grid.n_columns++] = &columns[c];
    grid_print(&grid, out);
}

/* What the signs in the rows mean, where they stand. */
static void print_legend(const struct time_report *report, enum language l, struct bytes *out)
{
    bool has_critical = false, has_none = false;
    for (uint32_t r = 0; r < report->flow->n_rows; r++) {
        has_critical |= report->rows[r].is_critical;
        has_none |= is_numbered(report, r) && !report->rows[r].has_schedule;
    }
    if (has_critical)
        bytes_printf(out, "%s\n", time_word(TIME_LEGEND_MARK, l));
    if (has_none)
        bytes_printf(out, "%s\n", time_word(TIME_LEGEND_NONE, l));
}

/* ---- the sums --------------------------------------------------------- */

enum { LABEL_WIDTH = 20 };

/* A tenth of a minute is enough for people; less than a minute is told in
 * seconds besides. */
static double rounded(double n)
{
    return n < 1 ? n : round(n * 10) / 10;
}

/* "Critical path       395 minutes = 6 hours 35 minutes". */
static void print_sum(const struct time_report *report, enum language l, enum time_word label,
                      double minutes, struct bytes *out)
{
    struct bytes text = {0};
    char digits[32];
    text_fit(&text, time_word(label, l), strlen(time_word(label, l)), LABEL_WIDTH, false);
    if (!isfinite(minutes)) {
        bytes_add_string(&text, time_word(TIME_NEVER, l));
    } else {
        enum time_word unit = minutes == 1 ? TIME_MINUTE : TIME_MINUTES;
        bytes_printf(&text, "%s %s", number_format(rounded(minutes), digits),
                     time_word(unit, l));
        if (minutes >= 60 || (minutes > 0 && minutes < 1)) {
            bytes_add_string(&text, " = ");
            time_write_minutes(&text, minutes, day_of(report), l, TIME_LONG);
        }
    }
    text_wrap(out, text.data, text.len, LABEL_WIDTH);
    bytes_free(&text);
}

static void print_critical_rows(const struct time_report *report, enum language l,
                                struct bytes *out)
{
    struct bytes numbers = {0}, text = {0};
    struct number_runs runs = {0};
    for (uint32_t i = 0; i < report->n_critical; i++)
        if (is_numbered(report, report->critical[i]))
            time_runs_add(&runs, &numbers, row_of(report, report->critical[i])->no);
    time_runs_end(&runs, &numbers);
    bytes_repeat(&text, ' ', LABEL_WIDTH - 1);
    bytes_add_char(&text, ' ');
    time_write_sentence(&text, TIME_ROWS, l, numbers.data, NULL, NULL);
    if (runs.is_begun)
        text_wrap(out, text.data, text.len, LABEL_WIDTH);
    bytes_free(&numbers);
    bytes_free(&text);
}

static void print_sums(const struct time_report *report, enum language l, struct bytes *out)
{
    print_sum(report, l, TIME_STRAIGHT, report->straight, out);
    print_sum(report, l, TIME_CRITICAL, report->longest, out);
    print_critical_rows(report, l, out);
    print_sum(report, l, TIME_SHORTEST, report->shortest, out);
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

/* ---- the actors ------------------------------------------------------- */

static void cell_actor_id(const struct cell *c)
{
    bytes_add_visible(c->out, c->report->sop->actors.at[c->line].id);
}

static void cell_actor_name(const struct cell *c)
{
    bytes_add_visible(c->out, c->report->sop->actors.at[c->line].name);
}

static void cell_actor_minutes(const struct cell *c)
{
    write_short(c, c->report->actors[c->line].minutes);
}

static void cell_actor_share(const struct cell *c)
{
    char digits[32];
    double percent = round(c->report->actors[c->line].share * 1000) / 10;
    bytes_printf(c->out, "%s %%", number_format(percent, digits));
}

static void cell_actor_handovers(const struct cell *c)
{
    char digits[32];
    double n = round(c->report->actors[c->line].handovers * 10) / 10;
    bytes_add_string(c->out, number_format(n, digits));
}

static void print_actors(const struct time_report *report, enum language l, struct bytes *out)
{
    static const struct column columns[] = {
        {TIME_COL_ACTORS, false, cell_actor_id},
        {TIME_COL_NAME, false, cell_actor_name},
        {TIME_COL_WORK, true, cell_actor_minutes},
        {TIME_COL_SHARE, true, cell_actor_share},
        {TIME_COL_HANDOVER, true, cell_actor_handovers},
    };
    struct grid grid = {.report = report, .language = l};
    grid.n_lines = report->sop->actors.n;
    for (uint32_t c = 0; c < COUNT_OF(columns); c++)
        grid.columns[grid.n_columns++] = &columns[c];
    grid_print(&grid, out);
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
    print_sums(report, language, out);
    print_assumptions(report, language, out);
    time_plan_table(report, language, out);
    bytes_add_char(out, '\n');
    print_actors(report, language, out);
}
