/*
 * The hash chain, verified by somebody else: what an event is hashed as is
 * written here a second time, from the tables, and shares no line with log.c.
 */
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "tests/crash/crash.h"

static void add_hash(struct bytes *b, const char *key, sqlite3_stmt *st, int column)
{
    const uint8_t *hash = sqlite3_column_blob(st, column);
    if (!hash)
        return;
    CHECK(sqlite3_column_bytes(st, column) == HASH_LEN, "a digest of another length");
    bytes_printf(b, "%s ", key);
    for (int i = 0; i < HASH_LEN; i++)
        bytes_printf(b, "%02x", hash[i]);
    bytes_add_char(b, '\n');
}

static void add_column(struct bytes *b, const char *key, sqlite3_stmt *st, int column)
{
    const char *text = (const char *)sqlite3_column_text(st, column);
    if (text)
        bytes_printf(b, "%s %s\n", key, text);
}

/* Salt (column i), text (i + 1): is their digest (i + 2) theirs? Erased ones have
 * neither. */
static void check_digest(sqlite3_stmt *st, int i)
{
    uint8_t hash[HASH_LEN];
    struct bytes b = {0};
    if (sqlite3_column_type(st, i) == SQLITE_NULL)
        return;
    bytes_add(&b, sqlite3_column_blob(st, i), (size_t)sqlite3_column_bytes(st, i));
    bytes_add_string(&b, (const char *)sqlite3_column_text(st, i + 1));
    EVP_Digest(b.data, b.len, hash, NULL, EVP_sha256(), NULL);
    bytes_free(&b);
    CHECK(memcmp(hash, sqlite3_column_blob(st, i + 2), HASH_LEN) == 0,
          "`%s` has not the digest that was logged", sqlite3_column_text(st, i + 1));
}

static void add_said(struct bytes *b, sqlite3 *db, int64_t event)
{
    sqlite3_stmt *st = NULL;
    char key[32];
    while (trial_row(db, &st, "SELECT field, salt, text, digest FROM said WHERE event = ?1"
                              " ORDER BY field < 0, field", &event, 1)) {
        snprintf(key, sizeof key, "field %lld", (long long)sqlite3_column_int64(st, 0));
        add_hash(b, sqlite3_column_int64(st, 0) < 0 ? "note" : key, st, 3);
        check_digest(st, 1);
    }
}

static void add_event(struct bytes *b, sqlite3 *db, sqlite3_stmt *st)
{
    static const struct {
        const char *key;
        bool is_hash;
    } lines[] = {   /* by column */
        {"event", false}, {"case", false}, {"seq", false}, {"time", false}, {"kind", false},
        {"person", true}, {"user", true}, {"row", false}, {"task", false}, {"outcome", false},
        {"about", false},
    };
    for (int i = 0; i < (int)COUNT_OF(lines); i++)
        (lines[i].is_hash ? add_hash : add_column)(b, lines[i].key, st, i);
    add_said(b, db, sqlite3_column_int64(st, 0));
}

static void check_link(const struct trial *t, sqlite3 *db, sqlite3_stmt *st, int64_t number,
                       uint8_t hash[HASH_LEN])
{
    struct bytes b = {0};
    CHECK(sqlite3_column_int64(st, 0) == number, "event %lld is missing", (long long)number);
    bytes_add_string(&b, "after ");
    for (int i = 0; i < HASH_LEN; i++)
        bytes_printf(&b, "%02x", hash[i]);
    bytes_add_char(&b, '\n');
    add_event(&b, db, st);
    EVP_Digest(b.data, b.len, hash, NULL, EVP_sha256(), NULL);
    bytes_free(&b);
    CHECK(sqlite3_column_bytes(st, 11) == HASH_LEN &&
              memcmp(sqlite3_column_blob(st, 11), hash, HASH_LEN) == 0,
          "event %lld does not fit into the chain", (long long)number);
    CHECK(number != t->n_events || memcmp(hash, t->hash, HASH_LEN) == 0,
          "event %lld is another one than at the last check", (long long)number);
}

void trial_check_chain(struct trial *t, sqlite3 *db)
{
    uint8_t hash[HASH_LEN];
    int64_t n = 0;
    sqlite3_stmt *st = NULL;
    CHECK(trial_row(db, &st, "SELECT seed FROM origin", NULL, 0) &&
              sqlite3_column_bytes(st, 0) == HASH_LEN, "the log has no origin");
    memcpy(hash, sqlite3_column_blob(st, 0), HASH_LEN);
    sqlite3_finalize(st);
    st = NULL;
    while (trial_row(db, &st,
                     "SELECT e.number, e.case_number, e.seq, e.time, e.kind, p.digest, u.digest,"
                     " e.row, e.task, e.outcome, e.about, e.hash FROM event e"
                     " LEFT JOIN name p ON p.number = e.person"
                     " LEFT JOIN name u ON u.number = e.os_user ORDER BY e.number", NULL, 0))
        check_link(t, db, st, ++n, hash);
    CHECK(n >= t->n_events, "the log has ended at event %lld; it had %lld", (long long)n,
          (long long)t->n_events);
    while (trial_row(db, &st, "SELECT salt, text, digest FROM name", NULL, 0))
        check_digest(st, 0);
}
