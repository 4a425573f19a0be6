/*
 * pattern_text: what a procedure says in its comments of its own runs.
 *
 *     # may:     ask {read | weigh} check.no ...
 *     # may:     ask reply -> end
 *     # may not: ask send
 *     # all:     4 runs             # all:     6 runs of at most 8 acts
 *     # refused: E0607
 *
 * A run is its acts in order (pattern_play.h); `->` and a name close it with
 * the end it reaches, `...` with the case going on. `{a b | c}` stands for
 * every way of putting a b and c into one another. The last act of `may not`
 * is the one that is not taken; where it has an ending, that is what is not.
 */
#ifndef SOP_TEST_PATTERN_TEXT_H
#define SOP_TEST_PATTERN_TEXT_H

#include <stdlib.h>
#include <string.h>

#include "runtime/base/base.h"

enum { RUN_MOST_ACTS = 24, RUN_MOST_STRANDS = 4 };

typedef LIST_OF(const char *) word_list;

/* An act, or strands side by side. */
struct run_item {
    const char *word;
    word_list strands[RUN_MOST_STRANDS];
    uint32_t n_strands, done[RUN_MOST_STRANDS];
};

/* One line: `may` or `may not`. */
struct told_run {
    const char *text;
    bool is_possible;
    LIST_OF(struct run_item) items;
    const char *end;        /* behind `->`, "..." or NULL */
};

struct told {
    LIST_OF(struct told_run) runs;
    const char *refused;    /* or NULL */
    bool is_all;            /* the runs with an end are all there are ... */
    uint32_t n_all;         /* ... so many ... */
    uint32_t most;          /* ... of at most so many acts; 0: however long */
    word_list given;        /* `row(values)`: every one in the file */
    const char *fault;
};

/* ---- reading --------------------------------------------------------------------- */

/* `visit/weigh.yes(12)` gives the row weigh `weigh(12)`. */
static inline void told_give(struct told *t, struct arena *arena, const char *word)
{
    const char *values = strchr(word, '(');
    if (!values)
        return;
    const char *row = word, *stop = values;
    for (const char *c = word; c < values; c++) {
        row = *c == '/' ? c + 1 : row;
        stop = *c == '.' ? c : stop;
    }
    const char *given = arena_printf(arena, "%.*s%s", (int)(stop - row), row, values);
    for (uint32_t i = 0; i < t->given.n; i++)
        if (strcmp(t->given.at[i], given) == 0)
            return;
    *LIST_ADD(arena, &t->given) = given;
}

static inline void told_strands(struct told *t, struct arena *arena, struct told_run *run,
                                char **rest)
{
    struct run_item *item = LIST_ADD(arena, &run->items);
    item->n_strands = 1;
    for (char *word; (word = strtok_r(NULL, " ", rest)) != NULL;) {
        if (strcmp(word, "}") == 0)
            return;
        if (strcmp(word, "|") == 0) {
            t->fault = item->n_strands == RUN_MOST_STRANDS ? "too many strands" : t->fault;
            item->n_strands += !t->fault;
            continue;
        }
        told_give(t, arena, word);
        *LIST_ADD(arena, &item->strands[item->n_strands - 1]) = word;
    }
    t->fault = "a `{` without its `}`";
}

static inline uint32_t told_n_acts(const struct told_run *run)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < run->items.n; i++) {
        const struct run_item *item = &run->items.at[i];
        n += item->word != NULL;
        for (uint32_t s = 0; s < item->n_strands; s++)
            n += item->strands[s].n;
    }
    return n;
}

static inline void told_run(struct told *t, struct arena *arena, const char *text,
                            bool is_possible)
{
    struct told_run *run = LIST_ADD(arena, &t->runs);
    /* braces stand close to their words */
    struct bytes spaced = {0};
    for (const char *c = text; *c; c++)
        bytes_printf(&spaced, strchr("{|}", *c) ? " %c " : "%c", *c);
    char *copy = arena_copy(arena, spaced.data, spaced.len), *rest = NULL;
    bytes_free(&spaced);
    *run = (struct told_run){.text = text, .is_possible = is_possible};
    for (char *word = strtok_r(copy, " ", &rest); word && !run->end;
         word = strtok_r(NULL, " ", &rest)) {
        if (strcmp(word, "{") == 0) {
            told_strands(t, arena, run, &rest);
        } else if (strcmp(word, "->") == 0 || strcmp(word, "...") == 0) {
            run->end = *word == '.' ? word : strtok_r(NULL, " ", &rest);
            t->fault = run->end ? t->fault : "a `->` without its end";
        } else {
            told_give(t, arena, word);
            LIST_ADD(arena, &run->items)->word = word;
        }
    }
    if (told_n_acts(run) > RUN_MOST_ACTS)
        t->fault = "too long a run";
}

static inline void told_all(struct told *t, const char *text)
{
    char *rest;
    t->is_all = true;
    t->n_all = (uint32_t)strtoul(text, &rest, 10);
    rest += strspn(rest, " runs");
    if (strncmp(rest, "of at most ", 11) == 0)
        t->most = (uint32_t)strtoul(rest + 11, NULL, 10);
    else if (*rest)
        t->fault = "`all` is not understood";
}

/* The text behind a keyword, or NULL: the line begins otherwise. */
static inline const char *told_behind(const char *line, const char *keyword)
{
    size_t len = strlen(keyword);
    return strncmp(line, keyword, len) == 0 ? line + len + strspn(line + len, " ") : NULL;
}

static inline void told_line(struct told *t, struct arena *arena, const char *line)
{
    const char *text;
    if ((text = told_behind(line, "# may:")) || (text = told_behind(line, "# may not:")))
        told_run(t, arena, text, line[5] == ':');
    else if ((text = told_behind(line, "# all:")))
        told_all(t, text);
    else if ((text = told_behind(line, "# refused:")))
        t->refused = text;
}

static inline struct told told_read(struct arena *arena, const char *file)
{
    struct told t = {0};
    for (const char *line = file; *line;) {
        size_t len = strcspn(line, "\n");
        told_line(&t, arena, arena_copy(arena, line, len));
        line += len + (line[len] == '\n');
    }
    return t;
}

/* ---- every run that a line stands for ------------------------------------------------ */

typedef void told_visit(void *context, const char *const *acts, uint32_t n);

static inline void told_each_from(struct told_run *run, uint32_t i, const char **acts, uint32_t n,
                                  told_visit *visit, void *context)
{
    if (i == run->items.n) {
        visit(context, acts, n);
        return;
    }
    struct run_item *item = &run->items.at[i];
    if (item->word) {
        acts[n] = item->word;
        told_each_from(run, i + 1, acts, n + 1, visit, context);
        return;
    }
    bool is_done = true;
    for (uint32_t s = 0; s < item->n_strands; s++) {
        if (item->done[s] == item->strands[s].n)
            continue;
        is_done = false;
        acts[n] = item->strands[s].at[item->done[s]++];
        told_each_from(run, i, acts, n + 1, visit, context);
        item->done[s]--;
    }
    if (is_done)
        told_each_from(run, i + 1, acts, n, visit, context);
}

static inline void told_each(struct told_run *run, told_visit *visit, void *context)
{
    const char *acts[RUN_MOST_ACTS];
    told_each_from(run, 0, acts, 0, visit, context);
}

#endif
