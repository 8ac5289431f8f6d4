// SPDX-License-Identifier: Apache-2.0
//
// Error product of spread errors on VNNI tiles.

#include "model/ops/vnni_spread_error.h"

#include <algorithm>
#include <atomic>
#include <climits>
#include <vector>

#include "model/ops/accumulators.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

constexpr int kPhases = kBlockSide * kBlockSide;

}  // namespace

// The errors that a pixel meets.
struct VnniSpreadError::Pixel {
  // start = what takes the bias of the filters off the sums; `zeros`: as many as there are groups.
  void FindStart(const int32_t* zeros);

  Bytes values, controls;       // [group][kTileCols][kGroup]
  std::vector<int32_t> groups;  // of a tile of filters_
  int32_t start[kTileCols];
};

void VnniSpreadError::Pixel::FindStart(const int32_t* zeros) {
  const int64_t count = static_cast<int64_t>(groups.size());
  if (count == 0) return;
  const uint8_t ones[kGroup] = {kBias, kBias, kBias, kBias};
  const int64_t row = 0;
  VnniTile({ones, &row, zeros, count}, 0, 1, reinterpret_cast<const int8_t*>(values.data()),
           kTileCols, zeros, {start, kTileCols});
  for (int32_t& bias : start) bias = static_cast<int32_t>(0U - static_cast<uint32_t>(bias));
}

// What a thread needs for itself.
struct VnniSpreadError::Worker {
  explicit Worker(const SpreadErrorLayout& layout)
      : sums(SpreadErrorLayout::kChannelsTogether * kTileCols) {
    for (int64_t row = 0; row < kSelectRows; ++row) rows.push_back(row * kSelectBytes);
    const int64_t groups = layout.groups * layout.MostNeighbours();
    for (Pixel& pixel : pixels) {
      pixel.values.resize(static_cast<size_t>(groups * SpreadErrorLayout::kGroupBytes));
      pixel.controls.resize(static_cast<size_t>(groups * SpreadErrorLayout::kGroupBytes));
    }
    zeros.assign(static_cast<size_t>(std::max<int64_t>(kTileCols, groups)), 0);
  }
  Pixel pixels[kPhases];
  std::vector<int64_t> rows;  // of a tile of filters_
  std::vector<int32_t> sums;  // [channel][image]
  std::vector<int32_t> zeros;
};

bool VnniSpreadError::Pays(const Tensor& error, const PatchGeometry& g) {
  if (!HasByteSelect() || g.dilation != 1) return false;
  const SpreadErrorLayout layout(error, g, 1);
  if (layout.tile_bytes() > INT32_MAX) return false;
  // Both for the four pixels of a block; a selection and its product are slower than a product.
  const int64_t neighbours =
      static_cast<int64_t>((layout.above[0].size() + layout.above[1].size()) *
                           (layout.beside[0].size() + layout.beside[1].size()));
  const int64_t selections = neighbours * layout.groups * layout.panels * kTileCols;
  const int64_t row_groups = (g.kernel_w * g.channels + kGroup - 1) / kGroup;
  const int64_t products = kPhases * g.kernel_h * row_groups * layout.images;
  return 3 * selections < 2 * products && IsOneOfFour(error);
}

// The errors that pixel `phase` of a block of the result meets, and which weight each selects.
void VnniSpreadError::Gather(const SpreadErrorLayout& layout, int64_t block, int64_t panel,
                             int64_t phase, Worker* worker) const {
  const int64_t row = block / layout.pixel_columns;
  const int64_t column = block % layout.pixel_columns;
  Pixel& pixel = worker->pixels[phase];
  pixel.groups.clear();
  for (const Neighbour& y : layout.above[phase / kBlockSide]) {
    if (row + y.offset < 0 || row + y.offset >= layout.block_rows) continue;
    for (const Neighbour& x : layout.beside[phase % kBlockSide]) {
      if (column + x.offset < 0 || column + x.offset >= layout.block_columns) continue;
      const int64_t from = (row + y.offset) * layout.block_columns + column + x.offset;
      const int64_t at = (from * layout.panels + panel) * layout.block_bytes();
      const int64_t to = static_cast<int64_t>(pixel.groups.size()) * SpreadErrorLayout::kGroupBytes;
      SelectMet(values_.data() + at, positions_.data() + at, layout.block_bytes(), y, x,
                pixel.values.data() + to, pixel.controls.data() + to);
      const int64_t lane = (y.lane * layout.lane_columns + x.lane) * layout.lane_bytes();
      for (int64_t group = 0; group < layout.groups; ++group) {
        pixel.groups.push_back(static_cast<int32_t>(lane + group * kSelectRows * kSelectBytes));
      }
    }
  }
  pixel.FindStart(worker->zeros.data());
}

