// SPDX-License-Identifier: Apache-2.0
//
// The tile on AVX512-VNNI. Compiled for it whatever the rest is compiled for: callers ask
// HasVnni().

#include "model/kernels/vnni.h"

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

// The loop is assembly because neither GCC 12 nor Clang 14 keeps 28 accumulators in registers: they
// store and load each around its multiplication. zmm0 to zmm27 are rows of 32 sums, zmm28 and
// zmm29 a group of b, zmm30 four bytes of a row. Where bytes are selected there are 26 sums, and
// zmm26 and zmm27 are the controls.
#define ITG_EACH_SUM \
  ".irp i,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27\n"
#define ITG_ZERO ITG_EACH_SUM "vpxord %%zmm\\i, %%zmm\\i, %%zmm\\i\n.endr\n"
#define ITG_STORE ITG_EACH_SUM "vmovdqa64 %%zmm\\i, \\i*64(%[sums])\n.endr\n"
#define ITG_ROW(r, low, high)               \
  "movq " #r                                \
  "*8(%[rows]), %[row]\n"                   \
  "vpbroadcastd (%[at], %[row]), %%zmm30\n" \
  "vpdpbusd %%zmm28, %%zmm30, %%zmm" #low   \
  "\n"                                      \
  "vpdpbusd %%zmm29, %%zmm30, %%zmm" #high "\n"
#define ITG_ROWS1(X) X(0, 0, 1)
#define ITG_ROWS2(X) ITG_ROWS1(X) X(1, 2, 3)
#define ITG_ROWS3(X) ITG_ROWS2(X) X(2, 4, 5)
#define ITG_ROWS4(X) ITG_ROWS3(X) X(3, 6, 7)
#define ITG_ROWS5(X) ITG_ROWS4(X) X(4, 8, 9)
#define ITG_ROWS6(X) ITG_ROWS5(X) X(5, 10, 11)
#define ITG_ROWS7(X) ITG_ROWS6(X) X(6, 12, 13)
#define ITG_ROWS8(X) ITG_ROWS7(X) X(7, 14, 15)
#define ITG_ROWS9(X) ITG_ROWS8(X) X(8, 16, 17)
#define ITG_ROWS10(X) ITG_ROWS9(X) X(9, 18, 19)
#define ITG_ROWS11(X) ITG_ROWS10(X) X(10, 20, 21)
#define ITG_ROWS12(X) ITG_ROWS11(X) X(11, 22, 23)
#define ITG_ROWS13(X) ITG_ROWS12(X) X(12, 24, 25)
#define ITG_ROWS14(X) ITG_ROWS13(X) X(13, 26, 27)

#define ITG_SELECT(r, low, high)          \
  "movq " #r                              \
  "*8(%[rows]), %[row]\n"                 \
  "vmovdqu32 (%[at], %[row]), %%xmm30\n"  \
  "vpermb %%zmm30, %%zmm26, %%zmm31\n"    \
  "vpdpbusd %%zmm28, %%zmm31, %%zmm" #low \
  "\n"                                    \
  "vpermb %%zmm30, %%zmm27, %%zmm30\n"    \
  "vpdpbusd %%zmm29, %%zmm30, %%zmm" #high "\n"

#define ITG_SUMS(n)                                                                     \
  ITG_VNNI void Sums##n(const VnniRows& a, const int64_t* rows, const int8_t* packed,   \
                        int32_t* sums) {                                                \
    const int32_t* groups = a.groups;                                                   \
    int64_t count = a.group_count;                                                      \
    int64_t at = 0;                                                                     \
    int64_t row = 0;                                                                    \
    asm volatile(ITG_ZERO                                                             \
                 "1: movslq (%[groups]), %[at]\n"                                     \
                 "addq %[base], %[at]\n"                                              \
                 "vmovdqu64 (%[packed]), %%zmm28\n"                                   \
                 "vmovdqu64 64(%[packed]), %%zmm29\n" ITG_ROWS##n(ITG_ROW)                     \
                 "addq $128, %[packed]\n"                                             \
                 "addq $4, %[groups]\n"                                               \
                 "decq %[count]\n"                                                    \
                 "jnz 1b\n" ITG_STORE                                                 \
                 : [groups] "+r"(groups), [count] "+r"(count), [packed] "+r"(packed), \
                   [at] "=&r"(at), [row] "=&r"(row)                                   \
                 : [base] "r"(a.base), [rows] "r"(rows), [sums] "r"(sums)             \
                 : "memory", "cc", ITG_CLOBBERS); \
  }
