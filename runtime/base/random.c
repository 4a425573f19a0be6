/* Random numbers: few cycles a number, and repeatable by seed and stream. */
#include "runtime/base/base.h"

/* The last step of splitmix64: near numbers come out far apart. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

#define GOLDEN 0x9e3779b97f4a7c15   /* 2^64 / the golden ratio, odd */

/* The seed is mixed before the stream comes in: else the states of streams
 * side by side would be the same numbers, one place on. */
void random_start(struct random *r, uint64_t seed, uint64_t stream)
{
    uint64_t x = mix(mix(seed + GOLDEN) ^ stream);
    for (int i = 0; i < 4; i++)
        r->state[i] = mix(x += GOLDEN);
}

static uint64_t rotate(uint64_t x, int by)
{
    return (x << by) | (x >> (64 - by));
}

uint64_t random_next(struct random *r)
{
    uint64_t *s = r->state;
    uint64_t result = rotate(s[0] + s[3], 23) + s[0];
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

/* The middle of one of 2^52 cells. */
double random_unit(struct random *r)
{
    return ((double)(random_next(r) >> 12) + 0.5) * 0x1p-52;
}
