/*
 * diag: source texts, places in them, and the faults found there.
 *
 * All texts of one compilation share one line of positions: a span is two
 * byte positions, and the sources know which file they fall in. Every floor
 * adds its faults to one `struct diags` and works on; they are sorted by
 * place and printed once, in the language of the file under the first caret.
 * Codes and all their words stand in codes.def and texts.def, each in English
 * and Indonesian; {1} {2} ... stand for the arguments given with them.
 * Arguments must outlive the diags (arena or interned strings). One that is
 * itself said in every language holds them all, divided by IN_OTHER_WORDS.
 */
#ifndef SOP_DIAG_H
#define SOP_DIAG_H

#include <stdarg.h>
#include <stdio.h>

#include "runtime/base/base.h"

/* Bytes start..end of the line of positions. {0,0} is nowhere. */
struct span {
    uint32_t start, end;
};

struct source {
    const char *path;          /* as the user named it */
    const char *text;          /* NUL-terminated, checked UTF-8 */
    uint32_t len;
    uint32_t base;             /* position of its first byte, from 1 */
    enum language language;
    uint32_t *lines;           /* offset of each line's first byte ... */
    uint32_t n_lines;          /* ... made when first asked for */
    uint32_t last_offset, last_column;   /* the place asked for last */
};

struct sources {
    struct arena *arena;
    LIST_OF(struct source *) list;
};

/* Line and column as people count: from 1, columns in characters. */
struct place {
    struct source *source;
    uint32_t line, column;
};

/* NULL: the line of positions (4 GiB) is full. text is not copied. */
struct source *source_add(struct sources *s, const char *path, const char *text,
                          uint32_t len);
struct source *source_of(const struct sources *s, uint32_t position);
struct place source_place(const struct sources *s, uint32_t position);

struct span span_join(struct span a, struct span b);

enum severity { SEV_ERROR, SEV_WARNING, SEV_HINT };

enum code {
#define CODE(symbol, id, severity, en, id_text) symbol,
#include "compiler/diag/codes.def"
#undef CODE
    N_CODES
};

enum text {
#define TEXT(symbol, en, id_text) symbol,
#include "compiler/diag/texts.def"
#undef TEXT
    N_TEXTS
};

/* Between the languages of an argument; no text of a user can hold it. */
#define IN_OTHER_WORDS "\x01"

/* A sentence of the tables with its arguments. */
struct sentence {
    const char *const *words;  /* one per language */
    const char *args[6];
};

struct label {
    struct span span;
    struct sentence text;
};

struct diag {
    enum code code;
    enum severity severity;
    struct span span;
    struct sentence message;
    struct sentence here;      /* what stands at the first caret; may be empty */
    LIST_OF(struct label) labels;
    LIST_OF(struct sentence) notes;
    struct sentence help;
    uint32_t order;            /* as it was added */
};

struct diags {
    struct arena *arena;
    struct sources *sources;
    LIST_OF(struct diag *) list;
    uint32_t n[3];             /* by severity */
};

/*
 * Adds a fault and returns it for labels, notes and help. The trailing
 * arguments are strings, ended by NULL (the macro adds it).
 */
#define diag_add(diags, code, span, ...) diag_add_(diags, code, span, ##__VA_ARGS__, (char *)NULL)
struct diag *diag_add_(struct diags *, enum code, struct span, ...)
    __attribute__((sentinel));
/* What stands at the first caret. */
#define diag_here(diags, diag, text, ...) diag_here_(diags, diag, text, ##__VA_ARGS__, (char *)NULL)
void diag_here_(struct diags *, struct diag *, enum text, ...) __attribute__((sentinel));
/* A second place, with what is there. */
#define diag_label(diags, diag, span, text, ...) diag_label_(diags, diag, span, text, ##__VA_ARGS__, (char *)NULL)
void diag_label_(struct diags *, struct diag *, struct span, enum text, ...)
    __attribute__((sentinel));
/* Why it is a fault. */
#define diag_note(diags, diag, text, ...) diag_note_(diags, diag, text, ##__VA_ARGS__, (char *)NULL)
void diag_note_(struct diags *, struct diag *, enum text, ...) __attribute__((sentinel));
/* What to write instead. */
#define diag_help(diags, diag, text, ...) diag_help_(diags, diag, text, ##__VA_ARGS__, (char *)NULL)
void diag_help_(struct diags *, struct diag *, enum text, ...) __attribute__((sentinel));

void diags_init(struct diags *d, struct arena *arena, struct sources *sources);
/* Puts them in the order of their places; drops those said twice. */
void diags_sort(struct diags *d);

const char *code_id(enum code code);          /* "E0301" */
enum severity code_severity(enum code code);
const char *severity_name(enum severity s);   /* "error" */
/* The same as people read it: "error", "kesalahan". */
const char *severity_word(enum severity s, enum language l);

enum diag_format { DIAG_HUMAN, DIAG_SHORT, DIAG_JSON };

struct diag_options {
    enum diag_format format;
    bool color;
    bool hints;                /* print hints too, not only their number */
    int messages;              /* a language, or -1: that of the file */
    uint32_t most;             /* at most so many in human format, errors first; 0: all */
};

/* Prints what diags_sort left. Human and short formats. */
void diags_print(const struct diags *d, const struct diag_options *o, FILE *out);
/* The list "diagnostics" of `sopc check --format json`; the caller owns it. */
struct json_t;
struct json_t *diags_json(const struct diags *d, const struct diag_options *o);

/* The sentence in a language, {1} filled in, appended to b. */
void sentence_write(struct bytes *b, const struct sentence *s, enum language l);
/* The same in the arena, of words and a list of arguments that NULL ends. */
const char *sentence_text(struct arena *arena, const char *const *words, enum language l,
                          va_list args);

/* ---- explanations: `sopc explain`, docs/errors.md ---------------------- */

/* A whole SOP text; NULL: none in this language. It may hold a NUL. */
struct example {
    const char *text;
    size_t len;
};

/* What explain.def says of a code. Examples are in English, and in Indonesian
 * too where the words of the language are what the code is about. */
struct explanation {
    const char *why[N_LANGUAGES];
    struct example wrong[N_LANGUAGES], right[N_LANGUAGES];
};

/* NULL: nobody has written one yet. */
const struct explanation *code_explanation(enum code code);
/* "E0201" or "e0201"; N_CODES: there is no such code. */
enum code code_by_id(const char *id);
/* The code's sentence, with … where a text's own words stand. */
void code_title_write(struct bytes *b, enum code code, enum language l);
/* Prose in lines of at most so many columns. */
void prose_write(struct bytes *b, const char *text, size_t width);
/* An example's lines behind `indent`; what no screen shows is written out. */
void example_write(struct bytes *b, const char *text, size_t len, const char *indent);

#endif
