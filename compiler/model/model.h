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

struct identity {
    const char *number, *unit;                  /* NULL: not said */
    const char *created, *revised, *effective;  /* "2024-01-02" or "2024-01" */
    const char *approver_title, *approver_name, *approver_id;
    string_list lists[N_IDENTITY_LISTS];
};

struct actor {
    const char *id, *name;
    struct span span;          /* of its name where declared */
    const char *office;        /* the office it belongs to, or NULL */
    uint32_t count;            /* how many people or units; 0: not said */
    string_list units;
};

struct document {
    const char *id, *name;
    struct span span;
};

enum row_kind { ROW_STEP, ROW_DECISION, ROW_START, ROW_END, N_ROW_KINDS };

enum outcome_kind { OUTCOME_YES, OUTCOME_NO, OUTCOME_WORDS, N_OUTCOME_KINDS };

/* Where the flow goes: a row's index, or one of these. */
#define TO_NEXT (UINT32_MAX - 1)   /* no arrow: on to what follows */
#define TO_END (UINT32_MAX - 2)    /* `-> end` */

struct outcome {
    enum outcome_kind kind;
    const char *label;         /* "yes", "no", or the words themselves */
    int64_t percent;           /* in 1/10,000 of a percent; -1: not given */
    uint32_t to;
    struct span span;          /* the outcome's word */
    struct span to_span;       /* the target's name, where written */
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
    const char *id, *text;
    uint32_t no;               /* as printed, from 1; 0 for start and end rows */
    uint32_t phase;            /* index, or NONE */
    struct span span;          /* the whole row */
    struct span name_span;     /* its name */
    LIST_OF(uint32_t) actors;  /* those that do and sign it, as written */
    bool is_any;               /* `a or b`: one of them; else all */
    bool is_each;              /* every unit for itself */
    LIST_OF(uint32_t) assistants;
    string_list inputs, outputs;
    const char *note;          /* or NULL */
    struct duration work, wait;
    LIST_OF(struct group) after;
    bool after_start;          /* `after start` */
    struct span after_span;
    LIST_OF(struct outcome) outcomes;  /* decisions only */
    uint32_t to;               /* steps: TO_NEXT, TO_END or a row */
    struct span to_span;
};

struct phase {
    const char *text;
    struct span span;
    uint32_t first_row;        /* the row below it (n rows: none) */
};

struct sop {
    const char *id, *title;
    enum language language;
    struct span span;          /* its name */
    const char *office;        /* name of its office, or NULL */
    struct identity identity;  /* its own over its office's */
    LIST_OF(struct actor) actors;  /* those it uses, in the order declared */
    LIST_OF(struct document) documents;
    LIST_OF(struct row) rows;
    LIST_OF(struct phase) phases;
    const struct calendar *calendar;  /* NULL: nothing said */
    struct unit_minutes units;        /* of calendar, or of the default */
    bool is_broken;            /* something of its flow was lost to an error */
};

struct model {
    LIST_OF(struct sop) sops;  /* of the first file, in written order */
};

struct ast_program;

/* Builds the model of a program; its faults go into diags. */
struct model *model_build(const struct ast_program *program, struct arena *arena,
                          struct interner *names, struct diags *diags);
void model_dump(const struct model *model, FILE *out);

/* Mean minutes of a row's work and wait, as printed (one unit, one item). */
double row_work_minutes(const struct sop *sop, const struct row *row);
double row_wait_minutes(const struct sop *sop, const struct row *row);
/* Signatures it takes: its actors, the units of `each`, or 1. */
uint32_t row_n_tasks(const struct sop *sop, const struct row *row);

#endif
