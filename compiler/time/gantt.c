/*
 * The page of a Gantt chart: its title, the rows on the left with their lines,
 * and in which order the parts are drawn.
 */
#include <math.h>
#include <string.h>

#include "compiler/time/gantt.h"

static const struct chart_font title_font = {.size = 1300, .is_bold = true};
static const struct chart_font text_font = {.size = 800};
static const struct chart_font small_font = {.size = 700};
static const struct chart_font bold_font = {.size = 800, .is_bold = true};

enum { TEXT_LEADING = 950 };

/* ---- the lines --------------------------------------------------------- */

static void measure_row(struct gantt *g, struct gantt_line *line)
{
    const struct sop *sop = g->report->sop;
    const struct row *row = &sop->rows.at[line->row];
    struct bytes actors = {0};
    for (uint32_t i = 0; i < row->actors.n; i++)
        bytes_printf(&actors, "%s%s", i ? ", " : "", sop->actors.at[row->actors.at[i]].name);
    line->n_text = gantt_break(g->arena, row->text, &text_font,
                               GANTT_ACTORS - GANTT_TEXT - PT(6), GANTT_MOST_LINES, line->text);
    line->n_actors = gantt_break(g->arena, actors.data ? actors.data : "", &small_font,
                                 GANTT_CHART - GANTT_ACTORS - PT(6), GANTT_MOST_LINES,
                                 line->actors);
    line->height = line->n_text > 1 || line->n_actors > 1 ? PT(25) : PT(18);
    bytes_free(&actors);
}

static void add_line(struct gantt *g, uint32_t row, uint32_t phase)
{
    struct gantt_line *line = &g->lines[g->n_lines];
    *line = (struct gantt_line){.row = row, .phase = phase, .top = g->bottom, .height = PT(16)};
    if (row != NONE) {
        measure_row(g, line);
        g->line_of[row] = g->n_lines;
    }
    g->n_lines++;
    g->bottom += line->height;
}

/* Starts and ends have no line, phases have a heading. */
static void set_lines(struct gantt *g, int64_t top)
{
    const struct sop *sop = g->report->sop;
    uint32_t phase = 0;
    g->lines = ARENA_ARRAY(g->arena, sop->rows.n + sop->phases.n, struct gantt_line);
    g->line_of = ARENA_ARRAY(g->arena, sop->rows.n, uint32_t);
    g->top = g->bottom = top;
    for (uint32_t r = 0; r < sop->rows.n; r++) {
        for (; phase < sop->phases.n && sop->phases.at[phase].first_row <= r; phase++)
            add_line(g, NONE, phase);
        g->line_of[r] = NONE;
        if (sop->rows.at[r].no)
            add_line(g, r, NONE);
    }
}

static void draw_lines_of(struct gantt *g, const char *const *lines, uint32_t n, int64_t x,
                          int64_t middle, const struct chart_font *font, int64_t leading)
{
    int64_t y = middle - (n - (int64_t)1) * leading / 2 + font->size * 36 / 100;
    for (uint32_t i = 0; i < n; i++)
        svg_line_of_text(g->out, font, CHART_LEFT, x, y + i * leading, lines[i]);
}

static void draw_row(struct gantt *g, const struct gantt_line *line)
{
    int64_t middle = line->top + line->height / 2;
    const char *no = arena_printf(g->arena, "%u", g->report->sop->rows.at[line->row].no);
    svg_line_of_text(g->out, &text_font, CHART_RIGHT, GANTT_TEXT - PT(6),
                     middle + text_font.size * 36 / 100, no);
    draw_lines_of(g, line->text, line->n_text, GANTT_TEXT, middle, &text_font, TEXT_LEADING);
    draw_lines_of(g, line->actors, line->n_actors, GANTT_ACTORS, middle, &small_font,
                  GANTT_SMALL_LEADING);
}

static void draw_phase(struct gantt *g, const struct gantt_line *line)
{
    const char *text = "";
    gantt_break(g->arena, g->report->sop->phases.at[line->phase].text, &bold_font,
                GANTT_CHART - GANTT_LEFT - PT(10), 1, &text);
    svg_line_of_text(g->out, &bold_font, CHART_LEFT, GANTT_LEFT + PT(4),
                     line->top + PT(11), text);
}

