/*
 * time_speed FILE...: what `sopc time` takes for a procedure after it is
 * compiled, in milliseconds of the processor (the least of several runs).
 *
 * The critical path method is held against a bare loop in C over the same
 * arcs: the same order, earliest and latest times, and nothing else; both take
 * the memory that they need from an arena. So are the
 * expected time and its spread: odds, chain and equations, and the equations
 * alone. Then percentiles, and all that a report needs. A table in Markdown.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "compiler/flow/flow.h"
#include "compiler/time/expected.h"
#include "compiler/time/lattice.h"
#include "grammar/grammar.h"

enum { RUNS = 9, TURNS = 5, ENOUGH = 2000 };   /* milliseconds */

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- the bare loop ----------------------------------------------------- */

/* A graph as arrays: the forward arcs of row r stand at first[r]. */
struct bare {
    uint32_t n;
    uint32_t *first, *to, *n_in, *order;
    double *minutes, *es, *ef, *ls, *lf;
};

static struct bare bare_of(const struct time_net *net, struct arena *arena)
{
    const struct flow *f = net->flow;
    struct bare b = {.n = f->n_rows,
                     .first = ARENA_ARRAY(arena, f->n_rows + 1, uint32_t),
                     .to = ARENA_ARRAY(arena, f->first_arc[f->n_rows] + 1, uint32_t),
                     .minutes = net->minutes};
    uint32_t n = 0;
    for (uint32_t r = 0; r < f->n_rows; r++) {
        b.first[r] = n;
        for (uint32_t a = f->first_arc[r]; a < f->first_arc[r + 1]; a++)
            if (net->is_forward[a] && f->arcs[a].to != TO_END)
                b.to[n++] = f->arcs[a].to;
    }
    b.first[f->n_rows] = n;
    return b;
}

static void bare_order(struct bare *b)
{
    uint32_t n = 0;
    for (uint32_t a = 0; a < b->first[b->n]; a++)
        b->n_in[b->to[a]]++;
    for (uint32_t r = 0; r < b->n; r++)
        if (b->n_in[r] == 0)
            b->order[n++] = r;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t a = b->first[b->order[i]]; a < b->first[b->order[i] + 1]; a++)
            if (--b->n_in[b->to[a]] == 0)
                b->order[n++] = b->to[a];
}

static double bare_cpm(struct bare *b, struct arena *arena)
{
    double longest = 0;
    b->n_in = ARENA_ARRAY(arena, b->n, uint32_t);
    b->order = ARENA_ARRAY(arena, b->n, uint32_t);
    b->es = ARENA_ARRAY(arena, b->n, double);
    b->ef = ARENA_ARRAY(arena, b->n, double);
    b->ls = ARENA_ARRAY(arena, b->n, double);
    b->lf = ARENA_ARRAY(arena, b->n, double);
    bare_order(b);
    for (uint32_t i = 0; i < b->n; i++) {
        uint32_t r = b->order[i];
        b->ef[r] = b->es[r] + b->minutes[r];
        longest = b->ef[r] > longest ? b->ef[r] : longest;
        for (uint32_t a = b->first[r]; a < b->first[r + 1]; a++)
            b->es[b->to[a]] = b->ef[r] > b->es[b->to[a]] ? b->ef[r] : b->es[b->to[a]];
    }
    for (uint32_t i = b->n; i-- > 0;) {
        uint32_t r = b->order[i];
        b->lf[r] = longest;
        for (uint32_t a = b->first[r]; a < b->first[r + 1]; a++)
            b->lf[r] = b->ls[b->to[a]] < b->lf[r] ? b->ls[b->to[a]] : b->lf[r];
        b->ls[r] = b->lf[r] - b->minutes[r];
    }
    return longest;
}

/* ---- measuring --------------------------------------------------------- */

struct speed {
    double bare, cpm, moments, solved, percentiles, analyse;   /* milliseconds */
    enum time_method method;
};

static void keep_least(double *least, double begin)
{
    double ms = now_ms() - begin;
    *least = *least <= 0 || ms < *least ? ms : *least;
}

static void run_cpm(const struct flow *flow, const struct time_report *empty, struct speed *s,
                    struct arena *arena)
{
    struct time_report copy = *empty, *report = &copy;
    struct arena fresh;
    arena_init(&fresh, abort);
    double begin = now_ms();
    struct time_net *net = time_net_build(flow, report->minutes, &fresh);
    time_net_schedule(net, report);
    keep_least(&s->cpm, begin);
    struct bare bare = bare_of(net, arena);
    double longest = report->longest;

