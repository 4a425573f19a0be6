/*
 * store_speed [FOLDER]: what a step of a stored case takes (one task signed, the
 * next one offered, on the disk when it returns): against bare SQLite on the
 * same disk, alone and in groups; beside an old case, and a million closed ones;
 * and the first page of a worklist. Medians of alternating runs; a table in
 * Markdown. Exit 1: a gate is missed.
 */
#include <string.h>
#include <unistd.h>

#include "runtime/store/store.h"
#include "tests/bench/bare_sqlite.h"
#include "tests/bench/store_bench.h"

enum {
    CASES = 100,
    GROUP = 100,
    ROUNDS = 15,
    MOST_ROUNDS = 101,
    OLD_EVENTS = 10000,
    CLOSED_CASES = 1000000,
    OPEN_TASKS = 20000,
    PAGE = 50,
};

/* A store, and a task of each of its first cases. */
struct work {
    char path[512];
    struct store *s;
    int64_t tasks[CASES], now;
    uint32_t rows[CASES], next;
};

static int n_missed;

static void gate(bool is_met, const char *what)
{
    if (is_met)
        return;
    fprintf(stderr, "store_speed: a gate is missed: %s\n", what);
    n_missed++;
}

static void need(bool is_so, const struct work *w)
{
    if (is_so)
        return;
    fprintf(stderr, "store_speed: fault %d of the store\n", (int)store_fault(w->s)->kind);
    exit(3);
}

static double wall(void)
{
    return bench_clock(CLOCK_MONOTONIC);
}

static struct store_by by(struct work *w)
{
    return (struct store_by){ "ani", "os", w->now += 1000 };
}

/* ---- stores ------------------------------------------------------------------ */

static void remove_files(const char *path)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    char name[544];
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

static void open_store(struct work *w)
{
    struct store_fault fault;
    w->s = store_open(w->path, STORE_CREATE, &fault);
    if (!w->s) {
        fprintf(stderr, "store_speed: `%s` cannot be opened\n", w->path);
        exit(3);
    }
}

static void work_begin(struct work *w, const char *folder, const char *name, uint32_t n_cases)
{
    struct bytes image = { 0 };
    struct store_deployed deployed;
    struct store_answer answer;
    *w = (struct work){ .now = 1700000000000 };
    snprintf(w->path, sizeof w->path, "%s/bench-%s.db", folder, name);
    remove_files(w->path);
    open_store(w);
    bench_image(&image);
    struct store_by who = by(w);
    need(store_deploy(w->s, image.data, image.len, &who, &deployed), w);
    bytes_free(&image);
    need(store_group_begin(w->s), w);
    for (uint32_t i = 0; i < n_cases; i++) {
        who = by(w);
        need(store_start(w->s, "line", NULL, NULL, &who, &answer), w);
        if (i < CASES)
            w->tasks[i] = answer.last_task + 1;
    }
    need(store_group_end(w->s), w);
}

static void work_end(struct work *w)
{
    store_close(w->s);
    remove_files(w->path);
}

/* Signs the task of case i; the last row always sends back. */
static void step_case(struct work *w, uint32_t i)
{
    struct store_answer answer;
    struct store_by who = by(w);
    bool is_last = w->rows[i] == BENCH_ROWS - 1;
    need(store_done(w->s, w->tasks[i], is_last ? 0 : NONE, NULL, NULL, &who, &answer), w);
    w->tasks[i] = answer.last_task + 1;
    w->rows[i] = is_last ? 1 : w->rows[i] + 1;
}

static void step(struct work *w)
{
    step_case(w, w->next);
    w->next = (w->next + 1) % CASES;
}

static void step_group(struct work *w, int n)
{
    need(store_group_begin(w->s), w);
    for (int i = 0; i < n; i++)
        step(w);
    need(store_group_end(w->s), w);
}

/* ---- against bare SQLite ------------------------------------------------------ */

/* Seconds of a step: n of them, in groups of that many (1: alone). */
static double time_steps(struct work *w, int n, int group)
{
    double begin = wall();
    for (int i = 0; i < n; i += group) {
        if (group > 1)
            step_group(w, group);
        else
            step(w);
    }
    return (wall() - begin) / n;
}

static double time_bare(struct bare *b, int n, int group)
{
    double begin = wall();
    for (int i = 0; i < n; i += group) {
        bare_run(b, BARE_BEGIN, 0, 0, 0);
        for (int k = 0; k < group; k++)
            bare_step(b);
        bare_run(b, BARE_COMMIT, 0, 0, 0);
    }
    return (wall() - begin) / n;
}

/* Seconds that the disk takes to keep 4 KiB: what nobody can do without. */
static double time_disk(const char *path)
{
    static const char page[4096];
    double seconds[MOST_ROUNDS];
    FILE *f = fopen(path, "w");
    for (int i = 0; f && i < MOST_ROUNDS; i++) {
        double begin = wall();
        if (fwrite(page, sizeof page, 1, f) != 1 || fflush(f) || fdatasync(fileno(f)))
            exit(3);
        seconds[i] = wall() - begin;
    }
    if (!f || fclose(f) || unlink(path))
        exit(3);
    return bench_median(seconds, MOST_ROUNDS);
}

