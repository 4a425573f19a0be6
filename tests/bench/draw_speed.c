/*
 * How long drawing takes, in milliseconds of the processor (the least of
 * several runs):
 *
 *     draw_speed SOPC FILE.sop
 *
 * The file to SVG pages and to PDF, by the program as people call it; laying
 * out procedures of 100 and 1,000 rows, whose milliseconds a row should be the
 * same; and `dot` on the same graphs. A table in Markdown.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "compiler/draw/draw.h"
#include "tests/bench/made_sop.h"
#include "tests/unit/compiled.h"

enum { RUNS = 7 };

static double ms_of(const struct rusage *u)
{
    return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1e3 +
           (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1e3;
}

/* A command's time; what it says is thrown away. */
static double command_ms(char *const *argv)
{
    double least = 1e9;
    for (int i = 0; i < RUNS; i++) {
        struct rusage usage;
        int status;
        fflush(stdout);
        pid_t child = fork();
        if (!child) {
            if (!freopen("/dev/null", "w", stderr) || !freopen("/dev/null", "w", stdout))
                _exit(126);
            execvp(argv[0], argv);
            _exit(127);
        }
        if (child < 0 || wait4(child, &status, 0, &usage) != child || status)
            return -1;
        least = ms_of(&usage) < least ? ms_of(&usage) : least;
    }
    return least;
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- procedures made by dice ------------------------------------------- */

static void plain_open(struct made_sop *m, struct compiled *c, uint32_t n_rows)
{
    struct made_shape shape = {.n_rows = n_rows, .n_actors = 6, .decisions = 25, .words = 24,
                               .is_plain = true, .reach = 8};
    made_sop_shaped(m, 5, shape);
    compiled_open(c, m->text.data);
    if (!c->flow || c->diags.n[SEV_ERROR]) {
        fprintf(stderr, "the made procedure is not sound: %s\n", codes_of(c));
        exit(1);
    }
}

struct layout_time {
    double ms;
    uint32_t n_rows, n_pages;
};

static struct layout_time layout_ms(uint32_t n_rows)
{
    struct layout_time out = {.ms = 1e9};
    for (int i = 0; i < 3; i++) {
        struct made_sop m;
        struct compiled c;
        struct draw_options options = {0};
        plain_open(&m, &c, n_rows);
        double begin = now_ms();
        const struct page_list *list = draw_layout(c.flow, NULL, &options, &c.arena);
        double spent = now_ms() - begin;
        out.ms = spent < out.ms ? spent : out.ms;
        out.n_rows = c.sop->rows.n;
        out.n_pages = draw_n_pages(list);
        compiled_close(&c);
        made_sop_close(&m);
    }
    return out;
}

/* The same graph as `dot` reads it; with rows: each on a rank of its own, the
 * actors' side by side, which is what a page asks for. */
static void graph_write(FILE *out, const struct compiled *c, bool has_rows)
{
    fputs("digraph g {\n", out);
    for (uint32_t a = 0; a < c->sop->actors.n && has_rows; a++) {
        fprintf(out, "subgraph cluster_%u {\n", a);
        for (uint32_t r = 0; r < c->flow->n_rows; r++)
            if (c->sop->rows.at[r].actors.n && c->sop->rows.at[r].actors.at[0] == a)
                fprintf(out, "r%u\n", r);
        fputs("}\n", out);
    }
    for (uint32_t r = 0; r + 1 < c->flow->n_rows && has_rows; r++)
        fprintf(out, "r%u -> r%u [style=invis]\n", r, r + 1);
    for (uint32_t r = 0; r < c->flow->n_rows; r++)
        for (uint32_t i = c->flow->first_arc[r]; i < c->flow->first_arc[r + 1]; i++)
            if (c->flow->arcs[i].to != TO_END)
                fprintf(out, "r%u -> r%u%s\n", r, c->flow->arcs[i].to,
                        has_rows && c->flow->arcs[i].to <= r ? " [constraint=false]" : "");
    fputs("}\n", out);
}

/* What `sopc draw` and `dot` take for the same procedure, all of it. */
static void programs_compare(const char *dir, const char *sopc, uint32_t n_rows)
{
    enum { SOP, GRAPH, ROWS, SVG, N };
    static const char *const names[N] = {"s.sop", "g.dot", "r.dot", "s.svg"};
    struct made_sop m;
    struct compiled c;
    char path[N][80];
    plain_open(&m, &c, n_rows);
    for (int i = 0; i < N; i++)
        snprintf(path[i], sizeof path[i], "%s/%s", dir, names[i]);
    for (int i = 0; i < SVG; i++) {
        FILE *out = fopen(path[i], "w");
        if (!out)
            exit(3);
        if (i == SOP)
            fputs(m.text.data, out);
        else
            graph_write(out, &c, i == ROWS);
        fclose(out);
    }
    double ours = command_ms((char *[]){(char *)sopc, "draw", path[SOP], "-o", path[SVG], NULL});
    double dot = command_ms((char *[]){"dot", "-Tsvg", path[GRAPH], NULL});
    printf("| `sopc draw` of %u rows to SVG | %.0f | `dot -Tsvg` of the bare graph: %.0f |\n",
           (unsigned)c.sop->rows.n, ours, dot);
    if (n_rows <= 100) {
        double rows = command_ms((char *[]){"dot", "-Tsvg", path[ROWS], NULL});
        printf("| | | `dot`, a rank a row and a cluster an actor: %.0f (%.1f times ours) |\n", rows,
               rows / ours);
    }
    compiled_close(&c);
    made_sop_close(&m);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: draw_speed SOPC FILE.sop\n");
        return 2;
    }
    char dir[] = "/tmp/draw-speed-XXXXXX", out[2][64];
    if (!mkdtemp(dir))
        return 3;
    snprintf(out[0], sizeof out[0], "%s/p.svg", dir);
    snprintf(out[1], sizeof out[1], "%s/p.pdf", dir);
    double svg = command_ms((char *[]){argv[1], "draw", argv[2], "-o", out[0], NULL});
    double pdf = command_ms((char *[]){argv[1], "draw", argv[2], "-o", out[1], NULL});
    double check = command_ms((char *[]){argv[1], "check", argv[2], NULL});
    printf("| what | ms | |\n|---|---|---|\n");
    printf("| `sopc check %s` | %.0f | |\n", argv[2], check);
    printf("| `sopc draw` to SVG, all pages | %.0f | at most 60 |\n", svg);
    printf("| `sopc draw` to PDF | %.0f | at most 100 |\n", pdf);
    static const uint32_t sizes[] = {24, 100, 1000};
    double per_row[COUNT_OF(sizes)];
    for (uint32_t i = 0; i < COUNT_OF(sizes); i++) {
        struct layout_time t = layout_ms(sizes[i]);
        per_row[i] = t.ms / t.n_rows;
        printf("| layout of %u rows, %u pages | %.1f | %.2f a row |\n", (unsigned)t.n_rows,
               (unsigned)t.n_pages, t.ms, per_row[i]);
    }
    printf("| a row of 1,000 to a row of 100 | %.2f | at most 1.3 |\n", per_row[2] / per_row[1]);
    for (uint32_t i = 0; i < COUNT_OF(sizes); i++)
        programs_compare(dir, argv[1], sizes[i]);
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command) != 0;
}
