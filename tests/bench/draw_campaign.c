/*
 * The page's checker over many procedures made by dice:
 *
 *     draw_campaign [how many [from which number on]]
 *     draw_campaign text NUMBER       the source of one
 *     draw_campaign FILE.sop ...      faults of files, sound or not
 *
 * Only what the compiler finds faultless counts. Prints each page list that
 * has a fault, the sums by kind of fault and the seconds; exits 1 where there
 * was one.
 */
#include <stdio.h>
#include <time.h>

#include "compiler/draw/draw.h"
#include "compiler/time/time.h"
#include "tests/bench/made_sop.h"
#include "tests/unit/compiled.h"

struct campaign {
    uint32_t n_made, n_drawn, n_pages, n_faulty;
    struct draw_check sum;
    double seconds, slowest;
    uint64_t slowest_number;
};

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void check_add(struct draw_check *sum, const struct draw_check *more)
{
#define FAULT(name, text) sum->name += more->name;
    DRAW_FAULTS(FAULT)
#undef FAULT
}

static void check_print(const char *what, const struct draw_check *check)
{
    struct bytes text = {0};
    draw_check_write(check, &text);
    printf("%s\n%s", what, text.data ? text.data : "");
    fflush(stdout);
    bytes_free(&text);
}

static void flow_try(struct campaign *c, struct compiled *made, uint64_t number, const char *name)
{
    struct draw_options options = {.paper = (enum draw_paper)(number % N_DRAW_PAPERS),
                                   .color = (enum draw_color)(number / 7 % N_DRAW_COLORS)};
    struct time_options time = {0};
    const struct flow_notes *notes =
        time_notes(time_analyse(made->flow, &time, &made->arena), &made->arena);
    double begin = seconds_now();
    const struct page_list *list = draw_layout(made->flow, notes, &options, &made->arena);
    double spent = seconds_now() - begin;
    struct draw_check check = draw_check_pages(list, made->flow);
    c->n_drawn++;
    c->n_pages += draw_n_pages(list);
    c->seconds += spent;
    if (spent > c->slowest) {
        c->slowest = spent;
        c->slowest_number = number;
    }
    check_add(&c->sum, &check);
    if (!draw_check_total(&check))
        return;
    c->n_faulty++;
    check_print(name, &check);
}

static void number_try(struct campaign *c, uint64_t number)
{
    struct made_sop m;
    struct compiled made;
    char name[40];
    made_sop(&m, number);
    compiled_open(&made, m.text.data);
    snprintf(name, sizeof name, "number %llu", (unsigned long long)number);
    c->n_made++;
    if (made.flow && !made.diags.n[SEV_ERROR])
        flow_try(c, &made, number, name);
    compiled_close(&made);
    made_sop_close(&m);
}

static bool file_try(struct campaign *c, const char *path)
{
    struct bytes text = {0};
    struct compiled made;
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return false;
    }
    for (int byte; (byte = getc(file)) != EOF;)
        bytes_add_char(&text, (char)byte);
    fclose(file);
    compiled_open(&made, text.data);
    if (made.flow && !made.sop->is_broken)
        flow_try(c, &made, 0, path);
    compiled_close(&made);
    bytes_free(&text);
    return true;
}

static int text_print(uint64_t number)
{
    struct made_sop m;
    made_sop(&m, number);
    fputs(m.text.data, stdout);
    made_sop_close(&m);
    return 0;
}

int main(int argc, char **argv)
{
    struct campaign c = {0};
    if (argc == 3 && strcmp(argv[1], "text") == 0)
        return text_print(strtoull(argv[2], NULL, 10));
    bool is_files = argc > 1 && strchr(argv[1], '.');
    uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 5000;
    uint64_t from = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    for (int i = 1; i < argc && is_files; i++)
        if (!file_try(&c, argv[i]))
            return 3;
    /* numbers go on until so many were sound */
    for (uint64_t i = from; c.n_drawn < n && !is_files; i++)
        number_try(&c, i);
    printf("%u made, %u of them sound and drawn on %u pages in %.1f s\n", (unsigned)c.n_made,
           (unsigned)c.n_drawn, (unsigned)c.n_pages, c.seconds);
    printf("%.1f ms each; the slowest, number %llu: %.0f ms\n",
           c.n_drawn ? c.seconds * 1000 / c.n_drawn : 0, (unsigned long long)c.slowest_number,
           c.slowest * 1000);
#define FAULT(name, text) printf("%8u  %s\n", (unsigned)c.sum.name, text);
    DRAW_FAULTS(FAULT)
#undef FAULT
    printf("%8u  page lists with a fault\n", (unsigned)c.n_faulty);
    return c.n_faulty != 0;
}
