/*
 * Opening and closing the store: what kind of file it may be, and how
 * carefully the database has to treat it. Commits are on the disk when they
 * return (WAL, synchronous FULL); what a file says about itself is not
 * trusted (DEFENSIVE, no trusted schema, no triggers or views: we have none).
 */
#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "runtime/store/store_int.h"

static bool open_file(struct store *s, const char *path, enum store_mode mode)
{
    struct stat st;
    bool is_there = stat(path, &st) == 0, is_made = mode == STORE_CREATE || mode == STORE_REHEARSE;
    if (!is_there && errno == ENOENT && !is_made)
        return store_refuse_about(s, STORE_MISSING, 0, path, 0);
    if (!*path || (is_there && !S_ISREG(st.st_mode)))
        return store_refuse_about(s, STORE_CANNOT_OPEN, 0, path, 0);
    /* ":memory:" is a name like any other: a store always is a file */
    const char *name = path[0] == ':' ? arena_printf(&s->arena, "./%s", path) : path;
    if (!store_have(s, (void *)(uintptr_t)name))
        return false;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                (is_made ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(name, &s->db, flags, NULL);
    if (code == SQLITE_OK)
        return true;
    return store_refuse_about(
        s, code == SQLITE_NOMEM || !s->db ? STORE_NO_MEMORY : STORE_CANNOT_OPEN, 0, path, 0);
}

/* The journal is written back when it is so long: 4 MB, of older stores with larger
 * pages 16. Each time costs two syncs, and most pages were written many times until then. */
enum { JOURNAL_PAGES = 4096 };

static bool set_up(struct store *s)
{
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, BUSY_MILLISECONDS);
    sqlite3_wal_autocheckpoint(s->db, JOURNAL_PAGES);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sql_run(s, SET_SYNCHRONOUS);
    sql_run(s, SET_SECURE_DELETE);
    return sql_run(s, NO_FOREIGN_KEYS);
}

struct store *store_open(const char *path, enum store_mode mode, struct store_fault *fault)
{
    struct store *s = calloc(1, sizeof *s);
    if (!s) {
        *fault = (struct store_fault){.kind = STORE_NO_MEMORY, .err = ERR_SYSTEM};
        return NULL;
    }
    arena_init(&s->arena, NULL);
    bool is_open = open_file(s, path, mode) && set_up(s) && store_check_schema(s, path, mode);
    if (is_open && mode == STORE_READ)
        is_open = sql_run(s, SET_QUERY_ONLY);
    if (is_open)
        return s;
    *fault = s->fault;
    store_close(s);
    return NULL;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    for (int i = 0; i < N_STATEMENTS; i++)
        sqlite3_finalize(s->statements[i]);
    store_close_images(s);
    EVP_MD_CTX_free(s->hash);
    EVP_MD_free(s->sha256);
    sqlite3_close(s->db);
    arena_free(&s->arena);
    free(s);
}

bool store_is_rehearsal(const struct store *s)
{
    return s->is_rehearsal;
}

const struct store_fault *store_fault(const struct store *s)
{
    return &s->fault;
}
