/* Where a region begins and ends: from a fork to the row that lies behind all of it. */
#include <math.h>

#include "compiler/time/behind.h"
#include "compiler/time/fork.h"
#include "compiler/time/region.h"

/* ---- rows ---------------------------------------------------------------------- */

struct reach {
    const struct behind *behind;
    uint32_t exit;                 /* not gone into, nor behind */
    uint32_t *index;               /* per row: NONE, if it is not in */
    numbers rows;
};

static void reach_row(struct reach *s, uint32_t row, struct arena *arena)
{
    if (row == s->exit || row == s->behind->flow->n_rows || s->index[row] != NONE)
        return;
    s->index[row] = s->rows.n;
    *LIST_ADD(arena, &s->rows) = row;
}

static struct reach reach(struct builder *b, const uint32_t *open, uint32_t n, uint32_t exit)
{
    struct reach s = {.behind = b->behind, .exit = exit, .index = b->input->index};
    for (uint32_t i = 0; i < n; i++)
        reach_row(&s, open[i], b->arena);
    for (uint32_t i = 0; i < s.rows.n; i++) {
        uint32_t r = s.rows.at[i];
        for (uint32_t a = b->behind->first_to[r]; a < b->behind->first_to[r + 1]; a++)
            reach_row(&s, b->behind->to[a], b->arena);
    }
    return s;
}

/* Its rows are out of the index again. */
static void forget(const struct reach *s)
{
    for (uint32_t i = 0; i < s->rows.n; i++)
        s->index[s->rows.at[i]] = NONE;
}

/* The nearest row behind all, if it is one by which a token goes on. */
static uint32_t find_exit(struct builder *b, const uint32_t *open, uint32_t n)
{
    if (!b->behind)
        b->behind = behind_find(b->flow, b->input->odds, b->arena);
    uint32_t exit = open[0];
    for (uint32_t i = 0; i < n && exit != NONE; i++)
        exit = b->behind->nearest[open[i]] == NONE ? NONE : behind_both(b->behind, exit, open[i]);
    for (uint32_t i = 0; i < n && exit != NONE; i++)
        exit = exit == open[i] ? NONE : exit;
    if (exit == b->flow->n_rows || (exit != NONE && flow_is_end(b->flow, exit)))
        return NONE;
    return exit;
}

/* ---- regions -------------------------------------------------------------------- */

static uint32_t *copy(struct builder *b, const uint32_t *at, uint32_t n)
{
    uint32_t *to = ARENA_ARRAY(b->arena, n + 1, uint32_t);
    for (uint32_t i = 0; i < n; i++)
        to[i] = at[i];
    return to;
}

static struct region *region_new(struct builder *b, const uint32_t *open, uint32_t n,
                                 uint32_t exit, const struct reach *s)
{
    struct region *region = ARENA_NEW(b->arena, struct region);
    region->high = INFINITY;
    region->variance = NAN;
    region->rows = s->rows.at;
    region->n_rows = s->rows.n;
    region->visits = ARENA_ARRAY(b->arena, s->rows.n + 1, double);
    region->net = ARENA_NEW(b->arena, struct region_net);
    *region->net = (struct region_net){
        .input = b->input, .open = copy(b, open, n), .n_open = n, .exit = exit};
    return region;
}

/* Done places that rows of the region, or its exit, wait for are taken in it;
 * the others stay, in b->marking. */
static void part_done(struct builder *b, struct play *play, struct region *region,
                      const struct reach *s)
{
    uint32_t n = 0;
    play_mark_done(b, play);
    numbers *done = &b->marking.done;
    region->net->done = ARENA_ARRAY(b->arena, done->n + 1, uint32_t);
    for (uint32_t i = 0; i < done->n; i++) {
        uint32_t row = flow_place_row(b->flow, done->at[i]);
        if (row == s->exit || s->index[row] != NONE)
            region->net->done[region->net->n_done++] = done->at[i];
        else
            done->at[n++] = done->at[i];
    }
    done->n = n;
}

