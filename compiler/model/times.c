/* Numbers, dates, durations and calendars: what time means in a text. */
#include <stdlib.h>
#include <string.h>

#include "compiler/model/model_int.h"

int64_t build_number(struct builder *b, const struct node *n)
{
    int64_t value = 0;
    enum decimal_fault fault = decimal_parse(n->text, &value);
    if (fault != DECIMAL_OK) {
        diag_add(b->diags, fault == DECIMAL_TOO_FINE ? E_NUMBER_TOO_FINE : E_NUMBER_TOO_LARGE,
                 n->span, n->text);
        return 0;
    }
    return value;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool check_date(struct builder *b, const struct node *n, bool may_be_month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = atoi(n->text), month = atoi(n->text + 5);
    bool is_month = strlen(n->text) == 7;
    int day = is_month ? 1 : atoi(n->text + 8);
    bool is_good = month >= 1 && month <= 12 && day >= 1 &&
                   day <= days[month - 1] + (month == 2 && is_leap(year));
    if (!is_good)
        diag_add(b->diags, E_NO_SUCH_DATE, n->at, n->text);
    else if (is_month && !may_be_month)
        diag_help(b->diags, diag_add(b->diags, E_DATE_FORM, n->at), T_DATE_FORM);
    else
        return true;
    return false;
}

/* ---- durations -------------------------------------------------------- */

static void build_unit(const struct node *n, struct duration *d)
{
    const char *text = n->text;
    d->is_calendar = strncmp(text, "calendar ", 9) == 0;
    text += d->is_calendar ? 9 : 0;
    for (uint32_t u = 0; u < N_TIME_UNITS; u++)
        if (strcmp(text, time_unit_name((enum time_unit)u)) == 0)
            d->unit = u;
}

static enum duration_kind kind_of(const struct node *n, uint32_t n_numbers)
{
    static const enum duration_kind by_count[] = {DURATION_NONE, DURATION_FIXED,
                                                  DURATION_UNIFORM, DURATION_PERT};
    if (*n->text)
        return strcmp(n->text, "normal") == 0 ? DURATION_NORMAL : DURATION_EXPONENTIAL;
    return n_numbers <= 3 ? by_count[n_numbers] : DURATION_NONE;
}

static bool check_duration(struct builder *b, const struct node *n, const struct duration *d)
{
    bool is_rising = d->kind == DURATION_UNIFORM ? d->a <= d->b
                     : d->kind == DURATION_PERT  ? d->a <= d->b && d->b <= d->c
                                                 : true;
    if (d->kind == DURATION_NONE)
        diag_add(b->diags, E_RANGE_TOO_LONG, n->span);
    else if (!is_rising)
        diag_add(b->diags, E_RANGE_FALLS, n->span);
    return is_rising && d->kind != DURATION_NONE;
}

/* `07.30`: half past seven to many, 7.3 to us. */
static void check_no_clock(struct builder *b, const struct node *n)
{
    const char *s = n->text;
    if (strlen(s) != 5 || s[0] != '0' || s[2] != '.')
        return;
    char plain[32];
    int64_t value = 0;
    decimal_parse(s, &value);
    struct diag *d = diag_add(b->diags, E_CLOCK_AS_NUMBER, n->span, s);
    diag_help(b->diags, d, T_NUMBER_ALONE,
              arena_printf(b->arena, "%s", decimal_format(value, plain)));
}

/* "15 minutes" in quotes, as its neighbours in the row are: words, which count
 * nothing. (A deadline in words is an error of its own.) */
static struct duration duration_in_words(struct builder *b, const struct node *cell,
                                         const struct node *words)
{
    const char *text = words->text;
    if (*text >= '0' && *text <= '9' && cell->kind != NODE_DUE)
        diag_help(b->diags, diag_add(b->diags, W_TIME_IN_QUOTES, words->span, text),
                  T_TIME_UNQUOTED);
    return (struct duration){.kind = DURATION_WORDS, .unit = UNIT_MINUTE, .words = text};
}

struct duration build_duration(struct builder *b, const struct node *cell)
{
    struct duration none = {0}, d = {0};
    const struct node *n = ast_kid(cell, NODE_DURATION);
    if (!n)
        return none;
    const struct node *words = ast_kid(n, NODE_STRING);
    if (words)
        return duration_in_words(b, cell, words);
    int64_t values[3] = {0};
    uint32_t n_numbers = 0;
    for (const struct node *v = ast_kid(n, NODE_NUMBER); v; v = ast_again(v), n_numbers++) {
        if (n_numbers < 3)
            values[n_numbers] = build_number(b, v);
        check_no_clock(b, v);
    }
    d.a = values[0];
    d.b = values[1];
    d.c = values[2];
    d.kind = kind_of(n, n_numbers);
    d.per_item = ast_kid(cell, NODE_PER_ITEM) != NULL;
    const struct node *unit = ast_kid(n, NODE_UNIT_OF);
    if (!unit || !check_duration(b, n, &d))
        return none;
    build_unit(unit, &d);
    return d;
}

/* ---- calendars -------------------------------------------------------- */

typedef LIST_OF(struct work_interval) interval_list;

static bool clock_minutes(struct builder *b, const struct node *n, uint32_t *minutes)
{
    char *end;
    long hours = strtol(n->text, &end, 10), rest = strtol(end + 1, NULL, 10);
    if (hours > 24 || rest > 59 || (hours == 24 && rest)) {
        diag_add(b->diags, E_NO_SUCH_CLOCK, n->span, n->text);
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
                      interval_list *list)
{
    uint32_t from, to;
    if (!clock_minutes(b, hours->first, &from) || !clock_minutes(b, hours->first->next, &to))
        return;
    if (from >= to) {
        diag_add(b->diags, E_HOURS_FALL, hours->span);
        return;
    }
    for (uint32_t day = 0; day < 7; day++)
        if (days & 1u << day)
            *LIST_ADD(b->arena, list) = (struct work_interval){day * MINUTES_A_DAY + from,
                                                               day * MINUTES_A_DAY + to};
}

static int by_start(const void *a, const void *b)
{
    const struct work_interval *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from;
}

static bool is_overlapping(const interval_list *list)
{
    for (uint32_t i = 1; i < list->n; i++)
        if (list->at[i].from < list->at[i - 1].to)
            return true;
    return false;
}

/* The WORKING entries of a calendar or a change of it; false: none, or told. */
static bool build_week(struct builder *b, const struct node *n, interval_list *list)
{
    for (const struct node *w = ast_kid(n, NODE_WORKING); w; w = ast_again(w))
        for (const struct node *h = ast_kid(w, NODE_HOURS); h; h = ast_again(h))
            add_hours(b, h, days_of(w), list);
    if (!list->n && !ast_kid(n, NODE_BAD))
        diag_add(b->diags, E_EMPTY_CALENDAR, n->at);
    if (list->n)
        qsort(list->at, list->n, sizeof *list->at, by_start);
    if (is_overlapping(list)) {
        diag_add(b->diags, E_HOURS_OVERLAP, n->at);
        return false;
    }
    return list->n > 0;
}

int64_t date_day(const char *text)
{
    return calendar_day(atoi(text), atoi(text + 5), atoi(text + 8));
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
        diag_add(b->diags, E_DATES_FALL, span_join(first->span, last->span));
    return *from <= *to;
}

static void build_zone(struct builder *b, const struct node *n, struct calendar *c)
{
    uint32_t minutes;
    if (!n->first || !clock_minutes(b, n->first, &minutes))
        return;
    if (minutes > 14 * 60 + 45) {
        diag_add(b->diags, E_NO_SUCH_ZONE, n->span);
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

static void build_changes(struct builder *b, const struct node *n, struct calendar *c)
{
    LIST_OF(struct calendar_change) list = {0};
    for (const struct node *w = ast_kid(n, NODE_BETWEEN); w; w = ast_again(w)) {
        struct calendar_change change = {0};
        interval_list hours = {0};
        if (!build_dates(b, w, &change.from, &change.to) || !build_week(b, w, &hours))
            continue;
        change.intervals = hours.at;
        change.n_intervals = hours.n;
        *LIST_ADD(b->arena, &list) = change;
    }
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, by_from);
    for (uint32_t i = 1; i < list.n; i++)
        if (list.at[i].from <= list.at[i - 1].to)
            diag_add(b->diags, E_CHANGES_OVERLAP, n->at);
    c->changes = list.at;
    c->n_changes = list.n;
}

const struct calendar *build_calendar(struct builder *b, const struct node *n)
{
    struct calendar *c = ARENA_NEW(b->arena, struct calendar);
    c->is_always = ast_kid(n, NODE_ALWAYS) != NULL;
    if (c->is_always)
        return c;
    interval_list week = {0};
    const struct node *zone = ast_kid(n, NODE_ZONE);
    if (zone)
        build_zone(b, zone, c);
    build_holidays(b, n, c);
    build_changes(b, n, c);
    if (!build_week(b, n, &week))
        return NULL;
    c->intervals = week.at;
    c->n_intervals = week.n;
    return c;
}

uint32_t build_whole(struct builder *b, const struct node *n, uint32_t least, uint32_t most)
{
    int64_t value = build_number(b, n), whole = value / DECIMAL_ONE;
    if (value % DECIMAL_ONE || whole < least || whole > most) {
        char low[16], high[16];
        snprintf(low, sizeof low, "%u", least);
        snprintf(high, sizeof high, "%u", most);
        diag_add(b->diags, E_NOT_WHOLE, n->span, n->text, arena_printf(b->arena, "%s", low),
                 arena_printf(b->arena, "%s", high));
        return 0;
    }
    return (uint32_t)whole;
}
