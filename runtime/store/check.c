/*
 * check: that nothing is lost. This file looks at what belongs to no case: the
 * file and its tables as the database sees them, the images, and what the events
 * of the store itself tell (versions, members, holidays).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/store/check_int.h"

/* ---- findings -------------------------------------------------------------- */

void check_found(struct check *c, const struct store_finding *finding)
{
    c->out->n_findings++;
    if (!c->is_stopped && !c->visit(c->context, finding))
        c->is_stopped = true;
}

void check_tell(struct check *c, enum store_finding_kind kind, const char *what, const char *log,
                const char *store)
{
    check_found(c, &(struct store_finding){.kind = kind, .row = NONE, .what = what, .log = log,
                                           .store = store});
}

bool check_recover(struct check *c, const char *what)
{
    if (c->s->fault.kind == STORE_DAMAGED) {
        c->s->fault.kind = STORE_FINE;
        check_tell(c, FOUND_UNREADABLE, what, NULL, NULL);
    }
    return store_is_fine(c->s);
}

const char *check_text(struct check *c, struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = store_have(c->s, arena_vprintf(arena, format, args));
    va_end(args);
    return text ? text : "";
}

const char *column_whole(sqlite3_stmt *st, int column)
{
    const char *text = (const char *)sqlite3_column_text(st, column);
    if (!text)
        return NULL;
    size_t len = (size_t)sqlite3_column_bytes(st, column);
    return strlen(text) == len && utf8_check(text, len) == len ? text : "\xff";
}

uint32_t column_index(sqlite3_stmt *st, int column, bool *is_good)
{
    if (sqlite3_column_type(st, column) == SQLITE_NULL)
        return NONE;
    int64_t n = sqlite3_column_int64(st, column);
    *is_good = *is_good && n >= 0 && n < NONE;
    return n >= 0 && n < NONE ? (uint32_t)n : NONE;
}

bool is_same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* ---- the file --------------------------------------------------------------- */

/* What the database says is English for its makers: here are its kinds. */
static void tell_integrity(struct check *c, const char *said)
{
    static const struct {
        const char *words;
        enum store_finding_kind kind;
    } kinds[] = {
        {"missing from index ", FOUND_INDEX},     {"entries in index ", FOUND_INDEX},
        {"non-unique entry in index ", FOUND_INDEX}, {"constraint failed in ", FOUND_RULE},
        {"NULL value in ", FOUND_RULE},           {" value in ", FOUND_RULE},
    };
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        const char *at = strstr(said, kinds[i].words);
        if (!at)
            continue;
        check_tell(c, kinds[i].kind, at + strlen(kinds[i].words), NULL, NULL);
        return;
    }
    check_tell(c, FOUND_PAGES, NULL, NULL, NULL);
}

static void check_file(struct check *c)
{
    sqlite3_stmt *st = sql_start(c->s, CHECK_INTEGRITY);
    while (sql_row(c->s, st)) {
        const char *said = sql_column_word(c->s, st, 0);
        if (strcmp(said, "ok") != 0)
            tell_integrity(c, said);
    }
    check_recover(c, NULL);
    st = sql_start(c->s, CHECK_REFERENCES);
    while (sql_row(c->s, st))
        check_tell(c, FOUND_REFERENCE, sql_column_word(c->s, st, 0),
                   sql_column_word(c->s, st, 2), NULL);
    check_recover(c, NULL);
}

/* ---- the tables -------------------------------------------------------------- */

#define TABLES_SQL \
    "SELECT name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*' ORDER BY name"

