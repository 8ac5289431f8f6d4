// SPDX-License-Identifier: Apache-2.0
//
// Max-pool, forward. Channels are innermost, so a window is a few loops over channels that
// vectorise.

#include "model/ops/max_pool.h"

#include <algorithm>
#include <limits>
#include <type_traits>

#include "model/arith/bits.h"
#include "model/ops/lanes.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

int64_t Positions(const Window& window) { return int64_t{window.kernel_h} * window.kernel_w; }

// What a window at (y0, x0) covers of the image.
struct Covered {
  Covered(const Shape& image, const Window& window, int64_t y0, int64_t x0)
      : i0(std::max<int64_t>(0, -y0)),
        i1(std::min<int64_t>(window.kernel_h, image[1] - y0)),
        j0(std::max<int64_t>(0, -x0)),
        j1(std::min<int64_t>(window.kernel_w, image[2] - x0)) {}
  int64_t i0, i1, j0, j1;
};

// Element and position as one: the largest key is that of the first of the largest elements.
//   key = element * 2^bits + (2^bits - 1 - position)
template <typename Key, typename T>
Key KeyOf(T element, int position, int bits) {
  return static_cast<Key>(element * (1 << bits) + ((1 << bits) - 1 - position));
}

template <typename T, typename Key>
T ElementOf(Key key, int bits) {
  return static_cast<T>(key >> bits);
}

template <typename Key>
int16_t PositionOf(Key key, int bits) {
  const int last = (1 << bits) - 1;
  return static_cast<int16_t>(last - (key & last));
}

// kCount channels at once, in registers.
template <int kCount, typename Key, typename T>
void PoolLanes(const T* first, const Covered& covered, int64_t row, int64_t channels, int kernel_w,
               int bits, T* best, int16_t* index) {
  Key most[kCount];
  std::fill(most, most + kCount, std::numeric_limits<Key>::min());
  for (int64_t i = covered.i0; i < covered.i1; ++i) {
    for (int64_t j = covered.j0; j < covered.j1; ++j) {
      const T* v = first + i * row + j * channels;
      const int position = static_cast<int>(i * kernel_w + j);
      for (int lane = 0; lane < kCount; ++lane) {
        most[lane] = std::max(most[lane], KeyOf<Key>(v[lane], position, bits));
      }
    }
  }
  for (int lane = 0; lane < kCount; ++lane) {
    best[lane] = ElementOf<T>(most[lane], bits);
    index[lane] = PositionOf(most[lane], bits);
  }
}

template <typename Key, typename T>
void PoolWindow(const T* image, const Shape& shape, const Window& window, int64_t y0, int64_t x0,
                T* best, int16_t* index) {
  const int64_t channels = shape[3];
  const int64_t row = shape[2] * channels;
  const Covered covered(shape, window, y0, x0);
  const int bits = BitLength(static_cast<uint64_t>(Positions(window) - 1));
  const T* first = image + (y0 * row + x0 * channels);  // may lie in the padding
  ByLanes(channels, [&](auto count, int64_t c) {
    PoolLanes<count, Key>(first + c, covered, row, channels, window.kernel_w, bits, best + c,
                          index + c);
  });
}

// The same for a window of 2 x 2 in the image: one loop, which becomes straight code.
template <typename Key, typename T>
void PoolFour(const T* image, const Shape& shape, const Window&, int64_t y0, int64_t x0, T* best,
              int16_t* index) {
  constexpr int kBits = 2;
  const int64_t channels = shape[3];
  const int64_t row = shape[2] * channels;
  const T* const first = image + (y0 * row + x0 * channels);
  ByLanes(channels, [=](auto count, int64_t c) {
    T most[count];  // of their own: the compiler need not ask whether stores change what it loads
    int16_t won[count];
    const T* const top = first + c;
    const T* const bottom = top + row;
    for (int lane = 0; lane < count; ++lane) {
      const Key upper =
          std::max(KeyOf<Key>(top[lane], 0, kBits), KeyOf<Key>(top[channels + lane], 1, kBits));
      const Key lower = std::max(KeyOf<Key>(bottom[lane], 2, kBits),
                                 KeyOf<Key>(bottom[channels + lane], 3, kBits));
      const Key key = std::max(upper, lower);
      most[lane] = ElementOf<T>(key, kBits);
      won[lane] = PositionOf(key, kBits);
    }
    std::copy(most, most + count, best + c);
    std::copy(won, won + count, index + c);
  });
}

template <typename T>
using PoolFunction = void (*)(const T*, const Shape&, const Window&, int64_t, int64_t, T*,
                              int16_t*);

// How to pool a window: with keys that hold an element and a position.
template <typename T>
PoolFunction<T> ChoosePool(const Window& window) {
  using ShortKey = std::conditional_t<sizeof(T) == 1, int16_t, int32_t>;
  const bool inside = window.padding == 0 && window.kernel_h == 2 && window.kernel_w == 2;
  if (inside) return PoolFour<ShortKey, T>;
  return Positions(window) <= 256 ? PoolWindow<ShortKey, T> : PoolWindow<int32_t, T>;
}

}  // namespace

void MaxPool(const Tensor& in, const Window& window, Tensor* out, Tensor* index) {
  const Shape& image = in.shape();
  const Shape& pooled = out->shape();
  const int64_t image_size = in.size() / image[0];
  const int64_t rows = pooled[0] * pooled[1];
  int16_t* indices = index->data<int16_t>();
  VisitElements(in, [&](const auto* v) {
    using T = std::remove_cv_t<std::remove_reference_t<decltype(*v)>>;
    T* best = out->data<T>();
    const PoolFunction<T> pool = ChoosePool<T>(window);
#pragma omp parallel for schedule(static) if (PaysThreads(in.size()))
    for (int64_t row = 0; row < rows; ++row) {
      const int64_t y0 = row % pooled[1] * window.stride - window.padding;
      const T* sample = v + row / pooled[1] * image_size;
      for (int64_t ox = 0; ox < pooled[2]; ++ox) {
        const int64_t at = (row * pooled[2] + ox) * pooled[3];
        pool(sample, image, window, y0, ox * window.stride - window.padding, best + at,
             indices + at);
      }
    }
  });
  out->set_exponent(in.exponent());
}

void MaxPoolStrip(const Tensor& strip, const Window& window, int64_t at, Tensor* out,
                  Tensor* index) {
  const int64_t columns = out->shape()[2];
  const int64_t channels = out->shape()[3];
  VisitElements(strip, [&](const auto* v) {
    using T = std::remove_cv_t<std::remove_reference_t<decltype(*v)>>;
    const PoolFunction<T> pool = ChoosePool<T>(window);
    for (int64_t ox = 0; ox < columns; ++ox) {
      pool(v, strip.shape(), window, 0, ox * window.stride, out->data<T>() + at + ox * channels,
           index->data<int16_t>() + at + ox * channels);
    }
  });
}

}  // namespace itg
