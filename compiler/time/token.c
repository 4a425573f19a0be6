/* Markings of a net: what a way sets, and the joins that fire of it. */
#include <string.h>

#include "compiler/time/process_int.h"

void marking_clear(struct marking *m)
{
    m->open.n = m->done.n = m->opened.n = 0;
    m->is_over = m->is_broken = m->is_race = false;
}

static uint32_t find(const numbers *list, uint32_t value)
{
    uint32_t first = 0, end = list->n;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (list->at[middle] < value)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

bool marking_is_open(const struct marking *m, uint32_t row)
{
    uint32_t i = find(&m->open, row);
    return i < m->open.n && m->open.at[i] == row;
}

/* False: it is there already. */
static bool put(numbers *list, uint32_t value, struct arena *arena)
{
    bool is_last = list->n == 0 || list->at[list->n - 1] < value;
    uint32_t i = is_last ? list->n : find(list, value);
    if (i < list->n && list->at[i] == value)
        return false;
    LIST_ADD(arena, list);
    memmove(&list->at[i + 1], &list->at[i], (list->n - 1 - i) * sizeof *list->at);
    list->at[i] = value;
    return true;
}

static void drop(numbers *list, uint32_t first, uint32_t end)
{
    memmove(&list->at[first], &list->at[end], (list->n - end) * sizeof *list->at);
    list->n -= end - first;
}

static void drop_value(numbers *list, uint32_t value)
{
    uint32_t i = find(list, value);
    if (i < list->n && list->at[i] == value)
        drop(list, i, i + 1);
}

void marking_close(struct marking *m, uint32_t row)
{
    drop_value(&m->open, row);
}

void marking_open(struct marking *m, uint32_t row, struct arena *arena)
{
    m->is_broken |= !put(&m->open, row, arena);
    *LIST_ADD(arena, &m->opened) = row;
}

static void end_case(struct marking *m, uint32_t end)
{
    m->is_over = true;
    m->end = end;
    m->open.n = m->done.n = 0;
}

void marking_open_join(struct marking *m, const struct flow *flow, uint32_t join,
                       struct arena *arena)
{
    marking_open(m, join, arena);
    if (flow_is_end(flow, join))
        end_case(m, join);
}

/* Nothing that it sets can be withdrawn before it fires. */
static bool is_peaceful(const struct flow *flow, const struct way *way)
{
    for (uint32_t i = 0; i < way->n_sets + way->n_kept; i++)
        if (flow->n_clears[flow_place_row(flow, way->sets[i])])
            return false;
    return true;
}

/* Does the place open its row by itself? */
static bool is_only_group(const struct flow *flow, uint32_t place)
{
    uint32_t row = flow_place_row(flow, place);
    return flow->first_place[row + 1] - flow->first_place[row] == 1;
}

/* If as many groups are done as the row needs, they are taken and it opens. */
static void fire(struct marking *m, const struct flow *flow, uint32_t row, struct arena *arena)
{
    uint32_t first = find(&m->done, flow->first_place[row]), behind = flow->first_place[row + 1];
    uint32_t n_groups = behind - flow->first_place[row];
    uint32_t last = first + (flow->need[row] ? flow->need[row] : n_groups) - 1;
    if (last >= m->done.n || m->done.at[last] >= behind)
        return;
    uint32_t end = last + 1;
    while (end < m->done.n && m->done.at[end] < behind)
        end++;
    m->is_race |= end - first < n_groups;
    drop(&m->done, first, end);
    for (uint32_t i = 0; i < flow->n_clears[row]; i++)
        drop_value(flow->clears[row][i] < flow->n_rows ? &m->open : &m->done,
                   flow->clears[row][i]);
    marking_open(m, row, arena);
}

void marking_apply(struct marking *m, const struct flow *flow, const struct way *way,
                   struct arena *arena)
{
    uint32_t n = way->n_sets + way->n_kept;
    bool is_direct = is_peaceful(flow, way);   /* and so no list of thousands is moved */
    for (uint32_t i = 0; i < n; i++)
        if (!is_direct || !is_only_group(flow, way->sets[i]))
            m->is_broken |= !put(&m->done, way->sets[i], arena);
    if (way->opens != NONE)
        marking_open(m, way->opens, arena);
    for (uint32_t i = 0; i < n; i++)
        if (is_direct && is_only_group(flow, way->sets[i]))
            marking_open(m, flow_place_row(flow, way->sets[i]), arena);
        else
            fire(m, flow, flow_place_row(flow, way->sets[i]), arena);
    for (uint32_t i = 0; i < m->open.n && !m->is_over; i++)
        if (flow_is_end(flow, m->open.at[i]))
            end_case(m, m->open.at[i]);
}
