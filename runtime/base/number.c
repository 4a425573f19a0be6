/* Exact decimal numbers, and how numbers are written for people. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/base.h"

enum decimal_fault decimal_parse(const char *s, int64_t *value)
{
    int64_t v = 0;
    int places = -1;   /* digits behind the point; -1 before it */
    for (; *s; s++) {
        if (*s == '_')
            continue;
        if (*s == '.') {
            places = 0;
            continue;
        }
        if (places == 4) {
            if (*s != '0')
                return DECIMAL_TOO_FINE;
            continue;
        }
        if (v > (INT64_MAX / DECIMAL_ONE - 9) / 10)
            return DECIMAL_TOO_LARGE;
        v = v * 10 + (*s - '0');
        places += places >= 0;
    }
    for (int i = places < 0 ? 0 : places; i < 4; i++) {
        if (v > INT64_MAX / 10)
            return DECIMAL_TOO_LARGE;
        v *= 10;
    }
    *value = v;
    return DECIMAL_OK;
}

static void drop_zeros(char *s)
{
    char *point = strchr(s, '.');
    if (!point)
        return;
    char *end = s + strlen(s);
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        end[-1] = '\0';
}

char *decimal_format(int64_t value, char out[32])
{
    uint64_t v = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    snprintf(out, 32, "%s%" PRIu64 ".%04" PRIu64, value < 0 ? "-" : "", v / DECIMAL_ONE,
             v % DECIMAL_ONE);
    drop_zeros(out);
    return out;
}

char *number_format(double value, char out[32])
{
    double rounded = round(value * DECIMAL_ONE) / DECIMAL_ONE;
    snprintf(out, 32, "%.4f", rounded == 0 ? 0.0 : rounded);
    drop_zeros(out);
    return out;
}

static void write_run(struct bytes *out, uint32_t first, uint32_t last)
{
    bytes_printf(out, "%u", first);
    if (last > first)
        bytes_printf(out, "%s%u", last == first + 1 ? ", " : "–", last);
}

void number_runs_add(struct number_runs *runs, struct bytes *out, uint32_t number)
{
    if (runs->is_begun && number == runs->last + 1) {
        runs->last = number;
        return;
    }
    number_runs_end(runs, out);
    if (runs->is_begun)
        bytes_add_string(out, ", ");
    *runs = (struct number_runs){number, number, true};
}

void number_runs_end(struct number_runs *runs, struct bytes *out)
{
    if (runs->is_begun)
        write_run(out, runs->first, runs->last);
}
