/*
 * How long percentiles and the longest of branches take, in milliseconds of
 * the processor (the least of several runs): procedures of 24 rows with two
 * loops, as people write them, and lines with rework that no one writes. A
 * table in Markdown.
 */
#include <stdio.h>
#include <time.h>

#include "compiler/time/lattice.h"
#include "tests/unit/process_made.h"

enum { RUNS = 7 };

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void print(const char *name, const struct process *p, struct arena *arena)
{
    double least = INFINITY, minutes[N_TIME_PERCENTILES] = { 0 };
    for (int i = 0; i < RUNS; i++) {
        double begin = now_ms();
        lattice_percentiles(p, minutes, arena);
        least = fmin(least, now_ms() - begin);
    }
    printf("| %s | %.2f | %.6g | %.6g | %.6g | %.6g |\n", name, least, minutes[0], minutes[1],
           minutes[2], minutes[3]);
}

typedef struct duration row_time(uint32_t row);

static struct duration fixed(uint32_t row)
{
    return made_fixed(5 + 5 * (row * 7 % 13));
}

static struct duration pert(uint32_t row)
{
    double a = 5 + row * 7 % 11;
    return made_duration(DURATION_PERT, a, 2 * a, 5 * a);
}

static struct duration exponential(uint32_t row)
{
    return made_exponential(5 + row * 7 % 11);
}

static struct duration mixed(uint32_t row)
{
    return row % 3 == 0 ? fixed(row) : row % 3 == 1 ? pert(row) : exponential(row);
}

static struct duration odd(uint32_t row)
{
    return made_fixed(7 + row * 1.2345);
}

static struct duration uniform(uint32_t row)
{
    return made_uniform(5 + row * 7 % 11, 30 + row * 5 % 13);
}

static struct duration normal(uint32_t row)
{
    return made_duration(DURATION_NORMAL, 20 + row * 7 % 11, 5, 0);
}

static struct duration narrow(uint32_t row)
{
    return made_duration(DURATION_NORMAL, 20 + row * 1.2345, 0.01, 0);
}

static struct duration odd_mixed(uint32_t row)
{
    return row % 3 == 0 ? odd(row) : mixed(row);
}

/* A line of rows in which each that is `last` of `every` sends back by `back`,
 * one in ten times. */
static struct process *line(struct made *m, uint32_t n, row_time *of, uint32_t every,
                            uint32_t last, uint32_t back)
{
    struct process *p = ARENA_NEW(&m->arena, struct process);
    *p = (struct process){ .sop = &m->sop, .items = 1, .number = m->n_processes++ };
    p->nodes = ARENA_ARRAY(&m->arena, n, struct process_node);
    p->leaps = ARENA_ARRAY(&m->arena, 2 * n, struct leap);
    for (uint32_t v = 0; v < n; v++) {
        bool has_rework = v % every == last;
        p->nodes[p->n_nodes++] = (struct process_node){
            .kind = PROCESS_ROW, .row = m->sop.rows.n, .first_leap = p->n_leaps };
        struct row *row = LIST_ADD(&m->arena, &m->sop.rows);
        row->work = of(v);
        p->nodes[v].minutes = made_minutes(m, row);
        if (has_rework)
            p->leaps[p->n_leaps++] = (struct leap){ .to = v - back, .probability = 0.1 };
        p->leaps[p->n_leaps++] = (struct leap){ .to = v + 1 < n ? v + 1 : NONE,
                                                .probability = has_rework ? 0.9 : 1 };
        p->nodes[v].n_leaps = p->n_leaps - p->nodes[v].first_leap;
    }
    return p;
}

static struct process *looped(struct made *m, uint32_t n, row_time *of)
{
    return line(m, n, of, 12, 9, 8);
}

static struct process *blocks(struct made *m, uint32_t n)
{
    struct process *branches[2 * MADE_NODES];
    for (uint32_t i = 0; i < 2 * n; i++)
        branches[i] = made_line(m, 2, (struct duration[]){ mixed(i), mixed(i + 1) });
    struct process *p = made_process(m);
    for (uint32_t i = 0; i < n; i++) {
        made_block(m, p, 2, branches + 2 * i);
        made_leap(p, i + 1 < n ? i + 1 : NONE, 1);
    }
    return p;
}

static void print_block(struct made *m)
{
    const struct process *p = blocks(m, 1);
    struct moments moments = { 0, 0 };
    double least = INFINITY;
    for (int i = 0; i < RUNS; i++) {
        double begin = now_ms();
        lattice_block(p, &p->nodes[0], &moments, &m->arena);
        least = fmin(least, now_ms() - begin);
    }
    printf("\nMean and variance of a block of 2 x 2 rows: %.2f ms (%.7g, %.7g)\n", least,
           moments.mean, moments.variance);
}

int main(void)
{
    struct made m;
    made_open(&m);
    printf("| percentiles of | ms | 50 %% | 80 %% | 95 %% | 99 %% |\n|---|---|---|---|---|---|\n");
    print("24 rows, fixed times", looped(&m, 24, fixed), &m.arena);
    print("24 rows, PERT", looped(&m, 24, pert), &m.arena);
    print("24 rows, exponential", looped(&m, 24, exponential), &m.arena);
    print("24 rows, a third each", looped(&m, 24, mixed), &m.arena);
    print("24 rows, fixed, no common step", looped(&m, 24, odd), &m.arena);
    print("24 rows, uniform", looped(&m, 24, uniform), &m.arena);
    print("24 rows, normal", looped(&m, 24, normal), &m.arena);
    print("24 rows, narrow normal", looped(&m, 24, narrow), &m.arena);
    print("24 rows, a third each, no common step", looped(&m, 24, odd_mixed), &m.arena);
    print("24 rows, fixed, no common step, 8 loops", line(&m, 24, odd, 3, 2, 2), &m.arena);
    print("8 blocks of 2 x 2 rows", blocks(&m, 8), &m.arena);
    print("60 blocks of 2 x 2 rows", blocks(&m, 60), &m.arena);
    print("1,000 rows, a third each", looped(&m, 1000, mixed), &m.arena);
    print("10,000 rows, a third each", looped(&m, 10000, mixed), &m.arena);
    print("100,000 rows, a third each", looped(&m, 100000, mixed), &m.arena);
    print_block(&m);
    made_close(&m);
    return 0;
}
