/*
 * lanes: complex numbers, LANES of them at a time, so that what is done with
 * them is read once for several, and is done by the processor at once.
 */
#ifndef SOP_TIME_LANES_H
#define SOP_TIME_LANES_H

#include "runtime/base/base.h"

enum { LANES = 8 };

struct lanes {
    double re[LANES], im[LANES];
};

static inline struct lanes lanes_one(void)
{
    struct lanes x;
    for (int i = 0; i < LANES; i++) {
        x.re[i] = 1;
        x.im[i] = 0;
    }
    return x;
}

/* x += y * z */
static inline void lanes_add_product(struct lanes *restrict x, const struct lanes *restrict y,
                                     const struct lanes *restrict z)
{
    for (int i = 0; i < LANES; i++) {
        x->re[i] += y->re[i] * z->re[i] - y->im[i] * z->im[i];
        x->im[i] += y->re[i] * z->im[i] + y->im[i] * z->re[i];
    }
}

static inline void lanes_multiply(struct lanes *restrict x, const struct lanes *restrict y)
{
    for (int i = 0; i < LANES; i++) {
        double re = x->re[i] * y->re[i] - x->im[i] * y->im[i];
        x->im[i] = x->re[i] * y->im[i] + x->im[i] * y->re[i];
        x->re[i] = re;
    }
}

static inline void lanes_add(struct lanes *restrict x, const struct lanes *restrict y, double by)
{
    for (int i = 0; i < LANES; i++) {
        x->re[i] += by * y->re[i];
        x->im[i] += by * y->im[i];
    }
}

/* 1 / (1 - x) */
static inline struct lanes lanes_again(const struct lanes *x)
{
    struct lanes y;
    for (int i = 0; i < LANES; i++) {
        double re = 1 - x->re[i], im = -x->im[i];
        double by = 1 / (re * re + im * im);
        y.re[i] = re * by;
        y.im[i] = -im * by;
    }
    return y;
}

static inline struct lanes lanes_power(struct lanes base, uint32_t power)
{
    struct lanes x = lanes_one();
    for (; power; power /= 2) {
        if (power & 1)
            lanes_multiply(&x, &base);
        struct lanes square = base;
        lanes_multiply(&square, &base);
        base = square;
    }
    return x;
}

#endif
