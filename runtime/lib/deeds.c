/* What people and the clock do: deploy, start, migrate, cancel, sign, claim, tick. */
#include <stdio.h>
#include <string.h>

#include "runtime/lib/lib_int.h"

const char *lib_row(const struct image *image, uint32_t row)
{
    return row == NONE ? NULL : image_row_id(image, row);
}

/* The settings of a caller as the store takes them; false: refused. */
static bool take_settings(struct soprun *s, const struct soprun_setting *at, size_t n,
                          struct store_settings *out)
{
    *out = (struct store_settings){.n = 0};
    if (n > UINT32_MAX)
        return lib_have(s, NULL);
    struct store_setting *copy = n ? lib_have(s, ARENA_ARRAY(&s->arena, n, struct store_setting))
                                   : NULL;
    for (size_t i = 0; i < n && copy; i++)
        copy[i] = (struct store_setting){at[i].field, at[i].value};
    out->at = copy;
    out->n = (uint32_t)n;
    return n == 0 || copy;
}

/* A store_answer that holds; its case is read for the image. */
static enum soprun_error tell_answer(struct soprun *s, const struct store_answer *a,
                                     struct soprun_answer *out)
{
    static const enum soprun_state states[] = {
        [VM_NEW] = SOPRUN_RUNNING, [VM_RUNNING] = SOPRUN_RUNNING, [VM_OVER] = SOPRUN_ENDED,
        [VM_FAULTY] = SOPRUN_STOPPED,
    };
    struct store_case c;
    if (!out)
        return SOPRUN_OK;
    *out = (struct soprun_answer){a->case_number, a->seq, states[a->phase], NULL, a->last_task};
    if (a->result != NONE && store_case(s->store, a->case_number, &c))
        out->result = lib_row(c.image, a->result);
    return SOPRUN_OK;   /* the deed is done, whatever could be read of it */
}

/* ---- versions ------------------------------------------------------------------ */

enum soprun_error soprun_deploy(struct soprun *s, const void *bytes, size_t len,
                                const struct soprun_by *by, struct soprun_version *out)
{
    struct store_deployed deployed;
    struct store_by who;
    if (!lib_begin_as(s, by, &who))
        return lib_error(s);
    if (!store_deploy(s->store, bytes, len, &who, &deployed))
        return lib_end(s, false);
    const struct image *image = deployed.image;
    const struct image_procedure *p = &image->t.procedure[0];
    const char *language = image_language(image);
    s->language = language && strcmp(language, "id") == 0 ? LANG_ID : LANG_EN;
    if (out)
        *out = (struct soprun_version){.sop = image_string(image, p->id),
                                       .title = image_string(image, p->title),
                                       .language = language ? language : "en",
                                       .image = image->id_hex};
    return SOPRUN_OK;
}

/* ---- cases ----------------------------------------------------------------------- */

enum soprun_error soprun_start(struct soprun *s, const struct soprun_new_case *what,
                               const struct soprun_by *by, struct soprun_answer *out)
{
    struct store_settings settings;
    struct store_answer answer;
    struct store_by who;
    if (!lib_begin_as(s, by, &who) ||
        !take_settings(s, what->settings, what->n_settings, &settings))
        return lib_error(s);
    settings.items = what->items;
    if (!store_start(s->store, what->sop ? what->sop : "", what->start, &settings, &who, &answer))
        return lib_end(s, false);
    return tell_answer(s, &answer, out);
}

enum soprun_error soprun_cancel(struct soprun *s, int64_t case_number, const char *reason,
                                const struct soprun_by *by)
{
    struct store_by who;
    if (!lib_begin_as(s, by, &who))
        return lib_error(s);
    return lib_end(s, store_cancel(s->store, case_number, reason ? reason : "", &who));
}

enum soprun_error soprun_migrate(struct soprun *s, int64_t case_number, const void *bytes,
                                 size_t len, const struct soprun_by *by, uint32_t *n)
{
    struct store_by who;
    uint32_t n_cases;
    if (!lib_begin_as(s, by, &who))
        return lib_error(s);
    bool is_fine = store_migrate(s->store, case_number, bytes, len, &who, &n_cases);
    if (is_fine && n)
        *n = n_cases;
    return lib_end(s, is_fine);
}

/* ---- tasks ------------------------------------------------------------------------ */

/* The outcome that a word means. One that is not there becomes one behind the
 * last: the store refuses it, in the right order among its reasons. */
static uint32_t find_outcome(struct soprun *s, const struct store_task *t, const char *word)
{
    s->image = t->image;
    s->row = t->row;
    snprintf(s->word, sizeof s->word, "%s", word ? word : "");
    if (!word)
        return NONE;
    uint32_t outcome = outcome_find(t->image, t->row, word, false);
    return outcome == NONE ? t->image->t.row[t->row].outcomes.n : outcome;
}

enum soprun_error soprun_done(struct soprun *s, int64_t task, const struct soprun_signature *what,
                              const struct soprun_by *by, struct soprun_answer *out)
{
    static const struct soprun_signature bare;
    struct store_settings settings;
    struct store_answer answer;
    struct store_task t;
    struct store_by who;
    what = what ? what : &bare;
    if (!lib_begin_as(s, by, &who) ||
        !take_settings(s, what->settings, what->n_settings, &settings))
        return lib_error(s);
    if (!store_task(s->store, task, &t))
        return lib_end(s, false);
    uint32_t outcome = find_outcome(s, &t, what->outcome);
    if (!store_done(s->store, task, outcome, what->note, &settings, &who, &answer))
        return lib_end(s, false);
    return tell_answer(s, &answer, out);
}

enum soprun_error soprun_claim(struct soprun *s, int64_t task, const struct soprun_by *by)
{
    struct store_by who;
    bool is_new;
    if (!lib_begin_as(s, by, &who))
        return lib_error(s);
    return lib_end(s, store_claim(s->store, task, &who, &is_new));
}

enum soprun_error soprun_release(struct soprun *s, int64_t task, const struct soprun_by *by)
{
    struct store_by who;
    if (!lib_begin_as(s, by, &who))
        return lib_error(s);
    return lib_end(s, store_release(s->store, task, &who));
}

/* ---- the clock ---------------------------------------------------------------------- */

struct ticking {
    struct soprun *s;
    bool (*visit)(void *, const struct soprun_moment *);
    void *context;
};

static bool show_moment(void *context, const struct store_moment *m)
{
    struct ticking *t = context;
    struct soprun_moment moment = {m->case_number, m->time, m->sop, lib_row(m->image, m->row),
                                   m->is_late};
    t->s->is_visiting = true;
    bool goes_on = t->visit(t->context, &moment);
    t->s->is_visiting = false;
    return goes_on;
}

enum soprun_error soprun_tick(struct soprun *s, const struct soprun_by *by,
                              bool (*visit)(void *context, const struct soprun_moment *m),
                              void *context)
{
    struct ticking t = {s, visit, context};
    struct store_by who;
    if (!lib_begin_as(s, by, &who))
        return lib_error(s);
    return lib_end(s, store_tick(s->store, &who, visit ? show_moment : NULL, &t));
}
