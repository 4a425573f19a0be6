/* Why the system refused something, in the reader's language: never strerror,
 * which speaks the locale's. */
#include <errno.h>

#include "runtime/base/base.h"

static const struct {
    int number;
    const char *text[N_LANGUAGES];
} reasons[] = {
#define REASON(code, en, id) {code, {en, id}},
#include "runtime/base/reasons.def"
#undef REASON
};

const char *os_reason(int number, enum language language)
{
    size_t i = 0;
    while (i + 1 < COUNT_OF(reasons) && reasons[i].number != number)
        i++;
    return reasons[i].text[language];
}
