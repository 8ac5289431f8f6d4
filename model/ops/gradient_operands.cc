// SPDX-License-Identifier: Apache-2.0
//
// Operands of the gradient product.

#include "model/ops/gradient_operands.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "model/kernels/gemm.h"
#include "model/kernels/vnni.h"
#include "model/ops/one_of_four.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

constexpr int64_t kPixelsTogether = 2048;  // long sums for a tile; images that stay in the cache

// ... and as many as are worth a barrier between threads, of which int32 holds the sums.
int64_t ImagesTogether(const PatchGeometry& g, int64_t filters) {
  const int64_t products = g.pixels() * g.depth() * filters;
  const int64_t images = std::max(kPixelsTogether / g.pixels(), kProductsWorthThreads / products);
  return std::min(images, LongestInt32Sum(8, 8) / g.pixels());
}

int64_t RoundUp(int64_t n, int64_t unit) { return (n + unit - 1) / unit * unit; }

// Four bytes of each channel to its plane, biased.
void StoreFours(const int8_t* four, int64_t channels, int64_t plane, uint8_t* out) {
  for (int64_t c = 0; c < channels; ++c) {
    uint32_t word = 0;
    std::memcpy(&word, four + c * kGroup, kGroup);
    word ^= 0x80808080U;
    std::memcpy(out + c * plane, &word, kGroup);
  }
}

void TurnColourRow(const Tensor& activation, const GradientLayout& layout, int64_t image,
                   int64_t slot, int64_t y, uint8_t* turned) {
  const PatchGeometry& g = layout.g;
  const int8_t* from_image = activation.data<int8_t>() + image * g.height * g.width * g.channels;
  std::vector<int8_t> zeros(static_cast<size_t>(g.channels), 0);
  std::vector<int8_t> four(static_cast<size_t>(g.channels * kGroup));
  const int64_t plane = layout.Offset(0, 1, 0, 0, 0);
  for (int64_t remainder = 0; remainder < layout.remainders; ++remainder) {
    uint8_t* out = turned + layout.Offset(remainder, 0, slot, y, 0);
    for (int64_t byte = 0; byte < layout.width * layout.side; byte += kGroup, out += kGroup) {
      const int8_t* from[kGroup];
      for (int64_t b = 0; b < kGroup; ++b) {
        const int64_t from_x = (byte + b) / layout.side * g.stride + remainder - g.pad_w;
        const int64_t from_y = y + (byte + b) % layout.side - g.pad_h;
        const bool inside = from_y >= 0 && from_y < g.height && from_x >= 0 && from_x < g.width;
        from[b] = inside ? from_image + (from_y * g.width + from_x) * g.channels : zeros.data();
      }
      InterleaveRows(from, g.channels, four.data());
      StoreFours(four.data(), g.channels, plane, out);
    }
  }
}

// The same for images of one channel and stride 1, whose rows are runs of memory.
void TurnGreyRow(const Tensor& activation, const GradientLayout& layout, int64_t image,
                 int64_t slot, int64_t y, uint8_t* turned) {
  const PatchGeometry& g = layout.g;
  const int8_t* from_image = activation.data<int8_t>() + image * g.height * g.width;
  uint8_t* const out = turned + layout.Offset(0, 0, slot, y, 0);
  const int64_t side = layout.side;
  std::memset(out, kBias, static_cast<size_t>(layout.width * side));
  const int64_t first = std::clamp<int64_t>(g.pad_w, 0, layout.width);
  const int64_t last = std::clamp<int64_t>(g.width + g.pad_w, first, layout.width);
  for (int64_t below = 0; below < side; ++below) {
    const int64_t from_y = y + below - g.pad_h;
    if (from_y < 0 || from_y >= g.height) continue;
    const int8_t* row = from_image + from_y * g.width - g.pad_w;
    for (int64_t x = first; x < last; ++x) {
      out[x * side + below] = static_cast<uint8_t>(row[x] ^ -128);
    }
  }
}

}  // namespace

GradientLayout::GradientLayout(const PatchGeometry& geometry, const Tensor& error)
    : g(geometry),
      filters(error.shape()[3]),
      images(std::clamp<int64_t>(ImagesTogether(g, filters), 1, error.shape()[0])),
      selects(g.stride == 1 && HasByteSelect() && IsOneOfFour(error)),
      side(selects ? kBlockSide : 1),
      remainders(std::min(g.stride, g.kernel_w)),
      height((RoundUp(g.rows, side) - 1) * g.stride + g.kernel_h),
      row_groups(RoundUp(g.columns, side * kGroup) / (side * kGroup)),
      group_rows(RoundUp(g.rows, side) / side),
      width(RoundUp(row_groups * side * kGroup + (g.kernel_w - 1) / g.stride, kGroup)),
      panels(RoundUp(filters, kTileCols) / kTileCols) {}

void TurnRow(const Tensor& activation, const GradientLayout& layout, int64_t image, int64_t slot,
             int64_t y, uint8_t* turned) {
  const bool grey = layout.g.channels == 1 && layout.g.stride == 1;
  grey ? TurnGreyRow(activation, layout, image, slot, y, turned)
       : TurnColourRow(activation, layout, image, slot, y, turned);
}

void PackErrorRow(const Tensor& error, const GradientLayout& layout, int64_t image, int64_t slot,
                  int64_t row, int64_t groups, uint8_t* packed, uint8_t* controls) {
  const PatchGeometry& g = layout.g;
  const int8_t* errors = error.data<int8_t>() + image * g.pixels() * layout.filters;
  const int8_t zeros[kTileCols] = {};
  for (int64_t q = 0; q < layout.row_groups; ++q) {
    const int64_t group = (slot * layout.group_rows + row) * layout.row_groups + q;
    for (int64_t panel = 0; panel < layout.panels; ++panel) {
      const int64_t first = panel * kTileCols;
      const int64_t cols = std::min<int64_t>(kTileCols, layout.filters - first);
      const int64_t at = (panel * groups + group) * kTileCols * kGroup;
      const size_t unused = static_cast<size_t>((kTileCols - cols) * kGroup);
      int8_t* out = reinterpret_cast<int8_t*>(packed) + at;
      std::memset(out + cols * kGroup, 0, unused);
      if (layout.selects) {
        int8_t* positions = reinterpret_cast<int8_t*>(controls) + at;
        std::memset(positions + cols * kGroup, 0, unused);
        PackOneOfFour(errors, error.shape(), row * kBlockSide, q * kBlockSide * kGroup, first, cols,
                      out, positions);
        continue;
      }
      const int8_t* from[kGroup];
      for (int64_t b = 0; b < kGroup; ++b) {
        const int64_t x = q * kGroup + b;
        from[b] = x < g.columns ? errors + (row * g.columns + x) * layout.filters + first : zeros;
      }
      InterleaveRows(from, cols, out);
    }
  }
}

}  // namespace itg
