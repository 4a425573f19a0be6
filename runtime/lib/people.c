/* Who is which actor, names that are forgotten, and the days on which nobody works. */
#include <string.h>

#include "runtime/calendar/calendar.h"
#include "runtime/lib/lib_int.h"

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* ---- actors --------------------------------------------------------------------- */

struct actor_search {
    struct store *store;
    const struct store_member *m;
    bool has_actor, has_unit;
};

static bool is_of(const struct image *image, const struct image_actor *a,
                  const struct store_member *m)
{
    const char *office = a->office == NONE ? "" : image_string(image, a->office);
    return strcmp(image_string(image, a->id), m->actor) == 0 && strcmp(office, m->office) == 0;
}

/* Units that are only counted are "1", "2" ... */
static bool has_unit(const struct image *image, const struct image_actor *a, const char *unit)
{
    uint32_t n;
    const uint32_t *units = image_list(image, a->units, &n);
    char number[24];
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(image_string(image, units[i]), unit) == 0)
            return true;
    for (uint32_t i = 1; !n && a->count > 1 && i <= a->count; i++)
        if (strcmp(number_text(i, number), unit) == 0)
            return true;
    return !*unit;
}

static bool search_version(void *context, const struct store_version *version)
{
    struct actor_search *search = context;
    const struct image *image = store_image(search->store, version->image_id);
    for (uint32_t i = 0; image && i < image->t.n_actor; i++) {
        const struct image_actor *a = &image->t.actor[i];
        if (!is_of(image, a, search->m))
            continue;
        search->has_actor = true;
        search->has_unit |= has_unit(image, a, search->m->unit);
    }
    return image && !search->has_unit;
}

/* A slip would shut everybody out of everything. */
static bool refuse_unknown(struct soprun *s, const struct store_member *m)
{
    struct actor_search search = {.store = s->store, .m = m};
    if (!store_versions(s->store, search_version, &search))
        lib_end(s, false);
    else if (!search.has_actor)
        lib_refuse_about(s, SOPRUN_UNKNOWN_ACTOR, MSG_NO_ACTOR, m->actor, "");
    else if (!search.has_unit)
        lib_refuse_about(s, SOPRUN_UNKNOWN_UNIT, MSG_NO_UNIT, m->actor, m->unit);
    return s->error == SOPRUN_OK;
}

/* ---- people ----------------------------------------------------------------------- */

enum soprun_error soprun_join(struct soprun *s, const struct soprun_member *member,
                              const struct soprun_by *by, bool *is_new)
{
    const struct store_member m = {
        .person = or_empty(member->person), .actor = or_empty(member->actor),
        .office = or_empty(member->office), .unit = or_empty(member->unit)};
    struct store_by who;
    bool is_known;
    if (!lib_begin_as(s, by, &who) || !refuse_unknown(s, &m))
        return lib_error(s);
    return lib_end(s, store_join(s->store, &m, &who, is_new ? is_new : &is_known));
}

enum soprun_error soprun_leave(struct soprun *s, const char *person, const char *actor,
                               const char *office, const struct soprun_by *by, uint32_t *n)
{
    struct store_by who;
    uint32_t n_left;
    if (!lib_begin_as(s, by, &who))
        return lib_error(s);
    return lib_end(s, store_leave(s->store, or_empty(person), actor, office, &who,
                                  n ? n : &n_left));
}

static bool show_member(void *context, const struct store_member *m)
{
    const struct soprun_member member = {m->person, m->actor, m->office, m->unit};
    return SHOW((struct visit *)context, member, &member);
}

enum soprun_error soprun_members(struct soprun *s,
                                 bool (*visit)(void *context, const struct soprun_member *m),
                                 void *context)
{
    struct visit v = {.s = s, .member = visit, .context = context};
    if (!lib_begin(s))
        return lib_error(s);
    return lib_end(s, store_members(s->store, show_member, &v));
}

enum soprun_error soprun_erase(struct soprun *s, const char *person, const struct soprun_by *by,
                               int64_t *number)
{
    struct store_by who;
    int64_t name;
    if (!lib_begin_as(s, by, &who))
        return lib_error(s);
    return lib_end(s, store_erase(s->store, or_empty(person), &who, number ? number : &name));
}

/* ---- holidays --------------------------------------------------------------------- */

enum soprun_error soprun_add_holiday(struct soprun *s, const struct soprun_holiday *holiday,
                                     const struct soprun_by *by, bool *is_new)
{
    const char *first = or_empty(holiday->first);
    const char *last = holiday->last ? holiday->last : first;
    struct store_holiday h = {.text = or_empty(holiday->text)};
    struct store_by who;
    bool is_known;
    if (!lib_begin_as(s, by, &who))
        return lib_error(s);
    if (!date_parse(first, &h.first) || !date_parse(last, &h.last))
        return lib_refuse(s, SOPRUN_BAD_DAYS, MSG_STORE_BAD_DAYS);
    return lib_end(s, store_add_holiday(s->store, &h, &who, is_new ? is_new : &is_known));
}

static bool show_holiday(void *context, const struct store_holiday *h)
{
    char first[16], last[16];
    const struct soprun_holiday holiday = {date_format(h->first, first),
                                           date_format(h->last, last), h->text};
    return SHOW((struct visit *)context, holiday, &holiday);
}

enum soprun_error soprun_holidays(struct soprun *s,
                                  bool (*visit)(void *context, const struct soprun_holiday *h),
                                  void *context)
{
    struct visit v = {.s = s, .holiday = visit, .context = context};
    if (!lib_begin(s))
        return lib_error(s);
    return lib_end(s, store_holidays(s->store, show_holiday, &v));
}
