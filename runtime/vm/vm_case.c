/* The state of a case: its size, its beginning, what can be asked of it, and
 * how a stored one is put back. */
#include <string.h>

#include "runtime/vm/vm_int.h"

static size_t case_words(const struct image_procedure *p)
{
    return (size_t)case_signed(p) + p->rows.n + p->n_counters / 2 + p->n_counters % 2;
}

size_t vm_case_size(const struct image *image, uint32_t procedure)
{
    return sizeof(struct vm_case) +
           case_words(&image->t.procedure[procedure]) * sizeof(uint64_t);
}

/* The row that is done, and the end. Opened are: by the way itself each row
 * once at most, and one by each firing, of which there are no more than
 * places. Withdrawn is no more than was open or opened. */
uint32_t vm_effects_max(const struct image *image, uint32_t procedure)
{
    const struct image_procedure *p = &image->t.procedure[procedure];
    return 3 * p->rows.n + 2 * p->places.n + 4;
}

void vm_case_init(const struct image *image, uint32_t procedure, struct vm_case *c)
{
    memset(c, 0, vm_case_size(image, procedure));
    c->procedure = procedure;
    c->phase = VM_NEW;
    c->result = NONE;
}

/* Is that index of the image one of this span? Then *i is its number in it. */
static bool is_within(struct image_span span, uint32_t index, uint32_t *i)
{
    *i = index - span.first;
    return index >= span.first && *i < span.n;
}

/* Rows that can be open at rest: the others pass within their event. */
static bool is_work(const struct image *image, uint32_t row)
{
    uint32_t kind = image->runs[row].kind;
    return kind == IMAGE_STEP || kind == IMAGE_DECISION;
}

bool vm_is_set(const struct image *image, const struct vm_case *c, uint32_t place)
{
    uint32_t i;
    return is_within(case_procedure(image, c)->places, place, &i) && bit_is_set(c->words, i);
}

bool vm_is_open(const struct image *image, const struct vm_case *c, uint32_t row)
{
    uint32_t i;
    return is_within(case_procedure(image, c)->rows, row, &i) && bit_is_set(c->words, i);
}

uint32_t vm_signed(const struct image *image, const struct vm_case *c, uint32_t row,
                   uint32_t *outcome)
{
    const struct image_procedure *p = case_procedure(image, c);
    uint32_t i;
    uint64_t word = is_within(p->rows, row, &i) ? c->words[case_signed(p) + i] : 0;
    uint32_t n = is_waiting_word(word) ? 0 : (uint32_t)word;
    *outcome = n ? (uint32_t)(word >> 32) : NONE;
    return n;
}

uint32_t vm_waiting(const struct image *image, const struct vm_case *c, uint32_t row)
{
    const struct image_procedure *p = case_procedure(image, c);
    uint32_t i;
    uint64_t word = is_within(p->rows, row, &i) ? c->words[case_signed(p) + i] : 0;
    return is_waiting_word(word) ? (uint32_t)(word >> 32) : NONE;
}

uint32_t vm_counter(const struct image *image, const struct vm_case *c, uint32_t counter)
{
    const struct image_procedure *p = case_procedure(image, c);
    const uint32_t *counters = (const uint32_t *)(c->words + case_signed(p) + p->rows.n);
    return counter < p->n_counters ? counters[counter] : 0;
}

uint32_t vm_asked(const struct image *image, const struct vm_case *c)
{
    const struct image_procedure *p = case_procedure(image, c);
    if (c->phase != VM_RUNNING)
        return NONE;
    for (uint32_t i = 0; i < p->rows.n; i++)
        if (bit_is_set(c->words, i) && image->runs[p->rows.first + i].is_asked &&
            !is_waiting_word(c->words[case_signed(p) + i]))
            return p->rows.first + i;
    return NONE;
}

const struct image_wait *vm_find_wait(const struct image *image, uint32_t address)
{
    uint32_t low = 0, high = image->n_waits;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (image->waits[middle].resume < address)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_there = low < image->n_waits && image->waits[low].resume == address;
    return is_there ? &image->waits[low] : NULL;
}

void vm_restore(const struct image *image, struct vm_case *c, enum vm_phase phase,
                uint32_t result)
{
    vm_case_init(image, c->procedure, c);
    c->phase = phase;
    c->result = result;
}

void vm_restore_place(const struct image *image, struct vm_case *c, uint32_t place)
{
    const struct image_procedure *p = case_procedure(image, c);
    uint32_t i;
    if (!is_within(p->places, place, &i) || bit_is_set(c->words, i) ||
        (i < p->rows.n && !is_work(image, p->rows.first + i)))
        return;
    bit_set(c->words, i);
    c->n_open += i < p->rows.n;
}

void vm_restore_signed(const struct image *image, struct vm_case *c, uint32_t row,
                       uint32_t n, uint32_t outcome)
{
    const struct image_procedure *p = case_procedure(image, c);
    uint32_t i;
    if (is_within(p->rows, row, &i) && n != NONE)
        c->words[case_signed(p) + i] = n ? n | (uint64_t)outcome << 32 : 0;
}

void vm_restore_waiting(const struct image *image, struct vm_case *c, uint32_t row,
                        uint32_t address)
{
    const struct image_procedure *p = case_procedure(image, c);
    const struct image_wait *wait = vm_find_wait(image, address);
    uint32_t i;
    if (wait && wait->row == row && is_within(p->rows, row, &i) && bit_is_set(c->words, i))
        c->words[case_signed(p) + i] = waiting_word(address);
}

void vm_restore_counter(const struct image *image, struct vm_case *c, uint32_t counter,
                        uint32_t n)
{
    const struct image_procedure *p = case_procedure(image, c);
    if (counter < p->n_counters)
        case_counters(p, c)[counter] = n;
}

const char *vm_status_text(enum vm_status s)
{
    static const char *const texts[] = {
        [VM_OK] = "done",
        [VM_NOT_OPEN] = "not open",
        [VM_NO_OUTCOME] = "an outcome is needed",
        [VM_BAD_OUTCOME] = "no such outcome",
        [VM_OTHER_OUTCOME] = "the first signature says otherwise",
        [VM_IS_OVER] = "the case is over",
        [VM_BAD_ENTRY] = "cannot begin there",
        [VM_IS_WAITING] = "it waits for the clock",
        [VM_NOT_WAITING] = "it does not wait",
        [VM_NEVER_LATE] = "it is never late",
        [VM_SET_TWICE] = "a row or a group was set twice",
        [VM_TOO_MANY] = "too many rows fired at once",
    };
    _Static_assert(COUNT_OF(texts) == N_VM_STATUS, "a text for each status");
    return texts[s];
}
