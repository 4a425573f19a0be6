/* Numbers, dates and durations: what time means in a text. */
#include <stdlib.h>
#include <string.h>

#include "compiler/model/model_int.h"

/* A whole number as the language groups it: "100_000". */
static const char *grouped(struct builder *b, int64_t value)
{
    return value < 1000 ? arena_printf(b->arena, "%d", (int)value)
                        : arena_printf(b->arena, "%s_%03d", grouped(b, value / 1000),
                                       (int)(value % 1000));
}

/* As many digits behind the point as fit: `0.3333` of `0.33333`. */
static const char *cut_number(struct builder *b, const char *text)
{
    enum { MOST_DIGITS = 4 };
    const char *point = strchr(text, '.');
    size_t len = strlen(text), whole = point ? (size_t)(point - text) + 1 : len;
    return arena_copy(b->arena, text, len < whole + MOST_DIGITS ? len : whole + MOST_DIGITS);
}

int64_t build_number(struct builder *b, const struct node *n)
{
    int64_t value = 0;
    enum decimal_fault fault = decimal_parse(n->text, &value);
    if (fault == DECIMAL_TOO_FINE)
        diag_help(b->diags, diag_add(b->diags, E_NUMBER_TOO_FINE, n->span, n->text), T_WRITE,
                  cut_number(b, n->text));
    else if (fault != DECIMAL_OK)
        diag_help(b->diags, diag_add(b->diags, E_NUMBER_TOO_LARGE, n->span, n->text), T_LARGEST,
                  grouped(b, INT64_MAX / DECIMAL_ONE));
    return fault == DECIMAL_OK ? value : 0;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

static void tell_no_date(struct builder *b, const struct node *n, int year, int month, int day)
{
    struct diag *d = diag_add(b->diags, E_NO_SUCH_DATE, n->at, n->text);
    if (month < 1 || month > 12 || day < 1)
        diag_help(b->diags, d, T_MONTHS_OF_YEAR);
    else
        diag_note(b->diags, d, T_DAYS_OF_MONTH, arena_copy(b->arena, n->text, 7),
                  arena_printf(b->arena, "%d", days_of_month(year, month)));
}

bool check_date(struct builder *b, const struct node *n, bool may_be_month)
{
    int year = atoi(n->text), month = atoi(n->text + 5);
    bool is_month = strlen(n->text) == 7;
    int day = is_month ? 1 : atoi(n->text + 8);
    if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
        tell_no_date(b, n, year, month, day);
    else if (is_month && !may_be_month)
        diag_help(b->diags, diag_add(b->diags, E_DATE_FORM, n->at), T_DATE_FORM);
    else
        return true;
    return false;
}

int64_t date_day(const char *text)
{
    return calendar_day(atoi(text), atoi(text + 5), atoi(text + 8));
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

static int by_value(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* The numbers of a falling range as they should stand: "2..5". */
static const char *rising(struct builder *b, const struct duration *d)
{
    int64_t values[] = {d->a, d->b, d->c};
    uint32_t n = d->kind == DURATION_PERT ? 3 : 2;
    const char *text = "";
    char number[32];
    qsort(values, n, sizeof *values, by_value);
    for (uint32_t i = 0; i < n; i++)
        text = arena_printf(b->arena, "%s%s%s", text, i ? ".." : "",
                            decimal_format(values[i], number));
    return text;
}

static bool check_duration(struct builder *b, const struct node *n, const struct duration *d)
{
    bool is_rising = d->kind == DURATION_UNIFORM ? d->a <= d->b
                     : d->kind == DURATION_PERT  ? d->a <= d->b && d->b <= d->c
                                                 : true;
    if (d->kind == DURATION_NONE)
        diag_help(b->diags, diag_add(b->diags, E_RANGE_TOO_LONG, n->span), T_RANGE_TOO_LONG);
    else if (!is_rising)
        diag_help(b->diags, diag_add(b->diags, E_RANGE_FALLS, n->span), T_RANGE_RISES, rising(b, d));
    return is_rising && d->kind != DURATION_NONE;
}

/* `01.30 hours`: 90 minutes to many, 1.3 hours to us. */
static void help_clock(struct builder *b, struct diag *d, const char *s, bool is_hours)
{
    char plain[32];
    int64_t value = 0;
    int minutes = atoi(s) * 60 + atoi(s + 3);
    decimal_parse(s, &value);
    if (!is_hours || atoi(s + 3) > 59) {
        diag_help(b->diags, d, T_NUMBER_ALONE,
                  arena_printf(b->arena, "%s", decimal_format(value, plain)));
        return;
    }
    int64_t hours = (int64_t)minutes * DECIMAL_ONE / 60;
    const char *whole = arena_printf(b->arena, "%d", minutes);
    if (hours * 60 == (int64_t)minutes * DECIMAL_ONE)
        diag_help(b->diags, d, T_MINUTES_OR_HOURS, whole,
                  arena_printf(b->arena, "%s", decimal_format(hours, plain)));
    else
        diag_help(b->diags, d, T_MINUTES, whole);
}

static void check_no_clock(struct builder *b, const struct node *n, const struct node *unit)
{
    const char *s = n->text;
    if (strlen(s) != 5 || s[0] != '0' || s[2] != '.')
        return;
    help_clock(b, diag_add(b->diags, E_CLOCK_AS_NUMBER, n->span, s), s,
               unit && strcmp(unit->text, "hour") == 0);
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
    const struct node *unit = ast_kid(n, NODE_UNIT_OF);
    int64_t values[3] = {0};
    uint32_t n_numbers = 0;
    for (const struct node *v = ast_kid(n, NODE_NUMBER); v; v = ast_again(v), n_numbers++) {
        if (n_numbers < 3)
            values[n_numbers] = build_number(b, v);
        check_no_clock(b, v, unit);
    }
    d.a = values[0];
    d.b = values[1];
    d.c = values[2];
    d.kind = kind_of(n, n_numbers);
    d.per_item = ast_kid(cell, NODE_PER_ITEM) != NULL;
    if (!unit || !check_duration(b, n, &d))
        return none;
    build_unit(unit, &d);
    return d;
}

uint32_t build_whole(struct builder *b, const struct node *n, uint32_t least, uint32_t most)
{
    int64_t value = build_number(b, n), whole = value / DECIMAL_ONE;
    if (value % DECIMAL_ONE || whole < least || whole > most) {
        int64_t near = whole < least ? least : whole > most ? most : whole;
        struct diag *d = diag_add(b->diags, E_NOT_WHOLE, n->span, n->text, grouped(b, least),
                                  grouped(b, most));
        diag_help(b->diags, d, T_EXAMPLE, arena_printf(b->arena, "`%s`", grouped(b, near)));
        return 0;
    }
    return (uint32_t)whole;
}
