/*
 * The two SHA-256 of an image, for writer and loader alike: its id, which is
 * the identity, and the checksum, which is the file.
 */
#include <openssl/evp.h>

#include "runtime/image/image_int.h"

const uint8_t image_magic[FRAME_MAGIC] = { 0x89, 'S', 'O', 'P', 'B', '\r', '\n', 0x1a };

/*
 * The identity is, for each section that has some: its kind (4 bytes), how
 * many bytes belong to the identity (8), and those bytes. A section without
 * any is left out, so that sections invented later leave old ids alone.
 */
static bool identify(EVP_MD_CTX *hash, const uint8_t *file)
{
    for (uint32_t i = 0; i < get_u32(file + FRAME_N_SECTIONS); i++) {
        struct image_entry e = get_entry(file + FRAME_TABLE + i * FRAME_ENTRY);
        uint8_t head[12];
        put_u32(head, e.kind);
        put_u64(head + 4, e.identity);
        if (e.identity && (!EVP_DigestUpdate(hash, head, sizeof head) ||
                           !EVP_DigestUpdate(hash, file + e.offset, e.identity)))
            return false;
    }
    return true;
}

bool image_identify(const uint8_t *file, uint8_t id[IMAGE_ID_LEN])
{
    EVP_MD_CTX *hash = EVP_MD_CTX_new();
    bool is_ok = hash && EVP_DigestInit_ex(hash, EVP_sha256(), NULL) && identify(hash, file) &&
                 EVP_DigestFinal_ex(hash, id, NULL);
    EVP_MD_CTX_free(hash);
    return is_ok;
}

bool image_checksum(const uint8_t *bytes, size_t len, uint8_t sum[FRAME_SUM])
{
    return EVP_Digest(bytes, len, sum, NULL, EVP_sha256(), NULL) == 1;
}

void image_id_hex(const uint8_t id[IMAGE_ID_LEN], char hex[2 * IMAGE_ID_LEN + 1])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < IMAGE_ID_LEN; i++) {
        hex[2 * i] = digits[id[i] >> 4];
        hex[2 * i + 1] = digits[id[i] & 15];
    }
    hex[2 * IMAGE_ID_LEN] = '\0';
}
