/*
 * What a simulation takes for granted: a predicate for each sentence of
 * runtime/duration/words.def, which is said when it holds for any row.
 */
#include "runtime/cli/cli.h"

static const struct image_row *row_of(const struct simulation *s, uint32_t r)
{
    return &s->image->t.row[r];
}

static bool either(const struct simulation *s, uint32_t r, bool (*holds)(const struct duration *))
{
    struct duration work = image_duration(s->image, row_of(s, r)->work);
    struct duration wait = image_duration(s->image, row_of(s, r)->wait);
    return holds(&work) || holds(&wait);
}

static uint32_t n_actors(const struct simulation *s, uint32_t r, uint32_t *first)
{
    uint32_t n;
    const uint32_t *actors = image_list(s->image, row_of(s, r)->actors, &n);
    *first = n ? actors[0] : NONE;
    return n;
}

/* ---- times ----------------------------------------------------------------- */

static bool has_words(const struct duration *d) { return d->kind == DURATION_WORDS; }
static bool is_by_clock(const struct duration *d) { return d->is_calendar; }
static bool is_by_items(const struct duration *d) { return d->per_item; }

static bool is_in_words(const struct simulation *s, uint32_t r)
{
    return either(s, r, has_words);
}

static bool is_on_the_wall(const struct simulation *s, uint32_t r)
{
    return either(s, r, is_by_clock);
}

static bool is_per_item(const struct simulation *s, uint32_t r)
{
    return either(s, r, is_by_items);
}

/* Data decide at once: no time is missing where nobody works. */
static bool is_without_time(const struct simulation *s, uint32_t r)
{
    const struct image_row *row = row_of(s, r);
    uint32_t first;
    return row->work == NONE && row->wait == NONE && row->calls == NONE &&
           !(row->is_data && n_actors(s, r, &first) == 0);
}

static bool is_called_by_time(const struct simulation *s, uint32_t r)
{
    return row_of(s, r)->calls != NONE && row_of(s, r)->work != NONE;
}

static bool is_called_played(const struct simulation *s, uint32_t r)
{
    return row_of(s, r)->calls != NONE && row_of(s, r)->work == NONE;
}

/* ---- people ---------------------------------------------------------------- */

static bool is_each_of_one(const struct simulation *s, uint32_t r)
{
    uint32_t first, n_units;
    if (!row_of(s, r)->is_each || n_actors(s, r, &first) == 0)
        return false;
    image_list(s->image, s->image->t.actor[first].units, &n_units);
    return s->image->t.actor[first].count == 0 && n_units == 0;
}

static bool is_shared(const struct simulation *s, uint32_t r)
{
    uint32_t first;
    return row_of(s, r)->is_any && n_actors(s, r, &first) > 1;
}

static bool is_withdrawn_whole(const struct simulation *s, uint32_t r)
{
    return s->result.withdrawn[r - s->image->t.procedure[0].rows.first] > 0;
}

/* ---- ways ------------------------------------------------------------------ */

static bool is_usual_rework(const struct simulation *s, uint32_t r)
{
    return s->result.source[r] == SIMULATE_REWORK;
}

static bool is_even(const struct simulation *s, uint32_t r)
{
    return s->result.source[r] == SIMULATE_EVEN;
}

static bool is_as_called(const struct simulation *s, uint32_t r)
{
    return s->result.source[r] == SIMULATE_CALLED;
}

/* Of a single outcome left over nothing is shared. */
static bool is_rest_shared(const struct simulation *s, uint32_t r)
{
    uint32_t first = row_of(s, r)->outcomes.first, n = 0;
    for (uint32_t o = first; o < first + image_n_answers(s->image, r); o++)
        n += s->image->t.outcome[o].percent < 0;
    return n > 1 && s->result.source[r] == SIMULATE_SHARED;
}

static bool is_never_late(const struct simulation *s, uint32_t r)
{
    return image_late(s->image, r) != NONE;
}

/* ---- sentences ---------------------------------------------------------------- */

static const struct {
    bool (*holds)(const struct simulation *s, uint32_t row);
    enum message sentence;
} assumptions[] = {
#define ASSUMED(symbol, en, id) {symbol, MSG_ASSUMED_##symbol},
#define ASSUMED_OF_CASES ASSUMED
#include "runtime/duration/words.def"
};

const uint32_t simulation_n_assumptions = COUNT_OF(assumptions);

bool simulation_write_assumption(const struct simulation *s, uint32_t i, struct bytes *out)
{
    struct image_span rows = s->image->t.procedure[0].rows;
    struct bytes numbers = {0};
    struct number_runs runs = {0};
    char items[32], rework[32];
    for (uint32_t r = rows.first; r < rows.first + rows.n; r++)
        if (row_of(s, r)->no && assumptions[i].holds(s, r))
            number_runs_add(&runs, &numbers, row_of(s, r)->no);
    number_runs_end(&runs, &numbers);
    if (runs.is_begun)
        cli_write(s->cli, out, assumptions[i].sentence, numbers.data,
                  number_format(s->options.items, items),
                  number_format(s->options.rework * 100, rework), NULL);
    out->failed |= numbers.failed;
    bytes_free(&numbers);
    return runs.is_begun;
}

bool simulation_write_reckoning(const struct simulation *s, struct bytes *out)
{
    const struct image_procedure *p = &s->image->t.procedure[0];
    const struct calendar *c = image_calendar(s->image, p);
    struct unit_minutes units = image_units(s->image, p);
    char day[32], week[32], days[32];
    enum message m = p->calendar == NONE ? MSG_TIME_NO_CALENDAR
                     : c->is_always      ? MSG_TIME_BY_ALWAYS
                                         : MSG_TIME_BY_CALENDAR;
    cli_write(s->cli, out, m, number_format(units.of[UNIT_DAY], day),
              number_format(calendar_week_minutes(c), week),
              number_format(calendar_week_days(c), days), NULL);
    return p->calendar == NONE;
}
