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
    " phase TEXT NOT NULL CHECK (phase IN ('new', 'running', 'over', 'faulty')),"
    " result INTEGER"                 /* the named end reached: a row */
    ") STRICT;"

    "CREATE TABLE event ("            /* the log: only ever added to */
    " case_number INTEGER NOT NULL REFERENCES cases,"
    " seq INTEGER NOT NULL,"          /* 1, 2, 3 ... in each case */
    " time INTEGER NOT NULL,"
    " kind TEXT NOT NULL CHECK (kind IN ('start', 'done')),"
    " person TEXT NOT NULL,"          /* as stated */
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
    " status TEXT NOT NULL CHECK (status IN ('offered', 'done', 'withdrawn')),"
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

    "PRAGMA application_id = 1936683122;"   /* STORE_APPLICATION */
    "PRAGMA user_version = 1;";             /* STORE_SCHEMA */

_Static_assert(STORE_APPLICATION == 1936683122 && STORE_SCHEMA == 1,
               "the schema text names both numbers");

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
static void make_tables(struct store *s)
{
    set_wal(s);
    if (!store_is_fine(s) || !sql_run(s, BEGIN_WRITE))
        return;
    struct file_header h = read_header(s);
    if (store_is_fine(s) && is_blank(&h) &&
        sqlite3_exec(s->db, schema, NULL, NULL, NULL) != SQLITE_OK)
        store_refuse_code(s, sqlite3_extended_errcode(s->db));
    store_end(s);
}

bool store_check_schema(struct store *s, const char *path, enum store_mode mode)
{
    struct file_header h = read_header(s);
    if (store_is_fine(s) && is_blank(&h)) {
        if (mode != STORE_CREATE)
            return store_refuse_about(s, STORE_MISSING, 0, path, 0);
        make_tables(s);
        h = read_header(s);
    }
    if (!store_is_fine(s))
        return false;
    if (h.application != STORE_APPLICATION)
        return store_refuse_about(s, STORE_NOT_A_STORE, 0, path, 0);
    if (h.schema > STORE_SCHEMA)
        return store_refuse_about(s, STORE_NEWER, h.schema, path, 0);
    if (h.schema < STORE_SCHEMA)
        return store_refuse(s, STORE_DAMAGED);
    return true;
}
