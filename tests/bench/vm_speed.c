/*
 * How many rows the machine completes in a second, without a store: cases of a
 * procedure of 24 rows with a loop are played from the start to the end, one
 * vm_step for each row; beside it a bare loop in C that follows a token through
 * the same table of rows. Processor time, medians of alternating runs.
 */
#include "runtime/vm/vm.h"
#include "tests/bench/store_bench.h"

enum { RUNS = 9, CASES = 40000, LOOPS = 3, ROWS_A_CASE = (LOOPS + 1) * (BENCH_ROWS - 1) + 2 };

/* ---- the machine ---------------------------------------------------------- */

static struct image *open_image(void)
{
    struct bytes b = { 0 };
    struct image_fault fault;
    bench_image(&b);
    struct image *image = image_open(b.data, b.len, &fault);
    if (!image)
        abort();
    bytes_free(&b);
    return image;
}

/* One case; how many rows it completed. */
static uint32_t play(const struct image *image, struct vm_case *c, struct vm_effects *effects)
{
    struct vm_event event = { VM_START, NONE, NONE };
    uint32_t n = 0, n_asked = 0;
    vm_case_init(image, 0, c);
    vm_step(image, c, &event, effects);
    event = (struct vm_event){ VM_SIGN, 0, NONE };
    for (; c->phase == VM_RUNNING; n++) {
        bool is_last = event.row == BENCH_ROWS - 1;
        event.outcome = !is_last ? NONE : n_asked++ == LOOPS;
        if (vm_step(image, c, &event, effects) != VM_OK)
            abort();
        event.row = effects->at[effects->n - 1].row;   /* what it opened */
    }
    return n;
}

static double run_machine(const struct image *image, struct vm_case *c,
                          struct vm_effects *effects)
{
    double begin = bench_clock(CLOCK_PROCESS_CPUTIME_ID), n = 0;
    for (int i = 0; i < CASES; i++)
        n += play(image, c, effects);
    return n / (bench_clock(CLOCK_PROCESS_CPUTIME_ID) - begin);
}

/* ---- the bare loop ---------------------------------------------------------- */

struct bare_row {
    uint32_t to[2], n_outcomes;
};

static uint32_t play_bare(const struct bare_row *rows, volatile uint64_t *open)
{
    uint32_t n = 0, n_asked = 0, row = 0;
    *open = 1;
    for (; *open; n++) {
        uint32_t outcome = rows[row].n_outcomes && n_asked++ == LOOPS;
        if (!(*open >> row & 1))
            abort();
        *open &= ~(UINT64_C(1) << row);
        row = rows[row].to[outcome];
        if (row != NONE)
            *open |= UINT64_C(1) << row;
    }
    return n;
}

static double run_bare(const struct bare_row *rows)
{
    volatile uint64_t open;
    double begin = bench_clock(CLOCK_PROCESS_CPUTIME_ID), n = 0;
    for (int i = 0; i < CASES; i++)
        n += play_bare(rows, &open);
    return n / (bench_clock(CLOCK_PROCESS_CPUTIME_ID) - begin);
}

int main(void)
{
    struct bare_row rows[BENCH_ROWS];
    double machine[RUNS], bare[RUNS];
    struct image *image = open_image();
    struct vm_case *c = calloc(1, vm_case_size(image, 0));
    struct vm_effects effects = { .cap = vm_effects_max(image, 0) };
    effects.at = calloc(effects.cap, sizeof *effects.at);
    if (!c || !effects.at)
        abort();
    for (uint32_t i = 0; i < BENCH_ROWS; i++)
        rows[i] = (struct bare_row){ { i + 1, i + 1 }, 0 };
    rows[BENCH_ROWS - 1] = (struct bare_row){ { 1, NONE }, 2 };
    for (int i = 0; i < RUNS; i++) {
        machine[i] = run_machine(image, c, &effects);
        bare[i] = run_bare(rows);
    }
    double m = bench_median(machine, RUNS), b = bench_median(bare, RUNS);
    printf("\n| without a store | millions of rows a second |\n|---|---|\n"
           "| vm_step, 24 rows with a loop | %.1f |\n"
           "| a bare loop in C over the same rows | %.1f |\n",
           m / 1e6, b / 1e6);
    if (m < 50e6)
        fprintf(stderr, "vm_speed: less than 50 million rows a second\n");
    free(effects.at);
    free(c);
    image_close(image);
    return m < 50e6;
}
