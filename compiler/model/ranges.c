/*
 * Ways that data never take: of decisions that compare one field with
 * constants. The values of the field are numbers on a line (of a choice the
 * places of its words, of yes/no 0 and 1); a condition is a set of intervals
 * on it. A `when` none of whose values is left by those above, or an `else`
 * for which nothing is left, is told. What a condition says of other fields,
 * or in arithmetic, is not looked into: then nothing is told. Nor are more
 * than some thousand intervals.
 */
#include <string.h>

#include "compiler/model/model_int.h"

struct interval {
    int64_t from, to;    /* both belong to it */
};

typedef LIST_OF(struct interval) ranges;

struct line {
    struct builder *b;
    uint32_t field;      /* NONE: none seen yet */
    bool is_unclear;
    struct interval whole;
};

static void add(struct line *l, ranges *r, int64_t from, int64_t to)
{
    if (from <= to)
        *LIST_ADD(l->b->arena, r) = (struct interval){from, to};
}

static ranges common(struct line *l, ranges x, ranges y)
{
    ranges r = {0};
    for (uint32_t i = 0; i < x.n; i++)
        for (uint32_t j = 0; j < y.n; j++)
            add(l, &r, x.at[i].from > y.at[j].from ? x.at[i].from : y.at[j].from,
                x.at[i].to < y.at[j].to ? x.at[i].to : y.at[j].to);
    return r;
}

/* r becomes what is left of x without one interval. */
static void take_out(struct line *l, ranges *r, ranges x, struct interval gone)
{
    r->n = 0;
    for (uint32_t i = 0; i < x.n; i++) {
        struct interval v = x.at[i];
        if (gone.to < v.from || gone.from > v.to) {
            add(l, r, v.from, v.to);
            continue;
        }
        if (gone.from > v.from)
            add(l, r, v.from, gone.from - 1);
        if (gone.to < v.to)
            add(l, r, gone.to + 1, v.to);
    }
}

static ranges without_one(struct line *l, ranges x, struct interval gone)
{
    ranges r = {0};
    take_out(l, &r, x, gone);
    return r;
}

static ranges without(struct line *l, ranges x, ranges gone)
{
    for (uint32_t i = 0; i < gone.n; i++)
        x = without_one(l, x, gone.at[i]);
    return x;
}

/* The same in place, with room that is used again: a decision may have
 * thousands of conditions. */
static void leave_out(struct line *l, ranges *x, ranges *spare, ranges gone)
{
    for (uint32_t i = 0; i < gone.n; i++) {
        ranges before = *x;
        take_out(l, spare, before, gone.at[i]);
        *x = *spare;
        *spare = before;
    }
}

static ranges whole_line(struct line *l)
{
    ranges r = {0};
    add(l, &r, l->whole.from, l->whole.to);
    return r;
}

static ranges unclear(struct line *l)
{
    l->is_unclear = true;
    return (ranges){0};
}

/* All conditions must speak of the same field. */
static bool is_the_field(struct line *l, uint32_t field)
{
    const struct field *f = &l->b->sop->fields.at[field];
    if (l->field != NONE)
        return l->field == field;
    l->field = field;
    l->whole = f->type == FIELD_CHOICE   ? (struct interval){0, (int64_t)f->choices.n - 1}
               : f->type == FIELD_YES_NO ? (struct interval){0, 1}
                                         : (struct interval){INT64_MIN, INT64_MAX};
    return f->type != FIELD_TEXT;
}

/* The constant's place on the line; false: it is none. */
static bool place_of(const struct line *l, const struct expr *e, int64_t *place)
{
    const struct field *f = &l->b->sop->fields.at[l->field];
    *place = e->number;
    if (e->op != EXPR_TEXT)
        return e->op == EXPR_NUMBER || e->op == EXPR_DATE || e->op == EXPR_TRUTH;
    for (uint32_t i = 0; i < f->choices.n; i++) {
        if (strcmp(f->choices.at[i], e->text) == 0) {
            *place = i;
            return true;
        }
    }
    return false;
}

static ranges compared(struct line *l, enum expr_op op, int64_t v)
{
    int64_t low = l->whole.from, high = l->whole.to;
    ranges r = {0};
    switch (op) {
    case EXPR_EQUAL: add(l, &r, v, v); break;
    case EXPR_UNEQUAL: return without_one(l, whole_line(l), (struct interval){v, v});
    case EXPR_LESS: if (v > low) add(l, &r, low, v - 1); break;
    case EXPR_AT_MOST: add(l, &r, low, v); break;
    case EXPR_GREATER: if (v < high) add(l, &r, v + 1, high); break;
    case EXPR_AT_LEAST: add(l, &r, v, high); break;
    default: return unclear(l);
    }
    return r;
}

static ranges comparison(struct line *l, const struct expr *e)
{
    static const enum expr_op turned[N_EXPR_OPS] = {
        [EXPR_EQUAL] = EXPR_EQUAL, [EXPR_UNEQUAL] = EXPR_UNEQUAL,
        [EXPR_LESS] = EXPR_GREATER, [EXPR_GREATER] = EXPR_LESS,
        [EXPR_AT_MOST] = EXPR_AT_LEAST, [EXPR_AT_LEAST] = EXPR_AT_MOST,
    };
    bool is_turned = e->a->op != EXPR_FIELD;
    const struct expr *field = is_turned ? e->b : e->a, *constant = is_turned ? e->a : e->b;
    int64_t v;
    if (field->op != EXPR_FIELD || !is_the_field(l, field->field) || !place_of(l, constant, &v))
        return unclear(l);
    return compared(l, is_turned ? turned[e->op] : e->op, v);
}

/* The values for which the condition holds. */
static ranges holding(struct line *l, const struct expr *e)
{
    if (e->op == EXPR_FIELD && is_the_field(l, e->field))   /* a yes/no by itself */
        return compared(l, EXPR_EQUAL, 1);
    if (!e->a)
        return unclear(l);
    if (e->op == EXPR_NOT) {
        ranges r = holding(l, e->a);
        return l->field == NONE ? unclear(l) : without(l, whole_line(l), r);
    }
    if (e->op != EXPR_AND && e->op != EXPR_OR)
        return e->b ? comparison(l, e) : unclear(l);
    ranges x = holding(l, e->a), y = holding(l, e->b);
    if (l->is_unclear)
        return unclear(l);
    if (e->op == EXPR_AND)
        return common(l, x, y);
    return without(l, whole_line(l), common(l, without(l, whole_line(l), x), without(l, whole_line(l), y)));
}

void check_ranges(struct builder *b, const struct row *row)
{
    enum { MOST_INTERVALS = 4096 };
    struct line line = {.b = b, .field = NONE};
    ranges left = {0}, spare = {0};
    for (uint32_t i = 0; i < row->outcomes.n && left.n <= MOST_INTERVALS; i++) {
        const struct outcome *o = &row->outcomes.at[i];
        if (o->kind == OUTCOME_WHEN && !o->when)
            return;
        ranges here = o->kind == OUTCOME_WHEN ? holding(&line, o->when) : left;
        if (line.is_unclear)
            return;
        if (i == 0)
            left = whole_line(&line);
        if (o->kind == OUTCOME_WHEN)
            here = common(&line, here, left);
        if (!here.n) {
            struct diag *d = diag_add(b->diags, E_NEVER_TAKEN, o->span, row->id);
            diag_help(b->diags, d, o->kind == OUTCOME_ELSE ? T_NEVER_ELSE
                                   : i                   ? T_NEVER_ABOVE
                                                         : T_NEVER_AT_ALL);
        }
        leave_out(&line, &left, &spare, here);
    }
}
