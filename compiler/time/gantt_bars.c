/*
 * The bars of a Gantt chart and the arrows between them. What is critical is
 * told by colour, and on grey paper by its hatching; a wait is pale; slack is a
 * thin line behind the bar.
 */
#include <math.h>

#include "compiler/time/dates.h"
#include "compiler/time/gantt.h"

static const struct chart_font small = {.size = 650};

enum { BAR_HEIGHT = 1000, NIGHT_HEIGHT = 300, POINT_SIZE = 450, HEAD = 300, LEAST_WIDTH = 120 };

static const char *const looks[N_GANTT_LOOKS] = {
    [GANTT_LOOK_CRITICAL] =
        " fill=\"url(#gantt-critical)\" stroke=\"#7d140d\" stroke-width=\"0.9\"",
    [GANTT_LOOK_WORK] = " fill=\"#8fb0d3\" stroke=\"#2f4f75\" stroke-width=\"0.6\"",
    [GANTT_LOOK_CRITICAL_WAIT] = " fill=\"#f6d9d6\" stroke=\"#7d140d\" stroke-width=\"0.9\"",
    [GANTT_LOOK_WAIT] = " fill=\"#e9f0f8\" stroke=\"#2f4f75\" stroke-width=\"0.6\"",
};

const char *gantt_look(enum gantt_look look)
{
    return looks[look];
}

static const struct time_row *times_of(const struct gantt *g, uint32_t row)
{
    return &g->report->rows[row];
}

bool gantt_is_critical(const struct gantt *g, uint32_t row)
{
    const struct time_plan *plan = g->report->plan;
    return plan ? plan->is_critical[row] : times_of(g, row)->is_critical;
}

/* What is critical may not be over later, even if nobody works there. */
static double latest_of(const struct gantt *g, uint32_t row)
{
    const struct time_plan *plan = g->report->plan;
    return (double)(plan->is_critical[row] ? plan->ends[row] : plan->latest[row]);
}

struct gantt_bar gantt_bar_of(const struct gantt *g, uint32_t row)
{
    const struct time_row *t = times_of(g, row);
    const struct time_plan *plan = g->report->plan;
    if (!plan)
        return (struct gantt_bar){t->es, t->es + t->work, t->ef, t->lf};
    return (struct gantt_bar){(double)plan->opens[row], (double)plan->worked[row],
                              (double)plan->ends[row], latest_of(g, row)};
}

/* The middle of a row's bar. */
static int64_t middle_of(const struct gantt *g, uint32_t row)
{
    const struct gantt_line *line = &g->lines[g->line_of[row]];
    return line->top + line->height / 2;
}

/* ---- in words ---------------------------------------------------------- */

void gantt_write_value(const struct gantt *g, double value, struct bytes *out)
{
    if (g->report->plan)
        time_write_moment(out, (int64_t)value, false, g->language, MINUTES_SHORT);
    else   /* of an hour or more a part of a minute is nothing */
        minutes_write(out, value < 60 ? value : round(value),
                      g->report->sop->units.of[UNIT_DAY], g->language, MINUTES_SHORT);
}

static void write_times(const struct gantt *g, uint32_t row, struct bytes *out)
{
    struct bytes from = {0}, to = {0};
    struct gantt_bar bar = gantt_bar_of(g, row);
    gantt_write_value(g, bar.opens, &from);
    gantt_write_value(g, bar.ends, &to);
    time_write_sentence(out, TIME_GANTT_FROM_TO, g->language, from.data, to.data, NULL);
    if (gantt_is_critical(g, row)) {
        bytes_printf(out, "; %s", time_word(TIME_GANTT_CRITICAL, g->language));
    } else {
        to.len = 0;
        gantt_write_value(g, bar.latest, &to);
        bytes_add_string(out, "; ");
        time_write_sentence(out, TIME_GANTT_LATEST, g->language, to.data, NULL, NULL);
    }
    bytes_free(&from);
    bytes_free(&to);
}

const char *gantt_describe(const struct gantt *g, uint32_t row)
{
    const struct sop *sop = g->report->sop;
    const struct row *r = &sop->rows.at[row];
    struct bytes text = {0};
    bytes_printf(&text, "%u. %s", r->no, r->text);
    for (uint32_t i = 0; i < r->actors.n; i++)
        bytes_printf(&text, "%s%s%s", i ? ", " : " (", sop->actors.at[r->actors.at[i]].name,
                     i + 1 == r->actors.n ? ")" : "");
    bytes_add_string(&text, ": ");
    if (times_of(g, row)->has_schedule)
        write_times(g, row, &text);
    else
        bytes_add_string(&text, time_word(TIME_GANTT_REWORK, g->language));
    const char *copy = arena_copy(g->arena, text.data, text.len);
    bytes_free(&text);
    return copy;
}

