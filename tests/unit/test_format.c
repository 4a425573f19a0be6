/*
 * The formatter: what tables look like, and what must hold for every text:
 * tokens and tree stay, twice is once, and there and back between the two
 * languages gives the same bytes.
 */
#include <stdio.h>

#include "tests/unit/formatted.h"

static void assert_becomes(const char *text, enum language language, const char *wanted)
{
    struct bench b;
    bench_open(&b);
    assert_string_equal(format(&b, text, language), wanted);
    arena_free(&b.arena);
    assert_formats(text);
}

/* A block's entries within a sop, before and after. */
#define ASSERT_ENTRIES(entries, wanted)                                          \
    assert_becomes("sop x \"X\" {" entries "}", LANG_EN, "sop x \"X\" {\n" wanted "}\n")

#define TEN "ten chars "
#define EIGHTY TEN TEN TEN TEN TEN TEN TEN TEN
#define NINETY EIGHTY TEN

/* ---- what it looks like ------------------------------------------------ */

static void test_rows(void **state)
{
    (void)state;
    ASSERT_ENTRIES("step a \"A\" by x input \"I\", doc time 5 minutes output \"O\" -> c\n"
                   "step b \"B\" by director input \"In\" time 1 minutes output \"O\"\n\n\n\n"
                   "step c time 1..2 days",
                   "    step a \"A\"\n"
                   "        by x          input \"I\", doc   time 5 minutes   output \"O\"   -> c\n"
                   "    step b \"B\"\n"
                   "        by director   input \"In\"       time 1 minute    output \"O\"\n"
                   "\n"
                   "    step c\n"
                   "        time 1..2 days\n");
}

/* A row that alignment would make too long keeps its own spacing. */
static void test_full_rows(void **state)
{
    (void)state;
    ASSERT_ENTRIES("step a by a note \"" TEN TEN TEN TEN TEN TEN TEN "12345678\""
                   "step b by bb note \"b\"",
                   "    step a\n"
                   "        by a   note \"" TEN TEN TEN TEN TEN TEN TEN "12345678\"\n"
                   "    step b\n"
                   "        by bb   note \"b\"\n");
    ASSERT_ENTRIES("step a by a note \"" TEN TEN TEN TEN TEN TEN TEN "1234567\""
                   "step b by bb note \"b\"",
                   "    step a\n"
                   "        by a    note \"" TEN TEN TEN TEN TEN TEN TEN "1234567\"\n"
                   "    step b\n"
                   "        by bb   note \"b\"\n");
}

static void test_outcomes(void **state)
{
    (void)state;
    ASSERT_ENTRIES("decision a \"A\" by x yes no 20% → b",
                   "    decision a \"A\"\n"
                   "        by x\n"
                   "        yes\n"
                   "        no 20%  -> b\n");
    ASSERT_ENTRIES("decision a by x \"Accepted\" 90% -> b \"No\" 10 % wait 1 hours at most 3 times"
                   " -> c then -> d late->e",
                   "    decision a\n"
                   "        by x\n"
                   "        \"Accepted\" 90%                              -> b\n"
                   "        \"No\"       10% wait 1 hour at most 3 times  -> c then -> d\n"
                   "        late                                        -> e\n");
    ASSERT_ENTRIES("decision a when a+b*(c-1)>=0 and not d=yes 30%->b when -a<-(b) -> c else->d",
                   "    decision a\n"
                   "        when a + b * (c - 1) >= 0 and not d = yes 30%  -> b\n"
                   "        when -a < -(b)  -> c\n"
                   "        else            -> d\n");
}

