/*
 * Computing expressions, on a stack. The verifier has seen to types, depth and
 * jumps; what is left to go wrong are the values themselves.
 */
#include <string.h>

#include "runtime/vm/eval.h"
#include "runtime/vm/vm_int.h"

struct evaluator {
    const struct image *image;
    uint32_t first_field;            /* of the procedure */
    const struct value *fields;
    struct value stack[IMAGE_MOST_DEPTH];
    uint32_t depth;
};

/* ---- arithmetic: counts of 1/10,000, exact through 128 bits -------------- */

__extension__ typedef __int128 wide;

static enum eval_status narrow(wide value, int64_t *out)
{
    if (value < INT64_MIN || value > INT64_MAX)
        return EVAL_OVERFLOW;
    *out = (int64_t)value;
    return EVAL_OK;
}

/* Halves away from zero. */
static wide divide(wide a, wide b)
{
    bool is_negative = (a < 0) != (b < 0);
    a = a < 0 ? -a : a;
    b = b < 0 ? -b : b;
    wide quotient = a / b + (a % b * 2 >= b);
    return is_negative ? -quotient : quotient;
}

static enum eval_status compute(enum opcode op, int64_t a, int64_t b, int64_t *out)
{
    switch (op) {
    case OP_ADD: return narrow((wide)a + b, out);
    case OP_SUB: return narrow((wide)a - b, out);
    case OP_MUL: return narrow(divide((wide)a * b, DECIMAL_ONE), out);
    case OP_DIV:
        return b ? narrow(divide((wide)a * DECIMAL_ONE, b), out) : EVAL_DIVISION_BY_ZERO;
    default: return narrow(-(wide)a, out);
    }
}

/* ---- the stack ------------------------------------------------------------ */

static struct value *push(struct evaluator *e, enum image_field_type type, int64_t n)
{
    BELIEVE(e->depth < IMAGE_MOST_DEPTH);
    e->stack[e->depth] = (struct value){ .type = type, .is_set = true, .n = n };
    return &e->stack[e->depth++];
}

static struct value pop(struct evaluator *e)
{
    BELIEVE(e->depth > 0);
    return e->stack[--e->depth];
}

static bool is_same(const struct value *a, const struct value *b)
{
    bool is_text = a->type == IMAGE_TEXT || a->type == IMAGE_CHOICE;
    return is_text ? strcmp(a->text, b->text) == 0 : a->n == b->n;
}

static bool compare(enum opcode op, const struct value *a, const struct value *b)
{
    switch (op) {
    case OP_EQ: return is_same(a, b);
    case OP_NE: return !is_same(a, b);
    case OP_LT: return a->n < b->n;
    case OP_LE: return a->n <= b->n;
    case OP_GT: return a->n > b->n;
    default: return a->n >= b->n;
    }
}

/* ---- instructions ---------------------------------------------------------- */

static enum eval_status load(struct evaluator *e, uint32_t field)
{
    const struct value *v = &e->fields[field - e->first_field];
    if (v->is_set)
        *push(e, v->type, v->n) = *v;
    else
        push(e, IMAGE_AMOUNT, field);   /* told by eval */
    return v->is_set ? EVAL_OK : EVAL_NOT_FILLED;
}

static enum eval_status step(struct evaluator *e, const uint32_t *at)
{
    struct value a, b;
    enum opcode op = (enum opcode)at[0];
    switch (op) {
    case OP_NUM: push(e, IMAGE_AMOUNT, (int64_t)((uint64_t)at[1] << 32 | at[2])); break;
    case OP_DATE: push(e, IMAGE_DATE, (int32_t)at[1]); break;
    case OP_TRUTH: push(e, IMAGE_YES_NO, at[1]); break;
    case OP_TEXT: push(e, IMAGE_TEXT, 0)->text = image_string(e->image, at[1]); break;
    case OP_LOAD: return load(e, at[1]);
    case OP_NOT: push(e, IMAGE_YES_NO, !pop(e).n); break;
    case OP_NEG: a = pop(e); return compute(op, a.n, 0, &push(e, IMAGE_AMOUNT, 0)->n);
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_DIV:
        b = pop(e);
        a = pop(e);
        return compute(op, a.n, b.n, &push(e, IMAGE_AMOUNT, 0)->n);
    default:
        b = pop(e);
        a = pop(e);
        push(e, IMAGE_YES_NO, compare(op, &a, &b));
    }
    return EVAL_OK;
}

