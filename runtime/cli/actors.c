/*
 * Actors by name: `head`, or `budget.head` where several offices have one. What
 * counts are the versions that new cases take.
 */
#include <stdlib.h>
#include <string.h>

#include "runtime/cli/cli.h"

const char *actor_write(struct bytes *b, const char *actor, const char *office)
{
    bytes_printf(b, "%s%s%s", office, *office ? "." : "", actor);
    return b->data ? b->data : "";
}

static const char *office_of(const struct image *image, const struct image_actor *actor)
{
    return actor->office == NONE ? "" : image_string(image, actor->office);
}

/* "budget.head": the actor behind the last point, the office before it; ".head" is
 * that of no office. */
bool actor_is_named(const char *word, const char *actor, const char *office)
{
    const char *dot = strrchr(word, '.');
    if (strcmp(word, actor) == 0)
        return true;
    return dot && strcmp(dot + 1, actor) == 0 && strlen(office) == (size_t)(dot - word) &&
           memcmp(word, office, strlen(office)) == 0;
}

struct actor_search {
    const struct cli *cli;
    const char *word;
    struct suggestion near;
    struct actor_found *found;
    struct bytes choices;          /* each with its office */
};

/* One and the same actor in several SOPs is found once. Out of memory, the texts
 * are NULL: no more is looked for. */
static void find_actor(struct actor_search *search, const struct image *image,
                       const struct image_actor *actor)
{
    struct actor_found *f = search->found;
    const char *id = image_string(image, actor->id), *office = office_of(image, actor);
    suggest_try(&search->near, id);
    if (!actor_is_named(search->word, id, office) ||
        (f->n && strcmp(f->actor, id) == 0 && strcmp(f->office, office) == 0))
        return;
    struct bytes name = {0};
    bytes_printf(&name, "`%s.%s`", office, id);
    if (name.data && (!f->n || !strstr(search->choices.data, name.data))) {
        bytes_printf(&search->choices, "%s%s", f->n ? ", " : "", name.data);
        *f = (struct actor_found){id, office, f->n + 1};
    }
    bytes_free(&name);
}

static bool search_version(void *context, const struct store_version *version)
{
    struct actor_search *search = context;
    const struct image *image = store_image(search->cli->store, version->image_id);
    for (uint32_t i = 0; image && i < image->t.n_actor; i++)
        find_actor(search, image, &image->t.actor[i]);
    return image && !search->choices.failed;
}

enum err cli_find_actor(const struct cli *cli, const char *word, struct actor_found *found)
{
    struct actor_search search = {.cli = cli, .word = word, .found = found};
    enum err err = ERR_NONE;
    *found = (struct actor_found){0};
    suggest_init(&search.near, word);
    if (!store_versions(cli->store, search_version, &search))
        err = cli_fail_store(cli, store_fault(cli->store));
    else if (search.choices.failed)
        err = cli_fail(cli, ERR_SYSTEM, MSG_STORE_NO_MEMORY, NULL);
    else if (!found->n)
        err = search.near.best
                  ? cli_fail(cli, ERR_FINDING, MSG_NO_ACTOR_NEAR, word, search.near.best, NULL)
                  : cli_fail(cli, ERR_FINDING, MSG_NO_ACTOR, word, NULL);
    else if (found->n > 1)
        err = cli_fail(cli, ERR_FINDING, MSG_MANY_ACTORS, word, search.choices.data, NULL);
    bytes_free(&search.choices);
    return err;
}

/* ---- units ---------------------------------------------------------------------- */

struct unit_search {
    const struct cli *cli;
    const struct actor_found *actor;
    const char *unit;
    struct suggestion near;
    bool is_found, has_units;
};

/* Units that are only counted are "1", "2" ... */
static void find_unit(struct unit_search *search, const struct image *image,
                      const struct image_actor *actor)
{
    uint32_t n;
    const uint32_t *units = image_list(image, actor->units, &n);
    for (uint32_t i = 0; i < n; i++) {
        const char *unit = image_string(image, units[i]);
        search->is_found |= strcmp(unit, search->unit) == 0;
        suggest_try(&search->near, unit);
    }
    char *end;
    long number = strtol(search->unit, &end, 10);
    bool is_number = *search->unit >= '1' && *search->unit <= '9' && !*end;
    if (!n && actor->count > 1)
        search->is_found |= is_number && number <= (long)actor->count;
    search->has_units |= n || actor->count > 1;
}

static bool search_units(void *context, const struct store_version *version)
{
    struct unit_search *search = context;
    const struct image *image = store_image(search->cli->store, version->image_id);
    for (uint32_t i = 0; image && i < image->t.n_actor; i++) {
        const struct image_actor *actor = &image->t.actor[i];
        if (strcmp(image_string(image, actor->id), search->actor->actor) == 0 &&
            strcmp(office_of(image, actor), search->actor->office) == 0)
            find_unit(search, image, actor);
    }
    return image;
}

enum err cli_check_unit(const struct cli *cli, const struct actor_found *actor, const char *unit)
{
    struct unit_search search = {.cli = cli, .actor = actor, .unit = unit};
    suggest_init(&search.near, unit);
    if (!store_versions(cli->store, search_units, &search))
        return cli_fail_store(cli, store_fault(cli->store));
    if (search.is_found)
        return ERR_NONE;
    if (!search.has_units)
        return cli_fail(cli, ERR_FINDING, MSG_NO_UNITS, actor->actor, NULL);
    return search.near.best ? cli_fail(cli, ERR_FINDING, MSG_NO_UNIT_NEAR, actor->actor, unit,
                                       search.near.best, NULL)
                            : cli_fail(cli, ERR_FINDING, MSG_NO_UNIT, actor->actor, unit, NULL);
}

/* ---- refused -------------------------------------------------------------------- */

/* Whose task it is, and what would make it the person's too. */
enum err cli_fail_member(const struct cli *cli, const struct store_fault *fault)
{
    char number[24], unit_number[16];
    struct bytes names = {0}, actor = {0};
    uint32_t n;
    const uint32_t *actors = signature_actors(fault->image, fault->row, fault->status, &n);
    const char *unit = signature_unit(fault->image, fault->row, fault->status, unit_number);
    const struct image_actor *first = &fault->image->t.actor[actors[0]];
    signers_write(&names, fault->image, actors, n, cli_text(cli, MSG_OR), unit);
    actor_write(&actor, image_string(fault->image, first->id), office_of(fault->image, first));
    enum err err = cli_fail(cli, fault->err, MSG_STORE_NOT_MEMBER,
                            number_text(fault->number, number), fault->text,
                            names.data ? names.data : "", actor.data ? actor.data : "", NULL);
    bytes_free(&names);
    bytes_free(&actor);
    return err;
}
