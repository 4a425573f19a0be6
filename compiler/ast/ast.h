/*
 * ast: the tree of one text, as written.
 *
 * Every node is the same small thing (ast.def tells what each kind holds), so
 * that building, walking and printing are one loop each. Nodes live in the
 * arena of the compilation and are changed only while they are being built.
 */
#ifndef SOP_AST_H
#define SOP_AST_H

#include "compiler/diag/diag.h"

enum node_kind {
#define NODE(kind, name, holds) NODE_##kind,
#include "compiler/ast/ast.def"
#undef NODE
    N_NODE_KINDS
};

struct node {
    enum node_kind kind;
    struct span span;          /* all of it */
    struct span at;            /* what to point at: its name or keyword */
    const char *text;          /* interned; "" where the kind has none */
    struct node *first, *last; /* kids */
    struct node *next;
};

/* The texts of one program: the file named by the user and all it uses. */
struct ast_file {
    struct source *source;     /* NULL: it could not be read */
    struct node *tree;         /* NODE_FILE; NULL: it could not be parsed at all */
    const char *real_path;     /* resolved and interned, to know it again */
    LIST_OF(struct ast_file *) uses;
};

struct ast_program {
    struct ast_file *main;
    LIST_OF(struct ast_file *) files;   /* each once; main first */
    bool is_incomplete;                 /* some file or part of one was lost, and told */
};

struct node *ast_new(struct arena *arena, enum node_kind kind, struct span span,
                     const char *text);
/* Appends kid (may be NULL: nothing) and its span; returns parent. */
struct node *ast_add(struct node *parent, struct node *kid);
/* Appends all kids of `from` (a carrier, forgotten afterwards). */
struct node *ast_adopt(struct node *parent, struct node *from);

/* The first kid of a kind, or NULL; and the next one behind it. */
struct node *ast_kid(const struct node *parent, enum node_kind kind);
struct node *ast_again(const struct node *kid);

void ast_dump(const struct node *tree, FILE *out);

#endif
