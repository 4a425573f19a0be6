/*
 * gantt: the chart of a schedule as SVG: texts that fit their columns, what is
 * drawn of which row, axes from seconds to thousands of years.
 */
#include <math.h>

#include "compiler/time/gantt.h"
#include "tests/unit/compiled.h"

struct drawn {
    struct compiled c;
    struct time_options options;
    struct time_report *report;
    struct bytes svg;
};

static void draw(struct drawn *d, enum language language)
{
    d->svg.len = 0;
    time_gantt(d->report, language, &d->c.arena, &d->svg);
    assert_false(d->svg.failed);
}

/* start: NULL for an axis of working minutes. */
static void drawn_open(struct drawn *d, const char *entries, const char *start)
{
    struct bytes text = {0};
    memset(d, 0, sizeof *d);
    bytes_printf(&text, "sop s \"S\" {\nactor clerk \"Clerk\" actor head \"Head\"\n%s\n}\n",
                 entries);
    compiled_open(&d->c, text.data);
    if (d->c.diags.n[SEV_ERROR])
        fail_msg("%s in:\n%s", codes_of(&d->c), text.data);
    bytes_free(&text);
    d->options.has_start = start != NULL;
    if (start)
        assert_true(moment_parse(start, &d->options.start, &d->options.is_start_day));
    d->report = time_analyse(d->c.flow, &d->options, &d->c.arena);
    draw(d, LANG_EN);
}

static void drawn_close(struct drawn *d)
{
    bytes_free(&d->svg);
    compiled_close(&d->c);
}

static void assert_has(const struct drawn *d, const char *text)
{
    if (!strstr(d->svg.data, text))
        fail_msg("no %s in:\n%s", text, d->svg.data);
}

static void assert_not(const struct drawn *d, const char *text)
{
    if (strstr(d->svg.data, text))
        fail_msg("%s in:\n%s", text, d->svg.data);
}

/* ---- texts ------------------------------------------------------------- */

static const struct chart_font font = {.size = 1000};

static void test_widths(void **state)
{
    (void)state;
    const struct chart_font bold = {.size = 1000, .is_bold = true};
    assert_int_equal(gantt_text_width("iW", 2, &font), 222 + 944);
    assert_int_equal(gantt_text_width("", 0, &font), 0);
    assert_true(gantt_text_width("é", 2, &font) > gantt_text_width("e", 1, &font));
    assert_int_equal(gantt_text_width("e\xcc\x81", 3, &font), gantt_text_width("e", 1, &font));
    assert_true(gantt_text_width("W", 1, &bold) > gantt_text_width("W", 1, &font));
}

/* No line is wider than asked for, no letter is broken, nothing is lost but behind "…". */
static void assert_breaks(struct arena *arena, const char *text, int64_t width)
{
    const char *lines[3];
    uint32_t n = gantt_break(arena, text, &font, width, 3, lines);
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        size_t len = strlen(lines[i]), dots = 0;
        assert_int_equal(utf8_check(lines[i], len), len);
        assert_true(gantt_text_width(lines[i], len, &font) <= width ||
                    utf8_count(lines[i], len) < 3);
        if (len >= 3 && strcmp(lines[i] + len - 3, "…") == 0)
            dots = 3;
        assert_memory_equal(text + at, lines[i], len - dots);
        at += len - dots;
        at += text[at] == ' ' && !dots;
        assert_true(!dots || i + 1 == 3);
        if (dots)
            return;
    }
    assert_int_equal(at, strlen(text));
}

static void test_lines(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "", "a", "one two three four five six seven eight nine ten",
        "Donaudampfschifffahrtsgesellschaftskapitaenspatent",
        "日本語の手続きは空白なしで書かれる",
        "Memeriksa berkas permohonan – lengkap, benar, sah",
    };
    struct arena arena;
    arena_init(&arena, abort);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        for (int64_t width = 1500; width < 30000; width += 700)
            assert_breaks(&arena, texts[i], width);
    arena_free(&arena);
}

/* ---- what is drawn ----------------------------------------------------- */

static const char office[] =
    "phase \"Desk & door\"\n"
    "step a \"Reads <all> of it\" by clerk time 2 hours\n"
    "step b \"Long\" by clerk time 4 hours\n"
    "step c \"Short\" after a by head time 1 hour wait 30 minutes\n"
    "decision d \"Decides\" after b, c by head time 1 hour\n    yes -> sign\n    no -> again\n"
    "step again \"Again\" by clerk time 1 hour -> d\n"
    "step sign \"Signs\" by head time \"as needed\"";

