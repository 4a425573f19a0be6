/*
 * image, the verifier: whatever is wrong with an image is refused by the rule
 * that says so.
 */
#include "tests/unit/sale.h"

/* ---- refusals: records ------------------------------------------------------------- */

/* Breaks the fixture; before its code is written, or after. */
struct spoiler {
    const char *rule;
    void (*spoil)(struct fixture *f);
};

static void expect_spoiled(const struct spoiler *spoilers, size_t n, bool is_before_code)
{
    for (size_t i = 0; i < n; i++) {
        char id_hex[65];
        struct fixture f;
        make_fixture(&f);
        if (is_before_code)
            spoilers[i].spoil(&f);
        emit_code(&f);
        if (!is_before_code)
            spoilers[i].spoil(&f);
        add_records(&f);
        struct bytes bytes = finish_fixture(&f, id_hex);
        expect_refused(&bytes, spoilers[i].rule);
        bytes_free(&bytes);
    }
}

static void spoil_utf8(struct fixture *f) { f->rows[PACK].text = str(f, "caf\xE9"); }
static void spoil_string(struct fixture *f) { f->rows[PACK].text = NONE; }
static void spoil_kind(struct fixture *f) { f->rows[PACK].kind = N_IMAGE_ROW_KINDS; }
static void spoil_flag(struct fixture *f) { f->rows[PACK].is_any = 2; }
static void spoil_percent(struct fixture *f) { f->outcomes[0].percent = 1000001; }
static void spoil_phase(struct fixture *f) { f->rows[PACK].phase = 1; }
static void spoil_target(struct fixture *f) { f->rows[PACK].to = N_ROWS; }
static void spoil_list(struct fixture *f) { f->rows[PACK].actors = 1000; }
static void spoil_items(struct fixture *f)
{
    f->rows[PACK].actors = image_add_list(f->b, (uint32_t[]){ 0, 2 }, 2);
}
static void spoil_span(struct fixture *f) { f->procedure.actors.n = 3; }
static void spoil_huge_span(struct fixture *f) { f->procedure.rows.first = UINT32_MAX - 2; }
static void spoil_tile(struct fixture *f) { f->procedure.actors.n = 1; }
static void spoil_tile_start(struct fixture *f)
{
    f->rows[CHECK].outcomes = (struct image_span){ 1, 1 };
}
static void spoil_entries(struct fixture *f) { f->procedure.entries = 0; }
static void spoil_entry_end(struct fixture *f)
{
    f->procedure.entries = image_add_list(f->b, (uint32_t[]){ REFUSED }, 1);
}
static void spoil_entry_order(struct fixture *f)
{
    f->procedure.entries = image_add_list(f->b, (uint32_t[]){ PACK, ORDER }, 2);
}
static void spoil_tasks(struct fixture *f) { f->rows[PACK].n_tasks = 0; }
static void spoil_step(struct fixture *f)
{
    f->rows[PACK].outcomes = f->rows[CHECK].outcomes;
    f->rows[CHECK].outcomes = (struct image_span){ 0, 0 };
}
static void spoil_place(struct fixture *f) { f->places[PACK].row = SHIP; }
static void spoil_group(struct fixture *f) { f->places[N_ROWS].group = 1; }
static void spoil_members(struct fixture *f) { f->places[N_ROWS].members = 0; }
static void spoil_joins(struct fixture *f) { f->rows[SHIP].joins.n = 1; }
static void spoil_duration(struct fixture *f) { f->duration.b = 4000; }
static void spoil_negative(struct fixture *f) { f->duration.a = -1; }
static void spoil_unused_number(struct fixture *f) { f->duration.kind = DURATION_UNIFORM; }
static void spoil_words(struct fixture *f) { f->duration.words = str(f, "some"); }
static void spoil_calendar(struct fixture *f) { f->calendar.intervals = 0; }
static void spoil_always(struct fixture *f) { f->calendar.is_always = 1; }
static void spoil_odd(struct fixture *f)
{
    f->calendar.intervals = image_add_list(f->b, week, 3);
}
static void spoil_overlap(struct fixture *f)
{
    f->calendar.intervals = image_add_list(f->b, (uint32_t[]){ 0, 60, 59, 90 }, 4);
}
static void spoil_week(struct fixture *f)
{
    f->calendar.intervals = image_add_list(f->b, (uint32_t[]){ 0, MINUTES_A_WEEK + 1 }, 2);
}

