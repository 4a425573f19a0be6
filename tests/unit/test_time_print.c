/*
 * What time prints: minutes and numbers as people say them, the table to the
 * letter and on every page, what is taken for granted, the JSON document.
 */
#include <jansson.h>

#include "compiler/time/words.h"
#include "tests/unit/time_asserts.h"

static void assert_says(const struct bytes *out, const char *text)
{
    if (!strstr(out->data, text))
        fail_msg("no \"%s\" in:\n%s", text, out->data);
}

/* Equal line by line: the first that is not is told (a whole table is too much). */
static void assert_text(const struct bytes *out, const char *wanted)
{
    const char *got = out->data;
    while (*got && *wanted) {
        size_t n = strcspn(got, "\n"), want = strcspn(wanted, "\n");
        if (n != want || memcmp(got, wanted, n) != 0)
            fail_msg("\"%.*s\" instead of \"%.*s\"", (int)n, got, (int)want, wanted);
        got += n + (got[n] != '\0');
        wanted += want + (wanted[want] != '\0');
    }
    assert_string_equal(got, wanted);
}

static void assert_fits(const struct bytes *out)
{
    assert_int_equal(utf8_check(out->data, out->len), out->len);
    for (const char *line = out->data, *end; (end = strchr(line, '\n')); line = end + 1)
        if (utf8_width(line, (size_t)(end - line)) > 80)
            fail_msg("too wide: %.*s", (int)(end - line), line);
}

static void test_minutes_in_words(void **state)
{
    (void)state;
    static const struct {
        double minutes, day;
        enum language language;
        enum minutes_style style;
        const char *text;
    } cases[] = {
        {0, 480, LANG_EN, MINUTES_LONG, "0 minutes"},
        {1, 480, LANG_EN, MINUTES_LONG, "1 minute"},
        {395, 480, LANG_ID, MINUTES_LONG, "6 jam 35 menit"},
        {5090, 480, LANG_ID, MINUTES_LONG, "10 hari 4 jam 50 menit"},
        {5090, 480, LANG_ID, MINUTES_SHORT, "10 hr 4 j 50 mnt"},
        {480, 480, LANG_EN, MINUTES_LONG, "1 day"},
        {541, 480, LANG_EN, MINUTES_LONG, "1 day 1 hour 1 minute"},
        {479.99, 480, LANG_EN, MINUTES_SHORT, "1 d"},
        {2.5, 480, LANG_EN, MINUTES_SHORT, "2.5 min"},
        {0.5, 480, LANG_EN, MINUTES_LONG, "30 seconds"},
        {900, 450, LANG_EN, MINUTES_SHORT, "2 d"},
        {100, 0, LANG_EN, MINUTES_SHORT, "1 h 40 min"},
    };
    for (uint32_t i = 0; i < COUNT_OF(cases); i++) {
        struct bytes out = {0};
        minutes_write(&out, cases[i].minutes, cases[i].day, cases[i].language,
                           cases[i].style);
        assert_string_equal(out.data, cases[i].text);
        bytes_free(&out);
    }
}

static void test_runs_of_numbers(void **state)
{
    (void)state;
    static const uint32_t numbers[] = {1, 2, 3, 4, 7, 9, 10};
    struct bytes out = {0};
    struct number_runs runs = {0};
    for (uint32_t i = 0; i < COUNT_OF(numbers); i++)
        number_runs_add(&runs, &out, numbers[i]);
    number_runs_end(&runs, &out);
    assert_string_equal(out.data, "1–4, 7, 9, 10");
    bytes_free(&out);
}

