/*
 * Kills and losses of power: a process works on the store until it is killed;
 * perhaps the power goes as well; perhaps it happens again to those that open
 * the store next; then it is checked. One store lives through a chain of 25
 * such rounds, so that what is cut is old and new, with and without a log of
 * the database to recover from.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/crash/crash.h"

enum {
    ROUNDS = 25,
    MOST_DEEDS = 60,               /* of one process, should nothing stop it before */
    MOST_MICROSECONDS = 12000,
    MOST_CALLS = 700,              /* of a process up to its kill */
    MOST_CHANGES = 250,
    MOST_RECOVERY = 40,            /* calls of opening alone */
};

struct round {
    uint64_t random;
    struct disk_plan plan;
    uint32_t microseconds;         /* until the clock kills it; 0: it does not */
};

static pid_t begin_apart(struct trial *t, void (*run)(struct trial *, void *), void *context)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        disk.platter = t->platter;
        run(t, context);
        fflush(NULL);
        _exit(0);
    }
    CHECK(child > 0, "no process can be made");
    return child;
}

int apart(struct trial *t, void (*run)(struct trial *, void *), void *context)
{
    int status;
    pid_t child = begin_apart(t, run, context);
    CHECK(waitpid(child, &status, 0) == child, "a process was lost");
    if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
        fprintf(stderr, "a process was ended by signal %d\n", WTERMSIG(status));
    return status;
}

/* ---- who is killed -------------------------------------------------------------- */

/* Small logs: checkpoints come in the midst of work. And SQLite wipes nothing of
 * its own accord, as some systems have it do. */
static int set_up(sqlite3 *db, char **message, const struct sqlite3_api_routines *api)
{
    static const int pages[] = {2, 10, 40, 1000};
    (void)message, (void)api;
    sqlite3_wal_autocheckpoint(db, pages[draw(&disk.random, COUNT_OF(pages))]);
    return sqlite3_exec(db, "PRAGMA secure_delete = OFF", NULL, NULL, NULL);
}

static void arm_clock(uint32_t microseconds)
{
    struct sigevent kills = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};
    struct itimerspec when = {.it_value.tv_nsec = (long)microseconds * 1000};
    timer_t timer;
    CHECK(timer_create(CLOCK_MONOTONIC, &kills, &timer) == 0 &&
              timer_settime(timer, 0, &when, NULL) == 0, "there is no timer");
}

/* Opens and closes now and then, as commands do that come one after the other. */
static void work_until_killed(struct trial *t, void *context)
{
    struct round *r = context;
    alarm(60);
    sqlite3_auto_extension((void (*)(void))set_up);
    disk.random = mixed(r->random, 2);
    disk.plan = r->plan;
    if (r->microseconds)
        arm_clock(r->microseconds);
    struct store *s = NULL;
    for (int i = 0; i < MOST_DEEDS; i++) {
        if (!s)
            s = work_open(t);
        if (!s || !work_once(t, s, &r->random))
            _exit(1);
        if (draw_one_in(&r->random, 8)) {
            store_close(s);
            s = NULL;
        }
    }
}

/* Is checked in a process of its own too: the next one finds what it left. */
static void check_apart(struct trial *t, void *context)
{
    const struct round *r = context;
    alarm(60);
    disk.random = mixed(r->random, 3);
    trial_check(t, mixed(r->random, 4));
}

/* ---- a round -------------------------------------------------------------------- */

static struct round round_draw(enum kind kind, uint64_t *random)
{
    bool has_power = kind == KIND_POWER;
    struct round r = {.random = mixed(*random, 5)};
    if (kind == KIND_MOMENT) {
        r.microseconds = 1 + draw(random, MOST_MICROSECONDS);
        return r;
    }
    r.plan = (struct disk_plan){
        .calls = has_power ? DISK_CHANGES : DISK_ALL,
        .countdown = 1 + draw(random, has_power ? MOST_CHANGES : MOST_CALLS),
        .way = DISK_KILL_BEFORE + draw(random, 3),
    };
    return r;
}

