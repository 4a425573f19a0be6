/*
 * The inside of the formatter: how a text becomes a table again.
 *
 *   format_atoms.c    tokens -> atoms    each token as it will be written
 *   format_outline.c  atoms -> blocks    lines of cells: who, input, time, output
 *   format_align.c    cells of neighbouring lines under each other
 *   format.c          blocks -> text     packed into columns, long texts folded
 *   format_same.c     did the text stay what it was?
 *
 * Of the old layout only two things are looked at: whether a comment had a
 * line of its own, and empty lines. Both are written as they were found, so
 * formatting twice is formatting once.
 */
#ifndef SOP_FORMAT_H
#define SOP_FORMAT_H

#include "grammar/parser.h"

enum {
    MOST_COLUMNS = 100,    /* of a line, where the words allow it */
    INDENT = 4,            /* of what stands inside of something */
    FOLD_INDENT = 12,      /* of a folded line, at least */
    CELL_GAP = 3,          /* between cells; a smaller gap never begins a new line */
    ARROW_GAP = 2,         /* before the arrow of an outcome */
};

/* A token as it will be written. */
struct atom {
    int kind;
    const char *text;
    uint32_t width;
    bool is_glued;         /* no space before it */
    bool is_alone;         /* a new line began before it: tells a comment's place */
    bool is_spaced;        /* an empty line stood before it */
    /* A keyword behind a comma or `or` is read as a name if on the same line. */
    bool is_apart;         /* must begin a line */
    bool is_stuck;         /* must not begin a line */
};

/* What stays together: a word and what it takes. */
struct cell {
    int kind;              /* of its first atom; alike ones may be aligned */
    uint32_t first, n;     /* atoms, comments between them too; n may be 0 */
    uint32_t gap;          /* spaces before it; 0 for the first of a line */
    uint32_t pad;          /* more spaces, to align it */
    uint32_t width;        /* on one line, block and all; NONE: needs several */
    struct block *block;   /* the `{ }` at its end, or NULL */
};

enum line_kind {
    LINE_COMMENT,
    LINE_ENTRY,            /* an entry of a block; its cells follow on the line */
    LINE_HEAD,             /* a row's word, name and text */
    LINE_CELLS,            /* a row's cells */
    LINE_OUTCOME,
    LINE_MORE,             /* of one of these, behind a comment */
};

struct line {
    enum line_kind kind;
    uint32_t depth;        /* in indents, within its block */
    bool is_spaced;        /* an empty line before it */
    LIST_OF(struct cell) cells;
    const struct atom *comment;   /* at its end; of LINE_COMMENT, all of it */
};

enum block_kind { BLOCK_FILE, BLOCK_BODY, BLOCK_TEXTS, BLOCK_CALENDAR };

struct block {
    enum block_kind kind;
    LIST_OF(struct line) lines;
    const struct atom *comment;   /* behind its `{` */
    uint32_t width;               /* on one line; NONE: never */
};

struct format {
    struct arena *arena;
    enum language language;
    LIST_OF(struct atom) atoms;
    bool has_language;     /* a bare `language` line comes first ... */
    bool is_language_spaced;   /* ... and an empty line behind it */
};

/* Lists come out in one form: in braces without commas, in rows the other way. */
void format_atoms(struct format *f, const struct source *source, const token_list *tokens);
struct block *format_outline(struct format *f);
/* Sets the pads of a block's cells whose lines begin at column `indent`. */
void format_align(const struct format *f, struct block *block, uint32_t indent);
/* The cells from i on that stay on one line: *end behind them; their width,
 * or NONE. */
uint32_t format_run_width(const struct line *line, uint32_t i, uint32_t *end);

#endif
