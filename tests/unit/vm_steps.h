/* Stepping a net by hand: every effect of every event is looked at. */
#ifndef SOP_TEST_VM_STEPS_H
#define SOP_TEST_VM_STEPS_H

#include <stdio.h>

#include "tests/unit/net.h"

/* The effects of the last event: "done a, open b". Rows are named by letters. */
static inline const char *effects_text(const struct run *r, char out[512])
{
    static const char *const words[] = { "signed", "done", "open", "withdrawn", "ended",
                                         "stopped", "asked", "waits" };
    size_t len = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < r->effects.n; i++) {
        const struct vm_effect *e = &r->effects.at[i];
        len += (size_t)snprintf(out + len, 512 - len, "%s%s", i ? ", " : "", words[e->kind]);
        if (e->row != NONE)
            len += (size_t)snprintf(out + len, 512 - len, " %c", 'a' + (int)e->row);
        if (e->outcome != NONE)
            len += (size_t)snprintf(out + len, 512 - len, ".%u", e->outcome);
    }
    return out;
}

static inline void expect_step(struct run *r, struct vm_event event, enum vm_status status,
                        const char *effects)
{
    char text[512];
    size_t size = vm_case_size(r->image, 0);
    struct vm_case *before = malloc(size);
    assert_non_null(before);
    memcpy(before, r->c, size);
    assert_int_equal(vm_step(r->image, r->c, &event, &r->effects), status);
    assert_string_equal(effects_text(r, text), effects);
    if (status != VM_OK && status < VM_SET_TWICE)
        assert_memory_equal(before, r->c, size);   /* refused: bit for bit */
    free(before);
}

static inline void expect_start(struct run *r, const char *effects)
{
    expect_step(r, (struct vm_event){ VM_START, NONE, NONE }, VM_OK, effects);
}

static inline struct vm_event sign(char row, uint32_t outcome)
{
    return (struct vm_event){ VM_SIGN, (uint32_t)(row - 'a'), outcome };
}

static inline void expect_sign(struct run *r, char row, const char *effects)
{
    expect_step(r, sign(row, NONE), VM_OK, effects);
}

static inline void expect_decide(struct run *r, char row, uint32_t outcome, const char *effects)
{
    expect_step(r, sign(row, outcome), VM_OK, effects);
}

/* ---- nets by hand ---------------------------------------------------------- */

#define OPENS(...) { .opens = { __VA_ARGS__ }, \
                     .n_opens = sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t) }
#define SETS(...) { .sets = { __VA_ARGS__ }, \
                    .n_sets = sizeof((struct net_group[]){ __VA_ARGS__ }) / \
                              sizeof(struct net_group) }
#define STEP(way) { .ways = { way } }
#define LAST { .n_tasks = 1 }
#define NAMED_END { .kind = IMAGE_END }
enum { A, B, C, D, E, F };

#endif
