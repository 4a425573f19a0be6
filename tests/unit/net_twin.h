/*
 * net_twin: a dumb twin of what the VM does with a net (net.h), and nets drawn at
 * random, most of them unsound. It is written straight from the meaning as a net
 * and knows nothing of code, bits or images.
 */
#ifndef SOP_TEST_NET_TWIN_H
#define SOP_TEST_NET_TWIN_H

#include "tests/unit/net.h"

/* Sets of places, and what the design says about them; nothing else. */
struct twin {
    const struct net *net;
    bool open[NET_ROWS], done[NET_ROWS][NET_GROUPS];
    uint32_t n_signed[NET_ROWS], outcome[NET_ROWS];
    const struct net_way *leaving[NET_ROWS];   /* a row that waits: its way, */
    uint32_t passed[NET_ROWS];                 /*   and how many waits it has passed */
    uint32_t n_taken[NET_ROWS][NET_WAYS + 1];  /* of bounded outcomes, never reset */
    enum vm_phase phase;
    uint32_t result;
    bool is_faulty;
    struct vm_effect effects[8 * NET_ROWS];
    uint32_t n_effects;
};

static inline void twin_tell(struct twin *t, enum vm_effect_kind kind, uint32_t row, uint32_t outcome)
{
    t->effects[t->n_effects++] = (struct vm_effect){ kind, row, outcome };
}

static inline void twin_open(struct twin *t, uint32_t row)
{
    t->is_faulty |= t->open[row];
    if (t->is_faulty)
        return;
    t->open[row] = true;
    if (t->net->rows[row].kind != IMAGE_END)
        twin_tell(t, t->net->rows[row].is_asked ? VM_ASKED : VM_OPENED, row, NONE);
}

/* "Join: all groups of r set"; "any of / N of: at the Nth group". */
static inline bool twin_is_joined(const struct twin *t, uint32_t row)
{
    const struct net_row *r = &t->net->rows[row];
    uint32_t n = 0;
    for (uint32_t g = 0; g < r->n_groups; g++)
        n += t->done[row][g];
    return n > 0 && n >= (r->need ? r->need : r->n_groups);
}

static inline void twin_close(struct twin *t, uint32_t row)
{
    t->open[row] = false;
    t->n_signed[row] = 0;
    t->leaving[row] = NULL;
}

static inline void twin_end(struct twin *t, uint32_t row)
{
    for (uint32_t i = 0; i < t->net->n_rows && row != NONE; i++)
        if (t->open[i] && t->net->rows[i].kind != IMAGE_END)
            twin_tell(t, VM_WITHDRAWN, i, NONE);
    for (uint32_t i = 0; i < t->net->n_rows; i++)
        twin_close(t, i);
    memset(t->done, 0, sizeof t->done);
    t->phase = VM_OVER;
    t->result = row;
    twin_tell(t, VM_ENDED, row, NONE);
}

/* "Its groups and every bit of W(r) are cleared (that work is withdrawn)". */
static inline void twin_join(struct twin *t, uint32_t row)
{
    const struct net_row *r = &t->net->rows[row];
    memset(t->done[row], 0, sizeof t->done[row]);
    for (uint32_t i = 0; i < r->n_withdraws; i++) {
        struct net_group w = r->withdraws[i];
        if (w.group != NONE) {
            t->done[w.row][w.group] = false;
            continue;
        }
        if (t->open[w.row] && t->net->rows[w.row].kind != IMAGE_END)
            twin_tell(t, VM_WITHDRAWN, w.row, NONE);
        twin_close(t, w.row);
    }
    twin_open(t, row);
}

/* Fires the lowest row that can; false when none can. */
static inline bool twin_fire(struct twin *t)
{
    for (uint32_t i = 0; i < t->net->n_rows; i++) {
        if (t->net->rows[i].kind == IMAGE_END && t->open[i]) {
            twin_end(t, i);
            return false;
        }
        if (twin_is_joined(t, i)) {
            twin_join(t, i);
            return !t->is_faulty;
        }
    }
    return false;
}

static inline bool twin_is_empty(const struct twin *t)
{
    for (uint32_t i = 0; i < NET_ROWS; i++)
        if (t->open[i] || t->done[i][0] || t->done[i][1] || t->done[i][2])
            return false;
    return true;
}

/* "At most 3 times ... then": from the fourth time it leads elsewhere. */
static inline bool twin_is_used_up(struct twin *t, const struct net_way *way, uint32_t row,
                            uint32_t outcome)
{
    if (way->at_most == 0)
        return false;
    if (t->n_taken[row][outcome] == way->at_most)
        return true;
    t->n_taken[row][outcome]++;
    return false;
}

