/*
 * export: checked procedures as other programs want them.
 *
 * Everything is resolved: names of actors and rows instead of numbers in
 * tables, minutes beside the durations as written, what really follows from
 * the arcs of the flow. Appends to `out`; nothing else is changed.
 */
#ifndef SOP_EXPORT_H
#define SOP_EXPORT_H

#include "compiler/flow/flow.h"

/* The document of `sopc export -T json` over these procedures. */
void export_json(const struct flow *const *flows, uint32_t n_flows, struct arena *arena,
                 struct bytes *out);

#endif
