/*
 * The log, in one pass from its first event to its last: numbers without a gap,
 * each hash that of the event and the hash before, each text beside it the one
 * whose digest is in it. On the way it collects what the events of the store
 * itself tell, which the other passes hold the tables against.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/store/check_int.h"

/* The event at hand, and the texts beside it, which run along. */
struct walk {
    struct check *check;
    struct store *s;
    sqlite3_stmt *event, *said;
    bool has_said;                 /* the statement stands on a row */
    struct arena arena;            /* of the event */
    struct log_record record;
    LIST_OF(struct said) texts;
    uint8_t before[DIGEST_LEN];
    bool has_before;               /* else there is a gap */
    bool is_good;                  /* all in it is what an event can hold */
    bool is_erased;                /* its person's name is */
    int64_t last;                  /* the number of the event before */
};

enum column { NUMBER, CASE, SEQ, TIME, KIND, PERSON, USER, ROW, TASK, OUTCOME, ABOUT, HASH,
              PERSON_DIGEST, USER_DIGEST, PERSON_IS_ERASED };

/* ---- findings ---------------------------------------------------------------- */

/* The row of the event at hand, if there is such a row in what its case went by. */
static void find_row(struct walk *w, struct store_finding *f)
{
    const struct log_record *r = &w->record;
    if (!r->case_number || r->row == NONE || !store_is_fine(w->s))
        return;
    sqlite3_stmt *st = sql_start(w->s, IMAGE_OF_EVENT, sql_number(r->case_number),
                                 sql_number(r->number));
    const struct image *image = NULL;
    if (sql_row(w->s, st))
        image = sql_column_image(w->s, st, 0);
    sql_done(st);
    if (w->s->fault.kind == STORE_DAMAGED)
        w->s->fault.kind = STORE_FINE;   /* what is damaged is found elsewhere */
    if (image && r->row < image->t.n_row)
        f->image = image, f->row = r->row;
}

static void tell_event(struct walk *w, enum store_finding_kind kind, const char *what,
                       const char *log, const char *store)
{
    const struct log_record *r = &w->record;
    struct store_finding f = {
        .kind = kind, .event = r->number, .case_number = r->case_number, .seq = r->seq,
        .time = r->time, .event_kind = r->kind, .row = NONE, .what = what, .log = log,
        .store = store};
    find_row(w, &f);
    check_found(w->check, &f);
}

/* ---- texts beside an event ------------------------------------------------------ */

/* Bytes of a column, or NULL where they are not so many. */
static const uint8_t *column_digest(sqlite3_stmt *st, int column)
{
    return sqlite3_column_bytes(st, column) == DIGEST_LEN ? sqlite3_column_blob(st, column) : NULL;
}

/* Is the text the one whose digest is kept? NULL: it is erased. */
static bool is_its_digest(struct store *s, sqlite3_stmt *st, int salt, const char *text,
                          const uint8_t digest[DIGEST_LEN])
{
    uint8_t found[DIGEST_LEN];
    if (sqlite3_column_bytes(st, salt) != SALT_LEN)
        return false;
    return store_digest(s, sqlite3_column_blob(st, salt), text, found) &&
           memcmp(found, digest, DIGEST_LEN) == 0;
}

static void take_said(struct walk *w)
{
    bool is_good = true;
    struct said said = {0};
    const uint8_t *digest = column_digest(w->said, 2);
    const char *text = column_whole(w->said, 4);
    bool is_note = sqlite3_column_int64(w->said, 1) == -1;
    said.field = is_note ? NONE : column_index(w->said, 1, &is_good);
    const char *what = is_note ? "note" : check_text(w->check, &w->arena, "%u", said.field);
    if (digest)
        memcpy(said.digest, digest, DIGEST_LEN);
    if (!digest || !is_good)
        w->is_good = false;
    else if (!text && !w->is_erased)
        tell_event(w, FOUND_TEXT_GONE, what, NULL, NULL);
    else if (text && !is_its_digest(w->s, w->said, 3, text, digest))
        tell_event(w, FOUND_TEXT_CHANGED, what, NULL, text);
    if (w->texts.n == w->texts.cap)
        w->texts.at = list_grow(&w->arena, w->texts.at, &w->texts.cap, sizeof said);
    if (store_have(w->s, w->texts.at))
        w->texts.at[w->texts.n++] = said;
}