static void test_bad_records_are_refused_by_their_rule(void **state)
{
    (void)state;
    static const struct spoiler spoilers[] = {
        { "string", spoil_utf8 },          { "index", spoil_string },
        { "range", spoil_kind },           { "range", spoil_flag },
        { "range", spoil_percent },        { "index", spoil_phase },
        { "index", spoil_target },         { "list", spoil_list },
        { "index", spoil_items },          { "span", spoil_span },
        { "span", spoil_huge_span },       { "tile", spoil_tile },
        { "tile", spoil_tile_start },      { "entry", spoil_entries },
        { "entry", spoil_entry_end },      { "entry", spoil_entry_order },
        { "row", spoil_tasks },            { "row", spoil_step },
        { "place", spoil_place },          { "place", spoil_group },
        { "place", spoil_members },        { "place", spoil_joins },
        { "duration", spoil_duration },    { "duration", spoil_negative },
        { "duration", spoil_unused_number }, { "duration", spoil_words },
        { "calendar", spoil_calendar },    { "calendar", spoil_always },
        { "calendar", spoil_odd },         { "calendar", spoil_overlap },
        { "calendar", spoil_week },
    };
    expect_spoiled(spoilers, COUNT_OF(spoilers), true);
}

/* ---- refusals: code ------------------------------------------------------------------ */

/* Words of the fixture's code: see emit_code. */
enum {
    AT_ORDER = 0, AT_FORK = 2, AT_CHECK = 4, AT_YES = 7, AT_NO = 9, AT_MARK = 11,
    AT_PACK = 14, AT_SHIP = 19, AT_REFUSED = 25
};

static void code_operand(struct fixture *f) { image_patch(f->b, AT_FORK, 0, N_ROWS); }
static void code_place(struct fixture *f) { image_patch(f->b, AT_MARK, 0, N_ROWS + 2); }
static void code_target(struct fixture *f) { image_patch(f->b, AT_NO, 0, AT_MARK + 1); }
static void code_row(struct fixture *f) { f->rows[PACK].code = AT_ORDER; }
static void code_no_join(struct fixture *f) { f->rows[SHIP].code = AT_SHIP + 3; }
static void code_join_count(struct fixture *f) { image_patch(f->b, AT_SHIP, 1, 3); }
static void code_choice_count(struct fixture *f) { image_patch(f->b, AT_CHECK, 1, 1); }
static void code_own(struct fixture *f) { image_emit(f->b, OP_TASK, PACK); }
static void code_back(struct fixture *f) { image_patch(f->b, AT_NO, 0, AT_FORK); }
static void code_self(struct fixture *f) { image_patch(f->b, AT_YES, 0, AT_YES); }
static void code_into_join(struct fixture *f) { image_patch(f->b, AT_YES, 0, AT_SHIP); }
static void code_open_place(struct fixture *f) { image_patch(f->b, AT_MARK, 0, PACK); }
static void code_unreached(struct fixture *f) { image_emit(f->b, OP_END); }
static void code_cut(struct fixture *f)
{
    image_emit(f->b, OP_MARK, N_ROWS);
}
static void code_to_start(struct fixture *f)
{
    f->rows[PACK].kind = IMAGE_START;
}
static void code_falls(struct fixture *f)
{
    image_patch(f->b, AT_NO, 0, image_emit(f->b, OP_MARK, N_ROWS));
}

static void test_bad_code_is_refused_by_its_rule(void **state)
{
    (void)state;
    static const struct spoiler spoilers[] = {
        { "operand", code_operand },     { "operand", code_place },
        { "operand", code_target },      { "row code", code_row },
        { "row code", code_no_join },    { "row code", code_join_count },
        { "row code", code_choice_count }, { "own", code_own },
        { "jump", code_back },           { "jump", code_self },
        { "led", code_into_join },       { "group", code_open_place },
        { "reach", code_unreached },     { "reach", code_cut },
        { "led", code_to_start },        { "fall", code_falls },
    };
    expect_spoiled(spoilers, COUNT_OF(spoilers), false);
}

static void expect_pair_refused(struct pair pair, const char *rule)
{
    struct bytes bytes = two_procedures(pair);
    expect_refused(&bytes, rule);
    bytes_free(&bytes);
}

