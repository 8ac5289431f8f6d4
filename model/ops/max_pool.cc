// SPDX-License-Identifier: Apache-2.0
//
// Max-pool. Channels are innermost, so a window is a few loops over channels that vectorise.

#include "model/ops/max_pool.h"

#include <algorithm>
#include <type_traits>

#include "model/error.h"
#include "model/ops/accumulators.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

// best = max(best, v), the earlier one on a tie.
template <typename T>
void Compete(const T* v, int16_t position, int64_t channels, T* best, int16_t* index) {
  for (int64_t c = 0; c < channels; ++c) {
    const bool wins = v[c] > best[c];
    best[c] = wins ? v[c] : best[c];
    index[c] = wins ? position : index[c];
  }
}

template <typename T>
void PoolWindow(const T* image, const Shape& shape, const Window& window, int64_t y0, int64_t x0,
                T* best, int16_t* index) {
  const int64_t channels = shape[3];
  bool first = true;
  for (int64_t i = std::max<int64_t>(0, -y0); i < window.kernel_h && y0 + i < shape[1]; ++i) {
    for (int64_t j = std::max<int64_t>(0, -x0); j < window.kernel_w && x0 + j < shape[2]; ++j) {
      const T* v = image + ((y0 + i) * shape[2] + x0 + j) * channels;
      const int16_t position = static_cast<int16_t>(i * window.kernel_w + j);
      if (first) {
        std::copy(v, v + channels, best);
        std::fill(index, index + channels, position);
        first = false;
      } else {
        Compete(v, position, channels, best, index);
      }
    }
  }
}

[[noreturn]] void FailOnIndex() {
  throw Error("max-pool: an index points outside of its window or the image");
}

// Calls add(image element, error) for every error of sample `n`. False when an index is wrong.
template <typename T, typename Add>
bool ScatterSample(const T* error, const int16_t* index, const Shape& pooled, const Shape& image,
                   const Window& window, Add&& add) {
  const int64_t channels = image[3];
  const int64_t positions = int64_t{window.kernel_h} * window.kernel_w;
  for (int64_t oy = 0; oy < pooled[1]; ++oy) {
    for (int64_t ox = 0; ox < pooled[2]; ++ox) {
      for (int64_t c = 0; c < channels; ++c, ++error, ++index) {
        const int64_t y = oy * window.stride - window.padding + *index / window.kernel_w;
        const int64_t x = ox * window.stride - window.padding + *index % window.kernel_w;
        const bool inside =
            *index >= 0 && *index < positions && y >= 0 && y < image[1] && x >= 0 && x < image[2];
        if (!inside) return false;
        add((y * image[2] + x) * channels + c, *error);
      }
    }
  }
  return true;
}

// out += the errors; samples are disjoint, so threads share nothing.
template <typename T, typename Out>
void Scatter(const Tensor& error, const Tensor& index, const Window& window, Tensor* out) {
  const T* errors = error.data<T>();
  const int16_t* indices = index.data<int16_t>();
  Out* sums = out->data<Out>();
  const Shape& image = out->shape();
  const int64_t from = error.size() / image[0];
  const int64_t to = out->size() / image[0];
  int wrong = 0;
#pragma omp parallel for reduction(| : wrong) schedule(static) if (PaysThreads(error.size()))
  for (int64_t n = 0; n < image[0]; ++n) {
    Out* sample = sums + n * to;
    std::fill(sample, sample + to, Out{0});
    const bool right = ScatterSample(errors + n * from, indices + n * from, error.shape(), image,
                                     window, [sample](int64_t element, T e) {
                                       sample[element] = static_cast<Out>(sample[element] + e);
                                     });
    wrong |= right ? 0 : 1;
  }
  if (wrong != 0) FailOnIndex();
}

// out = error where the position is the winner, else 0.
template <typename T, typename Out>
void SpreadPosition(const T* error, const int16_t* index, int16_t position, int64_t channels,
                    Out* out) {
  for (int64_t c = 0; c < channels; ++c) {
    out[c] = index[c] == position ? static_cast<Out>(error[c]) : Out{0};
  }
}