/* Both in the order of names: what stands in one alone, or otherwise. */
static void compare_tables(struct check *c, sqlite3_stmt *kept, sqlite3_stmt *made)
{
    bool has_kept = sql_row(c->s, kept), has_made = sqlite3_step(made) == SQLITE_ROW;
    while (has_kept || has_made) {
        const char *a = has_kept ? column_whole(kept, 0) : NULL;
        const char *b = has_made ? column_whole(made, 0) : NULL;
        int order = !a ? 1 : !b ? -1 : strcmp(a, b);
        if (order != 0 || !is_same_text(column_whole(kept, 1), column_whole(made, 1)))
            check_tell(c, FOUND_SCHEMA, order <= 0 ? a : b, NULL, NULL);
        if (order <= 0)
            has_kept = sql_row(c->s, kept);
        if (order >= 0)
            has_made = sqlite3_step(made) == SQLITE_ROW;
    }
}

static void check_schema(struct check *c)
{
    sqlite3_stmt *made = NULL;
    sqlite3 *sample = schema_sample(c->s);
    if (sample && sqlite3_prepare_v2(sample, TABLES_SQL, -1, &made, NULL) == SQLITE_OK)
        compare_tables(c, sql_start(c->s, CHECK_TABLES), made);
    else
        store_refuse(c->s, STORE_NO_MEMORY);
    sqlite3_finalize(made);
    sqlite3_close(sample);
    check_recover(c, NULL);
}

/* ---- images and versions ------------------------------------------------------ */

/* The event that brought an image. */
static const struct told *find_image(const struct check *c, const char *id)
{
    for (uint32_t i = 0; i < c->images.n; i++)
        if (strcmp(c->images.at[i].key, id) == 0)
            return &c->images.at[i];
    return NULL;
}

static void check_images(struct check *c)
{
    sqlite3_stmt *st = sql_start(c->s, CHECK_IMAGES);
    while (sql_row(c->s, st)) {
        const char *id = column_whole(st, 0);
        const struct told *told = id ? find_image(c, id) : NULL;
        bool is_good = id && store_load_image(c->s, id);
        if (c->s->fault.kind == STORE_DAMAGED)
            c->s->fault.kind = STORE_FINE;
        if (!is_good || !told || told->time != sqlite3_column_int64(st, 1))
            check_tell(c, FOUND_IMAGE, id, NULL, NULL);
    }
    check_recover(c, NULL);
    for (uint32_t i = 0; i < c->images.n; i++) {
        st = sql_start(c->s, IMAGE_IS_KNOWN, sql_text(c->images.at[i].key));
        if (!sql_row(c->s, st))
            check_tell(c, FOUND_IMAGE, c->images.at[i].key, NULL, NULL);
        sql_done(st);
    }
}

/* The language is that of the source it was first deployed from; a source of
 * another makes the same image. */
static bool is_version(struct check *c, sqlite3_stmt *st, const struct told *told)
{
    const struct image *image = store_load_image(c->s, told->key);
    if (!image)
        return false;
    const struct image_procedure *p = &image->t.procedure[0];
    const char *language = image->t.n_source ? image_string(image, image->t.source[0].language)
                                             : "en";
    bool is_first = find_image(c, told->key)->event == told->event;
    return is_same_text(column_whole(st, 1), image_string(image, p->id)) &&
           is_same_text(column_whole(st, 2), image_string(image, p->title)) &&
           (!is_first || is_same_text(column_whole(st, 3), language)) &&
           is_same_text(column_whole(st, 4), told->key) &&
           sqlite3_column_int64(st, 5) == told->time;
}

/* The n-th version is that of the n-th `deployed`. */
static void check_versions(struct check *c)
{
    sqlite3_stmt *st = sql_start(c->s, CHECK_VERSIONS);
    uint32_t n = 0;
    for (; sql_row(c->s, st); n++) {
        const struct told *told = n < c->versions.n ? &c->versions.at[n] : NULL;
        bool is_good = told && sqlite3_column_int64(st, 0) == n + 1 && is_version(c, st, told);
        if (c->s->fault.kind == STORE_DAMAGED)   /* its image is told already */
            c->s->fault.kind = STORE_FINE;
        if (!is_good)
            check_tell(c, FOUND_VERSION, check_text(c, &c->arena, "%u", n + 1),
                       told ? told->key : NULL, column_whole(st, 4));
    }
    for (; n < c->versions.n; n++)
        check_tell(c, FOUND_VERSION, check_text(c, &c->arena, "%u", n + 1),
                   c->versions.at[n].key, NULL);
    check_recover(c, "version");
}

