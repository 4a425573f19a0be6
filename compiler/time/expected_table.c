/*
 * The expected time in words: the mean and its spread, how it was found, and
 * within which time so many of a hundred cases end.
 */
#include <math.h>
#include <string.h>

#include "compiler/time/table.h"

static double day_of(const struct time_report *report)
{
    return report->sop->units.of[UNIT_DAY];
}

/* Less than a tenth of a minute is no spread for people. */
static bool is_spread(const struct time_expected *e)
{
    return isfinite(e->stddev) && e->stddev >= 0.05;
}

static bool is_varied(const struct time_report *report)
{
    if (is_spread(&report->expected))
        return true;
    for (uint32_t r = 0; r < report->flow->n_rows; r++)
        if (report->sop->rows.at[r].no &&
            fabs(report->rows[r].visits - report->rows[r].is_straight) >= 0.005)
            return true;
    return false;
}

static void print_under(enum language l, enum time_word word, struct bytes *out)
{
    struct bytes text = {0};
    time_write_sentence(&text, word, l, NULL, NULL, NULL);
    time_print_labelled(l, TIME_UNDER, &text, out);
    bytes_free(&text);
}

static double told_of(const struct time_report *report, uint32_t p)
{
    return time_rounded_up(report->expected.percentiles[p], day_of(report));
}

static void write_percentile(const struct time_report *report, uint32_t p, bool is_first,
                             enum language l, struct bytes *out)
{
    static const char *const parts[N_TIME_PERCENTILES] = {"50", "80", "95", "99"};
    struct bytes minutes = {0};
    time_write_brief(&minutes, told_of(report, p), day_of(report), l);
    time_write_sentence(out, is_first ? TIME_FIRST_DONE : TIME_THEN_DONE, l, parts[p],
                        minutes.data, NULL);
    bytes_free(&minutes);
}

/* "50 end within 10 d, 80 within 12 d, 95 within 14 d, 99 within 17 d"; a line
 * never ends within one of them. Of two within the same time the more are told. */
static void print_percentiles(const struct time_report *report, enum language l,
                              struct bytes *out)
{
    struct bytes line = {0}, item = {0};
    enum time_word label = TIME_PERCENTILES;
    bool is_first = true;
    for (uint32_t p = 0; p < N_TIME_PERCENTILES; p++) {
        if (p + 1 < N_TIME_PERCENTILES && told_of(report, p) == told_of(report, p + 1))
            continue;
        item.len = 0;
        write_percentile(report, p, is_first, l, &item);
        bytes_add_string(&item, p + 1 < N_TIME_PERCENTILES ? "," : "");
        is_first = false;
        if (line.len && LABEL_WIDTH + line.len + 1 + item.len > PAGE_WIDTH) {
            time_print_labelled(l, label, &line, out);
            label = TIME_UNDER;
            line.len = 0;
        }
        bytes_add_string(&line, line.len ? " " : "");
        bytes_add(&line, item.data, item.len);
    }
    time_print_labelled(l, label, &line, out);
    bytes_free(&line);
    bytes_free(&item);
}

static void print_bounds(const struct time_report *report, enum language l, struct bytes *out)
{
    const struct time_expected *e = &report->expected;
    double day = day_of(report);
    struct bytes text = {0}, low = {0}, high = {0};
    time_write_brief(&low, time_rounded(e->low, day), day, l);
    time_write_brief(&high, time_rounded_up(e->high, day), day, l);
    if (low.len == high.len && memcmp(low.data, high.data, low.len) == 0) {
        low.len = high.len = 0;
        minutes_write(&low, e->low, day, l, MINUTES_SHORT);
        minutes_write(&high, e->high, day, l, MINUTES_SHORT);
    }
    time_write_sentence(&text, isfinite(e->high) ? TIME_IS_BETWEEN : TIME_IS_AT_LEAST, l, low.data,
                        high.data, NULL);
    time_print_labelled(l, TIME_EXPECTED, &text, out);
    bytes_free(&text);
    bytes_free(&low);
    bytes_free(&high);
}

/* The line stands unbroken, so that it can be copied. */
static void print_simulate(const struct time_report *report, enum language l, struct bytes *out)
{
    struct bytes line = {0}, shown = {0};
    if (time_write_simulate(report, &line)) {
        bytes_add_visible(&shown, line.data);
        bool is_short = utf8_width(shown.data, shown.len) <= PAGE_WIDTH - LABEL_WIDTH;
        print_under(l, TIME_BY_SIMULATION, out);
        bytes_repeat(out, ' ', is_short ? LABEL_WIDTH : 2);
        bytes_printf(out, "%s\n", shown.data);
    }
    bytes_free(&line);
    bytes_free(&shown);
}

static void print_never(enum language l, struct bytes *out)
{
    struct bytes text = {0};
    bytes_add_string(&text, time_word(TIME_GOES_ROUND, l));
    time_print_labelled(l, TIME_EXPECTED, &text, out);
    bytes_free(&text);
}

static void print_mean(const struct time_report *report, enum language l, struct bytes *out)
{
    const struct time_expected *e = &report->expected;
    struct bytes text = {0};
    time_write_sum(&text, time_whole(e->minutes), day_of(report), l);
    if (is_spread(e)) {
        bytes_add_string(&text, " \u00b1 ");
        time_write_brief(&text, time_spread(e, day_of(report)), day_of(report), l);
    }
    time_print_labelled(l, TIME_EXPECTED, &text, out);
    print_under(l, !is_varied(report)            ? TIME_IS_ALWAYS
                   : e->method == TIME_LATTICE ? TIME_IS_LATTICE
                                               : TIME_IS_EXACT, out);
    if (is_spread(e) && isfinite(e->percentiles[TIME_P99]))
        print_percentiles(report, l, out);
    bytes_free(&text);
}

void time_print_expected(const struct time_report *report, enum language l, struct bytes *out)
{
    const struct time_expected *e = &report->expected;
    if (e->method == TIME_BOUNDS && isfinite(e->low)) {
        print_bounds(report, l, out);
        print_simulate(report, l, out);
    } else if (isinf(e->minutes)) {
        print_never(l, out);
    } else if (isfinite(e->minutes)) {
        print_mean(report, l, out);
    }
}
