/* Adding up what procedures ask of the same people. */
#include <math.h>
#include <string.h>

#include "compiler/time/office.h"
#include "compiler/time/staff.h"

static const char *copy(struct time_office *office, const char *text)
{
    return text ? arena_copy(office->arena, text, strlen(text)) : NULL;
}

static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static const char *office_of(const struct sop *sop, const struct actor *actor)
{
    if (actor->office)
        return actor->office;
    return sop->office ? sop->office : sop->identity.unit;
}

static struct office_actor *actor_of(struct time_office *office, const struct sop *sop,
                                     const struct actor *actor)
{
    const char *place = office_of(sop, actor);
    for (uint32_t i = 0; i < office->actors.n; i++) {
        struct office_actor *known = &office->actors.at[i];
        if (is_same(known->name, actor->name) && is_same(known->office, place) &&
            known->is_outside == actor->is_outside)
            return known;
    }
    struct office_actor *new = LIST_ADD(office->arena, &office->actors);
    new->name = copy(office, actor->name);
    new->office = copy(office, place);
    new->is_outside = actor->is_outside;
    return new;
}

static void add_sop(struct time_office *office, const struct time_report *report)
{
    struct office_sop *sop = LIST_ADD(office->arena, &office->sops);
    sop->id = copy(office, report->sop->id);
    sop->title = copy(office, report->sop->title);
    sop->straight = report->straight;
    sop->critical = report->longest;
    sop->expected = report->expected.minutes;
    sop->p80 = report->expected.percentiles[TIME_P80];
    sop->work = time_norm_sum(report);
    sop->day = report->sop->units.of[UNIT_DAY];
}

void time_office_add(struct time_office *office, const struct time_report *report)
{
    if (office->sops.n == 0)
        office->language = report->sop->language;
    office->volume = report->volume;
    office->effective = report->effective;
    office->is_mixed |= time_norm_is_straight(report);
    add_sop(office, report);
    for (uint32_t a = 0; a < report->sop->actors.n; a++) {
        struct office_actor *actor = actor_of(office, report->sop,
                                              &report->sop->actors.at[a]);
        actor->minutes += time_norm(report, a);
        actor->n_sops++;
        actor->day = report->sop->units.of[UNIT_DAY];
    }
}

double time_office_minutes(const struct time_office *office, uint32_t actor)
{
    return office->volume > 0 ? office->actors.at[actor].minutes * office->volume : NAN;
}

double time_office_staff(const struct time_office *office, uint32_t actor)
{
    if (office->actors.at[actor].is_outside)
        return NAN;
    return time_office_minutes(office, actor) / office->effective;
}

double time_office_work(const struct time_office *office)
{
    double sum = 0;
    for (uint32_t i = 0; i < office->sops.n; i++)
        sum += office->sops.at[i].work;
    return sum;
}
