/*
 * What a check has found, as a sentence: where it is, in the words of the log, and
 * what does not fit.
 */
#include <ctype.h>

#include "runtime/say/say.h"

/* A sentence for each: a missing one does not compile. */
static const enum message sentences[N_FINDINGS] = {
#define FINDING(symbol, meaning) [FOUND_##symbol] = MSG_FOUND_##symbol,
#include "runtime/store/findings.def"
#undef FINDING
};

const char *finding_word(enum store_finding_kind kind, char out[32])
{
    static const char *const names[N_FINDINGS] = {
#define FINDING(symbol, meaning) [FOUND_##symbol] = #symbol,
#include "runtime/store/findings.def"
#undef FINDING
    };
    size_t i = 0;
    for (; names[kind][i] && i < 31; i++)
        out[i] = (char)tolower((unsigned char)names[kind][i]);
    out[i] = '\0';
    return out;
}

/* "event 12 (case 3, 2026-01-31T09:00:00+07:00, done periksa): " */
static void say_where(struct bytes *b, enum language language, const struct store_finding *f)
{
    char event[24], number[24], time[40];
    struct bytes deed = {0};
    number_text(f->event, event);
    number_text(f->case_number, number);
    bytes_printf(&deed, "%s%s%s", store_event_name(f->event_kind), f->image ? " " : "",
                 f->image ? image_row_id(f->image, f->row) : "");
    const char *what = deed.data ? deed.data : "";
    if (f->event && f->case_number)
        say(b, language, MSG_FOUND_AT_CASE_EVENT, event, number, time_text(f->time, TIME_PLAIN, time),
            what, NULL);
    else if (f->event)
        say(b, language, MSG_FOUND_AT_EVENT, event, time_text(f->time, TIME_PLAIN, time), what, NULL);
    else if (f->case_number)
        say(b, language, MSG_FOUND_AT_CASE, number, NULL);
    b->failed |= deed.failed;
    bytes_free(&deed);
}

void say_finding(struct bytes *b, enum language language, const struct store_finding *f)
{
    const char *nothing = say_text(language, MSG_FOUND_NOTHING);
    say_where(b, language, f);
    say(b, language, sentences[f->kind], f->what ? f->what : nothing, f->log ? f->log : nothing,
        f->store ? f->store : nothing, NULL);
}