bool AllBelow(const int16_t* index, int64_t count, int64_t positions) {
  bool below = true;
  for (int64_t i = 0; i < count; ++i) below &= index[i] >= 0 && index[i] < positions;
  return below;
}

// Windows that neither overlap nor reach into padding: every element of the image is written once,
// position by position.
template <typename T, typename Out>
void Spread(const Tensor& error, const Tensor& index, const Window& window, Tensor* out) {
  const Shape& pooled = error.shape();
  const Shape& image = out->shape();
  const int64_t channels = image[3];
#pragma omp parallel for schedule(static) if (PaysThreads(out->size()))
  for (int64_t row = 0; row < image[0] * image[1]; ++row) {
    Out* const to = out->data<Out>() + row * image[2] * channels;
    const int64_t y = row % image[1];
    const int64_t oy = y / window.stride;
    const int64_t i = y % window.stride;
    if (oy >= pooled[1] || i >= window.kernel_h) {
      std::fill(to, to + image[2] * channels, Out{0});
      continue;
    }
    for (int64_t x = 0; x < image[2]; ++x) {
      const int64_t ox = x / window.stride;
      const int64_t j = x % window.stride;
      if (ox >= pooled[2] || j >= window.kernel_w) {
        std::fill(to + x * channels, to + (x + 1) * channels, Out{0});
        continue;
      }
      const int64_t at = ((row / image[1] * pooled[1] + oy) * pooled[2] + ox) * channels;
      SpreadPosition(error.data<T>() + at, index.data<int16_t>() + at,
                     static_cast<int16_t>(i * window.kernel_w + j), channels, to + x * channels);
    }
  }
  const int64_t positions = int64_t{window.kernel_h} * window.kernel_w;
  if (!AllBelow(index.data<int16_t>(), index.size(), positions)) FailOnIndex();
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
#pragma omp parallel for schedule(static) if (PaysThreads(in.size()))
    for (int64_t row = 0; row < rows; ++row) {
      const int64_t y0 = row % pooled[1] * window.stride - window.padding;
      const T* sample = v + row / pooled[1] * image_size;
      for (int64_t ox = 0; ox < pooled[2]; ++ox) {
        const int64_t at = (row * pooled[2] + ox) * pooled[3];
        PoolWindow(sample, image, window, y0, ox * window.stride - window.padding, best + at,
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
    for (int64_t ox = 0; ox < columns; ++ox) {
      PoolWindow(v, strip.shape(), window, 0, ox * window.stride,
                 out->data<T>() + at + ox * channels, index->data<int16_t>() + at + ox * channels);
    }
  });
}

uint64_t MaxPoolBackward(const Tensor& error, const Tensor& index, const Window& window,
                         int acc_bits, Tensor* acc) {
  // At most 2^15 errors below 2^15 meet: they fit the storage, whatever acc_bits is.
  VisitElements(error, [&](const auto* v) {
    using T = std::remove_cv_t<std::remove_reference_t<decltype(*v)>>;
    acc->type() == ElementType::kInt32 ? Scatter<T, int32_t>(error, index, window, acc)
                                       : Scatter<T, int64_t>(error, index, window, acc);
  });
  acc->set_exponent(error.exponent());
  return WrapInPlace(acc_bits, acc);
}

void MaxPoolScatter(const Tensor& error, const Tensor& index, const Window& window, Tensor* out) {
  const bool by_position = window.padding == 0;
  VisitElements(error, [&](const auto* v) {
    using T = std::remove_cv_t<std::remove_reference_t<decltype(*v)>>;
    if (by_position) {
      out->type() == ElementType::kInt8 ? Spread<T, int8_t>(error, index, window, out)
                                        : Spread<T, int16_t>(error, index, window, out);
    } else {
      out->type() == ElementType::kInt8 ? Scatter<T, int8_t>(error, index, window, out)
                                        : Scatter<T, int16_t>(error, index, window, out);
    }
  });
  out->set_exponent(error.exponent());
}

}  // namespace itg
