/*
 * Who works how long, straight through and in the average case; with a number
 * of cases a year, how many people that takes and how it is reckoned.
 */
#include <math.h>

#include "compiler/time/staff.h"
#include "compiler/time/table.h"

static const struct actor *actor_of(const struct cell *c)
{
    return &c->report->sop->actors.at[c->line];
}

static void cell_id(const struct cell *c)
{
    bytes_add_visible(c->out, actor_of(c)->id);
}

static void cell_name(const struct cell *c)
{
    bytes_add_visible(c->out, actor_of(c)->name);
}

static void cell_work(const struct cell *c)
{
    cell_write_minutes(c, c->report->actors[c->line].minutes);
}

static void cell_share(const struct cell *c)
{
    cell_write_number(c, c->report->actors[c->line].share * 100, 1);
    bytes_add_string(c->out, " %");
}

static void cell_expected(const struct cell *c)
{
    cell_write_minutes(c, time_whole(c->report->actors[c->line].expected));
}

static void cell_handovers(const struct cell *c)
{
    cell_write_number(c, c->report->actors[c->line].handovers, 1);
}

static void cell_staff(const struct cell *c)
{
    time_write_hundredths(c->out, time_staff(c->report, c->line), c->language);
}

/* Does the average case ask more or less of anybody than the straight one? */
static bool has_expected(const struct time_report *report)
{
    for (uint32_t a = 0; a < report->sop->actors.n; a++)
        if (fabs(report->actors[a].expected - report->actors[a].minutes) >= 0.05)
            return true;
    return false;
}

static void print_reckoning(const struct time_report *report, enum language l,
                            struct bytes *out)
{
    struct bytes text = {0};
    time_write_staff_reckoning(report, l, &text);
    text_wrap(out, text.data, text.len, 0);
    bytes_free(&text);
}

void time_print_actors(const struct time_report *report, enum language l, struct bytes *out)
{
    static const struct column columns[] = {
        {TIME_COL_ACTORS, false, cell_id},      {TIME_COL_NAME, false, cell_name},
        {TIME_COL_WORK, true, cell_work},       {TIME_COL_SHARE, true, cell_share},
        {TIME_COL_HANDOVER, true, cell_handovers}, {TIME_COL_EXPECTED, true, cell_expected},
        {TIME_COL_STAFF, true, cell_staff},
    };
    struct grid grid = {.report = report, .language = l};
    bool is_expected = has_expected(report), is_staffed = report->volume > 0;
    grid.n_lines = report->sop->actors.n;
    for (uint32_t c = 0; c < COUNT_OF(columns); c++)
        if ((columns[c].write != cell_expected || is_expected) &&
            (columns[c].write != cell_staff || is_staffed) &&
            /* all of them do not fit, and who asks for staff looks for other things */
            (columns[c].write != cell_handovers || !is_expected || !is_staffed))
            grid.columns[grid.n_columns++] = &columns[c];
    grid_print(&grid, out);
    if (report->volume > 0)
        print_reckoning(report, l, out);
}
