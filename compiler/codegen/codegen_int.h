/* What the files of codegen share. */
#ifndef SOP_CODEGEN_INT_H
#define SOP_CODEGEN_INT_H

#include "compiler/codegen/codegen.h"

struct generator {
    struct arena *arena;
    const struct flow *flow;
    const struct sop *sop;
    struct image_builder *builder;
    uint32_t n_outcomes;      /* added so far */
};

/* code.c: emits the code of one row, its record being there. */
void codegen_row(struct generator *g, uint32_t row);

#endif
