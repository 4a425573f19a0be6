/*
 * gantt: the schedule as a chart in SVG, a line for each row.
 *
 * The values along it are working minutes since the beginning or, with a plan,
 * milliseconds by the office's clock: weekends and nights then take their
 * place, shaded. Everything on paper is in 1/100 of a point. Texts are broken by
 * the widths of Arial's letters, so no font is needed to draw.
 */
#ifndef SOP_TIME_GANTT_H
#define SOP_TIME_GANTT_H

#include "compiler/time/plan.h"
#include "compiler/time/words.h"
#include "runtime/chart/svg.h"

#define PT(points) ((int64_t)(points) * 100)

enum { GANTT_MOST_LINES = 2 };         /* of a row's text */
enum { GANTT_SMALL_LEADING = 850 };    /* from line to line of small letters */

/* A line of the chart: a row, or (row NONE) the heading of a phase. */
struct gantt_line {
    uint32_t row, phase;
    int64_t top, height;
    const char *text[GANTT_MOST_LINES], *actors[GANTT_MOST_LINES];
    uint32_t n_text, n_actors;
};

/* Where a row's work begins, its wait begins, it ends, and would end at the latest. */
struct gantt_bar {
    double opens, worked, ends, latest;
};

struct gantt {
    const struct time_report *report;
    enum language language;
    struct arena *arena;
    struct bytes *out;
    struct gantt_line *lines;
    uint32_t n_lines;
    uint32_t *line_of;             /* per row, or NONE */
    int64_t top, bottom;           /* of the lines */
    double from, to;               /* values that the axis spans ... */
    const struct gantt_scale *scale;
    double step;                   /* of the working minutes' axis */
};

/* Columns of the page, and from where to where the axis goes. */
#define GANTT_WIDTH PT(842)
#define GANTT_LEFT PT(28)
#define GANTT_RIGHT (GANTT_WIDTH - PT(28))
#define GANTT_TEXT (GANTT_LEFT + PT(22))
#define GANTT_ACTORS (GANTT_TEXT + PT(204))
#define GANTT_CHART (GANTT_ACTORS + PT(96))
#define GANTT_AXIS_END (GANTT_RIGHT - PT(56))   /* behind it, a bar's label has its room */
#define GANTT_AXIS_HEIGHT PT(30)

/* ---- gantt_text.c ------------------------------------------------------ */

int64_t gantt_text_width(const char *text, size_t len, const struct chart_font *font);
/* The text in at most so many lines of that width, the last one cut with an ellipsis. */
uint32_t gantt_break(struct arena *arena, const char *text, const struct chart_font *font,
                     int64_t width, uint32_t most, const char **lines);

/* ---- gantt_axis.c ------------------------------------------------------ */

/* Chooses the ticks for values from `from` to at least `to`. */
void gantt_axis_set(struct gantt *g, double from, double to);
int64_t gantt_x(const struct gantt *g, double value);
/* What lies under the bars: shades of free time, lines of the ticks; and the axis. */
void gantt_draw_axis(struct gantt *g);
/* Wide enough that the nights between working hours are seen? */
bool gantt_shows_nights(const struct gantt *g);

/* ---- gantt_bars.c ------------------------------------------------------ */

struct gantt_bar gantt_bar_of(const struct gantt *g, uint32_t row);
/* On the days of the plan, or in working minutes. */
bool gantt_is_critical(const struct gantt *g, uint32_t row);
void gantt_draw_arrows(struct gantt *g);
void gantt_draw_bars(struct gantt *g);
/* The looks that bars have, for the legend too: " fill=...". */
enum gantt_look { GANTT_LOOK_CRITICAL, GANTT_LOOK_WORK, GANTT_LOOK_CRITICAL_WAIT,
                  GANTT_LOOK_WAIT, N_GANTT_LOOKS };
const char *gantt_look(enum gantt_look look);
/* A value of the axis as people say it. */
void gantt_write_value(const struct gantt *g, double value, struct bytes *out);
/* What a row is, aloud: "3. Checks (Head): Mon 2 Mar 08:00 to ..., critical". */
const char *gantt_describe(const struct gantt *g, uint32_t row);

/* ---- gantt_signs.c ----------------------------------------------------- */

/* How far the axis has to go: to the end and the marks. */
double gantt_last_value(const struct gantt *g);
/* The marks with their names below, each in the first line that is free there; where the
 * lowest line stands. */
int64_t gantt_draw_marks(struct gantt *g);
void gantt_draw_legend(struct gantt *g, int64_t y);

#endif
