/* What measuring (canvas.c) and painting (pdf.c), the two files that know Pango
 * and Cairo, have in common. */
#ifndef SOP_DRAW_CANVAS_INT_H
#define SOP_DRAW_CANVAS_INT_H

#include <pango/pangocairo.h>

#include "compiler/draw/canvas.h"

/* Text is measured twice: as a printer sets it, and as a screen rounds it. */
enum measure { MEASURE_PRINT, MEASURE_SCREEN, N_MEASURES };

void layout_set_font(PangoLayout *layout, enum font font, double scale);
/* Print: no rounding to pixels, the same widths at every size. */
void context_set(PangoContext *context, enum measure measure);
double line_width(PangoLayoutLine *line, enum measure measure);

#endif
