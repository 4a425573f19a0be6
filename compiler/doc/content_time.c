/*
 * The annex of times: what `sopc time` tells, as the tables of a document:
 * rows, sums, actors, and what the figures take for granted. The figures come
 * from the report; here they only get their words.
 */
#include <math.h>
#include <string.h>

#include "compiler/doc/content.h"
#include "compiler/time/words.h"

struct annex {
    const struct time_report *report;
    enum language language;
    struct doc_annex *annex;
    struct arena *arena;
};

static double day_of(const struct annex *a)
{
    return a->report->sop->units.of[UNIT_DAY];
}

/* Takes a text out of the heap; figures with the comma of the language. */
static const char *figures(const struct annex *a, struct bytes *b)
{
    char *text = arena_copy(a->arena, b->data ? b->data : "", b->len);
    for (char *p = text; a->language == LANG_ID && *p; p++)
        if (*p == '.')
            *p = ',';
    bytes_free(b);
    return text;
}

static const char *minutes_text(const struct annex *a, double minutes)
{
    struct bytes b = {0};
    if (minutes == 0)
        return "0";
    minutes_write(&b, minutes, day_of(a), a->language, MINUTES_LONG);
    return figures(a, &b);
}

static const char *number_text(const struct annex *a, double n, const char *behind)
{
    struct bytes b = {0};
    char digits[32];
    bytes_printf(&b, "%s%s", number_format(round(n * 10) / 10, digits), behind);
    return figures(a, &b);
}

/* What is said in words is not put into figures, though it counts as 0. */
static const char *row_text(const struct annex *a, const struct duration *d, double minutes)
{
    return d->kind == DURATION_WORDS && d->words ? d->words : minutes_text(a, minutes);
}

/* ---- tables ---------------------------------------------------------------- */

static void column_add(const struct annex *a, struct doc_table *t, const char *label,
                       bool is_number, bool is_text)
{
    *LIST_ADD(a->arena, &t->columns) = (struct doc_column){label, is_number, is_text};
}

static struct doc_line *line_add(const struct annex *a, struct doc_table *t)
{
    struct doc_line *line = LIST_ADD(a->arena, &t->lines);
    line->cells = ARENA_ARRAY(a->arena, t->columns.n, const char *);
    line->row = NONE;
    return line;
}

static struct doc_block *block_add(const struct annex *a, enum doc_word heading)
{
    return doc_block_add(a->annex, heading, a->language, a->arena);
}

/* ---- the rows ---------------------------------------------------------------- */

static const char *actors_text(const struct annex *a, const struct row *row)
{
    const char *text = NULL;
    for (uint32_t i = 0; i < row->actors.n; i++) {
        const char *name = a->report->sop->actors.at[row->actors.at[i]].name;
        bool is_again = false;
        for (uint32_t k = 0; k < i; k++)
            is_again |= row->actors.at[k] == row->actors.at[i];
        if (!is_again)
            text = text ? arena_printf(a->arena, "%s, %s", text, name) : name;
    }
    return text;
}

/* With two places, so that they stand under one another. */
static const char *visits_text(const struct annex *a, double visits)
{
    struct bytes b = {0};
    if (!isfinite(visits))
        return "\u2013";
    bytes_printf(&b, "%.2f", visits);
    return figures(a, &b);
}

/* Columns that are there only where they tell something. */
struct row_columns {
    bool wait, visits;
};

static void row_line(const struct annex *a, struct doc_table *t, uint32_t r,
                     const struct row_columns *has)
{
    const struct row *row = &a->report->sop->rows.at[r];
    const struct time_row *time = &a->report->rows[r];
    struct doc_line *line = line_add(a, t);
    const char **cell = line->cells, *none = "\u2013";
    line->row = r;
    line->is_marked = time->is_critical;
    *cell++ = arena_printf(a->arena, "%u", row->no);
    *cell++ = row->text;
    *cell++ = actors_text(a, row);
    *cell++ = row_text(a, &row->work, time->work);
    if (has->wait)
        *cell++ = row_text(a, &row->wait, time->wait);
    *cell++ = time->has_schedule ? minutes_text(a, time->es) : none;
    *cell++ = time->has_schedule ? minutes_text(a, time->slack) : none;
    if (has->visits)
        *cell++ = visits_text(a, time->visits);
    *cell++ = time->is_critical ? doc_word(DOC_WORD_YES, a->language) : NULL;
}

static bool has_wait(const struct time_report *report)
{
    for (uint32_t r = 0; r < report->flow->n_rows; r++)
        if (report->rows[r].wait > 0)
            return true;
    return false;
}

