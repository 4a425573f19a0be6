/*
 * Arcs from code: behind the work of a row, the instructions of each outcome
 * until its way ends. What a jump keeps done is no arc; of a bounded outcome
 * both ways are.
 */
#include <stdlib.h>
#include <string.h>

#include "runtime/simulate/ways.h"

/* One outcome's code being read. */
struct reader {
    struct ways *w;
    uint32_t *seen;        /* per word of the code: the outcome (from 1) that came by */
    uint32_t stamp;
    uint32_t row, outcome;
    uint32_t then;         /* where a bounded outcome goes on when it is used up, or NONE */
    uint32_t first;        /* arc of the way in hand */
    uint32_t n_opens;      /* of it: they stand before those to joins */
};

static struct ways_arc *add_arc(struct reader *r, uint32_t to, uint32_t place)
{
    struct ways *w = r->w;
    if (w->n_arcs == w->cap_arcs) {
        uint32_t cap = w->cap_arcs ? 2 * w->cap_arcs : 64;
        struct ways_arc *arcs = realloc(w->arcs, cap * sizeof *arcs);
        if (!arcs)
            return NULL;
        w->arcs = arcs;
        w->cap_arcs = cap;
    }
    struct ways_arc *arc = &w->arcs[w->n_arcs++];
    *arc = (struct ways_arc){r->row, to, r->outcome, place, false};
    return arc;
}

static bool add_join(struct reader *r, uint32_t place)
{
    const struct ways *w = r->w;
    return add_arc(r, w->image->t.place[place].row - w->p->rows.first,
                   place - w->p->places.first) != NULL;
}

/* Before the joins of its way, whatever the order of instructions. */
static bool add_open(struct reader *r, uint32_t row)
{
    if (!add_arc(r, row - r->w->p->rows.first, NONE))
        return false;
    struct ways_arc *arcs = r->w->arcs, *at = arcs + r->first + r->n_opens++;
    struct ways_arc added = arcs[r->w->n_arcs - 1];
    memmove(at + 1, at, (size_t)(arcs + r->w->n_arcs - 1 - at) * sizeof *at);
    *at = added;
    return true;
}

/* One way, from an address to its end; of a bounded outcome r->then is the other. */
static bool read_way(struct reader *r, uint32_t at)
{
    const uint32_t *code = r->w->image->t.code;
    bool is_read = true, is_on = true;
    r->first = r->w->n_arcs;
    r->n_opens = 0;
    while (is_read && is_on && r->seen[at] != r->stamp) {
        uint32_t next = at + 1 + opcode_info[code[at]].n_operands;
        r->seen[at] = r->stamp;
        switch (code[at]) {
        case OP_JUMP: next = code[at + 1]; break;
        case OP_MARK: is_read = add_join(r, code[at + 1]); break;
        case OP_FORK: is_read = add_open(r, code[at + 1]); break;
        case OP_BOUND: r->then = code[at + 3]; break;
        case OP_TASK: case OP_DECIDE: case OP_CHOOSE: case OP_FINISH:
            is_read = add_open(r, code[at + 1]);
            is_on = false;
            break;
        case OP_END: is_on = false; break;
        default: break;
        }
        at = next;
    }
    return is_read;
}

/* `-> end` is told by the record: such a way may do groups of joins besides. */
static bool read_ways(struct reader *r, uint32_t address, bool is_end, bool is_then_end)
{
    r->then = NONE;
    r->stamp++;
    bool is_read = read_way(r, address);
    if (is_read && (is_end || r->w->n_arcs == r->first))
        is_read = add_arc(r, NONE, NONE) != NULL;
    if (!is_read || r->then == NONE)
        return is_read;
    is_read = read_way(r, r->then);
    if (is_read && (is_then_end || r->w->n_arcs == r->first))
        is_read = add_arc(r, NONE, NONE) != NULL;
    return is_read;
}

static bool read_outcome(struct reader *r, uint32_t o, uint32_t address)
{
    const struct image_tables *t = &r->w->image->t;
    uint32_t first = t->row[r->w->p->rows.first + r->row].outcomes.first;
    const struct image_outcome *outcome = &t->outcome[first + o];
    r->outcome = o;
    return read_ways(r, address, outcome->to == IMAGE_TO_END,
                     outcome->at_most && outcome->then_to == IMAGE_TO_END);
}

static bool read_row(struct reader *r, uint32_t row)
{
    const struct image *image = r->w->image;
    uint32_t index = r->w->p->rows.first + row;
    const struct image_run *run = &image->runs[index];
    bool is_read = true;
    r->row = row;
    r->outcome = NONE;
    if (run->kind == IMAGE_END)
        return true;
    if (!run->n_answers)
        is_read = read_ways(r, run->resume, image->t.row[index].to == IMAGE_TO_END, false);
    for (uint32_t o = 0; o < run->n_answers && is_read; o++)
        is_read = read_outcome(r, o, run->resume + 2 * o);
    return is_read && (run->late == NONE || read_outcome(r, run->n_answers, run->late));
}

bool ways_read(struct ways *w, const struct image *image, uint32_t procedure)
{
    *w = (struct ways){.image = image, .p = &image->t.procedure[procedure]};
    w->n_rows = w->p->rows.n;
    arena_init(&w->arena, NULL);
    struct reader r = {.w = w};
    r.seen = ARENA_ARRAY(&w->arena, (size_t)image->t.n_code + 1, uint32_t);
    w->first_arc = ARENA_ARRAY(&w->arena, (size_t)w->n_rows + 1, uint32_t);
    bool is_read = r.seen && w->first_arc;
    for (uint32_t i = 0; i < w->n_rows && is_read; i++) {
        w->first_arc[i] = w->n_arcs;
        is_read = read_row(&r, i);
    }
    if (is_read)
        w->first_arc[w->n_rows] = w->n_arcs;
    return is_read && ways_mark_loops(w);
}

void ways_free(struct ways *w)
{
    free(w->arcs);
    arena_free(&w->arena);
}
