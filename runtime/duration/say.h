/* say: minutes in the words of people, for the reports of both houses. */
#ifndef SOP_DURATION_SAY_H
#define SOP_DURATION_SAY_H

#include "runtime/base/base.h"

enum minutes_style { MINUTES_SHORT, MINUTES_LONG };
/* "1 day 2 hours 5 minutes" or "1 d 2 h 5 min", in days of that many minutes. */
void minutes_write(struct bytes *out, double minutes, double day, enum language language,
                   enum minutes_style style);

#endif
