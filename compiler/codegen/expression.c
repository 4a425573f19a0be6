/* The code of expressions: operands first, then what is done with them. */
#include "compiler/codegen/codegen_int.h"

static void emit(struct generator *g, const struct expr *e);

static void emit_leaf(struct generator *g, const struct expr *e)
{
    struct image_builder *b = g->builder;
    switch (e->op) {
    case EXPR_NUMBER:
        image_emit(b, OP_NUM, (uint32_t)((uint64_t)e->number >> 32), (uint32_t)e->number);
        break;
    case EXPR_DATE: image_emit(b, OP_DATE, (uint32_t)e->number); break;
    case EXPR_TRUTH: image_emit(b, OP_TRUTH, (uint32_t)e->number); break;
    case EXPR_TEXT: image_emit(b, OP_TEXT, image_add_string(b, e->text)); break;
    default: image_emit(b, OP_LOAD, g->base.field + e->field); break;
    }
}

/* The right side is looked at only where the left one does not tell. */
static void emit_short(struct generator *g, const struct expr *e)
{
    emit(g, e->a);
    uint32_t skip = image_emit(g->builder, e->op == EXPR_AND ? OP_AND : OP_OR, 0u);
    emit(g, e->b);
    image_patch(g->builder, skip, 0, image_here(g->builder));
}

static void emit(struct generator *g, const struct expr *e)
{
    static const enum opcode ops[N_EXPR_OPS] = {
        [EXPR_NEGATE] = OP_NEG, [EXPR_NOT] = OP_NOT,
        [EXPR_EQUAL] = OP_EQ, [EXPR_UNEQUAL] = OP_NE, [EXPR_LESS] = OP_LT, [EXPR_AT_MOST] = OP_LE,
        [EXPR_GREATER] = OP_GT, [EXPR_AT_LEAST] = OP_GE,
        [EXPR_ADD] = OP_ADD, [EXPR_SUBTRACT] = OP_SUB, [EXPR_MULTIPLY] = OP_MUL, [EXPR_DIVIDE] = OP_DIV,
    };
    if (!e->a) {
        emit_leaf(g, e);
    } else if (e->op == EXPR_AND || e->op == EXPR_OR) {
        emit_short(g, e);
    } else {
        emit(g, e->a);
        if (e->b)
            emit(g, e->b);
        image_emit(g->builder, ops[e->op]);
    }
}

uint32_t codegen_expression(struct generator *g, const struct expr *e)
{
    if (!e)
        return NONE;
    uint32_t address = image_here(g->builder);
    emit(g, e);
    image_emit(g->builder, OP_GIVE);
    return address;
}
