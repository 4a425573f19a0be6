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

struct builder {
    struct arena *arena;
    struct interner *names;
    struct diags *diags;
    struct model *model;
    const struct ast_program *program;
    LIST_OF(struct office) offices;

    /* the sop being built */
    struct sop *sop;
    const struct node *sop_node;
    const struct office *office;           /* or NULL */
    LIST_OF(struct actor) actors;          /* of its office, then its own */
    uint32_t n_office_actors;
    struct name_table actor_names, document_names, row_names;
    bool *is_used;                         /* per actor of `actors` */
    LIST_OF(const struct node *) row_nodes; /* per row of the sop */
};

/* names.c: tells a name that is not there (with did-you-mean) or twice. */
void tell_unknown(struct builder *b, enum code code, const struct node *at,
                  const struct name_table *candidates);
void tell_double(struct builder *b, enum code code, struct span span, const char *name,
                 struct span first);
/* What stands at a place, cut where it is long. */
const char *source_words(const struct builder *b, struct span span);
void tell_not_built(struct builder *b, struct span span);
/* False (and told): the name is reserved for this kind of thing. */
bool check_not_reserved(struct builder *b, const struct node *n, const char *const *reserved);

/* identity.c: fills from the entries of a block. */
void build_identity(struct builder *b, const struct node *block, struct identity *identity);
void merge_identity(struct identity *own, const struct identity *office);
bool is_identity_entry(enum node_kind kind);
void add_texts(struct builder *b, const struct node *list, string_list *out);

/* people.c */
void build_actor(struct builder *b, const struct node *n, struct actor *actor);

/* times.c */
const struct calendar *build_calendar(struct builder *b, const struct node *n);
struct duration build_duration(struct builder *b, const struct node *cell);
/* Reads a number as a count of 1/10,000; tells what is too fine or large. */
int64_t build_number(struct builder *b, const struct node *n);
bool check_date(struct builder *b, const struct node *n, bool may_be_month);

/* rows.c: declare first (names), then build (cells). */
void declare_row(struct builder *b, const struct node *n);
void build_row(struct builder *b, const struct node *n, struct row *row);

/* outcomes.c: where a row goes. */
bool is_outcome(enum node_kind kind);
void build_tail(struct builder *b, const struct node *n, struct row *row);
void build_after(struct builder *b, const struct node *cell, struct row *row, uint32_t row_i);

#endif