static void test_table(void **state)
{
    (void)state;
    struct sample s;
    struct bytes out = {0};
    open_letters(&s);
    time_table(analyse(&s), LANG_EN, &out);
    assert_text(
        &out,
        "Time: Letters\n"
        "\n"
        "No  Activity  Actors    Time  Begins after  Slack     Visits\n"
        "------------------------------------------------------------\n"
        " 1  draft     clerk      1 h             0      0  *    1.11\n"
        " 2  check     head    10 min           1 h      0  *    1.11\n"
        " 3  verify    head    20 min    1 h 10 min      0  *    1.11\n"
        " 4  repair    clerk   30 min             -      -       0.11\n"
        " 5  send      clerk    5 min    1 h 30 min      0  *    1.00\n"
        "* critical: a delay here delays the end\n"
        "- reached by rework only\n"
        "visits: how often the average case comes to the row\n"
        "\n"
        "Straight through    95 minutes = 1 hour 35 minutes\n"
        "Critical path       95 minutes = 1 hour 35 minutes\n"
        "                    no. 1–3, 5\n"
        "Shortest way        95 minutes = 1 hour 35 minutes\n"
        "Expected            108 minutes = 1 hour 48 minutes ± 30 min\n"
        "                    average over all cases, rework and choices included\n"
        "Of 100 cases        80 end within 1 h 35 min, 95 within 2 h 45 min,\n"
        "                    99 within 3 h 55 min\n"
        "1 day = 480 minutes (8 hours, Monday to Friday; this file names no calendar)\n"
        "Taken for granted:\n"
        "- no percentages are written: 10 of 100 cases are sent back, the other ways\n"
        "  share the rest (no. 2, 3)\n"
        "\n"
        "Actors  Name        Time   Share  Hand-overs    Expected\n"
        "--------------------------------------------------------\n"
        "clerk   Clerk  1 h 5 min  68.4 %           1  1 h 15 min\n"
        "head    Head      30 min  31.6 %           1    33.3 min\n");
    bytes_free(&out);
    sample_close(&s);
}

/* Texts of any script and length, and times of any size, stay on the page. */
static void test_table_fits(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Mengundang masing-masing pegawai fungsional dan rapat bersama Kepala SKPD",
        "関係部署に対して測定結果の報告書を提出し確認の印鑑をもらってから保管庫に格納すること",
        "Tidakadaspasiuntukmemotongkalimatinisamasekaliwalaupunsangatpanjangsekalipanjangnyabukan",
        "e\u0301e\u0301e\u0301",
        "",
        "bell \a and \x1b[31mred",
    };
    for (int big = 0; big < 2; big++) {
        struct sample s;
        struct bytes out = {0};
        sample_open(&s, "wide", texts[1 + big]);
        for (uint32_t i = 0; i < COUNT_OF(texts); i++)
            sample_actor(&s, i == 2 ? texts[2] : "pelaksana", texts[i]);
        for (uint32_t i = 0; i < COUNT_OF(texts); i++) {
            uint32_t r = sample_step(&s, "r", i, big ? 1 + (int64_t)i * 900000000000 : 50001);
            sample_at(&s, r)->text = texts[i];
            sample_at(&s, r)->wait = sample_minutes(big ? 90000000000001 : 30);
            sample_by(&s, r, 0);
            sample_arc(&s, r, NONE, i + 1 < COUNT_OF(texts) ? r + 1 : TO_END);
        }
        sample_entry(&s, 0);
        time_table(analyse(&s), big ? LANG_EN : LANG_ID, &out);
        assert_fits(&out);
        assert_says(&out, "…");
        assert_null(strchr(out.data, '\x1b'));
        bytes_free(&out);
        sample_close(&s);
    }
}

/* Everything that is taken for granted is said, with the rows it is true of. */
static void open_assuming(struct sample *s)
{
    sample_open(s, "assuming", "Anggapan");
    s->sop->language = LANG_ID;
    uint32_t unit = sample_actor(s, "bidang", "Bidang"), head = sample_actor(s, "kadis", "Kadis");
    const struct duration words = {.kind = DURATION_WORDS, .words = "sesuai kebutuhan"};
    const struct duration range = {.kind = DURATION_UNIFORM, .unit = UNIT_DAY,
                                   .a = 1 * DECIMAL_ONE, .b = 2 * DECIMAL_ONE,
                                   .is_calendar = 1};
    for (uint32_t r = 0; r < 6; r++) {
        sample_step(s, "r", head, 10);
        sample_arc(s, r, NONE, r < 5 ? r + 1 : TO_END);
    }
    sample_entry(s, 0);
    sample_at(s, 0)->work = words;
    sample_at(s, 1)->work = range;
    sample_at(s, 2)->work = (struct duration){0};
    sample_at(s, 3)->actors.at[0] = unit;
    sample_at(s, 3)->is_each = true;
    sample_at(s, 4)->is_any = true;
    sample_by(s, 4, unit);
    sample_at(s, 5)->work.per_item = 1;
    sample_at(s, 5)->wait = words;
}

