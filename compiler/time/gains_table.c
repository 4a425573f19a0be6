/* What helps most, as sentences. */
#include <math.h>
#include <string.h>

#include "compiler/time/gains.h"
#include "compiler/time/table.h"

enum { MOST_TEXT = 36 };

/* "a day": the time less that a gain is told for. */
static const char *less_text(const struct time_gain *gain, double day, enum language l)
{
    enum time_word word = gain->less == 1    ? TIME_ONE_MINUTE
                          : gain->less == 10 ? TIME_TEN_MINUTES
                          : gain->less == day ? TIME_ONE_DAY
                                              : TIME_ONE_HOUR;
    return time_word(word, l);
}

/* A row's text, cut short: it stands in the table in full. */
static void write_text(struct bytes *out, const char *text)
{
    struct bytes visible = {0};
    bytes_add_visible(&visible, text);
    size_t width = visible.len ? utf8_width(visible.data, visible.len) : 0;
    if (visible.len)
        text_fit(out, visible.data, visible.len, width < MOST_TEXT ? width : MOST_TEXT, false);
    bytes_free(&visible);
}

static const char *const *gain_words(const struct time_gain *gain)
{
    return time_words(gain->kind == TIME_GAIN_ROW ? TIME_GAIN_ROW_TEXT : TIME_GAIN_REWORK_TEXT);
}

void time_write_gain(const struct time_report *report, const struct time_gain *gain,
                     enum language l, struct bytes *out)
{
    double day = report->sop->units.of[UNIT_DAY];
    bool is_row = gain->kind == TIME_GAIN_ROW;
    double part = is_row ? gain->part : gain->minutes / report->expected.minutes;
    struct bytes text = {0}, earlier = {0};
    char no[16], percent[32];
    snprintf(no, sizeof no, "%u", (unsigned)time_row_of(report, gain->row)->no);
    write_text(&text, time_row_of(report, gain->row)->text);
    minutes_write(&earlier, time_rounded(gain->minutes, day), day, l, MINUTES_LONG);
    number_format(round(part * 100), percent);
    struct sentence sentence = {
        .words = gain_words(gain),
        .args = {no, text.data ? text.data : "", percent, earlier.data,
                 is_row ? less_text(gain, day, l) : NULL},
    };
    sentence_write(out, &sentence, l);
    bytes_free(&text);
    bytes_free(&earlier);
}

void time_print_gains(const struct time_report *report, enum language l, struct bytes *out)
{
    struct bytes text = {0};
    for (uint32_t i = 0; report->gains && i < report->gains->n; i++) {
        if (i == 0)
            bytes_printf(out, "%s\n", time_word(TIME_GAINS, l));
        text.len = 0;
        bytes_add_string(&text, "- ");
        time_write_gain(report, &report->gains->at[i], l, &text);
        text_wrap(out, text.data, text.len, 2);
    }
    bytes_free(&text);
}
