/* support: the shortest and the longest that a process may last. */
#ifndef SOP_TIME_SUPPORT_H
#define SOP_TIME_SUPPORT_H

#include "compiler/time/moments.h"

/* Sets least and most of t, which is the process's; times: of all before it. */
void support_find(const struct process *p, const struct process_time *times,
                  struct process_time *t, struct arena *arena);

#endif
