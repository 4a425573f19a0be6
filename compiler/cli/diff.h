/* diff: what changed between two texts, line by line, as `diff -u` shows it. */
#ifndef SOP_DIFF_H
#define SOP_DIFF_H

#include <stdio.h>

#include "runtime/base/base.h"

/* Prints nothing for equal texts. Control characters are made visible where
 * `out` is a terminal. */
void diff_print(const char *path, const char *before, const char *after, struct arena *arena,
                FILE *out);

#endif
