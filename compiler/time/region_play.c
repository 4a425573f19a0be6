/* A region without choices, whose durations are one figure each, played once. */
#include "compiler/time/process_int.h"
#include "compiler/time/region.h"
#include "compiler/time/support.h"

/* Rows that are open, the one that is done first on top. */
struct event {
    double time;
    uint32_t row;
};

struct playing {
    const struct process *p;
    struct region *region;
    const struct flow *flow;
    const struct odds *odds;
    const struct process_time *times;
    struct arena *arena;
    uint32_t *index;               /* row -> in region->rows */
    double *done_at;               /* per row of the region; -1: not open */
    struct marking marking;
    LIST_OF(struct event) heap;
    double now;
};

static bool is_before(const struct playing *s, uint32_t a, uint32_t b)
{
    const struct event *x = &s->heap.at[a - 1], *y = &s->heap.at[b - 1];
    return x->time != y->time ? x->time < y->time : x->row < y->row;
}

static void swap(struct playing *s, uint32_t a, uint32_t b)
{
    struct event event = s->heap.at[a - 1];
    s->heap.at[a - 1] = s->heap.at[b - 1];
    s->heap.at[b - 1] = event;
}

static void put(struct playing *s, struct event event)
{
    *LIST_ADD(s->arena, &s->heap) = event;
    for (uint32_t i = s->heap.n; i > 1 && is_before(s, i, i / 2); i /= 2)
        swap(s, i, i / 2);
}

static struct event take(struct playing *s)
{
    struct event first = s->heap.at[0];
    swap(s, 1, s->heap.n);
    s->heap.n--;
    for (uint32_t i = 1, child = 2; child <= s->heap.n; i = child, child *= 2) {
        child += child < s->heap.n && is_before(s, child + 1, child);
        if (!is_before(s, child, i))
            break;
        swap(s, i, child);
    }
    return first;
}

/* The one way of a row, or NULL: there are others. */
static const struct way *only_way(const struct playing *s, uint32_t r)
{
    const struct way *only = NULL;
    for (uint32_t w = s->flow->first_way[r]; w < s->flow->first_way[r + 1]; w++) {
        if (!(s->odds->of_way[w] > 0))
            continue;
        if (only || s->flow->ways[w].counter != NONE)
            return NULL;
        only = &s->flow->ways[w];
    }
    return only;
}

/* Minutes until its way is taken; negative: not one figure. */
static double duration(const struct playing *s, uint32_t r)
{
    const struct way *way = only_way(s, r);
    struct row_time t = region_row(s->region, r, s->times);
    if (!way || t.least != t.most)
        return -1;
    if (way->delay) {
        struct minutes m = minutes_of(way->delay, s->p->items, s->p->sop);
        if (m.least != m.most)
            return -1;
        t.least += m.least;
    }
    return t.least;
}

/* What has opened begins now. False: it lasts no one figure. */
static bool begin_opened(struct playing *s)
{
    for (uint32_t i = 0; i < s->marking.opened.n; i++) {
        uint32_t r = s->marking.opened.at[i];
        if (r == s->region->net->exit || !marking_is_open(&s->marking, r))
            continue;
        double minutes = duration(s, r);
        if (!(minutes >= 0))
            return false;
        s->done_at[s->index[r]] = s->now + minutes;
        s->region->visits[s->index[r]]++;
        put(s, (struct event){s->now + minutes, r});
    }
    s->marking.opened.n = 0;
    return !s->marking.is_broken;
}

/* Is the region over, as it should be? */
static bool is_over(const struct playing *s)
{
    const struct marking *m = &s->marking;
    if (s->region->net->exit == NONE)
        return !m->open.n && !m->done.n;
    return m->open.n == 1 && m->open.at[0] == s->region->net->exit && !m->done.n;
}

/* A named end took everything: that is right where no row follows the region. */
static bool is_named_end(struct playing *s)
{
    if (s->region->net->exit != NONE)
        return false;
    s->region->visits[s->index[s->marking.end]]++;
    return true;
}

/* No row is done more often than it is when nothing goes round. */
static bool play(struct playing *s)
{
    uint32_t n_left = 2 * s->region->n_rows;
    if (!begin_opened(s))
        return false;
    while (s->heap.n) {
        struct event e = take(s);
        if (!marking_is_open(&s->marking, e.row) || s->done_at[s->index[e.row]] != e.time)
            continue;   /* it was withdrawn */
        if (!n_left--)
            return false;
        s->now = e.time;
        marking_close(&s->marking, e.row);
        marking_apply(&s->marking, s->flow, only_way(s, e.row), s->arena);
        if (s->marking.is_over)
            return is_named_end(s);
        if (!begin_opened(s))
            return false;
    }
    return is_over(s);
}

static void set_beginning(struct playing *s)
{
    const struct region_net *net = s->region->net;
    for (uint32_t i = 0; i < net->n_open; i++)
        marking_open(&s->marking, net->open[i], s->arena);
    for (uint32_t i = 0; i < net->n_done; i++)
        *LIST_ADD(s->arena, &s->marking.done) = net->done[i];
}

bool region_play(const struct process *p, struct region *region,
                 const struct process_time *times, struct arena *arena)
{
    struct playing s = {.p = p, .region = region, .times = times, .arena = arena};
    s.flow = region->net->input->flow;
    s.odds = region->net->input->odds;
    s.index = region_index(region);
    s.done_at = ARENA_ARRAY(arena, region->n_rows + 1, double);
    for (uint32_t i = 0; i < region->n_rows; i++)
        region->visits[i] = 0;
    set_beginning(&s);
    bool is_played = play(&s);
    region_index_clear(region);
    for (uint32_t i = 0; i < region->n_rows && !is_played; i++)
        region->visits[i] = 0;
    region->low = region->high = is_played ? s.now : 0;
    region->variance = is_played ? 0 : region->variance;
    return is_played;
}
