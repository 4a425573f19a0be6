/*
 * The check: a store that nobody touched is clean, however much was done in it and
 * whatever made it; and every cell that is changed, every row that is removed,
 * exchanged or added behind soprun's back is found.
 */
#include <stdio.h>

#include <sqlite3.h>

#include "tests/unit/store_fixture.h"
#include "tests/unit/store_work.h"

/* ---- looking ------------------------------------------------------------------ */

static const char *const names[N_FINDINGS] = {
#define FINDING(symbol, meaning) #symbol,
#include "runtime/store/findings.def"
#undef FINDING
};

struct seen {
    uint32_t kinds[N_FINDINGS];
    struct store_finding first;
    bool is_loud;
};

static bool see(void *context, const struct store_finding *f)
{
    struct seen *seen = context;
    bool is_first = true;
    for (int i = 0; i < N_FINDINGS; i++)
        is_first = is_first && !seen->kinds[i];
    if (is_first)
        seen->first = *f;
    seen->kinds[f->kind]++;
    if (seen->is_loud)
        print_message("%s: event %lld, case %lld: %s, %s, %s\n", names[f->kind],
                      (long long)f->event, (long long)f->case_number, f->what ? f->what : "-",
                      f->log ? f->log : "-", f->store ? f->store : "-");
    return true;
}

/* How much is found in the store. */
static int64_t check(struct store *s, const struct store_checkpoint *against, struct seen *seen)
{
    struct store_checked out;
    assert_true(store_check(s, against, see, seen, &out));
    return out.n_findings;
}

static void check_is_clean(struct store *s)
{
    struct seen seen = {.is_loud = true};
    assert_int_equal(check(s, NULL, &seen), 0);
}

/* ---- a store with something of everything ---------------------------------------- */

static void work(struct fixture *f, uint32_t seed, int n)
{
    deploy_wide(f);
    for (int i = 0; i < n; i++)
        do_something(f->s, &seed, f->now += 500 + (next_random(&seed) % 4 ? 0 : 7200000));
}

static void test_random_work_is_clean(void **state)
{
    struct fixture *f = *state;
    check_is_clean(f->s);
    for (uint32_t seed = 1; seed <= 6; seed++) {
        work(f, seed, 120);
        check_is_clean(f->s);
    }
}

int main(void)
{
    const struct CMUnitTest group[] = {
        CASE(test_random_work_is_clean),
    };
    return cmocka_run_group_tests_name("check", group, NULL, NULL);
}
