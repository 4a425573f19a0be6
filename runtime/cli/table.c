/* Tables for people: columns as wide as their widest cell on the screen. */
#include <string.h>

#include "runtime/cli/cli.h"

void table_begin(struct table *t, const char *headings)
{
    *t = (struct table){0};
    for (const char *p = headings; p; t->n_columns++, t->n_cells++) {
        const char *end = strchrnul(p, '|');
        bytes_add(&t->cells, p, (size_t)(end - p));
        bytes_add_char(&t->cells, '\0');
        p = *end ? end + 1 : NULL;
    }
}

void table_add(struct table *t, const char *cell)
{
    bytes_add_visible(&t->cells, cell);
    bytes_add_char(&t->cells, '\0');
    t->n_cells++;
}

enum {
    MOST_COLUMNS = 16, GAP = 2,
    LEAST_WIDTH = 8, LEAST_LAST = 36,   /* nothing is cut any shorter; sentences stand last */
};

static void measure(const struct table *t, size_t widths[MOST_COLUMNS])
{
    const char *cell = t->cells.data;
    for (size_t i = 0; i < t->n_cells; i++, cell += strlen(cell) + 1) {
        if (i < t->n_columns && t->is_bare)
            continue;
        size_t width = utf8_width(cell, strlen(cell));
        if (widths[i % t->n_columns] < width)
            widths[i % t->n_columns] = width;
    }
}

static void end_line(struct bytes *b)
{
    while (!b->failed && b->len && b->data[b->len - 1] == ' ')
        b->data[--b->len] = '\0';
    bytes_add_char(b, '\n');
}

/* In a file nothing is cut that somebody may look for. */
static size_t most_columns(const struct table *t, FILE *out)
{
    size_t screen = os_columns(fileno(out));
    return t->is_page ? TEXT_WIDTH : screen ? screen : SIZE_MAX;
}

static bool can_be_cut(const struct table *t, size_t column, size_t width)
{
    bool is_last = column + 1 == t->n_columns;
    return t->is_page ? width > LEAST_WIDTH
                      : t->cut >> column & 1 && width > (is_last ? LEAST_LAST : LEAST_WIDTH);
}

/* Of the columns that may be cut, the widest; or NULL. */
static size_t *widest(const struct table *t, size_t widths[MOST_COLUMNS])
{
    size_t *most = NULL;
    for (size_t c = 0; c < t->n_columns; c++)
        if (can_be_cut(t, c, widths[c]) && (!most || widths[c] > *most))
            most = &widths[c];
    return most;
}

/* Takes from the widest until so many columns hold them; how wide all are. */
static size_t squeeze(const struct table *t, size_t most, size_t widths[MOST_COLUMNS])
{
    size_t sum = GAP * (t->n_columns - 1), *from;
    for (size_t c = 0; c < t->n_columns; c++)
        sum += widths[c];
    for (; sum > most && (from = widest(t, widths)); sum--)
        --*from;
    return sum;
}

static void lay_out(const struct table *t, const size_t widths[MOST_COLUMNS], size_t width,
                    struct bytes *b)
{
    const char *cell = t->cells.data;
    for (size_t i = 0; i < t->n_cells; i++, cell += strlen(cell) + 1) {
        size_t column = i % t->n_columns;
        if (i < t->n_columns && t->is_bare)
            continue;
        text_fit(b, cell, strlen(cell), widths[column], t->right >> column & 1);
        if (column + 1 < t->n_columns)
            bytes_repeat(b, ' ', GAP);
        else
            end_line(b);
        if (t->is_page && i + 1 == t->n_columns) {
            bytes_repeat(b, '-', width);
            bytes_add_char(b, '\n');
        }
    }
}

enum err table_print(const struct cli *cli, FILE *out, struct table *t)
{
    size_t widths[MOST_COLUMNS] = {0};
    struct bytes b = {0};
    b.failed = t->cells.failed;
    if (!b.failed && t->n_cells > t->n_columns) {
        measure(t, widths);
        size_t width = squeeze(t, most_columns(t, out), widths);
        lay_out(t, widths, width, &b);
    }
    bytes_free(&t->cells);
    return cli_print(cli, out, &b);
}
