/* sopc doc: the whole document of an SOP, in one file. */
#include <string.h>
#include <unistd.h>

#include "compiler/cli/cli.h"
#include "compiler/doc/doc.h"

/* -T says it, else the ending of -o; without both it is the first. */
static enum err find_format(struct cli *cli, enum doc_format *format)
{
    const char *words[N_DOC_FORMATS], *out = cli_value(cli, OPT_OUT);
    const char *point = out ? strrchr(out, '.') : NULL;
    for (int f = 0; f < N_DOC_FORMATS; f++)
        words[f] = doc_format_name((enum doc_format)f);
    *format = (enum doc_format)cli_choice(cli, OPT_TYPE, words, N_DOC_FORMATS);
    if (*format == N_DOC_FORMATS)
        return ERR_USAGE;
    if (cli_value(cli, OPT_TYPE) || !out || strcmp(out, "-") == 0)
        return ERR_NONE;
    for (int f = 0; point && f < N_DOC_FORMATS; f++) {
        if (strcmp(point + 1, words[f]) == 0) {
            *format = (enum doc_format)f;
            return ERR_NONE;
        }
    }
    return cli_fail(cli, ERR_USAGE, MSG_NEEDS_TYPE);
}

static enum err doc_one(struct cli *cli, struct compilation *c, const struct flow *flow,
                        enum doc_format format, const struct doc_options *options,
                        const char *out)
{
    struct time_options time = {0};
    const struct time_report *report = time_analyse(flow, &time, &c->arena);
    const struct doc_content *content =
        doc_content_build(report, cli_image_id(c, flow), &c->arena);
    const struct doc_pages *pages = doc_layout(content, options, &c->arena);
    struct bytes b = {0};
    enum err err = doc_write(content, pages, format, &c->arena, &b);
    err = err == ERR_NONE ? cli_write(cli, c, out, &b) : cli_fail(cli, err, MSG_DRAW_FAILED);
    bytes_free(&b);
    if (err != ERR_NONE)
        return err;
    if (strcmp(out, "-") != 0)
        printf("%s\n", out);
    return cli_tell_whole(cli, doc_is_whole(pages), flow);
}

static enum err doc_all(struct cli *cli, struct compilation *c, enum doc_format format,
                        const struct doc_options *options)
{
    const char *out = cli_value(cli, OPT_OUT);
    if (out && c->n_flows > 1)
        return cli_fail(cli, ERR_USAGE, MSG_MANY_SOPS);
    if (out && strcmp(out, "-") == 0 && format == DOC_PDF && isatty(STDOUT_FILENO))
        return cli_fail(cli, ERR_USAGE, MSG_TERMINAL);
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < c->n_flows && err == ERR_NONE; i++)
        err = doc_one(cli, c, c->flows[i], format, options,
                      out ? out
                          : arena_printf(&c->arena, "doc-%s.%s", cli_stem(c, i),
                                         doc_format_name(format)));
    return err;
}

enum err command_doc(struct cli *cli)
{
    struct compilation c;
    struct doc_options options = {.paper = cli_paper(cli)};
    enum doc_format format;
    if (options.paper == N_DRAW_PAPERS || find_format(cli, &format) != ERR_NONE)
        return ERR_USAGE;
    enum err err = cli_compile(cli, &c, cli->args.words[0]);
    if (err == ERR_NONE)
        err = doc_all(cli, &c, format, &options);
    compile_free(&c);
    return err;
}