static void test_procedures_keep_to_themselves(void **state)
{
    (void)state;
    struct bytes bytes = two_procedures((struct pair){ 1, 2, 0 });
    image_close(open_good(&bytes));
    bytes_free(&bytes);
    expect_pair_refused((struct pair){ 3, 2, 0 }, "foreign");
    expect_pair_refused((struct pair){ NONE, 5, 0 }, "foreign");
    expect_pair_refused((struct pair){ 1, 2, 1 }, "owner");
}

static void test_the_empty_image_is_refused(void **state)
{
    (void)state;
    char id_hex[65];
    struct arena arena;
    struct bytes out = { 0 };
    arena_init(&arena, NULL);
    image_write(image_builder_new(&arena), &out, id_hex);
    expect_refused(&out, "procedure");
    bytes_free(&out);
    bytes_add(&out, "", 0);
    expect_refused(&out, "magic");
    bytes_free(&out);
    arena_free(&arena);
}

/* ---- rows that are alone --------------------------------------------------------------- */

static struct bytes with_lone_rows(const uint32_t *rows, uint32_t n, char id_hex[65])
{
    struct fixture f;
    make_fixture(&f);
    emit_code(&f);
    add_records(&f);
    for (uint32_t i = 0; i < n; i++)
        image_add_lone_row(f.b, (struct image_lone_row){ rows[i] });
    return finish_fixture(&f, id_hex);
}

static void test_lone_rows(void **state)
{
    (void)state;
    static const uint32_t good[] = { ORDER, SHIP }, twice[] = { ORDER, ORDER };
    static const uint32_t end[] = { REFUSED }, back[] = { SHIP, ORDER }, none[] = { N_ROWS };
    char id_hex[65], plain_id[65];
    struct bytes plain = good_bytes(plain_id), bytes = with_lone_rows(good, 2, id_hex);
    struct image *image = open_good(&bytes);
    assert_string_equal(id_hex, plain_id);   /* what is known of it is not what it is */
    assert_true(image_is_alone(image, ORDER) && image_is_alone(image, SHIP));
    assert_false(image_is_alone(image, CHECK) || image_is_alone(image, REFUSED));
    image_close(image);
    bytes_free(&bytes);
    bytes_free(&plain);
    static const struct { const uint32_t *rows; uint32_t n; const char *rule; } bad[] = {
        { twice, 2, "lone" }, { end, 1, "lone" }, { back, 2, "lone" }, { none, 1, "index" } };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        bytes = with_lone_rows(bad[i].rows, bad[i].n, id_hex);
        expect_refused(&bytes, bad[i].rule);
        bytes_free(&bytes);
    }
}

/* ---- refusals: the frame --------------------------------------------------------------- */

struct frame_spoiler {
    const char *rule;
    size_t at;
    int width;
    uint64_t add;
};

static void test_a_bad_frame_is_refused_by_its_rule(void **state)
{
    (void)state;
    static const struct frame_spoiler spoilers[] = {
        { "magic", 1, 1, 1 },
        { "version", 8, 4, 1 },
        { "sections", 12, 4, 1 },
        { "sections", TABLE + SECTION_ROWS * ENTRY, 4, 1 },
        { "sections", TABLE + SECTION_ROWS * ENTRY + 4, 4, 4 },
        { "layout", TABLE + SECTION_ROWS * ENTRY + 8, 8, 8 },
        { "layout", TABLE + SECTION_ROWS * ENTRY + 16, 8, UINT64_MAX / 2 },
        { "size", TABLE + SECTION_ROWS * ENTRY + 16, 8, 4 },
        { "identity", TABLE + SECTION_ROWS * ENTRY + 24, 8, (uint64_t)-8 },
        { "identity", TABLE + SECTION_SOURCES * ENTRY + 24, 8, 8 },
        { "identity", TABLE + SECTION_STRINGS * ENTRY + 24, 8, (uint64_t)-4 },
        { "identity", TABLE + SECTION_TEXT * ENTRY + 24, 8, (uint64_t)-1 },
        { "identity", TABLE + SECTION_LISTS * ENTRY + 24, 8, (uint64_t)-4 },
    };
    for (size_t i = 0; i < COUNT_OF(spoilers); i++) {
        char id_hex[65];
        const struct frame_spoiler *s = &spoilers[i];
        struct bytes bytes = good_bytes(id_hex);
        write_number(&bytes, s->at, s->width,
                     read_number(&bytes, s->at, s->width) + s->add);
        reseal(&bytes);
        expect_refused(&bytes, s->rule);
        bytes_free(&bytes);
    }
}

