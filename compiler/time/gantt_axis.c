/*
 * The axis: working minutes in round steps, or days of the calendar in two
 * tiers (hours under days, days under months, months under years), whichever
 * still has room for its labels. With days, what is not worked is shaded.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "compiler/time/dates.h"
#include "compiler/time/gantt.h"

static const struct chart_font small = {.size = 700};
static const struct chart_font small_bold = {.size = 700, .is_bold = true};

enum tick { TICK_HOUR, TICK_DAY, TICK_WEEK, TICK_MONTH, TICK_YEAR, TICK_NONE };

/* Ticks of the lower tier, every `step` of them, under those of the upper one. */
struct gantt_scale {
    enum tick tick;
    int step;
    int room;                /* points that a label takes */
    double about_days;       /* from tick to tick */
    enum tick upper;
};

static const struct gantt_scale scales[] = {
    {TICK_HOUR, 1, 26, 1.0 / 24, TICK_DAY},  {TICK_HOUR, 2, 26, 2.0 / 24, TICK_DAY},
    {TICK_HOUR, 3, 26, 3.0 / 24, TICK_DAY},  {TICK_HOUR, 6, 26, 6.0 / 24, TICK_DAY},
    {TICK_DAY, 1, 13, 1, TICK_MONTH},        {TICK_WEEK, 1, 24, 7, TICK_MONTH},
    {TICK_MONTH, 1, 20, 30.4, TICK_YEAR},    {TICK_MONTH, 3, 20, 91.3, TICK_YEAR},
    {TICK_YEAR, 1, 26, 365, TICK_NONE},      {TICK_YEAR, 10, 26, 3652, TICK_NONE},
    {TICK_YEAR, 100, 26, 36524, TICK_NONE},  {TICK_YEAR, 1000, 26, 365242, TICK_NONE},
};

/* Steps of working minutes, in a unit; days go on in tens. */
static const struct step {
    double count, minutes;   /* minutes 0: of a day */
    enum time_word unit;
} steps[] = {
    {1, 1.0 / 60, TIME_SECOND_SHORT}, {2, 1.0 / 60, TIME_SECOND_SHORT},
    {5, 1.0 / 60, TIME_SECOND_SHORT}, {10, 1.0 / 60, TIME_SECOND_SHORT},
    {1, 1, TIME_MINUTE_SHORT}, {2, 1, TIME_MINUTE_SHORT}, {5, 1, TIME_MINUTE_SHORT},
    {10, 1, TIME_MINUTE_SHORT}, {15, 1, TIME_MINUTE_SHORT},
    {1, 60, TIME_HOUR_SHORT}, {2, 60, TIME_HOUR_SHORT},
    {1, 0, TIME_DAY_SHORT}, {2, 0, TIME_DAY_SHORT}, {5, 0, TIME_DAY_SHORT},
};

enum { MOST_STEPS = 11 };

/* ---- moments of ticks -------------------------------------------------- */

static int64_t month_begin(int year, int month)
{
    return calendar_day(year, month, 1) * DAY_MS;
}

/* The tick at or before a moment; `next`: the one behind that. */
static int64_t tick_at(enum tick tick, int step, int64_t local, bool next)
{
    struct moment m = moment_of(local);
    int64_t day = m.day * DAY_MS, hour = m.hour - m.hour % step;
    int month = m.month - 1 - (m.month - 1) % step, year = m.year - m.year % step;
    switch (tick) {
    case TICK_HOUR:
        return day + (hour + (next ? step : 0)) * 60 * MINUTE_MS;
    case TICK_DAY:
        return day + (next ? DAY_MS : 0);
    case TICK_WEEK:
        return day + (next ? 7 - m.of_week : -m.of_week) * DAY_MS;
    case TICK_MONTH:
        month += next ? step : 0;
        return month_begin(m.year + month / 12, month % 12 + 1);
    default:
        return month_begin(year + (next ? step : 0), 1);
    }
}

