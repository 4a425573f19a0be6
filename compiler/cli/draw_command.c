/* sopc draw: the page, one file for each where the format holds but one. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/cli.h"
#include "compiler/time/time.h"

static bool holds_all_pages(enum draw_format format)
{
    return format == DRAW_PDF || format == DRAW_JSON;
}

/* -T says it, else the ending of -o. */
static enum err find_format(struct cli *cli, enum draw_format *format)
{
    const char *words[N_DRAW_FORMATS], *out = cli_value(cli, OPT_OUT);
    const char *point = out ? strrchr(out, '.') : NULL;
    for (int f = 0; f < N_DRAW_FORMATS; f++)
        words[f] = draw_format_name((enum draw_format)f);
    if (cli_value(cli, OPT_TYPE)) {
        uint32_t f = cli_choice(cli, OPT_TYPE, words, N_DRAW_FORMATS);
        *format = (enum draw_format)f;
        return f == N_DRAW_FORMATS ? ERR_USAGE : ERR_NONE;
    }
    for (int f = 0; point && f < N_DRAW_FORMATS; f++) {
        if (strcmp(point + 1, words[f]) == 0) {
            *format = (enum draw_format)f;
            return ERR_NONE;
        }
    }
    return cli_fail(cli, ERR_USAGE, MSG_NEEDS_TYPE);
}

static enum err find_options(struct cli *cli, struct draw_options *options)
{
    const char *colors[N_DRAW_COLORS], *styles[N_DRAW_STYLES];
    for (int i = 0; i < N_DRAW_STYLES; i++)
        styles[i] = draw_style_name((enum draw_style)i);
    for (int i = 0; i < N_DRAW_COLORS; i++)
        colors[i] = draw_color_name((enum draw_color)i);
    enum draw_paper paper = cli_paper(cli);
    uint32_t color = cli_choice(cli, OPT_COLOR, colors, N_DRAW_COLORS);
    uint32_t style = cli_choice(cli, OPT_STYLE, styles, N_DRAW_STYLES);
    *options = (struct draw_options){.style = (enum draw_style)style, .paper = paper,
                                     .color = (enum draw_color)color};
    bool is_known = paper < N_DRAW_PAPERS && color < N_DRAW_COLORS && style < N_DRAW_STYLES;
    return is_known ? ERR_NONE : ERR_USAGE;
}

static enum err write_page(struct cli *cli, const struct compilation *c,
                           const struct page_list *pages, enum draw_format format, uint32_t page,
                           const char *out)
{
    struct bytes b = {0};
    enum err err = draw_write(pages, format, page, &b);
    err = err == ERR_NONE ? cli_write(cli, c, out, &b) : cli_fail(cli, err, MSG_DRAW_FAILED);
    bytes_free(&b);
    return err;
}

static enum err write_pages(struct cli *cli, struct compilation *c, const struct page_list *pages,
                            enum draw_format format, const char *out)
{
    uint32_t n = draw_n_pages(pages);
    bool is_stdout = !out || strcmp(out, "-") == 0;
    if (is_stdout && (format == DRAW_PDF || format == DRAW_PNG) && isatty(STDOUT_FILENO))
        return cli_fail(cli, ERR_USAGE, MSG_TERMINAL);
    if (holds_all_pages(format))
        return write_page(cli, c, pages, format, DRAW_ALL_PAGES, out);
    if (is_stdout && n > 1)
        return cli_fail(cli, ERR_USAGE, MSG_MANY_PAGES, arena_printf(&c->arena, "%u", (unsigned)n));
    if (n == 1)
        return write_page(cli, c, pages, format, 0, out);
    enum err err = ERR_NONE;
    for (uint32_t page = 0; page < n && err == ERR_NONE; page++) {
        const char *path = path_numbered(&c->arena, out, page + 1);
        err = write_page(cli, c, pages, format, page, path);
        if (err == ERR_NONE)
            cli_fail(cli, err, MSG_PAGE_WRITTEN, path,
                     arena_printf(&c->arena, "%u", (unsigned)page + 1),
                     arena_printf(&c->arena, "%u", (unsigned)n));
    }
    return err;
}

static enum err report_faults(struct cli *cli, struct compilation *c, const struct page_list *pages,
                              const struct flow *flow)
{
    struct draw_check check = draw_check_pages(pages, flow);
    uint32_t n = draw_check_total(&check);
    if (!n)
        return cli_fail(cli, ERR_NONE, MSG_DRAW_SOUND, flow->sop->id);
    struct bytes b = {0};
    draw_check_write(&check, &b);
    cli_fail(cli, ERR_FINDING, MSG_DRAW_FAULTS, flow->sop->id,
             cli_count(cli, &c->arena, n, MSG_FAULT));
    if (b.data)
        fputs(b.data, stderr);
    bytes_free(&b);
    return ERR_FINDING;
}

const struct page_list *cli_lay_out(struct compilation *c, const struct flow *flow,
                                    struct draw_options options, const char *image_id)
{
    struct time_options time = {0};
    options.image_id = image_id;
    const struct flow_notes *notes = time_notes(time_analyse(flow, &time, &c->arena), &c->arena);
    return draw_layout(flow, notes, &options, &c->arena);
}

enum err cli_tell_whole(const struct cli *cli, bool is_whole, const struct flow *flow)
{
    return is_whole ? ERR_NONE : cli_fail(cli, ERR_LIMIT, MSG_DRAW_DENSE, flow->sop->id);
}

static enum err draw_one(struct cli *cli, struct compilation *c, const struct flow *flow,
                         struct draw_options options, enum draw_format format, const char *out)
{
    const struct page_list *pages = cli_lay_out(c, flow, options, cli_image_id(c, flow));
    if (cli_value(cli, OPT_CHECK))
        return report_faults(cli, c, pages, flow);
    enum err err = write_pages(cli, c, pages, format, out);
    return err != ERR_NONE ? err : cli_tell_whole(cli, draw_is_whole(pages), flow);
}

enum err command_draw(struct cli *cli)
{
    struct compilation c;
    enum draw_format format = DRAW_SVG;
    struct draw_options options;
    const char *out = cli_value(cli, OPT_OUT);
    if (find_options(cli, &options) != ERR_NONE ||
        (!cli_value(cli, OPT_CHECK) && find_format(cli, &format) != ERR_NONE))
        return ERR_USAGE;
    enum err err = cli_compile(cli, &c, cli->args.words[0]);
    if (err == ERR_NONE && out && c.n_flows > 1)
        err = cli_fail(cli, ERR_USAGE, MSG_MANY_SOPS);
    for (uint32_t i = 0; i < c.n_flows && err == ERR_NONE; i++)
        err = draw_one(cli, &c, c.flows[i], options, format,
                       c.n_flows == 1 ? out
                                      : arena_printf(&c.arena, "%s.%s", cli_stem(&c, i),
                                                     draw_format_name(format)));
    compile_free(&c);
    return err;
}