static void test_assumptions(void **state)
{
    (void)state;
    struct sample s;
    struct bytes out = {0};
    open_assuming(&s);
    time_table(analyse(&s), LANG_ID, &out);
    assert_says(&out, "\n1 hari = 480 menit (8 jam, Senin–Jumat; "
                      "berkas ini tidak menyebut kalender)\n"
                      "Anggapan:\n"
                      "- waktu yang ditulis dengan kata dihitung 0 (no. 1, 6)\n"
                      "- baris tanpa waktu dihitung 0 (no. 3)\n"
                      "- tanpa pengulangan, rentang atau sebaran dihitung dengan rata-ratanya (no. 2)\n"
                      "- `setiap` dihitung satu unit, karena pelaksananya tidak menyebut "
                      "`jumlah` atau\n  `unit kerja` (no. 4)\n"
                      "- pekerjaan yang boleh dilakukan salah satu dibagi rata di antara mereka "
                      "(no. 5)\n"
                      "- waktu kalender dihitung menurut jam dinding, bukan jam kerja (no. 2)\n"
                      "- waktu per berkas dihitung untuk 1 berkas (no. 6)\n"
                      "\n");
    assert_says(&out, "\nTanpa pengulangan   2190 menit = 4 hari 4 jam 30 menit\n");
    bytes_free(&out);
    sample_close(&s);
}

/* A report of the letters with figures that somebody has worked out. */
static struct time_report *expected_letters(struct sample *s, const struct time_options *options)
{
    static const double visits[] = {1.25, 1.25, 1.1, 0.1, 1};
    open_letters(s);
    struct time_report *report = time_analyse(sample_flow(s), options, &s->arena);
    for (uint32_t r = 0; r < COUNT_OF(visits); r++)
        report->rows[r].visits = visits[r];
    report->actors[0].expected = 83;
    report->actors[1].expected = 34.5;
    report->expected = (struct time_expected){
        TIME_EXACT, 117.5, 41, NAN, NAN, {95, 145, 215, 285.25}};
    return report;
}

static void test_expected_table(void **state)
{
    (void)state;
    struct sample s;
    struct bytes out = {0};
    struct time_report *report = expected_letters(&s, &(struct time_options){.volume = 1200});
    s.sop->actors.at[1].is_outside = true;
    time_table(report, LANG_EN, &out);
    assert_text(
        &out,
        "Time: Letters\n"
        "\n"
        "No  Activity  Actors    Time  Begins after  Slack     Visits\n"
        "------------------------------------------------------------\n"
        " 1  draft     clerk      1 h             0      0  *    1.25\n"
        " 2  check     head    10 min           1 h      0  *    1.25\n"
        " 3  verify    head    20 min    1 h 10 min      0  *    1.10\n"
        " 4  repair    clerk   30 min             -      -       0.10\n"
        " 5  send      clerk    5 min    1 h 30 min      0  *    1.00\n"
        "* critical: a delay here delays the end\n"
        "- reached by rework only\n"
        "visits: how often the average case comes to the row\n"
        "\n"
        "Straight through    95 minutes = 1 hour 35 minutes\n"
        "Critical path       95 minutes = 1 hour 35 minutes\n"
        "                    no. 1–3, 5\n"
        "Shortest way        95 minutes = 1 hour 35 minutes\n"
        "Expected            118 minutes = 1 hour 58 minutes ± 41 min\n"
        "                    average over all cases, rework and choices included\n"
        "Of 100 cases        50 end within 1 h 35 min, 80 within 2 h 25 min,\n"
        "                    95 within 3 h 35 min, 99 within 4 h 46 min\n"
        "1 day = 480 minutes (8 hours, Monday to Friday; this file names no calendar)\n"
        "Taken for granted:\n"
        "- no percentages are written: 10 of 100 cases are sent back, the other ways\n"
        "  share the rest (no. 2, 3)\n"
        "\n"
        "Actors  Name        Time   Share    Expected  Staff\n"
        "---------------------------------------------------\n"
        "clerk   Clerk  1 h 5 min  68.4 %  1 h 23 min   1.33\n"
        "head    Head      30 min  31.6 %    34.5 min      -\n"
        "Staff: expected work x 1200 cases a year / 75000 minutes that one person works\n"
        "in a year (rule books differ: --effective)\n");
    bytes_free(&out);
    sample_close(&s);
}

