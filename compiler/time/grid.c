/* Columns as wide as their cells, the widest giving way where a page ends. */
#include <string.h>

#include "compiler/time/grid.h"

static const char GAP[] = "  ";
enum { GAP_WIDTH = 2 };

/* One cell, into `cell`, which is kept from cell to cell. */
static void write_cell(const struct grid *g, uint32_t column, uint32_t line, struct bytes *out)
{
    out->len = 0;
    g->columns[column]->write(&(struct cell){g->report, g->office, g->language, line, out});
}

static const char *title_of(const struct grid *g, uint32_t column)
{
    return time_word(g->columns[column]->title, g->language);
}

static bool has_line(const struct grid *g, uint32_t line)
{
    return !g->has_line || g->has_line(g->report, line);
}

static void measure(const struct grid *g, size_t widths[], struct bytes *cell)
{
    for (uint32_t c = 0; c < g->n_columns; c++) {
        widths[c] = utf8_width(title_of(g, c), strlen(title_of(g, c)));
        for (uint32_t line = 0; line < g->n_lines; line++) {
            if (!has_line(g, line))
                continue;
            write_cell(g, c, line, cell);
            size_t width = cell->len ? utf8_width(cell->data, cell->len) : 0;
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
}

/* Takes from the widest until all fit; the width of the whole. */
static size_t squeeze(const struct grid *g, size_t widths[])
{
    size_t sum = GAP_WIDTH * (g->n_columns - 1);
    for (uint32_t c = 0; c < g->n_columns; c++)
        sum += widths[c];
    while (sum > PAGE_WIDTH) {
        uint32_t widest = 0;
        size_t second = 0, over = sum - PAGE_WIDTH;
        for (uint32_t c = 1; c < g->n_columns; c++)
            widest = widths[c] > widths[widest] ? c : widest;
        for (uint32_t c = 0; c < g->n_columns; c++)
            second = c != widest && widths[c] > second ? widths[c] : second;
        size_t less = widths[widest] > second ? widths[widest] - second : 1;
        less = less < over ? less : over;
        widths[widest] -= less;
        sum -= less;
    }
    return sum;
}

static void print_line(const struct grid *g, const size_t widths[], const struct bytes cells[],
                       struct bytes *out)
{
    size_t begin = out->len;
    for (uint32_t c = 0; c < g->n_columns; c++) {
        if (c)
            bytes_add_string(out, GAP);
        text_fit(out, cells[c].data ? cells[c].data : "", cells[c].len, widths[c],
                 g->columns[c]->is_right);
    }
    while (out->len > begin && out->data[out->len - 1] == ' ')
        out->len--;
    bytes_add_char(out, '\n');
}

void grid_print(const struct grid *g, struct bytes *out)
{
    struct bytes cells[MOST_COLUMNS] = {{0}};
    size_t widths[MOST_COLUMNS];
    measure(g, widths, &cells[0]);
    size_t width = squeeze(g, widths);
    for (uint32_t c = 0; c < g->n_columns; c++) {
        cells[c].len = 0;
        bytes_add_string(&cells[c], title_of(g, c));
    }
    print_line(g, widths, cells, out);
    bytes_repeat(out, '-', width);
    bytes_add_char(out, '\n');
    for (uint32_t line = 0; line < g->n_lines; line++) {
        if (!has_line(g, line))
            continue;
        for (uint32_t c = 0; c < g->n_columns; c++)
            write_cell(g, c, line, &cells[c]);
        print_line(g, widths, cells, out);
    }
    for (uint32_t c = 0; c < g->n_columns; c++)
        bytes_free(&cells[c]);
}
