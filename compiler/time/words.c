/* The sentences of the report, and times and numbers as people say them. */
#include <math.h>

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

/* A unit: its size in tenths of what it is counted in, and its words. */
struct clock_unit {
    int64_t tenths;
    enum time_word one, many, brief;
};

static void write_number(struct bytes *out, double n, const struct clock_unit *unit,
                         enum language l, enum time_style style)
{
    char digits[32];
    enum time_word word = style == TIME_SHORT ? unit->brief : n == 1 ? unit->one : unit->many;
    bytes_printf(out, "%s %s", number_format(n, digits), time_word(word, l));
}

/* More minutes than any calendar holds: only their size matters. */
static const double MOST_MINUTES = 1e12;

void time_write_minutes(struct bytes *out, double minutes, double day, enum language l,
                        enum time_style style)
{
    const struct clock_unit second = {10, TIME_SECOND, TIME_SECONDS, TIME_SECOND_SHORT};
    const struct clock_unit units[] = {
        {llround(day * 10), TIME_DAY, TIME_DAYS, TIME_DAY_SHORT},
        {600, TIME_HOUR, TIME_HOURS, TIME_HOUR_SHORT},
        {10, TIME_MINUTE, TIME_MINUTES, TIME_MINUTE_SHORT},
    };
    const struct clock_unit *minute = &units[2];
    if (minutes > MOST_MINUTES) {
        bytes_printf(out, "%.3g %s", minutes / day, time_word(units[0].brief, l));
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
        time_write_minutes(out, minutes, day, l, TIME_LONG);
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

static void write_run(struct bytes *out, uint32_t first, uint32_t last)
{
    bytes_printf(out, "%u", first);
    if (last > first)
        bytes_printf(out, "%s%u", last == first + 1 ? ", " : "–", last);
}

void time_runs_add(struct number_runs *runs, struct bytes *out, uint32_t number)
{
    if (runs->is_begun && number == runs->last + 1) {
        runs->last = number;
        return;
    }
    time_runs_end(runs, out);
    if (runs->is_begun)
        bytes_add_string(out, ", ");
    *runs = (struct number_runs){number, number, true};
}

void time_runs_end(struct number_runs *runs, struct bytes *out)
{
    if (runs->is_begun)
        write_run(out, runs->first, runs->last);
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