/* ---- members and holidays ------------------------------------------------------ */

static int compare_told(const void *a, const void *b)
{
    const struct told *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : (x->event > y->event) - (x->event < y->event);
}

/* The last word about each key, in order; *n how many. */
static void settle(struct told *at, uint32_t *n)
{
    uint32_t n_left = 0;
    if (*n)
        qsort(at, *n, sizeof *at, compare_told);
    for (uint32_t i = 0; i < *n; i++)
        if (i + 1 == *n || strcmp(at[i].key, at[i + 1].key) != 0)
            at[n_left++] = at[i];
    *n = n_left;
}

/* A table whose rows are a key and a text, in the order of keys, against what is
 * told. */
static void compare_told_rows(struct check *c, enum store_finding_kind kind, sqlite3_stmt *st,
                              const struct told *at, uint32_t n)
{
    bool has_row = sql_row(c->s, st);
    for (uint32_t i = 0; i < n || has_row;) {
        const char *key = has_row ? column_whole(st, 0) : NULL;
        int order = i == n ? 1 : !key ? -1 : strcmp(at[i].key, key);
        const char *log = order <= 0 ? at[i].text : NULL;
        const char *store = order >= 0 ? column_whole(st, 1) : NULL;
        if (!is_same_text(log, store))
            check_tell(c, kind, order <= 0 ? at[i].key : key, log, store);
        i += order <= 0;
        if (order >= 0)
            has_row = sql_row(c->s, st);
    }
}

static void check_store_tables(struct check *c)
{
    settle(c->members.at, &c->members.n);
    compare_told_rows(c, FOUND_MEMBER, sql_start(c->s, CHECK_MEMBERS), c->members.at,
                      c->members.n);
    check_recover(c, "member");
    LIST_OF(struct told) days = {0};   /* those that stay in the order of events */
    days.n = c->holidays.n;
    days.at = store_have(c->s, ARENA_ARRAY(&c->arena, (size_t)days.n + 1, struct told));
    if (!days.at)
        return;
    if (days.n)
        memcpy(days.at, c->holidays.at, days.n * sizeof *days.at);
    settle(days.at, &days.n);
    compare_told_rows(c, FOUND_HOLIDAY, sql_start(c->s, CHECK_HOLIDAYS), days.at, days.n);
    check_recover(c, "holiday");
}

/* A day told twice counts once, with its last text; here text does not matter. */
const struct holiday *check_holidays(struct check *c, int64_t before, uint32_t *n)
{
    *n = 0;
    struct holiday *days =
        store_have(c->s, ARENA_ARRAY(&c->s->arena, (size_t)c->holidays.n + 1, struct holiday));
    for (uint32_t i = 0; days && i < c->holidays.n && c->holidays.at[i].event < before; i++) {
        char from[11] = "", to[11] = "";
        struct holiday day;
        if (sscanf(c->holidays.at[i].key, "%10[0-9-]..%10[0-9-]", from, to) == 2 &&
            date_parse(from, &day.from) && date_parse(to, &day.to))
            days[(*n)++] = (struct holiday){.from = day.from, .to = day.to};
    }
    return days;
}

/* ---- all of it ------------------------------------------------------------------ */

bool store_check(struct store *s, const struct store_checkpoint *against,
                 bool (*visit)(void *, const struct store_finding *), void *context,
                 struct store_checked *out)
{
    struct check c = {.s = s, .against = against, .visit = visit, .context = context, .out = out};
    *out = (struct store_checked){0};
    arena_init(&c.arena, NULL);
    store_begin(s);
    check_file(&c);
    check_schema(&c);
    check_chain(&c);
    check_images(&c);
    check_versions(&c);
    check_store_tables(&c);
    check_cases(&c);
    store_end(s);
    arena_free(&c.arena);
    return store_is_fine(s);
}
