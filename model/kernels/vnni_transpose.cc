// SPDX-License-Identifier: Apache-2.0
//
// Sums turned in squares of registers. Compiled as model/kernels/vnni.cc is.

#include "model/kernels/vnni.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define ITG_VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

namespace itg {
namespace {

constexpr int kSquare = 16;

// Swaps, in steps of 8, 4, 2 and 1, the halves of what is off the diagonal.
ITG_VNNI void TransposeSquare(const int32_t* from, int64_t from_stride, bool streams,
                              const VnniOut& to) {
  __m512i line[kSquare];
  for (int i = 0; i < kSquare; ++i) line[i] = _mm512_loadu_si512(from + i * from_stride);
  const __m512i lane = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  for (int step = kSquare / 2; step > 0; step /= 2) {
    const __m512i by = _mm512_set1_epi32(step);
    const __mmask16 odd = _mm512_test_epi32_mask(lane, by);
    // Lanes of the first of two registers, or of the second, which begin at 16.
    const __m512i upper = _mm512_mask_add_epi32(lane, odd, lane, _mm512_set1_epi32(kSquare - step));
    const __m512i lower = _mm512_add_epi32(upper, by);
    for (int i = 0; i < kSquare; ++i) {
      if ((i & step) != 0) continue;
      const __m512i a = line[i];
      const __m512i b = line[i + step];
      line[i] = _mm512_permutex2var_epi32(a, upper, b);
      line[i + step] = _mm512_permutex2var_epi32(a, lower, b);
    }
  }
  for (int i = 0; i < kSquare; ++i) {
    int32_t* const out = to.at + i * to.stride;
    streams ? _mm512_stream_si512(reinterpret_cast<__m512i*>(out), line[i])
            : _mm512_storeu_si512(out, line[i]);
  }
}

}  // namespace

void TransposeSums(const int32_t* sums, int64_t sums_stride, int64_t rows, int64_t cols,
                   const VnniOut& out) {
  const int64_t whole_rows = rows / kSquare * kSquare;
  const int64_t whole_cols = cols / kSquare * kSquare;
  const bool streams = out.streams && out.aligned();
  for (int64_t row = 0; row < whole_rows; row += kSquare) {
    for (int64_t col = 0; col < whole_cols; col += kSquare) {
      TransposeSquare(sums + row * sums_stride + col, sums_stride, streams,
                      {out.at + col * out.stride + row, out.stride});
    }
  }
  for (int64_t col = 0; col < cols; ++col) {
    for (int64_t row = col < whole_cols ? whole_rows : 0; row < rows; ++row) {
      out.at[col * out.stride + row] = sums[row * sums_stride + col];
    }
  }
}

}  // namespace itg

#else

namespace itg {

void TransposeSums(const int32_t*, int64_t, int64_t, int64_t, const VnniOut&) {}

}  // namespace itg
#endif
