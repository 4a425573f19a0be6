/*
 * Faults as a person reads them: sentence, place, the quoted line with
 * carets, other places, notes, help. Long lines are cut around the caret, so
 * that a line of 60,000 characters does not fill the screen.
 */
#include <stdlib.h>
#include <string.h>

#include "compiler/diag/diag.h"

/* MOST_BYTES: a line of more is long, whatever its characters are. */
enum { TAB = 4, WIDEST_LINE = 100, CONTEXT = 30, MOST_BYTES = 8 * WIDEST_LINE };

static const char *const note_word[N_LANGUAGES] = {"note", "catatan"};
static const char *const help_word[N_LANGUAGES] = {"help", "bantuan"};

const char *severity_word(enum severity s, enum language l)
{
    static const char *const words[][N_LANGUAGES] = {
        {"error", "kesalahan"}, {"warning", "peringatan"}, {"hint", "saran"}};
    return words[s][l];
}

/* One quoted line and what is marked in it. */
struct quote {
    const struct source *source;
    uint32_t line;             /* from 1 */
    uint32_t start, end;       /* bytes of the mark within the line */
    uint32_t len;
    const char *text;
};

static struct quote quote_of(const struct diags *d, struct span span)
{
    struct place p = source_place(d->sources, span.start);
    struct quote q = {.source = p.source, .line = p.line};
    uint32_t offset = p.source->lines[p.line - 1];
    q.text = p.source->text + offset;
    while (offset + q.len < p.source->len && !strchr("\r\n", q.text[q.len] ? q.text[q.len] : ' '))
        q.len++;
    q.start = span.start - p.source->base - offset;
    if (q.start > q.len)
        q.start = q.len;
    q.end = span.end - p.source->base - offset;
    if (q.end > q.len)
        q.end = q.len;
    if (q.end < q.start)
        q.end = q.start;
    return q;
}

/* A character as it is shown: tabs wide, and what would command the terminal
 * (a file may have been refused for it) made visible. Returns its bytes. */
static size_t add_character(struct bytes *b, const char *s, size_t len)
{
    uint32_t c;
    char text[8] = "";
    size_t n = utf8_next(s, len, &c);
    memcpy(text, s, n);
    if (c == '\t')
        bytes_repeat(b, ' ', TAB);
    else if (!c)
        bytes_add_string(b, "\\x00");   /* no string can hold one */
    else
        bytes_add_visible(b, text);
    return n;
}

static void add_line(struct bytes *b, const char *s, size_t len)
{
    for (size_t i = 0; i < len;)
        i += add_character(b, s + i, len - i);
}

/* The terminal columns that add_line fills. */
static size_t columns(const char *s, size_t len)
{
    struct bytes shown = {0};
    add_line(&shown, s, len);
    size_t width = shown.data ? utf8_width(shown.data, shown.len) : 0;
    bytes_free(&shown);
    return width;
}

/* Moves a cut in the line to the start of a character. */
static uint32_t to_character(const char *s, uint32_t i)
{
    for (int n = 0; n < 3 && i && ((uint8_t)s[i] & 0xC0) == 0x80; n++)
        i--;
    return i;
}

/* A place that a fault shows: its mark and what stands at it. */
struct mark {
    struct quote quote;
    char sign;
    const char *paint;
    const struct sentence *text;
    bool is_shown;
};

/* How one fault is printed. */
struct printer {
    struct bytes *b;
    const struct diag_options *options;
    enum language language;
    int gutter;
};

static void paint(const struct printer *p, const char *code)
{
    if (p->options->color)
        bytes_add_string(p->b, code);
}

/* The margin: "   7 |", or without a number. */
static void print_margin(const struct printer *p, uint32_t line)
{
    paint(p, "\033[34m");
    if (line)
        bytes_printf(p->b, "%*u |", p->gutter, (unsigned)line);
    else
        bytes_printf(p->b, "%*s |", p->gutter, "");
    paint(p, "\033[0m");
    bytes_add_char(p->b, ' ');
}

static void print_sign(const struct printer *p, const struct mark *m, size_t n, bool has_text)
{
    paint(p, m->paint);
    bytes_repeat(p->b, m->sign, n ? n : 1);
    if (has_text && m->text->words) {
        bytes_add_char(p->b, ' ');
        sentence_write(p->b, m->text, p->language);
    }
    paint(p, "\033[0m");
}

static bool is_long(const struct quote *q)
{
    return q->len > MOST_BYTES || columns(q->text, q->len) > WIDEST_LINE;
}

