/*
 * The machine: an event clears the open bit of the row that is done and runs
 * the code behind it, which sets bits; then what became ready fires, lowest
 * row first: rows all of whose groups are done open, named ends end the case.
 * The image was verified, so nothing about the code is checked here; what no
 * verifier can know (a bit set twice) stops the case.
 */
#include <string.h>

#include "runtime/vm/vm_int.h"

/* One event under way. */
struct machine {
    const struct image *image;
    const struct image_procedure *p;
    struct vm_case *c;
    struct vm_effects *effects;
    uint32_t n_ready;    /* rows that are to fire */
};

static inline void tell(struct machine *m, enum vm_effect_kind kind, uint32_t row,
                        uint32_t outcome)
{
    struct vm_effects *e = m->effects;
    BELIEVE(e->n < e->cap);
    e->at[e->n++] = (struct vm_effect){ kind, row, outcome };
}

/* ---- setting bits -------------------------------------------------------- */

static void set_ready(struct machine *m, uint32_t row)
{
    uint64_t *ready = case_ready(m->p, m->c);
    uint32_t i = row - m->p->rows.first;
    m->n_ready += !bit_is_set(ready, i);
    bit_set(ready, i);
}

/* The case stops where it stands. */
static enum vm_status stop(struct machine *m, enum vm_status why, uint32_t row)
{
    memset(case_ready(m->p, m->c), 0, words_for(m->p->rows.n) * sizeof(uint64_t));
    m->c->phase = VM_FAULTY;
    tell(m, VM_STOPPED, row, NONE);
    return why;
}

/* A named end opens only to fire; all others are offered as work. */
static inline enum vm_status open_row(struct machine *m, uint32_t row)
{
    uint32_t i = row - m->p->rows.first;
    BELIEVE(i < m->p->rows.n);
    if (bit_is_set(m->c->words, i))
        return stop(m, VM_SET_TWICE, row);
    bit_set(m->c->words, i);
    if (m->image->runs[row].kind == IMAGE_END) {
        set_ready(m, row);
        return VM_OK;
    }
    BELIEVE(m->image->runs[row].kind != IMAGE_START);
    m->c->n_open++;
    tell(m, VM_OPENED, row, NONE);
    return VM_OK;
}

static bool is_all_set(const uint64_t *words, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++)
        if (!bit_is_set(words, i))
            return false;
    return true;
}

static enum vm_status mark(struct machine *m, uint32_t place)
{
    uint32_t row = m->image->t.place[place].row, i = place - m->p->places.first;
    const struct image_run *run = &m->image->runs[row];
    BELIEVE(i >= m->p->rows.n && i < m->p->places.n);
    if (bit_is_set(m->c->words, i))
        return stop(m, VM_SET_TWICE, row);
    bit_set(m->c->words, i);
    if (is_all_set(m->c->words, run->groups - m->p->places.first, run->n_groups))
        set_ready(m, row);
    return VM_OK;
}

static void clear_groups(struct machine *m, uint32_t row)
{
    const struct image_run *run = &m->image->runs[row];
    uint32_t first = run->groups - m->p->places.first;
    for (uint32_t i = first; i < first + run->n_groups; i++)
        bit_clear(m->c->words, i);
}

/* ---- running ------------------------------------------------------------- */

/* From a word of the code until the way waits or ends. */
static inline enum vm_status run(struct machine *m, uint32_t address)
{
    const uint32_t *at = m->image->t.code + address;
    enum vm_status status;
    for (;;) {
        BELIEVE(at < m->image->t.code + m->image->t.n_code);
        switch ((enum opcode)at[0]) {
        case OP_TASK:
        case OP_DECIDE:
        case OP_FINISH:
            return open_row(m, at[1]);
        case OP_JUMP:
            at = m->image->t.code + at[1];
            break;
        case OP_FORK:
            status = open_row(m, at[1]);
            if (status != VM_OK)
                return status;
            at += 2;
            break;
        case OP_MARK:
        case OP_KEEP:
            status = mark(m, at[1]);
            if (status != VM_OK)
                return status;
            at += 2;
            break;
        case OP_JOIN:
            clear_groups(m, at[1]);
            at += 3;
            break;
        case OP_END:
            return VM_OK;
        case N_OPCODES:
            BELIEVE(false);
            return VM_OK;
        }
    }
}

/* ---- firing -------------------------------------------------------------- */

static void end_case(struct machine *m, uint32_t result)
{
    m->c->phase = VM_OVER;
    m->c->result = result;
    tell(m, VM_ENDED, result, NONE);
}

/* A named end: all open work is withdrawn, every bit is cleared. */
static void finish(struct machine *m, uint32_t end)
{
    for (uint32_t i = 0; i < m->p->rows.n; i++) {
        uint32_t row = m->p->rows.first + i;
        if (bit_is_set(m->c->words, i) && m->image->runs[row].kind != IMAGE_END)
            tell(m, VM_WITHDRAWN, row, NONE);
    }
    memset(m->c->words, 0, ((size_t)case_signed(m->p) + m->p->rows.n) * sizeof(uint64_t));
    m->c->n_open = 0;
    end_case(m, end);
}

static uint32_t take_lowest_ready(struct machine *m)
{
    uint64_t *ready = case_ready(m->p, m->c);
    uint32_t i = 0;
    while (ready[i] == 0)
        i++;
    uint32_t bit = (uint32_t)__builtin_ctzll(ready[i]);
    ready[i] &= ready[i] - 1;
    m->n_ready--;
    return m->p->rows.first + 64 * i + bit;
}

