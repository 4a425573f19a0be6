/*
 * store_campaign [EVENTS [SEED]]: so many random events (1,000,000) on stores,
 * beside twins of all cases in memory; a new store with new procedures for every
 * 50,000. From that seed on; each has its own.
 */
#include "tests/unit/store_model.h"

enum { EVENTS_A_STORE = 50000 };

static uint64_t n_wanted = 1000 * 1000, first_seed = 1;

static void remove_store(const char *path)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        char file[128];
        snprintf(file, sizeof file, "%s%s", path, ends[i]);
        unlink(file);
    }
}

static void tell(uint64_t seed, const struct model *m)
{
    printf("seed %llu: %llu events: %llu signed, %llu refused, %llu by the clock, %llu claims, "
           "%llu cases: %llu ended, %llu of them by a name, %llu given up, %llu unsound ones "
           "stopped\n",
           (unsigned long long)seed, (unsigned long long)m->n_events,
           (unsigned long long)m->n_done, (unsigned long long)m->n_refused,
           (unsigned long long)m->n_moments, (unsigned long long)m->n_claims,
           (unsigned long long)m->n_started, (unsigned long long)m->n_ends,
           (unsigned long long)m->n_named, (unsigned long long)m->n_cancelled,
           (unsigned long long)m->n_faulty);
    fflush(stdout);
}

static void run_all(void **state)
{
    (void)state;
    static struct model m;
    char folder[] = "/tmp/store_campaign.XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/store.db", folder);
    uint64_t n_events = 0;
    for (uint64_t seed = first_seed; n_events < n_wanted; seed++) {
        uint64_t n_left = n_wanted - n_events;
        printf("seed %llu ...\r", (unsigned long long)seed);
        model_run(&m, path, seed, n_left < EVENTS_A_STORE ? n_left : EVENTS_A_STORE,
                  (uint32_t)(seed % 3 ? 50 + 400 * (seed % 7) : 1000));
        model_check(&m);
        tell(seed, &m);
        n_events += m.n_events;
        store_close(m.s);
        remove_store(path);
    }
    rmdir(folder);
    printf("%llu events, no difference\n", (unsigned long long)n_events);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(run_all) };
    if (argc > 1)
        n_wanted = strtoull(argv[1], NULL, 10);
    if (argc > 2)
        first_seed = strtoull(argv[2], NULL, 10);
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
