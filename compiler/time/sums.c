/*
 * The sums under the table: straight through with what of it is work, the
 * critical path with its rows, the shortest way.
 */
#include <math.h>
#include <string.h>

#include "compiler/time/table.h"

void time_print_labelled(enum language l, enum time_word label, const struct bytes *text,
                         struct bytes *out)
{
    struct bytes line = {0};
    text_fit(&line, time_word(label, l), strlen(time_word(label, l)), LABEL_WIDTH, false);
    bytes_add(&line, text->data, text->len);
    text_wrap(out, line.data, line.len, LABEL_WIDTH);
    bytes_free(&line);
}

/* "Critical path       395 minutes = 6 hours 35 minutes". */
static void print_sum(const struct time_report *report, enum language l, enum time_word label,
                      double minutes, struct bytes *out)
{
    struct bytes text = {0};
    if (isfinite(minutes))
        time_write_sum(&text, minutes, report->sop->units.of[UNIT_DAY], l);
    else
        bytes_add_string(&text, time_word(TIME_NEVER, l));
    time_print_labelled(l, label, &text, out);
    bytes_free(&text);
}

/* "4 h 45 min of work, 3 d of waiting: efficiency 16.5 %". */
static void print_efficiency(const struct time_report *report, enum language l,
                             struct bytes *out)
{
    double work = time_work(report), wait = time_wait(report);
    struct bytes text = {0}, works = {0}, waits = {0};
    char percent[32];
    if (wait > 0) {
        time_write_brief(&works, work, report->sop->units.of[UNIT_DAY], l);
        time_write_brief(&waits, wait, report->sop->units.of[UNIT_DAY], l);
        number_format(round(1000 * work / (work + wait)) / 10, percent);
        time_write_sentence(&text, TIME_EFFICIENCY, l, works.data, waits.data, percent);
        time_print_labelled(l, TIME_UNDER, &text, out);
    }
    bytes_free(&works);
    bytes_free(&waits);
    bytes_free(&text);
}

/* Are rows critical that the way shown does not come by? Ways that differ only in
 * rows without a number look the same. */
static bool has_other_ways(const struct time_report *report)
{
    uint32_t n_shown = 0, n_critical = 0;
    for (uint32_t i = 0; i < report->n_critical; i++)
        n_shown += time_is_numbered(report, report->critical[i]);
    for (uint32_t r = 0; r < report->flow->n_rows; r++)
        n_critical += time_is_numbered(report, r) && report->rows[r].is_critical;
    return n_critical > n_shown;
}

/* Above a million nobody counts them. */
static void write_critical_rows(const struct time_report *report, enum language l,
                                const char *numbers, struct bytes *out)
{
    double n = report->n_critical_paths;
    char digits[32];
    if (n < 2 || !has_other_ways(report))
        time_write_sentence(out, TIME_ROWS, l, numbers, NULL, NULL);
    else
        time_write_sentence(out, TIME_ROWS_OF_SEVERAL, l, numbers,
                            n > 1e6 ? time_word(TIME_MANY, l) : number_format(n, digits), NULL);
}

static void print_critical_rows(const struct time_report *report, enum language l,
                                struct bytes *out)
{
    struct bytes numbers = {0}, text = {0};
    struct number_runs runs = {0};
    for (uint32_t i = 0; i < report->n_critical; i++)
        if (time_is_numbered(report, report->critical[i]))
            number_runs_add(&runs, &numbers, time_row_of(report, report->critical[i])->no);
    number_runs_end(&runs, &numbers);
    if (runs.is_begun) {
        write_critical_rows(report, l, numbers.data, &text);
        time_print_labelled(l, TIME_UNDER, &text, out);
    }
    bytes_free(&numbers);
    bytes_free(&text);
}

void time_print_sums(const struct time_report *report, enum language l, struct bytes *out)
{
    print_sum(report, l, TIME_STRAIGHT, report->straight, out);
    print_efficiency(report, l, out);
    print_sum(report, l, TIME_CRITICAL, report->longest, out);
    print_critical_rows(report, l, out);
    print_sum(report, l, TIME_SHORTEST, report->shortest, out);
}
