/*
 * model: what the text says, every name resolved, as dense tables.
 *
 * A name that is not known is told once and poisoned (left out); the tables
 * stay whole, so the floors above can work on a faulty text too. All strings
 * are interned or in the arena; indices are positions in the tables here.
 * Rows are steps, decisions, starts and ends in written order (phases are
 * headings, kept apart); numbers are minutes unless a unit stands with them.
 */
#ifndef SOP_MODEL_H
#define SOP_MODEL_H

#include "compiler/ast/ast.h"
#include "compiler/diag/diag.h"
#include "runtime/calendar/calendar.h"
#include "runtime/duration/duration.h"

/* The lists of the identity page, in the order of the form. */
enum identity_list {
#define IDENTITY_LIST(symbol, name) LIST_##symbol,
#include "compiler/model/identity.def"
#undef IDENTITY_LIST
    N_IDENTITY_LISTS
};

typedef LIST_OF(const char *) string_list;
typedef LIST_OF(struct span) span_list;

struct identity {
    const char *number, *unit;                  /* NULL: not said */
    const char *created, *revised, *effective;  /* "2024-01-02" or "2024-01" */
    const char *approver_title, *approver_name, *approver_id;
    string_list lists[N_IDENTITY_LISTS];
    bool is_said[N_IDENTITY_LISTS];             /* even if with nothing in it */
};

struct actor {
    const char *id, *name;
    struct span span;          /* of its name where declared */
    const char *office;        /* the office it belongs to, or NULL */
    uint32_t count;            /* how many people or units; 0: not said */
    string_list units;
    bool is_outside;           /* an applicant, a vendor: has tasks, no staffing */
    int64_t cost;              /* an hour, in 1/10,000; 0: not said */
};

struct document {
    const char *id, *name;
    struct span span;
};

/* ---- data -------------------------------------------------------------- */

enum field_type { FIELD_AMOUNT, FIELD_TEXT, FIELD_DATE, FIELD_YES_NO, FIELD_CHOICE, N_FIELD_TYPES };

struct field {
    const char *id, *name;
    enum field_type type;
    string_list choices;
    struct span span;
};

enum expr_op {
    EXPR_NUMBER, EXPR_TEXT, EXPR_DATE, EXPR_TRUTH, EXPR_FIELD,   /* leaves */
    EXPR_NEGATE, EXPR_NOT,
    EXPR_AND, EXPR_OR,
    EXPR_EQUAL, EXPR_UNEQUAL, EXPR_LESS, EXPR_AT_MOST, EXPR_GREATER, EXPR_AT_LEAST,
    EXPR_ADD, EXPR_SUBTRACT, EXPR_MULTIPLY, EXPR_DIVIDE,
    N_EXPR_OPS
};

/* An expression whose types fit. */
struct expr {
    enum expr_op op;
    enum field_type type;      /* of its value; a choice is FIELD_CHOICE, its words FIELD_TEXT */
    int64_t number;            /* amount in 1/10,000; date in days since 1970; truth 0 or 1 */
    const char *text;          /* EXPR_TEXT */
    uint32_t field;            /* EXPR_FIELD */
    const struct expr *a, *b;  /* operands */
    struct span span;
};

/* A field that a row fills: asked, or computed. */
struct fill {
    uint32_t field;
    const struct expr *value;  /* NULL: a person gives it */
    struct span span;
};

/* ---- rows -------------------------------------------------------------- */

enum row_kind { ROW_STEP, ROW_DECISION, ROW_START, ROW_END, N_ROW_KINDS };

/* The last three are not answered by anybody: data or the clock decide. */
enum outcome_kind {
    OUTCOME_YES, OUTCOME_NO, OUTCOME_WORDS, OUTCOME_WHEN, OUTCOME_ELSE, OUTCOME_LATE,
    N_OUTCOME_KINDS
};

/* Where the flow goes: a row's index, or one of these. */
#define TO_NEXT (UINT32_MAX - 1)   /* no arrow: on to what follows */
#define TO_END (UINT32_MAX - 2)    /* `-> end` */

