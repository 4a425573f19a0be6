/* The log of a case: what was done, by whom, in the order it happened. */
#include "runtime/store/store_int.h"

static const char *const event_names[N_EVENT_KINDS] = {
    [EVENT_START] = "start",   [EVENT_DONE] = "done", [EVENT_DECIDED] = "decided",
    [EVENT_PASSED] = "passed", [EVENT_LATE] = "late", [EVENT_RETURNED] = "returned",
    [EVENT_CANCELLED] = "cancelled",
};

const char *store_event_name(enum store_event_kind kind)
{
    return event_names[kind];
}

static bool event_read(struct store *s, sqlite3_stmt *st, const struct image *image,
                       struct store_event *out)
{
    *out = (struct store_event){
        .seq = sqlite3_column_int64(st, 0),
        .time = sqlite3_column_int64(st, 1),
        .kind = sql_column_name(s, st, 2, event_names, N_EVENT_KINDS),
        .person = sql_column_word(s, st, 3),
        .os_user = sql_column_word(s, st, 4),
        .row = sql_column_index(s, st, 5, image->t.n_row),
        .outcome = NONE,
        .task = sqlite3_column_int64(st, 7),
        .unit = sql_column_text(s, st, 8),
        .note = sql_column_text(s, st, 9),
    };
    if (out->row != NONE)
        out->outcome = sql_column_index(s, st, 6, image->t.row[out->row].outcomes.n);
    return store_is_fine(s);
}

bool store_events(struct store *s, int64_t case_number,
                  bool (*visit)(void *, const struct store_event *), void *context)
{
    struct store_case c;
    store_begin(s);
    if (case_find(s, case_number, &c)) {
        sqlite3_stmt *st = sql_start(s, EVENT_LIST, sql_number(case_number));
        struct store_event event;
        while (sql_row(s, st))
            if (!event_read(s, st, c.image, &event) || !visit(context, &event))
                break;
        sql_done(st);
    }
    return store_end(s);
}