static void rows_block(const struct annex *a)
{
    struct doc_table *t = &block_add(a, DOC_WORD_TIME_ROWS)->table;
    struct row_columns has = {has_wait(a->report), time_has_visits(a->report)};
    enum language l = a->language;
    column_add(a, t, time_word(TIME_COL_NO, l), true, false);
    column_add(a, t, time_word(TIME_COL_TEXT, l), false, true);
    column_add(a, t, time_word(TIME_COL_ACTORS, l), false, true);
    column_add(a, t, time_word(TIME_COL_WORK, l), true, false);
    if (has.wait)
        column_add(a, t, time_word(TIME_COL_WAIT, l), true, false);
    column_add(a, t, time_word(TIME_COL_ES, l), true, false);
    column_add(a, t, time_word(TIME_COL_SLACK, l), true, false);
    if (has.visits)
        column_add(a, t, time_word(TIME_COL_VISITS, l), true, false);
    column_add(a, t, doc_word(DOC_WORD_CRITICAL, l), false, false);
    for (uint32_t r = 0; r < a->report->flow->n_rows; r++)
        if (a->report->sop->rows.at[r].no)
            row_line(a, t, r, &has);
}

/* ---- the sums ---------------------------------------------------------------- */

/* "395 minutes = 6 hours 35 minutes", less than an hour only once. */
static const char *sum_text(const struct annex *a, double minutes)
{
    if (!isfinite(minutes))
        return time_word(TIME_NEVER, a->language);
    const char *text = minutes_text(a, minutes);
    if (minutes < 60)
        return text;
    return arena_printf(a->arena, "%s %s = %s", number_text(a, minutes, ""),
                        time_word(TIME_MINUTES, a->language), text);
}

static struct doc_line *labelled(const struct annex *a, struct doc_table *t, const char *label,
                                 const char *text)
{
    struct doc_line *line = line_add(a, t);
    line->cells[0] = label;
    line->cells[1] = text;
    return line;
}

static struct doc_line *sum_line(const struct annex *a, struct doc_table *t,
                                 enum time_word label, double minutes)
{
    return labelled(a, t, time_word(label, a->language), sum_text(a, minutes));
}

/* "1–5, 8", or NULL where the way has no numbered row. */
static const char *critical_numbers(const struct annex *a)
{
    struct bytes b = {0};
    struct number_runs runs = {0};
    for (uint32_t i = 0; i < a->report->n_critical; i++) {
        uint32_t no = a->report->sop->rows.at[a->report->critical[i]].no;
        if (no)
            number_runs_add(&runs, &b, no);
    }
    number_runs_end(&runs, &b);
    const char *text = b.len ? arena_copy(a->arena, b.data, b.len) : NULL;
    bytes_free(&b);
    return text;
}

/* ---- the expected time ------------------------------------------------------- */

static const char *average_text(const struct annex *a)
{
    const struct time_expected *e = &a->report->expected;
    if (!isfinite(e->minutes))
        return time_word(TIME_GOES_ROUND, a->language);
    if (!(e->stddev >= 0.05))
        return sum_text(a, time_whole(e->minutes));
    return doc_sentence(a->arena, DOC_WORD_AVERAGE_SPREAD, a->language,
                        sum_text(a, time_whole(e->minutes)),
                        minutes_text(a, time_spread(e, day_of(a))));
}

static const char *bounds_text(const struct annex *a)
{
    const struct time_expected *e = &a->report->expected;
    const char *low = minutes_text(a, time_rounded(e->low, day_of(a)));
    if (!isfinite(e->high))
        return doc_sentence(a->arena, DOC_WORD_AVERAGE_AT_LEAST, a->language, low);
    return doc_sentence(a->arena, DOC_WORD_AVERAGE_BETWEEN, a->language, low,
                        minutes_text(a, time_rounded_up(e->high, day_of(a))));
}

static const char *percentiles_text(const struct annex *a)
{
    const char *text[N_TIME_PERCENTILES];
    for (uint32_t p = 0; p < N_TIME_PERCENTILES; p++) {
        double minutes = a->report->expected.percentiles[p];
        if (!isfinite(minutes))
            return NULL;
        text[p] = minutes_text(a, time_rounded_up(minutes, day_of(a)));
    }
    return doc_sentence(a->arena, DOC_WORD_PERCENTILES, a->language, text[TIME_P50],
                        text[TIME_P80], text[TIME_P95], text[TIME_P99]);
}

/* The percentiles of what never varies are the average again. */
static void expected_lines(const struct annex *a, struct doc_table *t)
{
    const struct time_expected *e = &a->report->expected;
    const char *label = doc_word(DOC_WORD_AVERAGE, a->language);
    const char *percentiles = e->stddev >= 0.05 ? percentiles_text(a) : NULL;
    if (e->method == TIME_BOUNDS && isfinite(e->low))
        labelled(a, t, label, bounds_text(a));
    else if (!isnan(e->minutes))
        labelled(a, t, label, average_text(a));
    if (percentiles)
        labelled(a, t, doc_word(DOC_WORD_ENDS_WITHIN, a->language), percentiles);
}

