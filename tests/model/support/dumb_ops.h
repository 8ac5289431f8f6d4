// SPDX-License-Identifier: Apache-2.0
//
// Every operation on images written a second time, straight from the index sums of NUMERICS.md
// section 4: plain loops in int64, no blocks, no threads, no shortcuts.

#pragma once

#include <vector>

#include "model/program/window.h"
#include "tests/model/support/dumb_round.h"

namespace itg {

using Exact = std::vector<int64_t>;  // row-major, not wrapped

// Element [n][y][x][c] of an image tensor, 0 outside of the image.
inline int64_t DumbAt(const Tensor& t, int64_t n, int64_t y, int64_t x, int64_t c) {
  const Shape& s = t.shape();
  if (y < 0 || y >= s[1] || x < 0 || x >= s[2]) return 0;
  return t.Get(((n * s[1] + y) * s[2] + x) * s[3] + c);
}

// Calls visit(n, oy, ox, y, x, i, j): every position of every window, also in the padding.
template <typename Visitor>
void VisitWindows(const Shape& image, const Shape& result, const Window& w, Visitor&& visit) {
  for (int64_t n = 0; n < image[0]; ++n) {
    for (int64_t oy = 0; oy < result[1]; ++oy) {
      for (int64_t ox = 0; ox < result[2]; ++ox) {
        for (int64_t i = 0; i < w.kernel_h; ++i) {
          for (int64_t j = 0; j < w.kernel_w; ++j) {
            visit(n, oy, ox, oy * w.stride + i - w.padding, ox * w.stride + j - w.padding, i, j);
          }
        }
      }
    }
  }
}

inline bool DumbInside(const Shape& image, int64_t y, int64_t x) {
  return y >= 0 && y < image[1] && x >= 0 && x < image[2];
}

inline int64_t DumbIndex(const Shape& s, int64_t n, int64_t y, int64_t x, int64_t c) {
  return ((n * s[1] + y) * s[2] + x) * s[3] + c;
}

// The three products of a convolution; `out` gives the shape of the result.
inline Exact DumbForward(const Tensor& a, const Tensor& weight, const Window& w, const Shape& out) {
  Exact sums(static_cast<size_t>(ElementCount(out)), 0);
  VisitWindows(a.shape(), out, w, [&](auto n, auto oy, auto ox, auto y, auto x, auto i, auto j) {
    for (int64_t o = 0; o < out[3]; ++o) {
      for (int64_t c = 0; c < a.shape()[3]; ++c) {
        sums[static_cast<size_t>(DumbIndex(out, n, oy, ox, o))] +=
            DumbAt(a, n, y, x, c) * DumbAt(weight, o, i, j, c);
      }
    }
  });
  return sums;
}

inline Exact DumbError(const Tensor& error, const Tensor& weight, const Window& w,
                       const Shape& out) {
  const Shape& e = error.shape();
  Exact sums(static_cast<size_t>(ElementCount(out)), 0);
  VisitWindows(out, e, w, [&](auto n, auto oy, auto ox, auto y, auto x, auto i, auto j) {
    if (!DumbInside(out, y, x)) return;
    for (int64_t o = 0; o < e[3]; ++o) {
      for (int64_t c = 0; c < out[3]; ++c) {
        sums[static_cast<size_t>(DumbIndex(out, n, y, x, c))] +=
            DumbAt(error, n, oy, ox, o) * DumbAt(weight, o, i, j, c);
      }
    }
  });
  return sums;
}

inline Exact DumbGradient(const Tensor& error, const Tensor& a, const Window& w, const Shape& out) {
  Exact sums(static_cast<size_t>(ElementCount(out)), 0);
  VisitWindows(a.shape(), error.shape(), w,
               [&](auto n, auto oy, auto ox, auto y, auto x, auto i, auto j) {
                 for (int64_t o = 0; o < out[0]; ++o) {
                   for (int64_t c = 0; c < out[3]; ++c) {
                     sums[static_cast<size_t>(DumbIndex(out, o, i, j, c))] +=
                         DumbAt(error, n, oy, ox, o) * DumbAt(a, n, y, x, c);
                   }
                 }
               });
  return sums;
}

// value and winner of every window, one after the other
inline Exact DumbMaxPool(const Tensor& a, const Window& w, const Shape& out, Exact* winners) {
  const size_t count = static_cast<size_t>(ElementCount(out));
  Exact best(count, INT64_MIN);
  winners->assign(count, -1);
  VisitWindows(a.shape(), out, w, [&](auto n, auto oy, auto ox, auto y, auto x, auto i, auto j) {
    if (!DumbInside(a.shape(), y, x)) return;
    for (int64_t c = 0; c < out[3]; ++c) {
      const size_t at = static_cast<size_t>(DumbIndex(out, n, oy, ox, c));
      if (DumbAt(a, n, y, x, c) <= best[at]) continue;
      best[at] = DumbAt(a, n, y, x, c);
      (*winners)[at] = i * w.kernel_w + j;
    }
  });
  return best;
}

inline Exact DumbMaxPoolBackward(const Tensor& error, const Tensor& index, const Window& w,
                                 const Shape& out) {
  Exact sums(static_cast<size_t>(ElementCount(out)), 0);
  VisitWindows(
      out, error.shape(), w, [&](auto n, auto oy, auto ox, auto y, auto x, auto i, auto j) {
        for (int64_t c = 0; c < out[3]; ++c) {
          if (DumbAt(index, n, oy, ox, c) != i * w.kernel_w + j) continue;
          sums[static_cast<size_t>(DumbIndex(out, n, y, x, c))] += DumbAt(error, n, oy, ox, c);
        }
      });
  return sums;
}

inline bool IsPowerOfTwo(int64_t n) { return n == 1 || (n % 2 == 0 && IsPowerOfTwo(n / 2)); }

// 1 where the division is left to the exponent.
inline int64_t DumbFactor(const Window& w) {
  const int64_t count = int64_t{w.kernel_h} * w.kernel_w;
  if (IsPowerOfTwo(count)) return 1;
  const int64_t below = 65536 / count;
  return 2 * (65536 - below * count) > count ? below + 1 : below;
}

inline int DumbExponent(const Window& w) {
  int64_t count = int64_t{w.kernel_h} * w.kernel_w;
  if (!IsPowerOfTwo(count)) return -16;
  int exponent = 0;
  for (; count > 1; count /= 2) --exponent;
  return exponent;
}

inline Exact DumbAveragePool(const Tensor& a, const Window& w, const Shape& out) {
  Exact sums(static_cast<size_t>(ElementCount(out)), 0);
  VisitWindows(a.shape(), out, w, [&](auto n, auto oy, auto ox, auto y, auto x, auto, auto) {
    for (int64_t c = 0; c < out[3]; ++c) {
      sums[static_cast<size_t>(DumbIndex(out, n, oy, ox, c))] +=
          DumbFactor(w) * DumbAt(a, n, y, x, c);
    }
  });
  return sums;
}

inline Exact DumbAveragePoolBackward(const Tensor& error, const Window& w, const Shape& out) {
  Exact sums(static_cast<size_t>(ElementCount(out)), 0);
  VisitWindows(out, error.shape(), w, [&](auto n, auto oy, auto ox, auto y, auto x, auto, auto) {
    if (!DumbInside(out, y, x)) return;
    for (int64_t c = 0; c < out[3]; ++c) {
      sums[static_cast<size_t>(DumbIndex(out, n, y, x, c))] +=
          DumbFactor(w) * DumbAt(error, n, oy, ox, c);
    }
  });
  return sums;
}

inline Exact DumbAdd(const Tensor& a, const Tensor& b) {
  const auto aligned = [](const Tensor& t, const Tensor& other, int64_t i) {
    const int difference = other.exponent() - t.exponent();
    const int shift = difference < 0 ? 0 : difference > 31 ? 31 : difference;
    const int64_t v = t.Get(i);
    const int64_t magnitude = DumbRoundMagnitude(v < 0 ? -v : v, shift, Rounding::kNearest, 0);
    return v < 0 ? -magnitude : magnitude;
  };
  Exact sums;
  for (int64_t i = 0; i < a.size(); ++i) sums.push_back(aligned(a, b, i) + aligned(b, a, i));
  return sums;
}

// Two's complement by division: x modulo 2^bits.
inline int64_t DumbWrap(int64_t x, int bits) {
  const int64_t modulus = PowerOfTwo(bits);
  const int64_t low = (x % modulus + modulus) % modulus;
  return low >= modulus / 2 ? low - modulus : low;
}

}  // namespace itg
