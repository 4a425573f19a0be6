/*
 * Calls that fail: for each deed, each kind of call and each way to fail, the
 * first of these calls fails, then the second ... until the deed goes through
 * without one. The answer must be a fault of the surroundings, the same store
 * must go on to work, and the one that is opened next must hold the invariants.
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/crash/crash.h"

/* ---- deeds ------------------------------------------------------------------- */

/* One process opens, does and closes; the fault may come anywhere in it. */
struct script {
    const char *name;
    enum beginning from;
    bool (*run)(struct trial *t, struct store *s, uint64_t *random);
    void (*prepare)(struct trial *t, uint64_t *random);   /* or NULL */
};

static bool run_nothing(struct trial *t, struct store *s, uint64_t *random)
{
    (void)t, (void)s, (void)random;
    return true;
}

static bool run_deploy(struct trial *t, struct store *s, uint64_t *random)
{
    (void)random;
    return work_deploy(t, s, 3);
}

static bool run_tick(struct trial *t, struct store *s, uint64_t *random)
{
    (void)random;
    t->now += 10 * (int64_t)86400000;
    return work_tick(t, s);
}

static bool run_sign(struct trial *t, struct store *s, uint64_t *random)
{
    return work_sign(t, s, 0, NULL, random);
}

static bool run_start(struct trial *t, struct store *s, uint64_t *random)
{
    return work_start(t, s, "invite", random) && work_sign(t, s, 0, NULL, random);
}

static bool run_holiday(struct trial *t, struct store *s, uint64_t *random)
{
    return work_holiday(t, s, random) && run_start(t, s, random) && work_tick(t, s);
}

static bool run_several(struct trial *t, struct store *s, uint64_t *random)
{
    for (int i = 0; i < 6; i++)
        if (!work_once(t, s, random))
            return false;
    return true;
}

/* Before anything fails: cases with something to wait for. */
static void prepare_waits(struct trial *t, uint64_t *random)
{
    static const char *const sops[] = {"race", "invite", "tender"};
    struct store *s = work_open(t);
    CHECK(s, "the store does not open");
    for (int i = 0; i < 12; i++) {
        uint32_t n = t->n_acks;
        CHECK(work_start(t, s, sops[i % 3], random), "no case can be started");
        for (int64_t j = 0; t->n_acks > n && j < 4; j++)
            CHECK(work_sign(t, s, t->acks[n].case_number, NULL, random), "no task can be signed");
    }
    store_close(s);
}

/* Some people, with claims and without. */
static void prepare_people(struct trial *t, uint64_t *random)
{
    struct store *s = work_open(t);
    CHECK(s, "the store does not open");
    t->has_people = true;
    for (int i = 0; i < 3; i++)
        CHECK(work_join(t, s, random), "nobody can be made an actor");
    for (int i = 0; i < 12; i++)
        CHECK(work_once(t, s, random), "the store does not work");
    store_close(s);
}

static const struct script scripts[] = {
    {"make", BEGIN_EMPTY, run_nothing, NULL},
    {"open", BEGIN_MADE, run_nothing, NULL},
    {"deploy", BEGIN_EMPTY, run_deploy, NULL},
    {"sign", BEGIN_MADE, run_sign, NULL},
    {"start", BEGIN_MADE, run_start, NULL},
    {"tick", BEGIN_MADE, run_tick, prepare_waits},
    {"several", BEGIN_MADE, run_several, NULL},
    {"group", BEGIN_MADE, work_group, NULL},
    {"upgrade", BEGIN_OLD, run_nothing, NULL},
    {"join", BEGIN_MADE, work_join, NULL},
    {"leave", BEGIN_MADE, work_leave, prepare_people},
    {"erase", BEGIN_MADE, work_erase, prepare_people},
    {"holiday", BEGIN_MADE, run_holiday, prepare_waits},
    {"migrate", BEGIN_MADE, work_migrate, prepare_waits},
};

/* ---- faults ------------------------------------------------------------------ */

enum { MEMORY = -1 };

static const struct fault {
    const char *name;
    int call;                      /* or MEMORY */
    int code;
    enum disk_way way;
} faults[] = {
    {"write EIO", DISK_WRITE, SQLITE_IOERR_WRITE, DISK_FAIL},
    {"write ENOSPC", DISK_WRITE, SQLITE_FULL, DISK_FAIL},
    {"write short", DISK_WRITE, SQLITE_FULL, DISK_FAIL_SHORT},
    {"write done and EIO", DISK_WRITE, SQLITE_IOERR_WRITE, DISK_FAIL_DONE},
    {"sync EIO", DISK_SYNC, SQLITE_IOERR_FSYNC, DISK_FAIL},
    {"sync done and EIO", DISK_SYNC, SQLITE_IOERR_FSYNC, DISK_FAIL_DONE},
    {"truncate EIO", DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE, DISK_FAIL},
    {"delete EIO", DISK_DELETE, SQLITE_IOERR_DELETE, DISK_FAIL},
    {"delete done and EIO", DISK_DELETE, SQLITE_IOERR_DELETE, DISK_FAIL_DONE},
    {"open EACCES", DISK_OPEN, SQLITE_CANTOPEN, DISK_FAIL},
    {"read EIO", DISK_READ, SQLITE_IOERR_READ, DISK_FAIL},
    {"size EIO", DISK_SIZE, SQLITE_IOERR_FSTAT, DISK_FAIL},
    {"access EIO", DISK_ACCESS, SQLITE_IOERR_ACCESS, DISK_FAIL},
    {"lock EIO", DISK_LOCK, SQLITE_IOERR_LOCK, DISK_FAIL},
    {"shm EIO", DISK_SHM, SQLITE_IOERR_SHMMAP, DISK_FAIL},
    {"shm ENOSPC", DISK_SHM, SQLITE_FULL, DISK_FAIL},
    {"shm lock EIO", DISK_SHM_LOCK, SQLITE_IOERR_SHMLOCK, DISK_FAIL},
    {"memory", MEMORY, 0, DISK_FAIL},
};

