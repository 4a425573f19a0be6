/* Commands about an image file, and about soprun itself. */
#include "runtime/cli/cli.h"

#ifndef SOP_VERSION
#define SOP_VERSION "0.1.0"
#endif

static const char *first_sop(const struct image *image)
{
    return image_string(image, image->t.procedure[0].id);
}

enum err command_dump(struct cli *cli)
{
    struct image *image;
    enum err err = cli_open_image(cli, &image);
    if (err != ERR_NONE)
        return err;
    if (cli->is_json) {
        err = cli_print_json(cli, image_json(image));
    } else {
        struct bytes b = {0};
        image_dump(image, &b);
        err = cli_print(cli, stdout, &b);
    }
    image_close(image);
    return err;
}

static enum err tell_invalid(const struct cli *cli, const struct image_fault *fault)
{
    if (cli->is_json)
        cli_print_json(cli, json_pack("{s:i, s:b, s:s, s:I}", "format_version", 1, "valid", 0,
                                      "fault", fault->text, "offset",
                                      (json_int_t)fault->offset));
    return cli_fail_image(cli, fault);
}

static enum err tell_valid(const struct cli *cli, const struct image *image)
{
    char rows[24];
    if (cli->is_json)
        return cli_print_json(cli, json_pack("{s:i, s:b, s:s, s:s, s:I}", "format_version", 1,
                                             "valid", 1, "sop", first_sop(image), "image",
                                             image->id_hex, "rows",
                                             (json_int_t)image->t.n_row));
    cli_say(cli, stdout, MSG_VALID, cli->argument, first_sop(image),
            number_text(image->t.n_row, rows), image->id_hex, NULL);
    return ERR_NONE;
}

enum err command_verify(struct cli *cli)
{
    struct image *image;
    struct image_fault fault;
    enum err err = cli_read_image(cli, &image, &fault);
    if (err != ERR_NONE)
        return err;
    if (!image)
        return tell_invalid(cli, &fault);
    err = tell_valid(cli, image);
    image_close(image);
    return err;
}

enum err command_version(struct cli *cli)
{
    if (cli->is_json)
        return cli_print_json(cli, json_pack("{s:i, s:s, s:s, s:i}", "format_version", 1,
                                             "name", "soprun", "version", SOP_VERSION,
                                             "image_version", IMAGE_VERSION));
    printf("soprun %s\n", SOP_VERSION);
    return ERR_NONE;
}
