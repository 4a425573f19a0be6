/*
 * Calendars: the hours of a week, holidays, and changes between two dates. One
 * that is wrong is told and read as day and night, so that nobody misses it.
 */
#include <stdlib.h>
#include <string.h>

#include "compiler/model/model_int.h"

/* Hours of one day of the week, and where they are written. */
struct written_hours {
    struct work_interval at;
    struct span span;
};

typedef LIST_OF(struct written_hours) hours_list;

/* A week as it is read. */
struct week {
    hours_list hours;
    bool is_told;              /* some of its hours were wrong */
};

static bool clock_minutes(struct builder *b, const struct node *n, uint32_t *minutes)
{
    char *end;
    long hours = strtol(n->text, &end, 10), rest = strtol(end + 1, NULL, 10);
    if (hours > 24 || rest > 59 || (hours == 24 && rest)) {
        diag_help(b->diags, diag_add(b->diags, E_NO_SUCH_CLOCK, n->span, n->text), T_NO_SUCH_CLOCK);
        return false;
    }
    *minutes = (uint32_t)(hours * 60 + rest);
    return true;
}

/* The days of `mon..thu, sat` as bits. */
static uint32_t days_of(const struct node *working)
{
    uint32_t bits = 0;
    for (const struct node *n = ast_kid(working, NODE_DAY); n; n = ast_again(n)) {
        int from = atoi(n->text), to = n->first ? atoi(n->first->text) : from;
        for (int day = from;; day = (day + 1) % 7) {
            bits |= 1u << day;
            if (day == to)
                break;
        }
    }
    return bits;
}

static void add_hours(struct builder *b, const struct node *hours, uint32_t days,
                      struct week *week)
{
    uint32_t from, to;
    bool has_from = clock_minutes(b, hours->first, &from);
    bool is_good = clock_minutes(b, hours->first->next, &to) && has_from;
    if (is_good && from >= to) {
        diag_help(b->diags, diag_add(b->diags, E_HOURS_FALL, hours->span), T_HOURS_FALL);
        is_good = false;
    }
    week->is_told |= !is_good;
    if (!is_good)
        return;
    for (uint32_t day = 0; day < 7; day++)
        if (days & 1u << day)
            *LIST_ADD(b->arena, &week->hours) = (struct written_hours){
                {day * MINUTES_A_DAY + from, day * MINUTES_A_DAY + to}, hours->span};
}

static int by_start(const void *a, const void *b)
{
    const struct written_hours *x = a, *y = b;
    if (x->at.from != y->at.from)
        return x->at.from < y->at.from ? -1 : 1;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

/* Tells hours that overlap others, once for each place where they are written. */
static bool check_overlap(struct builder *b, const hours_list *hours)
{
    for (uint32_t i = 1; i < hours->n; i++) {
        struct span one = hours->at[i - 1].span, two = hours->at[i].span;
        if (hours->at[i].at.from >= hours->at[i - 1].at.to)
            continue;
        bool is_turned = two.start < one.start;
        struct diag *d = diag_add(b->diags, E_HOURS_OVERLAP, is_turned ? one : two);
        if (one.start != two.start)
            diag_label(b->diags, d, is_turned ? two : one, T_FIRST_HERE);
        diag_help(b->diags, d, T_HOURS_APART);
        return false;
    }
    return true;
}

/* The WORKING entries of a calendar or a change of it; false: told, or lost. */
static bool build_week(struct builder *b, const struct node *n,
                       const struct work_interval **intervals, uint32_t *n_intervals)
{
    struct week week = {0};
    for (const struct node *w = ast_kid(n, NODE_WORKING); w; w = ast_again(w))
        for (const struct node *h = ast_kid(w, NODE_HOURS); h; h = ast_again(h))
            add_hours(b, h, days_of(w), &week);
    if (!week.hours.n && !week.is_told && !ast_kid(n, NODE_BAD))
        diag_help(b->diags, diag_add(b->diags, E_EMPTY_CALENDAR, n->at), T_EMPTY_CALENDAR);
    if (!week.hours.n)
        return false;
    qsort(week.hours.at, week.hours.n, sizeof *week.hours.at, by_start);
    struct work_interval *all = ARENA_ARRAY(b->arena, week.hours.n, struct work_interval);
    for (uint32_t i = 0; i < week.hours.n; i++)
        all[i] = week.hours.at[i].at;
    *intervals = all;
    *n_intervals = week.hours.n;
    return check_overlap(b, &week.hours) && !week.is_told;
}

/* The one or two dates of a holiday or a change; false: told. */
static bool build_dates(struct builder *b, const struct node *n, int64_t *from, int64_t *to)
{
    const struct node *first = ast_kid(n, NODE_DATE), *last = ast_again(first);
    last = last ? last : first;
    if (!check_date(b, first, false) || (last != first && !check_date(b, last, false)))
        return false;
    *from = date_day(first->text);
    *to = date_day(last->text);
    if (*from > *to)
        diag_help(b->diags, diag_add(b->diags, E_DATES_FALL, span_join(first->span, last->span)),
                  T_DATES_FALL, last->text, first->text);
    return *from <= *to;
}

static void build_zone(struct builder *b, const struct node *n, struct calendar *c)
{
    uint32_t minutes;
    if (!n->first || !clock_minutes(b, n->first, &minutes))
        return;
    if (minutes > 14 * 60 + 45) {
        diag_help(b->diags, diag_add(b->diags, E_NO_SUCH_ZONE, n->span), T_NO_SUCH_ZONE);
        return;
    }
    c->has_zone = true;
    c->zone = n->text[0] == '-' ? -(int64_t)minutes : (int64_t)minutes;
}

static int by_from(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;   /* both records begin with `from` */
    return *x < *y ? -1 : *x > *y;
}

static void build_holidays(struct builder *b, const struct node *n, struct calendar *c)
{
    LIST_OF(struct holiday) list = {0};
    for (const struct node *h = ast_kid(n, NODE_HOLIDAY); h; h = ast_again(h)) {
        const struct node *text = ast_kid(h, NODE_STRING);
        struct holiday holiday = {.text = text ? text->text : NULL};
        if (build_dates(b, h, &holiday.from, &holiday.to))
            *LIST_ADD(b->arena, &list) = holiday;
    }
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, by_from);
    c->holidays = list.at;
    c->n_holidays = list.n;
}

