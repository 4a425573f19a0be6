/*
 * How the text of a row reads: it says what is done, so it begins with a verb,
 * and it fits a cell of the table. No dictionary: only what is surely no verb
 * is told (an article, a known noun, a form that nouns have and verbs have
 * not, the name of an actor), because a hint that is wrong once is not read
 * again.
 */
#include <string.h>
#include <strings.h>

#include "compiler/model/model_int.h"

enum { MOST_WORDS = 25, LONGEST_FORM = 32 };

/* ---- forms of words ---------------------------------------------------- */

static const char *const english_nouns[] = {"the", "a", "an", "this", "these", NULL};
static const char *const english_endings[] = {"tion", "ment", "ness", "ity", NULL};
/* Verbs that end as nouns do. */
static const char *const english_verbs[] = {
    "action", "auction", "audition", "augment", "caution", "cement", "comment", "commission",
    "complement", "compliment", "condition", "document", "experiment", "ferment", "fragment",
    "function", "harness", "implement", "instrument", "lament", "mention", "motion", "partition",
    "petition", "pity", "portion", "position", "proportion", "question", "ration", "requisition",
    "sanction", "section", "segment", "station", "supplement", "torment", "transition", "witness",
    NULL};

static const char *const indonesian_nouns[] = {
    "anggota", "bendahara", "berkas", "camat", "data", "direktur", "dokter", "dokumen", "formulir",
    "hasil", "kabid", "kasi", "kasubag", "kasubbag", "kegiatan", "kepala", "keputusan", "ketua",
    "laporan", "lurah", "manajer", "panitia", "pegawai", "pejabat", "pemohon", "pendidikan",
    "pembentukan", "pengecekan", "penolakan", "penunjukan", "perawat", "petugas", "pimpinan",
    "rancangan", "sekretaris", "staf", "surat", "tim", NULL};

static bool is_among(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

static bool ends_with(const char *word, const char *ending)
{
    size_t len = strlen(word), n = strlen(ending);
    return len > n && strcmp(word + len - n, ending) == 0;
}

static bool is_english_noun(const char *word)
{
    if (is_among(word, english_nouns))
        return true;
    for (uint32_t i = 0; english_endings[i]; i++)
        if (ends_with(word, english_endings[i]))
            return !is_among(word, english_verbs);
    return false;
}

/* `pemeriksaan`, `kelengkapan`; but `perintahkan` and `kerjakan` are verbs,
 * and so may be what is short (`pesan`). */
static bool is_indonesian_noun(const char *word)
{
    enum { LEAST = 8 };
    bool has_form = strlen(word) >= LEAST && ends_with(word, "an") && !ends_with(word, "kan") &&
                    (strncmp(word, "pe", 2) == 0 || strncmp(word, "ke", 2) == 0);
    return has_form || (strncmp(word, "se", 2) == 0 && ends_with(word, "nya")) ||
           is_among(word, indonesian_nouns);
}

/* ---- the text of a row -------------------------------------------------- */

/* The first word in small letters; empty where it is longer than any form, or
 * a letter alone. */
static void first_word(const char *text, char word[LONGEST_FORM])
{
    size_t len = strcspn(text, " ,.:;");
    if (len >= LONGEST_FORM || (len == 1 && !text[len]))
        len = 0;
    for (size_t i = 0; i < len; i++)
        word[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
    word[len] = '\0';
}

/* `Clerk checks ...`: in English only with the verb's -s behind it, because an
 * actor can be called as a verb is (`Cook the meal`). */
static bool begins_with_actor(enum language language, const char *text, const char *actor)
{
    size_t len = strlen(actor);
    if (!len || strncasecmp(text, actor, len) != 0 || text[len] != ' ')
        return false;
    const char *verb = text + len + 1;
    size_t n = strcspn(verb, " ,.:;");
    return language == LANG_ID || (n > 2 && verb[n - 1] == 's' && verb[n - 2] != 's');
}

static const struct actor *leading_actor(const struct builder *b, const char *text)
{
    enum { MOST_ACTORS = 256 };   /* no page has more columns */
    for (uint32_t i = 0; i < b->actors.n && i < MOST_ACTORS; i++)
        if (begins_with_actor(b->sop->language, text, b->actors.at[i].name))
            return &b->actors.at[i];
    return NULL;
}

/* So many bytes of what a text says, where it is written. */
static struct span start_of(const struct builder *b, struct span text, size_t len)
{
    const struct source *source = source_of(b->diags->sources, text.start);
    uint32_t quote;
    uint32_t n = (uint32_t)utf8_next(source->text + (text.start - source->base),
                                     text.end - text.start, &quote);
    return (struct span){text.start + n, text.start + n + (uint32_t)len};
}

static void check_verb(struct builder *b, const struct node *text, const struct row *row)
{
    char word[LONGEST_FORM];
    const struct actor *actor = leading_actor(b, row->text);
    first_word(row->text, word);
    bool is_noun = b->sop->language == LANG_ID ? is_indonesian_noun(word) : is_english_noun(word);
    if (!actor && !is_noun)
        return;
    size_t len = strlen(actor ? actor->name : word);
    struct diag *d = diag_add(b->diags, H_NO_VERB, start_of(b, text->span, len), row->id);
    if (actor) {
        diag_label(b->diags, d, actor->span, T_THE_ACTOR, actor->name);
        diag_help(b->diags, d, T_BEGINS_WITH_ACTOR, actor->name);
    } else {
        diag_help(b->diags, d, T_NO_VERB);
    }
}

static uint32_t count_words(const char *text)
{
    uint32_t n = 0;
    for (; *text; text += *text == ' ') {
        size_t len = strcspn(text, " ");
        bool is_word = len > strspn(text, ".,:;/&()-+");   /* a sign between words is none */
        n += is_word;
        text += len;
    }
    return n;
}

void check_wording(struct builder *b, const struct node *n, const struct row *row)
{
    const struct node *text = ast_kid(n, NODE_STRING);
    if (!text)
        return;
    check_verb(b, text, row);
    uint32_t n_words = count_words(row->text);
    if (n_words <= MOST_WORDS)
        return;
    struct diag *d = diag_add(b->diags, H_MANY_WORDS, text->span, row->id,
                              arena_printf(b->arena, "%u", (unsigned)n_words));
    diag_help(b->diags, d, T_MANY_WORDS, arena_printf(b->arena, "%u", (unsigned)MOST_WORDS));
}
