/*
 * The files of a program: the one that the user names and all that it uses,
 * each read once. A used file lies in the folder of the first file or below,
 * so that a program is one folder that can be copied and signed.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "grammar/parser.h"

struct loader {
    struct arena *arena;
    struct interner *names;
    struct diags *diags;
    struct ast_program *program;
    const char *folder;      /* of the first file, resolved; "" for stdin */
    uint32_t depth;
};

/* What flex and people cannot read is refused before scanning: the first
 * NUL, broken UTF-8 or control character ends it. */
static bool check_text(struct diags *d, const struct source *source)
{
    const char *nul = memchr(source->text, '\0', source->len);
    size_t good = utf8_check(source->text, source->len);
    if (nul || good < source->len) {
        size_t at = nul && (size_t)(nul - source->text) < good ? (size_t)(nul - source->text) : good;
        struct span span = {source->base + (uint32_t)at, source->base + (uint32_t)at + 1};
        diag_help(d, diag_add(d, nul && at < good ? E_NUL : E_UTF8, span), T_NOT_PLAIN);
        return false;
    }
    for (uint32_t i = 0; i < source->len;) {
        uint32_t c;
        uint32_t n = (uint32_t)utf8_next(source->text + i, source->len - i, &c);
        if (utf8_is_control(c) && c != '\n' && c != '\t' && c != '\r') {
            char *shown = arena_printf(d->arena, "U+%04X", (unsigned)c);
            diag_add(d, E_CONTROL, ((struct span){source->base + i, source->base + i + n}), shown);
            return false;
        }
        i += n;
    }
    return true;
}

static const struct {
    int number;
    enum text why;
} reasons[] = {
    {ELOOP, T_LINKS_IN_CIRCLE}, {ENAMETOOLONG, T_PATH_TOO_LONG},
    {ENOTDIR, T_PATH_NO_FOLDER}, {EIO, T_DISK_FAULT},
};

static void tell_unreadable(struct loader *l, struct span span, const char *path, enum err err)
{
    if (err == ERR_LIMIT) {
        diag_add(l->diags, E_SOURCE_TOO_LONG, span, path);
        return;
    }
    int number = errno;
    enum code code = errno == EISDIR || errno == EINVAL ? E_NOT_A_FILE
                     : errno == ENOENT                  ? E_NO_FILE
                     : errno == EACCES                  ? E_NO_ACCESS
                                                        : E_UNREADABLE;
    struct diag *d = diag_add(l->diags, code, span, path);
    for (uint32_t i = 0; i < COUNT_OF(reasons); i++)
        if (reasons[i].number == number)
            diag_note(l->diags, d, reasons[i].why);
}

/* The text as a source, a byte order mark in front left out. */
static struct source *add_text(struct loader *l, const char *path, const char *text, size_t len,
                               struct span span)
{
    size_t skip = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    const char *copy = arena_copy(l->arena, text + skip, len - skip);
    struct source *source = len <= LONGEST_SOURCE
                                ? source_add(l->diags->sources, path, copy, (uint32_t)(len - skip))
                                : NULL;
    if (!source)
        diag_add(l->diags, E_SOURCE_TOO_LONG, span, path);
    return source;
}

static struct source *read_source(struct loader *l, const char *path, struct span span)
{
    struct bytes text = {0};
    enum err err = os_read_file(path, LONGEST_SOURCE, &text);
    struct source *source = NULL;
    if (err == ERR_NONE)
        source = add_text(l, path, text.data, text.len, span);
    else
        tell_unreadable(l, span, path, err);
    bytes_free(&text);
    return source;
}

/* The folder part of a path, with its last slash; "" for none. */
static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? arena_copy(arena, path, (size_t)(slash - path) + 1) : "";
}

static const char *resolved(struct loader *l, const char *path)
{
    char *real = realpath(path, NULL);
    const char *copy = real ? intern_string(l->names, real) : NULL;
    free(real);
    return copy;
}

static bool is_inside(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && (path[len] == '/' || (len && folder[len - 1] == '/'));
}

static struct ast_file *load_file(struct loader *l, const char *path, struct span span);

static struct ast_file *loaded_already(const struct loader *l, const char *real)
{
    for (uint32_t i = 0; i < l->program->files.n; i++) {
        struct ast_file *f = l->program->files.at[i];
        if (f->source && f->real_path == real)
            return f;
    }
    return NULL;
}

static void load_use(struct loader *l, struct ast_file *file, const struct node *use)
{
    if (use->text[0] == '/' || use->text[0] == '\0') {
        diag_add(l->diags, E_USE_PATH, use->at, use->text);
        return;
    }
    const char *path = arena_printf(l->arena, "%s%s",
                                    folder_of(l->arena, file->source->path), use->text);
    const char *real = resolved(l, path);
    if (!real) {
        tell_unreadable(l, use->at, path, ERR_SYSTEM);
        return;
    }
    if (!is_inside(real, l->folder)) {
        diag_add(l->diags, E_USE_OUTSIDE, use->at, use->text);
        return;
    }
    struct ast_file *used = loaded_already(l, real);
    if (!used && l->depth > DEEPEST_USE) {
        diag_add(l->diags, E_USE_TOO_DEEP, use->at);
        return;
    }
    if (!used)
        used = load_file(l, path, use->at);
    if (used)
        *LIST_ADD(l->arena, &file->uses) = used;
}

/* Parses a source that may be NULL, and loads what it uses. */
static struct ast_file *load_source(struct loader *l, struct source *source, const char *path)
{
    struct ast_file *file = ARENA_NEW(l->arena, struct ast_file);
    file->source = source;
    file->real_path = resolved(l, path);
    *LIST_ADD(l->arena, &l->program->files) = file;
    if (!file->source || !check_text(l->diags, file->source))
        return file;
    token_list tokens = {0};
    file->tree = source_parse(file->source, &tokens, l->arena, l->names, l->diags, false);
    l->depth++;
    for (const struct node *n = ast_kid(file->tree, NODE_USE); n; n = ast_again(n))
        load_use(l, file, n);
    l->depth--;
    return file;
}

static struct ast_file *load_file(struct loader *l, const char *path, struct span span)
{
    return load_source(l, read_source(l, path, span), path);
}

static struct loader begin_load(const char *path, struct arena *arena, struct interner *names,
                                struct diags *diags)
{
    struct loader l = {.arena = arena, .names = names, .diags = diags, .folder = ""};
    l.program = ARENA_NEW(arena, struct ast_program);
    const char *folder = folder_of(arena, path);
    const char *real = resolved(&l, *folder ? folder : ".");
    l.folder = real ? real : "";
    return l;
}

struct ast_program *program_parse(const char *path, struct arena *arena,
                                  struct interner *names, struct diags *diags)
{
    struct loader l = begin_load(path, arena, names, diags);
    l.program->main = load_file(&l, path, (struct span){0, 0});
    return l.program;
}

struct ast_program *program_parse_text(const char *path, const char *text, size_t len,
                                       struct arena *arena, struct interner *names,
                                       struct diags *diags)
{
    struct loader l = begin_load(path, arena, names, diags);
    struct source *source = add_text(&l, path, text, len, (struct span){0, 0});
    l.program->main = load_source(&l, source, path);
    return l.program;
}