/* What is counted in the region, and can be again behind it, is not known there. */
static bool has_counted(const struct builder *b, const struct reach *s)
{
    for (uint32_t c = 0; c < b->flow->n_counters; c++)
        if (s->index[b->counter_row[c]] != NONE &&
            (s->exit == NONE || b->component[b->counter_row[c]] == b->component[s->exit]))
            return true;
    return false;
}

static void touch_region(struct builder *b, struct play *play, const struct reach *s)
{
    for (uint32_t i = 0; i < s->rows.n && !play->is_whole; i++) {
        uint32_t r = s->rows.at[i];
        play_touch(b, play, r);
        for (uint32_t w = b->flow->first_way[r]; w < b->flow->first_way[r + 1]; w++)
            for (uint32_t k = 0; k < b->flow->ways[w].n_sets + b->flow->ways[w].n_kept; k++)
                play_touch(b, play, b->flow->ways[w].sets[k]);
        for (uint32_t k = 0; k < b->flow->n_clears[r]; k++)
            play_touch(b, play, b->flow->clears[r][k]);
    }
}

uint32_t *region_index(const struct region *region)
{
    uint32_t *index = region->net->input->index;
    for (uint32_t i = 0; i < region->n_rows; i++)
        index[region->rows[i]] = i;
    return index;
}

void region_index_clear(const struct region *region)
{
    for (uint32_t i = 0; i < region->n_rows; i++)
        region->net->input->index[region->rows[i]] = NONE;
}

/* The region from those rows to that exit; what it does not take is in b->marking. */
static struct region *region_to(struct builder *b, struct play *play, const uint32_t *open,
                                uint32_t n, uint32_t exit)
{
    struct reach rows = reach(b, open, n, exit);
    bool is_counted = exit != NONE && has_counted(b, &rows);
    struct region *region = region_new(b, open, n, exit, &rows);
    part_done(b, play, region, &rows);
    forget(&rows);
    if (is_counted || (exit != NONE && b->has_named_end &&
                       !region_is_left_alone(region, b->arena)))
        return NULL;
    touch_region(b, play, &rows);
    return region;
}

void region_expand(struct builder *b, struct play *play)
{
    struct state s = play->states.at[play->n_expanded];
    struct list list = pool_list(&b->pool, s.open - b->flow->n_rows);
    const uint32_t *open = copy(b, list.at, list.n);
    uint32_t n = list.n, exit = find_exit(b, open, n);
    struct region *region = region_to(b, play, open, n, exit);
    if (!region)
        region = region_to(b, play, open, n, NONE);
    exit = region->net->exit;
    struct process_node *node = &play->nodes.at[play->n_expanded];
    node->kind = PROCESS_REGION;
    node->region = region;
    play->known->is_counting |= b->flow->n_counters > 0;
    play->known->is_failed |= exit == NONE && !play->is_whole;
    if (exit == NONE) {
        play_leap(b, play, NONE, 1, NULL);
    } else {
        marking_open(&b->marking, exit, b->arena);
        play_leap_marking(b, play, s.counts, 1, NULL);
    }
}

void whole_region(struct builder *b, struct play *whole)
{
    const struct flow *f = b->flow;
    struct process *p = whole->known->process;
    if (!b->behind)
        b->behind = behind_find(f, b->input->odds, b->arena);
    struct reach rows = reach(b, f->entries, f->n_entries, NONE);
    struct region *region = region_new(b, f->entries, f->n_entries, NONE, &rows);
    forget(&rows);
    region->net->is_unsound = whole->is_broken;
    p->nodes = ARENA_NEW(b->arena, struct process_node);
    p->leaps = ARENA_NEW(b->arena, struct leap);
    p->n_nodes = p->n_leaps = 1;
    p->n_beside = 0;
    p->nodes[0] = (struct process_node){
        .kind = PROCESS_REGION, .row = NONE, .region = region, .n_leaps = 1};
    p->leaps[0] = (struct leap){NONE, 1, NULL};
}
