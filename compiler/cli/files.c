/* Which files are read, and where results go. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/cli/cli.h"

typedef LIST_OF(const char *) path_list;

static bool is_source(const char *name)
{
    size_t len = strlen(name);
    return len > 4 && name[0] != '.' && strcmp(name + len - 4, ".sop") == 0;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Links to folders are not followed, so that a loop of them ends. */
static bool is_real_folder(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum err add_folder(struct cli *cli, struct arena *arena, const char *folder, path_list *list)
{
    DIR *d = opendir(folder);
    if (!d)
        return cli_fail(cli, ERR_SYSTEM, MSG_CANNOT_READ, folder, cli_reason(cli, errno));
    enum err worst = ERR_NONE;
    size_t len = strlen(folder);
    for (struct dirent *e; (e = readdir(d));) {
        const char *path = arena_printf(arena, "%s%s%s", folder,
                                        len && folder[len - 1] == '/' ? "" : "/", e->d_name);
        if (e->d_name[0] != '.' && is_real_folder(path)) {
            enum err err = add_folder(cli, arena, path, list);
            worst = err > worst ? err : worst;
        } else if (is_source(e->d_name)) {
            *LIST_ADD(arena, list) = path;
        }
    }
    closedir(d);
    return worst;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum err cli_files(struct cli *cli, struct arena *arena, const char *const **files, uint32_t *n)
{
    path_list list = {0};
    enum err worst = ERR_NONE;
    for (uint32_t i = 0; i < cli->args.n_words; i++) {
        const char *word = cli->args.words[i];
        uint32_t before = list.n;
        if (!is_folder(word)) {
            *LIST_ADD(arena, &list) = word;
            continue;
        }
        enum err err = add_folder(cli, arena, word, &list);
        if (list.n > before)
            qsort(list.at + before, list.n - before, sizeof *list.at, by_name);
        else if (err == ERR_NONE)
            err = cli_fail(cli, ERR_FINDING, MSG_NO_FILES, word);
        worst = err > worst ? err : worst;
    }
    *files = list.at;
    *n = list.n;
    return worst;
}

const char *cli_stem(struct compilation *c, uint32_t flow)
{
    if (c->model->n_own > 1)
        return c->flows[flow]->sop->id;
    const char *path = c->program->main->source->path, *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path, *point = strrchr(name, '.');
    if (strcmp(name, "-") == 0)
        return c->flows[flow]->sop->id;
    return arena_copy(&c->arena, name, point ? (size_t)(point - name) : strlen(name));
}

/* By the file itself: links and other spellings of its path are it too. */
static bool is_source_of(const struct compilation *c, const char *path)
{
    struct stat out, in;
    if (strcmp(path, "-") == 0 || stat(path, &out) != 0 || !S_ISREG(out.st_mode))
        return false;
    for (uint32_t i = 0; i < c->program->files.n; i++) {
        const char *real = c->program->files.at[i]->real_path;
        if (real && stat(real, &in) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
            return true;
    }
    return false;
}

enum err cli_write(struct cli *cli, const struct compilation *c, const char *out,
                   const struct bytes *b)
{
    if (b->failed)
        return cli_fail(cli, ERR_SYSTEM, MSG_NO_MEMORY);
    const char *path = out ? out : "-";
    if (c && is_source_of(c, path))
        return cli_fail(cli, ERR_USAGE, MSG_OVER_SOURCE, path);
    fflush(stdout);
    enum err err = os_write_file(path, b->data ? b->data : "", b->len);
    return err == ERR_NONE ? err
                           : cli_fail(cli, ERR_SYSTEM, MSG_CANNOT_WRITE, path, cli_reason(cli, errno));
}
