/*
 * Lines of cells into text. Cells are packed into MOST_COLUMNS; what does not
 * fit on one line is folded: a list item by item, a text inside its quotes at
 * single spaces, where a line break reads as the space that stood there.
 */
#include <string.h>

#include "grammar/format.h"

struct printer {
    struct format *f;
    struct bytes *out;
    uint32_t column;
};

/* ---- widths ----------------------------------------------------------- */

static uint32_t block_width(const struct format *f, struct block *b);

static uint32_t cell_width(const struct format *f, const struct cell *c)
{
    uint32_t block = c->block ? block_width(f, c->block) : 0, width = 0;
    for (uint32_t i = c->first; i < c->first + c->n; i++) {
        const struct atom *a = &f->atoms.at[i];
        if (a->kind == TOKEN_COMMENT || a->is_apart)
            return NONE;
        width += a->width + (i > c->first && !a->is_glued);
    }
    return block == NONE ? NONE : width + block + (c->block != NULL);
}

static uint32_t line_width(const struct format *f, struct line *l)
{
    uint32_t width = 0;
    for (uint32_t i = 0; i < l->cells.n; i++) {
        struct cell *c = &l->cells.at[i];
        c->width = cell_width(f, c);
        width = width == NONE || c->width == NONE ? NONE : width + c->gap + c->width;
    }
    return l->comment ? NONE : width;
}

/* Between the lines of a block that is written on one line. */
static uint32_t block_gap(const struct block *b)
{
    return b->kind == BLOCK_CALENDAR ? CELL_GAP : 1;
}

/* Measures all that is in the block. */
static uint32_t block_width(const struct format *f, struct block *b)
{
    bool is_open = b->comment || b->kind == BLOCK_BODY || b->kind == BLOCK_FILE;
    uint32_t width = 3;                              /* "{ }" */
    for (uint32_t i = 0; i < b->lines.n; i++) {
        uint32_t w = line_width(f, &b->lines.at[i]);
        width = width == NONE || w == NONE ? NONE : width + w + (i ? block_gap(b) : 1);
    }
    b->width = is_open ? NONE : width;
    return b->width;
}

/* ---- on one line ------------------------------------------------------ */

static void print_spaces(struct printer *p, uint32_t n)
{
    bytes_repeat(p->out, ' ', n);
    p->column += n;
}

static void print_text(struct printer *p, const char *text, uint32_t width)
{
    bytes_add_string(p->out, text);
    p->column += width;
}

static void break_line(struct printer *p, uint32_t indent)
{
    bytes_add_char(p->out, '\n');
    p->column = 0;
    print_spaces(p, indent);
}

static void print_flat_block(struct printer *p, const struct block *b);

static void print_flat(struct printer *p, const struct cell *c)
{
    for (uint32_t i = c->first; i < c->first + c->n; i++) {
        const struct atom *a = &p->f->atoms.at[i];
        print_spaces(p, i > c->first && !a->is_glued);
        print_text(p, a->text, a->width);
    }
    if (c->block) {
        print_spaces(p, 1);
        print_flat_block(p, c->block);
    }
}

static void print_flat_block(struct printer *p, const struct block *b)
{
    print_text(p, "{", 1);
    for (uint32_t i = 0; i < b->lines.n; i++) {
        const struct line *l = &b->lines.at[i];
        print_spaces(p, i ? block_gap(b) : 1);
        for (uint32_t k = 0; k < l->cells.n; k++) {
            print_spaces(p, l->cells.at[k].gap);
            print_flat(p, &l->cells.at[k]);
        }
    }
    print_text(p, " }", 2);
}

/* ---- folded ----------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The next space in a quoted text where a line may end, or its end. */
static size_t next_fold(const char *s, size_t from, size_t len)
{
    for (size_t i = from + 1; i + 2 < len; i++)
        if (s[i] == ' ' && i > 1 && !is_blank(s[i - 1]) && !is_blank(s[i + 1]))
            return i;
    return len;
}

static void print_folded_text(struct printer *p, const char *s, uint32_t reserve, uint32_t indent)
{
    size_t len = strlen(s);
    for (size_t from = 0, to; from < len; from = to + 1) {
        to = next_fold(s, from, len);
        uint32_t width = (uint32_t)utf8_width(s + from, to - from);
        uint32_t needed = 1 + width + (to == len ? reserve : 0);
        if (from && p->column + needed > MOST_COLUMNS)
            break_line(p, indent);
        else
            print_spaces(p, from > 0);
        bytes_add(p->out, s + from, to - from);
        p->column += width;
    }
}

/* Columns that must be left behind atom i: what is glued to it, and `tail`. */
static uint32_t reserve_behind(const struct format *f, const struct cell *c, uint32_t i,
                               uint32_t tail)
{
    uint32_t width = 0, end = c->first + c->n;
    for (i++; i < end && f->atoms.at[i].is_glued; i++)
        width += f->atoms.at[i].width;
    return i == end ? width + tail : width;
}

/* Should a line end before this atom? A text of a list that fits on a line of
 * its own gets one; else a text begins where it is, if its first word fits. */
static bool breaks_before(const struct printer *p, const struct atom *a, uint32_t gap,
                          uint32_t reserve, uint32_t indent)
{
    uint32_t column = p->column + gap;
    if (a->is_stuck || column + a->width + reserve <= MOST_COLUMNS)
        return false;
    if (a->kind != TOK_STRING)
        return true;
    bool is_item = a[-1].kind == TOK_COMMA && indent + a->width + reserve <= MOST_COLUMNS;
    size_t len = strlen(a->text), word = next_fold(a->text, 0, len);
    size_t needed = utf8_width(a->text, word) + (word == len ? reserve : 0);
    return is_item || column + needed > MOST_COLUMNS;
}

