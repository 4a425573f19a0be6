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
    if (symbol->is_critical)
        bytes_add_string(out, " critical");
    if (symbol->heat)
        bytes_printf(out, " heat-%u", symbol->heat - 1);
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
