/*
 * A store to test with, in a folder of its own, with two procedures deployed;
 * and short names for what tests do to it. Time goes on a second a deed.
 */
#ifndef SOP_TEST_STORE_FIXTURE_H
#define SOP_TEST_STORE_FIXTURE_H

#include <stdio.h>
#include <unistd.h>

#include "tests/unit/sample_image.h"
#include "tests/unit/store_fold.h"

struct fixture {
    char folder[64], path[96];
    struct store *s;
    int64_t now;
    bool is_harmed;     /* by the test: it is not looked through at the end */
};

SAMPLE_USE struct store_by by(struct fixture *f, const char *person)
{
    return (struct store_by){person, "os", f->now += 1000};
}

SAMPLE_USE struct store *reopen(struct fixture *f, enum store_mode mode)
{
    struct store_fault fault;
    store_close(f->s);
    f->s = store_open(f->path, mode, &fault);
    assert_non_null(f->s);
    return f->s;
}

SAMPLE_USE bool deploy(struct fixture *f, const struct sample *sample, struct store_deployed *out)
{
    struct bytes b = {0};
    struct store_by who = by(f, "admin");
    sample_write(sample, &b);
    bool is_done = store_deploy(f->s, b.data, b.len, &who, out);
    bytes_free(&b);
    return is_done;
}

SAMPLE_USE int64_t start(struct fixture *f, const char *sop)
{
    struct store_answer answer;
    struct store_by who = by(f, "ani");
    assert_true(store_start(f->s, sop, NULL, NULL, &who, &answer));
    return answer.case_number;
}

SAMPLE_USE enum store_fault_kind try_done(struct fixture *f, int64_t task, uint32_t outcome,
                                      const char *person)
{
    struct store_answer answer;
    struct store_by who = by(f, person);
    return store_done(f->s, task, outcome, NULL, NULL, &who, &answer) ? STORE_FINE
                                                                : store_fault(f->s)->kind;
}

SAMPLE_USE void done(struct fixture *f, int64_t task, uint32_t outcome, const char *person)
{
    assert_int_equal(try_done(f, task, outcome, person), STORE_FINE);
}

SAMPLE_USE int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    strcpy(f->folder, "/tmp/test_store.XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/store.db", f->folder);
    f->now = 1700000000000;
    reopen(f, STORE_CREATE);
    struct store_deployed deployed;
    assert_true(deploy(f, &sample_purchase, &deployed));
    assert_true(deploy(f, &sample_approve, &deployed));
    *state = f;
    return 0;
}

SAMPLE_USE bool show_finding(void *context, const struct store_finding *f)
{
    (void)context;
    print_message("finding %d: event %lld, case %lld: %s, %s, %s\n", (int)f->kind,
                  (long long)f->event, (long long)f->case_number, f->what ? f->what : "-",
                  f->log ? f->log : "-", f->store ? f->store : "-");
    return true;
}

/* Whatever a test has done in its store, all of it fits together. */
SAMPLE_USE int tear_down(void **state)
{
    struct fixture *f = *state;
    struct store_checked checked = {0};
    if (f->s && !f->is_harmed &&
        (!store_check(f->s, NULL, show_finding, NULL, &checked) || checked.n_findings))
        return -1;
    static const char *const ends[] = {"", "-wal", "-shm"};
    char path[128];
    store_close(f->s);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        snprintf(path, sizeof path, "%s%s", f->path, ends[i]);
        unlink(path);
    }
    rmdir(f->folder);
    free(f);
    return 0;
}

/* ---- worklists --------------------------------------------------------- */

struct found {
    uint32_t n;
    int64_t numbers[32];
    uint32_t rows[32];
    char units[32][32];
};

SAMPLE_USE bool find(void *context, const struct store_task *t)
{
    struct found *found = context;
    assert_true(found->n < 32);
    found->numbers[found->n] = t->number;
    found->rows[found->n] = t->row;
    snprintf(found->units[found->n++], 32, "%s", t->unit ? t->unit : "");
    return true;
}

SAMPLE_USE struct found tasks(struct fixture *f, struct store_filter filter)
{
    struct found found = {0};
    assert_true(store_tasks(f->s, &filter, find, &found));
    return found;
}

/* The only task that waits in a case. */
SAMPLE_USE int64_t only_task(struct fixture *f, int64_t number)
{
    struct found found = tasks(f, (struct store_filter){.case_number = number});
    assert_int_equal(found.n, 1);
    return found.numbers[0];
}

/* Brings a case of the purchase to its joint decision; its two tasks. */
SAMPLE_USE struct found to_decision(struct fixture *f, int64_t number)
{
    done(f, only_task(f, number), NONE, "ani");
    done(f, only_task(f, number), 0, "budi");
    struct found found = tasks(f, (struct store_filter){.case_number = number});
    assert_int_equal(found.n, 2);
    done(f, found.numbers[0], NONE, "budi");
    done(f, found.numbers[1], NONE, "citra");
    found = tasks(f, (struct store_filter){.case_number = number});
    assert_int_equal(found.n, 2);
    assert_int_equal(found.rows[0], 4);
    return found;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
