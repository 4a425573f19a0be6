/*
 * What has to hold after every kill, fault and loss of power: (1) every event
 * that somebody was told of is there, (2) none is there twice, (3) the hash
 * chain fits (chain.c), (4) the state is the fold of the log (store_fold.h; for
 * values and worklists here, for actors, holidays and erased names names.c), (5)
 * each timer fired once (timers.c). Besides, the file is sound, and work goes on.
 * The tables are read with SQL of our own, by a connection of our own.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/crash/fold.h"

void trial_failed(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    _exit(1);
}

/* ---- queries ---------------------------------------------------------------- */

bool trial_row(sqlite3 *db, sqlite3_stmt **st, const char *sql, const int64_t *values, int n)
{
    if (!*st) {
        CHECK(sqlite3_prepare_v2(db, sql, -1, st, NULL) == SQLITE_OK, "%s: %s", sql,
              sqlite3_errmsg(db));
        for (int i = 0; i < n; i++)
            sqlite3_bind_int64(*st, i + 1, values[i]);
    }
    int code = sqlite3_step(*st);
    if (code == SQLITE_ROW)
        return true;
    CHECK(code == SQLITE_DONE, "%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_finalize(*st);
    *st = NULL;
    return false;
}

static int64_t count(sqlite3 *db, const char *sql, const int64_t *values, int n)
{
    sqlite3_stmt *st = NULL;
    CHECK(trial_row(db, &st, sql, values, n), "%s: no row", sql);
    int64_t result = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return result;
}

void trial_check_none(sqlite3 *db, const char *what, const char *sql)
{
    int64_t n = count(db, sql, NULL, 0);
    CHECK(n == 0, "%s: %lld", what, (long long)n);
}

/* ---- (1) told is there -------------------------------------------------------- */

/* What may be there several times, of different openings: at least once since. */
static int64_t find_other(const struct trial *t, sqlite3 *db, const struct ack *a)
{
    char sql[256];
    snprintf(sql, sizeof sql, "SELECT count(*) > 0 FROM event WHERE kind = '%s'"
                              " AND case_number = ?1 AND time >= ?2 AND number > ?3"
                              " AND (?4 = 0 OR task = ?4) AND (?5 < 0 OR row = ?5)",
             store_event_name(a->kind));
    int64_t row = a->row == NONE ? -1 : (int64_t)a->row;
    return count(db, sql, (int64_t[]){a->case_number, a->time, t->n_events, a->task, row}, 5);
}

/* No other deed has that time. */
static int64_t find_of_store(sqlite3 *db, const struct ack *a)
{
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT count(*) = ?2 FROM event WHERE kind = '%s' AND time = ?1"
                              " AND case_number IS NULL", store_event_name(a->kind));
    return count(db, sql, (int64_t[]){a->time, a->n_events}, 2);
}

static int64_t find_ack(const struct trial *t, sqlite3 *db, const struct ack *a)
{
    switch (a->kind) {
    case EVENT_START:
        return count(db, "SELECT count(*) FROM event WHERE kind = 'start' AND case_number = ?1"
                         " AND seq = ?2 AND time = ?3",
                     (int64_t[]){a->case_number, a->seq, a->time}, 3);
    case EVENT_DONE:
        return count(db, "SELECT count(*) FROM event e JOIN said s ON s.event = e.number"
                         " WHERE kind = 'done' AND case_number = ?1 AND seq <= ?2 AND task = ?3"
                         " AND s.field = -1 AND s.text = 'deed ' || ?4"
                         " AND ?2 <= (SELECT max(seq) FROM event WHERE case_number = ?1)"
                         " AND (SELECT status FROM task WHERE number = ?3) = 'done'",
                     (int64_t[]){a->case_number, a->seq, a->task, a->serial}, 4);
    case EVENT_DEPLOYED:
        return count(db, "SELECT count(*) FROM event WHERE kind = 'deployed' AND time = ?1"
                         " AND about IN (SELECT image FROM version WHERE deployed = ?1)",
                     (int64_t[]){a->time}, 1);
    case EVENT_JOINED:
    case EVENT_LEFT:
    case EVENT_ERASED:
    case EVENT_HOLIDAY:
        return find_of_store(db, a);
    default:
        return find_other(t, db, a);
    }
}

