/* Staff from minutes, cases and the working year. */
#include <math.h>

#include "compiler/time/staff.h"

double time_norm(const struct time_report *report, uint32_t actor)
{
    const struct time_actor *a = &report->actors[actor];
    return isfinite(a->expected) ? a->expected : a->minutes;
}

bool time_norm_is_straight(const struct time_report *report)
{
    for (uint32_t a = 0; a < report->sop->actors.n; a++)
        if (!isfinite(report->actors[a].expected))
            return true;
    return false;
}

double time_norm_sum(const struct time_report *report)
{
    double sum = 0;
    for (uint32_t a = 0; a < report->sop->actors.n; a++)
        if (!report->sop->actors.at[a].is_outside)
            sum += time_norm(report, a);
    return sum;
}

double time_staff(const struct time_report *report, uint32_t actor)
{
    if (report->volume <= 0 || report->sop->actors.at[actor].is_outside)
        return NAN;
    return time_norm(report, actor) * report->volume / report->effective;
}
