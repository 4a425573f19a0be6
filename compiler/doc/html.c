/*
 * The page from top to bottom, and the one function by which texts come into
 * it: see html.h.
 */
#include <string.h>

#include "compiler/doc/doc.h"
#include "compiler/doc/html.h"
#include "compiler/draw/words.h"

/* ---- escaping ---------------------------------------------------------- */

static const char *entity(uint32_t c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

/* What sources refuse anyhow; some of it XML has no way to write. */
static bool is_unspeakable(uint32_t c)
{
    bool is_no_character = (c & 0xfffe) == 0xfffe;
    return is_no_character || (utf8_is_control(c) && c != '\n' && c != '\t');
}

void html_escape(struct bytes *out, const char *text)
{
    size_t len = strlen(text);
    while (len) {
        uint32_t c;
        size_t n = utf8_next(text, len, &c);
        bool is_malformed = n == 1 && (unsigned char)*text >= 0x80;
        if (is_malformed || is_unspeakable(c))
            bytes_add_string(out, "\uFFFD");
        else if (entity(c))
            bytes_add_string(out, entity(c));
        else
            bytes_add(out, text, n);
        text += n;
        len -= n;
    }
}

static void add_argument(struct html *h, char kind, va_list *args)
{
    if (kind == 's') {
        const char *text = va_arg(*args, const char *);
        html_escape(h->out, text ? text : "");
    } else if (kind == 'u') {
        bytes_printf(h->out, "%u", va_arg(*args, unsigned));
    } else {
        bytes_add_char(h->out, kind);
    }
}

void html_add(struct html *h, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (const char *s = format; *s; s++) {
        if (*s == '%')
            add_argument(h, *++s, &args);
        else
            bytes_add_char(h->out, *s);
    }
    va_end(args);
}

/* ---- the page ---------------------------------------------------------- */

static const char *word(const struct html *h, enum doc_word w)
{
    return doc_word(w, h->content->language);
}

static void add_filter(struct html *h)
{
    const struct sop *sop = h->content->sop;
    html_add(h, "<label>%s <select id=\"actor\">\n<option value=\"\">%s</option>\n",
             word(h, DOC_WORD_FILTER), word(h, DOC_WORD_EVERYONE));
    for (uint32_t i = 0; i < sop->actors.n; i++)
        html_add(h, "<option value=\"%u\">%s</option>\n", i, sop->actors.at[i].name);
    html_add(h, "</select></label>\n<span id=\"shown\" role=\"status\" data-words=\"%s\"></span>\n",
             word(h, DOC_WORD_SHOWN));
}

/* What only works with the script is shown only with it. */
static void add_tools(struct html *h)
{
    html_add(h, "<div class=\"tools\" role=\"group\" aria-label=\"%s\">\n",
             word(h, DOC_WORD_TOOLS));
    add_filter(h);
    html_add(h, "<span class=\"zoom\">");
    html_add(h, "<button type=\"button\" id=\"smaller\" aria-label=\"%s\">\u2212</button>\n",
             word(h, DOC_WORD_SMALLER));
    html_add(h, "<button type=\"button\" id=\"fit\">%s</button>\n", word(h, DOC_WORD_FIT));
    html_add(h, "<button type=\"button\" id=\"larger\" aria-label=\"%s\">+</button></span>\n",
             word(h, DOC_WORD_LARGER));
    html_add(h,
             "<button type=\"button\" id=\"aside\" aria-controls=\"steps\" "
             "aria-expanded=\"true\">%s</button>\n",
             word(h, DOC_WORD_STEPS));
    html_add(h, "<button type=\"button\" id=\"print\">%s</button>\n", word(h, DOC_WORD_PRINT));
    html_add(h, "<button type=\"button\" id=\"clear\" disabled=\"disabled\">%s</button>\n",
             word(h, DOC_WORD_CLEAR));
    html_add(h, "<p class=\"keys\">%s</p>\n</div>\n", word(h, DOC_WORD_KEYS));
}

static void add_top(struct html *h)
{
    const struct doc_content *d = h->content;
    html_add(h, "<a class=\"skip\" href=\"#steps\">%s</a>\n", word(h, DOC_WORD_SKIP));
    html_add(h, "<header class=\"top\">\n<p class=\"kind\">%s</p>\n<h1>%s</h1>\n",
             d->subject, d->title ? d->title : d->sop->id);
    add_tools(h);
    html_add(h, "</header>\n");
}

static enum err add_sheets(struct html *h)
{
    html_add(h, "<main class=\"sheets\">\n");
    html_identity(h);
    enum err err = html_paper(h, h->pages->identity, "i");
    if (err == ERR_NONE)
        err = html_chart(h);
    html_annexes(h);
    if (err == ERR_NONE)
        err = html_paper(h, h->pages->annexes, "a");
    html_add(h, "</main>\n");
    return err;
}

enum err doc_html(const struct doc_content *content, const struct doc_pages *pages,
                  struct arena *arena, struct bytes *out)
{
    struct html h = {content, pages, arena, out};
    html_head(&h);
    html_add(&h, "<body>\n");
    add_top(&h);
    enum err err = add_sheets(&h);
    html_steps(&h);
    html_add(&h, "<script>");
    bytes_add_string(out, html_script(&h));
    html_add(&h, "</script>\n</body>\n</html>\n");
    return err == ERR_NONE && out->failed ? ERR_SYSTEM : err;
}
