/*
 * Groups of the store: several calls, one commit. One that is refused undoes
 * itself only; a kill before the end, or a disk that fails, leaves nothing of
 * the group; and what holds a group up is told, not passed over.
 */
#include <signal.h>
#include <sys/wait.h>

#include "runtime/store/store_int.h"
#include "tests/unit/store_fixture.h"
#include "tests/unit/faulty_disk.h"

static void group_begin(struct fixture *f)
{
    assert_true(store_group_begin(f->s));
}

static void group_end(struct fixture *f)
{
    assert_true(store_group_end(f->s));
}

static int64_t count_cases(struct fixture *f)
{
    struct store_case c;
    int64_t n = 0;
    while (store_case(f->s, n + 1, &c))
        n++;
    return n;
}

static enum store_fault_kind try_start(struct fixture *f, const char *sop)
{
    struct store_answer answer;
    struct store_by who = by(f, "ani");
    return store_start(f->s, sop, NULL, NULL, &who, &answer) ? STORE_FINE
                                                             : store_fault(f->s)->kind;
}

/* ---- what a group is ------------------------------------------------------ */

/* Calls of a group see what those before them did; another reader sees nothing
 * until the end, and then all of it. */
static void test_comes_together(void **state)
{
    struct fixture *f = *state;
    struct store_fault fault;
    struct store_case c;
    group_begin(f);
    int64_t number = start(f, "approve");
    done(f, only_task(f, number), NONE, "ani");
    int64_t second = start(f, "approve");
    struct store *other = store_open(f->path, STORE_READ, &fault);
    assert_non_null(other);
    assert_false(store_case(other, number, &c));
    assert_int_equal(store_fault(other)->kind, STORE_UNKNOWN_CASE);
    group_end(f);
    assert_true(store_case(other, number, &c));
    assert_true(store_case(other, second, &c));
    store_close(other);
    reopen(f, STORE_WRITE);
    fold_check_all(f->s);
    assert_int_equal(count_cases(f), 2);
}

static void test_refused_undo_themselves(void **state)
{
    struct fixture *f = *state;
    group_begin(f);
    int64_t number = start(f, "pengadaan"), task = only_task(f, number);
    assert_int_equal(try_start(f, "nonsense"), STORE_UNKNOWN_SOP);
    assert_int_equal(try_done(f, 999, NONE, "ani"), STORE_UNKNOWN_TASK);
    done(f, task, NONE, "ani");
    assert_int_equal(try_done(f, task, NONE, "ani"), STORE_TASK_WAS_DONE);
    /* a decision without its outcome: refused when much of it was written */
    assert_int_equal(try_done(f, only_task(f, number), NONE, "budi"), STORE_NO_OUTCOME);
    done(f, only_task(f, number), 0, "budi");
    int64_t second = start(f, "approve");
    group_end(f);
    reopen(f, STORE_WRITE);
    assert_int_equal(second, 2);
    assert_int_equal(count_cases(f), 2);
    assert_int_equal(fold_check(f->s, number), 3);
    fold_check_all(f->s);
}

/* Image and case of one group, and both gone with it. */
static void test_deploy_inside(void **state)
{
    struct fixture *f = *state;
    struct store_deployed deployed;
    group_begin(f);
    assert_true(deploy(f, &sample_race, &deployed));
    int64_t number = start(f, "race");
    struct found found = tasks(f, (struct store_filter){.case_number = number});
    assert_true(found.n > 0);
    assert_non_null(store_image(f->s, deployed.image->id_hex));
    group_end(f);
    fold_check_all(f->s);
    group_begin(f);
    assert_true(deploy(f, &sample_tender, &deployed));
    reopen(f, STORE_WRITE);   /* without the end */
    assert_int_equal(try_start(f, "tender"), STORE_UNKNOWN_SOP);
}

static void test_empty_and_again(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 3; i++) {
        group_begin(f);
        group_end(f);
    }
    group_begin(f);
    assert_int_equal(try_start(f, "nonsense"), STORE_UNKNOWN_SOP);
    group_end(f);
    assert_int_equal(store_fault(f->s)->kind, STORE_FINE);
    assert_int_equal(count_cases(f), 0);
    start(f, "approve");   /* alone again */
    reopen(f, STORE_READ);
    assert_int_equal(count_cases(f), 1);
}

