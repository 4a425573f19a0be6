/*
 * image: what is built is what is opened, and the same procedure is the same
 * bytes. Then damage at random: with the checksum kept all of it is refused,
 * with the checksums made anew it is refused or runs harmlessly.
 */
#include "tests/unit/wide.h"

#include <stdlib.h>
#include <unistd.h>

#include "runtime/vm/eval.h"
#include "runtime/vm/vm.h"

/* ---- what is built is what is opened ------------------------------------------ */

static void test_opened_is_what_was_built(void **state)
{
    (void)state;
    char id_hex[65];
    uint32_t n;
    struct bytes bytes = good_bytes(id_hex);
    struct image *image = open_good(&bytes);
    bytes_free(&bytes);   /* an image owns its memory */
    assert_string_equal(image->id_hex, id_hex);
    const struct image_procedure *p = &image->t.procedure[0];
    assert_string_equal(image_string(image, p->title), "Sale of goods");
    assert_null(image_string(image, p->office));
    const struct image_row *row = &image->t.row[ORDER];
    assert_string_equal(image_string(image, row->text), "Write the order");
    const uint32_t *inputs = image_list(image, row->inputs, &n);
    assert_int_equal(n, 2);
    assert_string_equal(image_string(image, inputs[1]), "Price list");
    assert_int_equal(*image_list(image, image->t.row[CHECK].actors, &n), 0);
    assert_int_equal(n, 2);
    image_list(image, row->outputs, &n);
    assert_int_equal(n, 0);
    assert_int_equal(image->t.outcome[1].percent, 200000);
    assert_int_equal(image->t.outcome[1].to, REFUSED);
    assert_int_equal(image->t.row[SHIP].joins.first, N_ROWS);
    assert_string_equal(image_string(image, image->t.source[0].path), "order.sop");
    image_close(image);
    image_close(NULL);
}

static void test_durations_and_calendars_come_back(void **state)
{
    (void)state;
    char id_hex[65];
    struct bytes bytes = good_bytes(id_hex);
    struct image *image = open_good(&bytes);
    struct duration d = image_duration(image, image->t.row[ORDER].work);
    assert_int_equal(d.kind, DURATION_PERT);
    assert_int_equal(d.c, 20000);
    assert_int_equal(image_duration(image, NONE).kind, DURATION_NONE);
    struct unit_minutes u = image_units(image, &image->t.procedure[0]);
    assert_true(u.of[UNIT_WEEK] == 240 + 240 + 240 && u.of[UNIT_DAY] == 360);
    struct image_procedure without = image->t.procedure[0];
    without.calendar = NONE;
    assert_true(image_units(image, &without).of[UNIT_DAY] == 480);
    image_close(image);
    bytes_free(&bytes);
}

static void test_image_is_opened_from_a_file(void **state)
{
    (void)state;
    char id_hex[65], path[] = "/tmp/test_image_XXXXXX";
    struct bytes bytes = good_bytes(id_hex);
    struct image_fault fault;
    close(mkstemp(path));
    assert_int_equal(os_write_file(path, bytes.data, bytes.len), ERR_NONE);
    struct image *image = image_open_file(path, &fault);
    assert_non_null(image);
    image_close(image);
    unlink(path);
    assert_null(image_open_file(path, &fault));
    assert_int_equal(fault.err, ERR_SYSTEM);
    assert_non_null(strstr(fault.text, "No such file"));
    bytes_free(&bytes);
}

/* ---- the same procedure is the same bytes ---------------------------------------- */

static void assert_same_bytes(const struct bytes *a, const struct bytes *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->data, b->data, a->len);
}

static void test_the_same_input_gives_the_same_bytes(void **state)
{
    (void)state;
    char id_hex[65], again_hex[65];
    struct bytes bytes = good_bytes(id_hex), again = good_bytes(again_hex);
    assert_same_bytes(&bytes, &again);
    bytes_free(&again);
    /* Strings that nobody uses, lists in another order, records before code. */
    struct fixture f;
    make_fixture(&f);
    str(&f, "nobody asked");
    image_add_list(f.b, (uint32_t[]){ 4, 2 }, 2);
    emit_code(&f);
    f.source_path = "order.sop";
    str(&f, "Clerk");
    add_records(&f);
    again = finish_fixture(&f, again_hex);
    assert_same_bytes(&bytes, &again);
    bytes_free(&bytes);
    bytes_free(&again);
}

