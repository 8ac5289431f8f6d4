// SPDX-License-Identifier: Apache-2.0
//
// The tile on AVX512-VNNI. Compiled for it whatever the rest is compiled for: callers ask
// HasVnni().

#include "model/kernels/vnni.h"

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>

#define ITG_VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

namespace itg {
namespace {

// |x| - 1, 0 where x is 0. (With a mask: GCC 12 warns about its own _mm512_abs_epi32.)
ITG_VNNI inline __m512i BelowMagnitude(__m512i x) {
  const __mmask16 nonzero = _mm512_test_epi32_mask(x, x);
  const __m512i magnitude = _mm512_maskz_abs_epi32(nonzero, x);
  return _mm512_mask_sub_epi32(magnitude, nonzero, magnitude, _mm512_set1_epi32(1));
}

// Loops over kRows are unrolled: the accumulators stay in registers.
template <int kRows>
ITG_VNNI uint32_t Tile(const VnniRows& a, const int64_t* rows, const int8_t* packed, int64_t cols,
                       const int32_t* start, int64_t stride, int32_t* out) {
  const __mmask16 mask0 = static_cast<__mmask16>(cols >= 16 ? 0xffff : (1U << cols) - 1);
  const __mmask16 mask1 = static_cast<__mmask16>(cols >= 32   ? 0xffff
                                                 : cols <= 16 ? 0
                                                              : (1U << (cols - 16)) - 1);
  __m512i sum0[kRows];
  __m512i sum1[kRows];
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
    const int32_t* from = start != nullptr ? start : out + r * stride;
    sum0[r] = _mm512_maskz_loadu_epi32(mask0, from);
    sum1[r] = _mm512_maskz_loadu_epi32(mask1, from + 16);
  }
  for (int64_t g = 0; g < a.group_count; ++g) {
    const uint8_t* at = a.base + a.groups[g];
    const __m512i b0 = _mm512_loadu_si512(packed);
    const __m512i b1 = _mm512_loadu_si512(packed + 64);
    packed += 128;
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
      int32_t four = 0;
      std::memcpy(&four, at + rows[r], sizeof four);
      const __m512i x = _mm512_set1_epi32(four);
      sum0[r] = _mm512_dpbusd_epi32(sum0[r], x, b0);
      sum1[r] = _mm512_dpbusd_epi32(sum1[r], x, b1);
    }
  }
  __m512i bits = _mm512_setzero_si512();
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
    _mm512_mask_storeu_epi32(out + r * stride, mask0, sum0[r]);
    _mm512_mask_storeu_epi32(out + r * stride + 16, mask1, sum1[r]);
    bits = _mm512_or_si512(bits, _mm512_or_si512(BelowMagnitude(sum0[r]), BelowMagnitude(sum1[r])));
  }
  alignas(64) uint32_t lanes[16];
  _mm512_store_si512(lanes, bits);
  uint32_t all = 0;
  for (const uint32_t lane : lanes) all |= lane;
  return all;
}

using TileFunction = uint32_t (*)(const VnniRows&, const int64_t*, const int8_t*, int64_t,
                                  const int32_t*, int64_t, int32_t*);
constexpr TileFunction kTiles[kTileRows] = {Tile<1>,  Tile<2>,  Tile<3>,  Tile<4>, Tile<5>,
                                            Tile<6>,  Tile<7>,  Tile<8>,  Tile<9>, Tile<10>,
                                            Tile<11>, Tile<12>, Tile<13>, Tile<14>};

}  // namespace

bool HasVnni() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512vnni") != 0;
}

uint32_t VnniTile(const VnniRows& a, int64_t first_row, int64_t rows, const int8_t* packed,
                  int64_t cols, const int32_t* start, int64_t stride, int32_t* out) {
  return kTiles[rows - 1](a, a.rows + first_row, packed, cols, start, stride, out);
}

}  // namespace itg

#else

namespace itg {

bool HasVnni() { return false; }

uint32_t VnniTile(const VnniRows&, int64_t, int64_t, const int8_t*, int64_t, const int32_t*,
                  int64_t, int32_t*) {
  return 0;
}

}  // namespace itg
#endif

namespace itg {

void InterleaveRows(const int8_t* const from[kGroup], int64_t cols, int8_t* packed) {
  const int8_t* a = from[0];
  const int8_t* b = from[1];
  const int8_t* c = from[2];
  const int8_t* d = from[3];
  for (int64_t col = 0; col < cols; ++col) {
    packed[4 * col] = a[col];
    packed[4 * col + 1] = b[col];
    packed[4 * col + 2] = c[col];
    packed[4 * col + 3] = d[col];
  }
}

}  // namespace itg