/* Medians of a number of rounds, and of the ratios of each. */
struct pair {
    double ours[MOST_ROUNDS], theirs[MOST_ROUNDS], ratio[MOST_ROUNDS];   /* seconds */
    int n;
};

static void pair_add(struct pair *p, double ours, double theirs)
{
    p->ours[p->n] = ours;
    p->theirs[p->n] = theirs;
    p->ratio[p->n++] = theirs / ours;
}

static void pair_print(struct pair *p, const char *what, const char *ours, const char *theirs,
                       const char *note)
{
    size_t n = (size_t)p->n;
    printf("| %s | %s | %.0f | %s | %.0f | %.2f | %s |\n", what, ours,
           1e6 * bench_median(p->ours, n), theirs, 1e6 * bench_median(p->theirs, n),
           bench_median(p->ratio, n), note);
    fflush(stdout);
}

static void bench_steps(const char *folder)
{
    char path[512];
    struct work w;
    struct bare b;
    struct pair alone = { .n = 0 }, groups = { .n = 0 }, gain = { .n = 0 };
    work_begin(&w, folder, "steps", CASES);
    snprintf(path, sizeof path, "%s/bench-bare.db", folder);
    remove_files(path);
    double disk = time_disk(path);
    bare_open(&b, path, CASES);
    time_steps(&w, 200, 1);
    time_bare(&b, 200, 1);
    for (int i = 0; i < ROUNDS; i++) {
        double one = time_steps(&w, 100, 1), bare = time_bare(&b, 100, 1);
        double many = time_steps(&w, 1000, GROUP);
        pair_add(&alone, one, bare);
        pair_add(&groups, many, time_bare(&b, 1000, GROUP));
        pair_add(&gain, many, one);
    }
    pair_print(&alone, "alone", "the store", "bare SQLite", "at least 0.9");
    pair_print(&groups, "in groups of 100", "the store", "bare SQLite", "");
    pair_print(&gain, "groups", "in groups of 100", "alone", "at least 6");
    printf("| 4 KiB kept by the disk | fdatasync | %.0f | | | | |\n", 1e6 * disk);
    if (disk < 1e-3) {
        fprintf(stderr, "store_speed: the disk answers in less than a millisecond: it keeps in"
                        " its cache only, and steps are compared by their processor time\n");
    } else {
        gate(bench_median(alone.ratio, ROUNDS) >= 0.9, "a step alone against bare SQLite");
        gate(bench_median(gain.ratio, ROUNDS) >= 6, "groups of 100 against single steps");
    }
    bare_close(&b);
    remove_files(path);
    work_end(&w);
}

/* ---- what must not matter -------------------------------------------------------- */

/* Two cases of one store side by side, one of them old; no fsync of a step alone,
 * which would hide what differs. */
static double time_case(struct work *w, uint32_t i)
{
    need(store_group_begin(w->s), w);
    step_case(w, i);
    double begin = wall();
    for (int k = 0; k < 50; k++)
        step_case(w, i);
    double seconds = (wall() - begin) / 50;
    need(store_group_end(w->s), w);
    return seconds;
}

static void bench_old_case(const char *folder)
{
    struct work w;
    struct pair p = { .n = 0 };
    work_begin(&w, folder, "old", CASES);
    for (int i = 0; i < OLD_EVENTS / GROUP; i++) {
        need(store_group_begin(w.s), &w);
        for (int k = 0; k < GROUP; k++)
            step_case(&w, 0);
        need(store_group_end(w.s), &w);
    }
    for (uint32_t i = 1; i < CASES; i++)   /* each young one once */
        pair_add(&p, time_case(&w, 0), time_case(&w, i));
    pair_print(&p, "a case of 10,000 events", "such a one", "of less than 100", "about 1");
    gate(bench_median(p.ratio, (size_t)p.n) >= 0.9, "a step of an old case against a young one");
    work_end(&w);
}

/* Closed cases by SQL, as the store would have left them (but that the hashes are
 * no chain): each with two events and one task done. */
