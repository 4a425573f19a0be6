/* sopc build: the image. sopc export: the procedure as data. */
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/export/export.h"

/* What leaves the compiler has passed the verifier that soprun will ask. */
static enum err build_one(struct cli *cli, struct compilation *c, uint32_t i, const char *out)
{
    struct bytes b = {0};
    char id[2 * IMAGE_ID_LEN + 1];
    struct image_fault fault;
    compile_image(c, c->flows[i], &b, id);
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
