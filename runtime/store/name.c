/*
 * Names: people and users of the operating system, each once. What is logged is
 * the digest of a name with a salt of its own: once both are erased here,
 * nothing leads back to the person, and the log still fits together.
 */
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

#include "runtime/store/store_int.h"

/* What hashes is fetched once and kept: to look for it takes longer than to hash. */
bool store_hash(struct store *s, const void *head, size_t head_len, const void *rest,
                size_t rest_len, uint8_t digest[DIGEST_LEN])
{
    if (!s->sha256)
        s->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (!s->hash)
        s->hash = EVP_MD_CTX_new();
    return (s->sha256 && s->hash && EVP_DigestInit_ex(s->hash, s->sha256, NULL) &&
            EVP_DigestUpdate(s->hash, head, head_len) &&
            EVP_DigestUpdate(s->hash, rest, rest_len) &&
            EVP_DigestFinal_ex(s->hash, digest, NULL)) ||
           store_refuse(s, STORE_NO_MEMORY);
}

bool store_digest(struct store *s, const void *salt, const char *text, uint8_t digest[DIGEST_LEN])
{
    return store_hash(s, salt, SALT_LEN, text, strlen(text), digest);
}

bool store_salted(struct store *s, const char *text, struct salted *out)
{
    if (RAND_bytes(out->salt, SALT_LEN) != 1)
        return store_refuse(s, STORE_INTERNAL);
    return store_digest(s, out->salt, text, out->digest);
}

static bool name_add(struct store *s, const char *text, struct name *out)
{
    struct salted new;
    if (!store_salted(s, text, &new) ||
        !sql_run(s, NAME_ADD, sql_bytes(new.digest, DIGEST_LEN), sql_bytes(new.salt, SALT_LEN),
                 sql_text(text)))
        return false;
    out->number = sqlite3_last_insert_rowid(s->db);
    memcpy(out->digest, new.digest, DIGEST_LEN);
    return true;
}

bool store_name_find(struct store *s, const char *text, struct name *out)
{
    *out = (struct name){0};
    if (!text || !*text)
        return false;
    sqlite3_stmt *st = sql_start(s, NAME_FIND, sql_text(text));
    bool is_there = sql_row(s, st);
    if (is_there) {
        out->number = sqlite3_column_int64(st, 0);
        sql_column_bytes(s, st, 1, out->digest, DIGEST_LEN);
    }
    sql_done(st);
    return is_there;
}

bool store_name(struct store *s, const char *text, struct name *out)
{
    if (!store_name_find(s, text, out) && text && *text)
        name_add(s, text, out);
    return store_is_fine(s);
}
