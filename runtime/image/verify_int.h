/*
 * verify_int: what the two halves of the code's verifier share. Code is ways
 * (verify_code.c), which an event runs, and expressions (verify_expr.c), which
 * are computed; no word of the code belongs to both.
 */
#ifndef SOP_VERIFY_INT_H
#define SOP_VERIFY_INT_H

#include "runtime/image/image_int.h"

/* What an instruction is of the code of its row. */
enum row_part {
    PART_NONE,
    PART_JOIN,               /* its JOIN or SOME: where it opens by its groups */
    PART_ENTRY,              /* its DUE, else its work: where ways lead */
    PART_BEHIND,             /* its work, behind the DUE */
};

/* What is known of a word of the code. */
struct code_word {
    bool is_begin;           /* an instruction begins here */
    bool is_expression;      /* of an expression */
    bool is_reached;         /* by a way: */
    uint32_t procedure;      /* of that procedure, */
    uint32_t row, outcome;   /*   of a row just done; NONE: something stood between */
    enum row_part part;
};

struct code {
    struct image_loader *l;
    const struct image_tables *t;
    const uint32_t *at;
    uint32_t n;
    struct code_word *words;
};

static inline const struct opcode_info *op_at(const struct code *c, uint32_t at)
{
    return &opcode_info[c->at[at]];
}

static inline uint32_t size_at(const struct code *c, uint32_t at)
{
    return 1 + op_at(c, at)->n_operands;
}

/* The operand with that letter; the table gives each letter once at most,
 * where it matters which. */
static inline uint32_t operand(const struct code *c, uint32_t at, char letter)
{
    const char *letters = op_at(c, at)->operands, *found = strchr(letters, letter);
    return found ? c->at[at + 1 + (uint32_t)(found - letters)] : NONE;
}

bool refuse_code(const struct code *c, enum image_rule rule, uint32_t at);

/* Marks the words of all expressions. Operands must be good. */
bool verify_expressions(const struct code *c);

#endif
