/*
 * vm_int: where the state of a case lies. `words` of struct vm_case, for a
 * procedure of R rows and P places:
 *
 *      bit 0              R-1  R                 P-1
 *      +----------------------+--------------------+
 *      | open(row), in order  | done(group, row),  |   ceil(P/64) words:
 *      |                      | in row order       |   the places
 *      +----------------------+--------------------+
 *      | ready(row): to fire within this event;    |   ceil(R/64) words:
 *      | all 0 at rest                             |   scratch
 *      +-------------------------------------------+
 *      | of each row: signatures (low 32 bits) and |   R words
 *      | the outcome that the first one set (high);|
 *      | or NONE, and where it goes on (it waits)  |
 *      +-------------------------------------------+
 *      | counters of bounded outcomes, 32 bits each|   ceil(C/2) words
 *      +-------------------------------------------+
 *
 * Bits count from the procedure's first place; open(row) is its row's number
 * within the procedure.
 */
#ifndef SOP_VM_INT_H
#define SOP_VM_INT_H

#include "runtime/vm/vm.h"

/* What the verifier has promised. Builds with -DSOP_ASSERT look again. */
#ifdef SOP_ASSERT
#include <stdio.h>
#include <stdlib.h>
#define BELIEVE(what)                                                               \
    ((what) ? (void)0                                                               \
            : (fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what), abort()))
#else
#define BELIEVE(what) ((void)sizeof(what))
#endif

static inline uint32_t words_for(uint32_t bits)
{
    return bits / 64 + (bits % 64 != 0);
}

static inline const struct image_procedure *case_procedure(const struct image *image,
                                                           const struct vm_case *c)
{
    BELIEVE(c->procedure < image->t.n_procedure);
    return &image->t.procedure[c->procedure];
}

static inline uint64_t *case_ready(const struct image_procedure *p, struct vm_case *c)
{
    return c->words + words_for(p->places.n);
}

/* Where the words of rows begin. */
static inline uint32_t case_signed(const struct image_procedure *p)
{
    return words_for(p->places.n) + words_for(p->rows.n);
}

static inline uint32_t *case_counters(const struct image_procedure *p, struct vm_case *c)
{
    return (uint32_t *)(void *)(c->words + case_signed(p) + p->rows.n);
}

/* The word of a row that waits, and whether one says so. */
static inline uint64_t waiting_word(uint32_t address)
{
    return NONE | (uint64_t)address << 32;
}

static inline bool is_waiting_word(uint64_t word)
{
    return (uint32_t)word == NONE;
}

/* The WAIT that goes on at that address; NULL: there is none. */
const struct image_wait *vm_find_wait(const struct image *image, uint32_t address);

static inline bool bit_is_set(const uint64_t *words, uint32_t i)
{
    return words[i / 64] >> i % 64 & 1;
}

static inline void bit_set(uint64_t *words, uint32_t i)
{
    words[i / 64] |= UINT64_C(1) << i % 64;
}

static inline void bit_clear(uint64_t *words, uint32_t i)
{
    words[i / 64] &= ~(UINT64_C(1) << i % 64);
}

#endif