/* False: it ended by itself, and not well. */
static bool cut(struct trial *t, struct round *r, bool has_power)
{
    int status = apart(t, work_until_killed, r);
    bool is_killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    t->n_meant = t->n_acks;        /* what was not told any more */
    if (has_power)
        platter_lose_power(t->platter, t->path, mixed(r->random, 6));
    t->counts.runs += is_killed || has_power;
    return is_killed || status == 0;
}

/* Those that open the store next are cut as well, early. */
static bool cut_again(struct trial *t, uint64_t *random)
{
    bool is_good = true;
    for (uint32_t n = 1 + draw(random, 3); n && is_good; n--) {
        struct round r = round_draw(KIND_CALL, random);
        r.plan.countdown = 1 + draw(random, MOST_RECOVERY);
        is_good = cut(t, &r, draw(random, 2));
    }
    return is_good;
}

static bool one_round(struct trial *t, enum kind kind, uint64_t *random)
{
    struct round r = round_draw(kind, random);
    bool has_power = kind == KIND_POWER || (kind == KIND_AGAIN && draw(random, 2));
    return cut(t, &r, has_power) && (kind != KIND_AGAIN || cut_again(t, random)) &&
           apart(t, check_apart, &r) == 0;
}

/* ---- somebody who looks on ------------------------------------------------------- */

static bool look(void *context, const struct store_case *c)
{
    (void)context, (void)c;
    return true;
}

/* Another process that reads all the while, whatever becomes of the one that works. */
static void look_on(struct trial *t, void *context)
{
    const uint64_t *random = context;
    struct store *s = NULL;
    struct store_fault fault;
    disk.random = *random;
    for (;;) {
        if (!s)
            s = store_open(t->path, STORE_READ, &fault);
        CHECK(!s || store_cases(s, look, NULL), "who looks on is told fault %d",
              (int)store_fault(s)->kind);
        usleep(200 + draw(&disk.random, 2000));
        if (draw_one_in(&disk.random, 50)) {
            store_close(s);
            s = NULL;
        }
    }
}

/* False: it did not live to be ended here. */
static bool look_no_more(pid_t looker)
{
    int status;
    if (!looker)
        return true;
    kill(looker, SIGTERM);
    waitpid(looker, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM;
}

/* ---- a chain ----------------------------------------------------------------------- */

static bool rounds_run(struct trial *t, enum kind kind, uint64_t seed, uint64_t *random)
{
    int64_t runs = t->counts.runs;
    for (int i = 1; t->counts.runs < runs + ROUNDS; i++)
        if (!one_round(t, kind, random)) {
            fprintf(stderr, "VIOLATION in round %d of seed %llu\n", i, (unsigned long long)seed);
            return false;   /* nothing that comes after it says anything */
        }
    return true;
}

/* Only where nothing can be played again exactly may another process interfere. */
void chain_run(struct trial *t, enum kind kind, uint64_t seed, const struct trial *beginnings)
{
    uint64_t random = mixed(seed, 7 + (uint64_t)kind);
    struct platter *platter = t->platter;
    if (kind == KIND_MOMENT || kind == KIND_CALL)
        t->platter = NULL;
    enum beginning from = draw_one_in(&random, 4)   ? BEGIN_EMPTY
                          : draw_one_in(&random, 8) ? BEGIN_OLD
                                                    : BEGIN_MADE;
    trial_begin(t, &beginnings[from]);
    t->has_people = draw(&random, 2);
    bool has_looker = kind == KIND_MOMENT && draw_one_in(&random, 3);
    pid_t looker = has_looker ? begin_apart(t, look_on, &random) : 0;
    bool is_good = rounds_run(t, kind, seed, &random);
    if (!look_no_more(looker)) {
        fprintf(stderr, "VIOLATION of who looks on at seed %llu\n", (unsigned long long)seed);
        is_good = false;
    }
    t->counts.violations += !is_good;
    t->platter = platter;
}
