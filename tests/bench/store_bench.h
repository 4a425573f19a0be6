/*
 * What the benches of the runtime share: a procedure of 24 rows with a loop,
 * compiled in memory; clocks; medians.
 */
#ifndef SOP_STORE_BENCH_H
#define SOP_STORE_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "compiler/codegen/codegen.h"
#include "tests/unit/compiled.h"

enum { BENCH_ROWS = 24 };

#define BENCH_UNUSED static __attribute__((unused))

/* Steps, and at the end a decision that sends back to the second. */
BENCH_UNUSED void bench_image(struct bytes *image)
{
    struct bytes text = { 0 };
    struct compiled c;
    char id[2 * IMAGE_ID_LEN + 1];
    bytes_printf(&text, "sop line \"A Line with a Loop\" {\n"
                        "actor clerk \"Clerk\"\nactor head \"Head\"\n");
    for (int row = 1; row < BENCH_ROWS; row++)
        bytes_printf(&text, "step s%d \"Do number %d\" by %s time 5 minutes\n", row, row,
                     row % 4 ? "clerk" : "head");
    bytes_printf(&text, "decision ready \"Ready?\" by head time 5 minutes\n"
                        "no 50%% -> s2\nyes\n}\n");
    compiled_open(&c, text.data);
    if (!c.flow || c.diags.n[SEV_ERROR])
        abort();
    codegen_image(&c.flow, 1, 0, c.program, &c.arena, image, id);
    compiled_close(&c);
    bytes_free(&text);
}

static inline double bench_clock(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int bench_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts them. */
static inline double bench_median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, bench_compare);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

#endif
