/* What the display list calls things: see pages.h. */
#include "compiler/draw/pages.h"

static const char *const symbol_names[N_SYMBOL_KINDS] = {
#define SYMBOL(symbol, name) [SYMBOL_##symbol] = name,
    DRAW_SYMBOLS(SYMBOL)
#undef SYMBOL
};

const char *symbol_kind_name(enum symbol_kind kind)
{
    return symbol_names[kind];
}

double symbol_tip(const struct page_symbol *symbol)
{
    return symbol->tip > 0 ? symbol->tip : box_width(&symbol->box) / 2;
}

const char *page_row_name(const struct page_list *list, uint32_t row)
{
    if (row == AT_START)
        return "start";
    if (row == TO_END)
        return "end";
    return list->sop->rows.at[row].id;
}

const char *page_outcome_name(const struct page_list *list, uint32_t row, uint32_t outcome)
{
    if (outcome == NONE || row >= list->sop->rows.n)
        return NULL;
    const struct outcome *o = &list->sop->rows.at[row].outcomes.at[outcome];
    return o->kind == OUTCOME_YES ? "yes" : o->kind == OUTCOME_NO ? "no" : o->label;
}

double text_indent(const struct page_list *list, const struct page_text *text, uint32_t line)
{
    return text->is_hung && text->is_hung[line] ? text->hang * list->scale : 0;
}

double text_baseline(const struct page_list *list, const struct page_text *text,
                     const struct box *box, uint32_t line)
{
    const struct font_face *face = &font_faces[text->font];
    double size = face->size * list->scale, height = size * face->leading;
    double top = box_center_y(box) - text->n_lines * height / 2;
    double ascent = (height + size * (FONT_ASCENT - FONT_DESCENT)) / 2;
    return top + line * height + ascent;
}
