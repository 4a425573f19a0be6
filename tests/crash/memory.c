/*
 * Allocations that fail: those of SQLite, of OpenSSL, and of the store's own
 * objects, which are linked with --wrap so that their malloc comes by here.
 * And randomness that is none: the salts of the store come from the seed.
 */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>

#include "tests/crash/crash.h"

static struct {
    int64_t countdown, n_failed;
    bool is_for_ever;
    sqlite3_mem_methods sqlite;
} memory;

void memory_fail(int64_t nth, bool is_for_ever)
{
    memory.countdown = nth;
    memory.is_for_ever = is_for_ever;
    memory.n_failed = 0;
}

int64_t memory_n_failed(void)
{
    return memory.n_failed;
}

static bool is_out(void)
{
    if (memory.countdown == 0 || --memory.countdown > 0)
        return false;
    memory.countdown = memory.is_for_ever;
    memory.n_failed++;
    return true;
}

/* ---- our own ---------------------------------------------------------------- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);

void *__wrap_malloc(size_t size)
{
    return is_out() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return is_out() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t size)
{
    return is_out() ? NULL : __real_realloc(p, size);
}

/* ---- of the libraries -------------------------------------------------------- */

static void *sqlite_malloc(int size)
{
    return is_out() ? NULL : memory.sqlite.xMalloc(size);
}

static void *sqlite_realloc(void *p, int size)
{
    return is_out() ? NULL : memory.sqlite.xRealloc(p, size);
}

static void *crypto_malloc(size_t size, const char *file, int line)
{
    (void)file, (void)line;
    return is_out() ? NULL : __real_malloc(size);
}

static void *crypto_realloc(void *p, size_t size, const char *file, int line)
{
    (void)file, (void)line;
    return is_out() ? NULL : __real_realloc(p, size);
}

static void crypto_free(void *p, const char *file, int line)
{
    (void)file, (void)line;
    free(p);
}

/*
 * Before either library has allocated anything. OpenSSL is used once here: what
 * it makes at its first use it does not try again in a process where that failed.
 */
void memory_install(void)
{
    sqlite3_mem_methods methods;
    uint8_t hash[HASH_LEN];
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.sqlite);
    methods = memory.sqlite;
    methods.xMalloc = sqlite_malloc;
    methods.xRealloc = sqlite_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);   /* small ones come by here too */
    CRYPTO_set_mem_functions(crypto_malloc, crypto_realloc, crypto_free);
    CHECK(EVP_Digest("", 0, hash, NULL, EVP_sha256(), NULL) == 1, "no SHA-256");
}

/* Instead of libcrypto's own. */
int RAND_bytes(unsigned char *out, int n)
{
    for (int i = 0; i < n; i++)
        out[i] = (unsigned char)draw(&disk.random, 256);
    return 1;
}
