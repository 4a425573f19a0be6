/*
 * The rows as a table for spreadsheets (RFC 4180): one line a row, minutes with
 * points, what is not known left empty. A text that a spreadsheet would take
 * for a formula gets a `'` in front.
 */
#include <math.h>
#include <string.h>

#include "compiler/time/plan.h"

struct line {
    const struct time_report *report;
    uint32_t row;
    struct bytes *out;
};

static const struct row *row_of(const struct line *l)
{
    return &l->report->sop->rows.at[l->row];
}

static const struct time_row *times_of(const struct line *l)
{
    return &l->report->rows[l->row];
}

static void add_text(struct bytes *out, const char *text)
{
    const char *formula = *text && strchr("=+-@\t\r", *text) ? "'" : "";
    if (!strpbrk(text, ",\"\r\n")) {
        bytes_printf(out, "%s%s", formula, text);
        return;
    }
    bytes_printf(out, "\"%s", formula);
    for (; *text; text++) {
        if (*text == '"')
            bytes_add_char(out, '"');
        bytes_add_char(out, *text);
    }
    bytes_add_char(out, '"');
}

static void add_number(struct bytes *out, double n)
{
    char digits[32];
    if (!isfinite(n))
        return;
    if (fabs(n) < 1e15)
        bytes_add_string(out, number_format(n, digits));
    else
        bytes_printf(out, "%.17g", n);
}

static void add_scheduled(const struct line *l, double n)
{
    if (times_of(l)->has_schedule)
        add_number(l->out, n);
}

static void add_moment(const struct line *l, const int64_t *moments)
{
    char text[32];
    if (moments && moments[l->row] != CALENDAR_NEVER)
        bytes_add_string(l->out, moment_format(moments[l->row], text));
}

/* ---- the columns ------------------------------------------------------- */

static void cell_sop(const struct line *l) { add_text(l->out, l->report->sop->id); }
static void cell_row(const struct line *l) { add_text(l->out, row_of(l)->id); }
static void cell_text(const struct line *l) { add_text(l->out, row_of(l)->text); }
static void cell_work(const struct line *l) { add_number(l->out, times_of(l)->work); }
static void cell_wait(const struct line *l) { add_number(l->out, times_of(l)->wait); }
static void cell_es(const struct line *l) { add_scheduled(l, times_of(l)->es); }
static void cell_ef(const struct line *l) { add_scheduled(l, times_of(l)->ef); }
static void cell_ls(const struct line *l) { add_scheduled(l, times_of(l)->ls); }
static void cell_lf(const struct line *l) { add_scheduled(l, times_of(l)->lf); }
static void cell_slack(const struct line *l) { add_scheduled(l, times_of(l)->slack); }
static void cell_free_slack(const struct line *l) { add_scheduled(l, times_of(l)->free_slack); }
static void cell_visits(const struct line *l) { add_number(l->out, times_of(l)->visits); }

static void cell_no(const struct line *l)
{
    if (row_of(l)->no)
        bytes_printf(l->out, "%u", row_of(l)->no);
}

static void cell_actors(const struct line *l)
{
    struct bytes names = {0};
    for (uint32_t i = 0; i < row_of(l)->actors.n; i++)
        bytes_printf(&names, "%s%s", i ? "; " : "",
                     l->report->sop->actors.at[row_of(l)->actors.at[i]].id);
    add_text(l->out, names.data ? names.data : "");
    l->out->failed |= names.failed;
    bytes_free(&names);
}

static void cell_critical(const struct line *l)
{
    bytes_add_string(l->out, times_of(l)->is_critical ? "yes" : "no");
}

static void cell_opens(const struct line *l)
{
    add_moment(l, l->report->plan ? l->report->plan->opens : NULL);
}

static void cell_ends(const struct line *l)
{
    add_moment(l, l->report->plan ? l->report->plan->ends : NULL);
}

#define COLUMNS(COLUMN)                                                                       \
    COLUMN(sop) COLUMN(row) COLUMN(no) COLUMN(text) COLUMN(actors) COLUMN(work) COLUMN(wait)  \
    COLUMN(es) COLUMN(ef) COLUMN(ls) COLUMN(lf) COLUMN(slack) COLUMN(free_slack)              \
    COLUMN(critical) COLUMN(visits) COLUMN(opens) COLUMN(ends)

static const struct {
    const char *name;
    void (*write)(const struct line *line);
} columns[] = {
#define COLUMN(name) {#name, cell_##name},
    COLUMNS(COLUMN)
#undef COLUMN
};

void time_csv_begin(struct bytes *out)
{
    for (uint32_t c = 0; c < COUNT_OF(columns); c++)
        bytes_printf(out, "%s%s", c ? "," : "", columns[c].name);
    bytes_add_string(out, "\r\n");
}

void time_csv(const struct time_report *report, struct bytes *out)
{
    struct line line = {.report = report, .out = out};
    for (; line.row < report->sop->rows.n; line.row++) {
        for (uint32_t c = 0; c < COUNT_OF(columns); c++) {
            if (c)
                bytes_add_char(out, ',');
            columns[c].write(&line);
        }
        bytes_add_string(out, "\r\n");
    }
}
