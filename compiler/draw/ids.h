/*
 * ids: what the symbols and arrows of a page are called in files, so that a
 * style sheet, a script or a test finds them: "row-periksa" (further symbols
 * of the row "row-periksa-2"), "edge-periksa-kirim-yes", "join-periksa",
 * "link-A". Each is there once on its page; letters of any script stay.
 */
#ifndef SOP_DRAW_IDS_H
#define SOP_DRAW_IDS_H

#include "compiler/draw/pages.h"

struct page_ids {
    const char **symbols;   /* per symbol */
    const char **lines;     /* per line */
    struct named {
        const char *id;
        uint32_t index;     /* of the symbol, or n_symbols + of the line */
    } *sorted;
    uint32_t n;
};

void ids_make(struct page_ids *ids, const struct page_list *list, const struct page *page,
              struct arena *arena);
/* The index of a name in sorted order's terms, or NONE. */
uint32_t ids_find(const struct page_ids *ids, const char *id);

#endif
