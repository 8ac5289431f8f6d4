// SPDX-License-Identifier: Apache-2.0
//
// Gradient product on VNNI tiles.

#include "model/ops/vnni_gradient.h"

#include <algorithm>
#include <cstring>

#include "model/kernels/gemm.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

constexpr int64_t kPixelsTogether =
    2048;  // long sums for a tile, and images that stay in the cache

int64_t RoundUp(int64_t n, int64_t unit) { return (n + unit - 1) / unit * unit; }

}  // namespace

struct VnniGradient::Layout {
  Layout(const PatchGeometry& geometry, int64_t batch, int64_t filters_in)
      : g(geometry),
        filters(filters_in),
        images(std::clamp<int64_t>(kPixelsTogether / g.pixels(), 1, batch)),
        remainders(std::min(g.stride, g.kernel_w)),
        height((g.rows - 1) * g.stride + g.kernel_h),
        width(RoundUp(RoundUp(g.columns, kGroup) + (g.kernel_w - 1) / g.stride, kGroup)),
        row_groups(RoundUp(g.columns, kGroup) / kGroup),
        panels(RoundUp(filters_in, kTileCols) / kTileCols) {}

  int64_t Offset(int64_t remainder, int64_t channel, int64_t image, int64_t y, int64_t x) const {
    return (((remainder * g.channels + channel) * images + image) * height + y) * width + x;
  }
  int64_t bytes() const { return Offset(remainders, 0, 0, 0, 0); }

  const PatchGeometry& g;
  int64_t filters;
  int64_t images;      // turned together
  int64_t remainders;  // of x by the stride that some tap meets
  int64_t height, width;
  int64_t row_groups;
  int64_t panels;
};

// Row `y` of the padded image into the planes of all channels.
void VnniGradient::TurnRow(const Tensor& activation, const Layout& layout, int64_t image,
                           int64_t slot, int64_t y) {
  const PatchGeometry& g = layout.g;
  const int64_t from_y = y - g.pad_h;
  const bool inside = from_y >= 0 && from_y < g.height;
  const int8_t* row =
      activation.data<int8_t>() + (image * g.height + from_y) * g.width * g.channels;
  std::vector<int8_t> zeros(static_cast<size_t>(g.channels), 0);
  std::vector<int8_t> four(static_cast<size_t>(g.channels * kGroup));
  const int64_t plane = layout.Offset(0, 1, 0, 0, 0);
  for (int64_t remainder = 0; remainder < layout.remainders; ++remainder) {
    for (int64_t t = 0; t < layout.width; t += kGroup) {
      const int8_t* from[kGroup];
      for (int64_t b = 0; b < kGroup; ++b) {
        const int64_t x = (t + b) * g.stride + remainder - g.pad_w;
        from[b] = inside && x >= 0 && x < g.width ? row + x * g.channels : zeros.data();
      }
      InterleaveRows(from, g.channels, four.data());
      uint8_t* out = turned_.data() + layout.Offset(remainder, 0, slot, y, t);
      for (int64_t c = 0; c < g.channels; ++c, out += plane) {
        uint32_t word = 0;
        std::memcpy(&word, four.data() + c * kGroup, kGroup);
        word ^= 0x80808080U;
        std::memcpy(out, &word, kGroup);
      }
    }
  }
}

// Row `row` of the errors of an image, as groups of all panels.
void VnniGradient::PackErrors(const Tensor& error, const Layout& layout, int64_t image,
                              int64_t slot, int64_t row, int64_t groups) {
  const PatchGeometry& g = layout.g;
  const int8_t* errors = error.data<int8_t>() + (image * g.rows + row) * g.columns * layout.filters;
  const int8_t zeros[kTileCols] = {};
  for (int64_t q = 0; q < layout.row_groups; ++q) {
    const int64_t group = (slot * g.rows + row) * layout.row_groups + q;
    for (int64_t panel = 0; panel < layout.panels; ++panel) {
      const int8_t* from[kGroup];
      for (int64_t b = 0; b < kGroup; ++b) {
        const int64_t x = q * kGroup + b;
        from[b] = x < g.columns ? errors + x * layout.filters + panel * kTileCols : zeros;
      }
      const int64_t cols = std::min<int64_t>(kTileCols, layout.filters - panel * kTileCols);
      int8_t* out =
          reinterpret_cast<int8_t*>(packed_.data()) + (panel * groups + group) * kTileCols * kGroup;
      std::memset(out + cols * kGroup, 0, static_cast<size_t>((kTileCols - cols) * kGroup));
      InterleaveRows(from, cols, out);
    }
  }
}