/* Grey under the names of the columns and the phases; a rule over each line. */
static void draw_ground(struct gantt *g)
{
    struct chart_box head = {(uint32_t)GANTT_LEFT, (uint32_t)(g->top - GANTT_AXIS_HEIGHT),
                             (uint32_t)GANTT_RIGHT, (uint32_t)g->top};
    bytes_add_string(g->out, "<g fill=\"#ececec\">\n");
    svg_rect(g->out, &head, 0, "");
    for (uint32_t i = 0; i < g->n_lines; i++) {
        const struct gantt_line *line = &g->lines[i];
        struct chart_box box = {(uint32_t)GANTT_LEFT, (uint32_t)line->top, (uint32_t)GANTT_RIGHT,
                                (uint32_t)(line->top + line->height)};
        if (line->row == NONE)
            svg_rect(g->out, &box, 0, " fill=\"#f4f4f4\"");
    }
    bytes_add_string(g->out, "</g>\n");
}

static void draw_rules(struct gantt *g)
{
    const int64_t across[] = {GANTT_CHART - PT(4), GANTT_LEFT, GANTT_RIGHT};
    bytes_add_string(g->out,
                     "<g class=\"rules\" fill=\"none\" stroke=\"#999\" stroke-width=\"0.5\">\n");
    for (uint32_t i = 0; i < g->n_lines + 2; i++) {
        int64_t y = i < g->n_lines    ? g->lines[i].top
                    : i == g->n_lines ? g->bottom
                                      : g->top - GANTT_AXIS_HEIGHT;
        svg_polyline(g->out, (struct corner[]){{GANTT_LEFT, y}, {GANTT_RIGHT, y}}, 2, "");
    }
    for (uint32_t i = 0; i < COUNT_OF(across); i++)
        svg_polyline(g->out, (struct corner[]){{across[i], g->top - GANTT_AXIS_HEIGHT},
                                               {across[i], g->bottom}}, 2, "");
    bytes_add_string(g->out, "</g>\n");
}

static void draw_table(struct gantt *g)
{
    static const struct {
        enum time_word word;
        int64_t x;
    } names[] = {{TIME_COL_NO, GANTT_LEFT + PT(4)}, {TIME_COL_TEXT, GANTT_TEXT},
                 {TIME_COL_ACTORS, GANTT_ACTORS}};
    for (uint32_t i = 0; i < COUNT_OF(names); i++)
        svg_line_of_text(g->out, &bold_font, CHART_LEFT, names[i].x, g->top - PT(11),
                         time_word(names[i].word, g->language));
    for (uint32_t i = 0; i < g->n_lines; i++) {
        if (g->lines[i].row == NONE)
            draw_phase(g, &g->lines[i]);
        else
            draw_row(g, &g->lines[i]);
    }
}

/* ---- the page ---------------------------------------------------------- */

enum { MOST_NOTE_LINES = 3 };

/* Lines over the whole width; y of the baseline behind them. */
static int64_t draw_note(struct gantt *g, struct bytes *text, const struct chart_font *font,
                         int64_t leading, int64_t y)
{
    const char *lines[MOST_NOTE_LINES];
    uint32_t n = gantt_break(g->arena, text->len ? text->data : "", font,
                             GANTT_RIGHT - GANTT_LEFT, MOST_NOTE_LINES, lines);
    for (uint32_t i = 0; i < n; i++)
        svg_line_of_text(g->out, font, CHART_LEFT, GANTT_LEFT, y + i * leading, lines[i]);
    text->len = 0;
    return y + n * leading;
}

/* "No. SOP-12 · Calibration Laboratory". */
static void write_identity(const struct gantt *g, struct bytes *text)
{
    const struct identity *identity = &g->report->sop->identity;
    if (identity->number)
        time_write_sentence(text, TIME_GANTT_NUMBER, g->language, identity->number, NULL, NULL);
    if (identity->number && identity->unit)
        bytes_add_string(text, " · ");
    if (identity->unit)
        bytes_add_string(text, identity->unit);
}

