/*
 * A copy of the procedure in which one row, or the ways of one, is changed is analysed like
 * any other, so that what is said of it holds, whatever runs side by side with the row.
 * Analyses cost; only the rows that last longest in all are tried, few of them
 * where the procedure is long.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/time/gains.h"
#include "compiler/time/odds.h"

enum { MOST_TRIED = 50, MOST_ROWS_TRIED = 200000 };

struct search {
    const struct time_report *report;
    struct time_options options;
    struct arena *arena;
};

/* ---- one thing changed --------------------------------------------------- */

static void *copy_of(const void *at, uint32_t n, size_t size, struct arena *arena)
{
    void *copy = arena_array(arena, n, size);
    if (n)
        memcpy(copy, at, n * size);
    return copy;
}

static void shorten(struct duration *d, double factor)
{
    d->a = llround((double)d->a * factor);
    d->b = llround((double)d->b * factor);
    d->c = llround((double)d->c * factor);
}

static double earlier_by(const struct search *s, const struct flow *changed, struct arena *arena)
{
    double minutes = time_analyse(changed, &s->options, arena)->expected.minutes;
    return s->report->expected.minutes - minutes;
}

static double row_minutes(const struct search *s, uint32_t r)
{
    return s->report->rows[r].work + s->report->rows[r].wait;
}

static double shorter_row(const struct search *s, uint32_t r, double less)
{
    struct arena scratch;
    arena_init(&scratch, s->arena->on_full);
    struct flow flow = *s->report->flow;
    struct sop sop = *flow.sop;
    flow.sop = &sop;
    sop.rows.at = copy_of(sop.rows.at, sop.rows.n, sizeof *sop.rows.at, &scratch);
    shorten(&sop.rows.at[r].work, 1 - less / row_minutes(s, r));
    shorten(&sop.rows.at[r].wait, 1 - less / row_minutes(s, r));
    double minutes = earlier_by(s, &flow, &scratch);
    arena_free(&scratch);
    return minutes;
}

/* ---- the ways that send back --------------------------------------------- */

static double rework_of(const struct search *s, uint32_t r)
{
    const struct flow *f = s->report->flow;
    const struct odds *odds = s->report->odds;
    double sum = 0;
    for (uint32_t w = f->first_way[r]; w < f->first_way[r + 1]; w++)
        sum += odds->is_rework[w] ? odds->of_way[w] : 0;
    return sum;
}

/* All ways in the same proportions, but those of rework; the last takes the rest,
 * so that nothing is lost to rounding. ways: of a copy. */
static void never_send_back(const struct search *s, uint32_t r, struct way *ways)
{
    const struct flow *f = s->report->flow;
    const struct odds *odds = s->report->odds;
    double rest = 1 - rework_of(s, r);
    struct way *last = NULL;
    for (uint32_t w = f->first_way[r]; w < f->first_way[r + 1]; w++) {
        if (ways[w].outcome == NONE || ways[w].is_late || ways[w].is_then)
            continue;
        double share = odds->is_rework[w] ? 0 : odds->of_way[w] / rest;
        ways[w].percent = (int64_t)(share * 100 * DECIMAL_ONE);
        if (!odds->is_rework[w])
            last = &ways[w];
    }
    if (last)
        last->percent = -1;
}

static double without_rework(const struct search *s, uint32_t r)
{
    struct arena scratch;
    arena_init(&scratch, s->arena->on_full);
    struct flow flow = *s->report->flow;
    flow.ways = copy_of(flow.ways, flow.first_way[flow.n_rows], sizeof *flow.ways, &scratch);
    never_send_back(s, r, flow.ways);
    double minutes = earlier_by(s, &flow, &scratch);
    arena_free(&scratch);
    return minutes;
}

/* ---- which are tried ------------------------------------------------------ */

struct candidate {
    uint32_t row;
    double weight;
};

