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

static const char *color(const struct diag_options *o, const char *code)
{
    return o->color ? code : "";
}

static void print_quote(struct bytes *b, const struct quote *q, char mark, int gutter,
                        const struct diag_options *o, const char *paint,
                        const struct sentence *text, enum language language)
{
    uint32_t from = 0, to = q->len;
    bool is_long = q->len > MOST_BYTES || columns(q->text, q->len) > WIDEST_LINE;
    if (is_long) {
        from = q->start > CONTEXT ? to_character(q->text, q->start - CONTEXT) : 0;
        to = from + WIDEST_LINE < q->len ? to_character(q->text, from + WIDEST_LINE) : q->len;
    }
    uint32_t end = q->end < to ? q->end : to;
    bytes_printf(b, "%s%*u |%s ", color(o, "\033[34m"), gutter, (unsigned)q->line,
                 color(o, "\033[0m"));
    bytes_add_string(b, from ? "..." : "");
    add_line(b, q->text + from, to - from);
    bytes_add_string(b, to < q->len ? "...\n" : "\n");
    bytes_printf(b, "%s%*s |%s ", color(o, "\033[34m"), gutter, "", color(o, "\033[0m"));
    bytes_repeat(b, ' ', columns(q->text + from, q->start - from) + (from ? 3 : 0));
    size_t n = end > q->start ? columns(q->text + q->start, end - q->start) : 0;
    bytes_add_string(b, color(o, paint));
    bytes_repeat(b, mark, n ? n : 1);
    if (text->words) {
        bytes_add_char(b, ' ');
        sentence_write(b, text, language);
    }
    bytes_printf(b, "%s\n", color(o, "\033[0m"));
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

static void print_arrow(struct bytes *b, const struct place *p, int gutter,
                        const struct diag_options *o)
{
    bytes_printf(b, "%*s%s-->%s ", gutter, "", color(o, "\033[34m"), color(o, "\033[0m"));
    bytes_add_visible(b, p->source->path);
    bytes_printf(b, ":%u:%u\n", (unsigned)p->line, (unsigned)p->column);
}

static void print_human(struct bytes *b, const struct diags *d, const struct diag *diag,
                        const struct diag_options *o)
{
    static const char *const paints[] = {"\033[1;31m", "\033[1;33m", "\033[1;36m"};
    enum language l = language_of(d, diag, o);
    const char *paint = paints[diag->severity];
    bytes_printf(b, "%s%s[%s]%s: ", color(o, paint), severity_word(diag->severity, l),
                 code_id(diag->code), color(o, "\033[0m"));
    sentence_write(b, &diag->message, l);
    bytes_add_char(b, '\n');
    struct place p = source_place(d->sources, diag->span.start);
    int gutter = 4;
    if (p.source) {
        print_arrow(b, &p, gutter, o);
        struct quote q = quote_of(d, diag->span);
        print_quote(b, &q, '^', gutter, o, paint, &diag->here, l);
    }
    for (uint32_t i = 0; i < diag->labels.n; i++) {
        const struct label *label = &diag->labels.at[i];
        struct place at = source_place(d->sources, label->span.start);
        if (!at.source)
            continue;
        if (at.source != p.source)
            print_arrow(b, &at, gutter, o);
        struct quote q = quote_of(d, label->span);
        print_quote(b, &q, '-', gutter, o, "\033[34m", &label->text, l);
    }
    for (uint32_t i = 0; i < diag->notes.n; i++)
        print_remark(b, &diag->notes.at[i], gutter, note_word[l], l);
    print_remark(b, &diag->help, gutter, help_word[l], l);
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
