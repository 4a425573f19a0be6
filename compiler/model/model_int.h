/* What the files of model share while a model is being built. */
#ifndef SOP_MODEL_INT_H
#define SOP_MODEL_INT_H

#include "compiler/model/model.h"

/* Names to indices; keys are interned, so pointers are compared. */
struct name_table {
    struct arena *arena;
    struct name_entry *slots;
    uint32_t n, cap;
    LIST_OF(const char *) order;   /* as they were added, for did-you-mean */
};

void name_table_init(struct name_table *t, struct arena *arena);
/* The index of a name, or NONE. */
uint32_t name_find(const struct name_table *t, const char *name);
void name_add(struct name_table *t, const char *name, uint32_t index);

struct office {
    const struct node *node;
    const char *id;
    struct identity identity;
    LIST_OF(struct actor) actors;
    struct name_table actor_names;
    const struct calendar *calendar;
};

/* The last row to name something in its `after`, from 1 on, and where. */
struct mention {
    uint32_t by;
    struct span span;
};

/* Who names a row: the whole of it, or its outcomes. */
struct named {
    struct mention first;
    bool is_whole;
    struct mention *outcomes;   /* made when the first is named */
};

/* A name that is not there, and where that was told. */
struct told_name {
    enum code code;
    struct diag *diag;
};

struct builder {
    struct arena *arena;
    struct interner *names;
    struct diags *diags;
    struct model *model;
    const struct ast_program *program;
    LIST_OF(struct office) offices;

    uint32_t n_unknown;                    /* names told that are not there */
    LIST_OF(struct told_name) told;        /* those of the sop in hand ... */
    struct name_table told_names;          /* ... by name */

    /* the sop being built */
    struct sop *sop;
    const struct node *sop_node;
    const struct office *office;           /* or NULL */
    bool is_office_lost;                   /* with a file, or in part: its names are not known */
    LIST_OF(struct actor) actors;          /* of its office, then its own */
    uint32_t n_office_actors;
    struct name_table actor_names, document_names, field_names, row_names;
    struct name_table outcome_names;       /* of a decision of many */
    bool *is_used;                         /* per actor of `actors` */
    bool is_actor_unknown;                 /* one was told: it may be any of them */
    LIST_OF(const struct node *) row_nodes; /* per row of the sop */
    struct name_table *answer_names;       /* per row: its outcomes, once they are asked for */
    struct named *named;                   /* per row */
    struct name_table sop_names;           /* of the model's sops, as they will be */
    LIST_OF(const struct node *) sop_nodes;
};

/* names.c: tells a name that is not there (with did-you-mean; `also` is one
 * more candidate, or NULL) or twice. */
void tell_unknown(struct builder *b, enum code code, const struct node *at,
                  const struct name_table *candidates, const char *also);
/* The same where the name may stand in what was lost: then only if one is near. */
void tell_perhaps_unknown(struct builder *b, enum code code, const struct node *at,
                          const struct name_table *candidates, bool is_lost);
struct diag *tell_double(struct builder *b, enum code code, struct span span, const char *name,
                         struct span first);
/* What stands at a place, cut where it is long. */
const char *source_words(const struct builder *b, struct span span);
/* The word that a cell or an entry of a block begins with: `legal basis`. */
struct span word_span(const struct builder *b, const struct node *n);
const char *entry_word(const struct builder *b, const struct node *n);
/* A part that a node has once, and its word. */
struct once {
    enum node_kind kind;
    const char *words[N_LANGUAGES];
};
/* Tells those that stand there twice; a part without a word is the last. */
void check_once(struct builder *b, const struct node *n, const struct once *parts);
/* False (and told): the name is reserved for this kind of thing. */
bool check_not_reserved(struct builder *b, const struct node *n, const char *const *reserved);

/* identity.c: fills from the entries of a block. */
void build_identity(struct builder *b, const struct node *block, struct identity *identity);
void merge_identity(struct identity *own, const struct identity *office);
bool is_identity_entry(enum node_kind kind);
void add_texts(struct builder *b, const struct node *list, string_list *out);

/* people.c: actors, and who does a row. */
void build_by(struct builder *b, const struct node *cell, struct row *row);
void build_assistants(struct builder *b, const struct node *cell, struct row *row);
/* Who signs a row does not assist in it too. */
void check_assistants(struct builder *b, const struct node *n, const struct row *row);
void build_actor(struct builder *b, const struct node *n, struct actor *actor);

/* expr.c */
/* "an amount", for messages in each language. */
const char *type_name(enum field_type type);
/* NULL where something in it was wrong, and told. */
const struct expr *build_expr(struct builder *b, const struct node *n);
const struct expr *build_condition(struct builder *b, const struct node *n);
bool check_fill(struct builder *b, const struct field *f, const struct expr *value);
bool is_expression(enum node_kind kind);
uint32_t resolve_field(struct builder *b, const struct node *n);

/* data.c: fields of the sop, and what a row fills. */
void declare_field(struct builder *b, const struct node *n);
void build_fills(struct builder *b, const struct node *cell, struct row *row);

/* times.c */
/* The day of a date's text that was checked. */
int64_t date_day(const char *text);
struct duration build_duration(struct builder *b, const struct node *cell);
/* Reads a number as a count of 1/10,000; tells what is too fine or large. */
int64_t build_number(struct builder *b, const struct node *n);
bool check_date(struct builder *b, const struct node *n, bool may_be_month);

/* calendars.c: never NULL. */
const struct calendar *build_calendar(struct builder *b, const struct node *n);

/* A whole number of a node, from least to most; 0 and told where it is none. */
uint32_t build_whole(struct builder *b, const struct node *n, uint32_t least, uint32_t most);

/* rows.c: declare first (names), then build (cells). */
void declare_row(struct builder *b, const struct node *n);
void build_row(struct builder *b, const struct node *n, struct row *row);

/* The hole behind which another row goes on, whose head was lost: what stands
 * there is not this row's. NULL: all of it is. */
const struct node *row_end(const struct node *n);

/* also: what may be meant besides a row, or NULL. */
uint32_t resolve_row(struct builder *b, const struct node *n, const char *also);
/* wording.c: hints at how the text of a row reads. */
void check_wording(struct builder *b, const struct node *n, const struct row *row);

/* outcomes.c: where a row goes; late.c: that and when it is due. */
bool is_outcome(enum node_kind kind);
void build_tail(struct builder *b, const struct node *n, struct row *row);

/* after.c */
void build_after(struct builder *b, const struct node *cell, struct row *row, uint32_t row_i);

/* calls.c: another sop run by a row; when it is due (both need the whole sop). */
void build_due(struct builder *b, const struct node *cell, struct row *row);
void build_calls(struct builder *b, const struct node *cell, struct row *row);
/* When all sops are there: do their ends and outcomes fit, does none call itself? */
void check_calls(struct builder *b);

/* ranges.c: tells ways of a decision by data that are never taken. */
void check_ranges(struct builder *b, const struct row *row);

#endif
