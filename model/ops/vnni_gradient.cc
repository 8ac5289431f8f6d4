// SPDX-License-Identifier: Apache-2.0
//
// Gradient product on VNNI tiles.

#include "model/ops/vnni_gradient.h"

#include <algorithm>
#include <cstring>

#include "model/kernels/gemm.h"
#include "model/ops/one_of_four.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

constexpr int64_t kPixelsTogether =
    2048;  // long sums for a tile, and images that stay in the cache

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

}  // namespace

struct VnniGradient::Layout {
  Layout(const PatchGeometry& geometry, const Tensor& error)
      : g(geometry),
        filters(error.shape()[3]),
        images(std::clamp<int64_t>(kPixelsTogether / g.pixels(), 1, error.shape()[0])),
        selects(g.stride == 1 && IsOneOfFour(error)),
        side(selects ? kBlockSide : 1),
        remainders(std::min(g.stride, g.kernel_w)),
        height((RoundUp(g.rows, side) - 1) * g.stride + g.kernel_h),
        row_groups(RoundUp(g.columns, side * kGroup) / (side * kGroup)),
        group_rows(RoundUp(g.rows, side) / side),
        width(RoundUp(row_groups * side * kGroup + (g.kernel_w - 1) / g.stride, kGroup)),
        panels(RoundUp(filters, kTileCols) / kTileCols),
        tile_rows(selects ? kSelectRows : kTileRows) {}

  int64_t Offset(int64_t remainder, int64_t channel, int64_t image, int64_t y, int64_t x) const {
    return ((((remainder * g.channels + channel) * images + image) * height + y) * width + x) *
           side;
  }
  int64_t bytes() const { return Offset(remainders, 0, 0, 0, 0); }
  // Of the errors of `count` images.
  int64_t groups(int64_t count) const { return count * group_rows * row_groups; }

  const PatchGeometry& g;
  int64_t filters;
  int64_t images;      // turned together
  bool selects;        // one of four errors
  int64_t side;        // of what a byte of K stands for: pixels
  int64_t remainders;  // of x by the stride that some tap meets
  int64_t height;
  int64_t row_groups, group_rows;  // of an image
  int64_t width;
  int64_t panels;
  int64_t tile_rows;
};

