/*
 * grid: lines of cells in columns that never get wider than a page of 80.
 * A column knows how to write the cell of any line; cells are written twice
 * (to measure, to print), so that a long table needs no memory for itself.
 */
#ifndef SOP_TIME_GRID_H
#define SOP_TIME_GRID_H

#include "compiler/time/words.h"

enum { PAGE_WIDTH = 80, MOST_COLUMNS = 10 };

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

/* The text in exactly `width` columns: padded, or cut with an ellipsis. */
void text_fit(struct bytes *out, const char *text, size_t len, size_t width, bool is_right);
/* The text in lines of the page, broken at spaces, the later ones indented. */
void text_wrap(struct bytes *out, const char *text, size_t len, size_t indent);

#endif