#define ITG_CLOBBERS                                                                            \
  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",      \
      "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", \
      "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", \
      "xmm31"
#define ITG_SELECT_SUMS(n)                                                                    \
  ITG_VNNI void SelectSums##n(const VnniRows& a, const int64_t* rows, const int8_t* packed,   \
                              const int8_t* controls, int32_t* sums) {                        \
    const int32_t* groups = a.groups;                                                         \
    int64_t count = a.group_count;                                                            \
    int64_t at = 0;                                                                           \
    int64_t row = 0;                                                                          \
    asm volatile(ITG_ZERO                                                                   \
                 "1: movslq (%[groups]), %[at]\n"                                           \
                 "addq %[base], %[at]\n"                                                    \
                 "vmovdqu64 (%[controls]), %%zmm26\n"                                       \
                 "vmovdqu64 64(%[controls]), %%zmm27\n"                                     \
                 "vmovdqu64 (%[packed]), %%zmm28\n"                                         \
                 "vmovdqu64 64(%[packed]), %%zmm29\n" ITG_ROWS##n(ITG_SELECT)               \
                 "addq $128, %[packed]\n"                                                   \
                 "addq $128, %[controls]\n"                                                 \
                 "addq $4, %[groups]\n"                                                     \
                 "decq %[count]\n"                                                          \
                 "jnz 1b\n" ITG_STORE                                                       \
                 : [groups] "+r"(groups), [count] "+r"(count), [packed] "+r"(packed),       \
                   [controls] "+r"(controls), [at] "=&r"(at), [row] "=&r"(row)              \
                 : [base] "r"(a.base), [rows] "r"(rows), [sums] "r"(sums)                   \
                 : "memory", "cc", ITG_CLOBBERS); \
  }
ITG_SUMS(1)
ITG_SUMS(2)
ITG_SUMS(3)
ITG_SUMS(4)
ITG_SUMS(5)
ITG_SUMS(6)
ITG_SUMS(7)
ITG_SUMS(8)
ITG_SUMS(9)
ITG_SUMS(10)
ITG_SUMS(11)
ITG_SUMS(12)
ITG_SUMS(13)
ITG_SUMS(14)

ITG_SELECT_SUMS(1)
ITG_SELECT_SUMS(2)
ITG_SELECT_SUMS(3)
ITG_SELECT_SUMS(4)
ITG_SELECT_SUMS(5)
ITG_SELECT_SUMS(6)
ITG_SELECT_SUMS(7)
ITG_SELECT_SUMS(8)
ITG_SELECT_SUMS(9)
ITG_SELECT_SUMS(10)
ITG_SELECT_SUMS(11)
ITG_SELECT_SUMS(12)
ITG_SELECT_SUMS(13)

using SelectFunction = void (*)(const VnniRows&, const int64_t*, const int8_t*, const int8_t*,
                                int32_t*);
constexpr SelectFunction kSelectSums[kSelectRows] = {
    SelectSums1, SelectSums2, SelectSums3,  SelectSums4,  SelectSums5,  SelectSums6, SelectSums7,
    SelectSums8, SelectSums9, SelectSums10, SelectSums11, SelectSums12, SelectSums13};
using SumsFunction = void (*)(const VnniRows&, const int64_t*, const int8_t*, int32_t*);
constexpr SumsFunction kSums[kTileRows] = {Sums1, Sums2, Sums3,  Sums4,  Sums5,  Sums6,  Sums7,
                                           Sums8, Sums9, Sums10, Sums11, Sums12, Sums13, Sums14};

