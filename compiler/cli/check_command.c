/* sopc check: every fault of the files named, for people or as data. */
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/cli.h"

/* All files of one call, and what was found in them. */
struct check {
    struct cli *cli;
    struct diag_options options;
    const char *const *files;
    uint32_t n_files;
    uint32_t n[3];             /* faults by severity */
    json_t *list;              /* the diagnostics, as data */
    enum err worst;
    struct interner told;      /* what was told: a fault by file, offset and code */
    const char *names;         /* the sops there are, for --sop ... */
    bool is_found;             /* ... and whether one was it */
    bool has_language[N_LANGUAGES];
};

/* The file itself, whatever path led to it. Faults come sorted by place, so
 * that a file is looked for once, not once for each of its faults. */
static const char *real_path(const struct compilation *c, const struct source *source,
                             const char *path)
{
    for (uint32_t i = 0; source && i < c->program->files.n; i++) {
        const struct ast_file *file = c->program->files.at[i];
        if (file->source == source)
            return file->real_path ? file->real_path : source->path;
    }
    return path;
}

/* Was it told before, of another file that uses the same? */
static bool is_told(struct check *check, const char *path, const struct source *source,
                    const struct diag *d)
{
    struct interner *told = &check->told;
    uint32_t n = told->n, offset = source ? d->span.start - source->base : 0;
    intern_string(told, arena_printf(told->arena, "%s:%u:%s", path, (unsigned)offset,
                                     code_id(d->code)));
    return told->n == n;
}

static void drop(struct diags *diags, const struct diag *d)
{
    diags->n[d->severity]--;
}

/* A fault in a file that many use is told once. */
static void leave_told(struct check *check, struct compilation *c, const char *path)
{
    const struct source *last = NULL;
    const char *real = path;
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->diags.list.n; i++) {
        struct diag *d = c->diags.list.at[i];
        const struct source *source = source_of(&c->sources, d->span.start);
        if (source != last)
            real = real_path(c, source, path);
        last = source;
        if (is_told(check, real, source, d))
            drop(&c->diags, d);
        else
            c->diags.list.at[n++] = d;
    }
    c->diags.list.n = n;
}

/* Is the fault of a sop that --sop does not name? */
static bool is_of_other_sop(const struct compilation *c, const char *wanted, const struct diag *d)
{
    for (const struct node *n = c->program->main->tree ? ast_kid(c->program->main->tree, NODE_SOP) : NULL;
         n; n = ast_again(n))
        if (d->span.start >= n->span.start && d->span.start < n->span.end)
            return strcmp(n->text, wanted) != 0;
    return false;
}

static void leave_wanted(struct check *check, struct compilation *c)
{
    const char *wanted = cli_value(check->cli, OPT_SOP);
    uint32_t n = 0;
    if (!wanted)
        return;
    check->names = cli_sop_names(check->told.arena, c, check->names);
    check->is_found |= cli_choose_sop(check->cli, c);
    for (uint32_t i = 0; i < c->diags.list.n; i++) {
        struct diag *d = c->diags.list.at[i];
        if (is_of_other_sop(c, wanted, d))
            drop(&c->diags, d);
        else
            c->diags.list.at[n++] = d;
    }
    c->diags.list.n = n;
}

static void tell_hints(const struct check *check, const struct compilation *c, const char *path)
{
    uint32_t n = c->diags.n[SEV_HINT];
    if (!n || check->options.hints || check->list)
        return;
    char number[16];
    snprintf(number, sizeof number, "%u", (unsigned)n);
    cli_fail(check->cli, ERR_NONE, n == 1 ? MSG_HINT_LEFT : MSG_HINTS_LEFT, path, number);
}

/* No fault: an office may well stand alone. But who meant to write a sop should know. */
static void tell_empty(const struct check *check, const struct compilation *c, const char *path)
{
    const struct node *tree = c->program->main->tree;
    if (tree && !c->diags.n[SEV_ERROR] && !ast_kid(tree, NODE_SOP) &&
        (check->n_files == 1 || !ast_kid(tree, NODE_OFFICE)))
        cli_fail(check->cli, ERR_NONE, MSG_NO_SOP, path);
}

static void dump(struct compilation *c, const char *what)
{
    if (strcmp(what, "model") == 0)
        model_dump(c->model, stdout);
    else if (strcmp(what, "ast") == 0 && c->program->main->tree)
        ast_dump(c->program->main->tree, stdout);
    for (uint32_t i = 0; strcmp(what, "flow") == 0 && i < c->n_flows; i++)
        flow_dump(c->flows[i], stdout);
    for (uint32_t i = 0; strcmp(what, "code") == 0 && i < c->n_flows; i++) {
        struct bytes image = {0}, text = {0};
        char id[2 * IMAGE_ID_LEN + 1];
        struct image_fault fault;
        if (compile_result(c) != ERR_NONE)
            break;
        compile_image(c, c->flows[i], &image, id);
        struct image *opened = image_open(image.data, image.len, &fault);
        if (opened) {
            image_disassemble(opened, &text);
            fwrite(text.data, 1, text.len, stdout);
            image_close(opened);
        }
        bytes_free(&image);
        bytes_free(&text);
    }
}

