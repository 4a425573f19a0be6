/*
 * Prints docs/errors.md: every code with its sentence, why there is such a
 * rule, and an example wrong and right, from codes.def and explain.def. A
 * program of its own, run when the page is made; no part of sopc.
 */
#include <string.h>

#include "compiler/diag/diag.h"

/* The two digits behind a code's letter. */
static const struct {
    const char *digits, *name;
} families[] = {
    {"01", "Characters and words"},
    {"02", "Names"},
    {"03", "What an entry must hold"},
    {"04", "The flow"},
    {"05", "Time"},
    {"06", "Data and calls"},
    {"09", "Limits and surroundings"},
};

static const char *family_of(enum code code)
{
    const char *id = code_id(code);
    for (uint32_t i = 0; i < COUNT_OF(families); i++)
        if (strncmp(id + 1, families[i].digits, 2) == 0)
            return families[i].name;
    return "More";
}

static void add_introduction(struct bytes *b)
{
    bytes_add_string(
        b,
        "# What sopc tells\n\n"
        "Everything that `sopc check` tells has a code, which stays the same when its words\n"
        "change: `E` an error, `W` a warning, `H` a hint. `sopc explain E0201` shows at the\n"
        "terminal what stands here, with `--messages id` in Indonesian. In a sentence `…` stands\n"
        "for the words of your text.\n\n"
        "This page is printed by `compiler/diag/errors_doc.c` from `codes.def` and `explain.def`\n"
        "(`make docs`). Tests hold each wrong example to its code and each right one to none.\n");
}

/* `|` would end a cell of the table. */
static void add_cell(struct bytes *b, enum code code)
{
    struct bytes title = {0};
    code_title_write(&title, code, LANG_EN);
    for (const char *c = title.data; c && *c; c++) {
        if (*c == '|')
            bytes_add_char(b, '\\');
        bytes_add_char(b, *c);
    }
    bytes_free(&title);
}

static void add_table(struct bytes *b)
{
    const char *family = "";
    for (enum code code = 0; code < N_CODES; code++) {
        if (family != family_of(code)) {
            family = family_of(code);
            bytes_printf(b, "\n## %s\n\n| code | | what is told |\n|---|---|---|\n", family);
        }
        bytes_printf(b, "| [%s](#%c%s) | %s | ", code_id(code), code_id(code)[0] + ('a' - 'A'),
                     code_id(code) + 1, severity_name(code_severity(code)));
        add_cell(b, code);
        bytes_add_string(b, " |\n");
    }
}

static void add_example(struct bytes *b, const char *head, const char *fence,
                        const struct example *e)
{
    if (!e->text)
        return;
    bytes_printf(b, "\n%s:\n\n```%s\n", head, fence);
    example_write(b, e->text, e->len, "");
    bytes_add_string(b, "```\n");
}

/* A right example is marked as `sop`: the documents' test compiles it. */
static void add_code(struct bytes *b, enum code code)
{
    const struct explanation *e = code_explanation(code);
    bytes_printf(b, "\n### %s\n\n**", code_id(code));
    code_title_write(b, code, LANG_EN);
    bytes_add_string(b, "**\n");
    if (!e)
        return;
    bytes_add_char(b, '\n');
    prose_write(b, e->why[LANG_EN], 88);
    add_example(b, "Wrong", "text", &e->wrong[LANG_EN]);
    add_example(b, "Right", "sop", &e->right[LANG_EN]);
}

int main(void)
{
    struct bytes b = {0};
    add_introduction(&b);
    add_table(&b);
    bytes_add_string(&b, "\n## Each code\n");
    for (enum code code = 0; code < N_CODES; code++)
        add_code(&b, code);
    bool is_good = !b.failed && fwrite(b.data, 1, b.len, stdout) == b.len && fflush(stdout) == 0;
    bytes_free(&b);
    return !is_good;
}
