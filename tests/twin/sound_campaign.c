/*
 * The proof of soundness against the oracle on many random flows:
 *
 *     sound_campaign [how many [from which number on]]
 *
 * Prints what was counted; exits 1 at the first flow on which they differ.
 */
#include "tests/unit/random_flow.h"
#include "tests/unit/sound_twin.h"

static const char *const fault_names[] = {
#define SOUND_FAULT(name) #name,
    SOUND_FAULTS(SOUND_FAULT)
#undef SOUND_FAULT
};

static int try_one(uint64_t number, struct twin_counts *counts)
{
    struct made m;
    const struct flow *flow = random_flow(&m, number);
    const char *what = twin_try(flow, counts);
    if (what) {
        printf("flow %llu: %s\n", (unsigned long long)number, what);
        twin_print(flow, stdout);
    }
    made_close(&m);
    return what != NULL;
}

static void print_counts(const char *name, const struct twin_counts *c)
{
    printf("%s: %u flows, %u sound, %u unsound, %u not proved, %u too large for the oracle\n", name,
           (unsigned)c->n, (unsigned)c->n_sound, (unsigned)c->n_unsound, (unsigned)c->n_not_proved,
           (unsigned)c->n_too_large);
    for (uint32_t k = 0; k < FAULT_END_TAKES_WORK; k++)
        printf("    %-16s %u\n", fault_names[k], (unsigned)c->n_faults[k]);
    printf("    hints            %u\n", (unsigned)c->n_hints);
    printf("    sound, rules did not see it: %u; rules left over 8 sets: %u, at most %u\n",
           (unsigned)c->n_searched_sound, (unsigned)c->n_left_over, (unsigned)c->most_left);
    printf("    not proved, had the plain net been too large: %u\n",
           (unsigned)c->n_large_not_proved);
}

int main(int argc, char **argv)
{
    uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 200000;
    uint64_t from = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    struct twin_counts structured = {0}, unstructured = {0};
    for (uint64_t i = from; i < from + n; i++)
        if (try_one(i, i % 3 == 2 ? &unstructured : &structured))
            return 1;
    print_counts("structured", &structured);
    print_counts("unstructured", &unstructured);
    return 0;
}
