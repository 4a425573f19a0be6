/*
 * Atoms into lines of cells. The text has parsed, so one look at an atom and
 * the one before it tells where it belongs: in the cell that is open, in a
 * new cell of the line, or in a new line. A comment ends its line; what
 * follows of the same entry goes on in a line of its own.
 */
#include "grammar/format.h"

struct outline {
    struct format *f;
    uint32_t at;           /* the next atom */
};

/* Where an atom goes. */
enum what { SAME_CELL, NEW_CELL, NEW_LINE };
struct spot {
    enum what what;
    enum line_kind line;   /* of a new line */
    uint32_t gap;          /* of a new cell */
};

static const struct spot same_cell = {SAME_CELL, 0, 0};

static struct spot new_cell(uint32_t gap)
{
    return gap ? (struct spot){NEW_CELL, 0, gap} : same_cell;
}

static struct spot new_line(enum line_kind kind)
{
    return (struct spot){NEW_LINE, kind, 0};
}

/* What is being read: the line's kind (never MORE or COMMENT), its open cell,
 * the atom before. */
struct state {
    enum line_kind line;
    int cell;
    int before;            /* 0: nothing in this block yet */
};

/* ---- where an atom belongs -------------------------------------------- */

static bool is_row_word(int kind)
{
    return kind == TOK_STEP || kind == TOK_DECISION || kind == TOK_START || kind == TOK_END;
}

/* Must something follow that is no cell or outcome of its own? */
static bool wants_more(int kind)
{
    if (kind >= TOK_COMMA && kind <= TOK_ATLEAST_SIGN)
        return kind != TOK_PERCENT && kind != TOK_RPAREN;
    return kind == TOK_AND || kind == TOK_OR || kind == TOK_NOT || kind == TOK_WHEN ||
           kind == TOK_EXPONENTIAL || kind == TOK_NORMAL || kind == TOK_AT_MOST ||
           (word_class(kind) == CLASS_CELL && kind != TOK_LATE);
}

static struct spot place_in_entry(int before, int kind)
{
    switch (kind) {
    case TOK_NAME_OF: case TOK_ID_OF: case TOK_COUNT: case TOK_UNITS: case TOK_OUTSIDE:
    case TOK_COST:
        return new_cell(CELL_GAP);
    case TOK_STRING:
        return new_cell(before == TOK_NAME || before == TOK_DATE || before == TOK_RBRACE ||
                        word_class(before) == CLASS_TYPE);
    case TOK_CLOCK:
        return new_cell(before != TOK_PLUS && before != TOK_MINUS);
    default:
        return new_cell(word_class(kind) == CLASS_TYPE);
    }
}

static struct spot place_in_calendar(int before, int kind)
{
    bool is_range = before == TOK_DOTS || before == TOK_COMMA || before == TOK_HOLIDAY;
    if (kind == TOK_ZONE || kind == TOK_HOLIDAY ||
        ((kind == TOK_DATE || word_class(kind) == CLASS_DAY) && !is_range))
        return new_line(LINE_ENTRY);
    return place_in_entry(before, kind);
}

/* An outcome is a table row of its own: answer, share and bound, arrow, then. */
enum { CELL_ANSWER = TOK_YES, CELL_SHARE = TOK_PERCENT };

static struct spot place_in_outcome(const struct state *s, int kind)
{
    if (kind == TOK_ARROW)
        return s->before == TOK_THEN ? same_cell : new_cell(ARROW_GAP);
    if (kind == TOK_THEN)
        return new_cell(1);
    if (word_class(kind) == CLASS_CELL && kind != TOK_WAIT)
        return new_line(kind == TOK_LATE ? LINE_OUTCOME : LINE_CELLS);
    bool is_share = kind == TOK_WAIT || kind == TOK_AT_MOST ||
                    (kind == TOK_NUMBER && !wants_more(s->before));
    return new_cell(s->cell == CELL_ANSWER && is_share);
}

static struct spot place_cell(const struct state *s)
{
    return s->line == LINE_CELLS ? new_cell(CELL_GAP) : new_line(LINE_CELLS);
}

static struct spot place_in_row(const struct state *s, int kind)
{
    bool is_open = wants_more(s->before);
    int class = word_class(kind);
    if (s->before == TOK_DOT)
        return same_cell;                            /* periksa.no */
    if (s->line == LINE_HEAD && (kind == TOK_NAME || (kind == TOK_STRING && s->before != kind)))
        return same_cell;
    if (!is_open && (class == CLASS_ANSWER || kind == TOK_STRING))
        return new_line(LINE_OUTCOME);
    if (s->line == LINE_OUTCOME)
        return place_in_outcome(s, kind);
    if (class == CLASS_CELL || (kind == TOK_ARROW && s->before != TOK_LATE))
        return place_cell(s);
    return same_cell;
}

static struct spot place_of(enum block_kind block, const struct state *s, int kind)
{
    if (block == BLOCK_TEXTS)
        return new_line(LINE_ENTRY);
    if (block == BLOCK_CALENDAR)
        return place_in_calendar(s->before, kind);
    if (word_class(kind) == CLASS_HEAD)
        return new_line(is_row_word(kind) ? LINE_HEAD : LINE_ENTRY);
    return s->line == LINE_ENTRY ? place_in_entry(s->before, kind) : place_in_row(s, kind);
}

