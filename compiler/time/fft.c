/*
 * n real numbers are n/2 complex ones: even places the real parts, odd ones
 * the imaginary. Their transform, in place and by halves, is taken apart into
 * that of the even and that of the odd places, which one more step joins.
 */
#include <assert.h>
#include <math.h>

#include "compiler/time/fft.h"

/* What the four quarters of the circle make of one number of the first. */
static void set_quarters(struct fft *f, uint32_t k, double re, double im)
{
    for (uint32_t quarter = f->n / 4, at = k; at < k + f->n; at += quarter) {
        f->re[at % f->n] = re;
        f->im[at % f->n] = im;
        double turned = im;
        im = -re;
        re = turned;
    }
}

struct fft *fft_build(uint32_t n, struct arena *arena)
{
    assert(n >= 8 && (n & (n - 1)) == 0);
    struct fft *f = ARENA_NEW(arena, struct fft);
    uint32_t half = n / 2;
    *f = (struct fft){ n, ARENA_ARRAY(arena, n, double), ARENA_ARRAY(arena, n, double),
                       ARENA_ARRAY(arena, half, double), ARENA_ARRAY(arena, half, double),
                       ARENA_ARRAY(arena, half, double), ARENA_ARRAY(arena, half, double) };
    for (uint32_t k = 0; k <= n / 8; k++) {
        double angle = 2 * acos(-1.0) * k / n, re = cos(angle), im = -sin(angle);
        set_quarters(f, n / 4 - k, -im, -re);
        set_quarters(f, k, re, im);
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

/* Neighbours that the processor takes at once, anywhere in memory. */
typedef double numbers __attribute__((vector_size(32), aligned(8), may_alias));
enum { AT_ONCE = sizeof(numbers) / sizeof(double) };

/* Fours that stand together: of each the transform. */
static void first_two_stages(double *re, double *im, uint32_t n)
{
    for (uint32_t i = 0; i < n; i += 4) {
        double *r = re + i, *m = im + i;
        double sum_re = r[0] + r[1], sum_im = m[0] + m[1];
        double off_re = r[0] - r[1], off_im = m[0] - m[1];
        double sum2_re = r[2] + r[3], sum2_im = m[2] + m[3];
        double off2_re = r[2] - r[3], off2_im = m[2] - m[3];
        r[0] = sum_re + sum2_re, m[0] = sum_im + sum2_im;
        r[1] = off_re + off2_im, m[1] = off_im - off2_re;
        r[2] = sum_re - sum2_re, m[2] = sum_im - sum2_im;
        r[3] = off_re - off2_im, m[3] = off_im + off2_re;
    }
}

/* x + w y and x - w y, in their places. */
static void butterfly(numbers *x_re, numbers *x_im, numbers *y_re, numbers *y_im,
                      const numbers *w_re, const numbers *w_im)
{
    numbers re = *y_re * *w_re - *y_im * *w_im;
    numbers im = *y_re * *w_im + *y_im * *w_re;
    *y_re = *x_re - re;
    *y_im = *x_im - im;
    *x_re += re;
    *x_im += im;
}

static void stage(const struct fft *f, double *re, double *im, uint32_t m)
{
    const double *w_re = f->stage_re + m, *w_im = f->stage_im + m;
    for (uint32_t i = 0; i < f->n / 2; i += 2 * m)
        for (uint32_t j = 0; j < m; j += AT_ONCE)
            butterfly((numbers *)(re + i + j), (numbers *)(im + i + j),
                      (numbers *)(re + i + m + j), (numbers *)(im + i + m + j),
                      (const numbers *)(w_re + j), (const numbers *)(w_im + j));
}

/* n/2 complex numbers, in place. */
static void transform(const struct fft *f, double *re, double *im)
{
    reverse_bits(re, im, f->n / 2);
    first_two_stages(re, im, f->n / 2);
    for (uint32_t m = AT_ONCE; m < f->n / 2; m *= 2)
        stage(f, re, im, m);
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
        uint32_t a = k & (half - 1), b = (half - k) & (half - 1);
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
