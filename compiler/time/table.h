/*
 * table: the parts of the report for people (table.c puts them together), and
 * what their cells share.
 */
#ifndef SOP_TIME_TABLE_H
#define SOP_TIME_TABLE_H

#include "compiler/time/grid.h"

/* The labels of sums stand in a column of their own, this wide. */
enum { LABEL_WIDTH = 20 };

/* What is in text behind a label, and under it where it needs more lines. */
void time_print_labelled(enum language language, enum time_word label, const struct bytes *text,
                         struct bytes *out);
/* Straight through, critical path, shortest way. */
void time_print_sums(const struct time_report *report, enum language language,
                     struct bytes *out);
/* The expected time: mean, how it was found, percentiles; nothing where it is
 * not known. */
void time_print_expected(const struct time_report *report, enum language language,
                         struct bytes *out);
/* What helps most, where that was looked for. */
void time_print_gains(const struct time_report *report, enum language language,
                      struct bytes *out);
/* Who works how long, and how many people that takes. */
void time_print_actors(const struct time_report *report, enum language language,
                       struct bytes *out);

/* ---- what cells share ---------------------------------------------------- */

static inline const struct row *time_row_of(const struct time_report *report, uint32_t r)
{
    return &report->sop->rows.at[r];
}

static inline bool time_is_numbered(const struct time_report *report, uint32_t r)
{
    return time_row_of(report, r)->no != 0;
}

/* "2 h 5 min", "0", and "-" for what is not known. */
void time_write_brief(struct bytes *out, double minutes, double day, enum language language);
void cell_write_minutes(const struct cell *cell, double minutes);
/* A number with so many places at most; "-" for what is not known. */
void cell_write_number(const struct cell *cell, double n, int places);
/* A number with two places, so that they stand under one another. */
void time_write_hundredths(struct bytes *out, double n, enum language language);

#endif