enum eval_status eval(const struct image *image, uint32_t procedure, uint32_t address,
                      const struct value *fields, struct value *out)
{
    struct evaluator e;   /* no need to clear the stack */
    e.image = image;
    e.first_field = image->t.procedure[procedure].fields.first;
    e.fields = fields;
    e.depth = 0;
    const uint32_t *at = image->t.code + address;
    enum eval_status status = EVAL_OK;
    while (at[0] != OP_GIVE && status == EVAL_OK) {
        bool is_skip = at[0] == OP_AND || at[0] == OP_OR;
        if (is_skip && e.stack[e.depth - 1].n == (at[0] == OP_OR)) {
            at = image->t.code + at[1];
            continue;
        }
        if (is_skip)
            e.depth--;
        else
            status = step(&e, at);
        at += 1 + opcode_info[at[0]].n_operands;
    }
    *out = pop(&e);
    return status;
}

/* ---- rows ----------------------------------------------------------------- */

uint32_t field_number(const struct image *image, uint32_t procedure, uint32_t field)
{
    return field - image->t.procedure[procedure].fields.first;
}

uint32_t field_find(const struct image *image, uint32_t procedure, const char *id)
{
    struct image_span fields = image->t.procedure[procedure].fields;
    for (uint32_t i = fields.first; i < fields.first + fields.n; i++)
        if (strcmp(image_string(image, image->t.field[i].id), id) == 0)
            return i;
    return NONE;
}

enum eval_status vm_choose(const struct image *image, uint32_t row, const struct value *fields,
                           uint32_t *outcome, uint32_t *field)
{
    uint32_t procedure = image_procedure_of(image, row), n = image_n_answers(image, row);
    const struct image_outcome *outcomes = image->t.outcome + image->t.row[row].outcomes.first;
    *field = NONE;
    for (*outcome = 0; *outcome + 1 < n; ++*outcome) {
        struct value holds;
        enum eval_status status = eval(image, procedure, outcomes[*outcome].when, fields, &holds);
        if (status == EVAL_NOT_FILLED)
            *field = (uint32_t)holds.n;
        if (status != EVAL_OK || holds.n)
            return status;
    }
    return EVAL_OK;   /* the last one is ELSE */
}

/* The image's own words for a choice; NULL where it is none. */
static const char *find_choice(const struct image *image, uint32_t field, const char *text)
{
    uint32_t n;
    const uint32_t *choices = image_list(image, image->t.field[field].choices, &n);
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(image_string(image, choices[i]), text) == 0)
            return image_string(image, choices[i]);
    return NULL;
}

static enum eval_status compute_fill(const struct image *image, uint32_t procedure,
                                     const struct image_fill *fill, struct value *fields,
                                     uint32_t *field)
{
    struct value v;
    enum eval_status status = eval(image, procedure, fill->value, fields, &v);
    *field = status == EVAL_NOT_FILLED ? (uint32_t)v.n : fill->field;
    if (status != EVAL_OK)
        return status;
    v.type = (enum image_field_type)image->t.field[fill->field].type;
    if (v.type == IMAGE_CHOICE)
        v.text = find_choice(image, fill->field, v.text);
    if (v.type == IMAGE_CHOICE && !v.text)
        return EVAL_NO_CHOICE;
    fields[field_number(image, procedure, fill->field)] = v;
    return EVAL_OK;
}

enum eval_status vm_fill(const struct image *image, uint32_t row, struct value *fields,
                         uint32_t *field)
{
    uint32_t procedure = image_procedure_of(image, row);
    struct image_span fills = image->t.row[row].fills;
    *field = NONE;
    for (uint32_t i = fills.first; i < fills.first + fills.n; i++) {
        const struct image_fill *fill = &image->t.fill[i];
        enum eval_status status =
            fill->value == NONE ? EVAL_OK : compute_fill(image, procedure, fill, fields, field);
        if (status != EVAL_OK)
            return status;
    }
    return EVAL_OK;
}

uint32_t vm_missing(const struct image *image, uint32_t row, const struct value *fields)
{
    uint32_t procedure = image_procedure_of(image, row);
    struct image_span fills = image->t.row[row].fills;
    for (uint32_t i = fills.first; i < fills.first + fills.n; i++) {
        const struct image_fill *fill = &image->t.fill[i];
        if (fill->value == NONE && !fields[field_number(image, procedure, fill->field)].is_set)
            return fill->field;
    }
    return NONE;
}
