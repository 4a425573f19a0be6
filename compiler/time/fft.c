/*
 * n real numbers are n/2 complex ones: even places the real parts, odd ones
 * the imaginary. Their transform, in place and by halves, is taken apart into
 * that of the even and that of the odd places, which one more step joins.
 */
#include <assert.h>
#include <math.h>

#include "compiler/time/fft.h"

struct fft *fft_build(uint32_t n, struct arena *arena)
{
    assert(n >= 4 && (n & (n - 1)) == 0);
    struct fft *f = ARENA_NEW(arena, struct fft);
    uint32_t half = n / 2;
    *f = (struct fft){ n, ARENA_ARRAY(arena, n, double), ARENA_ARRAY(arena, n, double),
                       ARENA_ARRAY(arena, half, double), ARENA_ARRAY(arena, half, double),
                       ARENA_ARRAY(arena, half, double), ARENA_ARRAY(arena, half, double) };
    for (uint32_t k = 0; k < n; k++) {
        f->re[k] = cos(2 * acos(-1.0) * k / n);
        f->im[k] = -sin(2 * acos(-1.0) * k / n);
    }
    /* The same once more in the order in which the stages read them. */
    for (uint32_t m = 1; m < half; m *= 2)
        for (uint32_t j = 0; j < m; j++) {
            f->stage_re[m + j] = f->re[j * (half / m)];
            f->stage_im[m + j] = f->im[j * (half / m)];
        }
    return f;
}

static void swap(double *a, double *b)
{
    double kept = *a;
    *a = *b;
    *b = kept;
}

/* Places in the order of their bits read backward. */
static void reverse_bits(double *re, double *im, uint32_t n)
{
    for (uint32_t i = 1, j = 0; i < n; i++) {
        uint32_t bit = n / 2;
        for (; j & bit; bit /= 2)
            j ^= bit;
        j ^= bit;
        if (i < j) {
            swap(&re[i], &re[j]);
            swap(&im[i], &im[j]);
        }
    }
}

static void butterflies(double *restrict re, double *restrict im, double *restrict re2,
                        double *restrict im2, const double *restrict w_re,
                        const double *restrict w_im, uint32_t n)
{
    for (uint32_t j = 0; j < n; j++) {
        double r = re2[j] * w_re[j] - im2[j] * w_im[j];
        double i = re2[j] * w_im[j] + im2[j] * w_re[j];
        re2[j] = re[j] - r;
        im2[j] = im[j] - i;
        re[j] += r;
        im[j] += i;
    }
}

/* n/2 complex numbers, in place. */
static void transform(const struct fft *f, double *re, double *im)
{
    uint32_t n = f->n / 2;
    reverse_bits(re, im, n);
    for (uint32_t m = 1; m < n; m *= 2)
        for (uint32_t i = 0; i < n; i += 2 * m)
            butterflies(re + i, im + i, re + i + m, im + i + m, f->stage_re + m,
                        f->stage_im + m, m);
}

void fft_forward(const struct fft *f, const double *x, double *re, double *im)
{
    uint32_t half = f->n / 2;
    double *zr = f->work_re, *zi = f->work_im;
    for (uint32_t j = 0; j < half; j++) {
        zr[j] = x[2 * j];
        zi[j] = x[2 * j + 1];
    }
    transform(f, zr, zi);
    for (uint32_t k = 0; k <= half; k++) {
        uint32_t a = k % half, b = (half - k) % half;
        double even_re = (zr[a] + zr[b]) / 2, even_im = (zi[a] - zi[b]) / 2;
        double odd_re = (zi[a] + zi[b]) / 2, odd_im = (zr[b] - zr[a]) / 2;
        re[k] = even_re + odd_re * f->re[k] - odd_im * f->im[k];
        im[k] = even_im + odd_re * f->im[k] + odd_im * f->re[k];
    }
}

/* The even and the odd places' transforms, put together; a transform with real
 * and imaginary parts exchanged is the inverse. */
void fft_backward(const struct fft *f, const double *re, const double *im, double *x)
{
    uint32_t half = f->n / 2;
    double *zr = f->work_re, *zi = f->work_im;
    for (uint32_t k = 0; k < half; k++) {
        uint32_t b = half - k;
        double odd_re = re[k] - re[b], odd_im = im[k] + im[b];
        zr[k] = re[k] + re[b] - odd_im * f->re[k] + odd_re * f->im[k];
        zi[k] = im[k] - im[b] + odd_re * f->re[k] + odd_im * f->im[k];
    }
    transform(f, zi, zr);
    for (uint32_t j = 0; j < half; j++) {
        x[2 * j] = zr[j] / f->n;
        x[2 * j + 1] = zi[j] / f->n;
    }
}
