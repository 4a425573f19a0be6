/*
 * The procedures of the trial, and of some a second version, to which running
 * cases go over: of the same flow with other times and actors, or with a row
 * more, so that the numbers of rows change under open rows, waits and deadlines.
 */
#include <string.h>

#include "tests/crash/work.h"
#include "tests/unit/sample_image.h"

enum { MOST_VERSIONS = 16, MOST_ACTORS = 32 };

/* Made once, before anything fails. */
static struct {
    struct version at[MOST_VERSIONS];
    size_t n;
    const char *actors[MOST_ACTORS];
    size_t n_actors;
} versions;

static void add_actors(const struct sample *s)
{
    for (const struct sample_actor *actor = s->actors; actor->id; actor++) {
        size_t i = 0;
        while (i < versions.n_actors && strcmp(versions.actors[i], actor->id) != 0)
            i++;
        CHECK(i < MOST_ACTORS, "too many actors");
        versions.actors[i] = actor->id;
        versions.n_actors += i == versions.n_actors;
    }
}

static void add(const struct sample *s)
{
    CHECK(versions.n < MOST_VERSIONS, "too many versions");
    struct version *v = &versions.at[versions.n++];
    v->sop = s->id;
    sample_write(s, &v->image);
    add_actors(s);
    for (size_t i = 0; i < SAMPLE_MOST_CALLED && s->called[i]; i++)
        add_actors(s->called[i]);
}

static struct sample with_lone(const struct sample *of, const char *lone)
{
    struct sample s = *of;
    s.lone = lone;
    return s;
}

/* A row more between asking and deciding; other times; and the board is reminded
 * by itself. */
static struct sample longer_tender(void)
{
    struct sample s = sample_tender;
    s.title = "Buy by Price, and Keep the Offer";
    s.lone = "012345";
    memmove(s.rows + 2, s.rows + 1, (SAMPLE_MOST - 2) * sizeof *s.rows);
    s.rows[0].wait = 480;
    s.rows[1] = (struct sample_row){IMAGE_STEP, "keep", "Keep the offer", "0", .minutes = 5,
                                    .way = "j2"};
    s.rows[2].outcomes[0].way = "j3";
    s.rows[2].outcomes[2].way = "j4";
    s.rows[3].due = 960;
    s.rows[3].outcomes[0].way = "j4";
    s.rows[3].outcomes[1].then = "j6";
    s.rows[3].outcomes[1].at_most = 3;
    s.rows[3].outcomes[1].delay = 120;
    s.rows[3].outcomes[2].way = "j5";
    s.rows[4].excepts = "3";
    s.rows[5].actors = "1";
    s.rows[5].way = "j3";
    return s;
}

/* The same flow: half the wait, and the clerk answers from the north. */
static struct sample quicker_race(void)
{
    struct sample s = sample_race;
    s.title = "Ask Two, Take the First, Soon";
    s.rows[1].wait = 60;
    s.rows[1].actors = "0";
    return s;
}

static struct sample later_invite(void)
{
    struct sample s = sample_invite;
    s.title = "Invite to a Meeting, at Leisure";
    s.rows[4].due = 960;
    return s;
}

void versions_install(void)
{
    const struct sample all[] = {
        with_lone(&sample_approve, "01"), with_lone(&sample_approve_2, "012"), sample_purchase,
        with_lone(&sample_tender, "01234"), sample_race, sample_invite, sample_divide,
        sample_starts, longer_tender(), quicker_race(), later_invite(),
    };
    for (size_t i = 0; i < COUNT_OF(all); i++)
        add(&all[i]);
}

const struct version *version_at(size_t i)
{
    return i < versions.n ? &versions.at[i] : NULL;
}

const struct version *version_draw(uint64_t *random, const char *sop)
{
    const struct version *drawn = NULL;
    uint32_t n = 0;
    for (size_t i = 0; i < versions.n; i++)
        if ((!sop || strcmp(versions.at[i].sop, sop) == 0) && draw_one_in(random, ++n))
            drawn = &versions.at[i];
    return drawn;
}

const char *version_actor(size_t i)
{
    return i < versions.n_actors ? versions.actors[i] : NULL;
}
