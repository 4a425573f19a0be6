/*
 * Columns: cells of neighbouring lines under each other, so that a procedure
 * reads as the table that it is. Rows whose cells come in the same order are
 * aligned from the left, one column after the other; a column is put where
 * most rows gain from it, and a row that would get too long, or whose cell is
 * wider than the column, keeps its own spacing from there on.
 */
#include "grammar/format.h"

/* To have one more row aligned is worth so many spaces in all of them; a row
 * that would need more keeps its own spacing. Declarations and outcomes stand
 * right under each other, where a ragged column is seen at once. */
enum { ROW_WORTH = 24, NEAR_WORTH = 60 };

/* A line on its way through the columns. */
struct row {
    struct line *line;
    uint32_t n;        /* cells before its first line break */
    uint32_t end;      /* column behind the cell that is looked at */
    uint32_t last;     /* column behind the last of the n */
};

uint32_t format_run_width(const struct line *line, uint32_t i, uint32_t *end)
{
    uint32_t width = line->cells.at[i].width;
    for (*end = i + 1; *end < line->cells.n && line->cells.at[*end].gap < CELL_GAP; ++*end) {
        const struct cell *c = &line->cells.at[*end];
        width = width == NONE || c->width == NONE ? NONE : width + c->gap + c->pad + c->width;
    }
    return width;
}

/* A text that is folded anyway can begin in any column. */
static bool is_elastic(const struct line *line)
{
    const struct cell *head = &line->cells.at[0], *text = head + 1;
    return line->cells.n > 1 && head->width != NONE && text->kind == TOK_STRING &&
           text->gap == 1 && text->width != NONE;
}

static struct row row_of(struct line *line, uint32_t indent)
{
    struct row r = {.line = line};
    uint32_t column = indent + INDENT * line->depth;
    r.end = column + line->cells.at[0].width;
    if (is_elastic(line)) {
        r.n = 2;
        r.last = r.end;
    }
    for (uint32_t i = 0, end; i < line->cells.n; i = end) {
        uint32_t width = format_run_width(line, i, &end);
        column += line->cells.at[i].gap;
        if (width == NONE || column + width > MOST_COLUMNS)
            break;
        column += width;
        r.n = end;
        r.last = column;
    }
    return r;
}

/* What it is worth to end the cell that is looked at in this column. */
static uint32_t gain_of(const struct row *r, uint32_t column)
{
    uint32_t worth = r->line->kind == LINE_CELLS ? ROW_WORTH : NEAR_WORTH;
    uint32_t pad = column - r->end;
    bool fits = r->end <= column && pad < worth && r->last + pad <= MOST_COLUMNS;
    return fits ? worth - pad : 0;
}

static struct cell *next_cell(const struct row *r, uint32_t k)
{
    return &r->line->cells.at[k + 1];
}

/* Where the cells k should end: what gains most. */
static uint32_t best_column(const struct row *rows, uint32_t n, uint32_t k)
{
    uint32_t best = 0;
    uint64_t most = 0;
    for (uint32_t column = 1; column <= MOST_COLUMNS; column++) {
        uint64_t gain = 0;
        for (uint32_t i = 0; i < n; i++)
            if (next_cell(&rows[i], k)->n)
                gain += gain_of(&rows[i], column);
        if (gain > most) {
            most = gain;
            best = column;
        }
    }
    return best;
}

static void align_alike(struct row *rows, uint32_t n, uint32_t k);

/* Aligns what follows cell k, which is of one kind in all these rows. */
static void align_column(struct row *rows, uint32_t n, uint32_t k)
{
    uint32_t n_going_on = 0, n_aligned = 0;
    for (uint32_t i = 0; i < n; i++)
        if (rows[i].n > k + 1)
            rows[n_going_on++] = rows[i];
    uint32_t column = best_column(rows, n_going_on, k);
    for (uint32_t i = 0; i < n_going_on; i++) {
        struct row r = rows[i];
        struct cell *next = next_cell(&r, k);
        if (next->n && !gain_of(&r, column))
            continue;
        next->pad = next->n ? column - r.end : 0;   /* an empty cell begins anywhere */
        r.last += next->pad;
        r.end += next->pad + next->gap + next->width;
        rows[n_aligned++] = r;
    }
    if (n_aligned)
        align_alike(rows, n_aligned, k + 1);
}

/* Parts rows where the kind of cell k changes. */
static void align_alike(struct row *rows, uint32_t n, uint32_t k)
{
    for (uint32_t i = 0, end; i < n; i = end) {
        int kind = rows[i].line->cells.at[k].kind;
        for (end = i + 1; end < n && rows[end].line->cells.at[k].kind == kind; end++)
            ;
        align_column(rows + i, end - i, k);
    }
}

/* Does `next` end the table that a line of this kind is part of? */
static bool ends_table(enum line_kind kind, const struct line *next)
{
    switch (kind) {
    case LINE_CELLS:                       /* the whole phase is one table */
        return next->kind == LINE_ENTRY;
    case LINE_OUTCOME:
        return next->kind == LINE_HEAD || next->kind == LINE_ENTRY;
    default:
        return next->is_spaced || next->kind == LINE_HEAD;
    }
}

static void align_kind(const struct format *f, struct block *b, enum line_kind kind,
                       uint32_t indent)
{
    struct row *rows = ARENA_ARRAY(f->arena, b->lines.n + 1, struct row);
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->lines.n; i++) {
        struct line *l = &b->lines.at[i];
        if (ends_table(kind, l)) {
            align_alike(rows, n, 0);
            n = 0;
        }
        if (l->kind == kind)
            rows[n++] = row_of(l, indent);
    }
    align_alike(rows, n, 0);
}

void format_align(const struct format *f, struct block *block, uint32_t indent)
{
    if (block->kind == BLOCK_TEXTS)
        return;
    align_kind(f, block, LINE_ENTRY, indent);
    align_kind(f, block, LINE_CELLS, indent);
    align_kind(f, block, LINE_OUTCOME, indent);
}