static enum vm_status fire_all(struct machine *m)
{
    for (uint32_t n_fired = 0; m->n_ready; n_fired++) {
        uint32_t row = take_lowest_ready(m);
        if (n_fired == m->p->places.n)
            return stop(m, VM_TOO_MANY, row);
        if (m->image->runs[row].kind == IMAGE_END &&
            bit_is_set(m->c->words, row - m->p->rows.first)) {
            finish(m, row);
            return VM_OK;
        }
        enum vm_status status = run(m, m->image->t.row[row].code);
        if (status != VM_OK)
            return status;
    }
    return VM_OK;
}

static bool is_empty(const struct machine *m)
{
    for (uint32_t i = 0; i < words_for(m->p->places.n); i++)
        if (m->c->words[i])
            return false;
    return true;
}

/* Runs a way to its end, and then all that it made ready. */
static inline enum vm_status go(struct machine *m, uint32_t address)
{
    enum vm_status status = run(m, address);
    if (status == VM_OK && m->n_ready)
        status = fire_all(m);
    if (status == VM_OK && m->c->n_open == 0 && m->c->phase == VM_RUNNING && is_empty(m))
        end_case(m, NONE);
    return status;
}

/* ---- events -------------------------------------------------------------- */

/* The start row by which the case begins; NONE where the procedure has none.
 * False if the event names no entry, or leaves a choice of starts open. */
static bool choose_start(const struct machine *m, uint32_t entry, uint32_t *start)
{
    uint32_t n, n_starts = 0;
    const uint32_t *entries = image_list(m->image, m->p->entries, &n);
    bool is_entry = entry == NONE;
    *start = NONE;
    for (uint32_t i = 0; i < n; i++) {
        bool is_start = m->image->runs[entries[i]].kind == IMAGE_START;
        is_entry |= entries[i] == entry;
        n_starts += is_start;
        if (is_start && (*start == NONE || entries[i] == entry))
            *start = entries[i];
    }
    return is_entry && (n_starts < 2 || *start == entry);
}

static enum vm_status start_case(struct machine *m, uint32_t entry)
{
    uint32_t n, start;
    if (m->c->phase != VM_NEW)
        return m->c->phase == VM_RUNNING ? VM_BAD_ENTRY : VM_IS_OVER;
    if (!choose_start(m, entry, &start))
        return VM_BAD_ENTRY;
    const uint32_t *entries = image_list(m->image, m->p->entries, &n);
    m->c->phase = VM_RUNNING;
    for (uint32_t i = 0; i < n; i++)
        if (m->image->runs[entries[i]].kind != IMAGE_START)
            open_row(m, entries[i]);
    if (start == NONE)
        return VM_OK;
    tell(m, VM_DONE, start, NONE);
    return go(m, m->image->runs[start].resume);
}

static inline enum vm_status check_outcome(const struct image_run *run, uint32_t outcome)
{
    if (outcome < run->n_outcomes || (outcome == NONE && run->n_outcomes == 0))
        return VM_OK;
    return outcome == NONE ? VM_NO_OUTCOME : VM_BAD_OUTCOME;
}

/* One more signature under a row that takes several. */
static enum vm_status sign_jointly(struct machine *m, const struct vm_event *event,
                                   uint32_t n_tasks, bool *is_done)
{
    uint32_t i = event->row - m->p->rows.first;
    uint64_t *word = &m->c->words[case_signed(m->p) + i];
    uint32_t n = (uint32_t)*word;
    if (n && *word >> 32 != event->outcome)
        return VM_OTHER_OUTCOME;
    *is_done = n + 1 >= n_tasks;
    *word = *is_done ? 0 : (n + 1) | (uint64_t)event->outcome << 32;
    if (!*is_done)
        tell(m, VM_SIGNED, event->row, event->outcome);
    return VM_OK;
}

static inline enum vm_status sign(struct machine *m, const struct vm_event *event)
{
    struct vm_case *c = m->c;
    uint32_t i = event->row - m->p->rows.first;
    if (c->phase != VM_RUNNING)
        return c->phase == VM_NEW ? VM_NOT_OPEN : VM_IS_OVER;
    if (i >= m->p->rows.n || !bit_is_set(c->words, i))
        return VM_NOT_OPEN;
    const struct image_run *run = &m->image->runs[event->row];
    enum vm_status status = check_outcome(run, event->outcome);
    bool is_done = true;
    if (status == VM_OK && run->n_tasks > 1)
        status = sign_jointly(m, event, run->n_tasks, &is_done);
    if (status != VM_OK || !is_done)
        return status;
    bit_clear(c->words, i);
    c->n_open--;
    tell(m, VM_DONE, event->row, event->outcome);
    /* The jumps of a DECIDE are two words each. */
    return go(m, run->resume + (run->n_outcomes ? 2 * event->outcome : 0));
}

enum vm_status vm_step(const struct image *image, struct vm_case *c,
                       const struct vm_event *event, struct vm_effects *effects)
{
    struct machine m = { image, case_procedure(image, c), c, effects, 0 };
    BELIEVE(effects->cap >= vm_effects_max(image, c->procedure));
    effects->n = 0;
    return event->kind == VM_START ? start_case(&m, event->row) : sign(&m, event);
}
