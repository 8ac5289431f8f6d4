// SPDX-License-Identifier: Apache-2.0
//
// Operands of the error product of spread errors.

#include "model/ops/spread_error_operands.h"

#include <cstdlib>
#include <cstring>

#include "model/ops/parallel.h"

namespace itg {
namespace {

int64_t Divided(int64_t n, int64_t unit) { return (n + unit - 1) / unit; }

int64_t LanesOf(int64_t kernel) { return std::max<int64_t>(kernel - 1, 1); }

// The weights of filter `o` and of the taps of a lane, side by side for each channel, to `taps`.
void InterleaveTaps(const int8_t* w, const SpreadErrorLayout& layout, int64_t o, int64_t lane,
                    const int8_t* zeros, int8_t* taps) {
  const PatchGeometry& g = layout.g;
  const int8_t* from[kGroup];
  for (int64_t tap = 0; tap < kGroup; ++tap) {  // 2 * column + row; filters are turned round
    const int64_t i = g.kernel_h - 1 - (lane / layout.lane_columns + tap % kBlockSide);
    const int64_t j = g.kernel_w - 1 - (lane % layout.lane_columns + tap / kBlockSide);
    const bool exists = o < layout.filters && i >= 0 && j >= 0;
    from[tap] = exists ? w + ((o * g.kernel_h + i) * g.kernel_w + j) * layout.channels : zeros;
  }
  InterleaveRows(from, layout.channels, taps);
}

void PackBlock(const Tensor& error, const SpreadErrorLayout& layout, int64_t block, int64_t panel,
               uint8_t* values, uint8_t* positions) {
  const int64_t images = std::min<int64_t>(kTileCols, layout.images - panel * kTileCols);
  const size_t padded = static_cast<size_t>(layout.groups * kGroup);
  std::vector<int8_t> value(padded, 0);
  std::vector<int8_t> position(padded, 0);
  std::memset(values, 0, static_cast<size_t>(layout.block_bytes()));
  std::memset(positions, 0, static_cast<size_t>(layout.block_bytes()));
  for (int64_t n = 0; n < images; ++n) {
    const int64_t image = (panel * kTileCols + n) * layout.g.height * layout.g.width;
    FoldBlock(error.data<int8_t>() + image * layout.filters, error.shape(),
              block / layout.block_columns * kBlockSide, block % layout.block_columns * kBlockSide,
              value.data(), position.data());
    for (int64_t group = 0; group < layout.groups; ++group) {
      const int64_t to = group * SpreadErrorLayout::kGroupBytes + n * kGroup;
      std::memcpy(values + to, value.data() + group * kGroup, kGroup);
      uint32_t word = 0;
      std::memcpy(&word, position.data() + group * kGroup, kGroup);
      word += 0x0c080400U;  // where the weights of each of the four filters begin
      std::memcpy(positions + to, &word, kGroup);
    }
  }
}

}  // namespace

std::vector<Neighbour> NeighboursOf(int64_t phase, int64_t kernel, int64_t pad) {
  std::vector<Neighbour> all;
  const int64_t far = kernel + std::abs(pad) + 1;
  for (int64_t offset = -far; offset <= far; ++offset) {
    const int64_t tap = kBlockSide * offset - phase + pad;  // that the first place meets
    if (tap < -1 || tap >= kernel) continue;
    const int64_t lane = std::clamp<int64_t>(tap, 0, LanesOf(kernel) - 1);
    all.push_back({offset, lane, tap - lane, {tap >= 0, tap + 1 < kernel}});
  }
  return all;
}

SpreadErrorLayout::SpreadErrorLayout(const Tensor& error, const PatchGeometry& geometry,
                                     int64_t columns)
    : g(geometry),
      images(error.shape()[0]),
      filters(g.channels),
      channels(columns),
      groups(Divided(filters, kGroup)),
      panels(Divided(images, kTileCols)),
      block_rows(Divided(g.height, kBlockSide)),
      block_columns(Divided(g.width, kBlockSide)),
      pixel_rows(Divided(g.rows, kBlockSide)),
      pixel_columns(Divided(g.columns, kBlockSide)),
      lane_rows(LanesOf(g.kernel_h)),
      lane_columns(LanesOf(g.kernel_w)) {
  for (int64_t phase = 0; phase < kBlockSide; ++phase) {
    above[phase] = NeighboursOf(phase, g.kernel_h, g.pad_h);
    beside[phase] = NeighboursOf(phase, g.kernel_w, g.pad_w);
  }
}

void PackSpreadFilters(const Tensor& weight, const SpreadErrorLayout& layout, Bytes* filters) {
  const int8_t* w = weight.data<int8_t>();
  const int64_t tiles = layout.TileOf(layout.channels - 1) + 1;
  filters->resize(static_cast<size_t>(tiles * layout.tile_bytes()));
  const std::vector<int8_t> zeros(static_cast<size_t>(layout.channels), 0);
#pragma omp parallel for schedule(static) if (PaysThreads(weight.size()))
  for (int64_t at = 0; at < layout.lanes() * layout.groups; ++at) {
    const int64_t lane = at / layout.groups;
    const int64_t group = at % layout.groups;
    uint8_t* const out =
        filters->data() + lane * layout.lane_bytes() + group * kSelectRows * kSelectBytes;
    std::vector<int8_t> taps(static_cast<size_t>(layout.channels * kGroup));
    for (int64_t k = 0; k < kGroup; ++k) {
      InterleaveTaps(w, layout, group * kGroup + k, lane, zeros.data(), taps.data());
      for (int64_t c = 0; c < layout.channels; ++c) {
        uint32_t word = 0;
        std::memcpy(&word, taps.data() + c * kGroup, kGroup);
        word ^= 0x80808080U;
        std::memcpy(out + layout.TileOf(c) * layout.tile_bytes() + layout.RowOf(c) * kSelectBytes +
                        k * kGroup,
                    &word, kGroup);
      }
    }
  }
}

void PackSpreadErrors(const Tensor& error, const SpreadErrorLayout& layout, Bytes* values,
                      Bytes* positions) {
  const int64_t blocks = layout.block_rows * layout.block_columns;
  const size_t bytes = static_cast<size_t>(blocks * layout.panels * layout.block_bytes());
  values->resize(bytes);
  positions->resize(bytes);
#pragma omp parallel for schedule(static) if (PaysThreads(error.size()))
  for (int64_t at = 0; at < blocks * layout.panels; ++at) {
    PackBlock(error, layout, at / layout.panels, at % layout.panels,
              values->data() + at * layout.block_bytes(),
              positions->data() + at * layout.block_bytes());
  }
}

void SelectMet(const uint8_t* values, const uint8_t* positions, int64_t count, const Neighbour& y,
               const Neighbour& x, uint8_t* met, uint8_t* controls) {
  const int cares = (y.meets[0] && y.meets[1] ? 0 : 1) | (x.meets[0] && x.meets[1] ? 0 : 2);
  const int wants = (y.meets[0] ? 0 : 1) | (x.meets[0] ? 0 : 2);
  const int shift = static_cast<int>(y.shift + 2 * x.shift);
  for (int64_t i = 0; i < count; ++i) {
    const int position = positions[i];
    met[i] = ((position ^ wants) & cares) == 0 ? values[i] : uint8_t{0};
    controls[i] = static_cast<uint8_t>(position + shift);
  }
}

}  // namespace itg
