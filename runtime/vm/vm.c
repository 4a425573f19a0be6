/*
 * The machine: an event clears the open bit of the row that is done and runs
 * the code behind it, which sets bits; then what became ready fires, lowest
 * row first: rows whose groups are done open, named ends end the case. A row
 * that is done but comes to a WAIT first stays open, with where it goes on.
 * The image was verified, so nothing about the code is checked here; what no
 * verifier can know (a bit set twice) stops the case.
 */
#include <string.h>

#include "runtime/vm/vm_int.h"

/* A signature under a row of one task is what most events are: its way through
 * these functions is laid out in one piece. */
#define HOT inline __attribute__((always_inline))

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

/* A named end opens only to fire; all others are offered, as work or to data. */
static inline enum vm_status open_row(struct machine *m, uint32_t row)
{
    uint32_t i = row - m->p->rows.first;
    const struct image_run *run = &m->image->runs[row];
    BELIEVE(i < m->p->rows.n);
    if (bit_is_set(m->c->words, i))
        return stop(m, VM_SET_TWICE, row);
    bit_set(m->c->words, i);
    if (run->kind == IMAGE_END) {
        set_ready(m, row);
        return VM_OK;
    }
    BELIEVE(run->kind != IMAGE_START);
    m->c->n_open++;
    tell(m, run->is_asked ? VM_ASKED : VM_OPENED, row, NONE);
    return VM_OK;
}

/* Are as many groups of the row done as it needs? */
static bool is_joined(const struct machine *m, const struct image_run *run)
{
    uint32_t first = run->groups - m->p->places.first, n = 0;
    for (uint32_t i = first; i < first + run->n_groups; i++)
        n += bit_is_set(m->c->words, i);
    return n >= run->need;
}

static enum vm_status mark(struct machine *m, uint32_t place)
{
    uint32_t row = m->image->t.place[place].row, i = place - m->p->places.first;
    BELIEVE(i >= m->p->rows.n && i < m->p->places.n);
    if (bit_is_set(m->c->words, i))
        return stop(m, VM_SET_TWICE, row);
    bit_set(m->c->words, i);
    if (is_joined(m, &m->image->runs[row]))
        set_ready(m, row);
    return VM_OK;
}

/* ---- clearing them ------------------------------------------------------- */

static void clear_groups(struct machine *m, uint32_t row)
{
    const struct image_run *run = &m->image->runs[row];
    uint32_t first = run->groups - m->p->places.first;
    for (uint32_t i = first; i < first + run->n_groups; i++)
        bit_clear(m->c->words, i);
}

/* An open row has no work any more; `i` is its number in the procedure. */
static inline void close_row(struct machine *m, uint32_t i)
{
    bit_clear(m->c->words, i);
    m->c->n_open--;
}

static void withdraw_place(struct machine *m, uint32_t place)
{
    uint32_t i = place - m->p->places.first, row = m->p->rows.first + i;
    if (!bit_is_set(m->c->words, i))
        return;
    if (i >= m->p->rows.n || m->image->runs[row].kind == IMAGE_END) {
        bit_clear(m->c->words, i);
        return;
    }
    close_row(m, i);
    m->c->words[case_signed(m->p) + i] = 0;
    tell(m, VM_WITHDRAWN, row, NONE);
}

/* What `after any of` makes superfluous. */
static void withdraw_others(struct machine *m, uint32_t row)
{
    uint32_t n;
    const uint32_t *places = image_list(m->image, m->image->t.row[row].withdraws, &n);
    for (uint32_t i = 0; i < n; i++)
        withdraw_place(m, places[i]);
}

/* ---- running ------------------------------------------------------------- */

/* Counts one up, if the bound is not reached. */
static bool count_up(struct machine *m, uint32_t counter, uint32_t bound)
{
    uint32_t *n = &case_counters(m->p, m->c)[counter];
    BELIEVE(counter < m->p->n_counters);
    if (*n >= bound)
        return false;
    ++*n;
    return true;
}