// worker->sums of `channels`, which begin a tile, for one pixel.
uint32_t VnniSpreadError::MultiplyChannels(const SpreadErrorLayout& layout, const Pixel& pixel,
                                           const Channels& channels, int64_t images,
                                           Worker* worker) const {
  const int64_t count = static_cast<int64_t>(pixel.groups.size());
  if (count == 0) {  // a pixel that no window covers
    std::fill(worker->sums.begin(), worker->sums.end(), 0);
    return 0;
  }
  uint32_t range_bits = 0;
  for (int64_t done = 0; done < channels.count; done += kSelectRows) {
    const uint8_t* tile =
        filters_.data() + layout.TileOf(channels.first + done) * layout.tile_bytes();
    const VnniRows a{tile, worker->rows.data(), pixel.groups.data(), count};
    range_bits |= VnniSelectTile(a, 0, std::min<int64_t>(kSelectRows, channels.count - done),
                                 reinterpret_cast<const int8_t*>(pixel.values.data()),
                                 reinterpret_cast<const int8_t*>(pixel.controls.data()), images,
                                 pixel.start, {worker->sums.data() + done * kTileCols, kTileCols});
  }
  return range_bits;
}

VnniProduct::Result VnniSpreadError::MultiplyBlock(const SpreadErrorLayout& layout, int64_t block,
                                                   int64_t panel, int acc_bits, Worker* worker,
                                                   Tensor* acc) const {
  const Shape& image = acc->shape();
  const int64_t y0 = block / layout.pixel_columns * kBlockSide;
  const int64_t x0 = block % layout.pixel_columns * kBlockSide;
  const int64_t images = std::min<int64_t>(kTileCols, layout.images - panel * kTileCols);
  const int64_t stride = image[1] * image[2] * image[3];
  for (int64_t phase = 0; phase < kPhases; ++phase) Gather(layout, block, panel, phase, worker);
  const bool streams = acc_bits == 32 && PaysStreaming(acc->size());
  VnniProduct::Result result;
  constexpr int64_t kTogether = SpreadErrorLayout::kChannelsTogether;
  for (int64_t first = 0; first < image[3]; first += kTogether) {
    const Channels channels{first, std::min(kTogether, image[3] - first)};
    for (int64_t phase = 0; phase < kPhases; ++phase) {
      const int64_t y = y0 + phase / kBlockSide;
      const int64_t x = x0 + phase % kBlockSide;
      if (y >= image[1] || x >= image[2]) continue;
      result.range_bits |=
          MultiplyChannels(layout, worker->pixels[phase], channels, images, worker);
      int32_t* out =
          acc->data<int32_t>() + panel * kTileCols * stride + (y * image[2] + x) * image[3] + first;
      TransposeSums(worker->sums.data(), kTileCols, channels.count, images, {out, stride, streams});
      for (int64_t n = 0; n < images && acc_bits < 32; ++n, out += stride) {
        result.overflows += WrapRun(out, channels.count, acc_bits, out);
      }
    }
  }
  return result;
}

VnniProduct::Result VnniSpreadError::Multiply(const Tensor& error, const Tensor& weight,
                                              const PatchGeometry& g, int acc_bits, Tensor* acc) {
  const SpreadErrorLayout layout(error, g, acc->shape()[3]);
  PackSpreadFilters(weight, layout, &filters_);
  PackSpreadErrors(error, layout, &values_, &positions_);
  const int64_t blocks = layout.pixel_rows * layout.pixel_columns;
  uint64_t overflows = 0;
  uint32_t range_bits = 0;
  const bool threads = PaysThreadsForProducts(acc->size() * g.depth());
#pragma omp parallel reduction(+ : overflows) reduction(| : range_bits) if (threads)
  {
    Worker worker(layout);
#pragma omp for schedule(dynamic)
    for (int64_t at = 0; at < blocks * layout.panels; ++at) {
      const VnniProduct::Result result =
          MultiplyBlock(layout, at % blocks, at / blocks, acc_bits, &worker, acc);
      overflows += result.overflows;
      range_bits |= result.range_bits;
    }
    std::atomic_thread_fence(std::memory_order_seq_cst);  // others read what was streamed
  }
  return {overflows, range_bits};
}

}  // namespace itg
