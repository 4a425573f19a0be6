/* people: who is which actor. */
#include <string.h>

#include "runtime/cli/cli.h"

static const char *or_none(const char *text)
{
    return *text ? text : NULL;
}

static json_t *member_json(const struct store_member *m)
{
    return json_pack("{s:s, s:s, s:s?, s:s?}", "person", m->person, "actor", m->actor, "office",
                     or_none(m->office), "unit", or_none(m->unit));
}

/* "budget.head: North". */
static const char *member_write(struct bytes *b, const struct store_member *m)
{
    actor_write(b, m->actor, m->office);
    if (*m->unit)
        bytes_printf(b, ": %s", m->unit);
    return b->data ? b->data : "";
}

/* ---- add ------------------------------------------------------------------------ */

/* Would a row wait for ever for a second person? */
struct lonely_search {
    const struct cli *cli;
    const struct store_member *m;
    int64_t person;                /* the last one counted */
    uint32_t n_people;
};

static bool count_person(void *context, const struct store_member *m)
{
    struct lonely_search *search = context;
    if (strcmp(m->actor, search->m->actor) == 0 && strcmp(m->office, search->m->office) == 0 &&
        m->number != search->person) {
        search->n_people++;
        search->person = m->number;
    }
    return true;
}

static bool is_of(const struct image *image, uint32_t actor, const struct store_member *m)
{
    const struct image_actor *a = &image->t.actor[actor];
    const char *office = a->office == NONE ? "" : image_string(image, a->office);
    return strcmp(image_string(image, a->id), m->actor) == 0 && strcmp(office, m->office) == 0;
}

/* Two signatures of that actor, or one by another than did a row before. */
static bool needs_second(const struct image *image, uint32_t row, const struct store_member *m)
{
    const struct image_row *r = &image->t.row[row];
    uint32_t n, n_excepts, n_own = 0;
    const uint32_t *actors = image_list(image, r->actors, &n);
    image_list(image, r->excepts, &n_excepts);
    for (uint32_t i = 0; i < n; i++)
        n_own += is_of(image, actors[i], m);
    if (!n_own || (r->is_any && n_own < n))
        return false;
    return n_excepts || (r->is_each ? r->n_tasks : r->is_any ? 0 : n_own) > 1;
}

static bool warn_version(void *context, const struct store_version *version)
{
    const struct lonely_search *search = context;
    const struct image *image = store_image(search->cli->store, version->image_id);
    struct bytes actor = {0};
    for (uint32_t row = 0; image && row < image->t.n_row; row++)
        if (needs_second(image, row, search->m)) {
            cli_say(search->cli, stderr, MSG_LONELY,
                    actor_write(&actor, search->m->actor, search->m->office),
                    image_row_id(image, row), version->sop, NULL);
            break;
        }
    bytes_free(&actor);
    return image;
}

static void warn_lonely(const struct cli *cli, const struct store_member *m)
{
    struct lonely_search search = {.cli = cli, .m = m};
    if (store_members(cli->store, count_person, &search) && search.n_people == 1)
        store_versions(cli->store, warn_version, &search);
}

static enum err tell_added(const struct cli *cli, const struct store_member *m, bool is_new)
{
    struct bytes actor = {0};
    if (cli->is_json)
        return cli_print_json(
            cli, json_pack("{s:i, s:s, s:s, s:s?, s:s?, s:b}", "format_version", 1, "person",
                           m->person, "actor", m->actor, "office", or_none(m->office), "unit",
                           or_none(m->unit), "is_changed", is_new));
    cli_say(cli, stdout, is_new ? MSG_JOINED : MSG_JOINED_ALREADY, m->person,
            member_write(&actor, m), NULL);
    bytes_free(&actor);
    return ERR_NONE;
}

enum err command_people_add(struct cli *cli)
{
    const char *actor = cli->args.value[OPT_ACTOR], *unit = cli->args.value[OPT_UNIT];
    struct store_by by = cli_by(cli);
    struct actor_found found;
    bool is_new;
    if (!actor)
        return cli_fail(cli, ERR_USAGE, MSG_NEEDS_ACTOR, cli->argument, NULL);
    enum err err = cli_open_store(cli, STORE_WRITE);
    if (err == ERR_NONE)
        err = cli_find_actor(cli, actor, &found);
    if (err == ERR_NONE && unit)
        err = cli_check_unit(cli, &found, unit);
    if (err != ERR_NONE)
        return err;
    struct store_member m = {.person = cli->argument, .actor = found.actor,
                             .office = found.office, .unit = unit ? unit : ""};
    if (!store_join(cli->store, &m, &by, &is_new))
        return cli_fail_store(cli, store_fault(cli->store));
    err = tell_added(cli, &m, is_new);
    warn_lonely(cli, &m);
    return err;
}

/* ---- list ----------------------------------------------------------------------- */

struct people_view {
    const struct cli *cli;
    struct table table;
    json_t *people;
    uint32_t n;
};

