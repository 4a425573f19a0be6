/*
 * The head of the page: what it is, its style, and the policy that nothing
 * but its own style and script, known by their hashes, may run or load.
 */
#include <openssl/evp.h>
#include <string.h>

#include "compiler/doc/html.h"

/* A browser hashes what stands between the tags, to the letter. */
static const char *hash_of(struct html *h, const char *text)
{
    unsigned char sum[EVP_MAX_MD_SIZE], base64[2 * EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (EVP_Digest(text, strlen(text), sum, &n, EVP_sha256(), NULL) != 1) {
        h->out->failed = true;
        return "";
    }
    EVP_EncodeBlock(base64, sum, (int)n);
    return arena_printf(h->arena, "sha256-%s", (const char *)base64);
}

/* In marks that XML reads as markup and the script as comments. */
const char *html_script(struct html *h)
{
    return arena_printf(h->arena, "//<![CDATA[\n%s//]]>", viewer_js);
}

/* The paper's size in points, for sheets on the screen and for printing. */
const char *html_style(struct html *h)
{
    const struct page_list *table = h->pages->table;
    unsigned width = (unsigned)(table->width + 0.5), height = (unsigned)(table->height + 0.5);
    return arena_printf(h->arena,
                        "\n:root { --page-width: %u; --page-height: %u; }\n"
                        "@page { size: %upt %upt; }\n%s",
                        width, height, width, height, viewer_css);
}

static void add_policy(struct html *h, const char *css)
{
    html_add(h,
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'\"/>\n",
             hash_of(h, css), hash_of(h, html_script(h)));
}

void html_head(struct html *h)
{
    static const char *const languages[N_LANGUAGES] = {LANGUAGE_NAMES};
    const struct doc_content *d = h->content;
    const char *language = languages[d->language], *css = html_style(h);
    html_add(h,
             "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\" "
             "xml:lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n",
             language, language);
    add_policy(h, css);
    html_add(h, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                "<meta name=\"color-scheme\" content=\"light dark\"/>\n");
    html_add(h, "<meta name=\"generator\" content=\"sopc %s\"/>\n", SOP_VERSION);
    if (d->image_id)
        html_add(h, "<meta name=\"sop-image\" content=\"%s\"/>\n", d->image_id);
    html_add(h, "<title>%s</title>\n<style>", d->title ? d->title : d->sop->id);
    bytes_add_string(h->out, css);
    html_add(h, "</style>\n</head>\n");
}
