/*
 * content: what stands in the document of an SOP, as pure data: every text
 * ready to print, in the language of the sop, with nothing of how it looks.
 *
 * PDF (identity.c, annex.c), HTML and JSON are faces of this one thing. The
 * table with its flowchart is not in it: compiler/draw lays that out from the
 * same flow. NULL texts and lists of nothing are boxes that stay empty: the
 * form keeps them. All in the arena; points into flow and report.
 */
#ifndef SOP_DOC_CONTENT_H
#define SOP_DOC_CONTENT_H

#include "compiler/time/time.h"

/* ---- words ------------------------------------------------------------- */

enum doc_word {
#define WORD(symbol, en, id) DOC_WORD_##symbol,
#include "compiler/doc/words.def"
    N_DOC_WORDS
};

const char *doc_word(enum doc_word word, enum language language);
/* The word with {1} {2} ... filled in from a list that NULL ends. */
#define doc_sentence(arena, word, language, ...) \
    doc_sentence_(arena, word, language, __VA_ARGS__, (char *)NULL)
const char *doc_sentence_(struct arena *arena, enum doc_word word, enum language language, ...)
    __attribute__((sentinel));
/* "2024-01-02" as "2 January 2024", "2024-01" as "January 2024"; NULL stays NULL. */
const char *doc_date(const char *date, enum language language, struct arena *arena);

/* ---- the identity page --------------------------------------------------- */

enum doc_field_kind {
#define FIELD(symbol, en, id) DOC_FIELD_##symbol,
#include "compiler/doc/words.def"
    N_DOC_FIELDS
};

struct doc_field {
    const char *label, *value;
};

/* Between title and name is room for the signature. */
struct doc_signer {
    const char *label, *title, *name, *id;
};

/* Several items are numbered, one alone is not. */
struct doc_list {
    const char *label;      /* NULL: it has none */
    string_list items;
};

/* The form has the first six lists of identity.def, in three pairs: 0 beside
 * 1, 2 beside 3, 4 beside 5. */
#define N_DOC_PAIRS 3

/* ---- annexes ------------------------------------------------------------- */

struct doc_column {
    const char *label;      /* NULL in all columns: the table has no header */
    bool is_number;         /* stands at the right */
    bool is_text;           /* takes what room is left */
};

struct doc_line {
    const char **cells;     /* one a column; NULL: empty */
    uint32_t row;           /* its number leads to this row of the procedure; NONE: to none */
    bool is_marked;         /* critical */
};

struct doc_table {
    LIST_OF(struct doc_column) columns;
    LIST_OF(struct doc_line) lines;
};

/* Part of an annex: a table where it has columns, else a list of sentences. */
struct doc_block {
    const char *heading;    /* or NULL */
    struct doc_table table;
    struct doc_list list;
};

struct doc_annex {
    const char *id;         /* "explained", "time": of its anchor */
    const char *name;       /* "Annex 1": "Annex" where it is the only one */
    const char *title;
    LIST_OF(struct doc_block) blocks;
};

/* ---- all of it ------------------------------------------------------------ */

struct doc_content {
    const struct flow *flow;
    const struct sop *sop;
    enum language language;
    const char *kind;        /* "Standard Operating Procedure" */
    const char *title, *number, *unit;   /* NULL where not given */
    const char *image_id;    /* of the compiled image, or NULL */
    const char *subject;     /* for the file's metadata: kind and number */
    struct doc_field fields[N_DOC_FIELDS];
    struct doc_signer signer;
    struct doc_field name;   /* label and title of the SOP */
    struct doc_list lists[N_IDENTITY_LISTS];
    LIST_OF(struct doc_annex) annexes;
};

const struct doc_content *doc_content_build(const struct time_report *report,
                                            const char *image_id, struct arena *arena);
/* The annex of times: one procedure's report as tables (content_time.c). */
void doc_time_annex(const struct time_report *report, struct doc_annex *annex,
                    struct arena *arena);
struct doc_block *doc_block_add(struct doc_annex *annex, enum doc_word heading,
                                enum language language, struct arena *arena);

#endif
