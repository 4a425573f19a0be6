/* expected: what a report tells of the expected time. */
#ifndef SOP_TIME_EXPECTED_H
#define SOP_TIME_EXPECTED_H

#include "compiler/time/moments.h"
#include "compiler/time/net.h"

/*
 * Fills in report->expected (without percentiles), the visits of rows and the
 * expected minutes of actors. A case that never ends lasts INFINITY minutes,
 * exactly; so are the visits of the rows in which it goes round.
 */
void time_expect(struct time_report *report, const struct time_net *net,
                 const struct time_options *options, struct arena *arena);

/* All processes of a sop, and of those that it calls; and the odds of its decisions. */
const struct process_tree *time_processes(const struct time_net *net,
                                          const struct time_options *options,
                                          const struct odds **odds, struct arena *arena);

#endif
