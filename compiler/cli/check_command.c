/* sopc check: every fault of the files named, for people or as data. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/cli.h"
#include "compiler/codegen/codegen.h"

/* All files of one call, and what was found in them. */
struct check {
    struct cli *cli;
    struct diag_options options;
    const char *const *files;
    uint32_t n_files;
    uint32_t n[3];             /* faults by severity */
    json_t *list;              /* the diagnostics, as data */
    enum err worst;
};

static bool is_listed(const struct check *check, const char *path)
{
    char *real = realpath(path, NULL);
    bool found = false;
    for (uint32_t i = 0; real && i < check->n_files && !found; i++) {
        char *other = realpath(check->files[i], NULL);
        found = other && strcmp(real, other) == 0;
        free(other);
    }
    free(real);
    return found;
}

/* A fault in a file that many use is told once: where that file is checked. */
static void leave_to_others(const struct check *check, struct compilation *c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->diags.list.n; i++) {
        struct diag *d = c->diags.list.at[i];
        const struct source *source = source_of(&c->sources, d->span.start);
        if (!source || source == c->program->main->source || !is_listed(check, source->path))
            c->diags.list.at[n++] = d;
        else
            c->diags.n[d->severity]--;
    }
    c->diags.list.n = n;
}

static void tell_hints(const struct check *check, const struct compilation *c, const char *path)
{
    if (!c->diags.n[SEV_HINT] || check->options.hints || check->list)
        return;
    char n[16];
    snprintf(n, sizeof n, "%u", (unsigned)c->diags.n[SEV_HINT]);
    cli_fail(check->cli, ERR_NONE, MSG_HINTS, path, n);
}

static void dump(const struct check *check, struct compilation *c, const char *what)
{
    (void)check;
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
        codegen_image(c->flows[i], c->program, &c->arena, &image, id);
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

static void check_file(struct check *check, const char *path)
{
    struct compilation c;
    const char *what = cli_value(check->cli, OPT_DUMP);
    compile(&c, path);
    leave_to_others(check, &c);
    if (cli_value(check->cli, OPT_TRACE) || (what && strcmp(what, "tokens") == 0))
        dump_parse(&c, cli_value(check->cli, OPT_TRACE) != NULL);
    else if (what)
        dump(check, &c, what);
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
    enum err err = compile_result(&c);
    check->worst = err > check->worst ? err : check->worst;
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
    char files[16], errors[16], warnings[16];
    if (check->n_files < 2 && !check->n[SEV_ERROR] && !check->n[SEV_WARNING])
        return;
    snprintf(files, sizeof files, "%u", (unsigned)check->n_files);
    snprintf(errors, sizeof errors, "%u", (unsigned)check->n[SEV_ERROR]);
    snprintf(warnings, sizeof warnings, "%u", (unsigned)check->n[SEV_WARNING]);
    cli_fail(check->cli, ERR_NONE, MSG_SUMMARY, files, errors, warnings);
}

static enum err verdict(const struct check *check)
{
    const char *deny = cli_value(check->cli, OPT_DENY);
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
    if (format == COUNT_OF(formats))
        return ERR_USAGE;
    check.options.format = (enum diag_format)format;
    check.options.hints = cli_value(cli, OPT_HINTS) || format == DIAG_JSON;
    if (!cli_value(cli, OPT_COLOR))
        check.options.color = check.options.color && isatty(STDOUT_FILENO);
    struct arena arena;
    arena_init(&arena, cli_out_of_memory);
    enum err err = cli_files(cli, &arena, &check.files, &check.n_files);
    if (err == ERR_NONE) {
        check.list = format == DIAG_JSON ? json_array() : NULL;
        for (uint32_t i = 0; i < check.n_files; i++)
            check_file(&check, check.files[i]);
        err = verdict(&check);
        if (check.list && print_json(&check) != ERR_NONE)
            err = ERR_SYSTEM;
        else if (!check.list)
            tell_summary(&check);
    }
    arena_free(&arena);
    return err;
}
