/*
 * Verifying code. Three passes over the instructions: where they begin and
 * what their operands may be; which of them are expressions (verify_expr.c)
 * and which the code of a row; and where ways lead. Jumps back are allowed
 * only to the instruction of a row, where every way waits or ends: so nothing
 * goes in circles within an event, and one pass from the first word to the
 * last sees every way before what it leads to.
 */
#include "runtime/image/verify_int.h"

bool refuse_code(const struct code *c, enum image_rule rule, uint32_t at)
{
    uint64_t offset = c->l->table[SECTION_CODE].offset + (uint64_t)at * 4;
    const char *name = at < c->n && c->at[at] < N_OPCODES ? opcode_info[c->at[at]].name : "end";
    return image_refuse(c->l, rule, offset, "%s at %u", name, at);
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
    case 'd': return value < c->t->n_duration;
    case 'f': return value < c->t->n_field;
    case 's': return value < c->l->table[SECTION_STRINGS].n_identity;
    case 'b': return value < 2;
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

static enum opcode work_of(const struct image_row *row)
{
    switch ((enum image_row_kind)row->kind) {
    case IMAGE_END: return OP_FINISH;
    case IMAGE_DECISION: return row->is_data && row->n_tasks == 0 ? OP_CHOOSE : OP_DECIDE;
    default: return OP_TASK;
    }
}

/* The next instruction of a row's code: it must be there, and is that part. */
static bool find_part(const struct code *c, uint32_t *at, enum opcode op, uint32_t row,
                      uint32_t n, enum row_part part)
{
    if (!is_instruction(c, *at, op, row, n))
        return refuse_code(c, RULE_ROW_CODE, *at);
    c->words[*at].part = part;
    *at += size_at(c, *at);
    return true;
}

static bool find_row_code(const struct code *c, uint32_t i)
{
    const struct image_row *row = &c->t->row[i];
    const struct image *image = c->l->image;
    uint32_t at = row->code, n_answers = image_n_answers(image, i);
    bool is_some = row->need > 0, is_due = image_late(image, i) != NONE;
    if (row->joins.n && !find_part(c, &at, is_some ? OP_SOME : OP_JOIN, i,
                                   is_some ? row->need : row->joins.n, PART_JOIN))
        return false;
    if (is_due && !find_part(c, &at, OP_DUE, i, NONE, PART_ENTRY))
        return false;
    return find_part(c, &at, work_of(row), i, n_answers ? n_answers : NONE,
                     is_due ? PART_BEHIND : PART_ENTRY);
}

static bool is_of_rows(enum opcode op)
{
    return op == OP_JOIN || op == OP_SOME || op == OP_DUE || op == OP_TASK || op == OP_DECIDE ||
           op == OP_CHOOSE || op == OP_FINISH;
}

static bool verify_row_code(const struct code *c)
{
    for (uint32_t i = 0; i < c->t->n_row; i++)
        if (!find_row_code(c, i))
            return false;
    for (uint32_t at = 0; at < c->n; at += size_at(c, at))
        if (is_of_rows((enum opcode)c->at[at]) && c->words[at].part == PART_NONE)
            return refuse_code(c, RULE_OWN, at);
    return true;
}

/* ---- ways --------------------------------------------------------------- */

/* A row that has just been done, with that outcome: nothing stood between. */
struct done {
    uint32_t row, outcome;
};

static const struct done nothing_done = { NONE, NONE };

/* A way of that procedure comes to `to`. */
static bool reach(const struct code *c, uint32_t to, uint32_t procedure, struct done done)
{
    struct code_word *w = &c->words[to];
    if (w->is_reached && w->procedure != procedure)
        return refuse_code(c, RULE_FOREIGN, to);
    bool is_other = w->is_reached && (w->row != done.row || w->outcome != done.outcome);
    w->is_reached = true;
    w->procedure = procedure;
    w->row = is_other ? NONE : done.row;
    w->outcome = is_other ? NONE : done.outcome;
    return true;
}

/* May a way lead from there to a part of a row's code? */
static bool is_led_well(const struct code *c, uint32_t from, uint32_t to)
{
    switch (c->words[to].part) {
    case PART_NONE: return true;
    case PART_JOIN: return false;
    case PART_ENTRY: return c->t->row[operand(c, to, 'r')].kind != IMAGE_START;
    case PART_BEHIND: return c->at[from] == OP_DUE && to == from + size_at(c, from);
    }
    return false;
}

/* An instruction at `from` leads on to `to`. */
static bool lead(const struct code *c, uint32_t from, uint32_t to, struct done done)
{
    if (to >= c->n)
        return refuse_code(c, RULE_FALL, from);
    if (c->words[to].is_expression)
        return refuse_code(c, RULE_EXPRESSION, from);
    if (to <= from && c->words[to].part != PART_ENTRY)
        return refuse_code(c, RULE_JUMP, from);
    if (!is_led_well(c, from, to))
        return refuse_code(c, RULE_LED, from);
    return reach(c, to, c->words[from].procedure, done);
}

/* The jumps behind a DECIDE or CHOOSE, one for each answer. */
static bool lead_choice(const struct code *c, uint32_t from, uint32_t row)
{
    uint32_t n = operand(c, from, 'n'), at = from + size_at(c, from);
    for (uint32_t i = 0; i < n; i++, at += size_at(c, at)) {
        if (at >= c->n || c->at[at] != OP_JUMP)
            return refuse_code(c, RULE_CHOICE, from);
        if (!lead(c, from, at, (struct done){ row, i }))
            return false;
    }
    return true;
}

/* Behind the TASK of a row, or behind a WAIT. */
static bool lead_work(const struct code *c, uint32_t from, uint32_t row)
{
    struct done done = { c->words[from].row, c->words[from].outcome };
    if (c->at[from] == OP_TASK)   /* a start row is not open: it cannot wait */
        done = (struct done){ c->t->row[row].kind == IMAGE_START ? NONE : row, NONE };
    else if (done.row == NONE)
        return refuse_code(c, RULE_WAIT, from);
    return lead(c, from, from + size_at(c, from), done);
}

/* Rows, places, counters of an instruction are those of its way's procedure. */
static bool verify_instruction(const struct code *c, uint32_t at)
{
    uint32_t row = operand(c, at, 'r'), place = operand(c, at, 'p');
    uint32_t counter = operand(c, at, 'c'), procedure = c->words[at].procedure;
    if (place != NONE) {
        if (c->t->place[place].group == NONE)
            return refuse_code(c, RULE_GROUP, at);
        row = c->t->place[place].row;
    }
    if (row != NONE && c->l->owner[SECTION_ROWS][row] != procedure)
        return refuse_code(c, RULE_FOREIGN, at);
    if (c->at[at] == OP_FORK && c->t->row[row].kind == IMAGE_START)
        return refuse_code(c, RULE_LED, at);
    if (c->at[at] == OP_BOUND && counter >= c->t->procedure[procedure].n_counters)
        return refuse_code(c, RULE_COUNTER, at);
    return true;
}

/* An instruction that was reached, and where it leads. */
static bool follow(const struct code *c, uint32_t at)
{
    uint32_t below = at + size_at(c, at), to = operand(c, at, 'j'), row = operand(c, at, 'r');
    const struct code_word *w = &c->words[at];
    switch (op_at(c, at)->flow) {
    case FLOW_NEXT: return lead(c, at, below, nothing_done);
    case FLOW_WORK: return lead_work(c, at, row);
    case FLOW_CHOICE: return lead_choice(c, at, row);
    case FLOW_JUMP: return lead(c, at, to, (struct done){ w->row, w->outcome });
    case FLOW_STOP: return true;
    case FLOW_DUE:
        return lead(c, at, below, nothing_done) &&
               lead(c, at, to, (struct done){ row, image_late(c->l->image, row) });
    case FLOW_BRANCH: return lead(c, at, below, nothing_done) && lead(c, at, to, nothing_done);
    case FLOW_VALUE:
    case FLOW_SKIP:
    case FLOW_GIVE: break;
    }
    return refuse_code(c, RULE_EXPRESSION, at);
}

static bool verify_ways(const struct code *c)
{
    for (uint32_t at = 0; at < c->n; at += size_at(c, at)) {
        enum row_part part = c->words[at].part;
        if ((part == PART_JOIN || part == PART_ENTRY) &&
            !reach(c, at, c->l->owner[SECTION_ROWS][operand(c, at, 'r')], nothing_done))
            return false;
    }
    for (uint32_t at = 0; at < c->n; at += size_at(c, at)) {
        if (c->words[at].is_expression)
            continue;
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
    c.words = l->words = image_scratch(l, t->n_code, sizeof *c.words);
    return c.words && find_instructions(&c) && verify_operands(&c) && verify_expressions(&c) &&
           verify_row_code(&c) && verify_ways(&c);
}
