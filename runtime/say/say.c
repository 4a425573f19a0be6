/*
 * The messages in each language, with the texts of users filled in visibly; and
 * numbers and moments as text.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "runtime/say/say.h"

static const char *const messages[N_MESSAGES][N_LANGUAGES] = {
#define MESSAGE(symbol, en, id) [MSG_##symbol] = {en, id},
#include "runtime/say/messages.def"
#undef MESSAGE
};

const char *say_text(enum language language, enum message m)
{
    return messages[m][language];
}

static void fill_in(struct bytes *b, const char *text, const char *const *args)
{
    for (; *text; text++) {
        if (text[0] == '{' && text[1] >= '1' && text[1] <= '0' + SAY_MOST_ARGS && text[2] == '}') {
            const char *arg = args[text[1] - '1'];
            bytes_add_visible(b, arg ? arg : "");
            text += 2;
        } else {
            bytes_add_char(b, *text);
        }
    }
}

void say_filled(struct bytes *b, enum language language, enum message m,
                const char *const args[SAY_MOST_ARGS])
{
    fill_in(b, say_text(language, m), args);
}

void say(struct bytes *b, enum language language, enum message m, ...)
{
    const char *args[SAY_MOST_ARGS] = {0};
    va_list list;
    va_start(list, m);
    for (int i = 0; i < SAY_MOST_ARGS && (args[i] = va_arg(list, const char *)); i++)
        continue;
    va_end(list);
    say_filled(b, language, m, args);
}

const char *number_text(int64_t number, char out[24])
{
    snprintf(out, 24, "%lld", (long long)number);
    return out;
}

/* 2026-02-03T09:05:00.123+07:00: as the office's clock says it, and still one
 * moment for everybody. */
const char *time_text(int64_t time, enum time_form form, char out[40])
{
    time_t seconds = (time_t)(time / 1000);
    struct tm tm;
    char day[24], offset[8], fraction[8] = "";
    if (time < 0 || !localtime_r(&seconds, &tm) || tm.tm_year > 9999 - 1900)
        return strcpy(out, "?");
    strftime(day, sizeof day, form == TIME_PLAIN ? "%Y-%m-%d %H:%M" : "%Y-%m-%dT%H:%M:%S", &tm);
    strftime(offset, sizeof offset, "%z", &tm);
    if (form == TIME_PLAIN)
        return strcpy(out, day);
    if (form == TIME_DATA)
        snprintf(fraction, sizeof fraction, ".%03d", (int)(time % 1000));
    snprintf(out, 40, "%s%s%.3s:%s", day, fraction, offset, offset + 3);
    return out;
}