/* ---- the span ---------------------------------------------------------- */

int64_t gantt_x(const struct gantt *g, double value)
{
    double share = g->to > g->from ? (value - g->from) / (g->to - g->from) : 0;
    return GANTT_CHART + llround(share * (double)(GANTT_AXIS_END - GANTT_CHART));
}

static double points_a_day(const struct gantt *g)
{
    double points = (double)(GANTT_AXIS_END - GANTT_CHART) / 100;
    return points * (double)DAY_MS / (g->to - g->from);
}

bool gantt_shows_nights(const struct gantt *g)
{
    return g->report->plan && points_a_day(g) >= 24;
}

static void set_days(struct gantt *g, double from, double to)
{
    double room = (double)(GANTT_AXIS_END - GANTT_CHART) / 100, days = (to - from) / (double)DAY_MS;
    g->scale = scales;
    while (g->scale < scales + COUNT_OF(scales) - 1 &&
           days / g->scale->about_days * g->scale->room > room)
        g->scale++;
    g->from = (double)tick_at(g->scale->tick, g->scale->step, (int64_t)from, false);
    g->to = (double)tick_at(g->scale->tick, g->scale->step, (int64_t)to - 1, true);
}

static double day_minutes(const struct gantt *g)
{
    double day = g->report->sop->units.of[UNIT_DAY];
    return day > 0 ? day : calendar_units(NULL).of[UNIT_DAY];
}

static double step_minutes(const struct gantt *g, const struct step *s, double tens)
{
    return s->count * tens * (s->minutes > 0 ? s->minutes : day_minutes(g));
}

static const struct step *choose_step(const struct gantt *g, double *tens)
{
    const struct step *s = steps, *first_day = steps + COUNT_OF(steps) - 3;
    for (*tens = 1; step_minutes(g, s, *tens) * MOST_STEPS < g->to - g->from;) {
        if (++s < steps + COUNT_OF(steps))
            continue;
        s = first_day;
        *tens *= 10;
    }
    return s;
}

void gantt_axis_set(struct gantt *g, double from, double to)
{
    double tens;
    if (g->report->plan) {
        set_days(g, from, fmax(to, from + 10 * MINUTE_MS));
        return;
    }
    g->from = from;
    g->to = to > from ? to : from + 1;
    const struct step *s = choose_step(g, &tens);
    g->step = step_minutes(g, s, tens);
}

/* ---- shades ------------------------------------------------------------ */

static const char *holiday_of(const struct gantt *g, int64_t day)
{
    const struct calendar *c = &g->report->plan->calendar;
    for (uint32_t i = 0; i < c->n_holidays; i++)
        if (c->holidays[i].from <= day && day <= c->holidays[i].to)
            return c->holidays[i].text ? c->holidays[i].text : "";
    return NULL;
}

static void draw_shade(struct gantt *g, int64_t from, int64_t to)
{
    double first = fmax((double)from, g->from), last = fmin((double)to, g->to);
    struct chart_box box = {(uint32_t)gantt_x(g, first), (uint32_t)g->top,
                            (uint32_t)gantt_x(g, last), (uint32_t)g->bottom};
    if (last > first)
        svg_rect(g->out, &box, 0, "");
}

/* The name of a holiday, read upwards in its day. */
static void draw_holiday(struct gantt *g, const char *name, int64_t from, int64_t to)
{
    int64_t x0 = gantt_x(g, fmax((double)from, g->from)), x1 = gantt_x(g, fmin((double)to, g->to));
    const char *line = "";
    if (x1 - x0 < PT(8) || !*name)
        return;
    gantt_break(g->arena, name, &small, g->bottom - g->top - PT(8), 1, &line);
    bytes_add_string(g->out, "<g fill=\"#555\" transform=\"translate(");
    svg_number(g->out, (x0 + x1) / 2 + PT(5) / 2);
    bytes_add_char(g->out, ' ');
    svg_number(g->out, g->bottom - PT(4));
    bytes_add_string(g->out, ") rotate(-90)\">\n<title>");
    svg_escaped(g->out, name);
    bytes_add_string(g->out, "</title>\n");
    svg_line_of_text(g->out, &small, CHART_LEFT, 0, 0, line);
    bytes_add_string(g->out, "</g>\n");
}

