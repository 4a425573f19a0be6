/*
 * What lies across all rows of a Gantt chart: the end, and by when how many
 * cases are over; and below, what the signs mean that stand in it.
 */
#include <math.h>
#include <string.h>

#include "compiler/time/gantt.h"

static const struct chart_font small_font = {.size = 700};

/* ---- across all lines -------------------------------------------------- */

/* A moment that counts for the whole case. */
struct mark {
    enum time_word word;
    double at;
    const char *look;
};

static double moment_or_nan(int64_t local)
{
    return local == CALENDAR_NEVER ? NAN : (double)local;
}

enum { N_MARKS = 3 };

static void list_marks(const struct gantt *g, struct mark marks[N_MARKS])
{
    static const char dashed[] = " fill=\"none\" stroke=\"#111\" stroke-dasharray=\"3,2\"";
    const struct time_report *report = g->report;
    const struct time_plan *plan = report->plan;
    const double *minutes = report->expected.percentiles;
    enum time_word end = isfinite(minutes[TIME_P50]) ? TIME_GANTT_END_ONCE : TIME_GANTT_END;
    marks[0] = (struct mark){end, plan ? (double)plan->end : report->longest,
                             " fill=\"none\" stroke=\"#111\""};
    marks[1] = (struct mark){TIME_GANTT_P50,
                             plan ? moment_or_nan(plan->percentiles[TIME_P50])
                                  : minutes[TIME_P50], dashed};
    marks[2] = (struct mark){TIME_GANTT_P80,
                             plan ? moment_or_nan(plan->percentiles[TIME_P80])
                                  : minutes[TIME_P80], dashed};
}

double gantt_last_value(const struct gantt *g)
{
    struct mark marks[N_MARKS];
    double last = 0;
    list_marks(g, marks);
    for (int i = 0; i < N_MARKS; i++)
        last = isfinite(marks[i].at) ? fmax(last, marks[i].at) : last;
    return last;
}

/* "80 of 100: Fri 6 Mar 14:00". */
static const char *mark_label(const struct gantt *g, const struct mark *mark)
{
    struct bytes text = {0};
    bytes_printf(&text, "%s: ", time_word(mark->word, g->language));
    gantt_write_value(g, mark->at, &text);
    const char *label = arena_copy(g->arena, text.data, text.len);
    bytes_free(&text);
    return label;
}

int64_t gantt_draw_marks(struct gantt *g)
{
    struct mark marks[N_MARKS];
    int64_t taken[N_MARKS] = {0}, lowest = 0;
    list_marks(g, marks);
    bytes_add_string(g->out, "<g class=\"marks\">\n");
    for (int i = 0; i < N_MARKS; i++) {
        if (!isfinite(marks[i].at))
            continue;
        const char *word = mark_label(g, &marks[i]);
        int64_t width = gantt_text_width(word, strlen(word), &small_font), level = 0;
        int64_t x = gantt_x(g, marks[i].at);
        int64_t middle = x + width / 2 > GANTT_RIGHT ? GANTT_RIGHT - width / 2 : x;
        while (level + 1 < N_MARKS && taken[level] > middle - width / 2 - PT(4))
            level++;
        taken[level] = middle + width / 2;
        lowest = level > lowest ? level : lowest;
        int64_t y = g->bottom + PT(10) + level * GANTT_SMALL_LEADING;
        svg_polyline(g->out, (struct corner[]){{x, g->top}, {x, g->bottom + PT(3)}}, 2,
                     marks[i].look);
        svg_line_of_text(g->out, &small_font, CHART_CENTER, middle, y, word);
    }
    bytes_add_string(g->out, "</g>\n");
    return g->bottom + PT(10) + lowest * GANTT_SMALL_LEADING;
}

/* ---- what the signs mean ----------------------------------------------- */

static int64_t draw_legend_word(struct gantt *g, enum time_word word, int64_t x, int64_t y)
{
    const char *text = time_word(word, g->language);
    svg_line_of_text(g->out, &small_font, CHART_LEFT, x, y + PT(6), text);
    return x + gantt_text_width(text, strlen(text), &small_font) + PT(16);
}

static int64_t draw_legend_box(struct gantt *g, enum time_word word, const char *look, int64_t x,
                               int64_t y)
{
    struct chart_box box = {(uint32_t)x, (uint32_t)y, (uint32_t)(x + PT(16)),
                            (uint32_t)(y + PT(7))};
    svg_rect(g->out, &box, 0, look);
    return draw_legend_word(g, word, x + PT(20), y);
}

static int64_t draw_legend_slack(struct gantt *g, int64_t x, int64_t y)
{
    static const char look[] = " fill=\"none\" stroke=\"#444\" stroke-width=\"0.9\"";
    int64_t end = x + PT(16), middle = y + PT(7) / 2;
    svg_polyline(g->out, (struct corner[]){{x, middle}, {end, middle}}, 2, look);
    svg_polyline(g->out, (struct corner[]){{end, middle - 250}, {end, middle + 250}}, 2, look);
    return draw_legend_word(g, TIME_GANTT_SLACK, x + PT(20), y);
}

/* Which sorts of lines there are, and are there shades? */
struct sorts {
    bool is_critical, is_work, has_wait, has_slack, has_shade;
};

static bool has_shade(const struct gantt *g)
{
    const struct time_plan *plan = g->report->plan;
    return plan && calendar_minutes_between(&plan->calendar, (int64_t)g->from, (int64_t)g->to) <
                       (g->to - g->from) / MINUTE_MS;
}

static struct sorts sorts_of(const struct gantt *g)
{
    struct sorts s = {.has_shade = has_shade(g)};
    for (uint32_t r = 0; r < g->report->sop->rows.n; r++) {
        const struct time_row *t = &g->report->rows[r];
        if (g->line_of[r] == NONE || !t->has_schedule)
            continue;
        struct gantt_bar bar = gantt_bar_of(g, r);
        s.is_critical |= gantt_is_critical(g, r);
        s.is_work |= !gantt_is_critical(g, r);
        s.has_wait |= t->wait > 0;
        s.has_slack |= bar.latest > bar.ends;
    }
    return s;
}

void gantt_draw_legend(struct gantt *g, int64_t y)
{
    struct sorts s = sorts_of(g);
    int64_t x = GANTT_LEFT;
    bytes_add_string(g->out, "<g class=\"legend\">\n");
    if (s.is_critical)
        x = draw_legend_box(g, TIME_GANTT_CRITICAL, gantt_look(GANTT_LOOK_CRITICAL), x, y);
    if (s.is_work)
        x = draw_legend_box(g, TIME_GANTT_WORK, gantt_look(GANTT_LOOK_WORK), x, y);
    if (s.has_wait)
        x = draw_legend_box(g, TIME_GANTT_WAIT, gantt_look(GANTT_LOOK_WAIT), x, y);
    if (s.has_slack)
        x = draw_legend_slack(g, x, y);
    if (s.has_shade)
        draw_legend_box(g, TIME_GANTT_CLOSED, " fill=\"#e7e7e7\" stroke=\"#999\""
                                              " stroke-width=\"0.4\"", x, y);
    bytes_add_string(g->out, "</g>\n");
}
