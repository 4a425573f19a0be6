/* The tokens as text, for `sopc check --dump=tokens`. */
#include "grammar/parser.h"

static const char *class_name(const struct token *t)
{
    static const char *const names[] = {"head", "cell", "answer", "unit", "day", "type", "word"};
    switch (t->kind) {
    case TOKEN_COMMENT: return "comment";
    case TOK_NAME: return "name";
    case TOK_STRING: return "string";
    case TOK_NUMBER: return "number";
    case TOK_DATE: case TOK_MONTH: return "date";
    case TOK_CLOCK: return "clock";
    default: break;
    }
    int class = word_class(t->kind);
    return class >= 0 ? names[class] : "sign";
}

void tokens_dump(const token_list *tokens, const struct sources *sources, FILE *out)
{
    for (uint32_t i = 0; i < tokens->n; i++) {
        const struct token *t = &tokens->at[i];
        struct place p = source_place(sources, t->span.start);
        const char *english = word_spelling(t->kind, LANG_EN);
        fprintf(out, "%4u:%-4u %-8s %s%s%s\n", (unsigned)p.line, (unsigned)p.column, class_name(t),
                t->kind == TOK_STRING ? "\"" : "", english ? english : t->text,
                t->kind == TOK_STRING ? "\"" : "");
    }
}
