/*
 * The tables, and how a store is known from any other file.
 *
 * Each fact stands once: when, by whom and with what outcome a task was done
 * is told by the event that closed it; what is open by the tokens. A token is
 * a row of its own, so an event writes what it changes and no more, however
 * old the case is. `offer` holds, per actor, the tasks that wait, in the order
 * in which they are due: the worklist is its primary key.
 *
 * Words that a column may hold stand as a row of ORs: for `IN` with more than two of
 * them SQLite builds a table at each write, which takes longer than the write.
 */
#include <stdio.h>
#include <string.h>

#include "runtime/store/store_int.h"

/* A table each, with its indexes. */
static const char *const tables[] = {
    "CREATE TABLE origin (seed BLOB NOT NULL) STRICT;",   /* what the first event is after */

    "CREATE TABLE image ("            /* .sopb files by their id */
    " id TEXT PRIMARY KEY,"
    " bytes BLOB NOT NULL,"
    " deployed INTEGER NOT NULL"      /* times are UTC milliseconds */
    ") STRICT;",

    "CREATE TABLE version ("          /* what new cases take: the highest number */
    " number INTEGER PRIMARY KEY,"
    " sop TEXT NOT NULL,"
    " title TEXT NOT NULL,"
    " language TEXT NOT NULL,"
    " image TEXT NOT NULL REFERENCES image,"
    " deployed INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX version_of_sop ON version (sop, number);",

    "CREATE TABLE name ("             /* people, and users of the operating system */
    " number INTEGER PRIMARY KEY,"
    " digest BLOB NOT NULL,"          /* SHA-256 of salt and text: what the log knows */
    " salt BLOB,"                     /* both NULL: erased */
    " text TEXT UNIQUE,"
    " CHECK ((salt IS NULL) = (text IS NULL))"
    ") STRICT;",

    "CREATE TABLE member ("           /* which actors a person is */
    " person INTEGER NOT NULL REFERENCES name,"
    " actor TEXT NOT NULL,"
    " office TEXT NOT NULL,"          /* '': an actor of no office */
    " unit TEXT NOT NULL,"            /* '': of all units */
    " PRIMARY KEY (person, actor, office, unit)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX member_of_actor ON member (actor, office);",

    "CREATE TABLE holiday ("          /* beside those of the images' calendars */
    " first INTEGER NOT NULL,"        /* days since 1970-01-01, both inclusive */
    " last INTEGER NOT NULL,"
    " text TEXT NOT NULL,"
    " PRIMARY KEY (first, last)"
    ") STRICT, WITHOUT ROWID;",

    "CREATE TABLE cases ("
    " number INTEGER PRIMARY KEY,"
    " image TEXT NOT NULL REFERENCES image,"
    " procedure INTEGER NOT NULL,"
    " phase TEXT NOT NULL CHECK (phase = 'new' OR phase = 'running' OR phase = 'over'"
    "  OR phase = 'faulty' OR phase = 'cancelled'),"
    " result INTEGER,"                /* the named end reached: a row */
    " parent INTEGER REFERENCES cases,"   /* whose row ... */
    " parent_row INTEGER,"            /* ... runs this one */
    " items INTEGER NOT NULL CHECK (items > 0),"
    " CHECK ((parent IS NULL) = (parent_row IS NULL))"
    ") STRICT;"
    "CREATE INDEX case_called ON cases (parent) WHERE parent IS NOT NULL;",

    "CREATE TABLE event ("            /* the log: only ever added to */
    " number INTEGER PRIMARY KEY,"    /* 1, 2, 3 ... */
    " case_number INTEGER REFERENCES cases,"   /* NULL: of the store itself */
    " seq INTEGER,"                   /* 1, 2, 3 ... in each case */
    " time INTEGER NOT NULL,"
    " kind TEXT NOT NULL,"
    " person INTEGER REFERENCES name,"    /* as stated; NULL: data, clock or flow did it */
    " os_user INTEGER REFERENCES name,"   /* as the operating system knows them */
    " row INTEGER,"
    " task INTEGER REFERENCES task,"
    " outcome INTEGER,"
    " about TEXT,"                    /* image, actor, day ... (log.c) */
    " hash BLOB NOT NULL,"            /* of this and the event before (log.c) */
    " CHECK ((case_number IS NULL) = (seq IS NULL))"
    ") STRICT;"
    "CREATE UNIQUE INDEX event_of_case ON event (case_number, seq)"
    " WHERE case_number IS NOT NULL;",

    "CREATE TABLE said ("             /* texts beside events, which may be erased */
    " event INTEGER NOT NULL REFERENCES event,"
    " field INTEGER NOT NULL,"        /* -1: the note */
    " digest BLOB NOT NULL,"
    " salt BLOB,"
    " text TEXT,"
    " PRIMARY KEY (event, field),"
    " CHECK ((salt IS NULL) = (text IS NULL))"
    ") STRICT, WITHOUT ROWID;",

    "CREATE TABLE token ("            /* the places of a case that are set */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " place INTEGER NOT NULL,"
    " PRIMARY KEY (case_number, place)"
    ") STRICT, WITHOUT ROWID;",

    "CREATE TABLE task ("             /* one signature under one row */
    " number INTEGER PRIMARY KEY,"
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " row INTEGER NOT NULL,"
    " nth INTEGER NOT NULL,"
    " unit TEXT,"
    " status TEXT NOT NULL CHECK (status = 'offered' OR status = 'done'"
    "  OR status = 'withdrawn' OR status = 'late'),"
    " opened INTEGER NOT NULL REFERENCES event,"   /* that offered it ... */
    " closed INTEGER REFERENCES event,"            /* ... and that closed it */
    " claimed INTEGER REFERENCES name,"
    " CHECK ((status = 'offered') = (closed IS NULL)),"
    " CHECK (claimed IS NULL OR status = 'offered')"
    ") STRICT;"
    "CREATE UNIQUE INDEX task_opened ON task (opened, row, nth);"
    "CREATE INDEX task_offered ON task (case_number, number) WHERE status = 'offered';",

    "CREATE TABLE offer ("            /* the worklist of an actor, what is due first first */
    " actor TEXT NOT NULL,"
    " office TEXT NOT NULL,"          /* '': an actor of no office */
    " due INTEGER NOT NULL,"          /* never: 9223372036854775807 */
    " task INTEGER NOT NULL REFERENCES task,"
    " PRIMARY KEY (actor, office, due, task)"
    ") STRICT, WITHOUT ROWID;",

    "CREATE TABLE field ("            /* what the fields of a case hold */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " field INTEGER NOT NULL,"
    " value TEXT NOT NULL,"           /* as value_text writes it */
    " PRIMARY KEY (case_number, field)"
    ") STRICT, WITHOUT ROWID;",

    "CREATE TABLE counter ("          /* how often a bounded outcome was taken */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " counter INTEGER NOT NULL,"
    " n INTEGER NOT NULL,"
    " PRIMARY KEY (case_number, counter)"
    ") STRICT, WITHOUT ROWID;",

    "CREATE TABLE waiting ("          /* rows that stand in a wait */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " row INTEGER NOT NULL,"
    " address INTEGER NOT NULL,"      /* where the way goes on */
    " until INTEGER,"                 /* NULL: never */
    " PRIMARY KEY (case_number, row)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX waiting_until ON waiting (until);",

    "CREATE TABLE due ("              /* deadlines of open rows */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " row INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " fires INTEGER NOT NULL,"        /* it leads somewhere (`late`) */
    " PRIMARY KEY (case_number, row)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX due_at ON due (at) WHERE fires;",

    "CREATE TABLE completion ("       /* when a row was done last, and in which opening: */
                                      /* only of rows that others look back at */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " row INTEGER NOT NULL,"
    " time INTEGER NOT NULL,"
    " opened INTEGER,"                /* an event; NULL: by nobody */
    " task_row INTEGER NOT NULL,"     /* the row in the image that its tasks are of */
    " PRIMARY KEY (case_number, row)"
    ") STRICT, WITHOUT ROWID;",
};