static void check_acks(struct trial *t, sqlite3 *db)
{
    for (uint32_t i = 0; i < t->n_acks; i++) {
        const struct ack *a = &t->acks[i];
        int64_t n = find_ack(t, db, a);
        CHECK(n == 1, "deed %lld (%s, case %lld, task %lld) was told, and is there %lld times",
              (long long)a->serial, store_event_name(a->kind), (long long)a->case_number,
              (long long)a->task, (long long)n);
    }
}

/* Of the deeds that wrote events, those of which nobody was told. (Claims are not
 * counted: whoever leaves gives back what he has claimed.) */
static int64_t count_unsaid(const struct trial *t, sqlite3 *db)
{
    static const bool is_counted[N_EVENT_KINDS] = {
        [EVENT_START] = true, [EVENT_DONE] = true, [EVENT_MIGRATED] = true,
        [EVENT_DEPLOYED] = true, [EVENT_JOINED] = true, [EVENT_LEFT] = true,
        [EVENT_ERASED] = true, [EVENT_HOLIDAY] = true,
    };
    int64_t n = count(db, "SELECT count(*) FROM event e WHERE number > ?1 AND (kind IN"
                          " ('done', 'deployed', 'joined', 'left', 'erased', 'holiday')"
                          " OR (kind IN ('start', 'migrated') AND"
                          "  (SELECT parent FROM cases c WHERE c.number = e.case_number) IS NULL))",
                      &t->n_events, 1);
    for (uint32_t i = 0; i < t->n_acks; i++)
        if (is_counted[t->acks[i].kind])
            n -= t->acks[i].n_events ? t->acks[i].n_events : 1;
    if (t->is_old && t->n_events == 0)
        n = 0;                     /* what it held before is no deed of ours */
    CHECK(n >= 0, "%lld events that were told are missing", (long long)-n);
    return n;
}

/* ---- (2) none twice, (4) what is not in the fold ------------------------------ */

static void check_tables(sqlite3 *db)
{
    trial_check_none(db, "deeds that are there twice",
                     "SELECT count(*) FROM (SELECT 1 FROM said WHERE field = -1"
                     " AND text LIKE 'deed %' GROUP BY text HAVING count(*) > 1)");
    trial_check_none(db, "starts that are there twice",
                     "SELECT count(*) FROM (SELECT 1 FROM event e JOIN cases c"
                     " ON c.number = e.case_number WHERE e.kind = 'start' AND c.parent IS NULL"
                     " GROUP BY e.time HAVING count(*) > 1)");
    trial_check_none(db, "tasks that were done twice",
                     "SELECT count(*) FROM (SELECT 1 FROM event WHERE kind = 'done'"
                     " GROUP BY task HAVING count(*) > 1)");
    trial_check_none(db, "tasks on no worklist",
                     "SELECT count(*) FROM task WHERE status = 'offered'"
                     " AND number NOT IN (SELECT task FROM offer)");
    trial_check_none(db, "closed tasks on a worklist",
                     "SELECT count(*) FROM offer WHERE task NOT IN"
                     " (SELECT number FROM task WHERE status = 'offered')");
    trial_check_none(db, "cases without a start",
                     "SELECT count(*) FROM cases WHERE number NOT IN"
                     " (SELECT case_number FROM event WHERE kind = 'start')");
    trial_check_none(db, "fields that are not as said last",
                     "SELECT count(*) FROM (SELECT e.case_number AS c, s.field AS f, s.text AS v,"
                     "  max(e.number) FROM said s JOIN event e ON e.number = s.event"
                     "  WHERE s.field >= 0 GROUP BY 1, 2) said"
                     " LEFT JOIN field k ON k.case_number = said.c AND k.field = said.f"
                     " WHERE k.value IS NOT said.v");
    trial_check_none(db, "fields that nobody said",
                     "SELECT count(*) FROM field k WHERE NOT EXISTS (SELECT 1 FROM said s"
                     " JOIN event e ON e.number = s.event"
                     " WHERE e.case_number = k.case_number AND s.field = k.field)");
}

/* What store_version_1.sql holds. */
static void check_old(sqlite3 *db)
{
    int64_t n = count(db, "SELECT count(*) FROM event WHERE number <= 13 AND time < 1700001000000",
                      NULL, 0);
    CHECK(n == 13, "of 13 old events %lld are there", (long long)n);
}

