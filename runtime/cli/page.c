/*
 * show --page: the page of a case's SOP from the chart in its image, with
 * what the case has made of the rows: open, done, late. No layout happens
 * here, and no font is asked.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/cli/cli.h"

/* Marks of rows, found event by event. */
struct marking {
    const struct cli *cli;
    const struct store_case *c;
    struct arena arena;
    uint8_t *rows;           /* for each of the image: CHART_BITs */
    uint32_t *n_signed;      /* since it was done the last time */
};

/* ---- marks --------------------------------------------------------------- */

/* The row of an event in the version that the case goes by now, or NONE. */
static uint32_t row_now(const struct store_case *c, const struct store_event *e)
{
    if (e->row == NONE || e->image == c->image)
        return e->row;
    return image_find_row(c->image, c->procedure, image_row_id(e->image, e->row));
}

static bool mark_event(void *context, const struct store_event *e)
{
    struct marking *m = context;
    uint32_t row = row_now(m->c, e);
    if (row == NONE)
        return true;
    switch (e->kind) {
    case EVENT_DONE:
        if (++m->n_signed[row] < e->image->t.row[e->row].n_tasks)
            return true;
        break;
    case EVENT_START:
    case EVENT_DECIDED:
    case EVENT_PASSED:
    case EVENT_RETURNED:
        break;
    case EVENT_LATE:
        m->rows[row] = CHART_BIT(CHART_LATE);
        m->n_signed[row] = 0;
        return true;
    default:             /* no row was left by it */
        return true;
    }
    m->rows[row] = CHART_BIT(CHART_DONE);
    m->n_signed[row] = 0;
    return true;
}

static bool mark_overdue(void *context, const struct store_task *t)
{
    struct marking *m = context;
    if (t->due && t->due <= cli_by(m->cli).now)
        m->rows[t->row] |= CHART_BIT(CHART_LATE);
    return true;
}

/* What is open now is open, whatever it was before. */
static bool mark_open(struct marking *m, struct store *store)
{
    const struct vm_case *state = store_case_state(store, m->c->number);
    struct image_span rows = m->c->image->t.procedure[m->c->procedure].rows;
    if (!state)
        return false;
    for (uint32_t row = rows.first; row < rows.first + rows.n; row++)
        if (vm_is_open(m->c->image, state, row))
            m->rows[row] = CHART_BIT(CHART_OPEN);
    if (m->c->result != NONE)
        m->rows[m->c->result] = CHART_BIT(CHART_DONE);
    return true;
}

static enum err collect_marks(struct marking *m, struct store *store, struct chart_marks *marks)
{
    struct store_filter filter = {.case_number = m->c->number};
    size_t n_rows = (size_t)m->c->image->t.n_row + 1;
    bool is_over = m->c->phase == VM_OVER && m->c->result == NONE && !m->c->is_cancelled;
    m->rows = ARENA_ARRAY(&m->arena, n_rows, uint8_t);
    m->n_signed = ARENA_ARRAY(&m->arena, n_rows, uint32_t);
    if (!m->rows || !m->n_signed)
        return cli_fail(m->cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL);
    if (!store_events(store, m->c->number, mark_event, m) || !mark_open(m, store) ||
        !store_tasks(store, &filter, mark_overdue, m))
        return cli_fail_store(m->cli, store_fault(store));
    *marks = (struct chart_marks){
        .rows = m->rows, .start = CHART_BIT(CHART_DONE), .end = is_over ? CHART_BIT(CHART_DONE) : 0,
        .words = {[CHART_DONE] = cli_text(m->cli, MSG_MARK_DONE),
                  [CHART_OPEN] = cli_text(m->cli, MSG_MARK_OPEN),
                  [CHART_LATE] = cli_text(m->cli, MSG_LATE)},
    };
    return ERR_NONE;
}

/* ---- files --------------------------------------------------------------- */

/* By the file itself, however its path is spelled. */
static bool is_store(const struct cli *cli, const char *path)
{
    struct stat out, store;
    return stat(path, &out) == 0 && stat(cli_store_path(cli), &store) == 0 &&
           out.st_dev == store.st_dev && out.st_ino == store.st_ino;
}

