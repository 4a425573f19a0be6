/*
 * hyphen: where a word that is wider than its column may be cut: before a
 * syllable, as Indonesian writes them (English looks tolerable so). Soft
 * hyphens mark the places while a text is broken to lines.
 */
#ifndef SOP_DRAW_HYPHEN_H
#define SOP_DRAW_HYPHEN_H

#include "runtime/base/base.h"

#define SOFT_HYPHEN "\u00ad"

bool hyphen_is_letter(char c);
/* May a word be cut before its ith byte? Two letters at least stay together
 * on either side. */
bool hyphen_may_cut(const char *word, size_t len, size_t i);
/* A line without soft hyphens, but for a plain one where it ends. */
const char *hyphen_settle(struct arena *arena, const char *line);

#endif