static void test_rows(void **state)
{
    (void)state;
    struct drawn d;
    drawn_open(&d, office, NULL);
    assert_has(&d, "role=\"img\" class=\"sop-gantt\"");
    assert_has(&d, "<title>Gantt chart: S</title>");
    assert_has(&d, "Reads &lt;all&gt; of it");
    assert_has(&d, "Desk &amp; door");
    assert_has(&d, "<g id=\"bar-b\" class=\"bar critical\">");
    assert_has(&d, "<g id=\"bar-c\" class=\"bar\">");
    assert_has(&d, "<title>3. Short (Head): 2 h to 3 h 30 min; by 6 h at the latest</title>");
    assert_has(&d, "<title>5. Again (Clerk): by rework only</title>");
    assert_has(&d, ">1 h + 30 min<");
    assert_has(&d, "without rework: 7 h");
    assert_has(&d, "<polygon");   /* who signs takes no time */
    assert_not(&d, "no working time");
    assert_has(&d, "80 of 100");
    draw(&d, LANG_ID);
    assert_has(&d, "kritis: keterlambatan di sini menunda selesainya");
    assert_has(&d, "hanya lewat pengulangan");
    drawn_close(&d);
}

static void test_days(void **state)
{
    (void)state;
    struct drawn d;
    drawn_open(&d,
               "calendar { mon..fri 08:00-16:00 holiday 2026-03-04 \"Day of <rest>\" }\n"
               "step a \"A\" by clerk time 3 days\nstep b \"B\" by clerk time 1 hour",
               "2026-03-02");
    assert_has(&d, "Started Monday 2 March 2026 08:00, it ends Friday 6 March 09:00");
    assert_has(&d, "Day of &lt;rest&gt;");
    assert_has(&d, "no working time");
    assert_has(&d, ">Wed 4<");
    assert_has(&d, "<title>1. A (Clerk): Mon 2 Mar 08:00 to Thu 5 Mar 16:00; critical: ");
    drawn_close(&d);
}

/* As if it had been worked out that these are its percentiles. */
static void test_percentiles(void **state)
{
    (void)state;
    struct drawn d;
    drawn_open(&d, office, NULL);
    d.report->expected.percentiles[TIME_P50] = 450;
    d.report->expected.percentiles[TIME_P80] = 900;
    draw(&d, LANG_EN);
    assert_has(&d, "half of all cases: 7 h 30 min");
    assert_has(&d, "80 of 100: 1 d 7 h");
    assert_has(&d, "without rework: 7 h");
    drawn_close(&d);
}

/* From seconds to the end of the calendar the axis keeps its labels few. */
static void test_axes(void **state)
{
    (void)state;
    static const struct {
        const char *time, *start, *label;
    } cases[] = {
        {"20 seconds", NULL, ">10 s<"},      {"9 minutes", NULL, ">2 min<"},
        {"3 hours", NULL, ">2 h<"},          {"30 days", NULL, ">25 d<"},
        {"2 minutes", NULL, ">1 min<"},
        {"8000 days", NULL, ">1000 d<"},     {"0 minutes", NULL, ">0<"},
        {"3 minutes", "2026-03-02", ">Monday 2 March 2026<"},
        {"3 minutes", "2026-03-02T23:59", ">23:00<"},
        {"40 hours", "2026-03-02", ">Fri 6<"},
        {"40 days", "2026-03-02", ">9–15<"}, {"11 months", "2026-03-02", ">Oct<"},
        {"50 months", "2026-03-02", ">2029<"}, {"30000 months", "2026-03-02", ">3000<"},
        {"90000 months", "2026-03-02", ">9000<"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct drawn d;
        char entries[100];
        snprintf(entries, sizeof entries, "step a \"A\" by clerk time %s", cases[i].time);
        drawn_open(&d, entries, cases[i].start);
        assert_has(&d, cases[i].label);
        assert_true(d.svg.len < 40000);
        drawn_close(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_percentiles),
        cmocka_unit_test(test_axes),
    };
    return cmocka_run_group_tests_name("gantt", tests, NULL, NULL);
}
