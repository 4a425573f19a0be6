/* The foot of a page in three parts: see foot.h. */
#include "compiler/draw/foot.h"
#include "compiler/draw/words.h"

static const double padding = 3;

static void foot_cell(const struct foot *f, struct page *page, const char *s, struct box box,
                      enum align align, struct arena *arena)
{
    if (!s)
        return;
    struct page_text text = canvas_wrap(f->canvas, s, FONT_FOOT, box_width(&box) - 6, 1);
    double x = align == ALIGN_LEFT     ? box.x0 + padding
               : align == ALIGN_CENTER ? (box.x0 + box.x1 - text.width) / 2
                                       : box.x1 - padding - text.width;
    double y = (box.y0 + box.y1 - canvas_height(FONT_FOOT, text.n_lines)) / 2;
    *LIST_ADD(arena, &page->cells) = (struct page_cell){
        .text = text,
        .box = box,
        .text_box = {x, y, x + text.width, box.y0 + box.y1 - y},
        .align = align,
    };
}

void foot_draw(const struct foot *foot, struct page *page, uint32_t number, uint32_t n,
               struct arena *arena)
{
    enum language language = foot->sop->language;
    const char *left = foot->sop->title ? foot->sop->title : "";
    if (foot->sop->identity.number)
        left = arena_printf(arena, "%s \u2014 %s",
                            draw_sentence(arena, DRAW_WORD_SOP_NUMBER, language,
                                          foot->sop->identity.number),
                            left);
    const char *right = draw_sentence(arena, DRAW_WORD_PAGE, language,
                                      arena_printf(arena, "%u", number),
                                      arena_printf(arena, "%u", n));
    double x0 = foot->from, width = foot->to - x0;
    double y0 = foot->top, y1 = y0 + canvas_height(FONT_FOOT, 1) + 2;
    foot_cell(foot, page, left, (struct box){x0, y0, x0 + width * 0.5, y1}, ALIGN_LEFT, arena);
    foot_cell(foot, page, foot->image_id,
              (struct box){x0 + width * 0.5, y0, x0 + width * 0.86, y1}, ALIGN_CENTER, arena);
    foot_cell(foot, page, right, (struct box){x0 + width * 0.86, y0, foot->to, y1}, ALIGN_RIGHT,
              arena);
}
