/*
 * The tables, and how a store is known from any other file.
 *
 * Each fact stands once: when, by whom and with what outcome a task was done
 * is told by the event that closed it; what is open by the tokens. A token is
 * a row of its own, so an event writes what it changes and no more, however
 * old the case is. `offer` holds, per actor, the tasks that wait: the
 * worklist is its primary key.
 */
#include "runtime/store/store_int.h"

static const char schema[] =
    "CREATE TABLE image ("            /* .sopb files by their id */
    " id TEXT PRIMARY KEY,"
    " bytes BLOB NOT NULL,"
    " deployed INTEGER NOT NULL"      /* times are UTC milliseconds */
    ") STRICT;"

    "CREATE TABLE version ("          /* what new cases take: the highest number */
    " number INTEGER PRIMARY KEY,"
    " sop TEXT NOT NULL,"
    " title TEXT NOT NULL,"
    " language TEXT NOT NULL,"
    " image TEXT NOT NULL REFERENCES image,"
    " deployed INTEGER NOT NULL,"
    " person TEXT NOT NULL,"
    " os_user TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX version_of_sop ON version (sop, number);"

    "CREATE TABLE cases ("
    " number INTEGER PRIMARY KEY,"
    " image TEXT NOT NULL REFERENCES image,"
    " procedure INTEGER NOT NULL,"
    " phase TEXT NOT NULL"
    "  CHECK (phase IN ('new', 'running', 'over', 'faulty', 'cancelled')),"
    " result INTEGER,"                /* the named end reached: a row */
    " parent INTEGER REFERENCES cases,"   /* whose row ... */
    " parent_row INTEGER,"            /* ... runs this one */
    " CHECK ((parent IS NULL) = (parent_row IS NULL))"
    ") STRICT;"
    "CREATE INDEX case_called ON cases (parent) WHERE parent IS NOT NULL;"

    "CREATE TABLE event ("            /* the log: only ever added to */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " seq INTEGER NOT NULL,"          /* 1, 2, 3 ... in each case */
    " time INTEGER NOT NULL,"
    " kind TEXT NOT NULL CHECK (kind IN ('start', 'done', 'decided', 'passed', 'late',"
    "  'returned', 'cancelled')),"
    " person TEXT NOT NULL,"          /* as stated; '': data, clock or flow did it */
    " os_user TEXT NOT NULL,"         /* as the operating system knows them */
    " row INTEGER,"
    " task INTEGER REFERENCES task,"
    " outcome INTEGER,"
    " note TEXT,"
    " PRIMARY KEY (case_number, seq)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE token ("            /* the places of a case that are set */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " place INTEGER NOT NULL,"
    " PRIMARY KEY (case_number, place)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE task ("             /* one signature under one row */
    " number INTEGER PRIMARY KEY,"
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " row INTEGER NOT NULL,"
    " nth INTEGER NOT NULL,"
    " unit TEXT,"
    " status TEXT NOT NULL CHECK (status IN ('offered', 'done', 'withdrawn', 'late')),"
    " opened INTEGER NOT NULL,"       /* seq of the event that offered it ... */
    " closed INTEGER,"                /* ... and of the one that closed it */
    " CHECK ((status = 'offered') = (closed IS NULL)),"
    " FOREIGN KEY (case_number, opened) REFERENCES event (case_number, seq),"
    " FOREIGN KEY (case_number, closed) REFERENCES event (case_number, seq)"
    ") STRICT;"
    "CREATE UNIQUE INDEX task_of_row ON task (case_number, row, opened, nth);"
    "CREATE INDEX task_offered ON task (case_number, number) WHERE status = 'offered';"

    "CREATE TABLE offer ("
    " actor TEXT NOT NULL,"
    " task INTEGER NOT NULL REFERENCES task,"
    " PRIMARY KEY (actor, task)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX offer_of_task ON offer (task);"

    "CREATE TABLE field ("            /* what the fields of a case hold */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " field INTEGER NOT NULL,"
    " value TEXT NOT NULL,"           /* as value_text writes it */
    " PRIMARY KEY (case_number, field)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE counter ("          /* how often a bounded outcome was taken */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " counter INTEGER NOT NULL,"
    " n INTEGER NOT NULL,"
    " PRIMARY KEY (case_number, counter)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE waiting ("          /* rows that stand in a wait */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " row INTEGER NOT NULL,"
    " address INTEGER NOT NULL,"      /* where the way goes on */
    " until INTEGER,"                 /* NULL: never */
    " PRIMARY KEY (case_number, row)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX waiting_until ON waiting (until);"

    "CREATE TABLE due ("              /* deadlines of open rows */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " row INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " fires INTEGER NOT NULL,"        /* it leads somewhere (`late`) */
    " PRIMARY KEY (case_number, row)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX due_at ON due (at) WHERE fires;"

    "CREATE TABLE completion ("       /* when a row was done last, and in which opening */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " row INTEGER NOT NULL,"
    " time INTEGER NOT NULL,"
    " opened INTEGER,"                /* NULL: by nobody */
    " PRIMARY KEY (case_number, row)"
    ") STRICT, WITHOUT ROWID;"

    "PRAGMA user_version = 2;";             /* STORE_SCHEMA */

