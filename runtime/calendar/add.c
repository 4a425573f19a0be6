/*
 * Working time laid on real days. A stretch of days has one week that repeats,
 * or none (a holiday); within it whole weeks are skipped at once, and what is
 * left of a week is walked day by day, interval by interval. So the way costs
 * what the exceptions are, not how long it is.
 */
#include <math.h>

#include "runtime/calendar/calendar.h"

enum { MINUTE_MS = 60000 };
#define DAY_MS ((int64_t)MINUTES_A_DAY * MINUTE_MS)

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

static struct stretch stretch_at(const struct calendar *c, int64_t day)
{
    struct stretch s = usual_stretch(c);
    for (uint32_t i = 0; i < c->n_holidays; i++)
        if (is_within(day, c->holidays[i].from, c->holidays[i].to))
            return (struct stretch){ NULL, 0, c->holidays[i].to + 1 };
    for (uint32_t i = 0; i < c->n_changes; i++) {
        const struct calendar_change *change = &c->changes[i];
        if (is_within(day, change->from, change->to))
            s = (struct stretch){ change->intervals, change->n_intervals, change->to + 1 };
    }
    for (uint32_t i = 0; i < c->n_changes; i++)
        end_before(&s, day, c->changes[i].from);
    for (uint32_t i = 0; i < c->n_holidays; i++)
        end_before(&s, day, c->holidays[i].from);
    return s;
}

static int64_t week_work(const struct stretch *s)
{
    int64_t minutes = 0;
    for (uint32_t i = 0; i < s->n_intervals; i++)
        minutes += s->intervals[i].to - s->intervals[i].from;
    return minutes * MINUTE_MS;
}

/* Where on the way: at `now` (local milliseconds), with so much work to do. */
struct way {
    int64_t now, work;
};

/* Works off one interval of a day, both local. Is all done? */
static bool work_off(struct way *w, int64_t from, int64_t to)
{
    from = from < w->now ? w->now : from;
    if (from >= to)
        return false;
    bool is_done = w->work <= to - from;
    w->now = is_done ? from + w->work : to;
    w->work -= is_done ? w->work : to - from;
    return is_done;
}

/* The rest of the day at which the way stands. */
static bool walk_day(struct way *w, const struct stretch *s, int64_t day)
{
    int64_t of_week = day + 3 - 7 * floor_divide(day + 3, 7);   /* day 0 was a Thursday */
    int64_t first = of_week * MINUTES_A_DAY, last = first + MINUTES_A_DAY;
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
    int64_t week = week_work(s), most = (s->until - day) / 7;
    if (week == 0) {
        w->now = s->until * DAY_MS;
        return;
    }
    int64_t weeks = (w->work - 1) / week;
    weeks = weeks > most ? most : weeks;
    w->work -= weeks * week;
    w->now += weeks * 7 * DAY_MS;
}

/* From one exception to the next. Is all done? */
static bool walk_stretch(const struct calendar *c, struct way *w)
{
    int64_t day = floor_divide(w->now, DAY_MS);
    struct stretch s = stretch_at(c, day);
    if (w->now > day * DAY_MS && walk_day(w, &s, day))
        return true;
    skip_weeks(w, &s, floor_divide(w->now, DAY_MS));
    for (int i = 0; i < 7 && w->now < s.until * DAY_MS; i++)
        if (walk_day(w, &s, floor_divide(w->now, DAY_MS)))
            return true;
    return false;
}

int64_t calendar_add(const struct calendar *c, int64_t time, double minutes)
{
    c = c ? c : &calendar_default;
    double wanted = round(minutes * MINUTE_MS);
    if (time < DATE_FIRST * DAY_MS || time >= DATE_LAST * DAY_MS || !(wanted < 1e18))
        return CALENDAR_NEVER;
    struct way w = { time + c->zone * MINUTE_MS, (int64_t)wanted };
    if (w.work <= 0)
        return time;
    while (w.now < DATE_LAST * DAY_MS)
        if (walk_stretch(c, &w))
            return w.now - c->zone * MINUTE_MS;
    return CALENDAR_NEVER;
}
