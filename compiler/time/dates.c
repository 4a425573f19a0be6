/* Moments as people write them. */
#include "compiler/time/dates.h"

static const char *const weekdays[N_LANGUAGES][2][7] = {
    [LANG_EN] = {{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
                 {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}},
    [LANG_ID] = {{"Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"},
                 {"Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"}},
};

static const char *const months[N_LANGUAGES][2][12] = {
    [LANG_EN] = {{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                  "Dec"},
                 {"January", "February", "March", "April", "May", "June", "July", "August",
                  "September", "October", "November", "December"}},
    [LANG_ID] = {{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov",
                  "Des"},
                 {"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
                  "September", "Oktober", "November", "Desember"}},
};

const char *time_weekday_name(int weekday, enum language language, enum minutes_style style)
{
    return weekdays[language][style == MINUTES_LONG][weekday];
}

const char *time_month_name(int month, enum language language, enum minutes_style style)
{
    return months[language][style == MINUTES_LONG][month - 1];
}

static void write_parts(struct bytes *out, const struct moment *m, bool has_year,
                        enum language language, enum minutes_style style)
{
    bytes_printf(out, "%s %d %s", time_weekday_name(m->of_week, language, style), m->of_month,
                 time_month_name(m->month, language, style));
    if (has_year)
        bytes_printf(out, " %d", m->year);
}

void time_write_date(struct bytes *out, int64_t day, bool has_year, enum language language,
                     enum minutes_style style)
{
    struct moment m = moment_of(day * DAY_MS);
    write_parts(out, &m, has_year, language, style);
}

void time_write_moment(struct bytes *out, int64_t local, bool has_year, enum language language,
                       enum minutes_style style)
{
    if (local == CALENDAR_NEVER) {
        bytes_add_string(out, time_word(TIME_NO_TIME, language));
        return;
    }
    struct moment m = moment_of(local + MINUTE_MS / 2);
    write_parts(out, &m, has_year, language, style);
    bytes_printf(out, " %02d:%02d", m.hour, m.minute);
}

bool time_is_same_year(int64_t local, int64_t other)
{
    return moment_of(local).year == moment_of(other).year;
}