// sums_ and column_sums_ += the products of images [first, first + images); `start`: instead of +=.
void VnniGradient::AddImages(const Tensor& error, const Tensor& activation, const Layout& layout,
                             int64_t first, int64_t images, bool start) {
  const PatchGeometry& g = layout.g;
  const int64_t groups = images * g.rows * layout.row_groups;
  const int64_t rows = static_cast<int64_t>(rows_.size());
  const int64_t blocks = (rows + kTileRows - 1) / kTileRows;
  const int32_t* const from = start ? zeros_.data() : nullptr;
  const uint8_t ones[kGroup] = {kBias, kBias, kBias, kBias};
  const int64_t zero = 0;
  const VnniRows a{turned_.data(), rows_.data(), groups_.data(), groups};
  const VnniRows bias{ones, &zero, zeros_.data(), groups};
#pragma omp parallel if (PaysThreadsForProducts(rows * layout.filters * groups * kGroup))
  {
#pragma omp for schedule(static) nowait
    for (int64_t at = 0; at < images * layout.height; ++at) {
      const int64_t slot = at / layout.height;
      TurnRow(activation, layout, first + slot, slot, at % layout.height);
    }
#pragma omp for schedule(static)
    for (int64_t at = 0; at < images * g.rows; ++at) {
      PackErrors(error, layout, first + at / g.rows, at / g.rows, at % g.rows, groups);
    }
#pragma omp for schedule(dynamic, 16)
    for (int64_t at = 0; at < layout.panels * blocks; ++at) {
      const int64_t panel = at / blocks;
      const int64_t block = at % blocks;
      const int8_t* b =
          reinterpret_cast<const int8_t*>(packed_.data()) + panel * groups * kTileCols * kGroup;
      const int64_t cols = std::min<int64_t>(kTileCols, layout.filters - panel * kTileCols);
      if (block == 0) {
        VnniTile(bias, 0, 1, b, cols, from, kTileCols, column_sums_.data() + panel * kTileCols);
      }
      const int64_t row = block * rows / blocks;
      VnniTile(a, row, (block + 1) * rows / blocks - row, b, cols, from, layout.filters,
               sums_.data() + row * layout.filters + panel * kTileCols);
    }
  }
}

// sums[o][(i, j, c)] += what sums_ holds, without the bias. Exact: it fits int32.
template <typename Sum>
void VnniGradient::Flush(const Layout& layout, Sum* sums) const {
  constexpr int64_t kBlock = 64;
  const int64_t rows = static_cast<int64_t>(rows_.size());
#pragma omp parallel for schedule(static) if (PaysThreads(rows * layout.filters))
  for (int64_t first = 0; first < rows; first += kBlock) {
    const int64_t last = std::min(rows, first + kBlock);
    for (int64_t o = 0; o < layout.filters; ++o) {
      const uint32_t bias = static_cast<uint32_t>(column_sums_[static_cast<size_t>(o)]);
      for (int64_t row = first; row < last; ++row) {
        const uint32_t biased =
            static_cast<uint32_t>(sums_[static_cast<size_t>(row * layout.filters + o)]);
        sums[o * rows + row] += static_cast<int32_t>(biased - bias);
      }
    }
  }
}

template <typename Sum>
void VnniGradient::Run(const Tensor& error, const Tensor& activation, const PatchGeometry& geometry,
                       Sum* sums) {
  const int64_t batch = error.shape()[0];
  const Layout layout(geometry, batch, error.shape()[3]);
  const PatchGeometry& g = layout.g;
  turned_.resize(static_cast<size_t>(layout.bytes()));
  const int64_t most_groups = layout.images * g.rows * layout.row_groups;
  packed_.resize(static_cast<size_t>(layout.panels * most_groups * kTileCols * kGroup));
  rows_.clear();
  for (int64_t tap = 0; tap < g.kernel_h * g.kernel_w; ++tap) {
    const int64_t i = tap / g.kernel_w;
    const int64_t j = tap % g.kernel_w;
    for (int64_t c = 0; c < g.channels; ++c) {
      rows_.push_back(layout.Offset(j % g.stride, c, 0, i, j / g.stride));
    }
  }
  groups_.clear();
  for (int64_t group = 0; group < most_groups; ++group) {
    const int64_t row = group / layout.row_groups;
    groups_.push_back(static_cast<int32_t>(layout.Offset(
        0, 0, row / g.rows, row % g.rows * g.stride, group % layout.row_groups * kGroup)));
  }
  zeros_.assign(static_cast<size_t>(std::max<int64_t>(most_groups, kTileCols)), 0);
  const int64_t count = static_cast<int64_t>(rows_.size()) * layout.filters;
  sums_.resize(static_cast<size_t>(count));
  column_sums_.resize(static_cast<size_t>(layout.panels * kTileCols));
  std::fill(sums, sums + count, Sum{0});
  // As many images as int32 holds the sums of.
  const int64_t longest = std::max<int64_t>(1, LongestInt32Sum(8, 8) / g.pixels());
  int64_t held = 0;
  for (int64_t first = 0; first < batch; first += layout.images) {
    const int64_t images = std::min(layout.images, batch - first);
    if (held + images > longest) {
      Flush(layout, sums);
      held = 0;
    }
    AddImages(error, activation, layout, first, images, held == 0);
    held += images;
  }
  Flush(layout, sums);
}

template void VnniGradient::Run(const Tensor&, const Tensor&, const PatchGeometry&, int32_t*);
template void VnniGradient::Run(const Tensor&, const Tensor&, const PatchGeometry&, int64_t*);

}  // namespace itg