static void sums_block(const struct annex *a)
{
    struct doc_table *t = &block_add(a, DOC_WORD_TIME_SUMS)->table;
    column_add(a, t, NULL, false, false);
    column_add(a, t, NULL, false, true);
    sum_line(a, t, TIME_STRAIGHT, a->report->straight);
    struct doc_line *critical = sum_line(a, t, TIME_CRITICAL, a->report->longest);
    const char *numbers = critical_numbers(a);
    if (numbers)
        critical->cells[1] = doc_sentence(a->arena, DOC_WORD_SUM_ROWS, a->language,
                                          critical->cells[1], numbers);
    sum_line(a, t, TIME_SHORTEST, a->report->shortest);
    expected_lines(a, t);
}

/* ---- the actors ---------------------------------------------------------------- */

static bool has_expected(const struct time_report *report)
{
    for (uint32_t i = 0; i < report->sop->actors.n; i++)
        if (fabs(report->actors[i].expected - report->actors[i].minutes) >= 0.05)
            return true;
    return false;
}

static const char *expected_text(const struct annex *a, double minutes)
{
    return isfinite(minutes) ? minutes_text(a, time_whole(minutes))
                             : "\u2013";
}

static void actors_block(const struct annex *a)
{
    struct doc_table *t = &block_add(a, DOC_WORD_TIME_ACTORS)->table;
    enum language l = a->language;
    column_add(a, t, time_word(TIME_COL_ACTORS, l), false, true);
    column_add(a, t, doc_word(DOC_WORD_WORK, l), true, false);
    column_add(a, t, time_word(TIME_COL_SHARE, l), true, false);
    column_add(a, t, time_word(TIME_COL_HANDOVER, l), true, false);
    if (has_expected(a->report))
        column_add(a, t, time_word(TIME_COL_EXPECTED, l), true, false);
    for (uint32_t i = 0; i < a->report->sop->actors.n; i++) {
        const struct time_actor *actor = &a->report->actors[i];
        const char **cells = line_add(a, t)->cells;
        cells[0] = a->report->sop->actors.at[i].name;
        cells[1] = minutes_text(a, actor->minutes);
        cells[2] = number_text(a, actor->share * 100, " %");
        cells[3] = number_text(a, actor->handovers, "");
        if (t->columns.n > 4)
            cells[4] = expected_text(a, actor->expected);
    }
}

/* ---- what the figures mean ----------------------------------------------------- */

/* The words of the language stand in `...`: in a document, in quotes. */
static const char *quoted(const struct annex *a, const char *text)
{
    struct bytes b = {0};
    bool is_open = false;
    for (; *text; text++) {
        if (*text == '`')
            bytes_add_string(&b, (is_open = !is_open) ? "\u201c" : "\u201d");
        else
            bytes_add_char(&b, *text);
    }
    const char *out = arena_copy(a->arena, b.data ? b.data : "", b.len);
    bytes_free(&b);
    return out;
}

/* As a sentence, with a capital. */
static void note_add(const struct annex *a, struct doc_list *list, struct bytes *b)
{
    char *text = arena_copy(a->arena, b->data ? b->data : "", b->len);
    if (*text >= 'a' && *text <= 'z')
        *text = (char)(*text - 'a' + 'A');
    *LIST_ADD(a->arena, &list->items) = quoted(a, text);
    b->len = 0;
}

static void legend_add(const struct annex *a, struct doc_list *list)
{
    bool has_critical = false, has_none = false;
    for (uint32_t r = 0; r < a->report->flow->n_rows; r++) {
        has_critical |= a->report->rows[r].is_critical;
        has_none |= a->report->sop->rows.at[r].no && !a->report->rows[r].has_schedule;
    }
    if (has_critical)
        *LIST_ADD(a->arena, &list->items) = doc_word(DOC_WORD_LEGEND_CRITICAL, a->language);
    if (has_none)
        *LIST_ADD(a->arena, &list->items) = doc_word(DOC_WORD_LEGEND_NONE, a->language);
}

static void notes_block(const struct annex *a)
{
    struct doc_list *list = &block_add(a, DOC_WORD_TIME_NOTES)->list;
    struct bytes b = {0};
    time_write_reckoning(a->report, a->language, &b);
    note_add(a, list, &b);
    for (uint32_t i = 0; i < time_n_assumptions; i++)
        if (time_write_assumption(a->report, i, a->language, &b))
            note_add(a, list, &b);
    legend_add(a, list);
    bytes_free(&b);
}

void doc_time_annex(const struct time_report *report, struct doc_annex *annex,
                    struct arena *arena)
{
    struct annex a = {report, report->sop->language, annex, arena};
    annex->id = "time";
    annex->title = doc_word(DOC_WORD_TIME, a.language);
    rows_block(&a);
    sums_block(&a);
    actors_block(&a);
    notes_block(&a);
}
