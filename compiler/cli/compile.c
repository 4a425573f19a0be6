/*
 * The way of one text, floor by floor: files -> tree -> model -> flow. Every
 * floor adds its faults to one list and works on with holes, so that one run
 * tells them all.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/cli.h"

/* The compiler's memory is one arena; when that is out there is no way on. */
void cli_out_of_memory(void)
{
    static const char text[] = "sopc: memory ran out\n";
    ssize_t n = write(STDERR_FILENO, text, sizeof text - 1);
    (void)n;
    _exit(ERR_SYSTEM);
}

void compile(struct compilation *c, const char *path)
{
    memset(c, 0, sizeof *c);
    arena_init(&c->arena, cli_out_of_memory);
    intern_init(&c->names, &c->arena);
    c->sources.arena = &c->arena;
    diags_init(&c->diags, &c->arena, &c->sources);

    c->program = program_parse(path, &c->arena, &c->names, &c->diags);
    c->model = model_build(c->program, &c->arena, &c->names, &c->diags);
    c->n_flows = c->model->sops.n;
    c->flows = ARENA_ARRAY(&c->arena, c->n_flows + 1, struct flow *);
    for (uint32_t i = 0; i < c->n_flows; i++) {
        c->flows[i] = flow_build(&c->model->sops.at[i], &c->arena);
        if (!c->model->sops.at[i].is_broken)
            flow_check(c->flows[i], &c->arena, &c->diags);
    }
    diags_sort(&c->diags);
}

void compile_free(struct compilation *c)
{
    arena_free(&c->arena);
}

enum err compile_result(const struct compilation *c)
{
    enum err worst = ERR_NONE;
    for (uint32_t i = 0; i < c->diags.list.n; i++) {
        const struct diag *d = c->diags.list.at[i];
        if (d->severity != SEV_ERROR)
            continue;
        bool is_limit = d->code == E_USE_TOO_DEEP || d->code == E_SOURCE_TOO_LONG ||
                        d->code == E_TOKEN_TOO_LONG || d->code == E_NESTING;
        enum err err = !d->span.start && !is_limit ? ERR_SYSTEM   /* the file itself */
                       : is_limit                  ? ERR_LIMIT
                                                   : ERR_FINDING;
        worst = err > worst ? err : worst;
    }
    return worst;
}

struct diag_options cli_diag_options(const struct cli *cli)
{
    const char *color = cli_value(cli, OPT_COLOR), *none = getenv("NO_COLOR");
    bool is_auto = !color || strcmp(color, "auto") == 0;
    struct diag_options o = {.messages = cli->args.is_language_given ? (int)cli->args.language : -1,
                             .most = 20};
    o.color = is_auto ? isatty(STDERR_FILENO) && !(none && *none) : strcmp(color, "always") == 0;
    return o;
}

/* "`a`, `b`": the sops there are. */
static const char *sop_names(struct compilation *c)
{
    const char *names = "";
    for (uint32_t i = 0; i < c->n_flows; i++)
        names = arena_printf(&c->arena, "%s%s`%s`", names, i ? ", " : "", c->flows[i]->sop->id);
    return names;
}

/* Leaves the sop that --sop names. */
static enum err choose_sop(struct cli *cli, struct compilation *c, const char *path)
{
    const char *wanted = cli_value(cli, OPT_SOP);
    if (!c->n_flows)
        return cli_fail(cli, ERR_FINDING, MSG_NO_SOP, path);
    if (!wanted)
        return ERR_NONE;
    for (uint32_t i = 0; i < c->n_flows; i++) {
        if (strcmp(c->flows[i]->sop->id, wanted) == 0) {
            c->flows[0] = c->flows[i];
            c->n_flows = 1;
            return ERR_NONE;
        }
    }
    return cli_fail(cli, ERR_USAGE, MSG_NO_SUCH_SOP, wanted, path, sop_names(c));
}

enum err cli_compile(struct cli *cli, struct compilation *c, const char *path)
{
    compile(c, path);
    struct diag_options o = cli_diag_options(cli);
    if (!cli->args.is_language_given && c->program->main->source)
        cli->args.language = c->program->main->source->language;
    diags_print(&c->diags, &o, stderr);
    enum err err = compile_result(c);
    return err == ERR_NONE ? choose_sop(cli, c, path) : err;
}
