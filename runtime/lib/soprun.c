/*
 * The handle: opening and closing, errors and their sentences, groups. Errors of
 * the library are those of the store by numbers that never change.
 */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/lib/lib_int.h"

/* A number for each fault of the store, of the same name: a missing one does not
 * compile. */
enum { SOPRUN_FINE = SOPRUN_OK };
static const enum soprun_error errors[N_STORE_FAULTS] = {
#define FAULT(symbol, err, meaning) [STORE_##symbol] = (enum soprun_error)SOPRUN_##symbol,
#include "runtime/store/faults.def"
#undef FAULT
};

static const enum err classes[N_STORE_FAULTS] = {
#define FAULT(symbol, err, meaning) [STORE_##symbol] = err,
#include "runtime/store/faults.def"
#undef FAULT
};

int soprun_error_class(enum soprun_error error)
{
    for (int kind = 0; kind < N_STORE_FAULTS; kind++)
        if (errors[kind] == error)
            return (int)classes[kind];
    return error == SOPRUN_MISUSE || error == SOPRUN_BAD_CHECKPOINT ? ERR_USAGE : ERR_FINDING;
}

const char *soprun_version(void)
{
    return SOP_VERSION;
}

/* ---- a call ------------------------------------------------------------------- */

enum soprun_error lib_error(const struct soprun *s)
{
    return s ? s->error : SOPRUN_NO_MEMORY;
}

enum soprun_error lib_refuse(struct soprun *s, enum soprun_error error, enum message message)
{
    return lib_refuse_about(s, error, message, "", "");
}

enum soprun_error lib_refuse_about(struct soprun *s, enum soprun_error error,
                                   enum message message, const char *word, const char *other)
{
    s->error = error;
    s->message = message;
    snprintf(s->word, sizeof s->word, "%s", word);
    snprintf(s->other, sizeof s->other, "%s", other);
    return error;
}

static enum soprun_error refuse_fault(struct soprun *s, const struct store_fault *fault)
{
    s->fault = *fault;
    s->error = errors[fault->kind];
    s->message = N_MESSAGES;
    return s->error;
}

void *lib_have(struct soprun *s, void *p)
{
    if (!p)
        lib_refuse(s, SOPRUN_NO_MEMORY, MSG_STORE_NO_MEMORY);
    return p;
}

bool lib_begin(struct soprun *s)
{
    if (!s || !s->store)
        return false;   /* why not was told by soprun_open */
    if (s->is_visiting) {
        lib_refuse(s, SOPRUN_MISUSE, MSG_CALL_IN_VISITOR);
        return false;
    }
    s->error = SOPRUN_OK;
    s->image = NULL;
    arena_empty(&s->arena);
    return true;
}

bool lib_begin_as(struct soprun *s, const struct soprun_by *by, struct store_by *out)
{
    if (!lib_begin(s))
        return false;
    if (by && by->now && !store_is_rehearsal(s->store)) {
        lib_refuse(s, SOPRUN_NOT_REHEARSAL, MSG_NOT_A_REHEARSAL);
        return false;
    }
    *out = (struct store_by){by && by->person ? by->person : s->user,
                             by && by->os_user ? by->os_user : s->user,
                             by && by->now ? by->now : os_now()};
    return true;
}

enum soprun_error lib_end(struct soprun *s, bool is_fine)
{
    if (s->error != SOPRUN_OK)   /* on the way, in a visitor of ours */
        return s->error;
    return is_fine ? SOPRUN_OK : refuse_fault(s, store_fault(s->store));
}

/* ---- the store ------------------------------------------------------------------- */

static void find_user(char out[STORE_MOST_PERSON + 1])
{
    char room[4096];
    struct passwd entry, *found = NULL;
    bool is_there = getpwuid_r(getuid(), &entry, room, sizeof room, &found) == 0 && found &&
                    found->pw_name && *found->pw_name;
    snprintf(out, STORE_MOST_PERSON + 1, "%s", is_there ? found->pw_name : "unknown");
}

enum language lib_language(const char *name, enum language otherwise)
{
    static const char *const names[N_LANGUAGES] = {LANGUAGE_NAMES};
    for (int l = 0; name && l < N_LANGUAGES; l++)
        if (strcmp(name, names[l]) == 0)
            return (enum language)l;
    return otherwise;
}

static void open_store(struct soprun *s, const char *path, enum soprun_mode mode)
{
    static const enum store_mode modes[] = {
        [SOPRUN_READ] = STORE_READ, [SOPRUN_WRITE] = STORE_WRITE,
        [SOPRUN_CREATE] = STORE_CREATE, [SOPRUN_REHEARSE] = STORE_REHEARSE,
    };
    struct store_fault fault = {.kind = STORE_FINE};
    if ((unsigned)mode >= COUNT_OF(modes)) {
        lib_refuse(s, SOPRUN_MISUSE, MSG_STORE_INTERNAL);
        return;
    }
    s->store = store_open(path, modes[mode], &fault);
    if (s->store)
        s->language = lib_language(store_language(s->store), LANG_EN);
    else
        refuse_fault(s, &fault);
}

struct soprun *soprun_open(const char *path, enum soprun_mode mode)
{
    struct soprun *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    arena_init(&s->arena, NULL);
    find_user(s->user);
    open_store(s, path ? path : "", mode);
    return s;
}

void soprun_close(struct soprun *s)
{
    if (!s)
        return;
    store_close(s->store);
    arena_free(&s->arena);
    bytes_free(&s->text);
    free(s);
}

/* ---- errors ------------------------------------------------------------------------- */

enum soprun_error soprun_error(const struct soprun *s)
{
    return lib_error(s);
}

/* As the command: of the procedure that it is about, else of the last one. */
static enum language language_of(const struct soprun *s, const char *language)
{
    const struct image *image = s->image ? s->image : s->fault.image;
    const char *own = s->message == N_MESSAGES && image ? image_language(image) : NULL;
    return lib_language(language ? language : own, s->language);
}

static void write_text(struct soprun *s, enum language language)
{
    if (s->message != N_MESSAGES)
        say(&s->text, language, s->message, s->word, s->other, NULL);
    else if (!s->image ||
             !say_outcome_fault(&s->text, language, &s->fault, s->image, s->row, s->word))
        say_fault(&s->text, language, &s->fault);
}

const char *soprun_error_text(struct soprun *s, const char *language)
{
    if (!s)
        return say_text(LANG_EN, MSG_STORE_NO_MEMORY);
    bytes_free(&s->text);
    if (s->error == SOPRUN_OK)
        return "";
    write_text(s, language_of(s, language));
    return s->text.failed || !s->text.data ? say_text(s->language, MSG_STORE_NO_MEMORY)
                                           : s->text.data;
}

/* ---- groups --------------------------------------------------------------------------- */

enum soprun_error soprun_group_begin(struct soprun *s)
{
    if (!lib_begin(s))
        return lib_error(s);
    if (s->is_group)
        return lib_refuse(s, SOPRUN_MISUSE, MSG_GROUP_IN_GROUP);
    s->is_group = store_group_begin(s->store);
    return lib_end(s, s->is_group);
}

enum soprun_error soprun_group_end(struct soprun *s)
{
    if (!lib_begin(s))
        return lib_error(s);
    if (!s->is_group)
        return lib_refuse(s, SOPRUN_MISUSE, MSG_GROUP_MISSING);
    s->is_group = false;
    return lib_end(s, store_group_end(s->store));
}