    struct arena other;
    arena_init(&other, abort);
    begin = now_ms();
    double bare_longest = bare_cpm(&bare, &other);
    keep_least(&s->bare, begin);
    if (fabs(longest - bare_longest) > 1e-6 * longest) {
        fprintf(stderr, "the bare loop finds %g, not %g\n", bare_longest, longest);
        exit(1);
    }
    arena_free(&other);
    arena_free(&fresh);
}

static void run_moments(const struct flow *flow, const struct minutes *minutes, struct speed *s)
{
    struct arena fresh;
    arena_init(&fresh, abort);
    struct time_net *net = time_net_build(flow, minutes, &fresh);
    const struct odds *odds;
    double begin = now_ms();
    const struct process_tree *tree = time_processes(net, NULL, &odds, &fresh);
    double begin_solving = now_ms();
    const struct process_time *times = moments_find(tree, lattice_block, &fresh);
    keep_least(&s->moments, begin);
    keep_least(&s->solved, begin_solving);
    s->method = times[tree->n - 1].method;
    arena_free(&fresh);
}

static void run_percentiles(const struct flow *flow, const struct minutes *minutes,
                            struct speed *s)
{
    struct arena fresh;
    double percentiles[N_TIME_PERCENTILES];
    const struct odds *odds;
    arena_init(&fresh, abort);
    struct time_net *net = time_net_build(flow, minutes, &fresh);
    const struct process_tree *tree = time_processes(net, NULL, &odds, &fresh);
    double begin = now_ms();
    lattice_percentiles(tree->at[tree->n - 1], percentiles, &fresh);
    keep_least(&s->percentiles, begin);
    arena_free(&fresh);
}

static void run(const struct flow *flow, struct speed *s)
{
    struct arena arena;
    arena_init(&arena, abort);
    double begin = now_ms();
    struct time_report *report = time_analyse(flow, NULL, &arena);
    keep_least(&s->analyse, begin);

    struct time_report again = {
        .flow = flow,
        .sop = flow->sop,
        .rows = ARENA_ARRAY(&arena, flow->n_rows, struct time_row),
        .minutes = report->minutes,
        .actors = ARENA_ARRAY(&arena, flow->sop->actors.n, struct time_actor)};
    for (int i = 0; i < TURNS; i++)   /* neither finds the caches cold */
        run_cpm(flow, &again, s, &arena);
    for (int i = 0; i < TURNS; i++)
        run_moments(flow, again.minutes, s);
    run_percentiles(flow, again.minutes, s);
    arena_free(&arena);
}

static void tell(const char *name, uint32_t n_rows, const struct speed *s)
{
    static const char *const methods[] = {"exact", "lattice", "bounds"};
    printf("| %.*s | %u | %.3f | %.3f | %.1f | %.3f | %.1f | %.3f | %.1f | %s | %.1f | %.1f |\n",
           (int)strcspn(name, " ."), name, n_rows, s->bare, s->cpm, s->cpm / s->bare, s->moments,
           s->moments / s->bare, s->solved, s->solved / s->bare, methods[s->method],
           s->percentiles, s->analyse);
    fflush(stdout);
}

static void measure(const char *path)
{
    struct arena arena;
    struct interner names;
    struct sources sources = {.arena = &arena};
    struct diags diags;
    struct speed s = {0};
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    arena_init(&arena, abort);
    intern_init(&names, &arena);
    diags_init(&diags, &arena, &sources);
    const struct ast_program *program = program_parse(path, &arena, &names, &diags);
    const struct model *model = model_build(program, &arena, &names, &diags);
    if (!model->sops.n || diags.n[SEV_ERROR]) {
        diags_print(&diags, &(struct diag_options){.messages = -1, .most = 5}, stderr);
        exit(1);
    }
    const struct flow *flow = flow_build(&model->sops.at[0], &arena);
    double begin = now_ms();
    for (int i = 0; i < RUNS && (i == 0 || now_ms() - begin < ENOUGH); i++)
        run(flow, &s);
    tell(name, flow->n_rows, &s);
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    puts("| shape | rows | bare loop, ms | critical path | times the loop | mean and spread | "
         "times the loop | equations alone | times the loop | method | percentiles, ms | all, ms |");
    puts("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (int i = 1; i < argc; i++)
        measure(argv[i]);
    return 0;
}