static void test_expected_otherwise(void **state)
{
    (void)state;
    struct sample s;
    struct bytes out = {0};
    struct time_report *report = expected_letters(
        &s, &(struct time_options){.volume = 10, .effective = 72000});
    report->expected = (struct time_expected){
        TIME_BOUNDS, NAN, NAN, 95, 155.5, {NAN, NAN, NAN, NAN}};
    report->actors[0].expected = NAN;
    time_table(report, LANG_EN, &out);
    assert_says(&out, "\nExpected            between 1 h 35 min and 2 h 36 min: rows run side by "
                      "side in\n                    a way that has no exact sum\n1 day");
    assert_says(&out, "\nStaff: work straight through (the expected work is not known) x 10 cases a "
                      "year\n/ 72000 minutes that one person works in a year\n");
    out.len = 0;
    report->expected = (struct time_expected){
        TIME_EXACT, INFINITY, INFINITY, NAN, NAN, {NAN, NAN, NAN, NAN}};
    time_table(report, LANG_ID, &out);
    assert_says(&out, "\nRata-rata           tidak pernah selesai: dengan persentase ini ada kasus "
                      "yang\n                    berputar terus\n1 hari");
    out.len = 0;
    report->expected = (struct time_expected){TIME_EXACT, 95, 0, NAN, NAN, {95, 95, 95, 95}};
    for (uint32_t r = 0; r < report->flow->n_rows; r++)
        report->rows[r].visits = report->rows[r].is_straight;
    time_table(report, LANG_EN, &out);
    assert_says(&out, "\nExpected            95 minutes = 1 hour 35 minutes\n"
                      "                    every case takes this long: nothing varies\n1 day");
    bytes_free(&out);
    sample_close(&s);
}

/* Waiting is no work; of several critical paths one is shown. */
static void test_waiting(void **state)
{
    (void)state;
    struct sample s;
    struct bytes out = {0};
    open_letters(&s);
    sample_at(&s, 4)->wait = sample_minutes(285);
    struct time_report *report = analyse(&s);
    report->n_critical_paths = 3;
    time_table(report, LANG_EN, &out);
    assert_says(&out, "\n                    1 h 35 min of work, 4 h 45 min of waiting: "
                      "efficiency 25 %\n");
    assert_says(&out, "\n                    no. 1–3, 5\n");   /* no other row is critical */
    report->rows[3].is_critical = true;
    out.len = 0;
    time_table(report, LANG_EN, &out);
    assert_says(&out, "\n                    no. 1–3, 5 (one of 3 ways that are equally long)\n");
    report->n_critical_paths = INFINITY;
    out.len = 0;
    time_table(report, LANG_ID, &out);
    assert_says(&out, "(salah satu dari banyak sekali jalur yang sama\n"
                      "                    panjang)\n");
    bytes_free(&out);
    sample_close(&s);
}

