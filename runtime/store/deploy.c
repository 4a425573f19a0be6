/*
 * Images and versions. An image is kept once, under its id, and verified
 * whenever it is loaded: what lies in a file is never believed. A version
 * says that from now on new cases of a SOP take that image; running cases
 * stay on theirs.
 */
#include <stdlib.h>
#include <string.h>

#include "runtime/store/store_int.h"

struct loaded_image {
    struct image *image;
    struct loaded_image *next;
};

static const struct image *find_loaded(const struct store *s, const char *id_hex)
{
    for (const struct loaded_image *l = s->images; l; l = l->next)
        if (strcmp(l->image->id_hex, id_hex) == 0)
            return l->image;
    return NULL;
}

/* The store owns the image from here on, whatever happens. */
static const struct image *keep_loaded(struct store *s, struct image *image)
{
    struct loaded_image *l = store_have(s, malloc(sizeof *l));
    if (!l) {
        image_close(image);
        return NULL;
    }
    *l = (struct loaded_image){image, s->images};
    s->images = l;
    return image;
}

void store_close_images(struct store *s)
{
    while (s->images) {
        struct loaded_image *next = s->images->next;
        image_close(s->images->image);
        free(s->images);
        s->images = next;
    }
}

/* An image that was fine when it was deployed and is not now, or that is
 * another one than its row says, is damage. */
static struct image *open_stored(struct store *s, sqlite3_stmt *st, const char *id_hex)
{
    struct image_fault fault;
    struct image *image = image_open(sqlite3_column_blob(st, 0),
                                     (size_t)sqlite3_column_bytes(st, 0), &fault);
    if (!image) {
        store_refuse(s, fault.err == ERR_SYSTEM ? STORE_NO_MEMORY : STORE_DAMAGED);
    } else if (strcmp(image->id_hex, id_hex) != 0) {
        image_close(image);
        image = NULL;
        store_refuse(s, STORE_DAMAGED);
    }
    return image;
}

const struct image *store_load_image(struct store *s, const char *id_hex)
{
    const struct image *loaded = find_loaded(s, id_hex);
    if (loaded)
        return loaded;
    sqlite3_stmt *st = sql_start(s, IMAGE_BYTES, sql_text(id_hex));
    if (!sql_row(s, st)) {
        store_refuse(s, STORE_DAMAGED);
        return NULL;
    }
    struct image *image = open_stored(s, st, id_hex);
    sql_done(st);
    return image ? keep_loaded(s, image) : NULL;
}

const struct image *sql_column_image(struct store *s, sqlite3_stmt *st, int column)
{
    return store_load_image(s, sql_column_word(s, st, column));
}

uint32_t sql_column_procedure(struct store *s, sqlite3_stmt *st, int column,
                              const struct image *image, const char **sop)
{
    uint32_t procedure = sql_column_index(s, st, column, image->t.n_procedure);
    if (procedure == NONE)
        procedure = 0;   /* an image has one; the fault is told */
    *sop = image_string(image, image->t.procedure[procedure].id);
    return procedure;
}

const struct image *store_image(struct store *s, const char *id_hex)
{
    if (sqlite3_get_autocommit(s->db))   /* not from within a visitor */
        s->fault.kind = STORE_FINE;
    return store_load_image(s, id_hex);
}

static bool add_image(struct store *s, const struct image *image, const void *bytes,
                      size_t len, const struct store_by *by)
{
    return sql_run(s, IMAGE_ADD, sql_text(image->id_hex), sql_bytes(bytes, len),
                   sql_number(by->now));
}

static bool add_version(struct store *s, const struct image *image, const struct store_by *by)
{
    const struct image_procedure *p = &image->t.procedure[0];
    uint32_t language = image->t.n_source ? image->t.source[0].language : NONE;
    return sql_run(s, VERSION_ADD, sql_text(image_string(image, p->id)),
                   sql_text(image_string(image, p->title)),
                   sql_text(language == NONE ? "en" : image_string(image, language)),
                   sql_text(image->id_hex), sql_number(by->now)) &&
           log_store(s, EVENT_DEPLOYED, image->id_hex, by);
}

static bool is_newest(struct store *s, const struct image *image)
{
    const char *sop = image_string(image, image->t.procedure[0].id);
    sqlite3_stmt *st = sql_start(s, VERSION_NEWEST, sql_text(sop));
    bool is_same = sql_row(s, st) && strcmp(sql_column_word(s, st, 0), image->id_hex) == 0;
    sql_done(st);
    return is_same;
}

static bool is_known(struct store *s, const struct image *image)
{
    sqlite3_stmt *st = sql_start(s, IMAGE_IS_KNOWN, sql_text(image->id_hex));
    bool is_there = sql_row(s, st);
    sql_done(st);
    return is_there;
}

static const struct image *open_given(struct store *s, const void *bytes, size_t len)
{
    struct image_fault fault;
    struct image *image = image_open(bytes, len, &fault);
    if (image)
        return keep_loaded(s, image);
    store_refuse_about(s, STORE_BAD_IMAGE, 0, fault.text, 0);
    s->fault.err = fault.err;
    return NULL;
}

const struct image *store_keep_image(struct store *s, const void *bytes, size_t len,
                                     const struct store_by *by)
{
    const struct image *image = open_given(s, bytes, len);
    if (image && !is_known(s, image))
        add_image(s, image, bytes, len, by);
    return store_is_fine(s) ? image : NULL;
}

/* Deploying an older version again makes it the newest: the way back from a
 * version that turned out badly. */
bool store_deploy(struct store *s, const void *bytes, size_t len, const struct store_by *by,
                  struct store_deployed *out)
{
    if (!store_begin_write(s) || !person_check(s, by))
        return store_end(s);
    const struct image *image = out->image = open_given(s, bytes, len);
    if (!image)
        return store_end(s);
    out->is_known = is_known(s, image);
    out->is_newest = is_newest(s, image);
    if (!out->is_known)
        add_image(s, image, bytes, len, by);
    if (!out->is_newest)
        add_version(s, image, by);
    return store_end(s);
}

bool store_versions(struct store *s, bool (*visit)(void *, const struct store_version *),
                    void *context)
{
    store_begin(s);
    sqlite3_stmt *st = sql_start(s, VERSION_LIST);
    while (sql_row(s, st)) {
        struct store_version v = {
            .sop = sql_column_word(s, st, 0), .image_id = sql_column_word(s, st, 1),
            .title = sql_column_word(s, st, 2), .language = sql_column_word(s, st, 3),
            .deployed = sqlite3_column_int64(st, 4),
        };
        if (!store_is_fine(s) || !visit(context, &v))
            break;
    }
    sql_done(st);
    return store_end(s);
}

const char *store_language(struct store *s)
{
    store_begin(s);
    sqlite3_stmt *st = sql_start(s, VERSION_LANGUAGE);
    const char *language = sql_row(s, st) ? text_keep(s, sql_column_text(s, st, 0)) : NULL;
    sql_done(st);
    return store_end(s) ? language : NULL;
}
