/* Verifying durations and calendars: what the tables of sections.def cannot say
 * of them. */
#include "runtime/image/image_int.h"

enum { MOST_ZONE = 24 * 60, MOST_DAYS = 4096 };

/* How many of its numbers a kind of duration uses. */
static uint32_t duration_n_numbers(const struct image_duration *d)
{
    switch ((enum duration_kind)d->kind) {
    case DURATION_NONE:
    case DURATION_WORDS: return 0;
    case DURATION_FIXED:
    case DURATION_EXPONENTIAL: return 1;
    case DURATION_UNIFORM:
    case DURATION_NORMAL: return 2;
    case DURATION_PERT: return 3;
    case N_DURATION_KINDS: break;
    }
    return 0;
}

static bool is_duration_good(const struct image_duration *d)
{
    const int64_t numbers[] = { d->a, d->b, d->c };
    uint32_t n = duration_n_numbers(d);
    for (uint32_t i = 0; i < COUNT_OF(numbers); i++) {
        if (numbers[i] < 0 || (i >= n && numbers[i] != 0))
            return false;
        if (i > 0 && i < n && d->kind != DURATION_NORMAL && numbers[i] < numbers[i - 1])
            return false;
    }
    return (d->kind == DURATION_WORDS) == (d->words != NONE);
}

static bool are_days_good(int64_t from, int64_t to)
{
    return DATE_FIRST <= from && from <= to && to <= DATE_LAST;
}

static bool verify_holidays(struct image_loader *l, struct image_span span)
{
    const struct image_holiday *all = l->image->t.holiday;
    for (uint32_t i = span.first; i < span.first + span.n; i++)
        if (!are_days_good(all[i].from, all[i].to) ||
            (i > span.first && all[i].from < all[i - 1].from))
            return image_refuse_record(l, RULE_DAYS, SECTION_HOLIDAYS, i);
    return true;
}

static bool verify_changes(struct image_loader *l, struct image_span span)
{
    const struct image_change *all = l->image->t.change;
    for (uint32_t i = span.first; i < span.first + span.n; i++)
        if (!are_days_good(all[i].from, all[i].to) ||
            (i > span.first && all[i].from <= all[i - 1].to))
            return image_refuse_record(l, RULE_DAYS, SECTION_CHANGES, i);
    return true;
}

/* Holidays and changes are looked through again and again: not too many. */
static bool verify_days(struct image_loader *l, uint32_t i)
{
    const struct image_calendar *c = &l->image->t.calendar[i];
    if (c->holidays.n > MOST_DAYS || c->changes.n > MOST_DAYS)
        return image_refuse_record(l, RULE_DAYS, SECTION_CALENDARS, i);
    return verify_holidays(l, c->holidays) && verify_changes(l, c->changes);
}

static bool is_calendar_good(const struct image_tables *t, const struct image_calendar *c)
{
    bool is_zone_good = c->has_zone ? c->zone >= -MOST_ZONE && c->zone <= MOST_ZONE : c->zone == 0;
    return is_zone_good && c->is_always != (t->lists[c->intervals] > 0);
}

bool image_verify_times(struct image_loader *l)
{
    const struct image_tables *t = &l->image->t;
    for (uint32_t i = 0; i < t->n_duration; i++)
        if (!is_duration_good(&t->duration[i]))
            return image_refuse_record(l, RULE_DURATION, SECTION_DURATIONS, i);
    for (uint32_t i = 0; i < t->n_calendar; i++) {
        if (!is_calendar_good(t, &t->calendar[i]))
            return image_refuse_record(l, RULE_CALENDAR, SECTION_CALENDARS, i);
        if (!verify_days(l, i))
            return false;
    }
    return true;
}
