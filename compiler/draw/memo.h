/*
 * memo: texts broken once already. The same words stand in many cells, and a
 * page is laid out again when it has to grow; breaking lines is the dearest
 * thing of all.
 */
#ifndef SOP_DRAW_MEMO_H
#define SOP_DRAW_MEMO_H

#include "compiler/draw/pages.h"

struct memo_key {
    const char *whole;
    enum font font;
    double width;
    uint32_t n_most;
    bool keeps_words;
};

struct memo {
    struct arena *arena;
    struct memo_entry *slots;
    uint32_t n, cap;
};

/* The place of a text; is_new: it is empty, to be filled in. Good until the
 * next call. */
struct page_text *memo_find(struct memo *memo, const struct memo_key *key, bool *is_new);

#endif
