/*
 * Texts with one thing wrong: a token left out, said twice, changed with its
 * neighbour or for another of the text; and texts with bytes changed.
 */
#ifndef SOP_TEST_MUTANT_H
#define SOP_TEST_MUTANT_H

#include <string.h>

#include "grammar/grammar.h"

#define TOKEN_MUTATIONS(X) \
    X(LEAVE_OUT) X(DOUBLE) X(SWAP) X(REPLACE) X(REPLACE_AGAIN)
#define BYTE_MUTATIONS(X) \
    X(SEVERAL) X(CUT) X(TAKE_BYTES) X(INSERT_BYTE) X(INSERT_SIGN) X(CHANGE_BYTES) X(COPY_BYTES)

enum mutation {
#define MUTATION(name) MUTATE_##name,
    TOKEN_MUTATIONS(MUTATION)
    BYTE_MUTATIONS(MUTATION)
    N_MUTATIONS,
    N_TOKEN_MUTATIONS = MUTATE_SEVERAL,
};

static const char *const mutation_names[] = {
#undef MUTATION
#define MUTATION(name) #name,
    TOKEN_MUTATIONS(MUTATION) BYTE_MUTATIONS(MUTATION)
#undef MUTATION
};

struct mutator {
    const char *text;
    size_t len;
    const struct token *tokens;
    uint32_t n_tokens, base;
    uint64_t seed;
};

static inline uint32_t mutant_pick(struct mutator *m, size_t n)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((m->seed >> 33) % n);
}

static inline uint32_t mutant_start(const struct mutator *m, uint32_t i)
{
    return m->tokens[i].span.start - m->base;
}

static inline uint32_t mutant_end(const struct mutator *m, uint32_t i)
{
    return m->tokens[i].span.end - m->base;
}

static inline void mutant_say(const struct mutator *m, uint32_t i, struct bytes *out)
{
    bytes_add(out, m->text + mutant_start(m, i), mutant_end(m, i) - mutant_start(m, i));
}

/* The text with token i mutated. */
static inline void mutate_token(struct mutator *m, enum mutation mutation, uint32_t i,
                                struct bytes *out)
{
    uint32_t next = i + 1 < m->n_tokens ? i + 1 : i;
    uint32_t rest = mutation == MUTATE_SWAP ? mutant_end(m, next) : mutant_end(m, i);
    out->len = 0;
    bytes_add(out, m->text, mutant_start(m, i));
    switch (mutation) {
    case MUTATE_DOUBLE:
        mutant_say(m, i, out);
        bytes_add_char(out, ' ');
        mutant_say(m, i, out);
        break;
    case MUTATE_SWAP:
        if (next == i)
            break;
        mutant_say(m, next, out);
        bytes_add(out, m->text + mutant_end(m, i), mutant_start(m, next) - mutant_end(m, i));
        mutant_say(m, i, out);
        break;
    case MUTATE_REPLACE: case MUTATE_REPLACE_AGAIN:
        mutant_say(m, mutant_pick(m, m->n_tokens), out);
        break;
    default:
        break;
    }
    bytes_add(out, m->text + rest, m->len - rest);
}

static const char *const mutant_signs[] = {
    "\xC2\xA0", "é", "\xE2\x80\x8B", "\xE2\x80\xAE", "😀", "\xF0\x9F\x98", "\xC3", "“", "”", "→",
    "\xEF\xBB\xBF", "\xCC\x81", "\\", "\"", "\r", "\r\n", "\t", "\x1b[31m", "\x7f", "{1}", "%s",
    "\xEF\xBF\xBE", "\xF4\x8F\xBF\xBF", "{", "}", "#", "07.30", "2.400", "1-20", "2,5", "±", "-> "};

/* The text with some of its tokens mutated, each in one way. */
static inline void mutate_several(struct mutator *m, struct bytes *out)
{
    uint32_t at = 0, n_wanted = 2 + mutant_pick(m, 6);
    out->len = 0;
    for (uint32_t i = 0; i < m->n_tokens; i++) {
        if (mutant_pick(m, m->n_tokens) >= n_wanted)
            continue;
        bytes_add(out, m->text + at, mutant_start(m, i) - at);
        at = mutant_end(m, i);
        uint32_t how = mutant_pick(m, 4), end = mutant_pick(m, m->n_tokens - i) + i;
        if (how == 0)
            mutant_say(m, mutant_pick(m, m->n_tokens), out);
        if (how == 1)
            bytes_add_string(out, mutant_signs[mutant_pick(m, COUNT_OF(mutant_signs))]);
        if (how == 2 && end < i + 12)   /* some tokens again */
            bytes_add(out, m->text + mutant_start(m, i), mutant_end(m, end) - mutant_start(m, i));
        bytes_add_char(out, ' ');
    }
    bytes_add(out, m->text + at, m->len - at);
}

/* The text with some bytes changed, anywhere. */
static inline void mutate_bytes(struct mutator *m, enum mutation mutation, struct bytes *out)
{
    uint32_t at = mutant_pick(m, m->len + 1), left = (uint32_t)m->len - at;
    uint32_t n = mutant_pick(m, 40), rest = at;
    char some[40];
    out->len = 0;
    bytes_add(out, m->text, at);
    for (uint32_t i = 0; i < COUNT_OF(some); i++)
        some[i] = (char)mutant_pick(m, 256);
    n = n < left ? n : left;
    switch (mutation) {
    case MUTATE_CUT:
        rest = (uint32_t)m->len;
        break;
    case MUTATE_TAKE_BYTES:
        rest = at + n;
        break;
    case MUTATE_INSERT_BYTE:
        bytes_add_char(out, some[0]);
        break;
    case MUTATE_INSERT_SIGN:
        bytes_add_string(out, mutant_signs[mutant_pick(m, COUNT_OF(mutant_signs))]);
        break;
    case MUTATE_CHANGE_BYTES:
        n = n < 3 ? n : 3;
        bytes_add(out, some, n);
        rest = at + n;
        break;
    default:
        bytes_add(out, m->text + mutant_pick(m, m->len + 1 - n), n);
        break;
    }
    bytes_add(out, m->text + rest, m->len - rest);
}

#endif