/* A change of hours, and where its dates are written. */
struct written_change {
    struct calendar_change at;
    struct span span;
};

typedef LIST_OF(struct written_change) change_list;

static int by_first_day(const void *a, const void *b)
{
    const struct written_change *x = a, *y = b;
    return x->at.from < y->at.from ? -1 : x->at.from > y->at.from;
}

static void check_changes(struct builder *b, const change_list *list)
{
    for (uint32_t i = 1; i < list->n; i++) {
        const struct written_change *one = &list->at[i - 1], *two = &list->at[i];
        if (two->at.from > one->at.to)
            continue;
        bool is_turned = two->span.start < one->span.start;
        struct diag *d = diag_add(b->diags, E_CHANGES_OVERLAP, is_turned ? one->span : two->span);
        diag_label(b->diags, d, is_turned ? two->span : one->span, T_FIRST_HERE);
        diag_help(b->diags, d, T_CHANGES_APART);
    }
}

static struct span dates_span(const struct node *n)
{
    const struct node *first = ast_kid(n, NODE_DATE), *last = ast_again(first);
    return span_join(first->span, last ? last->span : first->span);
}

static void build_changes(struct builder *b, const struct node *n, struct calendar *c)
{
    change_list list = {0};
    for (const struct node *w = ast_kid(n, NODE_BETWEEN); w; w = ast_again(w)) {
        struct written_change change = {.span = dates_span(w)};
        if (build_dates(b, w, &change.at.from, &change.at.to) &&
            build_week(b, w, &change.at.intervals, &change.at.n_intervals))
            *LIST_ADD(b->arena, &list) = change;
    }
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, by_first_day);
    check_changes(b, &list);
    struct calendar_change *all = ARENA_ARRAY(b->arena, list.n + 1, struct calendar_change);
    for (uint32_t i = 0; i < list.n; i++)
        all[i] = list.at[i].at;
    c->changes = all;
    c->n_changes = list.n;
}

const struct calendar *build_calendar(struct builder *b, const struct node *n)
{
    struct calendar *c = ARENA_NEW(b->arena, struct calendar);
    c->is_always = ast_kid(n, NODE_ALWAYS) != NULL;
    if (c->is_always)
        return c;
    static const struct once parts[] = {
        {NODE_ZONE, {"zone", "zona"}},
        {NODE_BAD, {NULL, NULL}},
    };
    const struct node *zone = ast_kid(n, NODE_ZONE);
    check_once(b, n, parts);
    if (zone)
        build_zone(b, zone, c);
    build_holidays(b, n, c);
    build_changes(b, n, c);
    if (!build_week(b, n, &c->intervals, &c->n_intervals))
        c->is_always = true;   /* what needs a calendar has one: it was told */
    return c;
}