struct outcome {
    enum outcome_kind kind;
    const char *label;         /* "yes", "no", "else", "late", or the words themselves */
    int64_t percent;           /* in 1/10,000 of a percent; -1: not given */
    struct duration delay;     /* passes before the flow goes there */
    struct span percent_span;
    uint32_t to;
    struct span span;          /* the outcome's word */
    struct span to_span;       /* the target's name, where written */
    const char *called_end;    /* of a decision that calls: the end it stands for, as the
                                  called row's name, or "end"; else NULL */
    const struct expr *when;   /* OUTCOME_WHEN; its label is the condition */
    uint32_t at_most;          /* times a case, then `then_to`; 0: no bound */
    uint32_t then_to;
    struct span then_span;
};

/* Another row that a rule of a row names. */
struct row_ref {
    uint32_t row;              /* or NONE */
    struct span span;
};

/* A member of a group of `after`: a row, or one outcome of it. */
struct member {
    uint32_t row;
    uint32_t outcome;          /* NONE: the row itself */
    struct span span;
};

struct group {
    LIST_OF(struct member) members;
};

struct row {
    enum row_kind kind;
    uint32_t calls;            /* index of a sop of the model, or NONE */
    LIST_OF(struct outcome) outcomes;
    uint32_t n_answers;        /* outcomes but `late`, which stands last */
    uint32_t to;               /* steps: TO_NEXT, TO_END or a row */
    struct duration work, wait;
    /* Up to here all that most questions ask of a row: of 100,000 rows, too many for a
     * cache, only what lies together is quick to read. */
    LIST_OF(uint32_t) actors;  /* those that sign it, as written; `2 nurse`: twice */
    LIST_OF(uint32_t) assistants;
    bool is_any;               /* `a or b`: one of them; else all */
    bool is_each;              /* every unit for itself */
    bool is_data;              /* a decision that the fields take (`when`) */
    const char *id, *text;
    uint32_t no;               /* as printed, from 1; 0 for start and end rows */
    uint32_t phase;            /* index, or NONE */
    struct span span;          /* the whole row */
    struct span name_span;     /* its name */
    LIST_OF(struct row_ref) excepts;   /* who did these may not do it */
    struct row_ref same_as;    /* who did this goes on; row NONE: anybody */
    string_list inputs, outputs;
    span_list input_spans, output_spans;   /* where each is written */
    const char *note;          /* or NULL */
    struct duration due;       /* kind NONE: never late */
    struct row_ref due_from;   /* counted from its last completion; NONE: from opening */
    struct span due_span;
    LIST_OF(struct group) after;
    bool after_start;          /* `after start` */
    uint32_t need;             /* groups of `after` that let it go; 0: all */
    struct span after_span;
    LIST_OF(struct fill) fills;
    struct span calls_span;
    LIST_OF(uint32_t) passed;  /* fields that it must have been given by then */
    struct span to_span;
};

struct phase {
    const char *text;
    struct span span;
    uint32_t first_row;        /* the row below it (n rows: none) */
};

struct model;

struct sop {
    const char *id, *title;
    const struct model *model; /* that it is of, with those that it calls */
    enum language language;
    struct span span;          /* its name */
    const char *office;        /* name of its office, or NULL */
    struct identity identity;  /* its own over its office's */
    LIST_OF(struct actor) actors;  /* those it uses, in the order declared */
    LIST_OF(struct document) documents;
    LIST_OF(struct field) fields;
    LIST_OF(struct row) rows;
    LIST_OF(struct phase) phases;
    const struct calendar *calendar;  /* NULL: nothing said */
    struct unit_minutes units;        /* of calendar, or of the default */
    bool is_broken;            /* something of its flow was lost to an error */
};

struct model {
    LIST_OF(struct sop) sops;  /* of the first file, in written order; then others */
    uint32_t n_own;            /* so many are of the first file */
};

struct ast_program;

/* Builds the model of a program; its faults go into diags. */
struct model *model_build(const struct ast_program *program, struct arena *arena,
                          struct interner *names, struct diags *diags);
void model_dump(const struct model *model, FILE *out);

/* The row's outcome `late`, or NONE. */
uint32_t row_late(const struct row *row);
/* An expression as text, in English words: "price > 1000". */
const char *expr_text(const struct sop *sop, const struct expr *e, struct arena *arena);

/* Mean minutes of a row's work and wait, as printed (one unit, one item). */
double row_work_minutes(const struct sop *sop, const struct row *row);
double row_wait_minutes(const struct sop *sop, const struct row *row);
/* Signatures it takes: its actors, the units of `each`, or 1. */
uint32_t row_n_tasks(const struct sop *sop, const struct row *row);

#endif
