/* The sentences of the report, and times and numbers as people say them. */
#include <math.h>
#include <string.h>

#include "compiler/time/staff.h"
#include "compiler/time/words.h"

static const char *const words[N_TIME_WORDS][N_LANGUAGES] = {
#define WORD(symbol, en, id) [TIME_##symbol] = {en, id},
#include "compiler/time/words.def"
};

const char *time_word(enum time_word word, enum language language)
{
    return words[word][language];
}

const char *const *time_words(enum time_word word)
{
    return words[word];
}

void time_write_sentence(struct bytes *out, enum time_word word, enum language language,
                         const char *first, const char *second, const char *third)
{
    struct sentence sentence = {.words = words[word], .args = {first, second, third}};
    sentence_write(out, &sentence, language);
}

/* A tenth of a minute is enough for people; less than a minute is told in
 * seconds besides. */
static double rounded(double n)
{
    return n < 1 ? n : round(n * 10) / 10;
}

void time_write_sum(struct bytes *out, double minutes, double day, enum language l)
{
    char digits[32];
    enum time_word unit = minutes == 1 ? TIME_MINUTE : TIME_MINUTES;
    bytes_printf(out, "%s %s", number_format(rounded(minutes), digits), time_word(unit, l));
    if (minutes >= 60 || (minutes > 0 && minutes < 1)) {
        bytes_add_string(out, " = ");
        minutes_write(out, minutes, day, l, MINUTES_LONG);
    }
}

/* Nobody plans a matter of days by the minute: whole hours there, whole
 * minutes in a matter of hours. */
static double grain_of(double minutes, double day)
{
    return minutes >= day ? 60 : minutes >= 60 ? 1 : 0;
}

/* Days are no whole number of hours everywhere: what is beyond them is rounded. */
static double round_rest(double minutes, double day, double (*to_whole)(double), double loss)
{
    double days = minutes >= day && day > 0 ? floor(minutes / day) * day : 0;
    double grain = grain_of(minutes, day);
    double rest = grain > 0 ? to_whole((minutes - days) / grain - loss) * grain : minutes;
    return days + (days > 0 ? fmin(rest, day) : rest);
}

double time_whole(double minutes)
{
    return minutes >= 60 ? round(minutes) : minutes;
}

double time_rounded(double minutes, double day)
{
    return isfinite(minutes) ? round_rest(minutes, day, round, 0) : minutes;
}

double time_spread(const struct time_expected *e, double day)
{
    return time_rounded(e->stddev >= 10 ? round(e->stddev) : e->stddev, day);
}

double time_rounded_up(double minutes, double day)
{
    return isfinite(minutes) ? round_rest(minutes, day, ceil, 1e-6) : minutes;
}

void time_write_reckoning(const struct time_report *report, enum language language,
                          struct bytes *out)
{
    const struct calendar *c = report->sop->calendar;
    char day[32], week[32], days[32];
    number_format(report->sop->units.of[UNIT_DAY], day);
    number_format(calendar_week_minutes(c ? c : &calendar_default), week);
    number_format(calendar_week_days(c ? c : &calendar_default), days);
    enum time_word word = !c             ? TIME_NO_CALENDAR
                          : c->is_always ? TIME_BY_ALWAYS
                                         : TIME_BY_CALENDAR;
    time_write_sentence(out, word, language, day, week, days);
}

void time_write_staff_reckoning(const struct time_report *report, enum language language,
                                struct bytes *out)
{
    char volume[32], effective[32];
    number_format(report->volume, volume);
    number_format(report->effective, effective);
    time_write_sentence(out,
                        time_norm_is_straight(report) ? TIME_STAFF_OF_STRAIGHT
                                                      : TIME_STAFF_OF_EXPECTED,
                        language, volume, effective,
                        report->effective == TIME_EFFECTIVE ? time_word(TIME_RULE_BOOK, language)
                                                            : "");
}

/* As a shell takes it: quoted where it must be. */
static void write_shell_word(struct bytes *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_./+,@%-";
    bool is_plain = *word && word[strspn(word, plain)] == '\0';
    const char *quote = is_plain ? "" : "'";
    bytes_add_string(out, quote);
    for (const char *c = word; *c; c++)
        if (*c == '\'')
            bytes_add_string(out, "'\\''");
        else
            bytes_add_char(out, *c);
    bytes_add_string(out, quote);
}

/* Figures that were asked for differently are asked for likewise. */
bool time_write_simulate(const struct time_report *report, struct bytes *out)
{
    char rework[32];
    if (report->expected.method != TIME_BOUNDS || !isfinite(report->expected.low) || !report->file)
        return false;
    bytes_add_string(out, "sopc build ");
    write_shell_word(out, report->file);
    bytes_add_string(out, " && soprun simulate ");
    write_shell_word(out, report->image);
    if (report->items > 1)
        bytes_printf(out, " --items %u", report->items);
    if (report->rework != TIME_USUAL_REWORK)
        bytes_printf(out, " --rework %s%%", number_format(report->rework * 100, rework));
    return true;
}
