/*
 * sopc fmt: texts laid out as tables, in place. What the formatter made is
 * read again before it is written: it must say exactly what the old text said.
 */
#include <errno.h>
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/diff.h"

struct fmt {
    struct cli *cli;
    struct diag_options options;
    const char *language;      /* of --lang, or NULL */
    bool is_check, is_diff;
};

/* A text and what the parser made of it. */
struct parsed {
    struct source *source;
    token_list tokens;
    struct node *tree;
};

/* Its faults become those of the compilation. */
static bool parse(struct compilation *c, struct source *source, struct parsed *p)
{
    diags_init(&c->diags, &c->arena, &c->sources);
    p->source = source;
    p->tree = source_parse(source, &p->tokens, &c->arena, &c->names, &c->diags, false);
    return c->diags.n[SEV_ERROR] == 0;
}

static enum err tell_faults(struct fmt *fmt, struct compilation *c, const char *path)
{
    diags_sort(&c->diags);
    diags_print(&c->diags, &fmt->options, stderr);
    if (c->program->main->source)
        cli_fail(fmt->cli, ERR_FINDING, MSG_NOT_FORMATTED, path);
    return compile_result(c);
}

/* Reads the text; the files that it uses are no business of ours. */
static enum err read_text(struct fmt *fmt, struct compilation *c, const char *path,
                          struct parsed *old)
{
    c->program = program_parse(path, &c->arena, &c->names, &c->diags);
    const struct ast_file *file = c->program->main;
    if (file->source && !fmt->cli->args.is_language_given)
        fmt->cli->args.language = file->source->language;
    if (!file->tree || !parse(c, file->source, old))
        return tell_faults(fmt, c, path);
    return ERR_NONE;
}

static enum language language_wanted(const struct fmt *fmt, const struct source *source)
{
    return !fmt->language                    ? source->language
           : strcmp(fmt->language, "id") == 0 ? LANG_ID
                                              : LANG_EN;
}

/* A name of one language may be a word of the other. */
static enum err tell_lost(struct fmt *fmt, struct compilation *c, const struct parsed *old,
                          const struct token *lost)
{
    if (!fmt->language || !lost || !token_is_name(lost))
        return cli_fail(fmt->cli, ERR_INTERNAL, MSG_FMT_FAULT, old->source->path);
    struct place place = source_place(&c->sources, lost->span.start);
    const char *where = arena_printf(&c->arena, "%s:%u:%u", old->source->path,
                                     (unsigned)place.line, (unsigned)place.column);
    return cli_fail(fmt->cli, ERR_FINDING, MSG_NAME_IS_WORD, where, lost->text, fmt->language);
}

static enum err verify(struct fmt *fmt, struct compilation *c, const struct parsed *old,
                       const struct bytes *text)
{
    struct parsed new = {0};
    struct source *source = source_add(&c->sources, old->source->path, text->data,
                                       (uint32_t)text->len);
    bool is_sound = source && parse(c, source, &new);
    const struct token *lost = format_lost(&old->tokens, &new.tokens);
    if (is_sound && !lost && format_keeps(old->tree, new.tree))
        return ERR_NONE;
    return tell_lost(fmt, c, old, lost);
}

static enum err write_text(struct fmt *fmt, struct arena *arena, const struct parsed *old,
                           const struct bytes *text)
{
    const char *path = old->source->path;
    bool is_stdin = strcmp(path, "-") == 0;
    bool has_changed = strcmp(old->source->text, text->data) != 0;
    if (fmt->is_diff)
        diff_print(path, old->source->text, text->data, arena, stdout);
    if (fmt->is_check && has_changed)
        return cli_fail(fmt->cli, ERR_FINDING, MSG_WOULD_CHANGE, path);
    if (fmt->is_check || fmt->is_diff || (!has_changed && !is_stdin))
        return ERR_NONE;
    return cli_write(fmt->cli, NULL, path, text);
}

static enum err format_file(struct fmt *fmt, const char *path)
{
    struct compilation c = {0};
    struct parsed old = {0};
    struct bytes text = {0};
    arena_init(&c.arena, cli_out_of_memory);
    intern_init(&c.names, &c.arena);
    c.sources.arena = &c.arena;
    diags_init(&c.diags, &c.arena, &c.sources);
    enum err err = read_text(fmt, &c, path, &old);
    if (err == ERR_NONE) {
        bytes_add_string(&text, "");
        format_source(old.source, &old.tokens, language_wanted(fmt, old.source), &c.arena, &text);
        if (text.failed)
            cli_out_of_memory();
        err = verify(fmt, &c, &old, &text);
    }
    if (err == ERR_NONE)
        err = write_text(fmt, &c.arena, &old, &text);
    bytes_free(&text);
    arena_free(&c.arena);
    return err;
}

enum err command_fmt(struct cli *cli)
{
    struct fmt fmt = {.cli = cli, .options = cli_diag_options(cli),
                      .language = cli_value(cli, OPT_LANG),
                      .is_check = cli_value(cli, OPT_CHECK), .is_diff = cli_value(cli, OPT_DIFF)};
    const char *const *files = NULL;
    uint32_t n = 0;
    struct arena arena;
    arena_init(&arena, cli_out_of_memory);
    enum err worst = cli_files(cli, &arena, &files, &n);
    for (uint32_t i = 0; i < n; i++) {
        enum err err = format_file(&fmt, files[i]);
        worst = err > worst ? err : worst;
    }
    arena_free(&arena);
    return worst;
}
