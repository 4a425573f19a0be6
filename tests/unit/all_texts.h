/*
 * Every SOP text that lies in the repository: the examples, the inputs of the
 * tests, the blocks of the documents, the examples of `sopc explain`. Called
 * from the repository's root.
 */
#ifndef SOP_TEST_ALL_TEXTS_H
#define SOP_TEST_ALL_TEXTS_H

#include <ftw.h>
#include <stdlib.h>
#include <string.h>

#include "grammar/grammar.h"

struct a_text {
    char *path, *text;     /* the path that it stands for: what it uses is found from there */
    size_t len;
};

static LIST_OF(struct a_text) all_texts;
static struct arena all_texts_arena;

static inline void all_texts_add(const char *path, const char *text, size_t len)
{
    *LIST_ADD(&all_texts_arena, &all_texts) = (struct a_text){
        arena_copy(&all_texts_arena, path, strlen(path)), arena_copy(&all_texts_arena, text, len), len};
}

static inline bool all_texts_ends_with(const char *path, const char *end)
{
    size_t len = strlen(path), n = strlen(end);
    return len > n && strcmp(path + len - n, end) == 0;
}

/* The blocks of a document that are marked ```sop. */
static inline void all_texts_add_blocks(const char *path, const char *text)
{
    static const char begin[] = "\n```sop\n";
    for (const char *s = text; (s = strstr(s, begin)) != NULL;) {
        s += sizeof begin - 1;
        const char *end = strstr(s, "```");
        if (!end)
            return;
        all_texts_add(path, s, (size_t)(end - s));
        s = end;
    }
}

static inline int all_texts_visit(const char *path, const struct stat *st, int kind,
                                  struct FTW *ftw)
{
    struct bytes text = {0};
    bool is_sop = all_texts_ends_with(path, ".sop");
    (void)st, (void)ftw;
    if (kind != FTW_F || (!is_sop && !all_texts_ends_with(path, ".md")) ||
        os_read_file(path, LONGEST_SOURCE, &text) != ERR_NONE)
        return 0;
    if (is_sop)
        all_texts_add(path, text.data, text.len);
    else
        all_texts_add_blocks(path, text.data);
    bytes_free(&text);
    return 0;
}

static inline void all_texts_add_explanations(void)
{
    for (enum code code = 0; code < N_CODES; code++) {
        const struct explanation *e = code_explanation(code);
        for (int l = 0; e && l < N_LANGUAGES; l++) {
            if (e->wrong[l].text)
                all_texts_add(code_id(code), e->wrong[l].text, e->wrong[l].len);
            if (e->right[l].text)
                all_texts_add(code_id(code), e->right[l].text, e->right[l].len);
        }
    }
}

static inline void all_texts_load(void)
{
    static const char *const folders[] = {"examples", "tests", "docs", "README.md"};
    if (all_texts.n)
        return;
    arena_init(&all_texts_arena, abort);
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        nftw(folders[i], all_texts_visit, 16, FTW_PHYS);
    all_texts_add_explanations();
}

static inline void all_texts_free(void)
{
    arena_free(&all_texts_arena);
}

#endif
