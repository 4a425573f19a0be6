/*
 * The HTML document: what its one escaping function lets through, and what
 * becomes of a drawing that is made part of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/doc/doc.h"
#include "compiler/doc/html.h"
#include "tests/unit/sample_flow.h"

static void assert_escaped(const char *text, const char *want)
{
    struct bytes out = {0};
    html_escape(&out, text);
    assert_string_equal(out.data ? out.data : "", want);
    bytes_free(&out);
}

static void test_markup_becomes_text(void **state)
{
    (void)state;
    assert_escaped("", "");
    assert_escaped("<script>alert('x')</script>",
                   "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    assert_escaped("]]> &#x0; \"a\" & b", "]]&gt; &amp;#x0; &quot;a&quot; &amp; b");
    assert_escaped("Müller \u2013 \u2265 5 \U0001F642", "Müller \u2013 \u2265 5 \U0001F642");
    assert_escaped("two\nlines\tand a tab", "two\nlines\tand a tab");
}

/* What XML cannot hold, or what turns text around, is shown as not readable. */
static void test_what_is_no_text(void **state)
{
    (void)state;
    assert_escaped("a\x01" "b\x1b[0m", "a\uFFFD" "b\uFFFD[0m");
    assert_escaped("a\u202e" "b\ufffe\uffff\U0001fffe", "a\uFFFD" "b\uFFFD\uFFFD\uFFFD");
    assert_escaped("a\xff\xc3", "a\uFFFD\uFFFD");
    assert_escaped("\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD");   /* half of a pair */
    assert_escaped("\xc0\xbcscript>", "\uFFFD\uFFFDscript&gt;");   /* `<`, too long */
}

static void test_markup_with_texts(void **state)
{
    (void)state;
    struct bytes out = {0};
    struct html h = {.out = &out};
    html_add(&h, "<a href=\"#step-%s\" id=\"n%u\">%s</a>%%", "a\"b", 7u, "<b>");
    const char *volatile nothing = NULL;   /* an empty box */
    html_add(&h, "%s", nothing);
    assert_string_equal(out.data, "<a href=\"#step-a&quot;b\" id=\"n7\">&lt;b&gt;</a>%");
    bytes_free(&out);
}

/* ---- the drawing ------------------------------------------------------- */

struct drawn {
    struct sample sample;
    struct bytes out;
    struct html html;
};

static uint32_t count(const struct bytes *b, const char *what)
{
    uint32_t n = 0;
    for (const char *s = b->data; (s = strstr(s, what)); s += strlen(what))
        n++;
    return n;
}

/* A clerk writes, a chief checks; the page comes in as "p1-". */
static void drawn_open(struct drawn *d)
{
    struct sample *s = &d->sample;
    sample_open(s, "letters", "Letters");
    uint32_t clerk = sample_actor(s, "clerk", "Clerk"), chief = sample_actor(s, "chief", "Chief");
    uint32_t draft = sample_step(s, "draft", clerk, 30);
    uint32_t check = sample_decision(s, "check", chief, 5);
    sample_at(s, draft)->text = " id=\"x\" url(#y) >";
    sample_entry(s, draft);
    sample_arc(s, draft, NONE, check);
    sample_arc(s, check, sample_outcome(s, check, "yes", TO_END), TO_END);
    sample_loop(s, check, sample_outcome(s, check, "no", draft), draft);
    struct time_options time = {0};
    struct doc_options options = {0};
    const struct flow *flow = sample_flow(s);
    const struct doc_content *content =
        doc_content_build(time_analyse(flow, &time, &s->arena), NULL, &s->arena);
    d->out = (struct bytes){0};
    d->html = (struct html){content, doc_layout(content, &options, &s->arena), &s->arena, &d->out};
    assert_int_equal(html_svg(&d->html, d->html.pages->table, 0, "p", "Page <1>"), ERR_NONE);
}

static void drawn_close(struct drawn *d)
{
    bytes_free(&d->out);
    sample_close(&d->sample);
}

static void test_drawing(void **state)
{
    (void)state;
    struct drawn d;
    drawn_open(&d);
    const char *svg = d.out.data;
    assert_memory_equal(svg, "<svg class=\"drawing\" aria-label=\"Page &lt;1&gt;\"", 46);
    assert_int_equal(count(&d.out, "role=\"img\""), 1);
    assert_null(strstr(svg, "<?xml"));
    assert_null(strstr(svg, "<desc>"));
    assert_non_null(strstr(svg, "id=\"p1-row-draft\""));
    assert_non_null(strstr(svg, "id=\"p1-edge-check-draft-no\""));
    assert_int_equal(count(&d.out, "<g id=\""), count(&d.out, "<g id=\"p1-"));
    assert_null(strstr(svg, "p1-x"));     /* what texts say is no id */
    assert_null(strstr(svg, "p1-y"));
    drawn_close(&d);
}

/* Over the table's texts, under every symbol and arrow. */
static void test_bands(void **state)
{
    (void)state;
    struct drawn d;
    drawn_open(&d);
    const char *bands = strstr(d.out.data, "<g class=\"bands\">");
    assert_non_null(bands);
    assert_int_equal(count(&d.out, "class=\"band\""), 3);   /* two rows and the end */
    assert_non_null(strstr(bands, "data-row=\"draft\" data-actors=\"0\""));
    assert_non_null(strstr(bands, "data-row=\"end\" data-actors=\"\""));
    assert_true(strstr(d.out.data, "Clerk</text>") < bands);
    assert_true(strstr(d.out.data, "id=\"p1-row-draft\"") > bands);
    drawn_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markup_becomes_text),
        cmocka_unit_test(test_what_is_no_text),
        cmocka_unit_test(test_markup_with_texts),
        cmocka_unit_test(test_drawing),
        cmocka_unit_test(test_bands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