_Static_assert(STORE_SCHEMA == 2, "the schema text names it");

/* The number in the file's header tells a store from other databases, and a
 * rehearsal from the real thing. */
static const char application_store[] = "PRAGMA application_id = 1936683122";
static const char application_rehearsal[] = "PRAGMA application_id = 1936683128";

_Static_assert(STORE_APPLICATION == 1936683122 && STORE_REHEARSAL == 1936683128,
               "the texts name both numbers");

/* Runs SQL of our own that is no prepared statement. */
static bool run_text(struct store *s, const char *sql)
{
    if (store_is_fine(s) && sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        store_refuse_code(s, sqlite3_extended_errcode(s->db));
    return store_is_fine(s);
}

/* ---- stores of the first schema ------------------------------------------- */

/* Tables with other columns or checks are made anew and filled from what they
 * held. Rows done before have no completion: `except who did` is not asked of
 * cases that began then, for their images do not have it. */
static const char put_aside[] =
    "CREATE TEMP TABLE old_cases AS SELECT * FROM main.cases;"
    "CREATE TEMP TABLE old_event AS SELECT * FROM main.event;"
    "CREATE TEMP TABLE old_token AS SELECT * FROM main.token;"
    "CREATE TEMP TABLE old_task AS SELECT * FROM main.task;"
    "CREATE TEMP TABLE old_offer AS SELECT * FROM main.offer;"
    "CREATE TEMP TABLE old_image AS SELECT * FROM main.image;"
    "CREATE TEMP TABLE old_version AS SELECT * FROM main.version;"
    "DROP TABLE main.offer; DROP TABLE main.token; DROP TABLE main.task;"
    "DROP TABLE main.event; DROP TABLE main.cases; DROP TABLE main.version;"
    "DROP TABLE main.image;";
static const char put_back[] =
    "INSERT INTO image SELECT id, bytes, deployed FROM old_image;"
    "INSERT INTO version SELECT number, sop, title, language, image, deployed, person, os_user"
    " FROM old_version;"
    "INSERT INTO cases SELECT number, image, procedure, phase, result, NULL, NULL FROM old_cases;"
    "INSERT INTO event SELECT case_number, seq, time, kind, person, os_user, row, task, outcome,"
    " note FROM old_event;"
    "INSERT INTO token SELECT case_number, place FROM old_token;"
    "INSERT INTO task SELECT number, case_number, row, nth, unit, status, opened, closed"
    " FROM old_task;"
    "INSERT INTO offer SELECT actor, task FROM old_offer;"
    "DROP TABLE old_offer; DROP TABLE old_token; DROP TABLE old_task; DROP TABLE old_event;"
    "DROP TABLE old_cases; DROP TABLE old_version; DROP TABLE old_image;";

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

/* Two makers at once find each other's work once they have the lock. */
static void make_tables(struct store *s, bool is_rehearsal)
{
    set_wal(s);
    if (!store_is_fine(s) || !sql_run(s, BEGIN_WRITE))
        return;
    struct file_header h = read_header(s);
    if (store_is_fine(s) && is_blank(&h) && run_text(s, schema))
        run_text(s, is_rehearsal ? application_rehearsal : application_store);
    store_end(s);
}

/* In one transaction: a kill leaves the store as it was. References are not
 * looked at on the way, for tables go before those that point to them. */
static void migrate(struct store *s)
{
    sql_run(s, NO_FOREIGN_KEYS);
    if (!sql_run(s, BEGIN_WRITE))
        return;
    struct file_header h = read_header(s);
    if (store_is_fine(s) && h.schema == 1 && run_text(s, put_aside) && run_text(s, schema))
        run_text(s, put_back);
    store_end(s);
    sql_run(s, SET_FOREIGN_KEYS);
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
    if (h.schema == 1) {
        migrate(s);
        h = read_header(s);
    }
    if (store_is_fine(s) && h.schema != STORE_SCHEMA)
        return store_refuse(s, STORE_DAMAGED);
    s->is_rehearsal = h.application == STORE_REHEARSAL;
    if (mode == STORE_REHEARSE && !s->is_rehearsal)
        return store_refuse_about(s, STORE_NOT_REHEARSAL, 0, path, 0);
    return store_is_fine(s);
}
