// SPDX-License-Identifier: Apache-2.0
//
// Average-pool. A window of at most 255 * 255 16-bit elements sums up to less than 2^31, times a
// factor of at most 2^16: int64 holds it.

#include "model/ops/average_pool.h"

#include <algorithm>
#include <type_traits>
#include <vector>

#include "model/arith/bits.h"
#include "model/ops/accumulators.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

struct Scale {
  explicit Scale(const Window& window) {
    const int64_t count = int64_t{window.kernel_h} * window.kernel_w;
    if ((count & (count - 1)) == 0) {
      exponent = -(BitLength(static_cast<uint64_t>(count)) - 1);
    } else {
      factor = (2 * 65536 + count) / (2 * count);  // no ties: count is no power of two
      exponent = -16;
    }
  }
  int64_t factor = 1;
  int exponent = 0;
};

template <typename T>
void AddRun(const T* v, int64_t count, int64_t* sums) {
  for (int64_t i = 0; i < count; ++i) sums[i] += v[i];
}

// sums[PW][C] of row `oy` of the pooled image.
template <typename T>
void SumRow(const T* image, const Shape& shape, const Window& window, int64_t oy, int64_t columns,
            int64_t* sums) {
  const int64_t channels = shape[3];
  const int64_t y0 = oy * window.stride - window.padding;
  for (int64_t y = std::max<int64_t>(0, y0); y < std::min(y0 + window.kernel_h, shape[1]); ++y) {
    for (int64_t ox = 0; ox < columns; ++ox) {
      const int64_t x0 = ox * window.stride - window.padding;
      for (int64_t x = std::max<int64_t>(0, x0); x < std::min(x0 + window.kernel_w, shape[2]);
           ++x) {
        AddRun(image + (y * shape[2] + x) * channels, channels, sums + ox * channels);
      }
    }
  }
}

// sums[W][C] of row `y` of the image: what the windows that cover it hold.
template <typename T>
void SpreadRow(const T* pooled, const Shape& shape, const Window& window, int64_t y,
               int64_t columns, int64_t* sums) {
  const int64_t channels = shape[3];
  for (int64_t oy = 0; oy < shape[1]; ++oy) {
    const int64_t i = y - (oy * window.stride - window.padding);
    if (i < 0 || i >= window.kernel_h) continue;
    for (int64_t ox = 0; ox < shape[2]; ++ox) {
      const int64_t x0 = ox * window.stride - window.padding;
      for (int64_t x = std::max<int64_t>(0, x0); x < std::min(x0 + window.kernel_w, columns); ++x) {
        AddRun(pooled + (oy * shape[2] + ox) * channels, channels, sums + x * channels);
      }
    }
  }
}

// acc = factor * what `sum_row(sample, row, sums)` adds up, row of the output by row.
template <typename T, typename SumRowOf>
uint64_t ByRow(const Tensor& in, const Window& window, int acc_bits, SumRowOf&& sum_row,
               Tensor* acc) {
  const Scale scale(window);
  const Shape& shape = acc->shape();
  const int64_t width = shape[2] * shape[3];
  const int64_t rows = shape[0] * shape[1];
  const int64_t sample = in.size() / shape[0];
  const T* v = in.data<T>();
  uint64_t overflows = 0;
#pragma omp parallel for reduction(+ : overflows) schedule(static) if (PaysThreads(in.size()))
  for (int64_t row = 0; row < rows; ++row) {
    std::vector<int64_t> sums(static_cast<size_t>(width), 0);
    sum_row(v + row / shape[1] * sample, row % shape[1], sums.data());
    for (int64_t& sum : sums) sum *= scale.factor;
    VisitElements(*acc, [&](auto* out) {
      using Acc = std::remove_reference_t<decltype(*out)>;
      if constexpr (sizeof(Acc) >= sizeof(int32_t)) {
        overflows += WrapRun(sums.data(), width, acc_bits, out + row * width);
      }
    });
  }
  acc->set_exponent(in.exponent() + scale.exponent);
  return overflows;
}

template <typename Visitor>
uint64_t ByElementType(const Tensor& in, Visitor&& visit) {
  return in.type() == ElementType::kInt8 ? visit(int8_t{}) : visit(int16_t{});
}

}  // namespace

uint64_t AveragePool(const Tensor& in, const Window& window, int acc_bits, Tensor* acc) {
  return ByElementType(in, [&](auto type) {
    using T = decltype(type);
    const auto sum = [&](const T* sample, int64_t row, int64_t* sums) {
      SumRow(sample, in.shape(), window, row, acc->shape()[2], sums);
    };
    return ByRow<T>(in, window, acc_bits, sum, acc);
  });
}

uint64_t AveragePoolBackward(const Tensor& error, const Window& window, int acc_bits, Tensor* acc) {
  return ByElementType(error, [&](auto type) {
    using T = decltype(type);
    const auto spread = [&](const T* sample, int64_t row, int64_t* sums) {
      SpreadRow(sample, error.shape(), window, row, acc->shape()[2], sums);
    };
    return ByRow<T>(error, window, acc_bits, spread, acc);
  });
}

}  // namespace itg