/* The table has the note first, the text of the log has it last. */
static void take_all_said(struct walk *w)
{
    w->texts.at = NULL;
    w->texts.n = w->texts.cap = 0;
    while (w->has_said && sqlite3_column_int64(w->said, 0) <= w->record.number) {
        if (sqlite3_column_int64(w->said, 0) == w->record.number)
            take_said(w);   /* those of no event lead to nothing: told already */
        w->has_said = sql_row(w->s, w->said);
    }
    if (w->texts.n && w->texts.at[0].field == NONE) {
        struct said note = w->texts.at[0];
        memmove(w->texts.at, w->texts.at + 1, (w->texts.n - 1) * sizeof note);
        w->texts.at[w->texts.n - 1] = note;
    }
    w->record.said = w->texts.at;
    w->record.n_said = w->texts.n;
}

/* ---- what an event tells of the store -------------------------------------------- */

#define TELL(c, list, ...)                                                                    \
    do {                                                                                      \
        if ((c)->list.n == (c)->list.cap)                                                     \
            (c)->list.at = list_grow(&(c)->arena, (c)->list.at, &(c)->list.cap,               \
                                     sizeof *(c)->list.at);                                   \
        if (store_have((c)->s, (c)->list.at))                                                 \
            (c)->list.at[(c)->list.n++] = (struct told){__VA_ARGS__};                         \
    } while (0)

static void use_name(struct check *c, int64_t number)
{
    if (number > 0 && number <= c->n_names)
        c->used[number] = 1;
}

/* The image is there from the first event on that brought it. */
static void tell_image(struct check *c, const struct told *told)
{
    for (uint32_t i = 0; i < c->images.n; i++)
        if (strcmp(c->images.at[i].key, told->key) == 0)
            return;
    TELL(c, images, told->key, told->text, told->event, told->time);
}

static void take_about(struct walk *w)
{
    struct check *c = w->check;
    const struct log_record *r = &w->record;
    if (!r->about || r->kind == EVENT_START)
        return;
    char *key = store_have(w->s, arena_copy(&c->arena, r->about, strlen(r->about)));
    if (!key)
        return;
    struct told told = {key, "", r->number, r->time};
    if (*key == '#')
        use_name(c, atoll(key + 1));
    switch (r->kind) {
    case EVENT_DEPLOYED:
        TELL(c, versions, told.key, told.text, told.event, told.time);
        tell_image(c, &told);
        break;
    case EVENT_MIGRATED:   /* its case may have gone ahead of the clock */
        told.text = NULL;
        tell_image(c, &told);
        break;
    case EVENT_JOINED: TELL(c, members, key, "", told.event, told.time); break;
    case EVENT_LEFT: TELL(c, members, key, NULL, told.event, told.time); break;
    case EVENT_ERASED: TELL(c, erased, key, "", told.event, told.time); break;
    case EVENT_HOLIDAY: {
        char *space = strchr(key, ' ');
        if (space)
            *space = '\0';
        TELL(c, holidays, key, space ? space + 1 : "", told.event, told.time);
        break;
    }
    default: w->is_good = false;
    }
}

/* ---- an event ------------------------------------------------------------------- */

/* Which kind it is; false: none. */
static bool kind_of(const char *name, enum store_event_kind *kind)
{
    for (int i = 0; name && i < N_EVENT_KINDS; i++)
        if (strcmp(name, store_event_name((enum store_event_kind)i)) == 0) {
            *kind = (enum store_event_kind)i;
            return true;
        }
    return false;
}

/* A number that stands there or does not, but is never 0. */
static int64_t number_at(struct walk *w, int column)
{
    int64_t n = sqlite3_column_int64(w->event, column);
    if (sqlite3_column_type(w->event, column) != SQLITE_NULL && n <= 0)
        w->is_good = false;
    return n;
}