static void print_folded(struct printer *p, const struct cell *c, uint32_t gap, uint32_t indent)
{
    bool is_behind_comment = false;
    for (uint32_t i = c->first; i < c->first + c->n; i++) {
        const struct atom *a = &p->f->atoms.at[i];
        uint32_t space = i == c->first ? gap : !a->is_glued;
        uint32_t reserve = reserve_behind(p->f, c, i, c->block ? 2 : 0);
        bool is_comment = a->kind == TOKEN_COMMENT;
        if (is_behind_comment || (is_comment && a->is_alone) || a->is_apart ||
            (!is_comment && space && breaks_before(p, a, space, reserve, indent)))
            break_line(p, indent);
        else
            print_spaces(p, is_comment ? 2 : space);
        if (a->kind == TOK_STRING && p->column + a->width + reserve > MOST_COLUMNS)
            print_folded_text(p, a->text, reserve, indent);
        else
            print_text(p, a->text, a->width);
        is_behind_comment = is_comment;
    }
}

/* ---- lines ------------------------------------------------------------ */

static void print_lines(struct printer *p, struct block *b, uint32_t indent);

static void print_comment(struct printer *p, const struct atom *comment)
{
    if (comment) {
        bytes_add_string(p->out, "  ");
        bytes_add_string(p->out, comment->text);
    }
}

/* The `{ }` of a folded cell: on the line that it is on, or line by line. */
static void print_block(struct printer *p, struct block *b, uint32_t indent)
{
    if (!b)
        return;
    if (b->width != NONE && p->column + 1 + b->width <= MOST_COLUMNS) {
        print_spaces(p, 1);
        print_flat_block(p, b);
        return;
    }
    bytes_add_string(p->out, " {");
    print_comment(p, b->comment);
    bytes_add_char(p->out, '\n');
    print_lines(p, b, indent + INDENT);
    p->column = 0;
    print_spaces(p, indent);
    print_text(p, "}", 1);
}

/* Cells i..end, which begin on a line at `indent`; is_flat: they fit there. */
static void print_cells(struct printer *p, const struct line *l, uint32_t i, uint32_t end,
                        bool is_flat, uint32_t indent)
{
    uint32_t fold = indent + INDENT > FOLD_INDENT ? indent + INDENT : FOLD_INDENT;
    uint32_t first = i;
    for (; i < end; i++) {
        const struct cell *c = &l->cells.at[i];
        uint32_t gap = i > first ? c->gap + c->pad : 0;
        if (is_flat) {
            print_spaces(p, gap);
            print_flat(p, c);
        } else {
            print_folded(p, c, gap, fold);
            print_block(p, c->block, indent);
        }
    }
}

static void print_line(struct printer *p, const struct line *l, uint32_t indent)
{
    uint32_t start = indent, rest = l->kind == LINE_ENTRY ? indent + INDENT : indent;
    bool is_flat = true;
    p->column = 0;
    print_spaces(p, start);
    for (uint32_t i = 0, end; i < l->cells.n; i = end) {
        uint32_t width = format_run_width(l, i, &end);
        uint32_t gap = l->cells.at[i].gap + l->cells.at[i].pad;
        bool was_flat = is_flat;
        is_flat = width != NONE && p->column + gap + width <= MOST_COLUMNS;
        if (i && (!was_flat || !is_flat)) {
            start = rest;
            break_line(p, start);
            is_flat = width != NONE && start + width <= MOST_COLUMNS;
        } else {
            print_spaces(p, gap);
        }
        print_cells(p, l, i, end, is_flat, start);
    }
    if (l->kind == LINE_COMMENT)
        bytes_add_string(p->out, l->comment->text);
    else
        print_comment(p, l->comment);
    bytes_add_char(p->out, '\n');
}

static void print_lines(struct printer *p, struct block *b, uint32_t indent)
{
    format_align(p->f, b, indent);
    for (uint32_t i = 0; i < b->lines.n; i++) {
        const struct line *l = &b->lines.at[i];
        if (i && l->is_spaced)
            bytes_add_char(p->out, '\n');
        print_line(p, l, indent + INDENT * l->depth);
    }
}

/* ---- the file --------------------------------------------------------- */

/* An empty line before each sop and office, and the comments right above it. */
static void space_declarations(struct block *file)
{
    for (uint32_t i = 0; i < file->lines.n; i++) {
        const struct line *l = &file->lines.at[i];
        uint32_t first = i;
        if (l->kind != LINE_ENTRY || (l->cells.at[0].kind != TOK_SOP &&
                                      l->cells.at[0].kind != TOK_OFFICE))
            continue;
        while (first && !file->lines.at[first].is_spaced &&
               file->lines.at[first - 1].kind == LINE_COMMENT)
            first--;
        file->lines.at[first].is_spaced = true;
    }
}

/* What stands below the language line tells how it came there. */
static void space_language(const struct format *f, struct block *file)
{
    if (f->has_language && file->lines.n > 1)
        file->lines.at[1].is_spaced = f->is_language_spaced;
}

void format_source(const struct source *source, const token_list *tokens,
                   enum language language, struct arena *arena, struct bytes *out)
{
    struct format f = {.arena = arena, .language = language};
    struct printer p = {.f = &f, .out = out};
    format_atoms(&f, source, tokens);
    struct block *file = format_outline(&f);
    block_width(&f, file);
    space_declarations(file);
    space_language(&f, file);
    print_lines(&p, file, 0);
}