static inline void twin_go(struct twin *t, const struct net_way *way, bool is_used_up)
{
    for (uint32_t i = 0; i < way->n_sets && !is_used_up; i++) {
        bool *done = &t->done[way->sets[i].row][way->sets[i].group];
        t->is_faulty |= *done;
        *done = true;
    }
    for (uint32_t i = 0; i < way->n_opens && !is_used_up; i++)
        twin_open(t, way->opens[i]);
    if (is_used_up && way->then != NONE)
        twin_open(t, way->then);
    while (!t->is_faulty && twin_fire(t))
        ;
    if (!t->is_faulty && t->phase == VM_RUNNING && twin_is_empty(t))
        twin_end(t, NONE);
}

/* Which outcome of the row a way belongs to. */
static inline uint32_t twin_outcome(const struct net_row *r, const struct net_way *way)
{
    if (way == &r->late)
        return r->n_outcomes;
    return r->n_outcomes ? (uint32_t)(way - r->ways) : NONE;
}

/* The row is done, but for the time that must pass first. */
static inline void twin_leave(struct twin *t, uint32_t row, const struct net_way *way)
{
    uint32_t outcome = twin_outcome(&t->net->rows[row], way);
    t->n_signed[row] = 0;
    if (t->passed[row] < way->n_waits) {
        t->leaving[row] = way;
        twin_tell(t, VM_WAITS, row, t->passed[row]);
        return;
    }
    twin_close(t, row);
    twin_tell(t, VM_DONE, row, outcome);
    twin_go(t, way, twin_is_used_up(t, way, row, outcome));
}

static inline enum vm_status twin_check(const struct twin *t, uint32_t row)
{
    if (t->phase != VM_RUNNING)
        return VM_IS_OVER;
    return row < t->net->n_rows && t->open[row] ? VM_OK : VM_NOT_OPEN;
}

static inline enum vm_status twin_check_outcome(const struct net_row *r, uint32_t outcome)
{
    if (r->n_outcomes > 0 && outcome == NONE)
        return VM_NO_OUTCOME;
    return outcome != NONE && outcome >= r->n_outcomes ? VM_BAD_OUTCOME : VM_OK;
}

static inline enum vm_status twin_sign(struct twin *t, uint32_t row, uint32_t outcome)
{
    const struct net_row *r = &t->net->rows[row];
    enum vm_status status = twin_check(t, row);
    if (status != VM_OK)
        return status;
    if (t->leaving[row])
        return VM_IS_WAITING;
    bool is_last = t->n_signed[row] + 1 >= r->n_tasks;
    if (r->is_data && !is_last)   /* nobody says the outcome yet */
        status = outcome == NONE ? VM_OK : VM_BAD_OUTCOME;
    else
        status = twin_check_outcome(r, outcome);
    if (status != VM_OK)
        return status;
    if (t->n_signed[row] > 0 && t->outcome[row] != outcome && !r->is_data)
        return VM_OTHER_OUTCOME;
    t->outcome[row] = outcome;
    t->n_signed[row]++;
    if (!is_last) {
        twin_tell(t, VM_SIGNED, row, outcome);
        return VM_OK;
    }
    t->passed[row] = 0;
    twin_leave(t, row, &r->ways[outcome == NONE ? 0 : outcome]);
    return VM_OK;
}

static inline enum vm_status twin_pass(struct twin *t, uint32_t row)
{
    enum vm_status status = twin_check(t, row);
    if (status != VM_OK)
        return status;
    if (!t->leaving[row])
        return VM_NOT_WAITING;
    t->passed[row]++;
    twin_leave(t, row, t->leaving[row]);
    return VM_OK;
}

static inline enum vm_status twin_late(struct twin *t, uint32_t row)
{
    enum vm_status status = twin_check(t, row);
    if (status != VM_OK)
        return status;
    if (!t->net->rows[row].has_late)
        return VM_NEVER_LATE;
    if (t->leaving[row])
        return VM_IS_WAITING;   /* "never during wait" */
    t->passed[row] = 0;
    twin_leave(t, row, &t->net->rows[row].late);
    return VM_OK;
}

/* "A case begins with open(chosen entry) and open(r) of every `after start`." */
static inline enum vm_status twin_start(struct twin *t, uint32_t entry)
{
    const struct net *net = t->net;
    uint32_t start = NONE;
    t->phase = VM_RUNNING;
    for (uint32_t i = 0; i < net->n_entries; i++) {
        if (net->rows[net->entries[i]].kind != IMAGE_START)
            twin_open(t, net->entries[i]);
        else if (start == NONE || net->entries[i] == entry)
            start = net->entries[i];
    }
    if (start == NONE)
        return VM_OK;
    twin_tell(t, VM_DONE, start, NONE);
    twin_go(t, &net->rows[start].ways[0], false);
    return VM_OK;
}

static inline enum vm_status twin_step(struct twin *t, const struct vm_event *event)
{
    enum vm_status status = VM_OK;
    t->n_effects = 0;
    switch (event->kind) {
    case VM_START: status = twin_start(t, event->row); break;
    case VM_SIGN: status = twin_sign(t, event->row, event->outcome); break;
    case VM_PASS: status = twin_pass(t, event->row); break;
    case VM_LATE: status = twin_late(t, event->row); break;
    }
    return t->is_faulty ? VM_SET_TWICE : status;
}

