/*
 * The clock: when waits and deadlines end, and what then happens by itself. The
 * order of time is kept whenever somebody looks: a wait that began when another
 * ended begins at that moment, not when it was noticed.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "runtime/store/store_int.h"

/* ---- when ------------------------------------------------------------------- */

/* Minutes east of UTC, as this machine reckons at that moment. */
static int64_t local_zone(int64_t time)
{
    time_t seconds = (time_t)(time / 1000);
    struct tm tm;
    return localtime_r(&seconds, &tm) ? tm.tm_gmtoff / 60 : 0;
}

static int compare_holidays(const void *a, const void *b)
{
    const struct holiday *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

/* They are laid over those of the image. */
static void add_holidays(struct store *s, struct calendar *calendar, const struct holiday *at,
                         uint32_t n_more)
{
    size_t n = (size_t)n_more + calendar->n_holidays;
    struct holiday *both =
        n_more ? store_have(s, ARENA_ARRAY(&s->arena, n, struct holiday)) : NULL;
    if (!both)
        return;
    memcpy(both, at, n_more * sizeof *both);
    if (calendar->n_holidays)
        memcpy(both + n_more, calendar->holidays, calendar->n_holidays * sizeof *both);
    qsort(both, n, sizeof *both, compare_holidays);
    calendar->holidays = both;
    calendar->n_holidays = (uint32_t)n;
}

/* False: longer than there is time. */
static bool count_items(struct duration *d, uint32_t items)
{
    return !d->per_item || !(__builtin_mul_overflow(d->a, items, &d->a) ||
                             __builtin_mul_overflow(d->b, items, &d->b) ||
                             __builtin_mul_overflow(d->c, items, &d->c));
}

/* Where the calendar says no zone it is that one. */
static int64_t reckon(struct store *s, const struct clock_span *span, int64_t zone)
{
    struct duration d = image_duration(span->image, span->duration);
    struct calendar calendar =
        *image_calendar(span->image, &span->image->t.procedure[span->procedure]);
    if (!calendar.has_zone)
        calendar.zone = zone;
    add_holidays(s, &calendar, span->holidays, span->n_holidays);
    if (!store_is_fine(s) || !count_items(&d, span->items))
        return CALENDAR_NEVER;
    return duration_end(&d, &calendar, span->begin);
}

int64_t clock_span_end(struct store *s, const struct clock_span *span)
{
    return reckon(s, span, local_zone(span->begin));
}

bool clock_span_ends(struct store *s, const struct clock_span *span, int64_t end)
{
    enum { STEP = 15, EASTMOST = 14 * 60, WESTMOST = -12 * 60 };
    if (clock_span_end(s, span) == end)
        return true;
    const struct image_procedure *p = &span->image->t.procedure[span->procedure];
    if (image_calendar(span->image, p)->has_zone)
        return false;
    for (int64_t zone = WESTMOST; zone <= EASTMOST; zone += STEP)
        if (reckon(s, span, zone) == end)
            return true;
    return false;
}

int64_t clock_end(struct store *s, const struct live_case *c, uint32_t duration, int64_t time)
{
    LIST_OF(struct holiday) all = {0};
    sqlite3_stmt *st = sql_start(s, HOLIDAY_LIST);
    while (sql_row(s, st)) {
        if (all.n == all.cap)
            all.at = list_grow(&s->arena, all.at, &all.cap, sizeof *all.at);
        if (store_have(s, all.at))
            all.at[all.n++] = (struct holiday){.from = sqlite3_column_int64(st, 0),
                                               .to = sqlite3_column_int64(st, 1)};
    }
    const struct clock_span span = {c->image, c->procedure, c->items, duration, time, all.at,
                                    all.n};
    return clock_span_end(s, &span);
}

/* ---- what happens then -------------------------------------------------------- */

/* The place of a moment in the order of time. */
struct place {
    int64_t moment, is_late, case_number, row;
};

static const struct place before_all = {INT64_MIN, 0, 0, 0};

static bool has_moment(struct store *s, int64_t now)
{
    sqlite3_stmt *st = sql_start(s, ANY_MOMENT, sql_number(now));
    bool is_there = sql_row(s, st);
    sql_done(st);
    return is_there;
}

/* The next moment behind `last`, up to now. */
static bool next_moment(struct store *s, int64_t now, const struct place *last,
                        struct place *next)
{
    if (!has_moment(s, now))
        return false;
    sqlite3_stmt *st = sql_start(s, NEXT_MOMENT, sql_number(now), sql_number(last->moment),
                                 sql_number(last->is_late), sql_number(last->case_number),
                                 sql_number(last->row));
    bool is_there = sql_row(s, st);
    if (is_there)
        *next = (struct place){sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
                               sqlite3_column_int64(st, 2), sqlite3_column_int64(st, 3)};
    sql_done(st);
    return is_there;
}

/* One transaction: the moment happens with all that comes of it. */
static void happen(struct store *s, const struct place *p, const struct store_by *by,
                   struct store_moment *out)
{
    const struct store_by clock = {"", by->os_user, p->moment};
    struct store_case c;
    if (!case_find(s, p->case_number, &c))
        return;
    if (p->row < 0 || p->row >= c.image->t.n_row) {
        store_refuse(s, STORE_DAMAGED);
        return;
    }
    *out = (struct store_moment){.case_number = p->case_number, .time = p->moment, .sop = c.sop,
                                 .image = c.image, .row = (uint32_t)p->row,
                                 .is_late = p->is_late != 0};
    moment_happen(s, p->case_number, (uint32_t)p->row, p->is_late != 0, &clock);
    store_follow(s, &clock);
}

/* Data that cannot decide hold up their own case, nobody else's. */
static bool is_held_up(enum store_fault_kind kind)
{
    return kind == STORE_NOT_COMPUTED || kind == STORE_FIELD_MISSING ||
           kind == STORE_NO_WAY_ON || kind == STORE_TOO_MUCH || kind == STORE_TOO_MANY_TASKS;
}

/* Does anything happen behind *last? Then that is told, and *last is it. Else
 * the operation in which nothing was found is open still. */
static bool tick_once(struct store *s, const struct store_by *by, struct place *last,
                      struct store_fault *held_up, struct store_moment *out)
{
    struct place next;
    store_begin_write(s);
    user_check(s, by);
    while (store_is_fine(s) && next_moment(s, by->now, last, &next)) {
        *last = next;
        happen(s, &next, by, out);
        if (store_end(s) || !is_held_up(s->fault.kind))
            return store_is_fine(s);
        if (held_up->kind == STORE_FINE) {
            *held_up = s->fault;
            held_up->number = held_up->number ? held_up->number : next.case_number;
        }
        store_begin_write(s);
    }
    return false;
}

static struct store_fault tick(struct store *s, const struct store_by *by,
                               bool (*visit)(void *, const struct store_moment *),
                               void *context)
{
    struct store_fault held_up = {.kind = STORE_FINE};
    struct store_moment moment;
    struct place last = before_all;
    while (tick_once(s, by, &last, &held_up, &moment)) {
        last = before_all;   /* what came of it may lie before others */
        if (visit && !visit(context, &moment)) {
            store_begin_write(s);
            break;
        }
    }
    return held_up;
}

bool clock_begin(struct store *s, const struct store_by *by)
{
    tick(s, by, NULL, NULL);
    return store_is_fine(s);
}

bool store_tick(struct store *s, const struct store_by *by,
                bool (*visit)(void *, const struct store_moment *), void *context)
{
    struct store_fault held_up = tick(s, by, visit, context);
    if (store_end(s))
        s->fault = held_up;
    return store_is_fine(s);
}