/* ---- bars -------------------------------------------------------------- */

static void draw_box(struct gantt *g, double from, double to, int64_t y, int64_t height,
                     const char *look)
{
    int64_t x0 = gantt_x(g, from), x1 = gantt_x(g, to);
    x1 = x1 < x0 + LEAST_WIDTH ? x0 + LEAST_WIDTH : x1;
    struct chart_box box = {(uint32_t)x0, (uint32_t)(y - height / 2), (uint32_t)x1,
                            (uint32_t)(y + height / 2)};
    svg_rect(g->out, &box, 0, look);
}

/* Work between its nights, which are drawn thin. */
static void draw_work(struct gantt *g, uint32_t row, const struct gantt_bar *bar, int64_t y,
                      const char *look)
{
    bool is_wall = g->report->sop->rows.at[row].work.is_calendar;
    if (is_wall || !gantt_shows_nights(g)) {
        draw_box(g, bar->opens, bar->worked, y, BAR_HEIGHT, look);
        return;
    }
    const struct calendar *c = &g->report->plan->calendar;
    draw_box(g, bar->opens, bar->worked, y, NIGHT_HEIGHT, look);
    for (int64_t at = calendar_next_open(c, (int64_t)bar->opens); (double)at < bar->worked;) {
        double close = fmin((double)calendar_closes(c, at), bar->worked);
        draw_box(g, (double)at, close, y, BAR_HEIGHT, look);
        at = calendar_next_open(c, (int64_t)close);
    }
}

/* A thin line to where the row may end at the latest. */
static void draw_slack(struct gantt *g, const struct gantt_bar *bar, int64_t y)
{
    int64_t x0 = gantt_x(g, bar->ends), x1 = gantt_x(g, bar->latest);
    if (x1 - x0 < PT(1))
        return;
    svg_polyline(g->out, (struct corner[]){{x0, y}, {x1, y}}, 2,
                 " fill=\"none\" stroke=\"#444\" stroke-width=\"0.9\"");
    svg_polyline(g->out, (struct corner[]){{x1, y - 250}, {x1, y + 250}}, 2,
                 " fill=\"none\" stroke=\"#444\" stroke-width=\"0.9\"");
}

static void draw_point(struct gantt *g, double at, int64_t y, const char *look)
{
    int64_t x = gantt_x(g, at);
    svg_polygon(g->out, (struct corner[]){{x, y - POINT_SIZE}, {x + POINT_SIZE, y},
                                          {x, y + POINT_SIZE}, {x - POINT_SIZE, y}}, 4, look);
}

/* Calendar time in hours: its days are no days of work. */
static void write_duration(const struct gantt *g, const struct duration *d, double minutes,
                           struct bytes *out)
{
    double day = d->is_calendar ? 0 : g->report->sop->units.of[UNIT_DAY];
    minutes_write(out, minutes, day, g->language, MINUTES_SHORT);
}

/* Behind all that stands in its line: how long it takes, "2 h + 1 d" with its wait. */
static void draw_length(struct gantt *g, uint32_t row, const struct gantt_bar *bar, int64_t y)
{
    const struct time_row *t = times_of(g, row);
    const struct row *r = &g->report->sop->rows.at[row];
    struct bytes text = {0};
    int64_t x = gantt_x(g, fmax(bar->latest, bar->ends)) + PT(4);
    if (t->work > 0)
        write_duration(g, &r->work, t->work, &text);
    if (t->wait > 0) {
        bytes_add_string(&text, t->work > 0 ? " + " : "");
        write_duration(g, &r->wait, t->wait, &text);
    }
    if (text.len) {
        bytes_add_string(g->out,
                         "<g stroke=\"white\" stroke-width=\"2\" paint-order=\"stroke\">\n");
        svg_line_of_text(g->out, &small, CHART_LEFT, x, y + 230, text.data);
        bytes_add_string(g->out, "</g>\n");
    }
    bytes_free(&text);
}

static void draw_parts(struct gantt *g, uint32_t row, const struct gantt_bar *bar, int64_t y)
{
    const struct time_row *t = times_of(g, row);
    bool is_critical = gantt_is_critical(g, row);
    const char *work = looks[is_critical ? GANTT_LOOK_CRITICAL : GANTT_LOOK_WORK];
    const char *wait = looks[is_critical ? GANTT_LOOK_CRITICAL_WAIT : GANTT_LOOK_WAIT];
    draw_slack(g, bar, y);
    if (t->wait > 0)
        draw_box(g, bar->worked, bar->ends, y, BAR_HEIGHT, wait);
    if (t->work > 0)
        draw_work(g, row, bar, y, work);
    if (t->work + t->wait <= 0)
        draw_point(g, bar->opens, y, work);
}