/* From a word of the code until the way waits or ends. */
static HOT enum vm_status run(struct machine *m, uint32_t address)
{
    const uint32_t *at = m->image->t.code + address;
    enum vm_status status;
    for (;;) {
        BELIEVE(at < m->image->t.code + m->image->t.n_code);
        switch ((enum opcode)at[0]) {
        case OP_TASK:
        case OP_DECIDE:
        case OP_CHOOSE:
        case OP_FINISH:
            return open_row(m, at[1]);
        case OP_DUE:
            at += 3;
            break;
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
        case OP_SOME:
            clear_groups(m, at[1]);
            withdraw_others(m, at[1]);
            at += 3;
            break;
        case OP_BOUND:
            at = count_up(m, at[1], at[2]) ? at + 4 : m->image->t.code + at[3];
            break;
        case OP_END:
            return VM_OK;
        default:   /* WAIT is seen by stand_waiting; the others belong to eval.c */
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

static bool is_end_reached(const struct machine *m, uint32_t row)
{
    return m->image->runs[row].kind == IMAGE_END &&
           bit_is_set(m->c->words, row - m->p->rows.first);
}

/* What was ready may have been withdrawn by a row that fired before. */
static enum vm_status fire_all(struct machine *m)
{
    for (uint32_t n_fired = 0; m->n_ready; n_fired++) {
        uint32_t row = take_lowest_ready(m);
        const struct image_run *run_of = &m->image->runs[row];
        if (n_fired == m->p->places.n)
            return stop(m, VM_TOO_MANY, row);
        if (is_end_reached(m, row)) {
            finish(m, row);
            return VM_OK;
        }
        if (run_of->n_groups == 0 || !is_joined(m, run_of))
            continue;
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
static HOT enum vm_status go(struct machine *m, uint32_t address)
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
    if (outcome < run->n_answers || (outcome == NONE && run->n_answers == 0))
        return VM_OK;
    return outcome == NONE ? VM_NO_OUTCOME : VM_BAD_OUTCOME;
}

/* Is the row one that an event can be about? */
static inline enum vm_status check_open(const struct machine *m, uint32_t row)
{
    uint32_t i = row - m->p->rows.first;
    if (m->c->phase != VM_RUNNING)
        return m->c->phase == VM_NEW ? VM_NOT_OPEN : VM_IS_OVER;
    return i < m->p->rows.n && bit_is_set(m->c->words, i) ? VM_OK : VM_NOT_OPEN;
}

/* A row that is done and comes to a WAIT stays open there. */
static bool stand_waiting(struct machine *m, uint32_t row, uint32_t address)
{
    const uint32_t *code = m->image->t.code;
    while (code[address] == OP_JUMP)
        address = code[address + 1];
    if (code[address] != OP_WAIT)
        return false;
    BELIEVE(vm_find_wait(m->image, address + 2)->row == row);
    m->c->words[case_signed(m->p) + row - m->p->rows.first] = waiting_word(address + 2);
    tell(m, VM_WAITS, row, code[address + 1]);
    return true;
}

/* The row is done: its way goes on at that address. */
static HOT enum vm_status leave_row(struct machine *m, uint32_t row, uint32_t outcome,
                                       uint32_t address)
{
    close_row(m, row - m->p->rows.first);
    tell(m, VM_DONE, row, outcome);
    return go(m, address);
}

static enum vm_status leave_slow_row(struct machine *m, uint32_t row, uint32_t outcome,
                                     uint32_t address)
{
    return leave_row(m, row, outcome, address);
}

/* One more signature under a row that takes several. Where data decide, the
 * last one brings the outcome; else the first one sets it. */
static enum vm_status sign_jointly(struct machine *m, const struct vm_event *event,
                                   const struct image_run *run, bool *is_done)
{
    uint64_t *word = &m->c->words[case_signed(m->p) + event->row - m->p->rows.first];
    uint32_t n = (uint32_t)*word;
    *is_done = n + 1 >= run->n_tasks;
    bool is_bare = run->is_data && !*is_done;
    enum vm_status status = is_bare ? VM_BAD_OUTCOME : check_outcome(run, event->outcome);
    if (is_bare && event->outcome == NONE)
        status = VM_OK;
    if (status == VM_OK && n && !run->is_data && *word >> 32 != event->outcome)
        status = VM_OTHER_OUTCOME;
    if (status != VM_OK)
        return status;
    *word = *is_done ? 0 : (n + 1) | (uint64_t)event->outcome << 32;
    if (!*is_done)
        tell(m, VM_SIGNED, event->row, event->outcome);
    return VM_OK;
}

/* A signature under a row with more to it: several tasks, waiting. */
static enum vm_status sign_slowly(struct machine *m, const struct vm_event *event,
                                  const struct image_run *run, uint32_t address)
{
    enum vm_status status = VM_IS_WAITING;
    bool is_done = true;
    if (!is_waiting_word(m->c->words[case_signed(m->p) + event->row - m->p->rows.first]))
        status = run->n_tasks > 1 ? sign_jointly(m, event, run, &is_done)
                                  : check_outcome(run, event->outcome);
    if (status != VM_OK || !is_done)
        return status;
    if (stand_waiting(m, event->row, address))
        return VM_OK;
    return leave_slow_row(m, event->row, event->outcome, address);
}

static HOT enum vm_status sign(struct machine *m, const struct vm_event *event)
{
    enum vm_status status = check_open(m, event->row);
    if (status != VM_OK)
        return status;
    const struct image_run *run = &m->image->runs[event->row];
    /* The jumps of a choice are two words each. */
    uint32_t address = run->resume + (run->n_answers ? 2 * event->outcome : 0);
    if (run->is_slow)
        return sign_slowly(m, event, run, address);
    status = check_outcome(run, event->outcome);
    return status == VM_OK ? leave_row(m, event->row, event->outcome, address) : status;
}

/* ---- the clock ------------------------------------------------------------- */

static enum vm_status pass(struct machine *m, uint32_t row)
{
    enum vm_status status = check_open(m, row);
    if (status != VM_OK)
        return status;
    uint64_t *word = &m->c->words[case_signed(m->p) + row - m->p->rows.first];
    if (!is_waiting_word(*word))
        return VM_NOT_WAITING;
    uint32_t address = (uint32_t)(*word >> 32);
    if (stand_waiting(m, row, address))
        return VM_OK;
    *word = 0;
    return leave_slow_row(m, row, vm_find_wait(m->image, address)->outcome, address);
}

/* The signatures that an open row has so far count for nothing. */
static enum vm_status be_late(struct machine *m, uint32_t row)
{
    enum vm_status status = check_open(m, row);
    if (status != VM_OK)
        return status;
    const struct image_run *run = &m->image->runs[row];
    uint64_t *word = &m->c->words[case_signed(m->p) + row - m->p->rows.first];
    if (run->late == NONE)
        return VM_NEVER_LATE;
    if (is_waiting_word(*word))
        return VM_IS_WAITING;
    *word = 0;
    if (stand_waiting(m, row, run->late))
        return VM_OK;
    return leave_slow_row(m, row, run->n_answers, run->late);
}

enum vm_status vm_step(const struct image *image, struct vm_case *c,
                       const struct vm_event *event, struct vm_effects *effects)
{
    struct machine m = { image, case_procedure(image, c), c, effects, 0 };
    BELIEVE(effects->cap >= vm_effects_max(image, c->procedure));
    effects->n = 0;
    if (event->kind == VM_SIGN)   /* the usual one */
        return sign(&m, event);
    return event->kind == VM_START  ? start_case(&m, event->row)
           : event->kind == VM_PASS ? pass(&m, event->row) : be_late(&m, event->row);
}