static void read_event(struct walk *w)
{
    sqlite3_stmt *st = w->event;
    w->is_good = true;
    w->record = (struct log_record){
        .before = w->before,
        .number = sqlite3_column_int64(st, NUMBER),
        .case_number = number_at(w, CASE),
        .seq = number_at(w, SEQ),
        .time = sqlite3_column_int64(st, TIME),
        .task = number_at(w, TASK),
        .row = column_index(st, ROW, &w->is_good),
        .outcome = column_index(st, OUTCOME, &w->is_good),
        .about = column_whole(st, ABOUT),
        .person = column_digest(st, PERSON_DIGEST),
        .os_user = column_digest(st, USER_DIGEST),
    };
    w->is_erased = sqlite3_column_int(st, PERSON_IS_ERASED);
    bool is_known = kind_of(column_whole(st, KIND), &w->record.kind);
    bool is_of_store = w->record.kind >= EVENT_DEPLOYED;
    if (!is_known || is_of_store != (w->record.case_number == 0) ||
        !log_about_is_good(w->record.about))
        w->is_good = false;
    use_name(w->check, sqlite3_column_int64(st, PERSON));
    use_name(w->check, sqlite3_column_int64(st, USER));
}

static void check_gap(struct walk *w)
{
    int64_t number = w->record.number;
    w->is_good = w->is_good && number > 0;
    if (number == w->last + 1 || number <= 0)
        return;
    w->has_before = false;   /* whether it fits is not to be told */
    tell_event(w, FOUND_MISSING, check_text(w->check, &w->arena, "%lld", (long long)w->last + 1),
               NULL, check_text(w->check, &w->arena, "%lld", (long long)number - 1));
}

static void check_against(struct walk *w, const uint8_t *hash)
{
    const struct store_checkpoint *seen = w->check->against;
    char hex[2 * DIGEST_LEN + 1];
    if (!seen || seen->number != w->record.number)
        return;
    for (int i = 0; i < DIGEST_LEN; i++)
        snprintf(hex + (size_t)2 * (size_t)i, 3, "%02x", hash ? hash[i] : 0);
    if (strcmp(hex, seen->hash) != 0)
        tell_event(w, FOUND_OTHER_CHAIN, NULL, seen->hash, hex);
}

static void check_event(struct walk *w)
{
    uint8_t hash[DIGEST_LEN];
    read_event(w);
    check_gap(w);
    take_all_said(w);
    if (w->is_good)
        take_about(w);
    const uint8_t *kept = column_digest(w->event, HASH);
    if (!w->is_good || !kept)
        tell_event(w, FOUND_NO_EVENT, NULL, NULL, NULL);
    else if (w->has_before && log_hash(w->s, &w->record, hash) &&
             memcmp(hash, kept, DIGEST_LEN) != 0)
        tell_event(w, FOUND_CHAIN, NULL, NULL, NULL);
    check_against(w, kept);
    w->has_before = kept != NULL;
    if (kept)
        memcpy(w->before, kept, DIGEST_LEN);
    w->last = w->record.number > 0 ? w->record.number : 0;
    w->check->out->n_events++;
}

/* ---- names ------------------------------------------------------------------------ */

static const struct told *find_erased(const struct check *c, int64_t number)
{
    for (uint32_t i = 0; i < c->erased.n; i++)
        if (atoll(c->erased.at[i].key + 1) == number)
            return &c->erased.at[i];
    return NULL;
}

static void check_name(struct check *c, sqlite3_stmt *st)
{
    int64_t number = sqlite3_column_int64(st, 0);
    const uint8_t *digest = column_digest(st, 1);
    const char *text = column_whole(st, 3), *what = column_whole(st, 0);
    const struct told *erased = find_erased(c, number);
    if (!digest || (text && !is_its_digest(c->s, st, 2, text, digest)))
        check_tell(c, FOUND_NAME_CHANGED, what, NULL, text);
    else if (text && erased)
        check_found(c, &(struct store_finding){.kind = FOUND_NAME_KEPT, .event = erased->event,
                                               .time = erased->time, .event_kind = EVENT_ERASED,
                                               .row = NONE, .what = what, .store = text});
    else if (!text && (!erased || sqlite3_column_type(st, 2) != SQLITE_NULL))
        check_tell(c, FOUND_NAME_GONE, what, NULL, NULL);
}

