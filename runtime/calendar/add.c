/*
 * Working time laid on real days, and taken off them. A stretch of days has one week that repeats,
 * or none (a holiday); within it whole weeks are skipped at once, and what is
 * left of a week is walked day by day, interval by interval. So the way costs
 * what the exceptions are, not how long it is.
 */
#include <math.h>

#include "runtime/calendar/calendar.h"

/* Days with one and the same week, from the day asked for up to `until`. */
struct stretch {
    const struct work_interval *intervals;
    uint32_t n_intervals;
    int64_t until;           /* the first day behind it */
};

static const struct work_interval whole_week = { 0, MINUTES_A_WEEK };

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static bool is_within(int64_t day, int64_t from, int64_t to)
{
    return from <= day && day <= to;
}

static struct stretch usual_stretch(const struct calendar *c)
{
    if (c->is_always)
        return (struct stretch){ &whole_week, 1, DATE_LAST + 1 };
    return (struct stretch){ c->intervals, c->n_intervals, DATE_LAST + 1 };
}

static void end_before(struct stretch *s, int64_t day, int64_t from)
{
    if (from > day && from < s->until)
        s->until = from;
}

/* Where on the way, in local milliseconds, how far it may go, and how much
 * work is still to do. As it only goes on, what lies behind it of the sorted
 * exceptions is not looked through again. */
struct way {
    int64_t now, until, work;
    uint32_t holiday, change;   /* the first that is not over */
};

static struct stretch usual_at(const struct calendar *c, struct way *w, int64_t day)
{
    struct stretch s = usual_stretch(c);
    while (w->change < c->n_changes && c->changes[w->change].to < day)
        w->change++;
    for (uint32_t i = w->change; i < c->n_changes; i++) {
        const struct calendar_change *change = &c->changes[i];
        if (!is_within(day, change->from, change->to)) {
            end_before(&s, day, change->from);
            break;
        }
        s = (struct stretch){ change->intervals, change->n_intervals, change->to + 1 };
    }
    return s;
}

static struct stretch stretch_at(const struct calendar *c, struct way *w, int64_t day)
{
    struct stretch s = usual_at(c, w, day);
    while (w->holiday < c->n_holidays && c->holidays[w->holiday].to < day)
        w->holiday++;
    for (uint32_t i = w->holiday; i < c->n_holidays; i++) {
        const struct holiday *holiday = &c->holidays[i];
        if (is_within(day, holiday->from, holiday->to))
            return (struct stretch){ NULL, 0, holiday->to + 1 };
        if (holiday->from > day) {
            end_before(&s, day, holiday->from);
            break;
        }
    }
    return s;
}

static int64_t week_work(const struct stretch *s)
{
    int64_t minutes = 0;
    for (uint32_t i = 0; i < s->n_intervals; i++)
        minutes += s->intervals[i].to - s->intervals[i].from;
    return minutes * MINUTE_MS;
}

/* Works off one interval of a day. Is all done? */
static bool work_off(struct way *w, int64_t from, int64_t to)
{
    from = from < w->now ? w->now : from;
    to = to > w->until ? w->until : to;
    if (from >= to)
        return false;
    bool is_done = w->work <= to - from;
    w->now = is_done ? from + w->work : to;
    w->work -= is_done ? w->work : to - from;
    return is_done;
}

/* Day 0 was a Thursday. */
static int64_t minute_of_week(int64_t day)
{
    return (day + 3 - 7 * floor_divide(day + 3, 7)) * MINUTES_A_DAY;
}

/* The rest of the day at which the way stands. */
static bool walk_day(struct way *w, const struct stretch *s, int64_t day)
{
    int64_t first = minute_of_week(day), last = first + MINUTES_A_DAY;
    for (uint32_t i = 0; i < s->n_intervals; i++) {
        int64_t from = s->intervals[i].from, to = s->intervals[i].to;
        from = (from < first ? first : from) - first;
        to = (to > last ? last : to) - first;
        if (work_off(w, day * DAY_MS + from * MINUTE_MS, day * DAY_MS + to * MINUTE_MS))
            return true;
    }
    w->now = (day + 1) * DAY_MS;
    return false;
}