static void test_seal_padding_and_length_are_checked(void **state)
{
    (void)state;
    char id_hex[65];
    struct bytes bytes = good_bytes(id_hex);
    size_t entry = TABLE + SECTION_TEXT * ENTRY;
    uint64_t end = read_number(&bytes, entry + 8, 8) + read_number(&bytes, entry + 16, 8);
    assert_true(end % 8 != 0);   /* so there is padding */
    bytes.data[end]++;
    expect_refused(&bytes, "checksum");
    reseal(&bytes);
    expect_refused(&bytes, "padding");
    bytes.data[end]--;
    reseal(&bytes);
    image_close(open_good(&bytes));   /* the test's seal is the writer's */
    bytes.data[16]++;
    EVP_Digest(bytes.data, bytes.len - SUM, (uint8_t *)bytes.data + bytes.len - SUM, NULL,
               EVP_sha256(), NULL);
    expect_refused(&bytes, "id");
    bytes_repeat(&bytes, '\0', 8);
    reseal(&bytes);
    expect_refused(&bytes, "trailing");
    bytes.len = 40;
    expect_refused(&bytes, "length");
    bytes.len = TABLE + SUM;
    expect_refused(&bytes, "length");
    bytes_free(&bytes);
    bytes = good_bytes(id_hex);
    for (size_t len = 0; len < bytes.len; len++) {
        struct image_fault fault;
        assert_null(image_open(bytes.data, len, &fault));
        assert_int_equal(fault.err, ERR_FINDING);
    }
    bytes_free(&bytes);
}

/* Words of the code that no builder would write. */
static void expect_code_refused(uint32_t at, uint32_t op, uint32_t operand, const char *rule)
{
    char id_hex[65];
    struct bytes bytes = good_bytes(id_hex);
    uint64_t code = read_number(&bytes, TABLE + SECTION_CODE * ENTRY + 8, 8);
    write_number(&bytes, code + at * 4, 4, op);
    write_number(&bytes, code + at * 4 + 4, 4, operand);
    reseal(&bytes);
    expect_refused(&bytes, rule);
    bytes_free(&bytes);
}

static void test_words_that_are_no_code_are_refused(void **state)
{
    (void)state;
    expect_code_refused(AT_FORK, N_OPCODES, PACK, "opcode");
    expect_code_refused(AT_REFUSED, OP_DECIDE, REFUSED, "opcode");   /* cut off */
    expect_code_refused(AT_YES, OP_FORK, PACK, "choice");
    expect_code_refused(AT_NO, OP_MARK, N_ROWS, "choice");
}

/* A string of the sources may not be used by the identity. */
static void test_the_identity_refers_to_itself_only(void **state)
{
    (void)state;
    char id_hex[65];
    struct bytes bytes = good_bytes(id_hex);
    uint64_t rows = read_number(&bytes, TABLE + SECTION_ROWS * ENTRY + 8, 8);
    uint64_t n_strings = read_number(&bytes, TABLE + SECTION_STRINGS * ENTRY + 16, 8) / 4;
    write_number(&bytes, rows + 8, 4, n_strings - 1);   /* the text of the first row */
    reseal(&bytes);
    expect_refused(&bytes, "part");
    bytes_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_records_are_refused_by_their_rule),
        cmocka_unit_test(test_bad_code_is_refused_by_its_rule),
        cmocka_unit_test(test_procedures_keep_to_themselves),
        cmocka_unit_test(test_the_empty_image_is_refused),
        cmocka_unit_test(test_lone_rows),
        cmocka_unit_test(test_a_bad_frame_is_refused_by_its_rule),
        cmocka_unit_test(test_seal_padding_and_length_are_checked),
        cmocka_unit_test(test_words_that_are_no_code_are_refused),
        cmocka_unit_test(test_the_identity_refers_to_itself_only),
    };
    return cmocka_run_group_tests_name("image verifier", tests, NULL, NULL);
}
