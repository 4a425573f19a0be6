/* What commands work on: images from files, the store, and who asks. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/cli/cli.h"

enum { MOST_IMAGE_BYTES = 256 << 20 };

static enum err fail_file(const struct cli *cli, enum err err, const char *path, int error)
{
    if (error == ENOENT)
        return cli_fail(cli, err, MSG_FILE_MISSING, path, NULL);
    if (error == EACCES)
        return cli_fail(cli, err, MSG_FILE_DENIED, path, NULL);
    if (error == EISDIR || error == EINVAL)
        return cli_fail(cli, err, MSG_FILE_NOT_REGULAR, path, NULL);
    if (error == EFBIG)
        return cli_fail(cli, err, MSG_FILE_TOO_LARGE, path, NULL);
    return cli_fail(cli, err, MSG_FILE_UNREADABLE, path, os_reason(error, cli->args.language), NULL);
}

enum err cli_read_file(struct cli *cli, const char *path, struct bytes *b)
{
    enum err err = os_read_file(path, MOST_IMAGE_BYTES, b);
    return err == ERR_NONE ? err : fail_file(cli, err, path, errno);
}

enum err cli_read_image(struct cli *cli, struct image **image, struct image_fault *fault)
{
    struct bytes b = {0};
    *fault = (struct image_fault){.err = ERR_NONE};
    *image = NULL;
    enum err err = cli_read_file(cli, cli->argument, &b);
    if (err == ERR_NONE)
        *image = image_open(b.data, b.len, fault);
    bytes_free(&b);
    if (*image)
        cli_use_language(cli, image_language(*image));
    return err;
}

/* Most often the text itself was named. */
enum err cli_fail_bad_image(const struct cli *cli, enum err err, const char *why)
{
    const char *dot = strrchr(cli->argument, '.');
    if (dot && strcmp(dot, ".sop") == 0)
        return cli_fail(cli, err, MSG_NOT_COMPILED, cli->argument, NULL);
    return cli_fail(cli, err, MSG_BAD_IMAGE, cli->argument, why, NULL);
}

enum err cli_fail_image(const struct cli *cli, const struct image_fault *fault)
{
    if (fault->err == ERR_SYSTEM)
        return cli_fail(cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL);
    return cli_fail_bad_image(cli, fault->err, fault->text);
}

enum err cli_open_image(struct cli *cli, struct image **image)
{
    struct image_fault fault;
    enum err err = cli_read_image(cli, image, &fault);
    return err == ERR_NONE && !*image ? cli_fail_image(cli, &fault) : err;
}

const char *cli_store_path(const struct cli *cli)
{
    const char *path = cli->args.value[OPT_STORE], *named = getenv("SOPRUN_STORE");
    return path ? path : named && *named ? named : "./soprun.db";
}

enum err cli_open_store(struct cli *cli, enum store_mode mode)
{
    struct store_fault fault;
    cli->store = store_open(cli_store_path(cli), mode, &fault);
    if (!cli->store)
        return cli_fail_store(cli, &fault);
    cli_use_language(cli, store_language(cli->store));
    if (store_fault(cli->store)->kind != STORE_FINE)
        return cli_fail_store(cli, store_fault(cli->store));
    if (cli->now && !store_is_rehearsal(cli->store))
        return cli_fail(cli, ERR_USAGE, MSG_NOT_A_REHEARSAL, NULL);
    return ERR_NONE;
}

struct store_by cli_by(const struct cli *cli)
{
    const char *user = os_user(), *person = cli->args.value[OPT_AS];
    return (struct store_by){person ? person : user, user, cli->now ? cli->now : os_now()};
}