static void test_reckoning_by_calendar(void **state)
{
    (void)state;
    static const struct work_interval week[] = {{450, 720}, {780, 960}, {1890, 2160}, {2220, 2400}};
    static const struct calendar office = {.intervals = week, .n_intervals = 4};
    static const struct calendar always = {.is_always = true};
    struct sample s;
    struct bytes out = {0};
    open_letters(&s);
    s.sop->calendar = &office;
    s.sop->units = calendar_units(&office);
    time_table(analyse(&s), LANG_EN, &out);
    assert_says(&out, "1 day = 450 minutes (by its calendar: 900 minutes on 2 days of the week)\n");
    s.sop->calendar = &always;
    s.sop->units = calendar_units(&always);
    time_table(analyse(&s), LANG_ID, &out);
    assert_says(&out, "1 hari = 1440 menit (menurut kalendernya: terus-menerus)\n");
    bytes_free(&out);
    sample_close(&s);
}

static json_t *report_json(struct sample *s)
{
    struct bytes out = {0};
    json_error_t fault;
    json_t *reports = json_array();
    json_array_append_new(reports, time_json(analyse(s)));
    time_json_write(reports, NULL, &out);
    json_decref(reports);
    json_t *root = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, &fault);
    assert_non_null(root);
    bytes_free(&out);
    return root;
}

static void assert_integer(const json_t *value, json_int_t wanted)
{
    assert_true(json_is_integer(value));
    assert_int_equal(json_integer_value(value), wanted);
}

static void test_json(void **state)
{
    (void)state;
    static const char *const keys[] = {
        "format_version", "sop", "title", "rows", "items", "rework",
        "straight_through_minutes", "work_minutes", "wait_minutes", "efficiency",
        "shortest_minutes", "critical_path", "expected", "day_minutes", "volume",
        "effective_minutes", "gains", "assumptions", "schedule", "actors", "plan",
    };
    struct sample s;
    open_letters(&s);
    json_t *root = report_json(&s), *row, *actor;
    uint32_t i = 0;
    for (void *it = json_object_iter(root); it; it = json_object_iter_next(root, it))
        assert_string_equal(json_object_iter_key(it), keys[i++]);
    assert_int_equal(i, COUNT_OF(keys));
    assert_integer(json_object_get(root, "straight_through_minutes"), 95);
    assert_integer(json_object_get(root, "rows"), 5);
    row = json_array_get(json_object_get(root, "schedule"), 3);
    assert_string_equal(json_string_value(json_object_get(row, "row")), "repair");
    assert_integer(json_object_get(row, "work"), 30);
    assert_true(json_is_null(json_object_get(row, "es")));
    assert_true(json_is_null(json_object_get(row, "slack")));
    assert_true(json_is_false(json_object_get(row, "critical")));
    actor = json_array_get(json_object_get(root, "actors"), 1);
    assert_string_equal(json_string_value(json_object_get(actor, "actor")), "head");
    assert_integer(json_object_get(actor, "minutes"), 30);
    assert_integer(json_object_get(actor, "handovers"), 1);
    json_decref(root);
    sample_close(&s);
    open_assuming(&s);
    root = report_json(&s);
    assert_int_equal(json_array_size(json_object_get(root, "assumptions")), 8);
    json_decref(root);
    sample_close(&s);
}

/* A net that nothing leaves is a fault of the flow; time says so and goes on. */
static void test_no_end(void **state)
{
    (void)state;
    struct sample s;
    struct bytes out = {0};
    sample_open(&s, "round", "Round");
    sample_entry(&s, sample_step(&s, "again", sample_actor(&s, "a", "A"), 3));
    sample_loop(&s, 0, NONE, 0);
    time_table(analyse(&s), LANG_EN, &out);
    assert_says(&out, "Shortest way        no end is reached\n");
    json_t *root = report_json(&s);
    assert_true(json_is_null(json_object_get(root, "shortest_minutes")));
    json_decref(root);
    bytes_free(&out);
    sample_close(&s);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_minutes_in_words),
        cmocka_unit_test(test_runs_of_numbers),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_table_fits),
        cmocka_unit_test(test_assumptions),
        cmocka_unit_test(test_expected_table),
        cmocka_unit_test(test_expected_otherwise),
        cmocka_unit_test(test_waiting),
        cmocka_unit_test(test_reckoning_by_calendar),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_no_end),
    };
    return cmocka_run_group_tests_name("time_print", tests, NULL, NULL);
}
