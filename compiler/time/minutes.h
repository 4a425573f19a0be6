/*
 * minutes: what is known of a duration before it has passed, in working
 * minutes: its mean and variance, and the least and the most that it may be.
 */
#ifndef SOP_TIME_MINUTES_H
#define SOP_TIME_MINUTES_H

#include "compiler/model/model.h"

struct minutes {
    double mean, variance;
    double least, most;    /* most: INFINITY where there is none */
};

/* Of a duration in a case of so many items. */
struct minutes minutes_of(const struct duration *d, uint32_t items, const struct sop *sop);
struct minutes minutes_sum(struct minutes a, struct minutes b);
/* Of a row's work and wait together; and of all rows of a sop, in their order. */
struct minutes minutes_of_row(const struct row *row, uint32_t items, const struct sop *sop);
struct minutes *minutes_of_rows(const struct sop *sop, uint32_t items, struct arena *arena);

#endif
