/* The store beside dumb twins of its cases. `make model` does a million events. */
#include "tests/unit/store_model.h"

static void run(uint64_t seed, uint64_t n_events, uint32_t group)
{
    char folder[] = "/tmp/test_store_model.XXXXXX", path[64];
    static struct model m;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/store.db", folder);
    model_run(&m, path, seed, n_events, group);
    assert_true(m.n_ends > 10 && m.n_named > 1 && m.n_cancelled > 10 && m.n_faulty > 10);
    assert_true(m.n_refused > 100 && m.n_claims > 30 && m.n_moments > 30);
    model_check(&m);
    store_close(m.s);
    static const char *const files[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char file[80];
        snprintf(file, sizeof file, "%s%s", path, files[i]);
        unlink(file);
    }
    rmdir(folder);
}

static void test_one_by_one(void **state)
{
    (void)state;
    run(1, 1500, 0);
}

static void test_in_groups(void **state)
{
    (void)state;
    run(2, 8000, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_by_one),
        cmocka_unit_test(test_in_groups),
    };
    return cmocka_run_group_tests_name("store_model", tests, NULL, NULL);
}