static enum err write_page(const struct cli *cli, const struct chart_book *book, uint32_t page,
                           const struct chart_marks *marks, const char *path)
{
    struct bytes svg = {0};
    chart_svg(book, page, marks, &svg);
    enum err err = svg.failed ? cli_fail(cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL) : ERR_NONE;
    if (err == ERR_NONE && is_store(cli, path))
        err = cli_fail(cli, ERR_USAGE, MSG_PAGE_OVER_STORE, path, NULL);
    else if (err == ERR_NONE && os_write_file(path, svg.data, svg.len) != ERR_NONE)
        err = cli_fail(cli, ERR_SYSTEM, MSG_PAGE_NOT_WRITTEN, path,
                       os_reason(errno, cli->args.language), NULL);
    bytes_free(&svg);
    return err;
}

/* Tells of a page that is written; in data, of all of them at the end. */
static bool tell_page(const struct cli *cli, json_t **paths, const char *path, uint32_t page,
                      uint32_t n)
{
    char number[24], of[24];
    if (cli->is_json)
        return json_collect(paths, json_string(path));
    cli_say(cli, stderr, MSG_PAGE_WRITTEN, path, number_text(page, number), number_text(n, of),
            NULL);
    return true;
}

static enum err write_pages(const struct cli *cli, const struct store_case *c,
                            const struct chart_book *book, const struct chart_marks *marks,
                            struct arena *arena)
{
    const char *out = cli->args.value[OPT_PAGE];
    json_t *paths = cli->is_json ? json_array() : NULL;
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < book->n_pages && err == ERR_NONE; i++) {
        const char *path = book->n_pages == 1 ? out : path_numbered(arena, out, i + 1);
        err = path ? write_page(cli, book, i, marks, path)
                   : cli_fail(cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL);
        if (err == ERR_NONE && !tell_page(cli, &paths, path, i + 1, book->n_pages))
            break;   /* and the missing array is told below */
    }
    if (err == ERR_NONE && cli->is_json)
        return cli_print_json(cli, json_pack("{s:i, s:I, s:o}", "format_version", 1, "case",
                                             (json_int_t)c->number, "pages", paths));
    json_decref(paths);
    return err;
}

/* To stdout there goes one page, and nothing else. */
static enum err print_page(const struct cli *cli, const struct chart_book *book,
                           const struct chart_marks *marks)
{
    char n[24];
    if (book->n_pages > 1)
        return cli_fail(cli, ERR_USAGE, MSG_MANY_PAGES, number_text(book->n_pages, n), NULL);
    return write_page(cli, book, 0, marks, "-");
}

/* ---- the whole ------------------------------------------------------------ */

static enum err fail_no_chart(const struct cli *cli, const struct store_case *c)
{
    char number[24], rows[24];
    bool is_large = c->image->t.n_row > CHART_MOST_ROWS;
    return cli_fail(cli, ERR_LIMIT, is_large ? MSG_NO_CHART_LARGE : MSG_NO_CHART,
                    number_text(c->number, number), number_text(c->image->t.n_row, rows), NULL);
}

static enum err show_marked(struct marking *m, struct store *store)
{
    struct chart_book book;
    struct chart_marks marks;
    if (image_book(m->c->image, m->c->procedure, &m->arena, &book) != ERR_NONE)
        return cli_fail(m->cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL);
    if (!book.n_pages)
        return fail_no_chart(m->cli, m->c);
    enum err err = collect_marks(m, store, &marks);
    if (err != ERR_NONE)
        return err;
    return strcmp(m->cli->args.value[OPT_PAGE], "-") == 0
               ? print_page(m->cli, &book, &marks)
               : write_pages(m->cli, m->c, &book, &marks, &m->arena);
}

enum err cli_show_page(struct cli *cli, const struct store_case *c)
{
    struct marking m = {.cli = cli, .c = c};
    arena_init(&m.arena, NULL);
    enum err err = show_marked(&m, cli->store);
    arena_free(&m.arena);
    return err;
}
