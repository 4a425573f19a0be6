/* That nothing is lost: checkpoints, the check of everything, and copies. */
#include <string.h>

#include "runtime/lib/lib_int.h"

enum soprun_error soprun_checkpoint(struct soprun *s, struct soprun_checkpoint *out)
{
    struct store_checkpoint c;
    if (!lib_begin(s))
        return lib_error(s);
    if (!store_checkpoint(s->store, &c))
        return lib_end(s, false);
    *out = (struct soprun_checkpoint){.event = c.number, .time = c.time};
    memcpy(out->hash, c.hash, sizeof out->hash);
    return SOPRUN_OK;
}

/* ---- the check ------------------------------------------------------------------- */

static bool show_finding(void *context, const struct store_finding *f)
{
    struct visit *v = context;
    char kind[32];
    struct bytes text = {0};
    say_finding(&text, v->language, f);
    bool is_fine = lib_have(v->s, text.failed ? NULL : text.data);
    const struct soprun_finding finding = {
        .kind = finding_word(f->kind, kind), .text = text.data, .event = f->event,
        .case_number = f->case_number, .time = f->time,
        .row = f->image ? lib_row(f->image, f->row) : NULL, .what = f->what, .log = f->log,
        .store = f->store,
    };
    bool goes_on = is_fine && SHOW(v, finding, &finding);
    bytes_free(&text);
    return goes_on;
}

static bool show_nothing(void *context, const struct store_finding *f)
{
    (void)context;
    (void)f;
    return false;
}

static bool take_checkpoint(struct soprun *s, const struct soprun_checkpoint *from,
                            struct store_checkpoint *out)
{
    char hash[sizeof from->hash];
    memcpy(hash, from->hash, sizeof hash);
    hash[sizeof hash - 1] = '\0';   /* the caller's may have none */
    *out = (struct store_checkpoint){.number = from->event};
    memcpy(out->hash, hash, sizeof hash);
    if (from->event >= 0 && from->hash[64] == '\0' && strspn(hash, "0123456789abcdef") == 64)
        return true;
    lib_refuse_about(s, SOPRUN_BAD_CHECKPOINT, MSG_BAD_HASH, hash, "");
    return false;
}

enum soprun_error soprun_check(struct soprun *s, const struct soprun_checkpoint *against,
                               const char *language,
                               bool (*visit)(void *context, const struct soprun_finding *f),
                               void *context, struct soprun_checked *out)
{
    struct visit v = {.s = s, .finding = visit, .context = context};
    struct store_checkpoint seen;
    struct store_checked checked;
    if (!lib_begin(s) || (against && !take_checkpoint(s, against, &seen)))
        return lib_error(s);
    v.language = lib_language(language, s->language);
    if (!store_check(s->store, against ? &seen : NULL, visit ? show_finding : show_nothing, &v,
                     &checked))
        return lib_end(s, false);
    if (out)
        *out = (struct soprun_checked){checked.n_events, checked.n_cases, checked.n_findings};
    return lib_end(s, true);
}

/* ---- copies ---------------------------------------------------------------------- */

enum soprun_error soprun_backup(struct soprun *s, const char *path)
{
    if (!lib_begin(s))
        return lib_error(s);
    if (s->is_group)
        return lib_refuse(s, SOPRUN_MISUSE, MSG_BACKUP_IN_GROUP);
    return lib_end(s, store_backup(s->store, path ? path : ""));
}
