/* From model and time report to the texts of the document: see content.h. */
#include <string.h>

#include "compiler/doc/content.h"

static const char *const list_labels[N_IDENTITY_LISTS][N_LANGUAGES] = {
#define LIST(symbol, en, id) [LIST_##symbol] = {[LANG_EN] = en, [LANG_ID] = id},
#include "compiler/doc/words.def"
};

static const char *const field_labels[N_DOC_FIELDS][N_LANGUAGES] = {
#define FIELD(symbol, en, id) [DOC_FIELD_##symbol] = {[LANG_EN] = en, [LANG_ID] = id},
#include "compiler/doc/words.def"
};

/* What says nothing is an empty box. */
static const char *said(const char *text)
{
    return text && *text ? text : NULL;
}

/* A bare number is a civil servant's; what begins with a word says itself what it is. */
static const char *staff_id(const char *id, enum language language, struct arena *arena)
{
    bool is_bare = said(id) && *id >= '0' && *id <= '9';
    return is_bare ? doc_sentence(arena, DOC_WORD_STAFF_ID, language, id) : said(id);
}

static void identity_fill(struct doc_content *d, struct arena *arena)
{
    const struct identity *i = &d->sop->identity;
    const char *values[N_DOC_FIELDS] = {
        [DOC_FIELD_NUMBER] = said(i->number),
        [DOC_FIELD_CREATED] = doc_date(i->created, d->language, arena),
        [DOC_FIELD_REVISED] = doc_date(i->revised, d->language, arena),
        [DOC_FIELD_EFFECTIVE] = doc_date(i->effective, d->language, arena),
    };
    for (uint32_t f = 0; f < N_DOC_FIELDS; f++)
        d->fields[f] = (struct doc_field){field_labels[f][d->language], values[f]};
    d->signer = (struct doc_signer){
        .label = doc_word(DOC_WORD_APPROVED_BY, d->language),
        .title = said(i->approver_title),
        .name = said(i->approver_name),
        .id = staff_id(i->approver_id, d->language, arena),
    };
    d->name = (struct doc_field){doc_word(DOC_WORD_TITLE, d->language), d->title};
    for (uint32_t l = 0; l < N_IDENTITY_LISTS; l++)
        d->lists[l] = (struct doc_list){list_labels[l][d->language], i->lists[l]};
}

/* ---- annexes ------------------------------------------------------------- */

struct doc_block *doc_block_add(struct doc_annex *annex, enum doc_word heading,
                                enum language language, struct arena *arena)
{
    struct doc_block *block = LIST_ADD(arena, &annex->blocks);
    block->heading = heading < N_DOC_WORDS ? doc_word(heading, language) : NULL;
    return block;
}

/* What the form of the identity page has no box for. */
static void explained_annex(struct doc_content *d, struct arena *arena)
{
    struct doc_annex annex = {.id = "explained",
                              .title = doc_word(DOC_WORD_EXPLAINED, d->language)};
    for (uint32_t l = 2 * N_DOC_PAIRS; l < N_IDENTITY_LISTS; l++) {
        if (!d->lists[l].items.n)
            continue;
        struct doc_block *block = doc_block_add(&annex, N_DOC_WORDS, d->language, arena);
        block->heading = d->lists[l].label;
        block->list.items = d->lists[l].items;
    }
    if (annex.blocks.n)
        *LIST_ADD(arena, &d->annexes) = annex;
}

static void annexes_name(struct doc_content *d, struct arena *arena)
{
    uint32_t n = d->annexes.n;
    for (uint32_t i = 0; i < n; i++)
        d->annexes.at[i].name =
            n == 1 ? doc_word(DOC_WORD_ANNEX, d->language)
                   : doc_sentence(arena, DOC_WORD_ANNEX_OF, d->language,
                                  arena_printf(arena, "%u", i + 1));
}

const struct doc_content *doc_content_build(const struct time_report *report,
                                            const char *image_id, struct arena *arena)
{
    struct doc_content *d = ARENA_NEW(arena, struct doc_content);
    d->flow = report->flow;
    d->sop = report->sop;
    d->language = d->sop->language;
    d->kind = doc_word(DOC_WORD_KIND, d->language);
    d->title = said(d->sop->title);
    d->number = said(d->sop->identity.number);
    d->unit = said(d->sop->identity.unit);
    d->image_id = image_id;
    d->subject = d->number ? doc_sentence(arena, DOC_WORD_SUBJECT, d->language, d->number)
                           : d->kind;
    identity_fill(d, arena);
    explained_annex(d, arena);
    struct doc_annex *time = LIST_ADD(arena, &d->annexes);
    doc_time_annex(report, time, arena);
    annexes_name(d, arena);
    return d;
}
