/*
 * Codes as a person asks for them: by their id, with why there is such a rule
 * and a text that breaks it. All of it stands in explain.def.
 */
#include <string.h>
#include <strings.h>

#include "compiler/diag/diag.h"

#define EXAMPLE(text) {text, sizeof(text) - 1}

static const struct explanation explanations[N_CODES] = {
#define EXPLAIN(symbol, en, id, wrong_text, right_text)             \
    [symbol] = {.why = {en, id},                                    \
                .wrong = {[LANG_EN] = EXAMPLE(wrong_text)},         \
                .right = {[LANG_EN] = EXAMPLE(right_text)}},
#define EXPLAIN_BOTH(symbol, en, id, wrong_text, right_text, wrong_id, right_id) \
    [symbol] = {.why = {en, id},                                    \
                .wrong = {EXAMPLE(wrong_text), EXAMPLE(wrong_id)},  \
                .right = {EXAMPLE(right_text), EXAMPLE(right_id)}},
#define EXPLAIN_ALONE(symbol, en, id) [symbol] = {.why = {en, id}},
#include "compiler/diag/explain.def"
#undef EXPLAIN
#undef EXPLAIN_BOTH
#undef EXPLAIN_ALONE
};

const struct explanation *code_explanation(enum code code)
{
    return explanations[code].why[LANG_EN] ? &explanations[code] : NULL;
}

enum code code_by_id(const char *id)
{
    for (enum code code = 0; code < N_CODES; code++)
        if (strcasecmp(id, code_id(code)) == 0)
            return code;
    return N_CODES;
}

/* Up to the next space; what stands in backticks stays on one line. */
static size_t word_length(const char *text)
{
    bool is_quoted = false;
    size_t len = 0;
    for (; text[len] && (is_quoted || text[len] != ' '); len++)
        is_quoted ^= text[len] == '`';
    return len;
}

void prose_write(struct bytes *b, const char *text, size_t width)
{
    size_t column = 0;
    while (*text) {
        size_t len = word_length(text), columns = utf8_width(text, len);
        if (column && column + 1 + columns > width) {
            bytes_add_char(b, '\n');
            column = 0;
        } else if (column) {
            bytes_add_char(b, ' ');
            column++;
        }
        bytes_add(b, text, len);
        column += columns;
        text += len + (text[len] == ' ');
    }
    bytes_add_char(b, '\n');
}

/* A piece without line breaks and NULs. */
static void add_piece(struct bytes *b, const char *s, size_t len)
{
    struct bytes piece = {0};
    bytes_add(&piece, s, len);
    if (piece.data)
        bytes_add_visible(b, piece.data);
    bytes_free(&piece);
}

void example_write(struct bytes *b, const char *text, size_t len, const char *indent)
{
    bool is_new = true;
    for (size_t i = 0, piece; i < len; i += piece) {
        for (piece = 0; i + piece < len && text[i + piece] && text[i + piece] != '\n';)
            piece++;
        if (is_new && piece)
            bytes_add_string(b, indent);
        add_piece(b, text + i, piece);
        is_new = i + piece < len && text[i + piece] == '\n';
        if (i + piece < len)
            bytes_add_string(b, is_new ? "\n" : "\\x00");
        piece++;
    }
    if (len && !is_new)
        bytes_add_char(b, '\n');
}
