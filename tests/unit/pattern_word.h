/*
 * pattern_word: an act as a word. `check.no` is a row and its outcome, `weigh(12)`
 * what is filled in, `ask.late` and `dry.wait` the clock, `visit/weigh` a row of
 * the case that `visit` called.
 */
#ifndef SOP_TEST_PATTERN_WORD_H
#define SOP_TEST_PATTERN_WORD_H

#include <string.h>

#include "runtime/image/image.h"

enum { WORD_MOST_CALLS = 4, WORD_MOST_VALUES = 8 };

struct word {
    const char *calls[WORD_MOST_CALLS];    /* the rows that call, outermost first */
    uint32_t n_calls;
    const char *row, *outcome;             /* outcome: or NULL */
    const char *values[WORD_MOST_VALUES];
    uint32_t n_values;
};

static inline char *word_cut(char *text, char at)
{
    char *found = text ? strchr(text, at) : NULL;
    if (!found)
        return NULL;
    *found = '\0';
    return found + 1;
}

static inline struct word word_read(struct arena *arena, const char *text)
{
    struct word w = {0};
    char *rest = arena_copy(arena, text, strlen(text)), *values = word_cut(rest, '(');
    word_cut(values, ')');
    for (char *next; values && w.n_values < WORD_MOST_VALUES; values = next) {
        next = word_cut(values, ',');
        w.values[w.n_values++] = values;
    }
    w.outcome = word_cut(rest, '.');
    for (char *next; (next = word_cut(rest, '/')) && w.n_calls < WORD_MOST_CALLS; rest = next)
        w.calls[w.n_calls++] = rest;
    w.row = rest;
    return w;
}

static inline bool word_is_clock(const struct word *w)
{
    return w->outcome && (strcmp(w->outcome, "late") == 0 || strcmp(w->outcome, "wait") == 0);
}

/* ---- names in an image ------------------------------------------------------------ */

static inline const char *word_of_row(const struct image *image, uint32_t row)
{
    return image_string(image, image->t.row[row].id);
}

static inline const char *word_of_outcome(const struct image *image, uint32_t row,
                                          uint32_t outcome)
{
    const struct image_outcome *o =
        &image->t.outcome[image->t.row[row].outcomes.first + outcome];
    return image_string(image, o->label);
}

/* The row of that name in a procedure, or NONE. */
static inline uint32_t word_find_row(const struct image *image, uint32_t procedure,
                                     const char *id)
{
    struct image_span rows = image->t.procedure[procedure].rows;
    for (uint32_t row = rows.first; row < rows.first + rows.n; row++)
        if (strcmp(word_of_row(image, row), id) == 0)
            return row;
    return NONE;
}

/* Among the answers of the row, or NONE. */
static inline uint32_t word_find_outcome(const struct image *image, uint32_t row,
                                         const char *label)
{
    for (uint32_t i = 0; i < image_n_answers(image, row); i++)
        if (strcmp(word_of_outcome(image, row, i), label) == 0)
            return i;
    return NONE;
}

/* Is the first word of a run a start row? */
static inline bool word_has_starts(const struct image *image)
{
    struct image_span rows = image->t.procedure[0].rows;
    for (uint32_t row = rows.first; row < rows.first + rows.n; row++)
        if (image->t.row[row].kind == IMAGE_START)
            return true;
    return false;
}

/* Does somebody say what that fill of the row is? */
static inline bool word_is_given(const struct image *image, uint32_t fill)
{
    return image->t.fill[fill].value == NONE;
}

static inline uint32_t word_n_given(const struct image *image, uint32_t row)
{
    struct image_span fills = image->t.row[row].fills;
    uint32_t n = 0;
    for (uint32_t i = fills.first; i < fills.first + fills.n; i++)
        n += word_is_given(image, i);
    return n;
}

#endif
