/*
 * Verifying expressions: a line of instructions that ends with GIVE. Only AND
 * and OR jump, ahead and nested like brackets: what they jump over may not
 * touch what lay below their operand. So one walk down the line, with the
 * types that lie on the stack, sees all that can happen.
 */
#include "runtime/image/verify_int.h"

enum { MOST_SKIPS = IMAGE_MOST_DEPTH };

/* An AND or OR under way: where its result is wanted, and what lies below. */
struct skip {
    uint32_t to, base;
};

struct expression {
    const struct code *code;
    uint32_t procedure, at;
    char wanted;                         /* the type that GIVE must find */
    char types[IMAGE_MOST_DEPTH];        /* as the letters of opcodes.def */
    uint32_t depth;
    struct skip skips[MOST_SKIPS];
    uint32_t n_skips;
};

static char type_of_field(const struct code *c, uint32_t field)
{
    static const char letters[N_IMAGE_FIELD_TYPES] = {
        [IMAGE_AMOUNT] = 'n', [IMAGE_TEXT] = 't', [IMAGE_DATE] = 'd',
        [IMAGE_YES_NO] = 'b', [IMAGE_CHOICE] = 't',
    };
    return letters[c->t->field[field].type];
}

static bool refuse(const struct expression *e, enum image_rule rule)
{
    return refuse_code(e->code, rule, e->at);
}

/* ---- the stack ---------------------------------------------------------- */

static bool pop(struct expression *e, char *type)
{
    uint32_t base = e->n_skips ? e->skips[e->n_skips - 1].base : 0;
    if (e->depth <= base)
        return refuse(e, RULE_STACK);
    *type = e->types[--e->depth];
    return true;
}

static bool push(struct expression *e, char type)
{
    if (e->depth == IMAGE_MOST_DEPTH)
        return refuse(e, RULE_STACK);
    e->types[e->depth++] = type;
    return true;
}

/* Takes what the letters before the `-` say; *any is the type of an x or o. */
static bool take(struct expression *e, const char *stack)
{
    const char *end = strchr(stack, '-');
    char any = 0;
    for (const char *letter = end; letter-- > stack;) {
        char type = 0;
        if (!pop(e, &type))
            return false;
        bool is_any = *letter == 'x' || (*letter == 'o' && (type == 'n' || type == 'd'));
        if (is_any ? any && any != type : type != *letter)
            return refuse(e, RULE_TYPE);
        any = is_any ? type : any;
    }
    return true;
}

/* ---- the instructions --------------------------------------------------- */

static bool load(struct expression *e, uint32_t field)
{
    if (e->code->l->owner[SECTION_FIELDS][field] != e->procedure)
        return refuse(e, RULE_FOREIGN);
    return push(e, type_of_field(e->code, field));
}

static bool value(struct expression *e, const char *stack)
{
    uint32_t field = operand(e->code, e->at, 'f');
    if (!take(e, stack))
        return false;
    return field != NONE ? load(e, field) : push(e, strchr(stack, '-')[1]);
}

static bool skip(struct expression *e, const char *stack)
{
    uint32_t to = operand(e->code, e->at, 'j');
    bool is_nested = !e->n_skips || to <= e->skips[e->n_skips - 1].to;
    if (!take(e, stack))
        return false;
    if (to <= e->at || !is_nested || e->n_skips == MOST_SKIPS)
        return refuse(e, RULE_EXPRESSION);
    e->skips[e->n_skips++] = (struct skip){ to, e->depth };
    return true;
}

/* Those AND and OR whose result is wanted here. */
static bool end_skips(struct expression *e)
{
    while (e->n_skips && e->skips[e->n_skips - 1].to == e->at) {
        uint32_t base = e->skips[--e->n_skips].base;
        if (e->depth != base + 1)
            return refuse(e, RULE_STACK);
        if (e->types[base] != 'b')
            return refuse(e, RULE_TYPE);
    }
    return true;
}

static bool give(struct expression *e)
{
    char type = 0;
    if (e->n_skips)
        return refuse(e, RULE_EXPRESSION);
    if (!pop(e, &type))
        return false;
    if (e->depth)
        return refuse(e, RULE_STACK);
    return type == e->wanted || refuse(e, RULE_TYPE);
}

/* Each instruction belongs to one expression: so all are walked once. */
static bool claim(struct expression *e)
{
    bool *is_claimed = &e->code->words[e->at].is_expression;
    if (*is_claimed)
        return refuse(e, RULE_EXPRESSION);
    *is_claimed = true;
    return true;
}

static bool verify_line(struct expression *e)
{
    const struct code *c = e->code;
    for (; e->at < c->n; e->at += size_at(c, e->at)) {
        const struct opcode_info *op = op_at(c, e->at);
        if (!claim(e) || !end_skips(e))
            return false;
        if (op->flow == FLOW_GIVE)
            return give(e);
        if (op->flow != FLOW_VALUE && op->flow != FLOW_SKIP)
            return refuse(e, RULE_EXPRESSION);
        if (!(op->flow == FLOW_VALUE ? value(e, op->stack) : skip(e, op->stack)))
            return false;
    }
    return refuse(e, RULE_EXPRESSION);   /* the code ends before the expression */
}

/* ---- all of them -------------------------------------------------------- */

static bool verify_expression(const struct code *c, uint32_t start, uint32_t procedure,
                              char wanted)
{
    struct expression e = { .code = c, .procedure = procedure, .at = start,
                            .wanted = wanted };
    if (!c->words[start].is_begin)
        return refuse_code(c, RULE_EXPRESSION, start);
    return verify_line(&e);
}

bool verify_expressions(const struct code *c)
{
    const struct image_tables *t = c->t;
    for (uint32_t i = 0; i < t->n_outcome; i++)
        if (t->outcome[i].when != NONE &&
            !verify_expression(c, t->outcome[i].when, c->l->owner[SECTION_OUTCOMES][i], 'b'))
            return false;
    for (uint32_t i = 0; i < t->n_fill; i++)
        if (t->fill[i].value != NONE &&
            !verify_expression(c, t->fill[i].value, c->l->owner[SECTION_FILLS][i],
                               type_of_field(c, t->fill[i].field)))
            return false;
    return true;
}
