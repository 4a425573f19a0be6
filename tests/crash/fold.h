/*
 * The fold of store_fold.h, in a process that is no unit test: where its asserts
 * fail, the trial does, and says what.
 */
#ifndef SOP_CRASH_FOLD_H
#define SOP_CRASH_FOLD_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "tests/crash/crash.h"

#undef assert_true
#undef assert_false
#undef assert_int_equal
#undef assert_string_equal
#undef fail_msg
#define assert_true(is) CHECK(is, "the fold: not %s", #is)
#define assert_false(is) CHECK(!(is), "the fold: %s", #is)
#define assert_int_equal(a, b) \
    CHECK((int64_t)(a) == (int64_t)(b), "the fold: %s is %lld, not %lld", #a, (long long)(a), \
          (long long)(b))
#define assert_string_equal(a, b) \
    CHECK(strcmp((a), (b)) == 0, "the fold: %s is %s, not %s", #a, (a), (b))
#define fail_msg(...) trial_failed("the fold: " __VA_ARGS__)
#include "tests/unit/store_fold.h"

#endif