// Part of a row, of up to 32 sums.
struct Masks {
  explicit Masks(int64_t cols)
      : low(static_cast<__mmask16>(cols >= 16 ? 0xffff : (1U << cols) - 1)),
        high(static_cast<__mmask16>(cols >= 32   ? 0xffff
                                    : cols <= 16 ? 0
                                                 : (1U << (cols - 16)) - 1)) {}
  __mmask16 low, high;
};

ITG_VNNI inline void StoreRow(__m512i low, __m512i high, const Masks& masks, bool streams,
                              int32_t* out) {
  if (streams) {
    _mm512_stream_si512(reinterpret_cast<__m512i*>(out), low);
    _mm512_stream_si512(reinterpret_cast<__m512i*>(out + 16), high);
  } else {
    _mm512_mask_storeu_epi32(out, masks.low, low);
    _mm512_mask_storeu_epi32(out + 16, masks.high, high);
  }
}

// out[r][col] = sums[r][col] + start[col], or + out[r][col] without a start. Returns the OR of
// |x| - 1.
ITG_VNNI uint32_t StoreTile(const int32_t* sums, int64_t rows, int64_t cols, const int32_t* start,
                            const VnniOut& to) {
  const Masks masks(cols);
  const bool streams = to.streams && cols == kTileCols && to.aligned();
  __m512i bits = _mm512_setzero_si512();
  int32_t* out = to.at;
  for (int64_t r = 0; r < rows; ++r, out += to.stride) {
    const int32_t* const from = start != nullptr ? start : out;
    const int32_t* const sum = sums + r * kTileCols;
    const __m512i low =
        _mm512_add_epi32(_mm512_load_si512(sum), _mm512_maskz_loadu_epi32(masks.low, from));
    const __m512i high = _mm512_add_epi32(_mm512_load_si512(sum + 16),
                                          _mm512_maskz_loadu_epi32(masks.high, from + 16));
    StoreRow(low, high, masks, streams, out);
    bits = _mm512_or_si512(bits, _mm512_or_si512(BelowMagnitude(low), BelowMagnitude(high)));
  }
  alignas(64) uint32_t lanes[16];
  _mm512_store_si512(lanes, bits);
  uint32_t all = 0;
  for (const uint32_t lane : lanes) all |= lane;
  return all;
}

}  // namespace

bool HasVnni() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512vnni") != 0;
}

bool HasByteSelect() { return HasVnni() && __builtin_cpu_supports("avx512vbmi") != 0; }

uint32_t VnniTile(const VnniRows& a, int64_t first_row, int64_t rows, const int8_t* packed,
                  int64_t cols, const int32_t* start, const VnniOut& out) {
  alignas(64) int32_t sums[kTileRows * kTileCols];
  kSums[rows - 1](a, a.rows + first_row, packed, sums);
  return StoreTile(sums, rows, cols, start, out);
}

uint32_t VnniSelectTile(const VnniRows& a, int64_t first_row, int64_t rows, const int8_t* packed,
                        const int8_t* controls, int64_t cols, const int32_t* start,
                        const VnniOut& out) {
  alignas(64) int32_t sums[kTileRows * kTileCols];
  kSelectSums[rows - 1](a, a.rows + first_row, packed, controls, sums);
  return StoreTile(sums, rows, cols, start, out);
}

}  // namespace itg

#else

namespace itg {

bool HasVnni() { return false; }
bool HasByteSelect() { return false; }

uint32_t VnniTile(const VnniRows&, int64_t, int64_t, const int8_t*, int64_t, const int32_t*,
                  const VnniOut&) {
  return 0;
}

uint32_t VnniSelectTile(const VnniRows&, int64_t, int64_t, const int8_t*, const int8_t*, int64_t,
                        const int32_t*, const VnniOut&) {
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
