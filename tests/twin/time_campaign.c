/*
 * time_campaign [N [CASES [FIRST]]]: expected times of N random procedures (500)
 * against so many cases of each (1,000,000), from that number on.
 */
#include <stdio.h>

#include "tests/unit/time_twin.h"

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 500, n_wrong = 0;
    uint32_t n_cases = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 1000 * 1000;
    struct twin_counts counts = {0};
    for (uint64_t i = argc > 3 ? strtoull(argv[3], NULL, 10) : 0; counts.n < n; i++) {
        struct timed t;
        if (!timed_open(&t, i))
            continue;
        const char *what = twin_try(&t, n_cases, lattice_block, &counts);
        if (what)
            printf("procedure %llu: %s\n", (unsigned long long)i, what);
        n_wrong += what != NULL;
        made_close(&t.m);
    }
    printf("%u procedures of %u cases: %u exact, %u by lattice, %u between bounds (%u without an "
           "upper one); %u wrong\n", (unsigned)counts.n, (unsigned)n_cases,
           (unsigned)counts.n_methods[TIME_EXACT], (unsigned)counts.n_methods[TIME_LATTICE],
           (unsigned)counts.n_methods[TIME_BOUNDS], (unsigned)counts.n_endless, (unsigned)n_wrong);
    return n_wrong > 0;
}