static bool list_member(void *view, const struct store_member *m)
{
    struct people_view *v = view;
    struct bytes actor = {0};
    v->n++;
    if (v->cli->is_json)
        return json_collect(&v->people, member_json(m));
    table_add(&v->table, m->person);
    table_add(&v->table, actor_write(&actor, m->actor, m->office));
    table_add(&v->table, m->unit);
    v->table.cells.failed |= actor.failed;
    bytes_free(&actor);
    return !v->table.cells.failed;
}

enum err command_people_list(struct cli *cli)
{
    struct people_view v = {.cli = cli};
    enum err err = cli_open_store(cli, STORE_READ);
    if (err != ERR_NONE)
        return err;
    v.people = cli->is_json ? json_array() : NULL;
    table_begin(&v.table, cli_text(cli, MSG_PEOPLE_COLUMNS));
    bool is_fine = store_members(cli->store, list_member, &v);
    if (is_fine && !cli->is_json) {
        if (!v.n)
            cli_say(cli, stderr, MSG_NO_PEOPLE, NULL);
        return table_print(cli, stdout, &v.table);
    }
    bytes_free(&v.table.cells);
    if (is_fine)
        return cli_print_json(cli, json_pack("{s:i, s:o}", "format_version", 1, "people",
                                             v.people));
    json_decref(v.people);
    return cli_fail_store(cli, store_fault(cli->store));
}

/* ---- remove, erase -------------------------------------------------------------- */

/* Which of the person's own actors a word means: it may be of no SOP any more. */
struct own_search {
    const char *person, *word;
    struct bytes actor, office, choices;
    uint32_t n;
};

static bool search_own(void *context, const struct store_member *m)
{
    struct own_search *search = context;
    if (strcmp(m->person, search->person) != 0 ||
        !actor_is_named(search->word, m->actor, m->office))
        return true;
    bool is_known = search->n && strcmp(search->actor.data, m->actor) == 0 &&
                    strcmp(search->office.data, m->office) == 0;
    if (is_known)   /* with another unit */
        return true;
    bytes_printf(&search->choices, "%s`%s.%s`", search->n ? ", " : "", m->office, m->actor);
    search->actor.len = search->office.len = 0;
    bytes_add_string(&search->actor, m->actor);
    bytes_add_string(&search->office, m->office);
    search->n++;
    return !search->actor.failed && !search->office.failed;
}

static enum err fail_leave(const struct cli *cli, const struct own_search *own)
{
    const struct store_fault *fault = store_fault(cli->store);
    if (fault->kind == STORE_NO_MEMBERSHIP && own->word)
        return cli_fail(cli, fault->err, MSG_NO_MEMBERSHIP_AS, fault->text, own->word, NULL);
    return cli_fail_store(cli, fault);
}

static enum err leave(const struct cli *cli, const struct own_search *own)
{
    struct store_by by = cli_by(cli);
    uint32_t n;
    char number[24];
    const char *actor = own->n ? own->actor.data : own->word;
    if (!store_leave(cli->store, own->person, actor, own->n ? own->office.data : NULL, &by, &n))
        return fail_leave(cli, own);
    if (cli->is_json)
        return cli_print_json(cli, json_pack("{s:i, s:s, s:I}", "format_version", 1, "person",
                                             own->person, "removed", (json_int_t)n));
    cli_say(cli, stdout, own->word ? MSG_LEFT_ACTOR : MSG_LEFT_ALL, own->person,
            own->word ? own->word : number_text(n, number), NULL);
    return ERR_NONE;
}

enum err command_people_remove(struct cli *cli)
{
    struct own_search own = {.person = cli->argument, .word = cli->args.value[OPT_ACTOR]};
    enum err err = cli_open_store(cli, STORE_WRITE);
    if (err != ERR_NONE)
        return err;
    if (own.word && !store_members(cli->store, search_own, &own))
        err = cli_fail_store(cli, store_fault(cli->store));
    else if (own.n > 1)
        err = cli_fail(cli, ERR_FINDING, MSG_MANY_ACTORS, own.word, own.choices.data, NULL);
    else
        err = leave(cli, &own);
    bytes_free(&own.actor);
    bytes_free(&own.office);
    bytes_free(&own.choices);
    return err;
}

enum err command_people_erase(struct cli *cli)
{
    struct store_by by = cli_by(cli);
    char text[24];
    int64_t number;
    enum err err = cli_open_store(cli, STORE_WRITE);
    if (err != ERR_NONE)
        return err;
    if (!store_erase(cli->store, cli->argument, &by, &number))
        return cli_fail_store(cli, store_fault(cli->store));
    if (cli->is_json)
        return cli_print_json(cli, json_pack("{s:i, s:I}", "format_version", 1, "number",
                                             (json_int_t)number));
    cli_say(cli, stdout, MSG_ERASED, cli->argument, number_text(number, text), NULL);
    return ERR_NONE;
}
