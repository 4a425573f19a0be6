/*
 * The files of a program: the one that the user names and all that it uses,
 * each read once. A used file lies in the folder of the first file or below,
 * so that a program is one folder that can be copied and signed.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "grammar/parser.h"

/* A file that is being loaded, and what it uses just now. */
struct use_link {
    const struct ast_file *file;
    const struct node *use;
};

struct loader {
    struct arena *arena;
    struct interner *names;
    struct diags *diags;
    struct ast_program *program;
    const char *folder;      /* of the first file, resolved; "" for stdin */
    uint32_t depth;
    LIST_OF(struct use_link) uses;   /* from the first file to the one in hand */
};

/* A Word, Excel or PDF file, by how it begins. */
static bool is_document(const struct source *source)
{
    static const char *const beginnings[] = {"PK\003\004", "\xD0\xCF\x11\xE0", "%PDF"};
    for (uint32_t i = 0; i < COUNT_OF(beginnings); i++)
        if (source->len >= 4 && memcmp(source->text, beginnings[i], 4) == 0)
            return true;
    return false;
}

/* What flex and people cannot read is refused before scanning: the first
 * NUL, broken UTF-8 or control character ends it. */
static bool check_text(struct diags *d, const struct source *source)
{
    const char *nul = memchr(source->text, '\0', source->len);
    size_t good = utf8_check(source->text, source->len);
    if (nul || good < source->len) {
        size_t at = nul && (size_t)(nul - source->text) < good ? (size_t)(nul - source->text) : good;
        struct span span = {source->base + (uint32_t)at, source->base + (uint32_t)at + 1};
        bool is_nul = nul && at < good;
        diag_help(d, diag_add(d, is_nul ? E_NUL : E_UTF8, span),
                  is_document(source) ? T_NOT_PLAIN : is_nul ? T_NUL : T_UTF8);
        return false;
    }
    for (uint32_t i = 0; i < source->len;) {
        uint32_t c;
        uint32_t n = (uint32_t)utf8_next(source->text + i, source->len - i, &c);
        if (utf8_is_control(c) && c != '\n' && c != '\t' && c != '\r') {
            char *shown = arena_printf(d->arena, "U+%04X", (unsigned)c);
            struct span span = {source->base + i, source->base + i + n};
            diag_help(d, diag_add(d, E_CONTROL, span, shown), T_CONTROL);
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

/* The folder part of a path, with its last slash; "" for none. */
static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? arena_copy(arena, path, (size_t)(slash - path) + 1) : "";
}

static int is_source(const struct dirent *file)
{
    const char *dot = strrchr(file->d_name, '.');
    return dot && strcmp(dot, ".sop") == 0;
}

/* The file of the same folder that may be meant. */
static void help_file(struct loader *l, struct diag *d, const char *path)
{
    const char *folder = folder_of(l->arena, path);
    struct dirent **files = NULL;
    struct suggestion s;
    int n = scandir(*folder ? folder : ".", &files, is_source, alphasort);
    suggest_init(&s, path + strlen(folder));
    for (int i = 0; i < n; i++)
        suggest_try(&s, files[i]->d_name);
    if (s.best)
        diag_help(l->diags, d, T_DID_YOU_MEAN, arena_printf(l->arena, "%s%s", folder, s.best));
    for (int i = 0; i < n; i++)
        free(files[i]);
    free(files);
}

static void tell_unreadable(struct loader *l, struct span span, const char *path, enum err err)
{
    if (err == ERR_LIMIT) {
        diag_help(l->diags, diag_add(l->diags, E_SOURCE_TOO_LONG, span, path), T_SOURCE_TOO_LONG);
        return;
    }
    int number = errno;
    enum code code = errno == EISDIR || errno == EINVAL ? E_NOT_A_FILE
                     : errno == ENOENT                  ? E_NO_FILE
                     : errno == EACCES                  ? E_NO_ACCESS
                                                        : E_UNREADABLE;
    struct diag *d = diag_add(l->diags, code, span, path);
    diag_help(l->diags, d, code == E_NO_FILE       ? T_NO_FILE
                           : code == E_NO_ACCESS   ? T_NO_ACCESS
                           : code == E_NOT_A_FILE  ? T_NOT_A_FILE
                                                   : T_UNREADABLE);
    if (code == E_NO_FILE)
        help_file(l, d, path);
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
        diag_help(l->diags, diag_add(l->diags, E_SOURCE_TOO_LONG, span, path), T_SOURCE_TOO_LONG);
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

/* What a path says, without looking at the disk: `a/../b` is `b`. */
static const char *straightened(struct arena *arena, const char *path)
{
    char *out = arena_copy(arena, path, strlen(path));
    size_t len = 0;
    for (const char *part = path; *part;) {
        size_t n = strcspn(part, "/");
        bool is_up = n == 2 && part[0] == '.' && part[1] == '.', is_here = n == 1 && *part == '.';
        if (is_up)
            while (len && out[--len] != '/')
                ;
        if (n && !is_up && !is_here) {
            out[len++] = '/';
            memmove(out + len, part, n);
            len += n;
        }
        part += n + (part[n] == '/');
    }
    out[len] = '\0';
    return out;
}

/* Would the path leave the first file's folder, whether it is there or not? */
static bool leads_out(struct loader *l, const struct ast_file *file, const char *use)
{
    if (!*l->folder)
        return false;
    const char *folder = file->real_path ? folder_of(l->arena, file->real_path) : l->folder;
    const char *path = arena_printf(l->arena, "%s/%s", folder, use);
    return !is_inside(straightened(l->arena, path), l->folder);
}

static void tell_outside(struct loader *l, const struct node *use)
{
    diag_help(l->diags, diag_add(l->diags, E_USE_OUTSIDE, use->at, use->text), T_USE_OUTSIDE);
}

/* The file is still being loaded: it uses itself, by way of those that stand
 * between. Each is a link of the circle; the caret stands at the last. */
static void tell_circle(struct loader *l, const struct ast_file *used, const struct node *use)
{
    enum { MOST_SHOWN = 8 };
    struct diag *d = diag_add(l->diags, E_USE_CIRCLE, use->at, use->text);
    uint32_t from = l->uses.n;
    while (from && l->uses.at[from - 1].file != used)
        from--;
    for (uint32_t i = from; i && i < l->uses.n && i < from + MOST_SHOWN; i++)
        diag_label(l->diags, d, l->uses.at[i - 1].use->at, T_USED_HERE, l->uses.at[i - 1].use->text);
    diag_help(l->diags, d, T_USE_CIRCLE);
}

static bool is_open(const struct loader *l, const struct ast_file *file)
{
    for (uint32_t i = 0; i < l->uses.n; i++)
        if (l->uses.at[i].file == file)
            return true;
    return false;
}

/* The file that is used, or NULL: told. */
static struct ast_file *find_used(struct loader *l, struct ast_file *file, const struct node *use)
{
    if (use->text[0] == '/' || use->text[0] == '\0') {
        diag_help(l->diags, diag_add(l->diags, E_USE_PATH, use->at, use->text), T_USE_PATH);
        return NULL;
    }
    const char *path = arena_printf(l->arena, "%s%s",
                                    folder_of(l->arena, file->source->path), use->text);
    bool is_out = leads_out(l, file, use->text);
    const char *real = is_out ? NULL : resolved(l, path);
    if (is_out || (real && !is_inside(real, l->folder))) {
        tell_outside(l, use);
        return NULL;
    }
    if (!real) {
        tell_unreadable(l, use->at, path, ERR_SYSTEM);
        return NULL;
    }
    struct ast_file *used = loaded_already(l, real);
    if (used && is_open(l, used)) {
        tell_circle(l, used, use);
        return used;
    }
    if (!used && l->depth > DEEPEST_USE) {
        diag_help(l->diags, diag_add(l->diags, E_USE_TOO_DEEP, use->at), T_USE_TOO_DEEP);
        return NULL;
    }
    return used ? used : load_file(l, path, use->at);
}

static void load_use(struct loader *l, struct ast_file *file, const struct node *use)
{
    *LIST_ADD(l->arena, &l->uses) = (struct use_link){file, use};
    struct ast_file *used = find_used(l, file, use);
    l->uses.n--;
    if (used)
        *LIST_ADD(l->arena, &file->uses) = used;
    else
        l->program->is_incomplete = true;
}

/* Parses a source that may be NULL, and loads what it uses. */
static struct ast_file *load_source(struct loader *l, struct source *source, const char *path)
{
    struct ast_file *file = ARENA_NEW(l->arena, struct ast_file);
    file->source = source;
    file->real_path = resolved(l, path);
    *LIST_ADD(l->arena, &l->program->files) = file;
    if (!file->source || !check_text(l->diags, file->source)) {
        l->program->is_incomplete = true;
        return file;
    }
    token_list tokens = {0};
    file->tree = source_parse(file->source, &tokens, l->arena, l->names, l->diags, false);
    l->program->is_incomplete |= ast_kid(file->tree, NODE_BAD) != NULL;
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
