/*
 * The odds of outcomes, by the rule of compiler/time: an outcome is rework if
 * nothing of it goes forward; percentages count, what they leave is shared,
 * and without any the usual rework is assumed. Late is never.
 */
#include "runtime/simulate/simulate.h"
#include "runtime/simulate/ways.h"

/* 100 % in the counts that percentages are written in. */
static const double WHOLE = 100.0 * DECIMAL_ONE;

/* ---- which outcomes send back ---------------------------------------------------- */

/* From which rows is an end reached without coming back? Backwards from the ends. */
struct reaching {
    const struct ways *w;
    bool *reaches;         /* per row */
    uint32_t *first_into, *into;   /* row -> the rows with a forward arc to it */
    uint32_t *queue, n_queued;
};

static bool leads_on(const struct ways_arc *arc)
{
    return !arc->is_loop && arc->to != NONE;
}

static void index_into(struct reaching *s)
{
    const struct ways *w = s->w;
    for (uint32_t a = 0; a < w->n_arcs; a++)
        if (leads_on(&w->arcs[a]))
            s->first_into[w->arcs[a].to + 2]++;
    for (uint32_t r = 2; r < w->n_rows + 2; r++)
        s->first_into[r] += s->first_into[r - 1];
    for (uint32_t a = 0; a < w->n_arcs; a++)
        if (leads_on(&w->arcs[a]))
            s->into[s->first_into[w->arcs[a].to + 1]++] = w->arcs[a].from;
}

static void reach(struct reaching *s, uint32_t row)
{
    if (s->reaches[row])
        return;
    s->reaches[row] = true;
    s->queue[s->n_queued++] = row;
}

static bool *find_reaching(struct ways *w)
{
    struct reaching s = {.w = w};
    s.reaches = ARENA_ARRAY(&w->arena, (size_t)w->n_rows + 1, bool);
    s.first_into = ARENA_ARRAY(&w->arena, (size_t)w->n_rows + 3, uint32_t);
    s.into = ARENA_ARRAY(&w->arena, (size_t)w->n_arcs + 1, uint32_t);
    s.queue = ARENA_ARRAY(&w->arena, (size_t)w->n_rows + 1, uint32_t);
    if (!s.reaches || !s.first_into || !s.into || !s.queue)
        return NULL;
    index_into(&s);
    for (uint32_t r = 0; r < w->n_rows; r++)
        if (w->image->runs[w->p->rows.first + r].kind == IMAGE_END)
            reach(&s, r);
    for (uint32_t a = 0; a < w->n_arcs; a++)
        if (w->arcs[a].to == NONE)
            reach(&s, w->arcs[a].from);
    for (uint32_t next = 0; next < s.n_queued; next++)
        for (uint32_t i = s.first_into[s.queue[next]]; i < s.first_into[s.queue[next] + 1]; i++)
            reach(&s, s.into[i]);
    return s.reaches;
}

/* An outcome's arcs stand together: any that goes back, or none to an end. */
static void mark_rework(const struct ways *w, const bool *reaches, bool *is_rework)
{
    for (uint32_t a = 0, end; a < w->n_arcs; a = end) {
        const struct ways_arc *first = &w->arcs[a];
        bool is_back = false, has_end = false;
        for (end = a; end < w->n_arcs && w->arcs[end].from == first->from &&
                      w->arcs[end].outcome == first->outcome; end++) {
            is_back |= w->arcs[end].is_loop;
            has_end |= w->arcs[end].to == NONE || reaches[w->arcs[end].to];
        }
        uint32_t row = w->p->rows.first + first->from;
        if (first->outcome != NONE)
            is_rework[w->image->t.row[row].outcomes.first + first->outcome] = is_back || !has_end;
    }
}

/* ---- how likely they are ------------------------------------------------------------ */

/* The answers of one row. */
struct choice {
    const struct image_outcome *answers;
    const bool *is_rework;
    double *of;
    double given;          /* counts of all that give a percentage */
    uint32_t n, n_given, n_rework;
};

static struct choice choice_of(const struct simulate_odds *odds, uint32_t row)
{
    uint32_t first = odds->image->t.row[row].outcomes.first;
    struct choice c = {.answers = odds->image->t.outcome + first,
                       .is_rework = odds->is_rework + first, .of = odds->of + first,
                       .n = odds->image->runs[row].n_answers};
    for (uint32_t o = 0; o < c.n; o++) {
        bool is_given = c.answers[o].percent >= 0;
        c.n_given += is_given;
        c.n_rework += c.is_rework[o];
        c.given += is_given ? (double)c.answers[o].percent : 0;
    }
    return c;
}

/* Should they not add up to a whole, they are shares of what they do. */
static enum simulate_source by_percentages(const struct choice *c)
{
    bool is_shared = c->n_given < c->n;
    double whole = c->given > WHOLE || !is_shared ? c->given : WHOLE;
    for (uint32_t o = 0; o < c->n; o++) {
        double count = (double)c->answers[o].percent;
        c->of[o] = count >= 0 ? count / whole : (whole - c->given) / whole / (c->n - c->n_given);
    }
    return is_shared ? SIMULATE_SHARED : SIMULATE_GIVEN;
}

static enum simulate_source by_custom(const struct choice *c, double rework)
{
    bool is_even = c->n_rework == 0 || c->n_rework == c->n;
    for (uint32_t o = 0; o < c->n; o++)
        c->of[o] = is_even           ? 1.0 / c->n
                   : c->is_rework[o] ? rework / c->n_rework
                                     : (1 - rework) / (c->n - c->n_rework);
    return is_even ? SIMULATE_EVEN : SIMULATE_REWORK;
}

static enum simulate_source choose(const struct choice *c, bool calls, double rework)
{
    if (c->n_given && (c->given > 0 || c->n_given < c->n))
        return by_percentages(c);
    enum simulate_source source = by_custom(c, rework);
    return c->n < 2 ? SIMULATE_NO_CHOICE : calls ? SIMULATE_CALLED : source;
}

bool simulate_find_odds(struct simulate_odds *odds, double rework)
{
    struct ways w;
    bool *reaches = NULL;
    if (ways_read(&w, odds->image, odds->procedure))
        reaches = find_reaching(&w);
    if (reaches)
        mark_rework(&w, reaches, odds->is_rework);
    for (uint32_t i = 0; i < w.n_rows && reaches; i++) {
        uint32_t row = w.p->rows.first + i;
        struct choice c = choice_of(odds, row);
        odds->source[row] = choose(&c, odds->image->t.row[row].calls != NONE, rework);
    }
    ways_free(&w);
    return reaches != NULL;
}
