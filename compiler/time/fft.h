/*
 * fft: the spectrum of real numbers, and back.
 *
 * Our own, as no library fits: FFTW is under the GPL, which does not go into
 * one program with Graphviz, and Debian's kissfft is of single precision,
 * where percentiles need ten digits.
 */
#ifndef SOP_FFT_H
#define SOP_FFT_H

#include "runtime/base/base.h"

struct fft {
    uint32_t n;          /* numbers: a power of two, at least 8 */
    double *re, *im;     /* exp(-2 pi i k / n), k < n */
    double *stage_re, *stage_im;
    double *work_re, *work_im;
};

struct fft *fft_build(uint32_t n, struct arena *arena);
/* re[k] + i im[k] = sum of x[j] exp(-2 pi i j k / n), k = 0 ... n/2. */
void fft_forward(const struct fft *fft, const double *x, double *re, double *im);
/* The inverse of that. */
void fft_backward(const struct fft *fft, const double *re, const double *im, double *x);

#endif
