/* Texts laid out for a terminal or a page of letters. */
#include <string.h>

#include "runtime/base/base.h"

/* How many bytes of the text fit into the width. */
static size_t cut_at(const char *text, size_t len, size_t width)
{
    size_t at = 0, used = 0;
    while (at < len) {
        uint32_t c;
        size_t n = utf8_next(text + at, len - at, &c);
        used += utf8_width(text + at, n);
        if (used > width)
            break;
        at += n;
    }
    return at;
}

void text_fit(struct bytes *out, const char *text, size_t len, size_t width, bool is_right)
{
    size_t have = utf8_width(text, len);
    bool is_cut = have > width;
    if (is_cut) {
        len = cut_at(text, len, width - 1);
        have = utf8_width(text, len) + 1;
    }
    if (is_right)
        bytes_repeat(out, ' ', width - have);
    bytes_add(out, text, len);
    if (is_cut)
        bytes_add_string(out, "…");
    if (!is_right)
        bytes_repeat(out, ' ', width - have);
}

/* How much of the text goes unbroken: a word, or what fits of a long one. */
static size_t piece_at(const char *text, size_t len, size_t width)
{
    const char *space = memchr(text, ' ', len);
    return cut_at(text, space ? (size_t)(space - text) : len, width);
}

void text_wrap(struct bytes *out, const char *text, size_t len, size_t indent)
{
    size_t column = 0;
    for (size_t at = 0; at < len;) {
        size_t piece = piece_at(text + at, len - at, TEXT_WIDTH - indent);
        size_t width = utf8_width(text + at, piece);
        if (column > indent && column + 1 + width > TEXT_WIDTH) {
            bytes_add_char(out, '\n');
            bytes_repeat(out, ' ', indent);
            column = indent;
        } else if (at > 0) {
            bytes_add_char(out, ' ');
            column++;
        }
        bytes_add(out, text + at, piece);
        column += width;
        at += piece;
        at += at < len && text[at] == ' ';
    }
    bytes_add_char(out, '\n');
}