// Row `y` of the padded image (and the one below it, where errors are selected) into the planes of
// all channels.
void VnniGradient::TurnRow(const Tensor& activation, const Layout& layout, int64_t image,
                           int64_t slot, int64_t y) {
  const PatchGeometry& g = layout.g;
  const int8_t* from_image = activation.data<int8_t>() + image * g.height * g.width * g.channels;
  std::vector<int8_t> zeros(static_cast<size_t>(g.channels), 0);
  std::vector<int8_t> four(static_cast<size_t>(g.channels * kGroup));
  const int64_t plane = layout.Offset(0, 1, 0, 0, 0);
  for (int64_t remainder = 0; remainder < layout.remainders; ++remainder) {
    uint8_t* out = turned_.data() + layout.Offset(remainder, 0, slot, y, 0);
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
void VnniGradient::TurnGreyRow(const Tensor& activation, const Layout& layout, int64_t image,
                               int64_t slot, int64_t y) {
  const PatchGeometry& g = layout.g;
  const int8_t* from_image = activation.data<int8_t>() + image * g.height * g.width;
  uint8_t* const out = turned_.data() + layout.Offset(0, 0, slot, y, 0);
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

// Row `row` (of blocks, where they are selected) of the errors of an image, as groups of all
// panels.
void VnniGradient::PackErrors(const Tensor& error, const Layout& layout, int64_t image,
                              int64_t slot, int64_t row, int64_t groups) {
  const PatchGeometry& g = layout.g;
  const int8_t* errors = error.data<int8_t>() + image * g.pixels() * layout.filters;
  const int8_t zeros[kTileCols] = {};
  for (int64_t q = 0; q < layout.row_groups; ++q) {
    const int64_t group = (slot * layout.group_rows + row) * layout.row_groups + q;
    for (int64_t panel = 0; panel < layout.panels; ++panel) {
      const int64_t first = panel * kTileCols;
      const int64_t cols = std::min<int64_t>(kTileCols, layout.filters - first);
      const int64_t at = (panel * groups + group) * kTileCols * kGroup;
      int8_t* out = reinterpret_cast<int8_t*>(packed_.data()) + at;
      std::memset(out + cols * kGroup, 0, static_cast<size_t>((kTileCols - cols) * kGroup));
      if (layout.selects) {
        int8_t* controls = reinterpret_cast<int8_t*>(controls_.data()) + at;
        std::memset(controls + cols * kGroup, 0, static_cast<size_t>((kTileCols - cols) * kGroup));
        PackOneOfFour(errors, error.shape(), row * kBlockSide, q * kBlockSide * kGroup, first, cols,
                      out, controls);
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

// sums_ and column_sums_ += the products of images [first, first + images); `start`: instead of +=.
void VnniGradient::AddImages(const Tensor& error, const Tensor& activation, const Layout& layout,
                             int64_t first, int64_t images, bool start) {
  const int64_t groups = layout.groups(images);
  const int64_t rows = static_cast<int64_t>(rows_.size());
  const int64_t blocks = (rows + layout.tile_rows - 1) / layout.tile_rows;
  const int32_t* const from = start ? zeros_.data() : nullptr;
  const uint8_t ones[kGroup] = {kBias, kBias, kBias, kBias};
  const int64_t zero = 0;
  const bool grey = layout.g.channels == 1 && layout.g.stride == 1;
  const VnniRows a{turned_.data(), rows_.data(), groups_.data(), groups};
  const VnniRows bias{ones, &zero, zeros_.data(), groups};
#pragma omp parallel if (PaysThreadsForProducts(rows * layout.filters * groups * kGroup))
  {
#pragma omp for schedule(static) nowait
    for (int64_t at = 0; at < images * layout.height; ++at) {
      const int64_t slot = at / layout.height;
      grey ? TurnGreyRow(activation, layout, first + slot, slot, at % layout.height)
           : TurnRow(activation, layout, first + slot, slot, at % layout.height);
    }
#pragma omp for schedule(static)
    for (int64_t at = 0; at < images * layout.group_rows; ++at) {
      const int64_t slot = at / layout.group_rows;
      PackErrors(error, layout, first + slot, slot, at % layout.group_rows, groups);
    }
#pragma omp for schedule(dynamic, 16)
    for (int64_t at = 0; at < layout.panels * blocks; ++at) {
      const int64_t panel = at / blocks;
      const int64_t block = at % blocks;
      const int64_t packed_at = panel * groups * kTileCols * kGroup;
      const int8_t* b = reinterpret_cast<const int8_t*>(packed_.data()) + packed_at;
      const int64_t cols = std::min<int64_t>(kTileCols, layout.filters - panel * kTileCols);
      if (block == 0) {
        VnniTile(bias, 0, 1, b, cols, from, kTileCols, column_sums_.data() + panel * kTileCols);
      }
      const int64_t row = block * rows / blocks;
      const int64_t count = (block + 1) * rows / blocks - row;
      int32_t* out = sums_.data() + row * layout.filters + panel * kTileCols;
      if (layout.selects) {
        const int8_t* controls = reinterpret_cast<const int8_t*>(controls_.data()) + packed_at;
        VnniSelectTile(a, row, count, b, controls, cols, from, layout.filters, out);
      } else {
        VnniTile(a, row, count, b, cols, from, layout.filters, out);
      }
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

void VnniGradient::MakeTables(const Layout& layout) {
  const PatchGeometry& g = layout.g;
  rows_.clear();
  for (int64_t tap = 0; tap < g.kernel_h * g.kernel_w; ++tap) {
    const int64_t i = tap / g.kernel_w;
    const int64_t j = tap % g.kernel_w;
    for (int64_t c = 0; c < g.channels; ++c) {
      rows_.push_back(layout.Offset(j % g.stride, c, 0, i, j / g.stride));
    }
  }
  const int64_t groups = layout.groups(layout.images);
  groups_.clear();
  for (int64_t group = 0; group < groups; ++group) {
    const int64_t row = group / layout.row_groups;
    groups_.push_back(static_cast<int32_t>(layout.Offset(
        0, 0, row / layout.group_rows, row % layout.group_rows * layout.side * g.stride,
        group % layout.row_groups * layout.side * kGroup)));
  }
  zeros_.assign(static_cast<size_t>(std::max<int64_t>(groups, kTileCols)), 0);
  const size_t packed = static_cast<size_t>(layout.panels * groups * kTileCols * kGroup);
  packed_.resize(packed);
  if (layout.selects) controls_.resize(packed);
}

template <typename Sum>
void VnniGradient::Run(const Tensor& error, const Tensor& activation, const PatchGeometry& geometry,
                       Sum* sums) {
  const int64_t batch = error.shape()[0];
  const Layout layout(geometry, error);
  const PatchGeometry& g = layout.g;
  turned_.resize(static_cast<size_t>(layout.bytes()));
  MakeTables(layout);
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
