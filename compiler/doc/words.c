/* The words of the document, and dates as people write them: see content.h. */
#include <stdlib.h>
#include <string.h>

#include "compiler/doc/content.h"

static const char *const words[N_DOC_WORDS][N_LANGUAGES] = {
#define WORD(symbol, en, id) [DOC_WORD_##symbol] = {[LANG_EN] = en, [LANG_ID] = id},
#include "compiler/doc/words.def"
};

static const char *const months[][N_LANGUAGES] = {
#define MONTH(en, id) {[LANG_EN] = en, [LANG_ID] = id},
#include "compiler/doc/words.def"
};

const char *doc_word(enum doc_word word, enum language language)
{
    return words[word][language];
}

const char *doc_sentence_(struct arena *arena, enum doc_word word, enum language language, ...)
{
    va_list args;
    va_start(args, language);
    const char *text = sentence_text(arena, words[word], language, args);
    va_end(args);
    return text;
}

const char *doc_date(const char *date, enum language language, struct arena *arena)
{
    if (!date)
        return NULL;
    char *rest;
    unsigned long year = strtoul(date, &rest, 10);
    unsigned long month = *rest ? strtoul(rest + 1, &rest, 10) : 0;
    unsigned long day = *rest ? strtoul(rest + 1, &rest, 10) : 0;
    if (month < 1 || month > COUNT_OF(months))
        return date;
    return doc_sentence(arena, day ? DOC_WORD_DATE : DOC_WORD_MONTH_OF, language,
                        arena_printf(arena, "%lu", day), months[month - 1][language],
                        arena_printf(arena, "%lu", year));
}
