/*
 * crash [KIND|all|sample [SEED [COUNT [NTH]]]]
 *
 * Runs so many seeds of a kind, or of all kinds as many as the table below says
 * (NTH: which call fails first), in $CRASH_JOBS processes at a time, or as many as
 * the machine has processors. Prints a table; exits 1 if anything was violated.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/crash/crash.h"

static const struct {
    const char *name, *what;
    uint64_t n_seeds, n_sample;    /* 0: all there are */
} kinds[N_KINDS] = {
    [KIND_MOMENT] = {"moment", "killed at a random moment", 400, 2},
    [KIND_CALL] = {"call", "killed at the nth call to the disk", 400, 3},
    [KIND_POWER] = {"power", "power lost at the nth change", 200, 2},
    [KIND_AGAIN] = {"again", "killed, or power lost, again while opening", 100, 1},
    [KIND_FAIL] = {"fail", "the nth call or allocation fails", 0, 0},
};

enum { MOST_JOBS = 64 };

struct shared {
    struct trial beginnings[N_BEGINNINGS], trials[MOST_JOBS];
};

struct campaign {
    uint64_t first, n_seeds, step;
    int64_t nth;
    enum kind kind;
    const struct trial *beginnings;
};

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- stores to begin with ---------------------------------------------------- */

static void make_beginning(struct trial *t, void *context)
{
    beginning_make(t, *(const enum beginning *)context);
}

static void make_beginnings(struct shared *shared)
{
    for (enum beginning b = BEGIN_EMPTY; b < N_BEGINNINGS; b++) {
        trial_open(&shared->beginnings[b]);
        CHECK(apart(&shared->beginnings[b], make_beginning, &b) == 0, "no store to begin with");
    }
}

/* ---- seeds -------------------------------------------------------------------- */

static void run_job(struct trial *t, const struct campaign *c, uint64_t job, uint64_t n_jobs)
{
    for (uint64_t i = job; i < c->n_seeds; i += n_jobs) {
        uint64_t seed = c->first + i * c->step;
        if (c->kind == KIND_FAIL)
            fail_run(t, seed, c->beginnings, c->nth);
        else
            chain_run(t, c->kind, seed, c->beginnings);
    }
}

static void run_jobs(struct shared *shared, const struct campaign *c, uint64_t n_jobs)
{
    for (uint64_t job = 0; job < n_jobs; job++) {
        memset(&shared->trials[job].counts, 0, sizeof shared->trials[job].counts);
        if (fork() == 0) {
            run_job(&shared->trials[job], c, job, n_jobs);
            fflush(NULL);
            _exit(0);
        }
    }
    for (uint64_t job = 0; job < n_jobs; job++) {
        int status;
        wait(&status);
        shared->trials[0].counts.violations += status != 0;
    }
}

static struct counts sum(const struct shared *shared, uint64_t n_jobs)
{
    struct counts all = {0};
    for (uint64_t job = 0; job < n_jobs; job++) {
        const struct counts *c = &shared->trials[job].counts;
        all.runs += c->runs;
        all.violations += c->violations;
        all.deeds += c->deeds;
        all.acknowledged += c->acknowledged;
        all.fired += c->fired;
        all.unsaid += c->unsaid;
    }
    return all;
}

/* How many were violated. */
static int64_t run_kind(struct shared *shared, const struct campaign *c, uint64_t n_jobs)
{
    double begun = seconds_now();
    run_jobs(shared, c, n_jobs);
    struct counts all = sum(shared, n_jobs);
    printf("| `%s` | %s | %llu to %llu | %lld | %lld | %lld | %lld | %lld | %.0f | %lld |\n",
           kinds[c->kind].name, kinds[c->kind].what, (unsigned long long)c->first,
           (unsigned long long)(c->first + (c->n_seeds - 1) * c->step), (long long)all.runs,
           (long long)all.deeds, (long long)all.acknowledged, (long long)all.fired,
           (long long)all.unsaid, seconds_now() - begun, (long long)all.violations);
    fflush(stdout);
    return all.violations;
}

/* ---- arguments ------------------------------------------------------------------ */

static struct campaign campaign_of(enum kind kind, bool is_sample, const char *seed,
                                   const char *n, const struct trial *beginnings)
{
    struct campaign c = {.kind = kind, .step = 1, .beginnings = beginnings};
    c.first = seed ? strtoull(seed, NULL, 10) : 1;
    c.n_seeds = is_sample ? kinds[kind].n_sample : kinds[kind].n_seeds;
    if (n)
        c.n_seeds = strtoull(n, NULL, 10);
    if (c.n_seeds == 0)
        c.n_seeds = fail_count();
    if (kind == KIND_FAIL && is_sample) {
        c.step = 49;               /* each deed, but not the memory, which takes long */
        c.n_seeds = 20;
    }
    return c;
}

static uint64_t count_jobs(void)
{
    const char *jobs = getenv("CRASH_JOBS");
    long n = jobs ? strtol(jobs, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > MOST_JOBS ? MOST_JOBS : (uint64_t)n;
}

static bool is_known(const char *which)
{
    bool is_one = strcmp(which, "all") == 0 || strcmp(which, "sample") == 0;
    for (int kind = 0; kind < N_KINDS; kind++)
        is_one = is_one || strcmp(which, kinds[kind].name) == 0;
    return is_one;
}

static int64_t run_all(struct shared *shared, int argc, char **argv)
{
    const char *which = argc > 1 ? argv[1] : "all";
    bool is_sample = strcmp(which, "sample") == 0, is_all = strcmp(which, "all") == 0;
    int64_t n_violations = 0;
    printf("| kind | what | seeds | runs | deeds | told | fired | untold | seconds "
           "| violations |\n|---|---|---|--:|--:|--:|--:|--:|--:|--:|\n");
    fflush(stdout);                /* before processes are made that would say it again */
    for (enum kind kind = 0; kind < N_KINDS; kind++)
        if (is_all || is_sample || strcmp(which, kinds[kind].name) == 0) {
            struct campaign c = campaign_of(kind, is_sample, argc > 2 ? argv[2] : NULL,
                                            argc > 3 ? argv[3] : NULL, shared->beginnings);
            c.nth = argc > 4 ? strtoll(argv[4], NULL, 10) : 1;
            n_violations += run_kind(shared, &c, count_jobs());
        }
    return n_violations;
}

int main(int argc, char **argv)
{
    if (argc > 5 || (argc > 1 && !is_known(argv[1]))) {
        fprintf(stderr, "crash [moment|call|power|again|fail|all|sample [SEED [COUNT [NTH]]]]\n");
        return 2;
    }
    setenv("TZ", "UTC0", 1);
    memory_install();
    disk_install();
    versions_install();
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(shared != MAP_FAILED, "no memory");
    uint64_t n_jobs = count_jobs();
    for (uint64_t job = 0; job < n_jobs; job++) {
        trial_open(&shared->trials[job]);
        shared->trials[job].platter = platter_new();
        CHECK(shared->trials[job].platter, "no memory");
    }
    make_beginnings(shared);
    int64_t n_violations = run_all(shared, argc, argv);
    for (uint64_t job = 0; job < n_jobs; job++)
        trial_close(&shared->trials[job]);
    for (int i = 0; i < N_BEGINNINGS; i++)
        trial_close(&shared->beginnings[i]);
    return n_violations != 0;
}