static int heavier_first(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* The heaviest, so many as there is time for. */
static uint32_t choose(struct candidate *list, uint32_t n, uint32_t n_rows)
{
    uint32_t most = MOST_ROWS_TRIED / n_rows;
    most = most > MOST_TRIED ? MOST_TRIED : most < MOST_GAINS ? MOST_GAINS : most;
    qsort(list, n, sizeof *list, heavier_first);
    return n < most ? n : most;
}

/* What people say of so long a time: at most half of it. */
static double unit_of(double minutes, double day)
{
    const double units[] = {day, 60, 10, 1};
    for (uint32_t i = 0; i < COUNT_OF(units); i++)
        if (units[i] > 0 && minutes >= 2 * units[i])
            return units[i];
    return 0;
}

/* ---- the best of them ------------------------------------------------------ */

/* Of two that are worth the same the row that stands first: not what was rounded up. */
static bool is_better(const struct time_gain *gain, double value, const struct time_gain *than,
                      double its_value)
{
    double little = 1e-9 * fabs(its_value);
    return value > its_value + little || (value > its_value - little && gain->row < than->row);
}

/* Keeps a list in order of value, MOST_GAINS at most. */
static void keep(struct time_gains *best, double values[MOST_GAINS], const struct time_gain *gain,
                 double value)
{
    uint32_t at = best->n;
    while (at > 0 && is_better(gain, value, &best->at[at - 1], values[at - 1]))
        at--;
    if (at == MOST_GAINS)
        return;
    best->n += best->n < MOST_GAINS;
    for (uint32_t i = best->n - 1; i > at; i--) {
        best->at[i] = best->at[i - 1];
        values[i] = values[i - 1];
    }
    best->at[at] = *gain;
    values[at] = value;
}

/* A row that lasts less than a tenth of the time is not worth a sentence. */
static struct time_gains best_rows(const struct search *s)
{
    const struct time_report *report = s->report;
    uint32_t n = 0, n_rows = report->flow->n_rows;
    struct candidate *list = ARENA_ARRAY(s->arena, n_rows, struct candidate);
    struct time_gains best = {.n = 0};
    double values[MOST_GAINS];
    for (uint32_t r = 0; r < n_rows; r++) {
        double weight = report->rows[r].visits * row_minutes(s, r);
        if (report->sop->rows.at[r].no && weight >= report->expected.minutes / 10)
            list[n++] = (struct candidate){r, weight};
    }
    n = choose(list, n, n_rows);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = list[i].row;
        struct time_gain gain = {.kind = TIME_GAIN_ROW, .row = r};
        gain.less = unit_of(row_minutes(s, r), report->sop->units.of[UNIT_DAY]);
        gain.part = list[i].weight / report->expected.minutes;
        gain.minutes = gain.less > 0 ? shorter_row(s, r, gain.less) : 0;
        if (gain.minutes > gain.less / 100)
            keep(&best, values, &gain, gain.minutes / gain.less * row_minutes(s, r));
    }
    return best;
}

/* Rework that costs less than a hundredth of the time neither. */
static struct time_gains best_rework(const struct search *s)
{
    const struct time_report *report = s->report;
    uint32_t n = 0, n_rows = report->flow->n_rows;
    struct candidate *list = ARENA_ARRAY(s->arena, n_rows, struct candidate);
    struct time_gains best = {.n = 0};
    double values[MOST_GAINS];
    for (uint32_t r = 0; r < n_rows; r++) {
        double weight = report->sop->rows.at[r].no ? rework_of(s, r) * report->rows[r].visits : 0;
        if (weight > 0 && rework_of(s, r) < 1)
            list[n++] = (struct candidate){r, weight};
    }
    n = choose(list, n, n_rows);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = list[i].row;
        struct time_gain gain = {.kind = TIME_GAIN_REWORK, .row = r, .part = rework_of(s, r)};
        gain.minutes = without_rework(s, r);
        if (gain.minutes > report->expected.minutes / 100)
            keep(&best, values, &gain, gain.minutes);
    }
    return best;
}

/* Two rows and one decision, or what there is. */
static struct time_gains mixed(const struct time_gains *rows, const struct time_gains *rework)
{
    struct time_gains all = {.n = 0};
    uint32_t n_rework = rework->n > 0, n_rows;
    n_rows = rows->n < MOST_GAINS - n_rework ? rows->n : MOST_GAINS - n_rework;
    n_rework = rework->n < MOST_GAINS - n_rows ? rework->n : MOST_GAINS - n_rows;
    for (uint32_t i = 0; i < n_rows; i++)
        all.at[all.n++] = rows->at[i];
    for (uint32_t i = 0; i < n_rework; i++)
        all.at[all.n++] = rework->at[i];
    return all;
}

/* Where there are but a few rows anybody sees it. */
static bool is_simple(const struct time_report *report)
{
    uint32_t n = 0;
    for (uint32_t r = 0; r < report->flow->n_rows; r++)
        n += report->rows[r].work + report->rows[r].wait > 0;
    return n < 3;
}

const struct time_gains *time_gains_find(const struct time_report *report,
                                         const struct time_options *options,
                                         struct arena *arena)
{
    struct time_gains *gains = ARENA_NEW(arena, struct time_gains);
    if (report->expected.method == TIME_BOUNDS || !isfinite(report->expected.minutes) ||
        is_simple(report))
        return gains;
    struct search s = {.report = report, .options = *options, .arena = arena};
    s.options.has_gains = s.options.has_start = false;
    s.options.is_mean_only = true;
    struct time_gains rows = best_rows(&s), rework = best_rework(&s);
    *gains = mixed(&rows, &rework);
    return gains;
}
