/* The queue of faults, and the tables of their words. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/diag/diag.h"

static const struct {
    const char *id;
    enum severity severity;
    const char *words[N_LANGUAGES];
} codes[N_CODES] = {
#define CODE(symbol, id, severity, en, id_text) [symbol] = {id, severity, {en, id_text}},
#include "compiler/diag/codes.def"
#undef CODE
};

static const char *const texts[N_TEXTS][N_LANGUAGES] = {
#define TEXT(symbol, en, id_text) [symbol] = {en, id_text},
#include "compiler/diag/texts.def"
#undef TEXT
};

const char *code_id(enum code code)
{
    return codes[code].id;
}

enum severity code_severity(enum code code)
{
    return codes[code].severity;
}

void code_title_write(struct bytes *b, enum code code, enum language l)
{
    static const char dots[] = "…";
    struct sentence s = {codes[code].words, {dots, dots, dots, dots, dots, dots}};
    sentence_write(b, &s, l);
}

const char *severity_name(enum severity s)
{
    static const char *const names[] = {"error", "warning", "hint"};
    return names[s];
}

void diags_init(struct diags *d, struct arena *arena, struct sources *sources)
{
    memset(d, 0, sizeof *d);
    d->arena = arena;
    d->sources = sources;
}

static struct sentence sentence_of(const char *const *words, va_list args)
{
    struct sentence s = {.words = words};
    const char *arg;
    uint32_t n = 0;
    while ((arg = va_arg(args, const char *))) {
        assert(n < COUNT_OF(s.args));
        s.args[n++] = arg;
    }
    return s;
}

struct diag *diag_add_(struct diags *d, enum code code, struct span span, ...)
{
    struct diag *diag = ARENA_NEW(d->arena, struct diag);
    diag->code = code;
    diag->severity = codes[code].severity;
    diag->span = span;
    diag->order = d->list.n;
    va_list args;
    va_start(args, span);
    diag->message = sentence_of(codes[code].words, args);
    va_end(args);
    *LIST_ADD(d->arena, &d->list) = diag;
    d->n[diag->severity]++;
    return diag;
}

void diag_here_(struct diags *d, struct diag *diag, enum text text, ...)
{
    (void)d;
    va_list args;
    va_start(args, text);
    diag->here = sentence_of(texts[text], args);
    va_end(args);
}

void diag_label_(struct diags *d, struct diag *diag, struct span span, enum text text, ...)
{
    struct label *label = LIST_ADD(d->arena, &diag->labels);
    label->span = span;
    va_list args;
    va_start(args, text);
    label->text = sentence_of(texts[text], args);
    va_end(args);
}

void diag_note_(struct diags *d, struct diag *diag, enum text text, ...)
{
    va_list args;
    va_start(args, text);
    *LIST_ADD(d->arena, &diag->notes) = sentence_of(texts[text], args);
    va_end(args);
}

void diag_help_(struct diags *d, struct diag *diag, enum text text, ...)
{
    (void)d;
    va_list args;
    va_start(args, text);
    diag->help = sentence_of(texts[text], args);
    va_end(args);
}

static int by_place(const void *a, const void *b)
{
    const struct diag *x = *(struct diag *const *)a, *y = *(struct diag *const *)b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

void diags_sort(struct diags *d)
{
    if (d->list.n)
        qsort(d->list.at, d->list.n, sizeof(struct diag *), by_place);
    uint32_t n = 0;
    memset(d->n, 0, sizeof d->n);
    for (uint32_t i = 0; i < d->list.n; i++) {
        struct diag *diag = d->list.at[i], *last = n ? d->list.at[n - 1] : NULL;
        if (last && last->code == diag->code && last->span.start == diag->span.start &&
            last->span.end == diag->span.end)
            continue;
        d->list.at[n++] = diag;
        d->n[diag->severity]++;
    }
    d->list.n = n;
}

/* An argument, of one that is said in every language the wanted one. */
static void add_argument(struct bytes *b, const char *arg, enum language l)
{
    struct bytes piece = {0};
    const char *other = strstr(arg, IN_OTHER_WORDS);
    for (int i = 0; i < (int)l && other; i++, other = strstr(arg, IN_OTHER_WORDS))
        arg = other + 1;
    bytes_add(&piece, arg, other ? (size_t)(other - arg) : strlen(arg));
    if (piece.data)
        bytes_add_visible(b, piece.data);
    bytes_free(&piece);
}

void sentence_write(struct bytes *b, const struct sentence *s, enum language l)
{
    if (!s->words)
        return;
    for (const char *c = s->words[l]; *c; c++) {
        if (c[0] == '{' && c[1] >= '1' && c[1] <= '6' && c[2] == '}') {
            const char *arg = s->args[c[1] - '1'];
            add_argument(b, arg ? arg : "", l);
            c += 2;
        } else {
            bytes_add_char(b, *c);
        }
    }
}

const char *sentence_text(struct arena *arena, const char *const *words, enum language l,
                          va_list args)
{
    struct sentence s = {.words = words};
    const char *arg;
    for (uint32_t i = 0; i < COUNT_OF(s.args) && (arg = va_arg(args, const char *)); i++)
        s.args[i] = arg;
    struct bytes b = {0};
    sentence_write(&b, &s, l);
    const char *text = arena_copy(arena, b.data ? b.data : "", b.len);
    bytes_free(&b);
    return text;
}