/* Whole weeks, but never the last of the work: its end lies in a week. */
static void skip_weeks(struct way *w, const struct stretch *s, int64_t day)
{
    int64_t until = floor_divide(w->until, DAY_MS);
    int64_t week = week_work(s), most = ((s->until < until ? s->until : until) - day) / 7;
    if (week == 0) {
        w->now = s->until * DAY_MS;
        return;
    }
    int64_t weeks = (w->work - 1) / week;
    weeks = weeks > most ? most : weeks;
    weeks = weeks < 0 ? 0 : weeks;
    w->work -= weeks * week;
    w->now += weeks * 7 * DAY_MS;
}

/* From one exception to the next. Is all done? */
static bool walk_stretch(const struct calendar *c, struct way *w)
{
    int64_t day = floor_divide(w->now, DAY_MS);
    struct stretch s = stretch_at(c, w, day);
    if (w->now > day * DAY_MS && walk_day(w, &s, day))
        return true;
    skip_weeks(w, &s, floor_divide(w->now, DAY_MS));
    for (int i = 0; i < 7 && w->now < s.until * DAY_MS; i++)
        if (walk_day(w, &s, floor_divide(w->now, DAY_MS)))
            return true;
    return false;
}

/* Is all done before the way has to stop? */
static bool walk(const struct calendar *c, struct way *w)
{
    while (w->now < w->until)
        if (walk_stretch(c, w))
            return true;
    return false;
}

#define FIRST_MS (DATE_FIRST * DAY_MS)
#define LAST_MS ((DATE_LAST + 1) * DAY_MS)   /* the first moment behind it */

/* Is the moment, local by then, in the years that have dates? */
static bool to_local(const struct calendar *c, int64_t *time)
{
    int64_t zone = c->zone * MINUTE_MS;
    if (*time < FIRST_MS - zone || *time >= LAST_MS - zone)
        return false;
    *time += zone;
    return true;
}

/* The moment when so many milliseconds (at least one) have been worked. */
static int64_t add(const struct calendar *c, int64_t time, int64_t work)
{
    struct way w = { .now = time, .until = LAST_MS, .work = work };
    if (!to_local(c, &w.now) || !walk(c, &w))
        return CALENDAR_NEVER;
    return w.now - c->zone * MINUTE_MS;
}

int64_t calendar_add(const struct calendar *c, int64_t time, double minutes)
{
    c = c ? c : &calendar_default;
    double wanted = round(minutes * MINUTE_MS);
    if (!to_local(c, &(int64_t){ time }) || !(wanted < 1e18))
        return CALENDAR_NEVER;
    return wanted >= 1 ? add(c, time, (int64_t)wanted) : time;
}

int64_t calendar_next_open(const struct calendar *c, int64_t time)
{
    int64_t first = add(c ? c : &calendar_default, time, 1);
    return first == CALENDAR_NEVER ? first : first - 1;
}

double calendar_minutes_between(const struct calendar *c, int64_t from, int64_t to)
{
    c = c ? c : &calendar_default;
    int64_t most = LAST_MS - FIRST_MS;
    if (from >= to || !to_local(c, &from) || !to_local(c, &to))
        return 0;
    struct way w = { .now = from, .until = to, .work = most };
    walk(c, &w);
    return (double)(most - w.work) / MINUTE_MS;
}

/* Goes on with the interval that holds the way, if any does: true where the
 * work stops on this day or at its end. */
static bool follow_day(struct way *w, const struct stretch *s, int64_t day)
{
    int64_t monday = day * DAY_MS - minute_of_week(day) * MINUTE_MS;
    int64_t end = (day + 1) * DAY_MS;
    for (uint32_t i = 0; i < s->n_intervals && w->now < end; i++) {
        int64_t to = monday + s->intervals[i].to * (int64_t)MINUTE_MS;
        if (monday + s->intervals[i].from * (int64_t)MINUTE_MS <= w->now && w->now < to)
            w->now = to < end ? to : end;
    }
    return w->now < end;
}

int64_t calendar_closes(const struct calendar *c, int64_t time)
{
    c = c ? c : &calendar_default;
    struct way w = { .now = time };
    if (!to_local(c, &w.now))
        return CALENDAR_NEVER;
    while (w.now < LAST_MS) {
        int64_t day = floor_divide(w.now, DAY_MS);
        struct stretch s = stretch_at(c, &w, day);
        if (follow_day(&w, &s, day))
            return w.now - c->zone * MINUTE_MS;
        if (week_work(&s) == MINUTES_A_WEEK * (int64_t)MINUTE_MS)
            w.now = s.until * DAY_MS;
    }
    return CALENDAR_NEVER;
}
