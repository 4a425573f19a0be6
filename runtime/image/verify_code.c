/*
 * Verifying code. Three passes over the instructions: where they begin and
 * what their operands may be; which of them are the code of a row; and where
 * ways lead. Jumps back are allowed only to the instruction of a row, where
 * every way waits or ends: so nothing goes in circles within an event, and
 * one pass from the first word to the last sees every way before what it
 * leads to.
 */
#include "runtime/image/image_int.h"

/* How deep the stack may grow. */
#define MOST_DEPTH 64

/* What is known of a word of the code. */
struct word {
    bool is_begin;           /* an instruction begins here */
    bool is_row;             /* it is the TASK, DECIDE or FINISH of its row, */
    bool is_join;            /*   or its JOIN */
    bool is_reached;
    uint32_t procedure;      /* of the way that leads here, */
    int depth;               /*   and the height of its stack */
};

struct code {
    struct image_loader *l;
    const struct image_tables *t;
    const uint32_t *at;
    uint32_t n;
    struct word *words;
};

static bool refuse_code(const struct code *c, enum image_rule rule, uint32_t at)
{
    uint64_t offset = c->l->table[SECTION_CODE].offset + (uint64_t)at * 4;
    const char *name = at < c->n && c->at[at] < N_OPCODES ? opcode_info[c->at[at]].name : "end";
    return image_refuse(c->l, rule, offset, "%s at %u", name, at);
}

static const struct opcode_info *op_at(const struct code *c, uint32_t at)
{
    return &opcode_info[c->at[at]];
}

static uint32_t size_at(const struct code *c, uint32_t at)
{
    return 1 + op_at(c, at)->n_operands;
}

/* The operand with that letter; the table gives each letter once at most. */
static uint32_t operand(const struct code *c, uint32_t at, char letter)
{
    const char *letters = op_at(c, at)->operands, *found = strchr(letters, letter);
    return found ? c->at[at + 1 + (uint32_t)(found - letters)] : NONE;
}

/* ---- instructions and operands ----------------------------------------- */

static bool find_instructions(const struct code *c)
{
    for (uint32_t at = 0; at < c->n; at += size_at(c, at)) {
        if (c->at[at] >= N_OPCODES || c->n - at < size_at(c, at))
            return refuse_code(c, RULE_OPCODE, at);
        c->words[at].is_begin = true;
    }
    return true;
}

static bool is_operand_good(const struct code *c, char letter, uint32_t value)
{
    switch (letter) {
    case 'r': return value < c->t->n_row;
    case 'p': return value < c->t->n_place;
    case 'j': return value < c->n && c->words[value].is_begin;
    default: return true;
    }
}

static bool verify_operands(const struct code *c)
{
    for (uint32_t at = 0; at < c->n; at += size_at(c, at))
        for (uint32_t i = 0; i < op_at(c, at)->n_operands; i++)
            if (!is_operand_good(c, op_at(c, at)->operands[i], c->at[at + 1 + i]))
                return refuse_code(c, RULE_OPERAND, at);
    return true;
}

/* ---- the code of rows --------------------------------------------------- */

static bool is_instruction(const struct code *c, uint32_t at, enum opcode op, uint32_t row,
                           uint32_t n)
{
    return at < c->n && c->words[at].is_begin && c->at[at] == op &&
           operand(c, at, 'r') == row && operand(c, at, 'n') == n;
}

static bool find_row_code(const struct code *c, uint32_t i)
{
    static const enum opcode opcodes[N_IMAGE_ROW_KINDS] = {
        [IMAGE_STEP] = OP_TASK, [IMAGE_DECISION] = OP_DECIDE,
        [IMAGE_START] = OP_TASK, [IMAGE_END] = OP_FINISH,
    };
    const struct image_row *row = &c->t->row[i];
    uint32_t at = row->code;
    if (row->joins.n) {
        if (!is_instruction(c, at, OP_JOIN, i, row->joins.n))
            return refuse_code(c, RULE_ROW_CODE, at);
        c->words[at].is_join = true;
        at += size_at(c, at);
    }
    if (!is_instruction(c, at, opcodes[row->kind], i, row->outcomes.n ? row->outcomes.n : NONE))
        return refuse_code(c, RULE_ROW_CODE, at);
    c->words[at].is_row = true;
    return true;
}