static const char set_version[] = "PRAGMA user_version = 4";   /* STORE_SCHEMA */

_Static_assert(STORE_SCHEMA == 4, "the schema text names it");

/* The number in the file's header tells a store from other databases, and a
 * rehearsal from the real thing. */
static const char application_store[] = "PRAGMA application_id = 1936683122";
static const char application_rehearsal[] = "PRAGMA application_id = 1936683128";

_Static_assert(STORE_APPLICATION == 1936683122 && STORE_REHEARSAL == 1936683128,
               "the texts name both numbers");

bool sql_text_run(struct store *s, const char *sql)
{
    if (store_is_fine(s) && sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        store_refuse_code(s, sqlite3_extended_errcode(s->db));
    return store_is_fine(s);
}

sqlite3 *schema_sample(struct store *s)
{
    sqlite3 *db = NULL;
    int code = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    for (size_t i = 0; i < COUNT_OF(tables) && code == SQLITE_OK; i++)
        code = sqlite3_exec(db, tables[i], NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return db;
    sqlite3_close(db);
    store_refuse(s, STORE_NO_MEMORY);
    return NULL;
}

bool schema_make_table(struct store *s, const char *name)
{
    char begin[64];
    snprintf(begin, sizeof begin, "CREATE TABLE %s (", name);
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        if (strncmp(tables[i], begin, strlen(begin)) == 0)
            sql_text_run(s, tables[i]);
    return store_is_fine(s);
}

bool schema_set_version(struct store *s)
{
    return sql_text_run(s, set_version);
}

/* All tables of a new store. Its log begins with a number of its own, so that no
 * event of another store fits into it. */
bool schema_make(struct store *s)
{
    struct salted seed;
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        sql_text_run(s, tables[i]);
    return schema_set_version(s) && store_salted(s, "", &seed) &&
           sql_run(s, ORIGIN_ADD, sql_bytes(seed.digest, DIGEST_LEN));
}

struct file_header {
    int64_t application, schema, n_tables;
};

/* One statement, so that no other maker's work comes in between. */
static struct file_header read_header(struct store *s)
{
    struct file_header h = {0};
    sqlite3_stmt *st = sql_start(s, GET_HEADER);
    if (sql_row(s, st))
        h = (struct file_header){.application = sqlite3_column_int64(st, 0),
                                 .schema = sqlite3_column_int64(st, 1),
                                 .n_tables = sqlite3_column_int64(st, 2)};
    sql_done(st);
    return h;
}

static bool is_store(const struct file_header *h)
{
    return h->application == STORE_APPLICATION || h->application == STORE_REHEARSAL;
}

static bool is_blank(const struct file_header *h)
{
    return h->application == 0 && h->schema == 0 && h->n_tables == 0;
}

/*
 * WAL is a property of the file. SQLite does not wait by itself for another
 * maker who is just about to set it too.
 */
static void set_wal(struct store *s)
{
    enum { STEP = 10 };
    int code = SQLITE_BUSY;
    for (int waited = 0; code == SQLITE_BUSY && waited < BUSY_MILLISECONDS; waited += STEP) {
        if (waited)
            sqlite3_sleep(STEP);
        code = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) & 0xff;
    }
    if (code != SQLITE_OK)
        store_refuse_code(s, sqlite3_extended_errcode(s->db));
}

/* In one transaction: a kill leaves the store as it was. */
static void upgrade(struct store *s)
{
    if (!sql_run(s, BEGIN_WRITE))
        return;
    struct file_header h = read_header(s);
    if (store_is_fine(s) && h.schema < STORE_SCHEMA)
        schema_upgrade(s, h.schema);
    store_end(s);
}

/* Two makers at once find each other's work once they have the lock. */
static void make_tables(struct store *s, bool is_rehearsal)
{
    sql_run(s, SET_PAGE_SIZE);
    set_wal(s);
    if (!store_is_fine(s) || !sql_run(s, BEGIN_WRITE))
        return;
    struct file_header h = read_header(s);
    if (store_is_fine(s) && is_blank(&h) && schema_make(s))
        sql_text_run(s, is_rehearsal ? application_rehearsal : application_store);
    store_end(s);
}

bool store_check_schema(struct store *s, const char *path, enum store_mode mode)
{
    struct file_header h = read_header(s);
    if (store_is_fine(s) && is_blank(&h)) {
        if (mode != STORE_CREATE && mode != STORE_REHEARSE)
            return store_refuse_about(s, STORE_MISSING, 0, path, 0);
        make_tables(s, mode == STORE_REHEARSE);
        h = read_header(s);
    }
    if (!store_is_fine(s))
        return false;
    if (!is_store(&h))
        return store_refuse_about(s, STORE_NOT_A_STORE, 0, path, 0);
    if (h.schema > STORE_SCHEMA)
        return store_refuse_about(s, STORE_NEWER, h.schema, path, 0);
    if (h.schema > 0 && h.schema < STORE_SCHEMA) {
        upgrade(s);
        h = read_header(s);
    }
    if (store_is_fine(s) && h.schema != STORE_SCHEMA)
        return store_refuse(s, STORE_DAMAGED);
    s->is_rehearsal = h.application == STORE_REHEARSAL;
    if (mode == STORE_REHEARSE && !s->is_rehearsal)
        return store_refuse_about(s, STORE_NOT_REHEARSAL, 0, path, 0);
    return store_is_fine(s);
}