/* Cells of one kind may be aligned: all answers, days and types are alike. */
static int cell_kind(enum line_kind line, bool is_first, int kind)
{
    int class = word_class(kind);
    if (line == LINE_OUTCOME && is_first)
        return CELL_ANSWER;
    if (line == LINE_OUTCOME && kind != TOK_ARROW && kind != TOK_THEN)
        return CELL_SHARE;
    return class == CLASS_DAY ? TOK_MON : class == CLASS_TYPE ? TOK_TEXT : kind;
}

/* ---- lines and cells -------------------------------------------------- */

static struct line *last_line(struct block *b)
{
    return b->lines.n ? &b->lines.at[b->lines.n - 1] : NULL;
}

static struct cell *last_cell(struct line *l)
{
    return &l->cells.at[l->cells.n - 1];
}

static struct line *add_line(struct outline *o, struct block *b, enum line_kind kind,
                             uint32_t depth, const struct atom *first)
{
    struct line *l = LIST_ADD(o->f->arena, &b->lines);
    l->kind = kind;
    l->depth = depth;
    /* Lists may come to stand on one line: no empty lines in them. */
    l->is_spaced = first->is_spaced && depth == 0 && b->kind <= BLOCK_BODY;
    return l;
}

static void add_cell(struct outline *o, struct line *l, int kind, uint32_t n, uint32_t gap)
{
    gap = l->cells.n ? gap : 0;
    *LIST_ADD(o->f->arena, &l->cells) =
        (struct cell){.kind = kind, .first = o->at, .n = n, .gap = gap};
}

/* The comments up to the atom `end`: the first may stand behind a line or `{`. */
static void take_comments(struct outline *o, struct block *b, uint32_t end, uint32_t depth)
{
    for (; o->at < end; o->at++) {
        const struct atom *a = &o->f->atoms.at[o->at];
        struct line *last = last_line(b);
        if (a->is_alone || (last && last->comment))
            add_line(o, b, LINE_COMMENT, depth, a)->comment = a;
        else if (last)
            last->comment = a;
        else
            b->comment = a;
    }
}

static uint32_t depth_of(enum line_kind kind)
{
    return kind == LINE_CELLS || kind == LINE_OUTCOME;
}

static void begin_cell(struct outline *o, struct block *b, struct state *s,
                       const struct spot *spot, uint32_t next)
{
    const struct atom *a = &o->f->atoms.at[next];
    bool is_new = spot->what == NEW_LINE, is_more = !is_new && o->at < next;
    enum line_kind kind = is_new ? spot->line : s->line;
    uint32_t depth = depth_of(kind) + (is_more && kind != LINE_CELLS);
    take_comments(o, b, next, depth);
    struct line *l = is_new    ? add_line(o, b, kind, depth, a)
                     : is_more ? add_line(o, b, LINE_MORE, depth, a)
                               : last_line(b);
    /* An outcome without a share has an empty cell there, for the columns. */
    if (a->kind == TOK_ARROW && l->cells.n && last_cell(l)->kind == CELL_ANSWER)
        add_cell(o, l, CELL_SHARE, 0, 0);
    s->cell = cell_kind(kind, is_new, a->kind);
    s->line = kind;
    add_cell(o, l, s->cell, 1, spot->gap);
}

/* ---- blocks ----------------------------------------------------------- */

static uint32_t skip_comments(const struct outline *o)
{
    uint32_t i = o->at;
    while (i < o->f->atoms.n && o->f->atoms.at[i].kind == TOKEN_COMMENT)
        i++;
    return i;
}

static enum block_kind block_kind_of(int head)
{
    switch (head) {
    case TOK_SOP: case TOK_OFFICE:
        return BLOCK_BODY;
    case TOK_CALENDAR: case TOK_DATE:
        return BLOCK_CALENDAR;
    default:
        return BLOCK_TEXTS;
    }
}

static struct block *read_block(struct outline *o, enum block_kind kind);

/* The `{ }` behind the cell just read. */
static void read_braces(struct outline *o, struct block *b, struct state *s)
{
    struct line *l = last_line(b);
    int head = b->kind == BLOCK_FILE ? TOK_SOP : last_cell(l)->kind;
    o->at++;
    last_cell(l)->block = read_block(o, block_kind_of(head));
    o->at++;
    s->before = TOK_RBRACE;
}

static struct block *read_block(struct outline *o, enum block_kind kind)
{
    struct block *b = ARENA_NEW(o->f->arena, struct block);
    struct state s = {.line = LINE_ENTRY};
    b->kind = kind;
    for (;;) {
        uint32_t next = skip_comments(o);
        if (next == o->f->atoms.n || o->f->atoms.at[next].kind == TOK_RBRACE) {
            take_comments(o, b, next, 0);
            return b;
        }
        int atom = o->f->atoms.at[next].kind;
        struct spot spot = place_of(kind, &s, atom);
        if (spot.what == SAME_CELL)
            last_cell(last_line(b))->n = next + 1 - last_cell(last_line(b))->first;
        else
            begin_cell(o, b, &s, &spot, next);
        s.before = atom;
        o->at = next + 1;
        if (o->at < o->f->atoms.n && o->f->atoms.at[o->at].kind == TOK_LBRACE)
            read_braces(o, b, &s);
    }
}

struct block *format_outline(struct format *f)
{
    struct outline o = {.f = f};
    return read_block(&o, BLOCK_FILE);
}
