/* Times as people say them. */
#include <math.h>

#include "runtime/duration/say.h"

enum minutes_word {
#define WORD(symbol, en, id) WORD_##symbol,
#include "runtime/duration/words.def"
    N_WORDS
};

static const char *const words[N_WORDS][N_LANGUAGES] = {
#define WORD(symbol, en, id) [WORD_##symbol] = {en, id},
#include "runtime/duration/words.def"
};

/* A unit: its size in tenths of what it is counted in, and its words. */
struct clock_unit {
    int64_t tenths;
    enum minutes_word one, many, brief;
};

static void write_number(struct bytes *out, double n, const struct clock_unit *unit,
                         enum language l, enum minutes_style style)
{
    char digits[32];
    enum minutes_word word = style == MINUTES_SHORT ? unit->brief : n == 1 ? unit->one : unit->many;
    bytes_printf(out, "%s %s", number_format(n, digits), words[word][l]);
}

/* More minutes than any calendar holds: only their size matters. */
static const double MOST_MINUTES = 1e12;

void minutes_write(struct bytes *out, double minutes, double day, enum language l,
                        enum minutes_style style)
{
    const struct clock_unit second = {10, WORD_SECOND, WORD_SECONDS, WORD_SECOND_SHORT};
    const struct clock_unit units[] = {
        {llround(day * 10), WORD_DAY, WORD_DAYS, WORD_DAY_SHORT},
        {600, WORD_HOUR, WORD_HOURS, WORD_HOUR_SHORT},
        {10, WORD_MINUTE, WORD_MINUTES, WORD_MINUTE_SHORT},
    };
    const struct clock_unit *minute = &units[2];
    if (minutes > MOST_MINUTES) {
        bytes_printf(out, "%.3g %s", minutes / day, words[units[0].brief][l]);
        return;
    }
    if (minutes > 0 && minutes < 1) {
        write_number(out, round(minutes * 600) / 10, &second, l, style);
        return;
    }
    int64_t rest = llround(minutes * 10);
    const char *gap = "";
    for (const struct clock_unit *u = units; u < minute; u++) {
        if (u->tenths <= 0 || rest < u->tenths)
            continue;
        bytes_add_string(out, gap);
        write_number(out, (double)(rest / u->tenths), u, l, style);
        rest %= u->tenths;
        gap = " ";
    }
    if (rest == 0 && *gap)
        return;
    bytes_add_string(out, gap);
    write_number(out, (double)rest / 10, minute, l, style);
}