static void test_entries(void **state)
{
    (void)state;
    ASSERT_ENTRIES("number \"1\" created 2024-01-02 approved by \"Head\" name \"N\" id \"7\""
                   "actor a \"A\" actor long_name \"B\" count 2 outside actor c \"Cc\" count 3"
                   " field f amount \"F\" field gg choice {\"a\"} \"G\" field h yes/no \"H\"",
                   "    number \"1\"\n"
                   "    created 2024-01-02\n"
                   "    approved by \"Head\"   name \"N\"   id \"7\"\n"
                   "    actor a         \"A\"\n"
                   "    actor long_name \"B\"    count 2   outside\n"
                   "    actor c         \"Cc\"   count 3\n"
                   "    field f  amount         \"F\"\n"
                   "    field gg choice { \"a\" } \"G\"\n"
                   "    field h  yes/no         \"H\"\n");
}

static void test_lists(void **state)
{
    (void)state;
    ASSERT_ENTRIES("related \"a\", \"b\" warning { \"c\" } equipment {} legal basis \"d\"",
                   "    related { \"a\" \"b\" }\n"
                   "    warning { \"c\" }\n"
                   "    equipment { }\n"
                   "    legal basis \"d\"\n");
    ASSERT_ENTRIES("related { \"a text of thirty characters...\", "
                   "\"a text of thirty characters...\" \"a text of thirty characters...\" }",
                   "    related {\n"
                   "        \"a text of thirty characters...\"\n"
                   "        \"a text of thirty characters...\"\n"
                   "        \"a text of thirty characters...\"\n"
                   "    }\n");
    ASSERT_ENTRIES("step a by x input { \"a\", b } output { \"c\" }",
                   "    step a\n"
                   "        by x   input \"a\", b   output \"c\"\n");
}

static void test_calendar(void **state)
{
    (void)state;
    ASSERT_ENTRIES("calendar { zone +08:00 mon .. thu 07:30 - 12:00 }",
                   "    calendar { zone +08:00   mon..thu 07:30-12:00 }\n");
    ASSERT_ENTRIES("calendar { zone -03:30 mon..thu 07:30-12:00 13:00-16:00 fri, sat 07:30-11:30 "
                   "holiday 2026-08-17 \"Day\" holiday 2026-12-24..2026-12-26 "
                   "2026-02-18..2026-03-19 { mon..fri 08:00-15:00 } }",
                   "    calendar {\n"
                   "        zone -03:30\n"
                   "        mon..thu 07:30-12:00 13:00-16:00\n"
                   "        fri, sat 07:30-11:30\n"
                   "        holiday 2026-08-17 \"Day\"\n"
                   "        holiday 2026-12-24..2026-12-26\n"
                   "        2026-02-18..2026-03-19 { mon..fri 08:00-15:00 }\n"
                   "    }\n");
    ASSERT_ENTRIES("calendar always", "    calendar always\n");
}

static void test_comments(void **state)
{
    (void)state;
    assert_becomes("# top\n\n\n# sop\nsop x \"X\" # head\n{ # open\n# first\n"
                   "related { \"a\" # a\n # own\n, \"b\" }\n\n# row\nstep a # name\n\"A\" # text\n"
                   "# cell\nby x # who\ntime 1 # one\nday # time\n# goto\n-> b # to b\n"
                   "# between\n\n# b\ndecision b by x yes # yes\n# no\nno->a# back  \t\n# end\n"
                   "} # closed\n# bottom",
                   LANG_EN,
                   "# top\n\n# sop\nsop x \"X\" {  # head\n    # open\n    # first\n"
                   "    related {\n        \"a\"  # a\n        # own\n        \"b\"\n    }\n\n"
                   "    # row\n    step a  # name\n            \"A\"  # text\n        # cell\n"
                   "        by x  # who\n        time 1  # one\n            day  # time\n"
                   "        # goto\n        -> b  # to b\n    # between\n\n    # b\n"
                   "    decision b\n        by x\n        yes  # yes\n        # no\n"
                   "        no  -> a  # back\n    # end\n}  # closed\n# bottom\n");
    assert_becomes("# alone", LANG_EN, "# alone\n");
    assert_becomes("# alone", LANG_ID, "language id\n\n# alone\n");
    assert_becomes("", LANG_EN, "");
}

