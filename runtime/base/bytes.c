/* Growing bytes on the heap, with a failure that sticks until looked at. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/base.h"

#ifdef SOP_HARD
enum { FIRST_CAP = 1 };
#else
enum { FIRST_CAP = 256 };
#endif

void bytes_free(struct bytes *b)
{
    free(b->data);
    memset(b, 0, sizeof *b);
}

/* Room for `more` bytes and the NUL. */
static bool bytes_reserve(struct bytes *b, size_t more)
{
    if (b->failed)
        return false;
    size_t need = b->len + more + 1;
    if (need <= b->cap)
        return true;
    size_t cap = b->cap ? b->cap : FIRST_CAP;
    while (cap < need && cap < SIZE_MAX / 2)
        cap *= 2;
    char *data = need < more || cap < need ? NULL : realloc(b->data, cap);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->cap = cap;
    return true;
}

void bytes_add(struct bytes *b, const void *data, size_t len)
{
    if (!bytes_reserve(b, len))
        return;
    if (len)
        memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void bytes_add_string(struct bytes *b, const char *s)
{
    bytes_add(b, s, strlen(s));
}

void bytes_add_char(struct bytes *b, char c)
{
    bytes_add(b, &c, 1);
}

void bytes_repeat(struct bytes *b, char c, size_t n)
{
    if (!bytes_reserve(b, n))
        return;
    memset(b->data + b->len, c, n);
    b->len += n;
    b->data[b->len] = '\0';
}

/* Most often the room that is there is enough, and once is enough. */
void bytes_vprintf(struct bytes *b, const char *format, va_list args)
{
    va_list again;
    size_t room = b->failed ? 0 : b->cap - b->len;
    va_copy(again, args);
    int len = vsnprintf(room ? b->data + b->len : NULL, room, format, args);
    if (len < 0)
        b->failed = true;
    bool is_whole = len >= 0 && (size_t)len < room;
    if (len >= 0 && !is_whole && bytes_reserve(b, (size_t)len))
        is_whole = vsnprintf(b->data + b->len, (size_t)len + 1, format, again) == len;
    if (is_whole)
        b->len += (size_t)len;
    else if (room)
        b->data[b->len] = '\0';
    va_end(again);
}

void bytes_printf(struct bytes *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    bytes_vprintf(b, format, args);
    va_end(args);
}