static void draw_row(struct gantt *g, uint32_t row)
{
    const struct time_row *t = times_of(g, row);
    int64_t y = middle_of(g, row);
    bytes_add_string(g->out, "<g id=\"bar-");
    svg_word(g->out, g->report->sop->rows.at[row].id);
    bytes_printf(g->out, "\" class=\"bar%s\">\n<title>",
                 gantt_is_critical(g, row) ? " critical" : "");
    svg_escaped(g->out, gantt_describe(g, row));
    bytes_add_string(g->out, "</title>\n");
    if (t->has_schedule) {
        struct gantt_bar bar = gantt_bar_of(g, row);
        draw_parts(g, row, &bar, y);
        draw_length(g, row, &bar, y);
    } else {
        bytes_add_string(g->out, "<g fill=\"#555\" font-style=\"italic\">\n");
        svg_line_of_text(g->out, &small, CHART_LEFT, GANTT_CHART + PT(3), y + 230,
                         time_word(TIME_GANTT_REWORK, g->language));
        bytes_add_string(g->out, "</g>\n");
    }
    bytes_add_string(g->out, "</g>\n");
}

void gantt_draw_bars(struct gantt *g)
{
    for (uint32_t i = 0; i < g->n_lines; i++)
        if (g->lines[i].row != NONE)
            draw_row(g, g->lines[i].row);
}

/* ---- arrows ------------------------------------------------------------ */

/* A head at (x, y): downwards, upwards (side -1), or with dx to the right. */
static void draw_head(struct gantt *g, int64_t x, int64_t y, int64_t dx, int64_t dy)
{
    int64_t bx = x - dx * HEAD, by = y - dy * HEAD, half = HEAD * 2 / 5;
    svg_polygon(g->out, (struct corner[]){{x, y}, {bx + dy * half, by + dx * half},
                                          {bx - dy * half, by - dx * half}}, 3,
                " stroke=\"none\"");
}

/* From the end of a bar down (or up) to the line of what follows it, then to
 * its beginning; straight onto it where it begins at once. */
static void draw_arrow(struct gantt *g, uint32_t from, uint32_t to)
{
    struct gantt_bar a = gantt_bar_of(g, from), b = gantt_bar_of(g, to);
    int64_t x0 = gantt_x(g, a.ends), x1 = gantt_x(g, b.opens);
    int64_t y0 = middle_of(g, from), y1 = middle_of(g, to), side = y1 > y0 ? 1 : -1;
    int64_t half = BAR_HEIGHT / 2;
    bool is_point = times_of(g, to)->work + times_of(g, to)->wait <= 0;
    if (x1 - x0 > PT(6)) {
        int64_t end = x1 - (is_point ? POINT_SIZE : 0);
        svg_polyline(g->out, (struct corner[]){{x0, y0 + side * half}, {x0, y1},
                                               {end - HEAD, y1}}, 3, " fill=\"none\"");
        draw_head(g, end, y1, 1, 0);
        return;
    }
    int64_t end = y1 - side * (is_point ? POINT_SIZE : half);
    x1 = is_point ? x1 : x1 + LEAST_WIDTH / 2;
    svg_polyline(g->out, (struct corner[]){{x0, y0 + side * half}, {x0, y0 + side * (half + 150)},
                                           {x1, y0 + side * (half + 150)},
                                           {x1, end - side * HEAD}}, 4, " fill=\"none\"");
    draw_head(g, x1, end, 0, side);
}

static void draw_arrows_of(struct gantt *g, const struct time_net *net, bool are_critical)
{
    const struct flow *f = g->report->flow;
    for (uint32_t a = 0; a < f->first_arc[f->n_rows]; a++) {
        const struct arc *arc = &f->arcs[a];
        if (!net->is_forward[a] || arc->to == TO_END || g->line_of[arc->from] == NONE ||
            g->line_of[arc->to] == NONE || !times_of(g, arc->from)->has_schedule)
            continue;
        if ((gantt_is_critical(g, arc->from) && gantt_is_critical(g, arc->to)) ==
            are_critical)
            draw_arrow(g, arc->from, arc->to);
    }
}

void gantt_draw_arrows(struct gantt *g)
{
    const struct time_net *net = time_net_build(g->report->flow, g->report->minutes, g->arena);
    bytes_add_string(g->out, "<g class=\"arrows\" fill=\"#777\" stroke=\"#777\""
                             " stroke-width=\"0.6\">\n");
    draw_arrows_of(g, net, false);
    bytes_add_string(g->out, "</g>\n<g class=\"arrows critical\" fill=\"#7d140d\""
                             " stroke=\"#7d140d\" stroke-width=\"0.8\">\n");
    draw_arrows_of(g, net, true);
    bytes_add_string(g->out, "</g>\n");
}
