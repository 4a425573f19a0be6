/*
 * The store in bad times: files that are none, somebody else's pen in them,
 * kills at any moment, many writers, a full or failing disk. Whatever
 * happens, what was acknowledged is there, and the state is the fold of the
 * log.
 */
#include <signal.h>
#include <sys/wait.h>

#include "tests/unit/store_fixture.h"
#include "tests/unit/store_work.h"
#include "tests/unit/faulty_disk.h"

/* ---- what is no store, and what was one -------------------------------- */

static enum store_fault_kind try_open(const char *path, enum store_mode mode)
{
    struct store_fault fault = {.kind = STORE_FINE};
    struct store *s = store_open(path, mode, &fault);
    store_close(s);
    return s ? STORE_FINE : fault.kind;
}

static void scribble(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void write_file(const char *path, const char *text)
{
    assert_int_equal(os_write_file(path, text, strlen(text)), ERR_NONE);
}

static void test_open_refuses(void **state)
{
    struct fixture *f = *state;
    char path[128];
    snprintf(path, sizeof path, "%s/other", f->folder);
    assert_int_equal(try_open(path, STORE_READ), STORE_MISSING);
    assert_int_equal(try_open(path, STORE_WRITE), STORE_MISSING);
    assert_int_equal(try_open(f->folder, STORE_CREATE), STORE_CANNOT_OPEN);
    assert_int_equal(try_open("", STORE_CREATE), STORE_CANNOT_OPEN);
    assert_int_equal(try_open("/tmp/test_store/no/such/folder", STORE_CREATE),
                     STORE_CANNOT_OPEN);
    write_file(path, "a letter to somebody, and a long one: more than a hundred bytes, so "
                     "that it could have a header of a database, but it is none.");
    assert_int_equal(try_open(path, STORE_CREATE), STORE_NOT_A_STORE);
    unlink(path);
    scribble(path, "CREATE TABLE recipes (name TEXT)");
    assert_int_equal(try_open(path, STORE_CREATE), STORE_NOT_A_STORE);
    unlink(path);
    write_file(path, "");
    assert_int_equal(try_open(path, STORE_READ), STORE_MISSING);
    unlink(path);
    store_close(f->s);
    f->s = NULL;
    scribble(f->path, "PRAGMA user_version = 99");
    assert_int_equal(try_open(f->path, STORE_READ), STORE_NEWER);
}

static void test_reading_writes_nothing(void **state)
{
    struct fixture *f = *state;
    start(f, "approve");
    reopen(f, STORE_READ);
    struct store_by who = by(f, "ani");
    struct store_answer answer;
    assert_int_equal(tasks(f, (struct store_filter){0}).n, 1);
    assert_false(store_start(f->s, "approve", NULL, NULL, &who, &answer));
    assert_int_equal(store_fault(f->s)->kind, STORE_READ_ONLY);
}

/* Whatever somebody wrote into the file, the answer is a fault and no crash. */
static void test_damage_is_told(void **state)
{
    struct fixture *f = *state;
    static const char *const harm[] = {
        "DELETE FROM token",
        "UPDATE token SET place = 9999",
        "UPDATE token SET place = -1",
        "UPDATE task SET row = 77",
        "UPDATE task SET nth = 5",
        "UPDATE cases SET procedure = 3",
        "UPDATE cases SET result = 1000",
        "UPDATE image SET bytes = x'00'",
        ("UPDATE image SET bytes = (SELECT bytes FROM image i WHERE i.id <> image.id)"
         " WHERE id = (SELECT image FROM cases)"),
        "DELETE FROM image",
        "DROP TABLE event",
        "PRAGMA writable_schema = on; UPDATE sqlite_schema SET sql = 'x' WHERE name = 'task'",
    };
    int64_t number = start(f, "approve"), task = only_task(f, number);
    for (size_t i = 0; i < COUNT_OF(harm); i++) {
        char copy[128], command[512];
        snprintf(copy, sizeof copy, "%s/copy", f->folder);
        snprintf(command, sizeof command, "VACUUM INTO '%s'", copy);
        scribble(f->path, command);
        scribble(copy, "PRAGMA foreign_keys = off");
        scribble(copy, harm[i]);
        struct store_fault fault = {.kind = STORE_FINE};
        struct store *s = store_open(copy, STORE_WRITE, &fault);
        struct store_answer answer;
        struct store_by who = by(f, "ani");
        if (s && !store_done(s, task, NONE, NULL, NULL, &who, &answer))
            fault = *store_fault(s);
        if (fault.kind != STORE_DAMAGED)
            fail_msg("`%s`: fault %d", harm[i], (int)fault.kind);
        store_close(s);
        unlink(copy);
    }
}

/* ---- random work ------------------------------------------------------- */

static bool count_kinds(void *context, const struct store_event *e)
{
    uint32_t *counts = context;
    counts[e->kind]++;
    return true;
}

static void test_random_work_folds(void **state)
{
    struct fixture *f = *state;
    uint32_t seed = 7, counts[N_EVENT_KINDS] = {0};
    struct store_case c;
    deploy_wide(f);
    for (int round = 0; round < 16; round++) {
        for (int i = 0; i < 40; i++)
            do_something(f->s, &seed, f->now += 500 + (next_random(&seed) % 4 ? 0 : 7200000));
        fold_check_all(f->s);
        reopen(f, STORE_WRITE);
    }
    for (int64_t i = 1; store_case(f->s, i, &c); i++)
        assert_true(store_events(f->s, i, count_kinds, counts));
    for (int kind = 0; kind <= EVENT_CANCELLED; kind++)
        assert_true(counts[kind] > 0);   /* all of it has happened */
}

/* ---- kills ------------------------------------------------------------- */

/* The clock runs a million times as fast: waits end and deadlines pass. */
static int64_t begun;
static int64_t fast_now(void)
{
    return 1700000000000 + (os_now() - begun) * 1000000;
}

/* What a run of soprun after the other does, until it is killed: each opens
 * the store anew, and tells the task when it is acknowledged. */
static void work_until_killed(const char *path, uint32_t seed, int acknowledged)
{
    struct store_fault fault;
    for (;;) {
        struct store *s = store_open(path, STORE_WRITE, &fault);
        int64_t task = s ? do_something(s, &seed, fast_now()) : -1;
        if (write(acknowledged, &task, sizeof task) != sizeof task || !s)
            _exit(1);
        if (next_random(&seed) % 2)
            store_close(s);   /* else as good as killed: left open */
    }
}

/* Every acknowledged task is done, whatever the kill hit. */
static void check_acknowledged(struct fixture *f, int acknowledged)
{
    int64_t task;
    while (read(acknowledged, &task, sizeof task) == sizeof task) {
        struct store_task t;
        assert_true(task >= 0);
        if (task == 0)
            continue;
        assert_true(store_task(f->s, task, &t));
        assert_int_equal(t.status, TASK_DONE);
    }
}

/* At least 25 kills, and more and later ones where the machine is so busy that
 * hardly anything is done before one. */
static void test_kill_at_any_moment(void **state)
{
    struct fixture *f = *state;
    uint32_t seed = 11;
    int64_t n_events = 0;
    begun = os_now();
    deploy_wide(f);
    store_close(f->s);
    f->s = NULL;
    for (uint32_t round = 0; round < 25 || (n_events <= 25 && round < 500); round++) {
        int ends[2], status;
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0)
            work_until_killed(f->path, seed + round, ends[1]);
        close(ends[1]);
        usleep(2000 + next_random(&seed) % (40000 + 4000 * round));
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status));
        reopen(f, STORE_WRITE);
        check_acknowledged(f, ends[0]);
        close(ends[0]);
        n_events = fold_check_all(f->s);
        store_close(f->s);
        f->s = NULL;
    }
    reopen(f, STORE_READ);
    assert_true(n_events > 25);
}

