/*
 * The way of one text, floor by floor: files -> tree -> model -> flow, and the
 * proof that every run of it can finish. Every floor adds its faults to one list and works on with holes, so that one run
 * tells them all.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/cli.h"
#include "compiler/codegen/codegen.h"

/* The compiler's memory is one arena; when that is out there is no way on. */
void cli_out_of_memory(void)
{
    static const char text[] = "sopc: memory ran out\n";
    ssize_t n = write(STDERR_FILENO, text, sizeof text - 1);
    (void)n;
    _exit(ERR_SYSTEM);
}

static void begin(struct compilation *c)
{
    memset(c, 0, sizeof *c);
    arena_init(&c->arena, cli_out_of_memory);
    intern_init(&c->names, &c->arena);
    c->sources.arena = &c->arena;
    diags_init(&c->diags, &c->arena, &c->sources);
}

static void build_flows(struct compilation *c)
{
    uint32_t n = c->model->sops.n;
    c->all_flows = ARENA_ARRAY(&c->arena, n + 1, struct flow *);
    c->is_told = ARENA_ARRAY(&c->arena, n + 1, bool *);
    for (uint32_t i = 0; i < n; i++) {
        c->all_flows[i] = flow_build(&c->model->sops.at[i], &c->arena);
        if (!c->model->sops.at[i].is_broken)
            c->is_told[i] = flow_check(c->all_flows[i], &c->arena, &c->diags);
    }
}

/* No run is shown that the virtual machine does not go. */
static void replay_runs(struct compilation *c, const struct flow *flow, struct verdict *v)
{
    struct bytes bytes = {0};
    char id[2 * IMAGE_ID_LEN + 1];
    struct image_fault refused;
    compile_image(c, flow, &bytes, id);
    struct image *image = image_open(bytes.data, bytes.len, &refused);
    for (uint32_t i = 0; i < v->faults.n; i++)
        if (!image || !replay_fits(image, flow, &v->faults.at[i], &c->arena))
            v->faults.at[i].run.n = 0;
    for (uint32_t i = 0; i < v->hints.n; i++)
        if (!image || !replay_fits(image, flow, &v->hints.at[i], &c->arena))
            v->hints.at[i].run.n = 0;
    image_close(image);
    bytes_free(&bytes);
}

/* Images are made of flows without other errors only. */
static void prove_flows(struct compilation *c)
{
    bool can_replay = !c->diags.n[SEV_ERROR];
    for (uint32_t i = 0; i < c->model->sops.n; i++) {
        struct flow *flow = c->all_flows[i];
        if (!c->is_told[i] || !flow->n_entries)
            continue;
        struct verdict v = sound_prove(flow, &c->arena);
        if (can_replay && v.faults.n + v.hints.n)
            replay_runs(c, flow, &v);
        sound_tell(flow, &v, c->is_told[i], &c->arena, &c->diags);
        if (v.kind == SOUND)
            sound_check_meetings(flow, &c->arena, &c->diags);
    }
}

/* All floors above the tree. */
static void climb(struct compilation *c)
{
    c->model = model_build(c->program, &c->arena, &c->names, &c->diags);
    build_flows(c);
    prove_flows(c);
    c->n_flows = c->model->n_own;
    c->flows = ARENA_ARRAY(&c->arena, c->n_flows + 1, struct flow *);
    memcpy(c->flows, c->all_flows, c->n_flows * sizeof(struct flow *));
    diags_sort(&c->diags);
}

void compile(struct compilation *c, const char *path)
{
    begin(c);
    c->program = program_parse(path, &c->arena, &c->names, &c->diags);
    climb(c);
}

void compile_text(struct compilation *c, const char *path, const char *text, size_t len)
{
    begin(c);
    c->program = program_parse_text(path, text, len, &c->arena, &c->names, &c->diags);
    climb(c);
}

void compile_image(struct compilation *c, const struct flow *flow, struct bytes *out,
                   char id_hex[2 * IMAGE_ID_LEN + 1])
{
    uint32_t sop = (uint32_t)(flow->sop - c->model->sops.at);
    codegen_image(c->all_flows, c->model->sops.n, sop, c->program, &c->arena, out, id_hex);
}

const char *cli_image_id(struct compilation *c, const struct flow *flow)
{
    struct bytes b = {0};
    char *id = arena_alloc(&c->arena, 2 * IMAGE_ID_LEN + 1);
    compile_image(c, flow, &b, id);
    bytes_free(&b);
    return id;
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
                        d->code == E_TOKEN_TOO_LONG || d->code == E_NESTING ||
                        d->code == E_NOT_PROVED;
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
    if (cli_value(cli, OPT_MESSAGES_COLOR))
        color = cli_value(cli, OPT_MESSAGES_COLOR);   /* of draw, whose --color is the page's */
    bool is_always = color && strcmp(color, "always") == 0;
    bool is_never = color && strcmp(color, "never") == 0;
    struct diag_options o = {.messages = cli->args.is_language_given ? (int)cli->args.language : -1,
                             .most = 20};
    o.color = is_always || (!is_never && isatty(STDERR_FILENO) && !(none && *none));
    return o;
}

const char *cli_sop_names(struct arena *arena, const struct compilation *c, const char *others)
{
    const char *names = others ? others : "";
    for (uint32_t i = 0; i < c->n_flows; i++)
        names = arena_printf(arena, "%s%s`%s`", names, *names ? ", " : "", c->flows[i]->sop->id);
    return names;
}

bool cli_choose_sop(const struct cli *cli, struct compilation *c)
{
    const char *wanted = cli_value(cli, OPT_SOP);
    if (!wanted)
        return c->n_flows > 0;
    for (uint32_t i = 0; i < c->n_flows; i++) {
        if (strcmp(c->flows[i]->sop->id, wanted) == 0) {
            c->flows[0] = c->flows[i];
            c->n_flows = 1;
            return true;
        }
    }
    return false;
}

enum err cli_no_such_sop(const struct cli *cli, const char *const *files, uint32_t n_files,
                         const char *names)
{
    const char *wanted = cli_value(cli, OPT_SOP);
    if (!names || !*names)
        return cli_fail(cli, ERR_USAGE, MSG_NO_SOP, files[0]);
    return n_files == 1 ? cli_fail(cli, ERR_USAGE, MSG_NO_SUCH_SOP, wanted, files[0], names)
                        : cli_fail(cli, ERR_USAGE, MSG_IN_NO_FILE, wanted, names);
}

static enum err choose_sop(struct cli *cli, struct compilation *c, const char *path)
{
    if (!c->n_flows)
        return cli_fail(cli, ERR_FINDING, MSG_NO_SOP, path);
    if (cli_choose_sop(cli, c))
        return ERR_NONE;
    return cli_no_such_sop(cli, &path, 1, cli_sop_names(&c->arena, c, NULL));
}

enum err cli_compile_any(struct cli *cli, struct compilation *c, const char *path)
{
    compile(c, path);
    struct diag_options o = cli_diag_options(cli);
    if (!cli->args.is_language_given && c->program->main->source)
        cli->args.language = c->program->main->source->language;
    diags_print(&c->diags, &o, stderr);
    return compile_result(c);
}

enum err cli_compile(struct cli *cli, struct compilation *c, const char *path)
{
    enum err err = cli_compile_any(cli, c, path);
    return err == ERR_NONE ? choose_sop(cli, c, path) : err;
}
