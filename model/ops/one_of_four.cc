// SPDX-License-Identifier: Apache-2.0
//
// Errors that a max-pool of 2 x 2 has spread.

#include "model/ops/one_of_four.h"

#include <algorithm>
#include <vector>

#include "model/kernels/vnni.h"
#include "model/ops/lanes.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

int8_t IsSet(int8_t element) { return element != 0 ? 1 : 0; }

// found[lane] becomes 1 where more than one of a block is set, in any of the channels.
void FindTwo(const int8_t* a, const int8_t* b, const int8_t* c, const int8_t* d, int64_t channels,
             int8_t found[kLanes]) {
  ByLanes(channels, [=](auto count, int64_t first) {
    for (int lane = 0; lane < count; ++lane) {
      const int64_t i = first + lane;
      const int set = IsSet(a[i]) + IsSet(b[i]) + IsSet(c[i]) + IsSet(d[i]);
      found[lane] = static_cast<int8_t>(found[lane] | (set > 1 ? 1 : 0));
    }
  });
}

// The elements at (row, column) of a block, for `count` channels.
struct BlockOfFour {
  const int8_t *p00, *p01, *p10, *p11;
};

// values[c]: the element that is not 0, or 0; positions[c] = first + 2 * column + row of it.
void Fold(const BlockOfFour& four, int64_t count, int first, int8_t* values, int8_t* positions) {
  const auto [p00, p01, p10, p11] = four;
  for (int64_t c = 0; c < count; ++c) {
    const int column = IsSet(p01[c]) | IsSet(p11[c]);
    const int row = IsSet(p10[c]) | IsSet(p11[c]);
    values[c] = static_cast<int8_t>(p00[c] | p01[c] | p10[c] | p11[c]);
    positions[c] = static_cast<int8_t>(first + 2 * column + row);
  }
}

}  // namespace

bool IsOneOfFour(const Tensor& error) {
  const Shape& shape = error.shape();
  const int64_t channels = shape[3];
  const int64_t row = shape[2] * channels;
  const int64_t block_rows = (shape[1] + 1) / kBlockSide;
  const std::vector<int8_t> zeros(static_cast<size_t>(channels), 0);
  int several = 0;  // read by all threads below: most tensors are refused by their first rows
#pragma omp parallel for schedule(static) if (PaysThreads(error.size()))
  for (int64_t at = 0; at < shape[0] * block_rows; ++at) {
    int known = 0;
#pragma omp atomic read
    known = several;
    if (known != 0) continue;
    const int64_t y = at % block_rows * kBlockSide;
    const int8_t* top = error.data<int8_t>() + (at / block_rows * shape[1] + y) * row;
    int8_t found[kLanes] = {};
    for (int64_t x = 0; x < shape[2]; x += kBlockSide) {
      const bool right = x + 1 < shape[2];
      const bool below = y + 1 < shape[1];
      const int8_t* a = top + x * channels;
      FindTwo(a, right ? a + channels : zeros.data(), below ? a + row : zeros.data(),
              right && below ? a + row + channels : zeros.data(), channels, found);
    }
    if (std::any_of(found, found + kLanes, [](int8_t lane) { return lane != 0; })) {
#pragma omp atomic write
      several = 1;
    }
  }
  return several == 0;
}

void PackOneOfFour(const int8_t* image, const Shape& shape, int64_t y, int64_t x, int64_t channel,
                   int64_t channels, int8_t* values, int8_t* positions) {
  constexpr int64_t kMost = kTileCols;
  const int8_t zeros[kMost] = {};
  int8_t value[kGroup][kMost];
  int8_t position[kGroup][kMost];
  const auto at = [&](int64_t row, int64_t column) {
    const bool inside = row < shape[1] && column < shape[2];
    return inside ? image + (row * shape[2] + column) * shape[3] + channel : zeros;
  };
  for (int64_t b = 0; b < kGroup; ++b) {
    const int64_t column = x + kBlockSide * b;
    Fold({at(y, column), at(y, column + 1), at(y + 1, column), at(y + 1, column + 1)}, channels,
         static_cast<int>(4 * b), value[b], position[b]);
  }
  const int8_t* const value_rows[kGroup] = {value[0], value[1], value[2], value[3]};
  const int8_t* const position_rows[kGroup] = {position[0], position[1], position[2], position[3]};
  InterleaveRows(value_rows, channels, values);
  InterleaveRows(position_rows, channels, positions);
}

void FoldBlock(const int8_t* image, const Shape& shape, int64_t y, int64_t x, int8_t* values,
               int8_t* positions) {
  const int64_t channels = shape[3];
  const std::vector<int8_t> zeros(static_cast<size_t>(channels), 0);
  const int8_t* const p00 = image + (y * shape[2] + x) * channels;
  const int8_t* const p10 = y + 1 < shape[1] ? p00 + shape[2] * channels : nullptr;
  const bool right = x + 1 < shape[2];
  Fold({p00, right ? p00 + channels : zeros.data(), p10 != nullptr ? p10 : zeros.data(),
        right && p10 != nullptr ? p10 + channels : zeros.data()},
       channels, 0, values, positions);
}

}  // namespace itg
