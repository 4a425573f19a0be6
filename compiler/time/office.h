/*
 * office: several procedures of one call together: how long each takes, and
 * what all of them ask of the people in a year. The actors of one name and
 * office (or unit, where a procedure is of no office) are one actor, whatever
 * each procedure calls it by. Reports are only looked at while they are added;
 * everything kept is copied into the arena.
 */
#ifndef SOP_TIME_OFFICE_H
#define SOP_TIME_OFFICE_H

#include "compiler/time/time.h"

struct office_sop {
    const char *id, *title;
    double straight, critical;
    double expected, p80;          /* NAN where not known */
    double work;                   /* minutes of a case, of all that are not outside */
    double day;                    /* minutes */
};

struct office_actor {
    const char *name, *office;     /* that it is of, else the unit of its procedure, or NULL */
    bool is_outside;
    uint32_t n_sops;
    double minutes;                /* of one case of each procedure */
    double day;                    /* as the last of its procedures counts it */
};

struct time_office {
    struct arena *arena;
    LIST_OF(struct office_sop) sops;
    LIST_OF(struct office_actor) actors;
    double volume, effective;      /* as the reports' */
    bool is_mixed;                 /* some of the work is straight through */
    enum language language;        /* of the first procedure */
};

void time_office_add(struct time_office *office, const struct time_report *report);
/* Minutes of a year, and the people that they are; NAN without a volume, and
 * for who is outside. */
double time_office_minutes(const struct time_office *office, uint32_t actor);
double time_office_staff(const struct time_office *office, uint32_t actor);
/* Of all that are not outside: minutes of one case of each procedure. */
double time_office_work(const struct time_office *office);

void time_office_table(const struct time_office *office, enum language language,
                       struct bytes *out);
struct json_t *time_office_json(const struct time_office *office);

#endif