/* ---- random nets ------------------------------------------------------------------ */

/* xorshift: the same nets in every run, on every machine. */
static inline uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 33) % below;
}

/* A row that something may open. */
static inline uint32_t draw_target(uint64_t *seed, const struct net *net)
{
    uint32_t row = draw(seed, net->n_rows);
    while (net->rows[row].kind == IMAGE_START)
        row++;   /* the last row is none */
    return row;
}

static inline void draw_way(uint64_t *seed, struct net *net, struct net_way *way, bool is_outcome)
{
    uint32_t n_sets = draw(seed, 3), n_opens = draw(seed, 8) ? draw(seed, 2) : draw(seed, 4);
    for (uint32_t i = 0; i < n_sets; i++) {
        uint32_t row = draw(seed, net->n_rows);
        if (net->rows[row].n_groups)
            way->sets[way->n_sets++] =
                (struct net_group){ row, draw(seed, net->rows[row].n_groups) };
    }
    if (way->n_sets == 0 && n_opens == 0)
        n_opens = draw(seed, 2);
    while (way->n_opens < n_opens)
        way->opens[way->n_opens++] = draw_target(seed, net);
    way->n_waits = draw(seed, 5) ? 0 : 1 + draw(seed, 2);
    if (is_outcome && draw(seed, 3) == 0) {
        way->at_most = 1 + draw(seed, 2);
        way->then = draw(seed, 4) ? draw_target(seed, net) : NONE;
    }
}

/* What else is open or half joined, of some rows. */
static inline void draw_withdraws(uint64_t *seed, const struct net *net, struct net_row *row)
{
    for (uint32_t i = 0; i < net->n_rows; i++)
        if (&net->rows[i] != row && draw(seed, 4) == 0 && row->n_withdraws < NET_PLACES)
            row->withdraws[row->n_withdraws++] = (struct net_group){ i, NONE };
    for (uint32_t i = 0; i < net->n_rows; i++)
        for (uint32_t g = 0; g < net->rows[i].n_groups; g++)
            if (&net->rows[i] != row && draw(seed, 6) == 0 && row->n_withdraws < NET_PLACES)
                row->withdraws[row->n_withdraws++] = (struct net_group){ i, g };
}

static inline struct net_row draw_row(uint64_t *seed, bool may_be_end)
{
    struct net_row row = { 0 };
    uint32_t what = draw(seed, 12);
    row.kind = what == 0 && may_be_end ? IMAGE_END : what < 5 ? IMAGE_DECISION : IMAGE_STEP;
    row.n_tasks = draw(seed, 4) ? 1 : 1 + draw(seed, 3);
    row.n_groups = draw(seed, 3) ? 0 : 1 + draw(seed, NET_GROUPS);
    if (row.n_groups && draw(seed, 2))
        row.need = 1 + draw(seed, row.n_groups);
    if (row.kind == IMAGE_DECISION) {
        row.n_outcomes = 1 + draw(seed, NET_WAYS);
        row.is_data = draw(seed, 4) == 0;
        row.is_asked = row.is_data && draw(seed, 2);
        row.n_tasks = row.is_asked ? 0 : row.n_tasks;
    }
    row.has_late = row.kind != IMAGE_END && draw(seed, 5) == 0;
    return row;
}

static inline void draw_ways(uint64_t *seed, struct net *net, struct net_row *row)
{
    bool is_choice = row->n_outcomes > 0;
    if (row->kind == IMAGE_END)
        return;
    for (uint32_t k = 0; k < (is_choice ? row->n_outcomes : 1); k++)
        draw_way(seed, net, &row->ways[k], is_choice);
    if (row->has_late)
        draw_way(seed, net, &row->late, true);
    if (row->kind == IMAGE_START)
        row->ways[0].n_waits = 0;
    if (row->need)
        draw_withdraws(seed, net, row);
}

static inline struct net draw_net(uint64_t *seed)
{
    struct net net = { .n_rows = 2 + draw(seed, NET_ROWS - 1) };
    uint32_t n_starts = draw(seed, 3) ? 0 : 1 + draw(seed, net.n_rows > 3 ? 2 : 1);
    for (uint32_t i = 0; i < net.n_rows; i++) {
        net.rows[i] = i < n_starts ? (struct net_row){ .kind = IMAGE_START }
                                   : draw_row(seed, i > n_starts);
        bool is_entry = i < n_starts || i == 0 || draw(seed, 5) == 0;
        if (net.rows[i].kind != IMAGE_END && is_entry)
            net.entries[net.n_entries++] = i;
    }
    for (uint32_t i = 0; i < net.n_rows; i++)
        draw_ways(seed, &net, &net.rows[i]);
    return net;
}

#endif
