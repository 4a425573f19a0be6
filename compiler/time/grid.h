/*
 * grid: lines of cells in columns that never get wider than a page of 80.
 * A column knows how to write the cell of any line; cells are written twice
 * (to measure, to print), so that a long table needs no memory for itself.
 */
#ifndef SOP_TIME_GRID_H
#define SOP_TIME_GRID_H

#include "compiler/time/words.h"

enum { PAGE_WIDTH = TEXT_WIDTH, MOST_COLUMNS = 10 };

/* Where a column writes, and of which line. */
struct cell {
    const struct time_report *report;
    const struct time_office *office;   /* of tables over several procedures */
    enum language language;
    uint32_t line;
    struct bytes *out;
};

struct column {
    enum time_word title;
    bool is_right;
    void (*write)(const struct cell *cell);
};

struct grid {
    const struct time_report *report;
    const struct time_office *office;
    enum language language;
    const struct column *columns[MOST_COLUMNS];
    uint32_t n_columns, n_lines;
    bool (*has_line)(const struct time_report *report, uint32_t line);   /* NULL: all */
};

void grid_print(const struct grid *grid, struct bytes *out);

#endif