enum { N_COMBINED = (int)(COUNT_OF(scripts) * COUNT_OF(faults) * 2) };

/* A seed is a number of the table: deed, fault, once or for ever. */
struct combined {
    const struct script *script;
    const struct fault *fault;
    bool is_for_ever;
    uint64_t random;
    int64_t nth;
};

static struct combined combined(uint64_t seed)
{
    uint64_t i = seed % N_COMBINED;
    return (struct combined){.script = &scripts[i / 2 / COUNT_OF(faults)],
                             .fault = &faults[i / 2 % COUNT_OF(faults)],
                             .is_for_ever = i & 1, .random = mixed(seed / N_COMBINED, 11)};
}

uint64_t fail_count(void)
{
    return N_COMBINED;
}

void fail_name(uint64_t seed, char *name, size_t size)
{
    struct combined c = combined(seed);
    snprintf(name, size, "%s, %s, %s", c.script->name, c.fault->name,
             c.is_for_ever ? "for ever" : "once");
}

static void arm(const struct combined *c)
{
    if (c->fault->call == MEMORY)
        memory_fail(c->nth, c->is_for_ever);
    else
        disk.plan = (struct disk_plan){.calls = 1u << c->fault->call, .countdown = c->nth,
                                       .way = c->fault->way, .code = c->fault->code,
                                       .is_for_ever = c->is_for_ever};
}

/* How many have failed. */
static int64_t disarm(const struct combined *c)
{
    int64_t n = c->fault->call == MEMORY ? memory_n_failed() : disk.n_failed;
    memory_fail(0, false);
    disk.plan.countdown = 0;
    return n;
}

/* ---- one run ------------------------------------------------------------------ */

enum { NO_FAULT = 2 };             /* how a process ends in which nothing failed */

/* What is wrong with the surroundings is not said to be the store's fault. */
static void check_fault(const struct store_fault *f)
{
    bool is_true = f->err == ERR_SYSTEM && f->kind != STORE_DAMAGED && f->kind != STORE_NEWER &&
                   f->kind != STORE_NOT_A_STORE && f->kind != STORE_MISSING;
    CHECK(is_true, "told as fault %d (%s)", (int)f->kind, f->text);
}

static void run_with_fault(struct trial *t, void *context)
{
    struct combined *c = context;
    uint64_t random = c->random, again = c->random;
    struct store_fault fault = {.kind = STORE_FINE};
    alarm(60);
    disk.random = c->random;
    if (c->script->prepare)
        c->script->prepare(t, &random);
    t->expects_faults = true;
    arm(c);
    struct store *s = store_open(
        t->path, c->script->from == BEGIN_EMPTY ? STORE_CREATE : STORE_WRITE, &fault);
    if (!s)
        check_fault(&fault);
    else if (!c->script->run(t, s, &random) && store_fault(s)->kind != STORE_FINE)
        check_fault(store_fault(s));   /* a group may end well without the call that failed */
    /* closed while it fails, or used when it does no more */
    if (s && mixed((uint64_t)c->nth, 13) & 1) {
        store_close(s);
        s = NULL;
    }
    int64_t n_failed = disarm(c);
    t->n_meant = t->n_acks;
    t->expects_faults = false;
    if (s)
        CHECK(c->script->run(t, s, &again), "the store does not work any more");
    store_close(s);
    trial_check(t, mixed(c->random, 12));
    if (!n_failed)
        _exit(NO_FAULT);
}

void fail_run(struct trial *t, uint64_t seed, const struct trial *beginnings, int64_t from)
{
    struct combined c = combined(seed);
    struct platter *platter = t->platter;
    char name[96];
    int status = 0;
    t->platter = NULL;
    /* memory that fails for ever does so much like memory that failed before */
    int64_t step = c.fault->call == MEMORY && c.is_for_ever ? 4 : 1;
    for (c.nth = from; status == 0; c.nth += step) {
        trial_begin(t, &beginnings[c.script->from]);
        status = apart(t, run_with_fault, &c);
        t->counts.runs += status == 0;
    }
    t->platter = platter;
    bool is_over = WIFEXITED(status) && WEXITSTATUS(status) == NO_FAULT;
    if (is_over && (from == 1 || c.nth > from + step))
        return;
    if (is_over)
        fprintf(stderr, "there are no %lld such calls\n", (long long)from);
    fail_name(seed, name, sizeof name);
    fprintf(stderr, "VIOLATION at number %lld of seed %llu (%s)\n", (long long)(c.nth - step),
            (unsigned long long)seed, name);
    t->counts.runs++;
    t->counts.violations++;
}