static bool verify_row_code(const struct code *c)
{
    for (uint32_t i = 0; i < c->t->n_row; i++)
        if (!find_row_code(c, i))
            return false;
    for (uint32_t at = 0; at < c->n; at += size_at(c, at)) {
        uint32_t op = c->at[at];
        bool is_own = op == OP_JOIN || op == OP_TASK || op == OP_DECIDE || op == OP_FINISH;
        if (is_own && !c->words[at].is_row && !c->words[at].is_join)
            return refuse_code(c, RULE_OWN, at);
    }
    return true;
}

/* ---- ways --------------------------------------------------------------- */

/* A way of that procedure comes to `to` with that much on the stack. */
static bool reach(const struct code *c, uint32_t to, uint32_t procedure, int depth)
{
    struct word *w = &c->words[to];
    if (w->is_reached && w->procedure != procedure)
        return refuse_code(c, RULE_FOREIGN, to);
    if (w->is_reached && w->depth != depth)
        return refuse_code(c, RULE_STACK, to);
    w->is_reached = true;
    w->procedure = procedure;
    w->depth = depth;
    return true;
}

/* An instruction at `from` leads on to `to`. */
static bool lead(const struct code *c, uint32_t from, uint32_t to, int depth)
{
    if (to >= c->n)
        return refuse_code(c, RULE_FALL, from);
    if (to <= from && !c->words[to].is_row)
        return refuse_code(c, RULE_JUMP, from);
    bool is_start = c->words[to].is_row &&
                    c->t->row[operand(c, to, 'r')].kind == IMAGE_START;
    if (c->words[to].is_join || is_start)
        return refuse_code(c, RULE_LED, from);
    return reach(c, to, c->words[from].procedure, depth);
}

/* The jumps behind a DECIDE, one for each outcome. */
static bool lead_choice(const struct code *c, uint32_t from, int depth)
{
    uint32_t n = operand(c, from, 'n'), at = from + size_at(c, from);
    for (uint32_t i = 0; i < n; i++, at += size_at(c, at)) {
        if (at >= c->n || c->at[at] != OP_JUMP)
            return refuse_code(c, RULE_CHOICE, from);
        if (!lead(c, from, at, depth))
            return false;
    }
    return true;
}

/* Rows and places of an instruction are those of the way that it stands on. */
static bool verify_instruction(const struct code *c, uint32_t at)
{
    uint32_t row = operand(c, at, 'r'), place = operand(c, at, 'p');
    if (place != NONE) {
        if (c->t->place[place].group == NONE)
            return refuse_code(c, RULE_GROUP, at);
        row = c->t->place[place].row;
    }
    if (row != NONE && c->l->owner[SECTION_ROWS][row] != c->words[at].procedure)
        return refuse_code(c, RULE_FOREIGN, at);
    if (c->at[at] == OP_FORK && c->t->row[row].kind == IMAGE_START)
        return refuse_code(c, RULE_LED, at);
    return true;
}

/* An instruction that was reached, and where it leads. */
static bool follow(const struct code *c, uint32_t at)
{
    const struct opcode_info *op = op_at(c, at);
    int depth = c->words[at].depth - op->pops;
    bool is_rest = op->flow == FLOW_WORK || op->flow == FLOW_CHOICE || op->flow == FLOW_STOP;
    if (depth < 0 || depth + op->pushes > MOST_DEPTH || (is_rest && depth != 0))
        return refuse_code(c, RULE_STACK, at);
    depth += op->pushes;
    switch (op->flow) {
    case FLOW_NEXT:
    case FLOW_WORK: return lead(c, at, at + size_at(c, at), depth);
    case FLOW_CHOICE: return lead_choice(c, at, depth);
    case FLOW_JUMP: return lead(c, at, operand(c, at, 'j'), depth);
    case FLOW_STOP: return true;
    }
    return false;
}

static bool verify_ways(const struct code *c)
{
    for (uint32_t at = 0; at < c->n; at += size_at(c, at))
        if ((c->words[at].is_row || c->words[at].is_join) &&
            !reach(c, at, c->l->owner[SECTION_ROWS][operand(c, at, 'r')], 0))
            return false;
    for (uint32_t at = 0; at < c->n; at += size_at(c, at)) {
        if (!c->words[at].is_reached)
            return refuse_code(c, RULE_REACH, at);
        if (!verify_instruction(c, at) || !follow(c, at))
            return false;
    }
    return true;
}

bool image_verify_code(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    struct code c = { l, t, t->code, t->n_code, NULL };
    c.words = image_scratch(l, t->n_code, sizeof *c.words);
    return c.words && find_instructions(&c) && verify_operands(&c) && verify_row_code(&c) &&
           verify_ways(&c);
}
