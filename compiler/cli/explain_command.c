/*
 * sopc explain: what a code means, why there is such a rule, and a text that
 * breaks it beside one that keeps it.
 */
#include <string.h>

#include "compiler/cli/cli.h"

enum { PROSE_WIDTH = 78 };

/* ---- examples ---------------------------------------------------------- */

/* Examples break rules, those of characters too: what the scanner may not see
 * is masked, byte by byte, so that places stay. */
static struct source *masked_source(struct sources *sources, const struct example *e)
{
    char *text = arena_copy(sources->arena, e->text, e->len);
    for (size_t i = 0; i < e->len; i++)
        if (((uint8_t)text[i] < ' ' && text[i] != '\n') || (uint8_t)text[i] >= 0x7F)
            text[i] = 'x';
    return source_add(sources, "-", text, (uint32_t)e->len);
}

/* The words of an English example in another language; all else stays. */
static void translate(struct bytes *out, const struct example *e, enum language language)
{
    static const char *const names[N_LANGUAGES] = {LANGUAGE_NAMES};
    struct arena arena;
    struct interner words;
    arena_init(&arena, cli_out_of_memory);
    intern_init(&words, &arena);
    struct sources sources = {.arena = &arena};
    struct diags diags;
    diags_init(&diags, &arena, &sources);
    token_list tokens = {0};
    const struct source *source = masked_source(&sources, e);
    source_parse(sources.list.at[0], &tokens, &arena, &words, &diags, false);
    bytes_printf(out, "language %s\n\n", names[language]);
    uint32_t at = 0;
    for (uint32_t i = 0; i < tokens.n; i++) {
        const struct token *t = &tokens.at[i];
        const char *word = t->kind > 0 ? word_spelling(t->kind, language) : NULL;
        if (!word)
            continue;
        bytes_add(out, e->text + at, t->span.start - source->base - at);
        bytes_add_string(out, word);
        at = t->span.end - source->base;
    }
    bytes_add(out, e->text + at, e->len - at);
    arena_free(&arena);
}

bool cli_example(struct bytes *out, enum code code, bool is_right, enum language language)
{
    const struct explanation *e = code_explanation(code);
    const struct example *own = !e ? NULL : is_right ? e->right : e->wrong;
    if (!own || !own[LANG_EN].text)
        return false;
    if (own[language].text)
        bytes_add(out, own[language].text, own[language].len);
    else
        translate(out, &own[LANG_EN], language);
    if (out->failed)
        cli_out_of_memory();
    return true;
}

/* ---- what is printed --------------------------------------------------- */

static void add_example(struct bytes *b, const char *head, enum code code, bool is_right,
                        enum language language)
{
    struct bytes text = {0};
    if (cli_example(&text, code, is_right, language)) {
        bytes_printf(b, "\n%s\n\n", head);
        example_write(b, text.data, text.len, "    ");
    }
    bytes_free(&text);
}

static void add_explanation(struct bytes *b, enum code code, enum language l)
{
    const struct explanation *e = code_explanation(code);
    bytes_printf(b, "%s[%s]: ", severity_word(code_severity(code), l), code_id(code));
    code_title_write(b, code, l);
    bytes_add_char(b, '\n');
    if (!e)
        return;
    bytes_add_char(b, '\n');
    prose_write(b, e->why[l], PROSE_WIDTH);
    add_example(b, l == LANG_ID ? "Salah:" : "Wrong:", code, false, l);
    add_example(b, l == LANG_ID ? "Benar:" : "Right:", code, true, l);
}

static void add_list(struct bytes *b, enum language l)
{
    for (enum code code = 0; code < N_CODES; code++) {
        bytes_printf(b, "%s  %-10s  ", code_id(code), severity_word(code_severity(code), l));
        code_title_write(b, code, l);
        bytes_add_char(b, '\n');
    }
}

/* ---- the command ------------------------------------------------------- */

static enum err tell_unknown(const struct cli *cli, const char *word)
{
    struct suggestion s;
    suggest_init(&s, word);
    for (enum code code = 0; code < N_CODES; code++)
        suggest_try(&s, code_id(code));
    return s.best ? cli_fail(cli, ERR_FINDING, MSG_NO_CODE_NEAR, word, s.best)
                  : cli_fail(cli, ERR_FINDING, MSG_NO_CODE, word);
}

static enum err explain(struct cli *cli, const char *word, struct bytes *b)
{
    enum language l = cli->args.language;
    const char *example = cli_value(cli, OPT_EXAMPLE);
    enum code code = code_by_id(word);
    if (code == N_CODES)
        return tell_unknown(cli, word);
    if (!example)
        add_explanation(b, code, l);
    else if (!cli_example(b, code, strcmp(example, "right") == 0, l))
        return cli_fail(cli, ERR_FINDING, MSG_NO_EXAMPLE, code_id(code));
    return ERR_NONE;
}

enum err command_explain(struct cli *cli)
{
    struct bytes b = {0};
    enum err err = ERR_NONE;
    if (cli_value(cli, OPT_LIST))
        add_list(&b, cli->args.language);
    else if (cli->args.n_words)
        err = explain(cli, cli->args.words[0], &b);
    else
        err = cli_fail(cli, ERR_USAGE, MSG_WHICH_CODE);
    if (err == ERR_NONE)
        err = cli_write(cli, NULL, NULL, &b);
    bytes_free(&b);
    return err;
}