static void test_heads(void **state)
{
    (void)state;
    assert_becomes("# head\nlanguage id\ngunakan \"a.sop\" gunakan \"b.sop\"\n"
                   "# about x\nsop x \"X\" dari o {} instansi o \"O\" {}",
                   LANG_EN,
                   "# head\nlanguage en\nuse \"a.sop\"\nuse \"b.sop\"\n\n"
                   "# about x\nsop x \"X\" of o {\n}\n\noffice o \"O\" {\n}\n");
    assert_becomes("language # a\nid # b\nsop x \"X\" {}", LANG_ID,
                   "language  # a\n            id  # b\n\nsop x \"X\" {\n}\n");
}

/* A language line that fmt put there goes again; one that was written stays. */
static void test_language_lines(void **state)
{
    static const struct { const char *text, *english, *indonesian; } lines[] = {
        {"sop x \"X\" {}", "sop x \"X\" {\n}\n", "language id\n\nsop x \"X\" {\n}\n"},
        {"language id\n\n\nsop x \"X\" {}", "sop x \"X\" {\n}\n",
         "language id\n\nsop x \"X\" {\n}\n"},
        {"language en\n\nuse \"a\"", "language en\nuse \"a\"\n", "language id\ngunakan \"a\"\n"},
        {"language id sop x \"X\" {}", "language en\nsop x \"X\" {\n}\n",
         "language id\nsop x \"X\" {\n}\n"},
        {"# a\n\n#b\nlanguage en", "# a\n\n#b\nlanguage en\n", "# a\n\n#b\nlanguage id\n"},
        {"language en # c\n\nsop x \"X\" {}", "language en  # c\n\nsop x \"X\" {\n}\n",
         "language id  # c\n\nsop x \"X\" {\n}\n"},
        {"\n\n# a\nuse \"b\"", "# a\nuse \"b\"\n", "language id\n\n# a\ngunakan \"b\"\n"},
        {"language en\n# a", "language en\n# a\n", "language id\n# a\n"},
        {"language id", "language en\n", "language id\n"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        assert_becomes(lines[i].text, LANG_EN, lines[i].english);
        assert_becomes(lines[i].text, LANG_ID, lines[i].indonesian);
    }
}

/* ---- texts -------------------------------------------------------------- */

static void test_long_texts(void **state)
{
    (void)state;
    ASSERT_ENTRIES("step a \"" NINETY NINETY "end\" time \"" NINETY "end\"",
                   "    step a \"" EIGHTY "ten\n"
                   "            chars " TEN TEN TEN TEN TEN TEN TEN "ten chars\n"
                   "            " TEN "end\"\n"
                   "        time \"" EIGHTY "ten\n"
                   "            chars end\"\n");
    ASSERT_ENTRIES("step a input \"" TEN TEN TEN TEN TEN "\", \"" TEN TEN TEN TEN "\", b",
                   "    step a\n"
                   "        input \"" TEN TEN TEN TEN TEN "\",\n"
                   "            \"" TEN TEN TEN TEN "\", b\n");
    /* exactly full, and one column more */
    ASSERT_ENTRIES("unit \"" EIGHTY "12345 789\"",
                   "    unit \"" EIGHTY "12345 789\"\n");
    ASSERT_ENTRIES("unit \"" EIGHTY "12345 7890\"",
                   "    unit \"" EIGHTY "12345\n            7890\"\n");
}

/* The brace behind a head has its place on the line. */
static void test_full_heads(void **state)
{
    (void)state;
    assert_becomes("sop x \"" EIGHTY "ten chars1\" {}", LANG_EN,
                   "sop x \"" EIGHTY "ten chars1\" {\n}\n");
    assert_becomes("sop x \"" EIGHTY "ten chars12\" {}", LANG_EN,
                   "sop x \"" EIGHTY "ten\n            chars12\" {\n}\n");
}

/* Where a text has several blanks it is not folded there. */
static void test_texts_stay(void **state)
{
    (void)state;
    ASSERT_ENTRIES("unit \" a  b\tc \\\"d\\\" \\\\ “e” \"",
                   "    unit \" a  b\tc \\\"d\\\" \\\\ “e” \"\n");
    ASSERT_ENTRIES("unit “typed in Word”", "    unit \"typed in Word\"\n");
    assert_formats("sop x \"" NINETY " " NINETY "  \" { unit \"  " NINETY "\t" NINETY "\" }");
    assert_formats("sop x \"" NINETY "\\\\\\\" " NINETY "\" { unit \" \" warning \"\" }");
    assert_formats("sop x \"one\r\n\t two\n\n three\" {\r\n"
                   "  unit \"a \r\n b\"   \r\n# c \r\n}\r\n");
    assert_formats("sop x \"" EIGHTY "ten\r ten\t ten\" {}");
}

static void test_bom(void **state)
{
    static const char text[] = "\xEF\xBB\xBFsop x \"X\" {\r\n}";
    struct bench b;
    struct diags diags;
    (void)state;
    bench_open(&b);
    diags_init(&diags, &b.arena, &b.sources);
    const struct ast_program *p = program_parse_text("test.sop", text, sizeof text - 1, &b.arena,
                                                     &b.names, &diags);
    assert_string_equal(format(&b, p->main->source->text, LANG_EN), "sop x \"X\" {\n}\n");
    arena_free(&b.arena);
}

static void test_singular(void **state)
{
    (void)state;
    ASSERT_ENTRIES("step a time 1 minutes wait 1..1 minute due 1_0 hour",
                   "    step a\n"
                   "        time 1 minute   wait 1..1 minutes   due 1_0 hours\n");
    assert_becomes("sop x \"X\" {step a time exponential 1 calendar days}", LANG_EN,
                   "sop x \"X\" {\n    step a\n        time exponential 1 calendar day\n}\n");
    assert_becomes("sop x \"X\" {step a time 1 working day}", LANG_ID,
                   "language id\n\nsop x \"X\" {\n    langkah a\n        waktu 1 hari kerja\n}\n");
}

/* ---- every construct ---------------------------------------------------- */

static const char everything_en[] =
    "use \"office.sop\"\n"
    "office o \"Office\" { unit \"U\" calendar always }\n"
    "sop s \"S\" of o {\n"
    "number \"1\" created 2024-01-02 revised 2024-02 effective 2024-03 approved by \"A\" id \"1\"\n"
    "legal basis {\"a\"} qualification \"b\" related \"c\" equipment \"d\" warning \"e\"\n"
    "records \"f\" purpose \"g\" scope \"h\" definition \"i\" history \"j\", \"k\"\n"
    "actor a \"A\" cost 5 outside actor unit \"B\" units {\"x\" \"y\"} count 2 document d \"D\"\n"
    "field f amount \"F\" field g text \"G\" field h date \"H\" field i yes/no \"I\"\n"
    "field j choice {\"p\", \"q\"} \"J\"\n"
    "start in1 \"In\" fills f, g phase \"P\"\n"
    "step r1 \"R\" by 2 a, unit except who did r9 same as r8 assisted by c, d note \"n\"\n"
    "  time 2..5 days per item wait exponential 10 minutes due 4 calendar hours from r1\n"
    "  late -> r2 step r2 by each unit time normal 10 +- 2 minutes wait \"as needed\"\n"
    "  -> end late -> r3\n"
    "step r3 \"R\" after r1 or r2.no, r4.late, r5.\"W\" by a or b calls t time 5..10..20 seconds\n"
    "step r4 after any of r1, r2 fills f = -g * (h + 0.025) / 1_000, i = not yes or f != 3\n"
    "step r5 after 2 of r1, r2, r3 time 3 calendar days step r6 after start time 1 working day\n"
    "decision r7 \"D\" by a yes at most 2 times -> r1 then -> end no then -> r2 else wait 1 week\n"
    "decision r8 when h >= 2024-01-31 and j = \"p\" 30% -> r1 when f <= 3 -> r2 else -> end\n"
    "end out \"Out\" step end_it \"E\" }\n";

static void test_everything(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    assert_formats(everything_en);
    const char *indonesian = format(&b, everything_en, LANG_ID);
    assert_non_null(strstr(indonesian, "atau r2.tidak, r4.terlambat, r5.\"W\""));
    assert_non_null(strstr(indonesian, "paling lambat 4 jam kalender sejak r1"));
    assert_formats(indonesian);
    arena_free(&b.arena);
}

/* A keyword behind a comma is a name on the same line only: it stays there. */
static void test_names_like_words(void **state)
{
    (void)state;
    assert_formats("sop x \"X\" { actor unit \"U\" actor note \"N\" document time \"T\"\n"
                   "step step \"S\" by unit, note, unit input \"" NINETY "\", time time 1 day }");
    ASSERT_ENTRIES("document time \"T\" step s input \"" EIGHTY "x\", time, \"y\"",
                   "    document time \"T\"\n"
                   "    step s\n"
                   "        input \"" EIGHTY "x\", time,\n"
                   "            \"y\"\n");
    assert_formats("sop x \"X\" { actor sun \"S\" calendar { sat # c\n, sun 8:00 - 9:00 } }");
    assert_formats("sop x \"X\" { step s fills a = b or\nnot c, d = e or\nyes }");
}

/* What is no keyword here may be one there: seen, not overlooked. */
static void test_lost_names(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    struct parsed old = parse(&b, "sop x \"X\" { step a by b fills jam = selesai + 1 }");
    struct parsed new = parse(&b, format_parsed(&b, &old, LANG_ID));
    assert_false(new.is_faultless);
    const struct token *lost = format_lost(&old.tokens, &new.tokens);
    assert_non_null(lost);
    assert_true(token_is_name(lost));
    assert_string_equal(lost->text, "selesai");
    arena_free(&b.arena);
}

static void test_differences_are_seen(void **state)
{
    static const char *const texts[] = {
        "# c\nsop x \"X\" { step a by b, c }", "sop x \"X\" { step a by b, c }",
        "# d\nsop x \"X\" { step a by b, c }", "# c\nsop x \"Y\" { step a by b, c }",
        "# c\nsop x \"X\" { step a by b, d }", "# c\nsop x \"X\" { step a by b, c yes }",
        "sop x \"X\" { # c\nstep a by b, c }",  "# c\nsop x \"X\" { step a by b or c }",
    };
    (void)state;
    struct bench b;
    bench_open(&b);
    struct parsed first = parse(&b, texts[0]);
    assert_null(format_lost(&first.tokens, &first.tokens));
    for (size_t i = 1; i < COUNT_OF(texts); i++) {
        struct parsed other = parse(&b, texts[i]);
        assert_non_null(format_lost(&first.tokens, &other.tokens));
        assert_non_null(format_lost(&other.tokens, &first.tokens));
    }
    struct parsed braced = parse(&b, "sop x \"X\" { step a input { b, c } warning \"a\" \"b\" }");
    struct parsed bare = parse(&b, "sop x \"X\" { step a input b, c warning {\"a\", \"b\"} }");
    struct parsed parted = parse(&b, "sop x \"X\" { step a input b step c warning \"a\" \"b\" }");
    assert_null(format_lost(&braced.tokens, &bare.tokens));
    assert_true(format_keeps(braced.tree, bare.tree));
    assert_false(format_keeps(braced.tree, parted.tree));
    arena_free(&b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_full_rows),
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_entries),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_calendar),
        cmocka_unit_test(test_comments),
        cmocka_unit_test(test_heads),
        cmocka_unit_test(test_language_lines),
        cmocka_unit_test(test_long_texts),
        cmocka_unit_test(test_full_heads),
        cmocka_unit_test(test_texts_stay),
        cmocka_unit_test(test_bom),
        cmocka_unit_test(test_singular),
        cmocka_unit_test(test_everything),
        cmocka_unit_test(test_names_like_words),
        cmocka_unit_test(test_lost_names),
        cmocka_unit_test(test_differences_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
