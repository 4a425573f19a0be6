/*
 * The log: what was done, by whom, in the order it happened. Each event of a case
 * is told in the words of the image that the case went by then.
 */
#include <stdio.h>
#include <string.h>

#include "runtime/store/store_int.h"

static const char *const event_names[N_EVENT_KINDS] = {
    [EVENT_START] = "start",   [EVENT_DONE] = "done", [EVENT_DECIDED] = "decided",
    [EVENT_PASSED] = "passed", [EVENT_LATE] = "late", [EVENT_RETURNED] = "returned",
    [EVENT_CANCELLED] = "cancelled", [EVENT_CLAIMED] = "claimed",
    [EVENT_RELEASED] = "released", [EVENT_MIGRATED] = "migrated",
    [EVENT_DEPLOYED] = "deployed", [EVENT_JOINED] = "joined", [EVENT_LEFT] = "left",
    [EVENT_ERASED] = "erased", [EVENT_HOLIDAY] = "holiday",
};

enum store_event_kind event_kind(struct store *s, sqlite3_stmt *st, int column)
{
    return sql_column_name(s, st, column, event_names, N_EVENT_KINDS);
}

const char *store_event_name(enum store_event_kind kind)
{
    return event_names[kind];
}

static const char *or_nobody(const char *text)
{
    return text ? text : "";
}

/* The note and the fields of an event. */
static bool read_said(struct store *s, const struct image *image, struct store_event *out)
{
    LIST_OF(struct store_said) said = {0};
    sqlite3_stmt *st = sql_start(s, SAID_LIST, sql_number(out->number));
    while (sql_row(s, st)) {
        const char *text = text_keep(s, sql_column_text(s, st, 1));
        if (sqlite3_column_int64(st, 0) < 0) {
            out->note = text;
            continue;
        }
        if (said.n == said.cap)
            said.at = list_grow(&s->arena, said.at, &said.cap, sizeof *said.at);
        uint32_t field = sql_column_index(s, st, 0, image->t.n_field);
        if (store_have(s, said.at) && field != NONE)
            said.at[said.n++] = (struct store_said){field, text};
    }
    out->said = said.at;
    out->n_said = said.n;
    return store_is_fine(s);
}

static void read_hash(struct store *s, sqlite3_stmt *st, int column, char hex[65])
{
    uint8_t hash[DIGEST_LEN];
    if (!sql_column_bytes(s, st, column, hash, sizeof hash))
        return;
    for (size_t i = 0; i < sizeof hash; i++)
        snprintf(hex + 2 * i, 3, "%02x", hash[i]);
}

/* image: NULL for an event of the store itself. */
static bool event_read(struct store *s, sqlite3_stmt *st, const struct image *image,
                       struct store_event *out)
{
    *out = (struct store_event){
        .image = image,
        .number = sqlite3_column_int64(st, 0),
        .seq = sqlite3_column_int64(st, 1),
        .time = sqlite3_column_int64(st, 2),
        .kind = event_kind(s, st, 3),
        .person = or_nobody(sql_column_text(s, st, 4)),
        .os_user = or_nobody(sql_column_text(s, st, 5)),
        .row = image ? sql_column_index(s, st, 6, image->t.n_row) : NONE,
        .outcome = NONE,
        .task = sqlite3_column_int64(st, 8),
        .unit = sql_column_text(s, st, 9),
        .about = sql_column_text(s, st, 10),
        .case_number = sqlite3_column_int64(st, 11),
        .subject = sql_column_text(s, st, 13),
    };
    read_hash(s, st, 12, out->hash);
    if (out->row != NONE)
        out->outcome = sql_column_index(s, st, 7, image->t.row[out->row].outcomes.n);
    return store_is_fine(s) && (!image || read_said(s, image, out));
}

/* The image from the event at hand on. */
static const struct image *image_from(struct store *s, sqlite3_stmt *st,
                                      const struct image *image)
{
    enum { ID_LEN = 2 * IMAGE_ID_LEN };
    char id[ID_LEN + 1];
    enum store_event_kind kind = event_kind(s, st, 3);
    const char *about = sql_column_text(s, st, 10);
    if (!about || (kind != EVENT_START && kind != EVENT_MIGRATED))
        return image;
    snprintf(id, sizeof id, "%s", about);
    return store_load_image(s, id);
}

bool store_events(struct store *s, int64_t case_number,
                  bool (*visit)(void *, const struct store_event *), void *context)
{
    struct store_case c;
    store_begin(s);
    if (case_find(s, case_number, &c)) {
        sqlite3_stmt *st = sql_start(s, EVENT_LIST, sql_number(case_number));
        const struct image *image = c.image;
        struct store_event event;
        while (sql_row(s, st))
            if (!(image = image_from(s, st, image)) || !event_read(s, st, image, &event) ||
                !visit(context, &event))
                break;
        sql_done(st);
    }
    return store_end(s);
}

/* ---- the log of the store ---------------------------------------------------------- */

/* The image that each case goes by at the event at hand, by its number. */
struct images {
    const struct image **at;
    int64_t n;
};

static bool prepare_images(struct store *s, struct images *images)
{
    sqlite3_stmt *st = sql_start(s, CHECK_N_CASES);
    if (sql_row(s, st))
        images->n = sqlite3_column_int64(st, 0);
    sql_done(st);
    images->at = store_have(s, ARENA_ARRAY(&s->arena, (size_t)images->n + 1,
                                           const struct image *));
    return images->at != NULL;
}

static const struct image *image_of_event(struct store *s, sqlite3_stmt *st,
                                          struct images *images)
{
    int64_t number = sqlite3_column_int64(st, 11);
    if (number <= 0 || number > images->n) {
        store_refuse(s, STORE_DAMAGED);
        return NULL;
    }
    images->at[number] = image_from(s, st, images->at[number]);
    if (!images->at[number])
        store_refuse(s, STORE_DAMAGED);
    return images->at[number];
}

bool store_log(struct store *s, bool (*visit)(void *, const struct store_event *), void *context)
{
    struct images images = {0};
    store_begin(s);
    sqlite3_stmt *st = prepare_images(s, &images) ? sql_start(s, EVENTS_ALL) : NULL;
    while (sql_row(s, st)) {
        struct store_event event;
        bool is_of_case = sqlite3_column_type(st, 11) != SQLITE_NULL;
        const struct image *image = is_of_case ? image_of_event(s, st, &images) : NULL;
        if (!store_is_fine(s) || !event_read(s, st, image, &event) || !visit(context, &event))
            break;
    }
    sql_done(st);
    return store_end(s);
}

bool store_offerings(struct store *s, int64_t case_number,
                     bool (*visit)(void *, const struct store_offering *), void *context)
{
    store_begin(s);
    sqlite3_stmt *st = sql_start(s, TASKS_OF_LOG, sql_number(case_number));
    while (sql_row(s, st)) {
        struct store_offering o = {
            .task = sqlite3_column_int64(st, 0),
            .row = sql_column_index(s, st, 1, NONE),
            .nth = sql_column_index(s, st, 2, NONE),
            .unit = sql_column_text(s, st, 3),
            .status = task_status(s, st, 4),
            .opened_event = sqlite3_column_int64(st, 5),
            .closed_event = sqlite3_column_int64(st, 6),
        };
        if (!store_is_fine(s) || !visit(context, &o))
            break;
    }
    sql_done(st);
    return store_end(s);
}
