/*
 * What the log tells of the store itself: who is an actor, which days are without
 * work, which names are erased. The tables hold that and nothing else; and of a
 * name that was erased the file holds nothing at all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/crash/crash.h"

#define ACTORS_TOLD                                                                  \
    "SELECT about FROM (SELECT about, kind, max(number) FROM event"                  \
    " WHERE kind IN ('joined', 'left') GROUP BY about) WHERE kind = 'joined'"
#define ACTORS_KEPT                                                                  \
    "SELECT '#' || person || ' ' || actor || ' ' || iif(office = '', '-', office)"   \
    " || ' ' || iif(unit = '', '-', unit) FROM member"
#define DAYS_TOLD "SELECT about FROM event WHERE kind = 'holiday'"
#define DAYS_KEPT                                                                    \
    "SELECT date(first * 86400, 'unixepoch') || '..' || date(last * 86400, 'unixepoch')" \
    " || ' ' || text FROM holiday"
#define ERASED_TOLD "SELECT about FROM event WHERE kind = 'erased'"
#define ERASED_KEPT "SELECT '#' || number FROM name WHERE text IS NULL"

#define MINUS(a, b) "SELECT count(*) FROM (" a " EXCEPT " b ")"

void trial_check_names(sqlite3 *db)
{
    trial_check_none(db, "actors of whom the log tells nothing", MINUS(ACTORS_KEPT, ACTORS_TOLD));
    trial_check_none(db, "actors who are not there", MINUS(ACTORS_TOLD, ACTORS_KEPT));
    trial_check_none(db, "who joined or left twice",
                     "SELECT count(*) FROM (SELECT kind, lag(kind, 1, 'left') OVER"
                     " (PARTITION BY about ORDER BY number) AS before FROM event"
                     " WHERE kind IN ('joined', 'left')) WHERE kind = before");
    trial_check_none(db, "holidays of which the log tells nothing", MINUS(DAYS_KEPT, DAYS_TOLD));
    trial_check_none(db, "holidays that are not there", MINUS(DAYS_TOLD, DAYS_KEPT));
    trial_check_none(db, "names that nobody erased", MINUS(ERASED_KEPT, ERASED_TOLD));
    trial_check_none(db, "erased names that are there", MINUS(ERASED_TOLD, ERASED_KEPT));
    trial_check_none(db, "holidays or erased names that are there twice",
                     "SELECT count(*) FROM (SELECT 1 FROM event WHERE kind IN"
                     " ('holiday', 'erased') GROUP BY kind, about HAVING count(*) > 1)");
    trial_check_none(db, "erased names with an actor or a claim",
                     "SELECT count(*) FROM name WHERE text IS NULL AND (number IN"
                     " (SELECT person FROM member) OR number IN (SELECT claimed FROM task))");
}

/* ---- the bytes of the file -------------------------------------------------------- */

static bool has_journal(const struct trial *t)
{
    char name[PATH_LEN + 8];
    struct stat st;
    snprintf(name, sizeof name, "%s-wal", t->path);
    return stat(name, &st) == 0 && st.st_size > 0;
}

static bool is_a_name(sqlite3 *db, int64_t guest)
{
    sqlite3_stmt *st = NULL;
    bool is = trial_row(db, &st, "SELECT 1 FROM name WHERE text LIKE 'guest ' || ?1 || ' %'",
                        &guest, 1);
    sqlite3_finalize(st);
    return is;
}

/* Guests have names that nobody else has: "guest 17 of ...". */
static void check_bytes(sqlite3 *db, const struct bytes *file)
{
    static const char guest[] = "guest ";
    const char *p = file->data, *end = file->data + file->len;
    while ((p = memmem(p, (size_t)(end - p), guest, sizeof guest - 1))) {
        char number[20] = "";
        p += sizeof guest - 1;
        for (size_t i = 0; i + 1 < sizeof number && p < end && *p >= '0' && *p <= '9'; i++)
            number[i] = *p++;
        CHECK(!*number || p == end || *p != ' ' || is_a_name(db, strtoll(number, NULL, 10)),
              "guest %s is erased, and byte %lld of the file still has the name", number,
              (long long)(p - file->data));
    }
}

void trial_check_erased(const struct trial *t)
{
    struct bytes file = {0};
    sqlite3 *db;
    if (has_journal(t))
        return;                    /* somebody reads, and it could not be emptied */
    CHECK(os_read_file(t->path, 64 << 20, &file) == ERR_NONE &&
              sqlite3_open(t->path, &db) == SQLITE_OK, "the file cannot be read");
    check_bytes(db, &file);
    sqlite3_close(db);
    bytes_free(&file);
}