/* A fault of a call before is not taken for one of store_image. */
static void test_image_after_refusal(void **state)
{
    struct fixture *f = *state;
    struct store_deployed deployed;
    assert_true(deploy(f, &sample_race, &deployed));
    char id[65];
    snprintf(id, sizeof id, "%s", deployed.image->id_hex);
    reopen(f, STORE_WRITE);
    group_begin(f);
    assert_int_equal(try_start(f, "nonsense"), STORE_UNKNOWN_SOP);
    assert_non_null(store_image(f->s, id));
    group_end(f);
}

/* ---- the clock ------------------------------------------------------------- */

static bool count_moment(void *context, const struct store_moment *m)
{
    int *n = context;
    (void)m;
    return ++*n > 0;
}

static void tick_in_group(struct fixture *f, int *n_moments)
{
    struct store_by who = by(f, "ani");
    group_begin(f);
    assert_true(store_tick(f->s, &who, count_moment, n_moments));
    int n_again = 0;
    assert_true(store_tick(f->s, &who, count_moment, &n_again));
    assert_int_equal(n_again, 0);
}

/* Each moment once, whether the group that it happened in came to the disk. */
static void test_tick_inside(void **state)
{
    struct fixture *f = *state;
    struct store_deployed deployed;
    int n_lost = 0, n_kept = 0, n_after = 0;
    assert_true(deploy(f, &sample_race, &deployed));
    for (int i = 0; i < 3; i++) {   /* the answer from the north waits */
        int64_t number = start(f, "race");
        done(f, only_task(f, number), NONE, "ani");
        done(f, tasks(f, (struct store_filter){.case_number = number}).numbers[0], NONE, "budi");
    }
    f->now += INT64_C(400) * 86400 * 1000;
    tick_in_group(f, &n_lost);
    reopen(f, STORE_WRITE);   /* without the end */
    tick_in_group(f, &n_kept);
    group_end(f);
    reopen(f, STORE_WRITE);
    struct store_by who = by(f, "ani");
    assert_true(store_tick(f->s, &who, count_moment, &n_after));
    assert_true(n_kept >= 3);
    assert_int_equal(n_lost, n_kept);
    assert_int_equal(n_after, 0);
    fold_check_all(f->s);
}

/* ---- bad times -------------------------------------------------------------- */

enum { GROUP = 5 };

/* How many calls of a group that starts cases went well; the last fault. */
static int start_some(struct fixture *f, enum store_fault_kind *kind)
{
    int n = 0;
    *kind = STORE_FINE;
    for (int i = 0; i < GROUP; i++) {
        enum store_fault_kind one = try_start(f, "approve");
        n += one == STORE_FINE;
        if (one != STORE_FINE)
            *kind = one;
    }
    return n;
}

/* The nth write fails: the group is all there or not at all, and its end says
 * which. */
static void fail_each_write(struct fixture *f, int code, bool is_for_ever,
                            enum store_fault_kind expected)
{
    int n_lost = 0;
    for (int n = 1; n < 400; n++) {
        enum store_fault_kind kind;
        int64_t before = count_cases(f);
        group_begin(f);
        disk = (struct faulty_disk){.countdown = n, .code = code, .is_for_ever = is_for_ever};
        int n_done = start_some(f, &kind);
        bool is_kept = store_group_end(f->s);
        if (!is_kept)
            kind = store_fault(f->s)->kind;
        bool has_failed = disk.n_failed > 0;
        disk.countdown = 0;
        store_close(f->s);
        f->s = NULL;
        reopen(f, STORE_WRITE);
        if (kind != STORE_FINE)
            assert_int_equal(kind, expected);
        int64_t now = count_cases(f);
        if (is_kept)
            assert_int_equal(now, before + n_done);
        else if (now != before)   /* a failed fsync cannot tell: all of it, or nothing */
            assert_true(code == SQLITE_IOERR_FSYNC && now == before + n_done);
        n_lost += !is_kept;
        if (!has_failed)
            break;
    }
    assert_true(n_lost > 0);
    fold_check_all(f->s);
}

