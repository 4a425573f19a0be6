/* The ground floor: memory, interned names, bytes, UTF-8, numbers, files. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/base.h"

static void test_arena_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, abort);
    for (size_t size = 1; size < 100000; size = size * 3 + 1) {
        unsigned char *p = arena_alloc(&a, size);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, size);
    }
    arena_free(&a);
}

static bool is_full_told;

static void tell_full(void)
{
    is_full_told = true;
}

static void test_arena_is_zeroed_again(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, abort);
    for (size_t round = 0; round < 40; round++) {
        for (size_t size = 1; size < 30000; size = size * 3 + round) {
            unsigned char *p = arena_alloc(&a, size);
            for (size_t i = 0; i < size; i++) {
                assert_int_equal(p[i], 0);
                p[i] = 0xff;
            }
        }
        arena_empty(&a);
    }
    arena_alloc(&a, 8 << 20);   /* larger than any chunk that stays */
    arena_empty(&a);
    arena_empty(&a);
    assert_non_null(arena_alloc(&a, 1));
    arena_free(&a);
    arena_empty(&a);
}

static void test_arena_refuses_what_no_machine_has(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, tell_full);
    is_full_told = false;
    assert_null(arena_array(&a, SIZE_MAX / 2, 4));
    assert_true(is_full_told);
    arena_free(&a);
}

static void test_intern_gives_one_pointer(void **state)
{
    (void)state;
    struct arena a;
    struct interner in;
    const char *first[2000];
    char text[16];
    arena_init(&a, abort);
    intern_init(&in, &a);
    for (int i = 0; i < 2000; i++) {
        snprintf(text, sizeof text, "name%d", i);
        first[i] = intern_string(&in, text);
    }
    for (int i = 0; i < 2000; i++) {
        snprintf(text, sizeof text, "name%d", i);
        assert_ptr_equal(intern_string(&in, text), first[i]);
        assert_string_equal(first[i], text);
    }
    assert_ptr_equal(intern(&in, "name17xyz", 6), first[17]);
    arena_free(&a);
}

static void test_bytes(void **state)
{
    (void)state;
    struct bytes b = {0};
    bytes_printf(&b, "%d", 12);
    bytes_repeat(&b, 'x', 300);
    bytes_add_char(&b, '!');
    assert_int_equal(b.len, 303);
    assert_string_equal(b.data + 300, "xx!");
    bytes_free(&b);
    bytes_add_visible(&b, "a\x1b[1m\xe2\x80\xae\xff\xc3\xa9\n");
    assert_string_equal(b.data, "a\\x1b[1m\\u202e\\xff\xc3\xa9\\x0a");
    bytes_free(&b);
}

static void test_utf8(void **state)
{
    (void)state;
    assert_int_equal(utf8_check("abc\xff", 4), 3);
    assert_int_equal(utf8_check("\xc3\xa9", 2), 2);
    assert_int_equal(utf8_check("\xed\xa0\x80", 3), 0);   /* a surrogate */
    assert_int_equal(utf8_count("\xc3\xa9t\xc3\xa9", 5), 3);
    assert_int_equal(utf8_width("\xe3\x82\xaf\xe3\x83\xab", 6), 4);   /* kana are wide */
    assert_int_equal(utf8_width("e\xcc\x81", 3), 1);                  /* an accent is not */
    struct bytes composed = {0};
    assert_true(bytes_add_composed(&composed, "caf" "e\xcc\x81", 6));
    assert_string_equal(composed.data, "caf\xc3\xa9");
    bytes_free(&composed);
    assert_true(utf8_is_letter(0xE9));
    assert_false(utf8_is_letter(0x2014));
    assert_true(utf8_is_control(0x202E));
    assert_false(utf8_is_control(0xA0));
}

static void test_decimals(void **state)
{
    (void)state;
    static const struct { const char *text; int64_t value; } good[] = {
        {"5", 50000}, {"2.5", 25000}, {"0.025", 250}, {"0.0001", 1}, {"200_000_000", 2000000000000},
        {"1.50000", 15000}, {"922337203685460", 9223372036854600000},
    };
    int64_t value;
    char text[32];
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_int_equal(decimal_parse(good[i].text, &value), DECIMAL_OK);
        assert_int_equal(value, good[i].value);
    }
    assert_int_equal(decimal_parse("1.00001", &value), DECIMAL_TOO_FINE);
    assert_int_equal(decimal_parse("99999999999999999999", &value), DECIMAL_TOO_LARGE);
    assert_string_equal(decimal_format(25000, text), "2.5");
    assert_string_equal(decimal_format(-1, text), "-0.0001");
    assert_string_equal(decimal_format(INT64_MIN, text), "-922337203685477.5808");
    assert_string_equal(number_format(5.0, text), "5");
    assert_string_equal(number_format(-0.00001, text), "0");
}

static void test_suggestions(void **state)
{
    (void)state;
    struct suggestion s;
    assert_int_equal(edit_distance("reqest", "request", 3), 1);
    assert_int_equal(edit_distance("ab", "ba", 3), 1);
    assert_int_equal(edit_distance("abc", "xyz", 2), 3);
    suggest_init(&s, "stap");
    suggest_try(&s, "phase");
    assert_null(s.best);
    suggest_try(&s, "step");
    suggest_try(&s, "stop");
    assert_string_equal(s.best, "step");
}

static void test_files_are_all_or_nothing(void **state)
{
    (void)state;
    char path[] = "/tmp/sop-base-XXXXXX";
    struct bytes b = {0};
    close(mkstemp(path));
    assert_int_equal(os_write_file(path, "one", 3), ERR_NONE);
    assert_int_equal(os_write_file("/nowhere/x", "one", 3), ERR_SYSTEM);
    assert_int_equal(os_read_file(path, 100, &b), ERR_NONE);
    assert_string_equal(b.data, "one");
    b.len = 0;
    assert_int_equal(os_read_file(path, 2, &b), ERR_LIMIT);
    assert_int_equal(os_read_file("/tmp", 100, &b), ERR_SYSTEM);
    bytes_free(&b);
    unlink(path);
}

/* Half sentences of our own, in each language; one for all that is rare. */
static void test_reasons(void **state)
{
    (void)state;
    assert_string_equal(os_reason(ENOSPC, LANG_EN), "the disk is full");
    assert_string_equal(os_reason(ENOSPC, LANG_ID), "disk penuh");
    assert_string_equal(os_reason(9999, LANG_EN), os_reason(0, LANG_EN));
    assert_string_not_equal(os_reason(9999, LANG_ID), os_reason(0, LANG_EN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_is_zeroed_and_aligned),
        cmocka_unit_test(test_arena_is_zeroed_again),
        cmocka_unit_test(test_arena_refuses_what_no_machine_has),
        cmocka_unit_test(test_intern_gives_one_pointer),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_decimals),
        cmocka_unit_test(test_suggestions),
        cmocka_unit_test(test_files_are_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
