/* The faults of drawn pages, for tests: counted, and printed if there are any. */
#ifndef SOP_TEST_PAGE_FAULTS_H
#define SOP_TEST_PAGE_FAULTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compiler/draw/draw.h"
#include "compiler/draw/pages.h"

static inline uint32_t n_faults(const struct page_list *list)
{
    struct draw_check check = draw_check_pages(list, list->flow);
    struct bytes text = {0};
    draw_check_write(&check, &text);
    if (text.len)
        print_message("%s", text.data);
    bytes_free(&text);
    return draw_check_total(&check);
}

#endif
