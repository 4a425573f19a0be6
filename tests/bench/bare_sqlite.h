/*
 * The floor that the store is measured against: SQLite by itself, which writes
 * for each step what no engine that keeps a log can leave out: one event with its
 * hash (not computed here), the token moved, one task closed, one task offered.
 * The same file system, journal and fsync as the store; pages as SQLite makes them.
 */
#ifndef SOP_BARE_SQLITE_H
#define SOP_BARE_SQLITE_H

#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>

enum { BARE_EVENT, BARE_TOKEN, BARE_CLOSE, BARE_OFFER, BARE_BEGIN, BARE_COMMIT, N_BARE };

struct bare {
    sqlite3 *db;
    sqlite3_stmt *statements[N_BARE];
    int64_t n_events, n_cases;
};

static const char bare_schema[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;"
    "CREATE TABLE event (number INTEGER PRIMARY KEY, case_number INTEGER, seq INTEGER,"
    " time INTEGER, kind TEXT, person INTEGER, os_user INTEGER, row INTEGER, task INTEGER,"
    " outcome INTEGER, hash BLOB) STRICT;"
    "CREATE UNIQUE INDEX event_of_case ON event (case_number, seq);"
    "CREATE TABLE token (case_number INTEGER PRIMARY KEY, place INTEGER) STRICT;"
    "CREATE TABLE task (number INTEGER PRIMARY KEY, case_number INTEGER, row INTEGER,"
    " nth INTEGER, status TEXT, opened INTEGER, closed INTEGER) STRICT;"
    "CREATE INDEX task_offered ON task (case_number, number) WHERE status = 'offered';";

static const char *const bare_sql[N_BARE] = {
    [BARE_EVENT] = "INSERT INTO event VALUES (?1, ?2, ?1, ?1, 'done', 1, 2, 3, ?3, NULL, ?4)",
    [BARE_TOKEN] = "UPDATE token SET place = ?2 WHERE case_number = ?1",
    [BARE_CLOSE] = "UPDATE task SET status = 'done', closed = ?2 WHERE number = ?1",
    [BARE_OFFER] = "INSERT INTO task VALUES (?1, ?2, 3, 0, 'offered', ?3, NULL)",
    [BARE_BEGIN] = "BEGIN IMMEDIATE",
    [BARE_COMMIT] = "COMMIT",
};

static inline void bare_run(struct bare *b, int statement, int64_t x, int64_t y, int64_t z)
{
    const uint8_t hash[32] = { (uint8_t)x, (uint8_t)(x >> 8), (uint8_t)y };
    sqlite3_stmt *st = b->statements[statement];
    int n = sqlite3_bind_parameter_count(st);
    if (n > 0)
        sqlite3_bind_int64(st, 1, x);
    if (n > 1)
        sqlite3_bind_int64(st, 2, y);
    if (n > 2)
        sqlite3_bind_int64(st, 3, z);
    if (n > 3)
        sqlite3_bind_blob(st, 4, hash, sizeof hash, SQLITE_STATIC);
    if (sqlite3_step(st) != SQLITE_DONE)
        abort();
    sqlite3_reset(st);
}

/* Case i has its first task, of the same number. */
static inline void bare_open(struct bare *b, const char *path, int64_t n_cases)
{
    *b = (struct bare){ .n_cases = n_cases };
    if (sqlite3_open(path, &b->db) != SQLITE_OK ||
        sqlite3_exec(b->db, bare_schema, NULL, NULL, NULL) != SQLITE_OK)
        abort();
    for (int i = 0; i < N_BARE; i++)
        if (sqlite3_prepare_v2(b->db, bare_sql[i], -1, &b->statements[i], NULL) != SQLITE_OK)
            abort();
    bare_run(b, BARE_BEGIN, 0, 0, 0);
    for (int64_t i = 1; i <= n_cases; i++) {
        bare_run(b, BARE_OFFER, i, i, 0);
        sqlite3_exec(b->db, "INSERT INTO token (place) VALUES (0)", NULL, NULL, NULL);
    }
    bare_run(b, BARE_COMMIT, 0, 0, 0);
}

static inline void bare_close(struct bare *b)
{
    for (int i = 0; i < N_BARE; i++)
        sqlite3_finalize(b->statements[i]);
    sqlite3_close(b->db);
}

/* One step of the next case. */
static inline void bare_step(struct bare *b)
{
    int64_t event = ++b->n_events, task = event, number = (event - 1) % b->n_cases + 1;
    bare_run(b, BARE_EVENT, event, number, task);
    bare_run(b, BARE_TOKEN, number, event % 24, 0);
    bare_run(b, BARE_CLOSE, task, event, 0);
    bare_run(b, BARE_OFFER, task + b->n_cases, number, event);
}

#endif