static void check_file(sqlite3 *db)
{
    sqlite3_stmt *st = NULL;
    CHECK(trial_row(db, &st, "PRAGMA quick_check", NULL, 0), "quick_check says nothing");
    const char *said = (const char *)sqlite3_column_text(st, 0);
    CHECK(said && strcmp(said, "ok") == 0, "quick_check: %s", said);
    sqlite3_finalize(st);
    st = NULL;
    CHECK(!trial_row(db, &st, "PRAGMA foreign_key_check", NULL, 0), "foreign_key_check: %s",
          sqlite3_column_text(st, 0));
}

static sqlite3 *open_beside(const struct trial *t)
{
    sqlite3 *db;
    CHECK(sqlite3_open_v2(t->path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK,
          "cannot open the file beside the store");
    sqlite3_busy_timeout(db, 1000);
    return db;
}

static bool say_finding(void *context, const struct store_finding *f)
{
    (void)context;
    fprintf(stderr, "soprun check: finding %d at event %lld, case %lld\n", (int)f->kind,
            (long long)f->event, (long long)f->case_number);
    return true;
}

/* What the store says of itself. */
static void check_itself(struct store *s)
{
    struct store_checked out;
    CHECK(store_check(s, NULL, say_finding, NULL, &out), "the store cannot be checked: fault %d",
          (int)store_fault(s)->kind);
    CHECK(out.n_findings == 0, "soprun check has %lld findings", (long long)out.n_findings);
}

/* ---- work goes on -------------------------------------------------------------- */

static void check_work(struct trial *t, struct store *s, sqlite3 *db, uint64_t *random)
{
    CHECK(work_deploy(t, s, 1), "a version cannot be deployed");
    CHECK(work_tick(t, s), "the clock cannot go on");
    trial_check_nothing_due(db, t->now);
    CHECK(work_let(t, s, "ani"), "nobody can be made an actor");
    uint32_t n = t->n_acks;
    CHECK(work_start(t, s, "approve", random), "no case can be started");
    CHECK(t->n_acks == n + 1, "a case could not be started");
    CHECK(work_sign(t, s, t->acks[n].case_number, "ani", random), "the task cannot be signed");
    CHECK(t->n_acks == n + 2, "the task could not be signed");
}

static void read_log(struct trial *t, sqlite3 *db)
{
    sqlite3_stmt *st = NULL;
    if (!trial_row(db, &st, "SELECT number, hash FROM event ORDER BY number DESC LIMIT 1", NULL, 0))
        return;
    CHECK(sqlite3_column_bytes(st, 1) == HASH_LEN, "no hash");
    t->n_events = sqlite3_column_int64(st, 0);
    memcpy(t->hash, sqlite3_column_blob(st, 1), HASH_LEN);
    sqlite3_finalize(st);
}

void trial_remember(struct trial *t)
{
    sqlite3 *db = open_beside(t);
    read_log(t, db);
    sqlite3_close(db);
    t->n_acks = t->n_meant = 0;
}

static void check_log(struct trial *t, sqlite3 *db)
{
    trial_check_chain(t, db);
    check_acks(t, db);
    t->counts.unsaid += count_unsaid(t, db);
    t->counts.fired += count(db, "SELECT count(*) FROM event WHERE number > ?1"
                                 " AND kind IN ('passed', 'late')", &t->n_events, 1);
    read_log(t, db);
    t->n_acks = t->n_meant = 0;
}

static void check_state(struct trial *t, struct store *s, sqlite3 *db)
{
    check_tables(db);
    trial_check_names(db);
    if (t->is_old)
        check_old(db);
    fold_check_all(s);
    trial_check_timers(s, db);
}

void trial_check(struct trial *t, uint64_t random)
{
    struct store *s = work_open(t);
    CHECK(s, "the store does not open");
    sqlite3 *db = open_beside(t);
    check_file(db);
    check_log(t, db);
    check_state(t, s, db);
    check_work(t, s, db, &random);
    check_log(t, db);              /* the next one looks at the state */
    if (draw_one_in(&random, 4))
        check_itself(s);
    sqlite3_close(db);
    if (draw(&random, 2)) {
        store_close(s);
        trial_check_erased(t);
    }                     /* else as good as killed: the next one finds the log of the database */
}
