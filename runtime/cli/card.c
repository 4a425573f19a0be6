/* A row of the page at the terminal: its number and text, and below them the
 * cells that are filled in. */
#include <string.h>

#include "runtime/cli/walk.h"

static const enum message unit_messages[N_TIME_UNITS][2] = {
    [UNIT_SECOND] = {MSG_SECOND, MSG_SECONDS}, [UNIT_MINUTE] = {MSG_MINUTE, MSG_MINUTES},
    [UNIT_HOUR] = {MSG_HOUR, MSG_HOURS},       [UNIT_DAY] = {MSG_DAY, MSG_DAYS},
    [UNIT_WEEK] = {MSG_WEEK, MSG_WEEKS},       [UNIT_MONTH] = {MSG_MONTH, MSG_MONTHS},
};

static void write_numbers(const struct cli *cli, struct bytes *b, const struct duration *d)
{
    char first[32], second[32], third[32];
    decimal_format(d->a, first);
    decimal_format(d->b, second);
    decimal_format(d->c, third);
    switch ((enum duration_kind)d->kind) {
    case DURATION_UNIFORM: bytes_printf(b, "%s..%s", first, second); return;
    case DURATION_PERT: bytes_printf(b, "%s..%s..%s", first, second, third); return;
    case DURATION_NORMAL:
        bytes_printf(b, "%s %s +- %s", cli_text(cli, MSG_NORMAL), first, second);
        return;
    case DURATION_EXPONENTIAL:
        bytes_printf(b, "%s %s", cli_text(cli, MSG_EXPONENTIAL), first);
        return;
    default: bytes_add_string(b, first);
    }
}

void duration_write(const struct cli *cli, struct bytes *b, const struct duration *d)
{
    if (d->kind == DURATION_WORDS) {
        bytes_add_visible(b, d->words);
        return;
    }
    bool is_one = d->kind == DURATION_FIXED && d->a == DECIMAL_ONE;
    const char *unit = cli_text(cli, unit_messages[d->unit][is_one ? 0 : 1]);
    write_numbers(cli, b, d);
    if (d->is_calendar)
        bytes_printf(b, cli->args.language == LANG_ID ? " %s kalender" : " calendar %s", unit);
    else
        bytes_printf(b, " %s", unit);
    if (d->per_item)
        bytes_printf(b, " %s", cli_text(cli, MSG_PER_ITEM));
}

enum { LABEL_WIDTH = 14 };

static void begin_cell(const struct cli *cli, struct bytes *b, enum message label)
{
    const char *text = cli_text(cli, label);
    size_t width = utf8_width(text, strlen(text));
    bytes_printf(b, "     %s", text);
    bytes_repeat(b, ' ', width < LABEL_WIDTH ? LABEL_WIDTH - width : 1);
}

static void duration_cell(const struct cli *cli, struct bytes *b, enum message label,
                          const struct duration *d)
{
    if (d->kind == DURATION_NONE)
        return;
    begin_cell(cli, b, label);
    duration_write(cli, b, d);
    bytes_add_char(b, '\n');
}

/* "2 days from take". */
static void due_cell(const struct cli *cli, struct bytes *b, const struct image *image,
                     const struct image_row *r)
{
    struct duration due = image_duration(image, r->due);
    if (due.kind == DURATION_NONE)
        return;
    begin_cell(cli, b, MSG_DUE);
    duration_write(cli, b, &due);
    if (r->due_from != NONE) {
        bytes_printf(b, " %s ", cli_text(cli, MSG_FROM));
        bytes_add_visible(b, image_row_id(image, r->due_from));
    }
    bytes_add_char(b, '\n');
}

/* Item i of a cell that lists some; the first begins the cell. */
static void item_add(const struct cli *cli, struct bytes *b, enum message label, uint32_t i,
                     const char *between, const char *text)
{
    if (i == 0)
        begin_cell(cli, b, label);
    else
        bytes_add_string(b, between);
    bytes_add_visible(b, text);
}

static void end_items(struct bytes *b, uint32_t n)
{
    if (n > 0)
        bytes_add_char(b, '\n');
}

static void row_cell(const struct cli *cli, struct bytes *b, enum message label,
                     const struct image *image, const uint32_t *rows, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        item_add(cli, b, label, i, ", ", image_row_id(image, rows[i]));
    end_items(b, n);
}

static void fills_cell(const struct cli *cli, struct bytes *b, const struct image *image,
                       struct image_span fills)
{
    for (uint32_t i = 0; i < fills.n; i++)
        item_add(cli, b, MSG_FILLS, i, ", ",
                 field_name(image, image->t.fill[fills.first + i].field));
    end_items(b, fills.n);
}

static void list_cell(const struct cli *cli, struct bytes *b, enum message label,
                      const struct image *image, uint32_t list)
{
    uint32_t n;
    const uint32_t *items = image_list(image, list, &n);
    for (uint32_t i = 0; i < n; i++)
        item_add(cli, b, label, i, "; ", image_string(image, items[i]));
    end_items(b, n);
}

static void actor_cell(const struct cli *cli, struct bytes *b, enum message label,
                       const struct image *image, uint32_t list, enum message separator)
{
    struct bytes names = {0};
    uint32_t n;
    const uint32_t *actors = image_list(image, list, &n);
    if (n == 0)
        return;
    begin_cell(cli, b, label);
    signers_write(&names, image, actors, n, cli_text(cli, separator), NULL);
    bytes_add_visible(b, names.data ? names.data : "");
    b->failed |= names.failed;
    bytes_add_char(b, '\n');
    bytes_free(&names);
}

static void who_cells(const struct cli *cli, struct bytes *b, const struct image *image,
                      const struct image_row *r)
{
    uint32_t n;
    const uint32_t *excepts = image_list(image, r->excepts, &n);
    row_cell(cli, b, MSG_EXCEPT, image, excepts, n);
    row_cell(cli, b, MSG_SAME_AS, image, &r->same_as, r->same_as != NONE);
    if (r->calls == NONE)
        return;
    begin_cell(cli, b, MSG_CALLS);
    bytes_add_visible(b, image_string(image, image->t.procedure[r->calls].title));
    bytes_add_char(b, '\n');
}

void card_write(const struct cli *cli, struct bytes *b, const struct image *image, uint32_t row)
{
    const struct image_row *r = &image->t.row[row];
    struct duration work = image_duration(image, r->work), wait = image_duration(image, r->wait);
    const char *note = image_string(image, r->note);
    bytes_printf(b, "\n%3u  ", r->no);
    bytes_add_visible(b, image_string(image, r->text));
    bytes_add_string(b, "  (");
    bytes_add_visible(b, image_string(image, r->id));
    bytes_add_string(b, ")\n");
    actor_cell(cli, b, r->is_each ? MSG_BY_EACH : MSG_BY, image, r->actors,
               r->is_any ? MSG_OR : MSG_AND);
    who_cells(cli, b, image, r);
    actor_cell(cli, b, MSG_ASSISTED_BY, image, r->assistants, MSG_AND);
    list_cell(cli, b, MSG_INPUT, image, r->inputs);
    duration_cell(cli, b, MSG_TIME, &work);
    duration_cell(cli, b, MSG_WAIT, &wait);
    due_cell(cli, b, image, r);
    fills_cell(cli, b, image, r->fills);
    list_cell(cli, b, MSG_OUTPUT, image, r->outputs);
    if (note) {
        begin_cell(cli, b, MSG_NOTE);
        bytes_add_visible(b, note);
        bytes_add_char(b, '\n');
    }
}