/* Tokens and the parser's steps are made anew: nobody keeps them. */
static void dump_parse(struct compilation *c, bool is_traced)
{
    token_list tokens = {0};
    struct diags again;
    diags_init(&again, &c->arena, &c->sources);
    if (!c->program->main->tree)
        return;
    source_parse(c->program->main->source, &tokens, &c->arena, &c->names, &again, is_traced);
    if (!is_traced)
        tokens_dump(&tokens, &c->sources, stdout);
}

static void show_dumps(struct check *check, struct compilation *c)
{
    const char *what = cli_value(check->cli, OPT_DUMP);
    if (cli_value(check->cli, OPT_TRACE) || (what && strcmp(what, "tokens") == 0))
        dump_parse(c, cli_value(check->cli, OPT_TRACE) != NULL);
    else if (what)
        dump(c, what);
}

/* One file is talked about in its language, several in theirs if it is one. */
static void choose_language(struct check *check, const struct compilation *c)
{
    const struct source *source = c->program->main->source;
    if (!source)
        return;
    check->has_language[source->language] = true;
    if (!check->cli->args.is_language_given)
        check->cli->args.language = source->language;
}

static void check_file(struct check *check, const char *path)
{
    struct compilation c;
    compile(&c, path);
    choose_language(check, &c);
    leave_wanted(check, &c);
    enum err err = compile_result(&c);
    check->worst = err > check->worst ? err : check->worst;
    tell_empty(check, &c, path);
    leave_told(check, &c, path);
    show_dumps(check, &c);
    if (check->list) {
        json_t *list = diags_json(&c.diags, &check->options);
        json_array_extend(check->list, list);
        json_decref(list);
    } else {
        fflush(stdout);
        diags_print(&c.diags, &check->options, stdout);
        tell_hints(check, &c, path);
    }
    for (int s = 0; s < 3; s++)
        check->n[s] += c.diags.n[s];
    compile_free(&c);
}

static enum err print_json(struct check *check)
{
    json_t *document = json_pack("{s:i, s:i, s:i, s:i, s:o}", "format_version", 1, "errors",
                                 (int)check->n[SEV_ERROR], "warnings", (int)check->n[SEV_WARNING],
                                 "hints", (int)check->n[SEV_HINT], "diagnostics", check->list);
    if (!document || json_dumpf(document, stdout, JSON_INDENT(2)) != 0)
        return cli_fail(check->cli, ERR_SYSTEM, MSG_NO_MEMORY);
    putchar('\n');
    json_decref(document);
    return ERR_NONE;
}

static void tell_summary(const struct check *check)
{
    struct cli *cli = check->cli;
    struct arena *arena = check->told.arena;
    if (check->n_files < 2 && !check->n[SEV_ERROR] && !check->n[SEV_WARNING])
        return;
    if (!cli->args.is_language_given)
        cli->args.language = check->has_language[LANG_ID] && !check->has_language[LANG_EN]
                                 ? LANG_ID
                                 : LANG_EN;
    cli_fail(cli, ERR_NONE, MSG_SUMMARY, cli_count(cli, arena, check->n_files, MSG_FILE),
             cli_count(cli, arena, check->n[SEV_ERROR], MSG_ERROR),
             cli_count(cli, arena, check->n[SEV_WARNING], MSG_WARNING));
}

/* Nothing was checked where --sop names nothing. */
static enum err tell_not_found(const struct check *check)
{
    const char *wanted = cli_value(check->cli, OPT_SOP);
    if (!wanted || check->is_found || check->worst != ERR_NONE || !check->n_files)
        return ERR_NONE;
    return cli_no_such_sop(check->cli, check->files, check->n_files, check->names);
}

static enum err verdict(const struct check *check)
{
    const char *deny = cli_value(check->cli, OPT_DENY);
    if (tell_not_found(check) != ERR_NONE)
        return ERR_USAGE;
    if (check->worst != ERR_NONE || !deny)
        return check->worst;
    bool is_denied = check->n[SEV_WARNING] || (strcmp(deny, "hints") == 0 && check->n[SEV_HINT]);
    return is_denied ? ERR_FINDING : ERR_NONE;
}

enum err command_check(struct cli *cli)
{
    static const char *const formats[] = {"human", "short", "json"};
    struct check check = {.cli = cli, .options = cli_diag_options(cli)};
    uint32_t format = cli_choice(cli, OPT_FORMAT, formats, COUNT_OF(formats));
    static const char *const traces[] = {"parse"};
    if (format == COUNT_OF(formats) ||
        cli_choice(cli, OPT_TRACE, traces, COUNT_OF(traces)) == COUNT_OF(traces))
        return ERR_USAGE;
    check.options.format = (enum diag_format)format;
    check.options.hints = cli_value(cli, OPT_HINTS) || format == DIAG_JSON;
    if (!cli_value(cli, OPT_COLOR))
        check.options.color = check.options.color && isatty(STDOUT_FILENO);
    struct arena arena;
    arena_init(&arena, cli_out_of_memory);
    intern_init(&check.told, &arena);
    check.worst = cli_files(cli, &arena, &check.files, &check.n_files);
    check.list = format == DIAG_JSON ? json_array() : NULL;
    for (uint32_t i = 0; i < check.n_files; i++)
        check_file(&check, check.files[i]);
    enum err err = verdict(&check);
    if (check.list && print_json(&check) != ERR_NONE)
        err = ERR_SYSTEM;
    else if (!check.list)
        tell_summary(&check);
    arena_free(&arena);
    return err;
}