/* When it ends. */
static void write_result(const struct gantt *g, struct bytes *text)
{
    struct bytes minutes = {0};
    if (g->report->plan) {
        time_plan_write_summary(g->report, g->language, text);
        return;
    }
    minutes_write(&minutes, g->report->longest, g->report->sop->units.of[UNIT_DAY],
                  g->language, MINUTES_LONG);
    time_write_sentence(text, TIME_GANTT_CRITICAL_PATH, g->language, minutes.data, NULL, NULL);
    bytes_free(&minutes);
}

static int64_t draw_titles(struct gantt *g)
{
    struct bytes text = {0};
    time_write_sentence(&text, TIME_GANTT_TITLE, g->language, g->report->sop->title, NULL, NULL);
    int64_t y = draw_note(g, &text, &title_font, PT(16), PT(36));
    write_identity(g, &text);
    y = draw_note(g, &text, &text_font, PT(11), y);
    write_result(g, &text);
    y = draw_note(g, &text, &text_font, PT(11), y);
    bytes_free(&text);
    return y;
}

/* The page read aloud: its rows from the top. */
static void draw_description(struct gantt *g)
{
    bytes_add_string(g->out, "<desc>");
    for (uint32_t i = 0; i < g->n_lines; i++) {
        if (g->lines[i].row == NONE)
            continue;
        svg_escaped(g->out, gantt_describe(g, g->lines[i].row));
        bytes_add_string(g->out, ". ");
    }
    bytes_add_string(g->out, "</desc>\n");
}

static const char hatch[] =
    "<defs><pattern id=\"gantt-critical\" width=\"3.2\" height=\"3.2\""
    " patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
    "<rect width=\"3.2\" height=\"3.2\" fill=\"#b3261e\"/>"
    "<path d=\"M0 0V3.2\" stroke=\"#fff\" stroke-width=\"1\"/></pattern></defs>\n";

/* From the ground up; y of the last line of labels. */
static int64_t draw_chart(struct gantt *g)
{
    draw_ground(g);
    gantt_draw_axis(g);
    draw_rules(g);
    draw_table(g);
    int64_t y = gantt_draw_marks(g);
    gantt_draw_arrows(g);
    gantt_draw_bars(g);
    return y;
}

static int64_t draw_foot(struct gantt *g, int64_t y)
{
    struct bytes text = {0};
    gantt_draw_legend(g, y);
    time_write_reckoning(g->report, g->language, &text);
    y = draw_note(g, &text, &small_font, GANTT_SMALL_LEADING, y + PT(18));
    if (g->report->plan)
        time_plan_write_granted(g->report, g->language, &text);
    y = draw_note(g, &text, &small_font, GANTT_SMALL_LEADING, y);
    bytes_free(&text);
    return y;
}

/* The body first: the page is as high as it turns out to be. */
void time_gantt(const struct time_report *report, enum language language, struct arena *arena,
                struct bytes *out)
{
    struct bytes body = {0};
    struct gantt g = {.report = report, .language = language, .arena = arena, .out = &body};
    int64_t y = draw_titles(&g);
    set_lines(&g, y + PT(2) + GANTT_AXIS_HEIGHT);
    gantt_axis_set(&g, report->plan ? (double)report->plan->begin : 0, gantt_last_value(&g));
    y = draw_foot(&g, draw_chart(&g) + PT(12));
    struct bytes title = {0};
    time_write_sentence(&title, TIME_GANTT_TITLE, language, report->sop->title, NULL, NULL);
    svg_begin(out, "sop-gantt", GANTT_WIDTH, y + PT(14), title.data);
    g.out = out;
    draw_description(&g);
    bytes_add_string(out, hatch);
    bytes_add_string(out, "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    bytes_add(out, body.data, body.len);
    bytes_add_string(out, "</svg>\n");
    out->failed |= body.failed;
    bytes_free(&title);
    bytes_free(&body);
}
