/* What the files of codegen share. */
#ifndef SOP_CODEGEN_INT_H
#define SOP_CODEGEN_INT_H

#include "compiler/codegen/codegen.h"

/* Where the things of the sop in hand begin in the tables of the image. */
struct bases {
    uint32_t row, place, actor, phase, document, field;
    uint32_t outcome, fill, holiday, change;
};

struct generator {
    struct arena *arena;
    struct image_builder *builder;
    const struct flow *flow;      /* of the sop in hand */
    const struct sop *sop;
    struct bases base;
    const uint32_t *procedures;   /* sop of the model -> its procedure */
    uint32_t **delays;            /* per row of the sop: a duration for each outcome */
};

/* tables.c: the records of the sop in hand, but for the code of its rows. */
void codegen_tables(struct generator *g);
/* code.c: the code of one of its rows, whose record is there. */
void codegen_row(struct generator *g, uint32_t row);
/* expression.c: the code of an expression; its address (NONE for NULL). */
uint32_t codegen_expression(struct generator *g, const struct expr *e);

#endif
