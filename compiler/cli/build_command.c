/* sopc build: the image. sopc export: the procedure as data. */
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/export/export.h"

/* ---- build ---------------------------------------------------------------- */

static bool is_too_large(const struct codegen_input *input, const uint32_t *sops, uint32_t n)
{
    uint64_t n_rows = 0;
    for (uint32_t i = 0; i < n; i++)
        n_rows += input->flows[sops[i]]->n_rows;
    return n_rows > CHART_MOST_ROWS;
}

/* The pages of a sop and of those that it calls, a book for each; NULL where
 * that is too much for an image. Their foot tells the image's id, so that is
 * known before. */
static const struct chart_book *const *lay_out(struct compilation *c,
                                               const struct codegen_input *input, uint32_t sop)
{
    uint32_t *sops = ARENA_ARRAY(&c->arena, input->n_flows, uint32_t);
    uint32_t n = codegen_sops(input, sop, sops, &c->arena);
    if (is_too_large(input, sops, n))
        return NULL;
    const struct chart_book **books =
        ARENA_ARRAY(&c->arena, input->n_flows, const struct chart_book *);
    const char *id = cli_image_id(c, input->flows[sop]);
    uint64_t weight = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct page_list *pages = cli_lay_out(
            c, input->flows[sops[i]], (struct draw_options){0}, id);
        if (!draw_is_whole(pages))
            return NULL;
        books[sops[i]] = draw_book(pages, &c->arena);
        weight += chart_weight(books[sops[i]]);
    }
    return weight <= CHART_MOST_BYTES ? books : NULL;
}

/* Where a case can go over to this version (soprun migrate): flows that come here
 * are proved. */
static bool *const *find_alone(struct compilation *c, const struct codegen_input *input,
                               uint32_t sop)
{
    uint32_t *sops = ARENA_ARRAY(&c->arena, input->n_flows, uint32_t);
    uint32_t n = codegen_sops(input, sop, sops, &c->arena);
    bool **alone = ARENA_ARRAY(&c->arena, input->n_flows, bool *);
    for (uint32_t i = 0; i < n; i++)
        alone[sops[i]] = sound_alone(input->flows[sops[i]], &c->arena);
    return alone;
}

static void build_image(struct compilation *c, const struct flow *flow, struct bytes *out,
                        char id[2 * IMAGE_ID_LEN + 1])
{
    struct codegen_input input = {.flows = c->all_flows, .n_flows = c->model->sops.n,
                                  .program = c->program};
    uint32_t sop = (uint32_t)(flow->sop - c->model->sops.at);
    input.books = lay_out(c, &input, sop);
    input.alone = find_alone(c, &input, sop);
    codegen_paged_image(&input, sop, &c->arena, out, id);
}

/* What leaves the compiler has passed the verifier that soprun will ask. */
static enum err build_one(struct cli *cli, struct compilation *c, uint32_t i, const char *out)
{
    struct bytes b = {0};
    char id[2 * IMAGE_ID_LEN + 1];
    struct image_fault fault;
    build_image(c, c->flows[i], &b, id);
    struct image *image = b.failed ? NULL : image_open(b.data, b.len, &fault);
    enum err err;
    if (!image)
        err = b.failed ? cli_fail(cli, ERR_SYSTEM, MSG_NO_MEMORY)
                       : cli_fail(cli, ERR_INTERNAL, MSG_INTERNAL, fault.text);
    else
        err = cli_write(cli, c, out, &b);
    image_close(image);
    bytes_free(&b);
    if (err == ERR_NONE && strcmp(out, "-") != 0)
        printf("%s %s\n", out, id);
    return err;
}

enum err command_build(struct cli *cli)
{
    struct compilation c;
    const char *out = cli_value(cli, OPT_OUT);
    enum err err = cli_compile(cli, &c, cli->args.words[0]);
    if (err == ERR_NONE && out && c.n_flows > 1)
        err = cli_fail(cli, ERR_USAGE, MSG_MANY_SOPS);
    for (uint32_t i = 0; i < c.n_flows && err == ERR_NONE; i++)
        err = build_one(cli, &c, i,
                        out ? out : arena_printf(&c.arena, "%s.sopb", cli_stem(&c, i)));
    compile_free(&c);
    return err;
}

/* ---- export --------------------------------------------------------------- */

enum err command_export(struct cli *cli)
{
    static const char *const types[] = {"json"};
    struct compilation c;
    if (cli_choice(cli, OPT_TYPE, types, COUNT_OF(types)) == COUNT_OF(types))
        return ERR_USAGE;
    enum err err = cli_compile(cli, &c, cli->args.words[0]);
    if (err == ERR_NONE) {
        struct bytes b = {0};
        export_json((const struct flow *const *)c.flows, c.n_flows, &c.arena, &b);
        err = cli_write(cli, &c, cli_value(cli, OPT_OUT), &b);
        bytes_free(&b);
    }
    compile_free(&c);
    return err;
}