/* Nights and weekends, between the working hours of the axis. */
static void draw_nights(struct gantt *g)
{
    const struct calendar *c = &g->report->plan->calendar;
    for (int64_t at = (int64_t)g->from; (double)at < g->to;) {
        int64_t open = calendar_next_open(c, at), close;
        draw_shade(g, at, open);
        if (open == CALENDAR_NEVER || (close = calendar_closes(c, open)) == CALENDAR_NEVER)
            return;
        at = close;
    }
}

static bool is_free(const struct gantt *g, int64_t day)
{
    return calendar_minutes_between(&g->report->plan->calendar, day * DAY_MS,
                                    (day + 1) * DAY_MS) == 0;
}

static void draw_free_days(struct gantt *g, int64_t first, int64_t last)
{
    for (int64_t day = first, end; day < last; day = end) {
        for (end = day; end < last && is_free(g, end);)
            end++;
        if (end > day)
            draw_shade(g, day * DAY_MS, end * DAY_MS);
        else
            end++;
    }
}

static void draw_holidays(struct gantt *g, int64_t first, int64_t last)
{
    for (int64_t day = first, end; day < last; day = end) {
        const char *name = holiday_of(g, day);
        for (end = day + 1; name && end < last && holiday_of(g, end) == name;)
            end++;
        if (name)
            draw_holiday(g, name, day * DAY_MS, end * DAY_MS);
    }
}

/* Of longer than this nothing is seen of single days. */
enum { MOST_SHADED_DAYS = 400 };

static void draw_shades(struct gantt *g)
{
    int64_t first = (int64_t)floor(g->from / (double)DAY_MS);
    int64_t last = (int64_t)ceil(g->to / (double)DAY_MS);
    if (last - first > MOST_SHADED_DAYS)
        return;
    bytes_add_string(g->out, "<g class=\"closed\" fill=\"#e7e7e7\">\n");
    if (gantt_shows_nights(g))
        draw_nights(g);
    else
        draw_free_days(g, first, last);
    bytes_add_string(g->out, "</g>\n");
    draw_holidays(g, first, last);
}

/* ---- ticks ------------------------------------------------------------- */

static void draw_line(struct gantt *g, int64_t x, int64_t y0, int64_t y1)
{
    svg_polyline(g->out, (struct corner[]){{x, y0}, {x, y1}}, 2, "");
}

static void label_tick(struct gantt *g, enum tick tick, int64_t local, struct bytes *text)
{
    struct moment m = moment_of(local);
    switch (tick) {
    case TICK_HOUR:
        bytes_printf(text, "%02d:%02d", m.hour, m.minute);
        return;
    case TICK_DAY:
        if (points_a_day(g) >= 27)
            bytes_printf(text, "%s ", time_weekday_name(m.of_week, g->language, MINUTES_SHORT));
        bytes_printf(text, "%d", m.of_month);
        return;
    case TICK_WEEK:
        bytes_printf(text, "%d–%d", m.of_month, moment_of(local + 6 * DAY_MS).of_month);
        return;
    case TICK_MONTH:
        bytes_add_string(text, time_month_name(m.month, g->language, MINUTES_SHORT));
        return;
    default:
        bytes_printf(text, "%d", m.year);
    }
}

static void label_upper(struct gantt *g, enum tick tick, int64_t local, struct bytes *text)
{
    struct moment m = moment_of(local);
    if (tick == TICK_DAY)
        time_write_date(text, m.day, true, g->language, MINUTES_LONG);
    else if (tick == TICK_MONTH)
        bytes_printf(text, "%s %d", time_month_name(m.month, g->language, MINUTES_LONG), m.year);
    else
        bytes_printf(text, "%d", m.year);
}

