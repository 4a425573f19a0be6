/*
 * swim: the style flow, a plain swimlane for screens and slides. Texts stand
 * in the symbols, lanes are columns with the actor on top, phases a column at
 * the left, all on one sheet as tall as it must be.
 *
 * It is the official page with other measures: a frame whose table columns
 * are empty, bands as tall as their symbols, one sheet. Router, labels and
 * checker see no difference. What differs stands here.
 */
#ifndef SOP_DRAW_SWIM_H
#define SOP_DRAW_SWIM_H

#include "compiler/draw/scene.h"

/* Measures the frame but for its height, which the bands give. */
void swim_frame_build(struct frame *frame, const struct growth *growth);
void swim_frame_draw(const struct frame *frame, struct page *page);
/* Gives the sheet its height. */
void swim_sheet_end(struct frame *frame, const struct band_list *bands);

/* What stands in the symbol of a stop's first performer, and in the others. */
struct page_text swim_text(const struct frame *frame, uint32_t stop);
struct page_text swim_text_beside(const struct frame *frame, const struct stop *stop);
/* How tall the symbol must be for its text. */
double swim_symbol_height(const struct frame *frame, enum symbol_kind kind,
                          const struct page_text *text);
/* Makes the last row of a phase taller where the phase's name needs it. */
void swim_phases_stretch(const struct frame *frame, struct band_list *bands);

/* Size and corners of a symbol, the box around (x, y). */
void swim_symbol_shape(const struct frame *frame, const struct band *band, bool is_first,
                       struct page_symbol *symbol);
/* Lanes, phases and the edge. */
void swim_rules_draw(struct scene *scene);

#endif
