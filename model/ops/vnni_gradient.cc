// SPDX-License-Identifier: Apache-2.0
//
// Gradient product on VNNI tiles.

#include "model/ops/vnni_gradient.h"

#include <omp.h>

#include <algorithm>
#include <atomic>

#include "model/kernels/gemm.h"
#include "model/ops/accumulators.h"
#include "model/ops/parallel.h"

namespace itg {

// Images that are multiplied together.
struct VnniGradient::Chunk {
  Chunk(const GradientLayout& layout, int64_t at, int64_t last)
      : first(at), images(std::min(layout.images, last - at)), groups(layout.groups(images)) {}
  int64_t first, images;
  int64_t groups;  // of K
};

void VnniGradient::Partial::Allocate(const GradientLayout& layout, int64_t rows) {
  const int64_t bytes = layout.panels * layout.groups(layout.images) * kTileCols * kGroup;
  turned.resize(static_cast<size_t>(layout.turned_bytes()));
  packed.resize(static_cast<size_t>(bytes));
  if (layout.selects) controls.resize(static_cast<size_t>(bytes));
  sums.resize(static_cast<size_t>(rows * layout.filters));
  column_sums.resize(static_cast<size_t>(layout.panels * kTileCols));
}

// Part `at` of the chunk's operands: a row of an image, or of its errors.
void VnniGradient::Prepare(const Tensor& error, const Tensor& activation,
                           const GradientLayout& layout, const Chunk& chunk, int64_t at,
                           Partial* partial) {
  const int64_t slot = at / (layout.height + layout.group_rows);
  const int64_t y = at % (layout.height + layout.group_rows);
  if (y < layout.height) {
    return TurnRow(activation, layout, chunk.first + slot, slot, y, partial->turned.data());
  }
  PackErrorRow(error, layout, chunk.first + slot, slot, y - layout.height, chunk.groups,
               partial->packed.data(), partial->controls.data());
}

// Tile `at` of the sums += the products of a chunk; instead of += where it is the first.
void VnniGradient::MultiplyTile(const GradientLayout& layout, const Chunk& chunk, int64_t at,
                                Partial* partial) const {
  const int64_t rows = static_cast<int64_t>(rows_.size());
  const int64_t blocks = Blocks(layout);
  const int64_t panel = at / blocks;
  const int64_t block = at % blocks;
  const int32_t* const from = partial->used ? nullptr : zeros_.data();
  const int64_t packed_at = panel * chunk.groups * kTileCols * kGroup;
  const int8_t* b = reinterpret_cast<const int8_t*>(partial->packed.data()) + packed_at;
  const int64_t cols = std::min<int64_t>(kTileCols, layout.filters - panel * kTileCols);
  if (block == 0) {
    const uint8_t ones[kGroup] = {kBias, kBias, kBias, kBias};
    const int64_t zero = 0;
    VnniTile({ones, &zero, zeros_.data(), chunk.groups}, 0, 1, b, cols, from,
             {partial->column_sums.data() + panel * kTileCols, kTileCols});
  }
  const int64_t row = block * rows / blocks;
  const int64_t count = (block + 1) * rows / blocks - row;
  const VnniRows a{partial->turned.data(), rows_.data(), groups_.data(), chunk.groups};
  const VnniOut out{partial->sums.data() + row * layout.filters + panel * kTileCols, layout.filters,
                    !partial->used && PaysStreaming(rows * layout.filters)};
  if (layout.selects) {
    const int8_t* controls = reinterpret_cast<const int8_t*>(partial->controls.data()) + packed_at;
    VnniSelectTile(a, row, count, b, controls, cols, from, out);
  } else {
    VnniTile(a, row, count, b, cols, from, out);
  }
}

// Each thread has chunks and sums of its own: none waits for another, and none reads what another
// has just written.
void VnniGradient::AddApart(const Tensor& error, const Tensor& activation,
                            const GradientLayout& layout, int64_t first, int64_t last,
                            int threads) {
#pragma omp parallel num_threads(threads)
  {
    Partial& mine = partials_[static_cast<size_t>(omp_get_thread_num())];
    mine.Allocate(layout, static_cast<int64_t>(rows_.size()));
#pragma omp for schedule(dynamic)
    for (int64_t at = first; at < last; at += layout.images) {
      const Chunk chunk(layout, at, last);
      for (int64_t i = 0; i < chunk.images * (layout.height + layout.group_rows); ++i) {
        Prepare(error, activation, layout, chunk, i, &mine);
      }
      for (int64_t i = 0; i < layout.panels * Blocks(layout); ++i) {
        MultiplyTile(layout, chunk, i, &mine);
      }
      mine.used = true;
    }
    std::atomic_thread_fence(std::memory_order_seq_cst);  // others read what was streamed
  }
}

// Where there are more threads than chunks: all work on the same one.
void VnniGradient::AddTogether(const Tensor& error, const Tensor& activation,
                               const GradientLayout& layout, int64_t first, int64_t last) {
  Partial& all = partials_[0];
  all.Allocate(layout, static_cast<int64_t>(rows_.size()));
  for (int64_t at = first; at < last; at += layout.images) {
    const Chunk chunk(layout, at, last);
#pragma omp parallel
    {
#pragma omp for schedule(dynamic, 8)
      for (int64_t i = 0; i < chunk.images * (layout.height + layout.group_rows); ++i) {
        Prepare(error, activation, layout, chunk, i, &all);
      }
#pragma omp for schedule(dynamic, 4)
      for (int64_t i = 0; i < layout.panels * Blocks(layout); ++i) {
        MultiplyTile(layout, chunk, i, &all);
      }
      std::atomic_thread_fence(std::memory_order_seq_cst);  // others read what was streamed
    }
    all.used = true;
  }
}

// sums[o][(i, j, c)] += what the partial sums hold, without the bias; `start`: instead of +=.
// Exact: it fits int32.
template <typename Sum>
void VnniGradient::Flush(const GradientLayout& layout, bool start, Sum* sums) {
  constexpr int64_t kBlock = 64;
  const int64_t rows = static_cast<int64_t>(rows_.size());
  for (Partial& partial : partials_) {
    if (!partial.used) continue;
#pragma omp parallel for schedule(static) if (PaysThreads(rows * layout.filters))
    for (int64_t first = 0; first < rows; first += kBlock) {
      const int64_t count = std::min(rows - first, kBlock);
      alignas(64) int32_t turned[kTileCols * kBlock];
      for (int64_t o = 0; o < layout.filters; ++o) {
        const int64_t column = o % kTileCols;
        if (column == 0) {
          TransposeSums(partial.sums.data() + first * layout.filters + o, layout.filters, count,
                        std::min<int64_t>(kTileCols, layout.filters - o), {turned, kBlock});
        }
        const uint32_t bias = static_cast<uint32_t>(partial.column_sums[static_cast<size_t>(o)]);
        Sum* const out = sums + o * rows + first;
        for (int64_t i = 0; i < count; ++i) {
          const uint32_t biased = static_cast<uint32_t>(turned[column * kBlock + i]);
          out[i] = static_cast<int32_t>(biased - bias) + (start ? Sum{0} : out[i]);
        }
      }
    }
    partial.used = false;
    start = false;
  }
}

int64_t VnniGradient::Blocks(const GradientLayout& layout) const {
  const int64_t tile = layout.selects ? kSelectRows : kTileRows;
  return (static_cast<int64_t>(rows_.size()) + tile - 1) / tile;
}

void VnniGradient::MakeTables(const GradientLayout& layout) {
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
}

template <typename Sum>
void VnniGradient::Run(const Tensor& error, const Tensor& activation, const PatchGeometry& geometry,
                       Sum* sums) {
  const int64_t batch = error.shape()[0];
  const GradientLayout layout(geometry, error);
  MakeTables(layout);
  const int64_t products =
      layout.groups(batch) * kGroup * static_cast<int64_t>(rows_.size()) * layout.filters;
  const int threads = PaysThreadsForProducts(products) ? omp_get_max_threads() : 1;
  partials_.resize(std::max(partials_.size(), static_cast<size_t>(threads)));
  // As many images as int32 holds the sums of, in whole chunks.
  const int64_t longest = LongestInt32Sum(8, 8) / geometry.pixels();
  const int64_t together = std::max<int64_t>(1, longest / layout.images) * layout.images;
  for (int64_t first = 0; first < batch; first += together) {
    const int64_t last = std::min(batch, first + together);
    const bool apart = last - first > (threads - 1) * layout.images;
    apart ? AddApart(error, activation, layout, first, last, threads)
          : AddTogether(error, activation, layout, first, last);
    Flush(layout, first == 0, sums);
  }
}

template void VnniGradient::Run(const Tensor&, const Tensor&, const PatchGeometry&, int32_t*);
template void VnniGradient::Run(const Tensor&, const Tensor&, const PatchGeometry&, int64_t*);

}  // namespace itg
