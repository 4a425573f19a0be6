/*
 * Does a case lack what rows ahead of it read? A field that a case does not hold
 * has to be filled before it is read, on every way there. So the code is walked
 * from where the case stands, but not past rows that fill the field; a row that
 * waits for groups is reached when so many of them are. A row reached so that
 * reads the field lacks it. It may be told of a way that no case takes; never
 * the other way round.
 */
#include <string.h>

#include "runtime/store/store_int.h"

struct lacks {
    struct store *s;
    const struct live_case *c;
    const struct image *image;
    uint32_t field;
    bool *is_seen;                 /* per word of the code */
    bool *is_marked;               /* per place: a group that is done without the field */
    LIST_OF(uint32_t) todo;        /* addresses */
    uint32_t lacking;              /* the row that reads it, or NONE */
};

/* ---- what a row reads ------------------------------------------------------------ */

static bool reads(const struct lacks *w, uint32_t address)
{
    const uint32_t *code = w->image->t.code;
    if (address == NONE)
        return false;
    for (; code[address] != OP_GIVE; address += 1 + opcode_info[code[address]].n_operands)
        if (code[address] == OP_LOAD && code[address + 1] == w->field)
            return true;
    return false;
}

/* Does a person fill it there? */
static bool asks_for(const struct lacks *w, struct image_span fills)
{
    for (uint32_t i = fills.first; i < fills.first + fills.n; i++)
        if (w->image->t.fill[i].field == w->field && w->image->t.fill[i].value == NONE)
            return true;
    return false;
}

/* Is it filled once the row is done? What the row reads before it is lacking. */
static bool is_filled_by(struct lacks *w, uint32_t row)
{
    const struct image_row *r = &w->image->t.row[row];
    if (asks_for(w, r->fills))
        return true;
    for (uint32_t i = r->fills.first; i < r->fills.first + r->fills.n; i++) {
        if (reads(w, w->image->t.fill[i].value))
            w->lacking = row;
        if (w->image->t.fill[i].field == w->field)
            return true;
    }
    for (uint32_t i = r->outcomes.first; i < r->outcomes.first + r->outcomes.n; i++)
        if (reads(w, w->image->t.outcome[i].when))
            w->lacking = row;
    return false;
}

/* ---- where the ways lead ---------------------------------------------------------- */

static void go_to(struct lacks *w, uint32_t address)
{
    if (w->is_seen[address])
        return;
    w->is_seen[address] = true;
    if (w->todo.n == w->todo.cap)
        w->todo.at = list_grow(&w->s->arena, w->todo.at, &w->todo.cap, sizeof *w->todo.at);
    if (store_have(w->s, w->todo.at))
        w->todo.at[w->todo.n++] = address;
}

static void mark(struct lacks *w, uint32_t place)
{
    uint32_t row = w->image->t.place[place].row, n = 0;
    const struct image_row *r = &w->image->t.row[row];
    w->is_marked[place] = true;
    for (uint32_t i = r->joins.first; i < r->joins.first + r->joins.n; i++)
        n += w->is_marked[i];
    if (n >= (r->need ? r->need : r->joins.n))
        go_to(w, r->code);
}

static void step(struct lacks *w, uint32_t at)
{
    const uint32_t *code = w->image->t.code, *operand = code + at + 1;
    enum opcode op = (enum opcode)code[at];
    uint32_t next = at + 1 + opcode_info[op].n_operands;
    switch (op) {
    case OP_TASK:
    case OP_DECIDE:
    case OP_CHOOSE:
        if (is_filled_by(w, operand[0]))
            return;
        for (uint32_t i = 1; op != OP_TASK && i < operand[1]; i++)
            go_to(w, next + i * (1 + opcode_info[OP_JUMP].n_operands));
        break;
    case OP_JUMP: go_to(w, operand[0]); return;
    case OP_MARK:
    case OP_KEEP: mark(w, operand[0]); break;
    case OP_FORK: go_to(w, w->image->t.row[operand[0]].code); break;
    case OP_DUE: go_to(w, operand[1]); break;
    case OP_BOUND: go_to(w, operand[2]); break;
    case OP_FINISH:
    case OP_END: return;
    default: break;   /* JOIN, SOME, WAIT */
    }
    go_to(w, next);
}

/* Every place that is set; a row that waits goes on behind its wait. */
static void begin(struct lacks *w)
{
    const struct live_case *c = w->c;
    struct image_span places = c->image->t.procedure[c->procedure].places;
    for (uint32_t i = places.first; i < places.first + places.n; i++) {
        if (!vm_is_set(c->image, c->state, i))
            continue;
        uint32_t row = c->image->t.place[i].row, wait = vm_waiting(c->image, c->state, row);
        if (c->image->t.place[i].group != NONE)
            mark(w, i);
        else
            go_to(w, wait == NONE ? c->image->t.row[row].code : wait);
    }
}

struct lacks *lacks_open(struct store *s, const struct live_case *c)
{
    struct lacks *w = store_have(s, ARENA_NEW(&s->arena, struct lacks));
    if (!w)
        return NULL;
    *w = (struct lacks){.s = s, .c = c, .image = c->image};
    w->is_seen = store_have(s, ARENA_ARRAY(&s->arena, (size_t)c->image->t.n_code + 1, bool));
    w->is_marked = store_have(s, ARENA_ARRAY(&s->arena, (size_t)c->image->t.n_place + 1, bool));
    return w;
}

uint32_t lacks_find(struct lacks *w, uint32_t field)
{
    w->field = field;
    w->lacking = NONE;
    w->todo.n = 0;
    memset(w->is_seen, 0, w->image->t.n_code);
    memset(w->is_marked, 0, w->image->t.n_place);
    begin(w);
    while (w->todo.n && w->lacking == NONE && store_is_fine(w->s))
        step(w, w->todo.at[--w->todo.n]);
    return w->lacking;
}
