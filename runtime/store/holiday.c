/*
 * Days without work that an office adds to those of its texts. They count for
 * what begins to wait, or is offered, from now on (clock.c).
 */
#include "runtime/store/store_int.h"

static bool is_good(const struct store_holiday *h)
{
    enum { MOST = 4096 };
    return h->first >= DATE_FIRST && h->last <= DATE_LAST && h->first <= h->last && *h->text &&
           text_is_clean(h->text, MOST, false);
}

static bool is_known(struct store *s, const struct store_holiday *h)
{
    sqlite3_stmt *st = sql_start(s, HOLIDAY_FIND, sql_number(h->first), sql_number(h->last));
    bool is_there = sql_row(s, st);
    sql_done(st);
    return is_there;
}

static void add(struct store *s, const struct store_holiday *h, const struct store_by *by)
{
    char first[16], last[16];
    const char *about = store_have(s, arena_printf(&s->arena, "%s..%s %s",
                                                   date_format(h->first, first),
                                                   date_format(h->last, last), h->text));
    if (about && sql_run(s, HOLIDAY_ADD, sql_number(h->first), sql_number(h->last),
                         sql_text(h->text)))
        log_store(s, EVENT_HOLIDAY, about, by);
}

/* What lies behind us happens first, by the calendar that held then. */
bool store_add_holiday(struct store *s, const struct store_holiday *h, const struct store_by *by,
                       bool *is_new)
{
    if (!clock_begin(s, by) || !person_check(s, by))
        return store_end(s);
    if (!is_good(h))
        store_refuse(s, STORE_BAD_DAYS);
    *is_new = store_is_fine(s) && !is_known(s, h);
    if (*is_new && store_is_fine(s))
        add(s, h, by);
    return store_end(s);
}

bool store_holidays(struct store *s, bool (*visit)(void *, const struct store_holiday *),
                    void *context)
{
    store_begin(s);
    sqlite3_stmt *st = sql_start(s, HOLIDAY_LIST);
    while (sql_row(s, st)) {
        struct store_holiday h = {sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
                                  sql_column_word(s, st, 2)};
        if (!store_is_fine(s) || !visit(context, &h))
            break;
    }
    sql_done(st);
    return store_end(s);
}