/* One mark on its line, which is cut around it where it is long. */
static void print_one(const struct printer *p, const struct mark *m)
{
    const struct quote *q = &m->quote;
    uint32_t from = 0, to = q->len;
    if (is_long(q)) {
        from = q->start > CONTEXT ? to_character(q->text, q->start - CONTEXT) : 0;
        to = from + WIDEST_LINE < q->len ? to_character(q->text, from + WIDEST_LINE) : q->len;
    }
    uint32_t end = q->end < to ? q->end : to;
    print_margin(p, q->line);
    bytes_add_string(p->b, from ? "..." : "");
    add_line(p->b, q->text + from, to - from);
    bytes_add_string(p->b, to < q->len ? "...\n" : "\n");
    print_margin(p, 0);
    bytes_repeat(p->b, ' ', columns(q->text + from, q->start - from) + (from ? 3 : 0));
    print_sign(p, m, end > q->start ? columns(q->text + q->start, end - q->start) : 0, true);
    bytes_add_char(p->b, '\n');
}

/* ---- several marks on one line ----------------------------------------- */

enum { MOST_MARKS = 8 };

static size_t column_of(const struct mark *m)
{
    return columns(m->quote.text, m->quote.start);
}

static size_t width_of(const struct mark *m)
{
    size_t n = columns(m->quote.text + m->quote.start, m->quote.end - m->quote.start);
    return n ? n : 1;
}

/* Puts a mark among those of its line, by column; false: they would overlap. */
static bool place_mark(struct mark **line, uint32_t *n, struct mark *m)
{
    uint32_t at = *n;
    while (at && line[at - 1]->quote.start > m->quote.start)
        at--;
    bool is_apart = (!at || column_of(line[at - 1]) + width_of(line[at - 1]) < column_of(m)) &&
                    (at == *n || column_of(m) + width_of(m) < column_of(line[at]));
    if (!is_apart || *n == MOST_MARKS)
        return false;
    memmove(line + at + 1, line + at, (*n - at) * sizeof *line);
    line[at] = m;
    ++*n;
    return true;
}

/* The marks that share the line of `first` and have room beside it. */
static uint32_t collect_line(struct mark *first, struct mark *end, struct mark *line[MOST_MARKS])
{
    uint32_t n = 0;
    place_mark(line, &n, first);
    if (is_long(&first->quote))
        return n;
    for (struct mark *m = first + 1; m < end; m++)
        if (!m->is_shown && m->quote.source == first->quote.source &&
            m->quote.line == first->quote.line)
            m->is_shown = place_mark(line, &n, m);
    return n;
}

/* The rightmost says its text beside it, the others below, from right to left. */
static void print_line(const struct printer *p, struct mark *const *line, uint32_t n)
{
    const struct quote *q = &line[0]->quote;
    print_margin(p, q->line);
    add_line(p->b, q->text, q->len);
    bytes_add_char(p->b, '\n');
    print_margin(p, 0);
    size_t column = 0;
    for (uint32_t i = 0; i < n; i++) {
        bytes_repeat(p->b, ' ', column_of(line[i]) - column);
        print_sign(p, line[i], width_of(line[i]), i + 1 == n);
        column = column_of(line[i]) + width_of(line[i]);
    }
    bytes_add_char(p->b, '\n');
    for (uint32_t i = n - 1; i-- > 0;) {
        if (!line[i]->text->words)
            continue;
        print_margin(p, 0);
        column = 0;
        for (uint32_t k = 0; k < i; k++) {
            if (!line[k]->text->words)
                continue;
            bytes_repeat(p->b, ' ', column_of(line[k]) - column);
            bytes_add_char(p->b, '|');
            column = column_of(line[k]) + 1;
        }
        bytes_repeat(p->b, ' ', column_of(line[i]) - column);
        paint(p, line[i]->paint);
        sentence_write(p->b, line[i]->text, p->language);
        paint(p, "\033[0m");
        bytes_add_char(p->b, '\n');
    }
}

static enum language language_of(const struct diags *d, const struct diag *diag,
                                 const struct diag_options *o)
{
    const struct source *source = source_of(d->sources, diag->span.start);
    return o->messages >= 0 ? (enum language)o->messages : source ? source->language : LANG_EN;
}

static void print_remark(struct bytes *b, const struct sentence *s, int gutter,
                         const char *word, enum language l)
{
    if (!s->words)
        return;
    bytes_printf(b, "%*s = %s: ", gutter, "", word);
    sentence_write(b, s, l);
    bytes_add_char(b, '\n');
}

static void print_arrow(const struct printer *p, const struct source *source, uint32_t line,
                        uint32_t column)
{
    bytes_printf(p->b, "%*s", p->gutter, "");
    paint(p, "\033[34m");
    bytes_add_string(p->b, "-->");
    paint(p, "\033[0m");
    bytes_add_char(p->b, ' ');
    bytes_add_visible(p->b, source->path);
    bytes_printf(p->b, ":%u:%u\n", (unsigned)line, (unsigned)column);
}