/* Each name came with an event; none ever goes. */
static void check_names(struct check *c)
{
    sqlite3_stmt *st = sql_start(c->s, CHECK_NAMES);
    int64_t next = 1;
    for (; sql_row(c->s, st); next++) {
        int64_t number = sqlite3_column_int64(st, 0);
        check_name(c, st);
        if (number != next || number > c->n_names || !c->used[number])
            check_tell(c, FOUND_NAME_UNKNOWN, column_whole(st, 0), NULL, column_whole(st, 3));
        next = number > 0 ? number : next;
    }
    check_recover(c, "name");
}

/* ---- the whole ---------------------------------------------------------------------- */

/* The hash that the first event of the walk is after: of the event before, or the
 * seed. There is one. */
static void read_before(struct walk *w)
{
    sqlite3_stmt *st = w->last ? sql_start(w->s, EVENT_HASH, sql_number(w->last))
                               : sql_start(w->s, ORIGIN);
    int n = 0;
    for (; sql_row(w->s, st); n++) {
        const uint8_t *hash = column_digest(st, 1);
        w->has_before = hash != NULL;
        if (hash)
            memcpy(w->before, hash, DIGEST_LEN);
    }
    w->has_before = w->has_before && n == 1;
    if (!w->has_before)
        check_tell(w->check, FOUND_ORIGIN, NULL, NULL, NULL);
}

static void check_end(struct walk *w)
{
    const struct store_checkpoint *seen = w->check->against;
    if (seen && seen->number == 0)
        check_against(w, w->before);
    if (!seen || seen->number <= w->last)
        return;
    check_tell(w->check, FOUND_CUT, NULL,
               check_text(w->check, &w->check->arena, "%lld", (long long)seen->number),
               check_text(w->check, &w->check->arena, "%lld", (long long)w->last));
}

static bool prepare_names(struct check *c)
{
    sqlite3_stmt *st = sql_start(c->s, CHECK_N_NAMES);
    if (sql_row(c->s, st))
        c->n_names = sqlite3_column_int64(st, 0);
    sql_done(st);
    c->used = store_have(c->s, arena_alloc(&c->arena, (size_t)c->n_names + 1));
    return c->used != NULL;
}

/* The log behind an event. */
static void walk_log(struct check *c, int64_t after)
{
    struct walk w = {.check = c, .s = c->s, .last = after};
    arena_init(&w.arena, NULL);
    read_before(&w);
    w.said = sql_start(c->s, CHECK_SAID, sql_number(after ? after : INT64_MIN));
    w.has_said = sql_row(c->s, w.said);
    w.event = sql_start(c->s, CHECK_EVENTS, sql_number(after ? after : INT64_MIN));
    while (sql_row(c->s, w.event)) {
        check_event(&w);
        arena_free(&w.arena);
        arena_init(&w.arena, NULL);
    }
    sql_done(w.said);
    check_end(&w);
    arena_free(&w.arena);
}

void check_chain(struct check *c)
{
    if (prepare_names(c))
        walk_log(c, 0);
    if (check_recover(c, "event") && c->used)
        check_names(c);
}

static bool stop(void *context, const struct store_finding *finding)
{
    (void)context;
    (void)finding;
    return false;
}

bool log_end_fits(struct store *s, int64_t number)
{
    enum { TAIL = 100 };
    struct store_checked out = {0};
    struct check c = {.s = s, .visit = stop, .out = &out};
    arena_init(&c.arena, NULL);
    if (prepare_names(&c))
        walk_log(&c, number > TAIL ? number - TAIL : 0);
    arena_free(&c.arena);
    return store_is_fine(s) && out.n_findings == 0;
}
