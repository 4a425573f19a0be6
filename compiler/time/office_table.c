/* Several procedures for people: how long each takes, then who works how much. */
#include <math.h>
#include <string.h>

#include "compiler/time/office.h"
#include "compiler/time/table.h"

/* ---- the procedures ------------------------------------------------------ */

static const struct office_sop *sop_of(const struct cell *c)
{
    return &c->office->sops.at[c->line];
}

static void write_minutes(const struct cell *c, double minutes)
{
    time_write_brief(c->out, minutes, sop_of(c)->day, c->language);
}

static void cell_title(const struct cell *c)
{
    bytes_add_visible(c->out, sop_of(c)->title);
}

static void cell_straight(const struct cell *c)
{
    write_minutes(c, time_rounded(sop_of(c)->straight, sop_of(c)->day));
}

static void cell_critical(const struct cell *c)
{
    write_minutes(c, time_rounded(sop_of(c)->critical, sop_of(c)->day));
}

static void cell_expected(const struct cell *c)
{
    write_minutes(c, time_rounded(sop_of(c)->expected, sop_of(c)->day));
}

static void cell_p80(const struct cell *c)
{
    write_minutes(c, time_rounded_up(sop_of(c)->p80, sop_of(c)->day));
}

static void cell_year(const struct cell *c)
{
    cell_write_number(c, sop_of(c)->work * c->office->volume / 60, 1);
}

static void print_sops(const struct time_office *office, enum language l, struct bytes *out)
{
    static const struct column columns[] = {
        {TIME_COL_TITLE, false, cell_title},
        {TIME_COL_STRAIGHT, true, cell_straight}, {TIME_COL_CRITICAL, true, cell_critical},
        {TIME_COL_EXPECTED, true, cell_expected}, {TIME_COL_P80, true, cell_p80},
        {TIME_COL_YEAR, true, cell_year},
    };
    struct grid grid = {.office = office, .language = l, .n_lines = office->sops.n};
    for (uint32_t c = 0; c < COUNT_OF(columns); c++)
        if (columns[c].write != cell_year || office->volume > 0)
            grid.columns[grid.n_columns++] = &columns[c];
    grid_print(&grid, out);
}

/* ---- the actors ---------------------------------------------------------- */

static const struct office_actor *actor_of(const struct cell *c)
{
    return &c->office->actors.at[c->line];
}

static void cell_name(const struct cell *c)
{
    bytes_add_visible(c->out, actor_of(c)->name);
}

static void cell_office(const struct cell *c)
{
    if (actor_of(c)->office)
        bytes_add_visible(c->out, actor_of(c)->office);
}

static void cell_sops(const struct cell *c)
{
    bytes_printf(c->out, "%u", actor_of(c)->n_sops);
}

static void cell_each(const struct cell *c)
{
    time_write_brief(c->out, time_whole(actor_of(c)->minutes), actor_of(c)->day, c->language);
}

static void cell_minutes(const struct cell *c)
{
    cell_write_number(c, time_office_minutes(c->office, c->line), 0);
}

static void cell_staff(const struct cell *c)
{
    time_write_hundredths(c->out, time_office_staff(c->office, c->line), c->language);
}

/* Are they of one office all, which then need not be said? */
static bool is_one_office(const struct time_office *office)
{
    for (uint32_t a = 1; a < office->actors.n; a++) {
        const char *place = office->actors.at[a].office, *first = office->actors.at[0].office;
        if (place && first ? strcmp(place, first) != 0 : place != first)
            return false;
    }
    return true;
}

static void print_actors(const struct time_office *office, enum language l, struct bytes *out)
{
    static const struct column name = {TIME_COL_NAME, false, cell_name},
                               place = {TIME_COL_OFFICE, false, cell_office},
                               sops = {TIME_COL_SOPS, true, cell_sops},
                               each = {TIME_COL_EACH, true, cell_each},
                               minutes = {TIME_COL_MINUTES, true, cell_minutes},
                               staff = {TIME_COL_STAFF, true, cell_staff};
    struct grid grid = {.office = office, .language = l, .n_lines = office->actors.n};
    grid.columns[grid.n_columns++] = &name;
    if (!is_one_office(office))
        grid.columns[grid.n_columns++] = &place;
    grid.columns[grid.n_columns++] = &sops;
    grid.columns[grid.n_columns++] = office->volume > 0 ? &minutes : &each;
    if (office->volume > 0)
        grid.columns[grid.n_columns++] = &staff;
    grid_print(&grid, out);
}

/* ---- what stands between and under them ----------------------------------- */

static void print_sentence(enum language l, enum time_word word, const char *first,
                           const char *second, struct bytes *out)
{
    struct bytes text = {0};
    time_write_sentence(&text, word, l, first, second, NULL);
    text_wrap(out, text.data, text.len, 0);
    bytes_free(&text);
}

static void print_legend(const struct time_office *office, enum language l, struct bytes *out)
{
    char volume[32];
    number_format(office->volume, volume);
    print_sentence(l, TIME_OFFICE_LEGEND, NULL, NULL, out);
    if (office->volume > 0)
        print_sentence(l, office->is_mixed ? TIME_OFFICE_VOLUME_MIXED : TIME_OFFICE_VOLUME, volume,
                       NULL, out);
}

static void print_total(const struct time_office *office, enum language l, struct bytes *out)
{
    char hours[32], effective[32];
    struct bytes people = {0};
    double minutes = time_office_work(office) * office->volume;
    number_format(round(minutes / 6) / 10, hours);
    number_format(office->effective, effective);
    time_write_hundredths(&people, minutes / office->effective, l);
    print_sentence(l, TIME_OFFICE_TOTAL, hours, people.data, out);
    print_sentence(l, TIME_OFFICE_STAFF, effective,
                   office->effective == TIME_EFFECTIVE ? time_word(TIME_RULE_BOOK, l) : "", out);
    bytes_free(&people);
}

void time_office_table(const struct time_office *office, enum language l, struct bytes *out)
{
    char n[32];
    print_sentence(l, TIME_OFFICE, number_format(office->sops.n, n), NULL, out);
    bytes_add_char(out, '\n');
    print_sops(office, l, out);
    print_legend(office, l, out);
    bytes_add_char(out, '\n');
    print_actors(office, l, out);
    if (office->volume > 0)
        print_total(office, l, out);
}
