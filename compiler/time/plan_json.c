/* The plan as data: `plan` of the document of `sopc time --format json`. */
#include <assert.h>
#include <jansson.h>

#include "compiler/time/plan.h"

static void set_moment(json_t *object, const char *key, int64_t local)
{
    char text[32];
    int failed = json_object_set_new(object, key,
                                     local == CALENDAR_NEVER
                                         ? json_null()
                                         : json_string(moment_format(local, text)));
    assert(!failed);
    (void)failed;
}

json_t *time_plan_json(const struct time_report *report)
{
    static const char *const keys[N_TIME_PERCENTILES] = {"end_p50", "end_p80", "end_p95",
                                                         "end_p99"};
    const struct time_plan *plan = report->plan;
    if (!plan)
        return json_null();
    json_t *root = json_object(), *rows = json_array();
    set_moment(root, "start", plan->begin);
    set_moment(root, "end", plan->end);
    set_moment(root, "end_expected", plan->expected);
    for (int p = 0; p < N_TIME_PERCENTILES; p++)
        set_moment(root, keys[p], plan->percentiles[p]);
    for (uint32_t r = 0; r < report->sop->rows.n; r++) {
        json_t *row = json_object();
        json_object_set_new(row, "row", json_string(report->sop->rows.at[r].id));
        set_moment(row, "opens", plan->opens[r]);
        set_moment(row, "ends", plan->ends[r]);
        set_moment(row, "latest", plan->latest[r]);
        json_object_set_new(row, "critical", json_boolean(plan->is_critical[r]));
        json_array_append_new(rows, row);
    }
    json_object_set_new(root, "rows", rows);
    return root;
}