/* A label in the middle of its time, cut to fit or left out. */
static void draw_label(struct gantt *g, const struct bytes *text, int64_t x0, int64_t x1,
                       int64_t y, const struct chart_font *font)
{
    const char *line = "";
    if (x1 - x0 < PT(10))
        return;
    if (gantt_text_width(text->data, text->len, font) > x1 - x0 - PT(2) && x1 - x0 < PT(40))
        return;
    gantt_break(g->arena, text->data, font, x1 - x0 - PT(1), 1, &line);
    svg_line_of_text(g->out, font, CHART_CENTER, (x0 + x1) / 2, y, line);
}

static void draw_upper_tier(struct gantt *g, struct bytes *text)
{
    enum tick tick = g->scale->upper;
    for (double at = g->from; tick != TICK_NONE && at < g->to;) {
        double next = fmin((double)tick_at(tick, 1, (int64_t)at, true), g->to);
        text->len = 0;
        label_upper(g, tick, (int64_t)at, text);
        draw_label(g, text, gantt_x(g, at), gantt_x(g, next), g->top - PT(20), &small_bold);
        at = next;
    }
}

static void draw_days(struct gantt *g, struct bytes *text)
{
    const struct gantt_scale *s = g->scale;
    for (double at = g->from, next; at < g->to; at = next) {
        next = (double)tick_at(s->tick, s->step, (int64_t)at, true);
        int64_t x0 = gantt_x(g, at), x1 = gantt_x(g, fmin(next, g->to));
        text->len = 0;
        label_tick(g, s->tick, (int64_t)at, text);
        if (s->tick == TICK_HOUR)
            svg_line_of_text(g->out, &small, CHART_LEFT, x0 + PT(1), g->top - PT(6), text->data);
        else
            draw_label(g, text, x0, x1, g->top - PT(6), &small);
    }
    draw_upper_tier(g, text);
}

static void draw_minutes(struct gantt *g, struct bytes *text)
{
    double tens;
    char digits[32];
    const struct step *s = choose_step(g, &tens);
    svg_line_of_text(g->out, &small_bold, CHART_LEFT, GANTT_CHART, g->top - PT(20),
                     time_word(TIME_GANTT_AXIS, g->language));
    for (uint32_t i = 0; i * g->step <= g->to * (1 + 1e-9); i++) {
        text->len = 0;
        bytes_printf(text, i ? "%s %s" : "%s", number_format(i * s->count * tens, digits),
                     time_word(s->unit, g->language));
        svg_line_of_text(g->out, &small, i ? CHART_CENTER : CHART_LEFT, gantt_x(g, i * g->step),
                         g->top - PT(6), text->data);
    }
}

static void draw_tick_lines(struct gantt *g)
{
    bytes_add_string(g->out, "<g class=\"ticks\" fill=\"none\" stroke=\"#c4c4c4\""
                             " stroke-width=\"0.5\">\n");
    if (!g->report->plan)
        for (uint32_t i = 0; i * g->step <= g->to * (1 + 1e-9); i++)
            draw_line(g, gantt_x(g, i * g->step), g->top - PT(3), g->bottom);
    else
        for (double at = g->from; at <= g->to;
             at = (double)tick_at(g->scale->tick, g->scale->step, (int64_t)at, true))
            draw_line(g, gantt_x(g, at), g->top - PT(14), g->bottom);
    bytes_add_string(g->out, "</g>\n");
}

void gantt_draw_axis(struct gantt *g)
{
    struct bytes text = {0};
    if (g->report->plan)
        draw_shades(g);
    draw_tick_lines(g);
    bytes_add_string(g->out, "<g class=\"axis\">\n");
    if (g->report->plan)
        draw_days(g, &text);
    else
        draw_minutes(g, &text);
    bytes_add_string(g->out, "</g>\n");
    bytes_free(&text);
}
