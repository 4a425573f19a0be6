/* Choosing the writer, and the names that more than one of them uses. */
#include "compiler/draw/emit.h"

static const char *const format_names[N_DRAW_FORMATS] = {
#define FORMAT(symbol, name) [DRAW_##symbol] = name,
    DRAW_FORMATS(FORMAT)
#undef FORMAT
};

const char *draw_format_name(enum draw_format format)
{
    return format < N_DRAW_FORMATS ? format_names[format] : NULL;
}

void emit_number(struct bytes *out, double value)
{
    long long n = llround(value * 100);
    if (n < 0)
        bytes_add_char(out, '-');
    n = n < 0 ? -n : n;
    bytes_printf(out, "%lld", n / 100);
    if (n % 100)
        bytes_printf(out, n % 10 ? ".%02lld" : ".%lld", n % 10 ? n % 100 : n % 100 / 10);
}

/* Outcomes are free words: what an id cannot hold becomes a line. */
static void add_word(struct bytes *out, const char *s)
{
    for (; *s; s++) {
        bool is_plain = (unsigned char)*s >= 0x80 || (*s >= '0' && *s <= '9') ||
                        (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
        bytes_add_char(out, is_plain ? *s : '_');
    }
}

void emit_symbol_id(const struct page_list *list, const struct page *page, uint32_t symbol,
                    struct bytes *out)
{
    const struct page_symbol *s = &page->symbols.at[symbol];
    if (s->kind == SYMBOL_PENTAGON) {
        bytes_printf(out, "link-%s-%u", s->letter, symbol);
        return;
    }
    bytes_add_string(out, "row-");
    add_word(out, page_row_name(list, s->row));
    for (uint32_t i = 0; i < symbol; i++)
        if (page->symbols.at[i].row == s->row && page->symbols.at[i].kind != SYMBOL_PENTAGON) {
            bytes_printf(out, "-%u", symbol);
            return;
        }
}

void emit_line_id(const struct page_list *list, const struct page_line *line, uint32_t i,
                  struct bytes *out)
{
    const char *outcome = page_outcome_name(list, line->from, line->outcome);
    bytes_add_string(out, line->has_arrow ? "edge-" : "join-");
    add_word(out, page_row_name(list, line->from));
    if (!line->has_arrow) {
        bytes_printf(out, "-%u", i);
        return;
    }
    bytes_add_char(out, '-');
    add_word(out, page_row_name(list, line->to));
    if (outcome) {
        bytes_add_char(out, '-');
        add_word(out, outcome);
    }
}

void emit_symbol_class(const struct page_list *list, const struct page_symbol *symbol,
                       struct bytes *out)
{
    bytes_printf(out, "symbol kind-%s", symbol_kind_name(symbol->kind));
    if (symbol->actor != NONE)
        bytes_printf(out, " actor-%s", list->sop->actors.at[symbol->actor].id);
    if (symbol->is_dashed)
        bytes_add_string(out, " assists");
    if (symbol->is_doubled)
        bytes_add_string(out, " each");
}

enum err draw_write(const struct page_list *list, enum draw_format format, uint32_t page,
                    struct bytes *out)
{
    switch (format) {
    case DRAW_JSON:
        return emit_json(list, out);
    case DRAW_PDF:
        return emit_pdf(list, out);
    case DRAW_SVG:
    case DRAW_PNG:
    case DRAW_DOT:
    case N_DRAW_FORMATS:
        break;
    }
    if (page >= list->pages.n)
        return ERR_USAGE;
    return emit_graphviz(list, &list->pages.at[page], format, out);
}