/* Several at once: they wait for one another, and nothing is lost or double. */
static void test_many_writers(void **state)
{
    struct fixture *f = *state;
    enum { WRITERS = 4, EACH = 15 };
    pid_t children[WRITERS];
    for (uint32_t i = 0; i < WRITERS; i++) {
        children[i] = fork();
        if (children[i] != 0)
            continue;
        struct store_fault fault;
        struct store *s = store_open(f->path, STORE_WRITE, &fault);
        struct store_by who = {"ani", "os", os_now()};
        struct store_answer answer;
        for (int n = 0; s && n < EACH; n++)
            if (!store_start(s, "approve", NULL, NULL, &who, &answer))
                _exit(1);
        _exit(s ? 0 : 1);
    }
    for (uint32_t i = 0; i < WRITERS; i++) {
        int status;
        waitpid(children[i], &status, 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    assert_int_equal(fold_check_all(f->s), WRITERS * EACH);
}

/* ---- a failing disk ---------------------------------------------------- */

/* The first task of `sop` is signed, which in `invite` begins another case. */
static void fail_each_write(struct fixture *f, const char *sop, int code, bool is_for_ever,
                            enum store_fault_kind expected)
{
    static const struct store_setting topic = {"topic", "budget"};
    const struct store_settings settings = {.at = &topic, .n = strcmp(sop, "invite") == 0};
    int n_faults = 0;
    for (int n = 1; n < 120; n++) {
        int64_t number = start(f, sop), task = only_task(f, number);
        struct store_answer answer;
        struct store_by who = by(f, "ani");
        disk = (struct faulty_disk){.countdown = n, .code = code, .is_for_ever = is_for_ever};
        bool is_done = store_done(f->s, task, NONE, NULL, &settings, &who, &answer);
        enum store_fault_kind kind = is_done ? STORE_FINE : store_fault(f->s)->kind;
        bool has_failed = disk.n_failed > 0;
        store_close(f->s);
        f->s = NULL;
        disk.countdown = 0;
        reopen(f, STORE_WRITE);
        if (kind != STORE_FINE)
            assert_int_equal(kind, expected);
        n_faults += kind != STORE_FINE;
        int64_t n_events = fold_check(f->s, number);
        assert_true(kind != STORE_FINE || n_events == 2);   /* acknowledged is kept */
        if (!has_failed)
            break;
    }
    assert_true(n_faults > 0);
    fold_check_all(f->s);
}

static void test_failing_disk(void **state)
{
    struct fixture *f = *state;
    store_close(f->s);
    f->s = NULL;
    disk_install();
    reopen(f, STORE_WRITE);
    deploy_wide(f);
    fail_each_write(f, "approve", SQLITE_FULL, false, STORE_DISK_FULL);
    fail_each_write(f, "approve", SQLITE_FULL, true, STORE_DISK_FULL);
    fail_each_write(f, "invite", SQLITE_FULL, false, STORE_DISK_FULL);
    fail_each_write(f, "invite", SQLITE_IOERR_WRITE, false, STORE_CANNOT_USE);
    fail_each_write(f, "approve", SQLITE_IOERR_FSYNC, true, STORE_CANNOT_USE);
    store_close(f->s);
    f->s = NULL;
    disk_remove();
}

int main(void)
{
    const struct CMUnitTest group[] = {
        CASE(test_open_refuses),
        CASE(test_reading_writes_nothing),
        CASE(test_damage_is_told),
        CASE(test_random_work_folds),
        CASE(test_kill_at_any_moment),
        CASE(test_many_writers),
        CASE(test_failing_disk),
    };
    return cmocka_run_group_tests_name("store in bad times", group, NULL, NULL);
}