static void test_failing_disk(void **state)
{
    struct fixture *f = *state;
    store_close(f->s);
    f->s = NULL;
    disk_install();
    reopen(f, STORE_WRITE);
    fail_each_write(f, SQLITE_FULL, false, STORE_DISK_FULL);
    fail_each_write(f, SQLITE_FULL, true, STORE_DISK_FULL);
    fail_each_write(f, SQLITE_IOERR_WRITE, true, STORE_CANNOT_USE);
    fail_each_write(f, SQLITE_IOERR_FSYNC, true, STORE_CANNOT_USE);
    store_close(f->s);
    f->s = NULL;
    disk_remove();
}

/* The database gives the transaction up in the middle (as when its cache runs
 * over onto a full disk): all later calls say why, and so does the end. */
static void test_lost_in_the_middle(void **state)
{
    struct fixture *f = *state;
    struct store_case c;
    start(f, "approve");
    reopen(f, STORE_WRITE);
    disk_install();
    reopen(f, STORE_WRITE);
    sqlite3_exec(f->s->db, "PRAGMA cache_size = 10; PRAGMA cache_spill = 1", NULL, NULL, NULL);
    group_begin(f);
    start(f, "approve");
    disk = (struct faulty_disk){.countdown = 1, .code = SQLITE_IOERR_WRITE,
                                .is_for_ever = true};
    int n = 0;
    while (n < 2000 && try_start(f, "approve") == STORE_FINE)
        n++;
    assert_true(n < 2000);
    disk.countdown = 0;
    assert_int_equal(store_fault(f->s)->kind, STORE_CANNOT_USE);
    assert_int_equal(try_start(f, "approve"), STORE_CANNOT_USE);
    assert_false(store_case(f->s, 1, &c));
    assert_int_equal(store_fault(f->s)->kind, STORE_CANNOT_USE);
    assert_false(store_group_end(f->s));
    assert_int_equal(store_fault(f->s)->kind, STORE_CANNOT_USE);
    assert_int_equal(count_cases(f), 1);   /* and the store goes on */
    group_begin(f);
    start(f, "approve");
    group_end(f);
    assert_int_equal(count_cases(f), 2);
    store_close(f->s);
    f->s = NULL;
    disk_remove();
}

static void work_and_die(struct fixture *f)
{
    struct store_fault fault;
    struct store_answer answer;
    struct store *s = store_open(f->path, STORE_WRITE, &fault);
    struct store_by who = {"ani", "os", f->now + 1000};
    bool is_fine = s && store_group_begin(s);
    for (int i = 0; i < 50 && is_fine; i++)
        is_fine = store_start(s, "approve", NULL, NULL, &who, &answer);
    if (is_fine)
        kill(getpid(), SIGKILL);
    _exit(1);
}

static void test_kill_between(void **state)
{
    struct fixture *f = *state;
    int status;
    start(f, "approve");
    store_close(f->s);
    f->s = NULL;
    pid_t child = fork();
    if (child == 0)
        work_and_die(f);
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    reopen(f, STORE_WRITE);
    assert_int_equal(count_cases(f), 1);
    fold_check_all(f->s);
}

/* Another writer waits until the group is over; here it does not wait long. */
static void test_locks_others_out(void **state)
{
    struct fixture *f = *state;
    struct store_fault fault;
    struct store_answer answer;
    struct store_by who = by(f, "budi");
    struct store *other = store_open(f->path, STORE_WRITE, &fault);
    assert_non_null(other);
    sqlite3_busy_timeout(other->db, 20);
    group_begin(f);
    assert_false(store_start(other, "approve", NULL, NULL, &who, &answer));
    assert_int_equal(store_fault(other)->kind, STORE_LOCKED);
    assert_false(store_group_begin(other));
    assert_int_equal(store_fault(other)->kind, STORE_LOCKED);
    group_end(f);
    assert_true(store_start(other, "approve", NULL, NULL, &who, &answer));
    store_close(other);
}

int main(void)
{
    const struct CMUnitTest group[] = {
        CASE(test_comes_together),
        CASE(test_refused_undo_themselves),
        CASE(test_deploy_inside),
        CASE(test_empty_and_again),
        CASE(test_image_after_refusal),
        CASE(test_tick_inside),
        CASE(test_failing_disk),
        CASE(test_lost_in_the_middle),
        CASE(test_kill_between),
        CASE(test_locks_others_out),
    };
    return cmocka_run_group_tests_name("groups of the store", group, NULL, NULL);
}