/* All places of a fault, the first one first, those of one line together. */
static void print_marks(const struct printer *p, const struct diags *d, struct mark *marks,
                        uint32_t n, const struct span *spans)
{
    const struct source *source = NULL;
    for (uint32_t i = 0; i < n; i++) {
        struct mark *line[MOST_MARKS];
        if (marks[i].is_shown)
            continue;
        struct place place = source_place(d->sources, spans[i].start);
        if (place.source != source)
            print_arrow(p, place.source, place.line, place.column);
        source = place.source;
        uint32_t n_line = collect_line(&marks[i], marks + n, line);
        if (n_line == 1)
            print_one(p, &marks[i]);
        else
            print_line(p, line, n_line);
    }
}

static void print_places(const struct printer *p, const struct diags *d, const struct diag *diag,
                         const char *color)
{
    struct mark *marks = ARENA_ARRAY(d->arena, diag->labels.n + 1, struct mark);
    struct span *spans = ARENA_ARRAY(d->arena, diag->labels.n + 1, struct span);
    uint32_t n = 0;
    if (source_of(d->sources, diag->span.start)) {
        spans[n] = diag->span;
        marks[n++] = (struct mark){quote_of(d, diag->span), '^', color, &diag->here, false};
    }
    for (uint32_t i = 0; i < diag->labels.n; i++) {
        const struct label *label = &diag->labels.at[i];
        if (!source_of(d->sources, label->span.start))
            continue;
        spans[n] = label->span;
        marks[n++] = (struct mark){quote_of(d, label->span), '-', "\033[34m", &label->text, false};
    }
    print_marks(p, d, marks, n, spans);
}

static void print_human(struct bytes *b, const struct diags *d, const struct diag *diag,
                        const struct diag_options *o)
{
    static const char *const paints[] = {"\033[1;31m", "\033[1;33m", "\033[1;36m"};
    struct printer p = {b, o, language_of(d, diag, o), 4};
    paint(&p, paints[diag->severity]);
    bytes_printf(b, "%s[%s]", severity_word(diag->severity, p.language), code_id(diag->code));
    paint(&p, "\033[0m");
    bytes_add_string(b, ": ");
    sentence_write(b, &diag->message, p.language);
    bytes_add_char(b, '\n');
    print_places(&p, d, diag, paints[diag->severity]);
    for (uint32_t i = 0; i < diag->notes.n; i++)
        print_remark(b, &diag->notes.at[i], p.gutter, note_word[p.language], p.language);
    print_remark(b, &diag->help, p.gutter, help_word[p.language], p.language);
    bytes_add_char(b, '\n');
}

static void print_short(struct bytes *b, const struct diags *d, const struct diag *diag,
                        const struct diag_options *o)
{
    enum language l = language_of(d, diag, o);
    struct place p = source_place(d->sources, diag->span.start);
    if (p.source) {
        bytes_add_visible(b, p.source->path);
        bytes_printf(b, ":%u:%u: ", (unsigned)p.line, (unsigned)p.column);
    }
    bytes_printf(b, "%s[%s]: ", severity_word(diag->severity, l), code_id(diag->code));
    sentence_write(b, &diag->message, l);
    bytes_add_char(b, '\n');
}

/* How many more of a severity are shown: errors go before what is less. */
struct room {
    uint32_t left[3];
    uint32_t n_left_out;
};

static struct room room_of(const struct diags *d, const struct diag_options *o)
{
    struct room room = {.n_left_out = 0};
    uint32_t left = o->most && o->format == DIAG_HUMAN ? o->most : UINT32_MAX;
    for (int s = SEV_ERROR; s <= SEV_HINT; s++) {
        uint32_t n = s == SEV_HINT && !o->hints ? 0 : d->n[s];
        room.left[s] = n < left ? n : left;
        room.n_left_out += n - room.left[s];
        left -= room.left[s];
    }
    return room;
}

void diags_print(const struct diags *d, const struct diag_options *o, FILE *out)
{
    struct bytes b = {0};
    struct room room = room_of(d, o);
    for (uint32_t i = 0; i < d->list.n; i++) {
        const struct diag *diag = d->list.at[i];
        if (!room.left[diag->severity])
            continue;
        room.left[diag->severity]--;
        if (o->format == DIAG_SHORT)
            print_short(&b, d, diag, o);
        else
            print_human(&b, d, diag, o);
    }
    if (room.n_left_out)
        bytes_printf(&b,
                     language_of(d, d->list.at[0], o) == LANG_ID
                         ? "dan %u lagi (sopc check --format short menampilkan semuanya)\n\n"
                         : "and %u more (sopc check --format short shows all)\n\n",
                     (unsigned)room.n_left_out);
    if (b.len)
        fwrite(b.data, 1, b.len, out);
    bytes_free(&b);
}
