/*
 * gains: what would shorten the average case most, each found by working the
 * procedure out again with that one thing changed: a row a little shorter
 * (rows side by side may gain nothing), or a decision that never sends back.
 */
#ifndef SOP_TIME_GAINS_H
#define SOP_TIME_GAINS_H

#include "compiler/time/time.h"

enum time_gain_kind {
    TIME_GAIN_ROW,         /* the row takes `less` minutes less each time */
    TIME_GAIN_REWORK,      /* the decision takes none of its ways that send back */
};

struct time_gain {
    enum time_gain_kind kind;
    uint32_t row;
    double less;           /* TIME_GAIN_ROW: minutes; a day, an hour, ten or one */
    double part;           /* of the time that the row lasts; of rework: how often, 0..1 */
    double minutes;        /* so much earlier the average case ends */
};

enum { MOST_GAINS = 3 };

struct time_gains {
    struct time_gain at[MOST_GAINS];
    uint32_t n;            /* 0 too where the expected time is not one figure */
};

const struct time_gains *time_gains_find(const struct time_report *report,
                                         const struct time_options *options,
                                         struct arena *arena);
/* "no. 3 (Checks it) takes 40 % of the time: an hour less there ..." */
void time_write_gain(const struct time_report *report, const struct time_gain *gain,
                     enum language language, struct bytes *out);

#endif