static void test_sources_are_outside_the_identity(void **state)
{
    (void)state;
    char id_hex[65], other_hex[65];
    struct bytes bytes = good_bytes(id_hex);
    struct fixture f;
    make_fixture(&f);
    str(&f, "pesanan.sop");
    emit_code(&f);
    f.source_path = "pesanan.sop";
    add_records(&f);
    struct bytes other = finish_fixture(&f, other_hex);
    assert_string_equal(id_hex, other_hex);
    assert_true(bytes.len != other.len || memcmp(bytes.data, other.data, bytes.len) != 0);
    bytes_free(&other);
    make_fixture(&f);
    f.rows[PACK].n_tasks = 2;
    emit_code(&f);
    add_records(&f);
    other = finish_fixture(&f, other_hex);
    assert_string_not_equal(id_hex, other_hex);
    bytes_free(&bytes);
    bytes_free(&other);
}

/* ---- looking in -------------------------------------------------------------------- */

static void test_dump_names_what_it_shows(void **state)
{
    (void)state;
    char id_hex[65];
    struct bytes bytes = good_bytes(id_hex), out = { 0 };
    struct image *image = open_good(&bytes);
    image_dump(image, &out);
    static const char *const lines[] = {
        "procedure 0 id=\"sale\" title=\"Sale of goods\" number=\"SOP-7\" actors=0..1",
        "row 1 kind=decision id=\"check\"", "actors=[clerk chief]",
        "inputs=[\"Order form\" \"Price list\"]", "percent=200000 to=refused",
        "place 5 row=ship group=0 members=[check]", "kind=pert unit=day a=5000",
        "intervals=[480 720 780 1020 1920 2160]", "FORK r2         ; pack\n",
        "MARK p6         ; ship.1\n", "    13  END\n", "JUMP j25        ; refused\n",
        "JOIN r3 n2      ; ship\n",
    };
    assert_non_null(strstr(out.data, id_hex));
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (!strstr(out.data, lines[i]))
            fail_msg("`%s` is missing in\n%s", lines[i], out.data);
    bytes_free(&out);
    bytes_free(&bytes);
    image_close(image);
}

static void test_dump_cuts_what_is_long(void **state)
{
    (void)state;
    char id_hex[65], text[2000];
    struct fixture f;
    make_fixture(&f);
    memset(text, 'x', sizeof text);
    text[159] = '\xC3';   /* a character over the border */
    text[160] = '\xA4';
    text[1999] = '\0';
    f.rows[PACK].text = str(&f, text);
    f.rows[SHIP].text = str(&f, "\x1b[31m");
    uint32_t many[200];
    for (uint32_t i = 0; i < 200; i++)
        many[i] = i % N_ROWS;
    f.places[N_ROWS].members = image_add_list(f.b, many, 200);
    emit_code(&f);
    add_records(&f);
    struct bytes bytes = finish_fixture(&f, id_hex), out = { 0 };
    struct image *image = open_good(&bytes);
    image_dump(image, &out);
    assert_int_equal(utf8_check(out.data, out.len), out.len);
    assert_non_null(strstr(out.data, "xxx...\""));
    assert_non_null(strstr(out.data, "and 136 more]"));
    assert_null(strchr(out.data, '\x1b'));
    bytes_free(&out);
    bytes_free(&bytes);
    image_close(image);
}

/* ---- damage at random ---------------------------------------------------------------- */

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 33) % below;
}

static void test_any_flipped_bit_is_refused(void **state)
{
    (void)state;
    char id_hex[65];
    struct bytes bytes = good_bytes(id_hex);
    struct image_fault fault;
    for (size_t i = 0; i < bytes.len; i++) {
        char flip = (char)(1 << i % 8);
        bytes.data[i] ^= flip;
        assert_null(image_open(bytes.data, bytes.len, &fault));
        assert_true(fault.err == ERR_FINDING && fault.text[0] && fault.offset <= bytes.len);
        bytes.data[i] ^= flip;
    }
    bytes_free(&bytes);
}

/* Fields that hold anything, or nothing. */
static struct value *draw_fields(const struct image *image, uint32_t procedure, uint64_t *seed)
{
    struct image_span span = image->t.procedure[procedure].fields;
    struct value *fields = calloc(span.n + 1, sizeof *fields);
    assert_non_null(fields);
    for (uint32_t i = 0; i < span.n; i++)
        fields[i] = (struct value){ .type = image->t.field[span.first + i].type,
                                    .is_set = draw(seed, 8) > 0, .text = "x",
                                    .n = (int64_t)draw(seed, 1u << 31) - (1 << 30) };
    return fields;
}