static const char fill_closed[] =
    "PRAGMA synchronous = OFF; BEGIN;"
    "CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS"
    " (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %d) SELECT i FROM c;"
    "CREATE TEMP TABLE top AS SELECT (SELECT max(number) FROM cases) AS c,"
    " (SELECT max(number) FROM event) AS e, (SELECT max(number) FROM task) AS t,"
    " (SELECT image FROM cases LIMIT 1) AS image, (SELECT max(number) FROM name) AS who;"
    "INSERT INTO cases SELECT c + i, image, 0, 'over', NULL, NULL, NULL, 1 FROM n, top;"
    "INSERT INTO event SELECT e + 2 * i - 1, c + i, 1, 1700000000000, 'start', who, who, NULL,"
    " NULL, NULL, NULL, randomblob(32) FROM n, top;"
    "INSERT INTO task SELECT t + i, c + i, 0, 0, NULL, 'done', e + 2 * i - 1, e + 2 * i, NULL"
    " FROM n, top;"
    "INSERT INTO event SELECT e + 2 * i, c + i, 2, 1700000000000, 'done', who, who, 0, t + i,"
    " NULL, NULL, randomblob(32) FROM n, top;"
    "COMMIT; PRAGMA wal_checkpoint(TRUNCATE);";

static double fill(struct work *w)
{
    sqlite3 *db;
    char *sql = sqlite3_mprintf(fill_closed, CLOSED_CASES), *fault = NULL;
    double begin = wall();
    store_close(w->s);
    if (sqlite3_open(w->path, &db) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, &fault) != SQLITE_OK) {
        fprintf(stderr, "store_speed: %s\n", fault ? fault : "cannot fill");
        exit(3);
    }
    sqlite3_close(db);
    sqlite3_free(sql);
    open_store(w);
    return wall() - begin;
}

/* Seconds of a step within a group, without the commit. */
static double time_within(struct work *w)
{
    need(store_group_begin(w->s), w);
    double begin = wall();
    for (int i = 0; i < GROUP; i++)
        step(w);
    double seconds = (wall() - begin) / GROUP;
    need(store_group_end(w->s), w);
    return seconds;
}

static void bench_closed(const char *folder)
{
    struct work empty, full;
    struct pair p = { .n = 0 }, alone = { .n = 0 };
    work_begin(&empty, folder, "empty", CASES);
    work_begin(&full, folder, "full", CASES);
    double seconds = fill(&full);
    time_within(&empty);
    time_within(&full);
    for (int i = 0; i < 5 * ROUNDS; i++)
        pair_add(&p, time_within(&full), time_within(&empty));
    for (int i = 0; i < ROUNDS; i++)
        pair_add(&alone, time_steps(&full, 50, 1), time_steps(&empty, 50, 1));
    char what[80];
    snprintf(what, sizeof what, "%d closed cases (filled in %.0f s)", CLOSED_CASES, seconds);
    pair_print(&p, what, "beside them", "beside none", "about 1");
    pair_print(&alone, "the same, alone with its commit", "beside them", "beside none",
               "about 1");
    gate(bench_median(p.ratio, (size_t)p.n) >= 0.8, "a step beside closed cases");
    work_end(&empty);
    work_end(&full);
}

/* ---- the worklist ------------------------------------------------------------------ */

static bool count_page(void *context, const struct store_task *t)
{
    uint32_t *n = context;
    (void)t;
    return ++*n < PAGE;
}

static double time_page(struct work *w, const struct store_filter *filter)
{
    uint32_t n = 0;
    double begin = wall();
    need(store_tasks(w->s, filter, count_page, &n), w);
    double seconds = wall() - begin;
    if (n != PAGE)
        exit(3);
    return seconds;
}

/* Makes the person one of the actor's people. */
static void join(struct work *w)
{
    sqlite3 *db;
    if (sqlite3_open(w->path, &db) != SQLITE_OK ||
        sqlite3_exec(db, "INSERT INTO member SELECT number, 'clerk', '', '' FROM name"
                         " WHERE text = 'ani'", NULL, NULL, NULL) != SQLITE_OK)
        exit(3);
    sqlite3_close(db);
}

static void bench_worklist(const char *folder)
{
    struct work w;
    double by_actor[MOST_ROUNDS], by_person[MOST_ROUNDS];
    work_begin(&w, folder, "worklist", OPEN_TASKS);
    join(&w);
    const struct store_filter actor = { .actor = "clerk" }, person = { .person = "ani" };
    for (int i = 0; i < MOST_ROUNDS; i++) {
        by_actor[i] = time_page(&w, &actor);
        by_person[i] = time_page(&w, &person);
    }
    double a = bench_median(by_actor, MOST_ROUNDS), b = bench_median(by_person, MOST_ROUNDS);
    printf("\n| the first %d of %d open tasks | milliseconds |\n|---|---|\n"
           "| of an actor | %.2f |\n| of a person | %.2f |\n", PAGE, OPEN_TASKS, 1e3 * a, 1e3 * b);
    gate(a <= 1e-3, "the first page of an actor's worklist");
    gate(b <= 1e-3, "the first page of a person's worklist");
    work_end(&w);
}

int main(int n_args, char **args)
{
    const char *folder = n_args > 1 ? args[1] : ".";
    printf("| steps | this | µs | against | µs | times as fast | should be |\n"
           "|---|---|---|---|---|---|---|\n");
    bench_steps(folder);
    bench_old_case(folder);
    bench_closed(folder);
    bench_worklist(folder);
    return n_missed > 0;
}
