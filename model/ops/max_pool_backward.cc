// SPDX-License-Identifier: Apache-2.0
//
// Max-pool, backward: errors to the winners of their windows.

#include <algorithm>
#include <type_traits>
#include <vector>

#include "model/error.h"
#include "model/ops/accumulators.h"
#include "model/ops/max_pool.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

[[noreturn]] void FailOnIndex() {
  throw Error("max-pool: an index points outside of its window or the image");
}

// Where a window's position lies from the window's corner.
struct Positions {
  Positions(const Window& window, const Shape& image) {
    for (int64_t i = 0; i < window.kernel_h; ++i) {
      for (int64_t j = 0; j < window.kernel_w; ++j) {
        rows.push_back(i);
        columns.push_back(j);
        offsets.push_back((i * image[2] + j) * image[3]);
      }
    }
  }
  std::vector<int64_t> rows, columns, offsets;
};

// Adds the errors of a sample to `sums`. False when an index is wrong.
template <typename T, typename Out>
bool ScatterSample(const T* error, const int16_t* index, const Shape& pooled, const Shape& image,
                   const Window& window, const Positions& positions, Out* sums) {
  const int64_t channels = image[3];
  for (int64_t oy = 0; oy < pooled[1]; ++oy) {
    for (int64_t ox = 0; ox < pooled[2]; ++ox) {
      const int64_t y0 = oy * window.stride - window.padding;
      const int64_t x0 = ox * window.stride - window.padding;
      const int64_t corner = (y0 * image[2] + x0) * channels;
      for (int64_t c = 0; c < channels; ++c, ++error, ++index) {
        const size_t position = static_cast<size_t>(*index);
        if (position >= positions.offsets.size()) return false;
        const int64_t y = y0 + positions.rows[position];
        const int64_t x = x0 + positions.columns[position];
        if (y < 0 || y >= image[1] || x < 0 || x >= image[2]) return false;
        Out& sum = sums[corner + positions.offsets[position] + c];
        sum = static_cast<Out>(sum + *error);
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
  const Positions positions(window, image);
  int wrong = 0;
#pragma omp parallel for reduction(| : wrong) schedule(static) if (PaysThreads(error.size()))
  for (int64_t n = 0; n < image[0]; ++n) {
    Out* sample = sums + n * to;
    std::fill(sample, sample + to, Out{0});
    const bool right = ScatterSample(errors + n * from, indices + n * from, error.shape(), image,
                                     window, positions, sample);
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
  constexpr int64_t kManyChannels = 32;  // for fewer, position by position does not pay
  const bool by_position = window.padding == 0 && out->shape()[3] >= kManyChannels;
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
