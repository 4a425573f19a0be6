/*
 * process_made: processes put together by hand, and a plain sampler of them,
 * for tests of what is reckoned from processes.
 */
#ifndef SOP_PROCESS_MADE_H
#define SOP_PROCESS_MADE_H

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/time/process.h"

enum { MADE_NODES = 64, MADE_LEAPS = 256, MADE_PROCESSES = 64 };

struct made {
    struct arena arena;
    struct sop sop;
    uint32_t n_processes;
    uint32_t items;
};

static inline void made_open(struct made *m)
{
    memset(m, 0, sizeof *m);
    arena_init(&m->arena, abort);
    m->sop.units = calendar_units(NULL);
    m->items = 1;
}

static inline void made_close(struct made *m)
{
    arena_free(&m->arena);
}

static inline struct duration made_duration(enum duration_kind kind, double a, double b, double c)
{
    return (struct duration){ .kind = kind, .unit = UNIT_MINUTE, .a = llround(a * DECIMAL_ONE),
                              .b = llround(b * DECIMAL_ONE), .c = llround(c * DECIMAL_ONE) };
}

static inline struct duration made_fixed(double a)
{
    return made_duration(DURATION_FIXED, a, 0, 0);
}

static inline struct duration made_exponential(double a)
{
    return made_duration(DURATION_EXPONENTIAL, a, 0, 0);
}

static inline struct duration made_uniform(double a, double b)
{
    return made_duration(DURATION_UNIFORM, a, b, 0);
}

/* Made after its branches, as all processes are. */
static inline struct process *made_process(struct made *m)
{
    struct process *p = ARENA_NEW(&m->arena, struct process);
    *p = (struct process){ .sop = &m->sop, .items = m->items, .number = m->n_processes++ };
    p->nodes = ARENA_ARRAY(&m->arena, MADE_NODES, struct process_node);
    p->leaps = ARENA_ARRAY(&m->arena, MADE_LEAPS, struct leap);
    return p;
}

static inline const struct minutes *made_minutes(struct made *m, const struct row *row)
{
    struct minutes *minutes = ARENA_NEW(&m->arena, struct minutes);
    *minutes = minutes_of_row(row, m->items, &m->sop);
    return minutes;
}

static inline struct process_node *made_node(struct process *p, enum process_kind kind)
{
    assert(p->n_nodes < MADE_NODES);
    struct process_node *node = &p->nodes[p->n_nodes++];
    *node = (struct process_node){ .kind = kind, .row = NONE, .first_leap = p->n_leaps };
    return node;
}

/* Its leaps follow before the next node. */
static inline void made_row(struct made *m, struct process *p, struct duration work)
{
    struct process_node *node = made_node(p, PROCESS_ROW);
    node->row = m->sop.rows.n;
    struct row *row = LIST_ADD(&m->arena, &m->sop.rows);
    row->work = work;
    node->minutes = made_minutes(m, row);
}

static inline void made_block(struct made *m, struct process *p, uint32_t n,
                              struct process *const *branches)
{
    struct process_node *node = made_node(p, PROCESS_BLOCK);
    node->branches = ARENA_ARRAY(&m->arena, n, struct process *);
    memcpy(node->branches, branches, n * sizeof(struct process *));
    node->n_branches = n;
}

static inline struct leap *made_leap(struct process *p, uint32_t to, double probability)
{
    assert(p->n_leaps < MADE_LEAPS);
    struct leap *leap = &p->leaps[p->n_leaps++];
    *leap = (struct leap){ .to = to, .probability = probability };
    p->nodes[p->n_nodes - 1].n_leaps++;
    return leap;
}

/* Rows one after the other. */
static inline struct process *made_line(struct made *m, uint32_t n, const struct duration *works)
{
    struct process *p = made_process(m);
    for (uint32_t i = 0; i < n; i++) {
        made_row(m, p, works[i]);
        made_leap(p, i + 1 < n ? i + 1 : NONE, 1);
    }
    return p;
}

/* ---- the sampler ---- */

static inline double made_draw(const struct process *p, const struct duration *d,
                               struct random *r)
{
    double sum = 0;
    for (uint32_t i = 0; i < (d->per_item ? p->items : 1); i++)
        sum += duration_sample(d, &p->sop->units, r);
    return sum;
}

static inline double made_play(const struct process *p, struct random *r)
{
    double minutes = 0;
    for (uint32_t v = 0; v != NONE;) {
        const struct process_node *node = &p->nodes[v];
        double longest = 0;
        if (node->kind == PROCESS_ROW)
            longest = made_draw(p, &p->sop->rows.at[node->row].work, r) +
                      made_draw(p, &p->sop->rows.at[node->row].wait, r);
        for (uint32_t i = 0; node->kind == PROCESS_BLOCK && i < node->n_branches; i++)
            longest = fmax(longest, made_play(node->branches[i], r));
        double at = random_unit(r);
        uint32_t l = node->first_leap;
        for (; l + 1 < node->first_leap + node->n_leaps && at > p->leaps[l].probability; l++)
            at -= p->leaps[l].probability;
        minutes += longest + (p->leaps[l].delay ? made_draw(p, p->leaps[l].delay, r) : 0);
        v = p->leaps[l].to;
    }
    return minutes;
}

#endif
