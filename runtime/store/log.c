/*
 * The log: every event of the store in one chain, only ever added to. An event
 * is hashed as the text that log_text writes of it, which begins with the hash
 * of the event before: what was changed, left out, added or moved since does
 * not fit. Names, notes and values are in that text as salted digests only
 * (name.c), so that what is personal can be erased.
 *
 * `about` holds what a kind of event has to say beyond that, so that the log
 * alone tells what the tables beside it must hold (check.c):
 *   start              IMAGE PROCEDURE ITEMS CASE ROW SCHEMA: what the case is, the
 *                      case and row that called it (`- -`: none), and the schema
 *                      that it was begun in (upgrade.c)
 *   deployed, migrated IMAGE
 *   joined, left       #NAME ACTOR OFFICE UNIT (`-`: of no office, of all units)
 *   erased             #NAME
 *   holiday            YYYY-MM-DD..YYYY-MM-DD TEXT
 */
#include <string.h>

#include "runtime/store/store_int.h"

static void add_hex(struct bytes *b, const uint8_t digest[DIGEST_LEN])
{
    static const char digits[] = "0123456789abcdef";
    char hex[2 * DIGEST_LEN];
    for (size_t i = 0; i < DIGEST_LEN; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    bytes_add(b, hex, sizeof hex);
}

static void add_digest(struct bytes *b, const char *key, const uint8_t *digest)
{
    if (!digest)
        return;
    bytes_printf(b, "%s ", key);
    add_hex(b, digest);
    bytes_add(b, "\n", 1);
}

static void add_number(struct bytes *b, const char *key, int64_t n, bool is_there)
{
    if (is_there)
        bytes_printf(b, "%s %lld\n", key, (long long)n);
}

/* What is not there has no line, so each text is of one event only. */
static void log_text(struct bytes *b, const struct log_record *r)
{
    add_digest(b, "after", r->before);
    add_number(b, "event", r->number, true);
    add_number(b, "case", r->case_number, r->case_number != 0);
    add_number(b, "seq", r->seq, r->case_number != 0);
    add_number(b, "time", r->time, true);
    bytes_printf(b, "kind %s\n", store_event_name(r->kind));
    add_digest(b, "person", r->person);
    add_digest(b, "user", r->os_user);
    add_number(b, "row", r->row, r->row != NONE);
    add_number(b, "task", r->task, r->task != 0);
    add_number(b, "outcome", r->outcome, r->outcome != NONE);
    if (r->about)
        bytes_printf(b, "about %s\n", r->about);
    for (uint32_t i = 0; i < r->n_said; i++) {
        if (r->said[i].field == NONE)
            bytes_printf(b, "note ");
        else
            bytes_printf(b, "field %u ", (unsigned)r->said[i].field);
        add_hex(b, r->said[i].digest);
        bytes_add(b, "\n", 1);
    }
}

bool log_hash(struct store *s, const struct log_record *record, uint8_t hash[DIGEST_LEN])
{
    struct bytes b = {0};
    log_text(&b, record);
    bool is_ok = b.failed ? store_refuse(s, STORE_NO_MEMORY)
                          : store_hash(s, b.data, b.len, NULL, 0, hash);
    bytes_free(&b);
    return is_ok;
}

/* ---- adding --------------------------------------------------------------------- */

bool log_last(struct store *s, int64_t *number, uint8_t hash[DIGEST_LEN])
{
    sqlite3_stmt *st = sql_start(s, EVENT_LAST);
    bool is_there = sql_row(s, st);
    if (!is_there) {
        st = sql_start(s, ORIGIN);
        if (!sql_row(s, st))
            return store_refuse(s, STORE_DAMAGED);
    }
    *number = sqlite3_column_int64(st, 0);
    sql_column_bytes(s, st, 1, hash, DIGEST_LEN);
    sql_done(st);
    return store_is_fine(s);
}

static bool digest_said(struct store *s, struct said *said, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct salted new;
        if (!store_salted(s, said[i].text, &new))
            return false;
        memcpy(said[i].salt, new.salt, SALT_LEN);
        memcpy(said[i].digest, new.digest, DIGEST_LEN);
    }
    return true;
}

static void write_said(struct store *s, int64_t event, const struct said *said, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        sql_run(s, SAID_ADD, sql_number(event),
                said[i].field == NONE ? sql_number(-1) : sql_index(said[i].field),
                sql_bytes(said[i].digest, DIGEST_LEN), sql_bytes(said[i].salt, SALT_LEN),
                sql_text(said[i].text));
}

static struct sql_value number_or_null(int64_t n)
{
    return n ? sql_number(n) : sql_index(NONE);
}

/* `about` is one line, or what stands behind would read as lines of its own. */
bool log_about_is_good(const char *about)
{
    enum { MOST = 1 << 16 };
    return !about || text_is_clean(about, MOST, false);
}

int64_t log_add(struct store *s, const struct log_entry *e)
{
    struct name person, user;
    struct log_record r = {.case_number = e->case_number, .seq = e->seq, .time = e->time,
                           .kind = e->kind, .row = e->row, .outcome = e->outcome,
                           .task = e->task, .about = e->about, .said = e->said,
                           .n_said = e->n_said};
    uint8_t before[DIGEST_LEN], hash[DIGEST_LEN];
    if (!log_about_is_good(e->about))
        store_refuse(s, STORE_DAMAGED);   /* all that is said was looked at before */
    if (!store_is_fine(s) || !store_name(s, e->by->person, &person) ||
        !store_name(s, e->by->os_user, &user) ||
        !digest_said(s, e->said, e->n_said) || !log_last(s, &r.number, before))
        return 0;
    r.number++;
    r.before = before;
    r.person = person.number ? person.digest : NULL;
    r.os_user = user.number ? user.digest : NULL;
    if (!log_hash(s, &r, hash) ||
        !sql_run(s, EVENT_ADD, sql_number(r.number), number_or_null(r.case_number),
                 number_or_null(r.seq), sql_number(r.time), sql_text(store_event_name(r.kind)),
                 number_or_null(person.number), number_or_null(user.number), sql_index(r.row),
                 number_or_null(r.task), sql_index(r.outcome), sql_text(r.about),
                 sql_bytes(hash, DIGEST_LEN)))
        return 0;
    write_said(s, r.number, e->said, e->n_said);
    return r.number;
}

int64_t log_store(struct store *s, enum store_event_kind kind, const char *about,
                  const struct store_by *by)
{
    return log_add(s, &(struct log_entry){.time = by->now, .kind = kind, .by = by, .row = NONE,
                                          .outcome = NONE, .about = about});
}
