/* Durations in figures. */
#include <math.h>

#include "compiler/time/minutes.h"

static double fixed(const struct duration *d, int64_t count, const struct unit_minutes *units)
{
    struct duration f = *d;
    f.kind = DURATION_FIXED;
    f.a = count;
    return duration_mean(&f, units);
}

/* The least and the most of one that is not always the same. */
static void set_ends(struct minutes *m, const struct duration *d, const struct unit_minutes *u)
{
    switch ((enum duration_kind)d->kind) {
    case DURATION_UNIFORM:
    case DURATION_PERT:
        m->least = fixed(d, d->a, u);
        m->most = fixed(d, d->kind == DURATION_PERT ? d->c : d->b, u);
        break;
    case DURATION_EXPONENTIAL:
    case DURATION_NORMAL: m->most = INFINITY; break;
    case DURATION_NONE:
    case DURATION_FIXED:
    case DURATION_WORDS:
    case N_DURATION_KINDS: break;
    }
}

struct minutes minutes_of(const struct duration *d, uint32_t items, const struct sop *sop)
{
    struct minutes m = {0};
    double times = d->per_item ? items : 1;
    if (d->kind == DURATION_NONE)
        return m;
    m.mean = duration_mean(d, &sop->units);
    if (duration_is_fixed(d)) {
        m.least = m.most = m.mean;
    } else {
        m.variance = duration_variance(d, &sop->units);
        set_ends(&m, d, &sop->units);
    }
    return (struct minutes){times * m.mean, times * m.variance, times * m.least, times * m.most};
}

struct minutes minutes_sum(struct minutes a, struct minutes b)
{
    return (struct minutes){a.mean + b.mean, a.variance + b.variance, a.least + b.least,
                            a.most + b.most};
}

struct minutes minutes_of_row(const struct row *row, uint32_t items, const struct sop *sop)
{
    struct minutes work = minutes_of(&row->work, items, sop);
    struct minutes wait = minutes_of(&row->wait, items, sop);
    return minutes_sum(work, wait);
}

struct minutes *minutes_of_rows(const struct sop *sop, uint32_t items, struct arena *arena)
{
    struct minutes *minutes = ARENA_ARRAY(arena, sop->rows.n, struct minutes);
    for (uint32_t r = 0; r < sop->rows.n; r++)
        minutes[r] = minutes_of_row(&sop->rows.at[r], items, sop);
    return minutes;
}
