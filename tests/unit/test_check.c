/*
 * The check: a store that nobody touched is clean, however much was done in it and
 * whatever made it; and every cell that is changed, every row that is removed,
 * exchanged or added behind soprun's back is found.
 */
#include <stdio.h>

#include <sqlite3.h>

#include "runtime/store/store_int.h"
#include "tests/unit/store_fixture.h"
#include "tests/unit/store_work.h"
#include "tests/unit/xes_replay.h"

/* ---- looking ------------------------------------------------------------------ */

static const char *const names[N_FINDINGS] = {
#define FINDING(symbol, meaning) #symbol,
#include "runtime/store/findings.def"
#undef FINDING
};

struct seen {
    uint32_t kinds[N_FINDINGS];
    struct store_finding first;
    char log[80], store[80];     /* its texts */
    bool is_loud;
};

static bool see(void *context, const struct store_finding *f)
{
    struct seen *seen = context;
    bool is_first = true;
    for (int i = 0; i < N_FINDINGS; i++)
        is_first = is_first && !seen->kinds[i];
    if (is_first) {
        seen->first = *f;
        snprintf(seen->log, sizeof seen->log, "%s", f->log ? f->log : "");
        snprintf(seen->store, sizeof seen->store, "%s", f->store ? f->store : "");
    }
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

/* ---- somebody else's pen -------------------------------------------------------- */

static void scribble(const char *path, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("`%s`: %s", sql, why);
    if (!strstr(sql, "INDEX") && !strstr(sql, "TABLE") && !sqlite3_total_changes(db))
        fail_msg("`%s`: nothing was changed", sql);
    sqlite3_close(db);
}

/* People, days without work and a claim. */
static void add_people(struct fixture *f)
{
    static const struct store_member members[] = {
        {.person = "ani", .actor = "kasubag", .office = "", .unit = ""},
        {.person = "budi", .actor = "bidang", .office = "", .unit = "Bidang UKM"},
        {.person = "ani", .actor = "writer", .office = "", .unit = ""},
    };
    static const struct store_holiday days[] = {{20812, 20813, "Natal"},
                                                {20454, 20454, "New Year"}};
    struct store_by who = by(f, "admin");
    uint32_t n;
    bool is_new;
    for (size_t i = 0; i < COUNT_OF(members); i++)
        assert_true(store_join(f->s, &members[i], &who, &is_new) && is_new);
    assert_true(store_leave(f->s, "ani", "kasubag", "", &who, &n) && n == 1);
    for (size_t i = 0; i < COUNT_OF(days); i++)
        assert_true(store_add_holiday(f->s, &days[i], &who, &is_new) && is_new);
    int64_t task = only_task(f, start(f, "approve"));
    assert_true(store_claim(f->s, task, &who, &is_new) == false);   /* not the admin's */
    who = by(f, "ani");
    assert_true(store_claim(f->s, task, &who, &is_new) && is_new);
}

/* A case goes on by a version that says the same otherwise, with a row before. */
static void add_migration(struct fixture *f)
{
    struct sample other = sample_approve;
    struct bytes b = {0};
    int64_t number = start(f, "approve");
    struct store_by who = by(f, "ani");
    uint32_t n;
    other.title = "Other Words";
    sample_write(&other, &b);
    assert_true(store_migrate(f->s, number, b.data, b.len, &who, &n) && n == 1);
    bytes_free(&b);
    done(f, only_task(f, number), NONE, "ani");
}

static bool has_all(struct store *s)
{
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(s->db, "SELECT (SELECT count(*) FROM counter) > 1 AND"
                                        " (SELECT count(*) FROM due) AND"
                                        " (SELECT count(*) FROM waiting) > 1 AND"
                                        " EXISTS (SELECT 1 FROM cases WHERE parent > 0"
                                        "  AND phase = 'running')", -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    bool has = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return has;
}

/* A store in which every table has rows, closed; work from then on goes to copies. */
static void make_base(struct fixture *f)
{
    uint32_t seed = 5;
    work(f, 7, 120);
    for (int i = 0; !has_all(f->s); i++) {
        assert_true(i < 3000);
        do_something(f->s, &seed, f->now += 500 + (next_random(&seed) % 4 ? 0 : 7200000));
    }
    add_migration(f);
    add_people(f);
    start(f, "approve");
    start(f, "approve");
    check_is_clean(f->s);
    store_close(f->s);
    f->s = NULL;
}

static void copy_path(const struct fixture *f, char path[128])
{
    snprintf(path, 128, "%s/copy", f->folder);
}

static void copy_base(const struct fixture *f, char path[128])
{
    struct bytes b = {0};
    copy_path(f, path);
    assert_int_equal(os_read_file(f->path, 64 << 20, &b), ERR_NONE);
    FILE *out = fopen(path, "w");   /* not waiting for the disk */
    assert_true(out && fwrite(b.data, 1, b.len, out) == b.len && fclose(out) == 0);
    bytes_free(&b);
}

/* What a check of the copy finds; -1: it does not even open. */
static int64_t check_copy(const char *path, const struct store_checkpoint *against,
                          struct seen *seen)
{
    struct store_fault fault;
    struct store *s = store_open(path, STORE_WRITE, &fault);
    int64_t n = s ? check(s, against, seen) : -1;
    store_close(s);
    return n;
}

static void drop_copy(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char name[160];
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

#define FREELY "PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on; "

/* One harm each, and what kind of finding it has to be among. */
static const struct {
    const char *sql;
    enum store_finding_kind kind;
} harms[] = {
    /* the log */
    {"UPDATE event SET time = time + 1 WHERE number = 9", FOUND_CHAIN},
    {"UPDATE event SET kind = 'late' WHERE number = 9", FOUND_CHAIN},
    {"UPDATE event SET kind = 'eaten' WHERE number = 9", FOUND_NO_EVENT},
    {"UPDATE event SET person = 2 WHERE number = (SELECT max(number) FROM event WHERE person = 3)",
     FOUND_CHAIN},
    {"UPDATE event SET person = NULL WHERE number = (SELECT max(number) FROM event"
     " WHERE person = 3)", FOUND_CHAIN},
    {"UPDATE event SET os_user = 1 WHERE number = 9", FOUND_CHAIN},
    {"UPDATE event SET row = 0 WHERE number = (SELECT max(number) FROM event WHERE row > 0)",
     FOUND_CHAIN},
    {"UPDATE event SET row = -1 WHERE number = 9", FOUND_NO_EVENT},
    {"UPDATE event SET outcome = outcome + 1 WHERE number ="
     " (SELECT max(number) FROM event WHERE outcome IS NOT NULL)", FOUND_CHAIN},
    {"UPDATE event SET task = NULL WHERE number = (SELECT max(task) FROM event)", FOUND_CHAIN},
    {"UPDATE event SET about = about || 'x' WHERE kind = 'holiday'", FOUND_CHAIN},
    {"UPDATE event SET about = about || char(0) || 'x' WHERE number = 1", FOUND_NO_EVENT},
    {"UPDATE event SET about = replace(about, ' 1 - -', ' 2 - -') WHERE kind = 'start'"
     " AND case_number = 2", FOUND_CHAIN},
    {"UPDATE event SET hash = zeroblob(32) WHERE number = 9", FOUND_CHAIN},
    {"UPDATE event SET hash = x'00' WHERE number = 9", FOUND_NO_EVENT},
    {"DELETE FROM event WHERE number = 9", FOUND_MISSING},
    {"DELETE FROM event WHERE number = 1", FOUND_MISSING},
    {"DELETE FROM event WHERE number = (SELECT max(number) FROM event)", FOUND_REFERENCE},
    {"INSERT INTO event SELECT number + 1, case_number, seq + 1, time, kind, person, os_user, row,"
     " task, outcome, about, hash FROM event ORDER BY number DESC LIMIT 1", FOUND_CHAIN},
    {"INSERT INTO event SELECT 0, NULL, NULL, time, kind, person, os_user, row, task, outcome,"
     " about, hash FROM event WHERE number = 1", FOUND_NO_EVENT},
    {"UPDATE event SET number = -9 WHERE number = 9; UPDATE event SET number = 9 WHERE number = 10;"
     "UPDATE event SET number = 10 WHERE number = -9", FOUND_CHAIN},
    {"UPDATE event SET seq = seq + 1000 WHERE number = 12", FOUND_CHAIN},
    {"UPDATE origin SET seed = zeroblob(32)", FOUND_CHAIN},
    {"UPDATE origin SET seed = x'00'", FOUND_ORIGIN},
    {"INSERT INTO origin SELECT seed FROM origin", FOUND_ORIGIN},
    {"DELETE FROM origin", FOUND_ORIGIN},
    /* texts beside it */
    {"UPDATE said SET text = 'another note' WHERE event = (SELECT max(event) FROM said)",
     FOUND_TEXT_CHANGED},
    {"UPDATE said SET salt = zeroblob(16) WHERE event = (SELECT max(event) FROM said)",
     FOUND_TEXT_CHANGED},
    {"UPDATE said SET salt = NULL, text = NULL WHERE event = (SELECT max(event) FROM said)",
     FOUND_TEXT_GONE},
    {"UPDATE said SET digest = zeroblob(32) WHERE event = (SELECT max(event) FROM said)",
     FOUND_CHAIN},
    {"UPDATE said SET text = text || char(0) WHERE event = (SELECT max(event) FROM said)",
     FOUND_TEXT_CHANGED},
    {"DELETE FROM said WHERE event = (SELECT max(event) FROM said)", FOUND_CHAIN},
    {"INSERT INTO said SELECT event, field + 1000, digest, salt, text FROM said LIMIT 1",
     FOUND_CHAIN},
    {"UPDATE name SET text = 'eve' WHERE number = 3", FOUND_NAME_CHANGED},
    {"UPDATE name SET digest = zeroblob(32) WHERE number = 3", FOUND_NAME_CHANGED},
    {"UPDATE name SET text = NULL, salt = NULL WHERE number = 3", FOUND_NAME_GONE},
    {"UPDATE name SET salt = zeroblob(16) WHERE number = 3", FOUND_NAME_CHANGED},
    {"INSERT INTO name SELECT 99, digest, salt, 'eve' FROM name WHERE number = 3",
     FOUND_NAME_UNKNOWN},
    {"DELETE FROM name WHERE number = 3", FOUND_REFERENCE},
    /* the store's own tables */
    {"UPDATE image SET deployed = deployed + 1", FOUND_IMAGE},
    {"UPDATE image SET bytes = zeroblob(1000) WHERE id = (SELECT max(id) FROM image)", FOUND_IMAGE},
    {"DELETE FROM image WHERE id = (SELECT max(id) FROM image)", FOUND_IMAGE},
    {"UPDATE version SET sop = 'eve' WHERE number = 2", FOUND_VERSION},
    {"UPDATE version SET title = title || '!' WHERE number = 2", FOUND_VERSION},
    {"UPDATE version SET language = 'xx' WHERE number = 2", FOUND_VERSION},
    {"UPDATE version SET image = (SELECT image FROM version WHERE number = 1) WHERE number = 2",
     FOUND_VERSION},
    {"UPDATE version SET deployed = deployed + 1 WHERE number = 2", FOUND_VERSION},
    {"DELETE FROM version WHERE number = (SELECT max(number) FROM version)", FOUND_VERSION},
    {"INSERT INTO version SELECT number + 1, sop, title, language, image, deployed FROM version"
     " ORDER BY number DESC LIMIT 1", FOUND_VERSION},
    {"DELETE FROM member WHERE unit <> ''", FOUND_MEMBER},
    {"UPDATE member SET unit = '' WHERE unit <> ''", FOUND_MEMBER},
    {"INSERT INTO member VALUES (3, 'kepala', '', '')", FOUND_MEMBER},
    {"INSERT INTO member SELECT person, 'kasubag', '', '' FROM member WHERE unit = ''",
     FOUND_MEMBER},
    {"DELETE FROM holiday WHERE first = 20812", FOUND_HOLIDAY},
    {"UPDATE holiday SET last = last + 1 WHERE first = 20812", FOUND_HOLIDAY},
    {"UPDATE holiday SET text = 'none' WHERE first = 20812", FOUND_HOLIDAY},
    {"INSERT INTO holiday VALUES (20900, 20900, 'a day off')", FOUND_HOLIDAY},
    {"DROP INDEX task_opened", FOUND_SCHEMA},
    {"CREATE TABLE recipes (name TEXT)", FOUND_SCHEMA},
    {"ALTER TABLE holiday ADD COLUMN why TEXT", FOUND_SCHEMA},
    /* cases */
    {"UPDATE cases SET phase = 'over' WHERE number = (SELECT max(number) FROM cases"
     " WHERE phase = 'running')", FOUND_PHASE},
    {"UPDATE cases SET phase = 'cancelled' WHERE number = (SELECT max(number) FROM cases"
     " WHERE phase = 'over')", FOUND_PHASE},
    {"UPDATE cases SET result = 1 WHERE number = (SELECT max(number) FROM cases"
     " WHERE result IS NULL)", FOUND_RESULT},
    {"UPDATE cases SET items = 2 WHERE number = 2", FOUND_IDENTITY},
    {"UPDATE cases SET procedure = 1 WHERE number = (SELECT max(number) FROM cases)",
     FOUND_IDENTITY},
    {"UPDATE cases SET parent = 1, parent_row = 0 WHERE number = (SELECT max(number) FROM cases"
     " WHERE parent IS NULL)", FOUND_IDENTITY},
    {"UPDATE cases SET parent = NULL, parent_row = NULL WHERE parent IS NOT NULL", FOUND_IDENTITY},
    {"UPDATE cases SET image = (SELECT max(id) FROM image) WHERE image <>"
     " (SELECT max(id) FROM image)", FOUND_IDENTITY},
    {"DELETE FROM cases WHERE number = 2", FOUND_CASE_NUMBER},
    {"INSERT INTO cases SELECT number + 1, image, procedure, phase, result, parent, parent_row,"
     " items FROM cases ORDER BY number DESC LIMIT 1", FOUND_START},
    {"DELETE FROM token WHERE case_number = (SELECT max(case_number) FROM token)", FOUND_PLACE},
    {"INSERT INTO token SELECT case_number, place + 1 FROM token"
     " WHERE case_number = (SELECT max(case_number) FROM token)", FOUND_PLACE},
    {"INSERT INTO token SELECT case_number, 9999 FROM token LIMIT 1", FOUND_PLACE},
    {"UPDATE counter SET n = n + 1", FOUND_COUNTER},
    {"DELETE FROM counter", FOUND_COUNTER},
    {"UPDATE counter SET counter = counter + 1", FOUND_COUNTER},
    {"UPDATE field SET value = '7' WHERE value <> '7'", FOUND_FIELD},
    {"DELETE FROM field WHERE case_number = (SELECT max(case_number) FROM field)", FOUND_FIELD},
    {"INSERT INTO field SELECT case_number, field + 1, value FROM field ORDER BY case_number DESC,"
     " field DESC LIMIT 1", FOUND_FIELD},
    {"UPDATE waiting SET until = until + 1", FOUND_WAITING},
    {"UPDATE waiting SET address = address + 1", FOUND_WAITING},
    {"DELETE FROM waiting", FOUND_WAITING},
    {"UPDATE due SET at = at - 1", FOUND_DUE},
    {"UPDATE due SET fires = 1 - fires", FOUND_DUE},
    {"DELETE FROM due", FOUND_DUE},
    {"UPDATE completion SET time = time + 1", FOUND_COMPLETION},
    {"UPDATE completion SET opened = NULL WHERE opened IS NOT NULL", FOUND_COMPLETION},
    {"UPDATE completion SET opened = 1 WHERE opened > 1", FOUND_COMPLETION},
    {"UPDATE completion SET task_row = task_row + 1", FOUND_COMPLETION},
    {"INSERT INTO completion SELECT c.number, 0, 0, NULL, 0 FROM cases c WHERE number NOT IN"
     " (SELECT case_number FROM completion)", FOUND_COMPLETION},   /* nobody asks for it */
    {"DELETE FROM completion WHERE case_number = (SELECT max(case_number) FROM completion)",
     FOUND_COMPLETION},
    /* tasks */
    {"UPDATE task SET row = row + 1 WHERE number = 4", FOUND_TASK},
    {"UPDATE task SET nth = 1 WHERE number = (SELECT max(number) FROM task)", FOUND_TASK},
    {"UPDATE task SET unit = 'nobody' WHERE number = (SELECT max(number) FROM task)", FOUND_TASK},
    {"UPDATE task SET unit = NULL WHERE unit IS NOT NULL", FOUND_TASK},
    {"UPDATE task SET status = 'withdrawn' WHERE number = (SELECT max(number) FROM task"
     " WHERE status = 'done')", FOUND_TASK},
    {"UPDATE task SET status = 'withdrawn', closed = opened WHERE number = (SELECT max(number)"
     " FROM task WHERE status = 'offered')", FOUND_TASK},
    {"UPDATE task SET status = 'offered', closed = NULL WHERE number = (SELECT max(number)"
     " FROM task WHERE status = 'done')", FOUND_TASK},
    {"UPDATE task SET opened = 1 WHERE number = (SELECT max(number) FROM task)",
     FOUND_TASK},
    {"UPDATE task SET closed = closed + 1 WHERE number = 4", FOUND_TASK},
    {"UPDATE task SET claimed = claimed - 1 WHERE claimed IS NOT NULL", FOUND_TASK},
    {"UPDATE task SET claimed = NULL WHERE claimed IS NOT NULL", FOUND_TASK},
    {"UPDATE task SET claimed = 3 WHERE number = (SELECT max(number) FROM task"
     " WHERE status = 'offered')", FOUND_TASK},
    {"DELETE FROM task WHERE number = (SELECT max(number) FROM task)", FOUND_TASK},
    {"INSERT INTO task SELECT number + 1, case_number, row, nth + 1, unit, status, opened, closed,"
     " claimed FROM task ORDER BY number DESC LIMIT 1", FOUND_TASK},
    /* two of the same kind, in two cases, offered to the same people */
    {"CREATE TEMP TABLE last AS SELECT number, case_number FROM task ORDER BY number DESC"
     " LIMIT 2; UPDATE task SET number = -number WHERE number IN (SELECT number FROM last);"
     "UPDATE task SET number = (SELECT number FROM last WHERE number <> -task.number)"
     " WHERE number < 0", FOUND_TASK_ORDER},
    {"DELETE FROM offer WHERE task = (SELECT max(task) FROM offer)", FOUND_OFFER},
    {"UPDATE offer SET due = due - 1", FOUND_OFFER},
    {"UPDATE offer SET actor = 'eve' WHERE task = (SELECT max(task) FROM offer)", FOUND_OFFER},
    {"UPDATE offer SET office = 'eve' WHERE task = (SELECT max(task) FROM offer)", FOUND_OFFER},
    {"INSERT INTO offer SELECT actor, office, 5, task FROM offer ORDER BY task DESC LIMIT 1",
     FOUND_OFFER},
    {"INSERT INTO offer SELECT 'eve', office, due, task FROM offer ORDER BY task DESC LIMIT 1",
     FOUND_OFFER},
    {"INSERT INTO offer SELECT actor, office, due, (SELECT max(number) FROM task"
     " WHERE status = 'done') FROM offer LIMIT 1", FOUND_OFFER},
};

static void test_every_harm_is_found(void **state)
{
    struct fixture *f = *state;
    bool is_all_found = true;
    make_base(f);
    for (size_t i = 0; i < COUNT_OF(harms); i++) {
        struct seen seen = {0};
        char path[128], *sql = NULL;
        copy_base(f, path);
        assert_true(asprintf(&sql, FREELY "%s", harms[i].sql) > 0);
        scribble(path, sql);
        free(sql);
        int64_t n = check_copy(path, NULL, &seen);
        if (n <= 0 || !seen.kinds[harms[i].kind])
            print_message("`%s`: %lld found, none of %s but %s\n", harms[i].sql, (long long)n,
                          names[harms[i].kind], n > 0 ? names[seen.first.kind] : "nothing");
        is_all_found = is_all_found && n > 0 && seen.kinds[harms[i].kind];
        drop_copy(path);
    }
    assert_true(is_all_found);
}

/* ---- any harm at all ----------------------------------------------------------- */

static const char *const tables[] = {"origin",  "image",   "version",  "name",    "member",
                                     "holiday", "cases",   "event",    "said",    "token",
                                     "task",    "offer",   "field",    "counter", "waiting",
                                     "due",     "completion"};

struct table {
    const char *name;
    char columns[16][24];
    char key[96];                /* "case_number, row" */
    uint32_t n_columns;
    int64_t n_rows;
};

static int64_t ask_number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

static void read_table(sqlite3 *db, const char *name, struct table *t)
{
    char sql[160];
    sqlite3_stmt *st;
    *t = (struct table){.name = name};
    snprintf(sql, sizeof sql, "SELECT name, pk FROM pragma_table_info('%s')", name);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    for (; sqlite3_step(st) == SQLITE_ROW; t->n_columns++) {
        const char *column = (const char *)sqlite3_column_text(st, 0);
        snprintf(t->columns[t->n_columns], sizeof t->columns[0], "%s", column);
        size_t len = strlen(t->key);
        if (sqlite3_column_int(st, 1))
            snprintf(t->key + len, sizeof t->key - len, "%s%s", len ? ", " : "", column);
    }
    sqlite3_finalize(st);
    if (!*t->key)
        snprintf(t->key, sizeof t->key, "rowid");
    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", name);
    t->n_rows = ask_number(db, sql);
}

/* A cell is changed, or gets what another row has there; a row goes; a row comes that
 * is like another but for one cell. Each as SQL for a random place; it may be
 * that the database does not let it happen. */
static void draw_harm(const struct table *t, uint32_t *seed, char sql[1024])
{
    static const char *const changes[] = {"%s + 1", "%s - 1", "%s || 'x'", "NULL", "0", "''",
                                          "-%s", "7", "zeroblob(length(%s))", "'eve'"};
    char at[256], other[256], change[64];
    const char *column = t->columns[next_random(seed) % t->n_columns];
    uint32_t row = next_random(seed) % (uint32_t)t->n_rows;
    uint32_t row_2 = next_random(seed) % (uint32_t)t->n_rows;
    snprintf(at, sizeof at, "(%s) = (SELECT %s FROM %s LIMIT 1 OFFSET %u)", t->key, t->key,
             t->name, row);
    snprintf(other, sizeof other, "(SELECT %s FROM %s LIMIT 1 OFFSET %u)", column, t->name, row_2);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(change, sizeof change, changes[next_random(seed) % COUNT_OF(changes)], column);
#pragma GCC diagnostic pop
    switch (next_random(seed) % 6) {
    case 0:
        snprintf(sql, 1024, "DELETE FROM %s WHERE %s", t->name, at);
        break;
    case 1:
        snprintf(sql, 1024, "CREATE TEMP TABLE more AS SELECT * FROM %s WHERE %s;"
                 "UPDATE more SET %s = %s; INSERT INTO %s SELECT * FROM more",
                 t->name, at, column, change, t->name);
        break;
    case 2:
        snprintf(sql, 1024, "UPDATE %s SET %s = %s WHERE %s AND %s IS NOT %s", t->name, column,
                 other, at, column, other);
        break;
    default:
        snprintf(sql, 1024, "UPDATE %s SET %s = %s WHERE %s AND %s IS NOT (%s)", t->name, column,
                 change, at, column, change);
    }
}

/* False: nothing came of it. */
static bool try_harm(const char *path, const char *name, uint32_t *seed, char sql[1024])
{
    sqlite3 *db;
    struct table t;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    read_table(db, name, &t);
    assert_true(t.n_rows > 0);
    draw_harm(&t, seed, sql);
    int code = sqlite3_exec(db, FREELY, NULL, NULL, NULL);
    assert_int_equal(code, SQLITE_OK);
    int64_t before = ask_number(db, "SELECT total_changes()");
    bool is_done = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK &&
                   ask_number(db, "SELECT total_changes()") - before > 0;
    sqlite3_close(db);
    return is_done;
}

/* What store_check says that it cannot see; the rest has to be found. */
static bool is_not_covered(const char *sql)
{
    return strncmp(sql, "UPDATE version SET language", 27) == 0;
}

static void test_any_harm_is_found(void **state)
{
    struct fixture *f = *state;
    const char *asked = getenv("SOP_CHECK_HARMS");   /* so many, from that seed: "5000 7" */
    uint32_t n = 250, seed = 3, n_done = 0;
    if (asked)
        sscanf(asked, "%u %u", &n, &seed);
    make_base(f);
    for (uint32_t i = 0; i < n; i++) {
        char path[128], sql[1024];
        struct seen seen = {0};
        copy_base(f, path);
        bool is_done = try_harm(path, tables[i % COUNT_OF(tables)], &seed, sql);
        if (is_done && !is_not_covered(sql) && check_copy(path, NULL, &seen) == 0)
            fail_msg("not found: %s", sql);
        n_done += is_done;
        drop_copy(path);
    }
    assert_true(n_done > n / 3);
}

/* ---- checkpoints, copies, and what may be erased --------------------------------- */

/* Takes the last events away, with all that came of them: a case that was begun. */
static const char cut[] =
    FREELY "CREATE TEMP TABLE gone AS SELECT max(number) AS n FROM cases;"
    "DELETE FROM offer WHERE task IN (SELECT number FROM task WHERE case_number IN gone);"
    "DELETE FROM task WHERE case_number IN gone; DELETE FROM token WHERE case_number IN gone;"
    "DELETE FROM event WHERE case_number IN gone; DELETE FROM cases WHERE number IN gone";

static void test_a_cut_is_found_against_a_checkpoint(void **state)
{
    struct fixture *f = *state;
    struct store_checkpoint before, end, other;
    struct seen seen = {0};
    char path[128];
    assert_true(store_checkpoint(f->s, &before));
    assert_true(before.number == 2 && strlen(before.hash) == 64);
    start(f, "approve");
    start(f, "approve");
    assert_true(store_checkpoint(f->s, &end));
    assert_int_equal(end.number, 4);
    assert_true(end.time > before.time);
    assert_int_equal(check(f->s, &before, &seen), 0);
    assert_int_equal(check(f->s, &end, &seen), 0);
    other = before;
    other.hash[5] ^= 1;
    assert_int_equal(check(f->s, &other, &seen), 1);
    assert_int_equal(seen.kinds[FOUND_OTHER_CHAIN], 1);
    assert_int_equal(seen.first.event, 2);
    store_close(f->s);
    f->s = NULL;
    copy_base(f, path);
    scribble(path, cut);
    seen = (struct seen){.is_loud = true};
    assert_int_equal(check_copy(path, NULL, &seen), 0);      /* which is why they are printed */
    assert_int_equal(check_copy(path, &before, &seen), 0);
    seen.is_loud = false;
    assert_int_equal(check_copy(path, &end, &seen), 1);
    assert_int_equal(seen.kinds[FOUND_CUT], 1);
    assert_string_equal(seen.log, "4");
    assert_string_equal(seen.store, "3");
    drop_copy(path);
}

static void test_a_name_is_erased(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {0};
    int64_t name;
    int64_t number = start(f, "approve");
    struct store_by who = by(f, "ani");
    struct store_answer answer;
    assert_true(store_done(f->s, only_task(f, number), NONE, "a note of ani", NULL, &who, &answer));
    who = by(f, "admin");
    assert_true(store_erase(f->s, "ani", &who, &name));
    check_is_clean(f->s);
    assert_true(store_begin_write(f->s));   /* and the notes of who is forgotten may go too */
    sql_text_run(f->s, "UPDATE said SET text = NULL, salt = NULL");
    assert_true(store_end(f->s));
    check_is_clean(f->s);
    assert_true(store_begin_write(f->s));
    sql_text_run(f->s, "UPDATE name SET text = 'ani', salt = zeroblob(16) WHERE text IS NULL");
    assert_true(store_end(f->s));
    check(f->s, NULL, &seen);
    assert_int_equal(seen.kinds[FOUND_NAME_CHANGED], 1);
    f->is_harmed = true;
}

/* The text of the log is lines: what `about` says must not read as a line behind it. */
static void test_about_is_one_line(void **state)
{
    struct fixture *f = *state;
    struct sample with_topic = sample_starts;
    static const struct store_setting topic = {"topic", "money"};
    const struct store_settings settings = {.at = &topic, .n = 1};
    struct store_deployed deployed;
    struct store_answer answer;
    struct seen seen = {.is_loud = true};
    char path[128];
    with_topic.fields[0].id = "topic";
    with_topic.fields[0].name = "Topic";
    with_topic.fields[0].type = IMAGE_TEXT;
    with_topic.rows[0].fills[0] = "topic";
    assert_true(deploy(f, &with_topic, &deployed));
    struct store_by who = by(f, "ani");
    assert_true(store_start(f->s, "complaint", "letter", &settings, &who, &answer));
    store_close(f->s);
    f->s = NULL;
    copy_base(f, path);
    assert_int_equal(check_copy(path, NULL, &seen), 0);
    scribble(path, FREELY
             "UPDATE event SET about = about || char(10) || 'field 0 ' ||"
             "  (SELECT lower(hex(digest)) FROM said WHERE event = event.number)"
             " WHERE kind = 'start';"
             "DELETE FROM said; DELETE FROM field");
    seen.is_loud = false;
    assert_true(check_copy(path, NULL, &seen) > 0);
    assert_int_equal(seen.kinds[FOUND_CHAIN], 0);   /* the hash is the same */
    assert_int_equal(seen.kinds[FOUND_NO_EVENT], 1);
    drop_copy(path);
}

static void test_a_copy_is_whole(void **state)
{
    struct fixture *f = *state;
    char path[128];
    struct seen seen = {.is_loud = true};
    struct store_checkpoint end;
    work(f, 3, 60);
    assert_true(store_checkpoint(f->s, &end));
    copy_path(f, path);
    assert_true(store_backup(f->s, path));
    assert_int_equal(check_copy(path, &end, &seen), 0);
    assert_false(store_backup(f->s, path));
    assert_int_equal(store_fault(f->s)->kind, STORE_COPY_IS_THERE);
    assert_string_equal(store_fault(f->s)->text, path);
    drop_copy(path);
    snprintf(path, sizeof path, "%s/no/copy", f->folder);
    assert_false(store_backup(f->s, path));
    assert_int_equal(store_fault(f->s)->kind, STORE_CANNOT_USE);
    check_is_clean(f->s);
}

/* Nothing is left of a copy that is not good. */
static void test_a_bad_copy_is_not_kept(void **state)
{
    struct fixture *f = *state;
    char path[128];
    start(f, "approve");
    sqlite3_exec(f->s->db, "UPDATE event SET time = time + 1 WHERE number = 3", NULL, NULL, NULL);
    copy_path(f, path);
    assert_false(store_backup(f->s, path));
    assert_int_equal(store_fault(f->s)->kind, STORE_BAD_COPY);
    assert_int_equal(access(path, F_OK), -1);
    f->is_harmed = true;
}   /* and tear_down finds the folder empty */

/* ---- the clock ------------------------------------------------------------------- */

static bool take_wait(void *until, const struct store_wait *w)
{
    *(int64_t *)until = w->until;
    return true;
}

/* Begins a tender and brings it to its wait; until when it waits. */
static int64_t start_waiting(struct fixture *f)
{
    static const struct store_setting at[] = {{"price", "20"}, {"kind", "new"}};
    const struct store_settings settings = {.at = at, .n = COUNT_OF(at)};
    struct store_answer answer;
    int64_t number = start(f, "tender"), until = 0;
    struct store_by who = by(f, "ani");
    assert_true(store_done(f->s, only_task(f, number), NONE, NULL, &settings, &who, &answer));
    assert_true(store_waits(f->s, number, take_wait, &until));
    return until;
}

/* A day without work counts from the event on that brought it. */
static void test_holidays_count_from_their_event(void **state)
{
    struct fixture *f = *state;
    struct store_holiday day = {19675, 19675, "A Tuesday"};
    bool is_new;
    deploy_wide(f);
    f->now = (int64_t)19674 * DAY_MS + 3 * 3600000;   /* a Monday, 10:00 in the office */
    int64_t before = start_waiting(f);
    struct store_by who = by(f, "admin");
    assert_true(store_add_holiday(f->s, &day, &who, &is_new));
    assert_true(start_waiting(f) > before + DAY_MS - 60000);
    check_is_clean(f->s);
}

/* ---- stores that an older soprun made ---------------------------------------------- */

static void open_old(struct fixture *f, const char *dump)
{
    struct bytes sql = {0};
    store_close(f->s);
    f->s = NULL;
    unlink(f->path);
    assert_int_equal(os_read_file(dump, 1 << 22, &sql), ERR_NONE);
    scribble(f->path, sql.data);
    bytes_free(&sql);
    reopen(f, STORE_WRITE);
}

static void test_old_stores_are_clean(void **state)
{
    struct fixture *f = *state;
    struct store_deployed deployed;
    uint32_t seed = 9;
    open_old(f, "tests/unit/store_version_1.sql");
    check_is_clean(f->s);
    f->now = 1800000000000;
    assert_true(deploy(f, &sample_purchase, &deployed));
    work(f, 5, 80);
    check_is_clean(f->s);
    open_old(f, "tests/unit/store_version_2.sql");
    check_is_clean(f->s);
    f->now = 1900000000000;
    for (int i = 0; i < 120; i++)
        do_something(f->s, &seed, f->now += 3600000);
    check_is_clean(f->s);
    open_old(f, "tests/unit/store_version_3.sql");
    check_is_clean(f->s);
    f->now = 2000000000000;
    for (int i = 0; i < 120; i++)
        do_something(f->s, &seed, f->now += 3600000);
    check_is_clean(f->s);
}

/* `test_check --xes IMAGE LOG` replays a log in XES, for the tests of the commands;
 * `--work STORE N` does random work in a new store, `--harm STORE SQL` writes into it. */
static int do_work(const char *path, int n)
{
    struct fixture f = {.now = 1700000000000};
    snprintf(f.path, sizeof f.path, "%s", path);
    reopen(&f, STORE_CREATE);
    struct store_deployed deployed;
    assert_true(deploy(&f, &sample_purchase, &deployed) && deploy(&f, &sample_approve, &deployed));
    work(&f, 11, n);
    store_close(f.s);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "--xes") == 0)
        return xes_replay(argv[2], argv[3]) ? 0 : 1;
    if (argc == 4 && strcmp(argv[1], "--work") == 0)
        return do_work(argv[2], atoi(argv[3]));
    if (argc == 4 && strcmp(argv[1], "--harm") == 0) {
        char sql[1024];
        snprintf(sql, sizeof sql, FREELY "%s", argv[3]);
        scribble(argv[2], sql);
        return 0;
    }
    const struct CMUnitTest group[] = {
        CASE(test_random_work_is_clean),
        CASE(test_every_harm_is_found),
        CASE(test_any_harm_is_found),
        CASE(test_a_cut_is_found_against_a_checkpoint),
        CASE(test_a_name_is_erased), CASE(test_about_is_one_line),
        CASE(test_a_copy_is_whole),
        CASE(test_a_bad_copy_is_not_kept),
        CASE(test_holidays_count_from_their_event),
        CASE(test_old_stores_are_clean),
    };
    return cmocka_run_group_tests_name("check", group, NULL, NULL);
}