/* Everything that data compute, of every row. */
static void compute_at_random(const struct image *image, uint32_t procedure, uint64_t *seed)
{
    struct value *fields = draw_fields(image, procedure, seed);
    struct image_span rows = image->t.procedure[procedure].rows;
    for (uint32_t row = rows.first; row < rows.first + rows.n; row++) {
        uint32_t field, outcome;
        vm_fill(image, row, fields, &field);
        assert_true(field == NONE || field < image->t.n_field);
        if (!image->t.row[row].is_data)
            continue;
        enum eval_status status = vm_choose(image, row, fields, &outcome, &field);
        assert_true(status != EVAL_OK || outcome < image_n_answers(image, row));
    }
    free(fields);
}

/* Mostly signatures; the clock, too. */
static struct vm_event draw_event(const struct image *image, bool is_first, uint64_t *seed)
{
    struct vm_event event = { VM_START, NONE, NONE };
    if (is_first)
        return event;
    event.kind = draw(seed, 3) ? VM_SIGN : draw(seed, 2) ? VM_PASS : VM_LATE;
    event.row = draw(seed, image->t.n_row + 1);
    event.outcome = draw(seed, 2) ? NONE : draw(seed, 3);
    return event;
}

/* Every procedure of an image, under events drawn at random, may do what it
 * likes but not more than the contract says. */
static void run_at_random(const struct image *image, uint64_t *seed)
{
    for (uint32_t p = 0; p < image->t.n_procedure; p++) {
        struct vm_case *c = malloc(vm_case_size(image, p));
        struct vm_effects effects = { .cap = vm_effects_max(image, p) };
        effects.at = calloc(effects.cap, sizeof *effects.at);
        assert_true(c && effects.at);
        vm_case_init(image, p, c);
        for (int i = 0; i < 40; i++) {
            struct vm_event event = draw_event(image, i == 0, seed);
            vm_step(image, c, &event, &effects);
            assert_true(effects.n <= effects.cap);
            assert_true(c->n_open <= image->t.procedure[p].rows.n);
            vm_asked(image, c);
        }
        compute_at_random(image, p, seed);
        free(effects.at);
        free(c);
    }
}

static void damage(struct bytes *b, uint64_t *seed)
{
    static const uint32_t nasty[] = { 0, 1, 2, NONE, NONE - 1, NONE - 2, 0x7fffffff, 0x80000000 };
    size_t from = draw(seed, 4) ? TABLE + N_SECTIONS * ENTRY : TABLE;
    size_t at = from + draw(seed, (uint32_t)(b->len - SUM - from) / 4) * 4;
    switch (draw(seed, 4)) {
    case 0: b->data[at] ^= (char)(1 << draw(seed, 8)); break;
    case 1: write_number(b, at, 4, nasty[draw(seed, COUNT_OF(nasty))]); break;
    case 2: write_number(b, at, 4, draw(seed, 32)); break;
    default: b->data[at + draw(seed, 4)] ^= (char)(1 + draw(seed, 255)); break;
    }
}

static void test_forged_images_are_refused_or_harmless(void **state)
{
    (void)state;
    char id_hex[65];
    uint64_t seed = 0x5eed;
    uint32_t n_open = 0;
    struct bytes good[3] = { good_bytes(id_hex), two_procedures((struct pair){ 1, 2, 0 }),
                             wide_bytes() };
    for (int i = 0; i < 30000; i++) {
        struct bytes bytes = { 0 };
        struct image_fault fault;
        bytes_add(&bytes, good[i % 3].data, good[i % 3].len);
        for (uint32_t n = 1 + draw(&seed, 2); n; n--)
            damage(&bytes, &seed);
        reseal(&bytes);
        struct image *image = image_open(bytes.data, bytes.len, &fault);
        if (image) {
            struct bytes dump = { 0 };
            n_open++;
            run_at_random(image, &seed);
            image_dump(image, &dump);
            assert_false(dump.failed);
            bytes_free(&dump);
        } else
            assert_true(fault.err == ERR_FINDING && fault.text[0]);
        image_close(image);
        bytes_free(&bytes);
    }
    assert_true(n_open > 100);   /* else nothing was run */
    for (int i = 0; i < 3; i++)
        bytes_free(&good[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opened_is_what_was_built),
        cmocka_unit_test(test_durations_and_calendars_come_back),
        cmocka_unit_test(test_image_is_opened_from_a_file),
        cmocka_unit_test(test_the_same_input_gives_the_same_bytes),
        cmocka_unit_test(test_sources_are_outside_the_identity),
        cmocka_unit_test(test_dump_names_what_it_shows),
        cmocka_unit_test(test_dump_cuts_what_is_long),
        cmocka_unit_test(test_any_flipped_bit_is_refused),
        cmocka_unit_test(test_forged_images_are_refused_or_harmless),
    };
    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
