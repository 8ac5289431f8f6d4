// SPDX-License-Identifier: Apache-2.0
//
// Forward and error product on VNNI tiles.

#include "model/ops/vnni_product.h"

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <cstring>

#include "model/ops/accumulators.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

constexpr int64_t kPartBytes = 192 * 1024;  // of padded images: they stay in the second cache
constexpr int64_t kPartPixels = 1024;
constexpr int64_t kPartsPerThread = 4;

int64_t Panels(int64_t columns) { return (columns + kTileCols - 1) / kTileCols; }
int64_t GroupsOf(int64_t run) { return (run + kGroup - 1) / kGroup; }

// out = from ^ 128, element by element
void CopyBiased(const int8_t* from, int64_t count, uint8_t* out) {
  for (int64_t i = 0; i < count; ++i) out[i] = static_cast<uint8_t>(from[i] ^ -128);
}

// Row `y` (of the spread, padded image) of one image: width pixels.
void FillRow(const int8_t* image, const PatchGeometry& g, int64_t y, int64_t width, uint8_t* out) {
  if (y < 0 || y % g.dilation != 0 || y / g.dilation >= g.height) {
    std::memset(out, kBias, static_cast<size_t>(width * g.channels));
    return;
  }
  const int8_t* row = image + y / g.dilation * g.width * g.channels;
  if (g.dilation == 1) {
    const int64_t before = std::clamp<int64_t>(g.pad_w, 0, width);
    const int64_t end = std::clamp<int64_t>(g.width + g.pad_w, before, width);
    std::memset(out, kBias, static_cast<size_t>(before * g.channels));
    CopyBiased(row + (before - g.pad_w) * g.channels, (end - before) * g.channels,
               out + before * g.channels);
    std::memset(out + end * g.channels, kBias, static_cast<size_t>((width - end) * g.channels));
    return;
  }
  std::memset(out, kBias, static_cast<size_t>(width * g.channels));
  for (int64_t x = 0; x < g.width; ++x) {
    const int64_t at = x * g.dilation + g.pad_w;
    if (at >= 0 && at < width) {
      CopyBiased(row + x * g.channels, g.channels, out + at * g.channels);
    }
  }
}

}  // namespace

// Output rows [first_row, first_row + rows) of images [first, first + images).
struct VnniProduct::Part {
  int64_t first, images, first_row, rows;
};

// Rows [first, last) of a filter, at least one.
struct VnniProduct::FilterRows {
  int64_t first, last;
};

struct VnniProduct::Worker {
  Bytes images;
  std::vector<int64_t> rows;
  std::vector<int32_t> groups;
};

void VnniProduct::Allocate(int64_t columns, int64_t kernel_h, int64_t run) {
  columns_ = columns;
  kernel_h_ = kernel_h;
  groups_ = kernel_h * GroupsOf(run);
  packed_.resize(static_cast<size_t>(Panels(columns) * groups_ * kTileCols * kGroup));
}

void VnniProduct::PackFilters(const Tensor& weight) {
  const Shape& shape = weight.shape();
  const int64_t run = shape[2] * shape[3];
  const int64_t row_groups = GroupsOf(run);
  Allocate(shape[0], shape[1], run);
  const int8_t* w = weight.data<int8_t>();
  uint8_t* const packed = packed_.data();
#pragma omp parallel for schedule(static) if (PaysThreads(weight.size()))
  for (int64_t panel = 0; panel < Panels(columns_); ++panel) {
    uint8_t* out = packed + panel * groups_ * kTileCols * kGroup;
    for (int64_t g = 0; g < groups_; ++g, out += kTileCols * kGroup) {
      const int64_t i = g / row_groups;
      const int64_t at = g % row_groups * kGroup;
      const size_t bytes = static_cast<size_t>(std::min<int64_t>(kGroup, run - at));
      const int64_t last = std::min<int64_t>(kTileCols, columns_ - panel * kTileCols);
      std::memset(out, 0, kTileCols * kGroup);
      for (int64_t col = 0; col < last; ++col) {
        std::memcpy(out + col * kGroup, w + ((panel * kTileCols + col) * shape[1] + i) * run + at,
                    bytes);
      }
    }
  }
  SumColumns();
}

void VnniProduct::PackTurnedFilters(const Tensor& weight) {
  const Shape& shape = weight.shape();
  const int64_t run = shape[2] * shape[0];  // (j, o)
  const int64_t row_groups = GroupsOf(run);
  Allocate(shape[3], shape[1], run);
  const int8_t* w = weight.data<int8_t>();
  int8_t* const packed = reinterpret_cast<int8_t*>(packed_.data());
  const std::vector<int8_t> zeros(kTileCols, 0);
#pragma omp parallel for schedule(static) if (PaysThreads(weight.size()))
  for (int64_t at = 0; at < Panels(columns_) * groups_; ++at) {
    const int64_t first = at / groups_ * kTileCols;  // channel
    const int64_t i = shape[1] - 1 - at % groups_ / row_groups;
    const int64_t cols = std::min<int64_t>(kTileCols, columns_ - first);
    const int8_t* from[kGroup];
    for (int64_t b = 0; b < kGroup; ++b) {
      const int64_t k = at % groups_ % row_groups * kGroup + b;
      const int64_t j = shape[2] - 1 - k / shape[0];
      const int64_t o = k % shape[0];
      from[b] = k < run ? w + ((o * shape[1] + i) * shape[2] + j) * shape[3] + first : zeros.data();
    }
    int8_t* out = packed + at * kTileCols * kGroup;
    std::memset(out + cols * kGroup, 0, static_cast<size_t>((kTileCols - cols) * kGroup));
    InterleaveRows(from, cols, out);
  }
  SumColumns();
}

// A row of the biased zero, 128, times the filters is 128 times the sums of the columns.
void VnniProduct::SumColumns() {
  const int64_t panels = Panels(columns_);
  const int64_t row_groups = groups_ / kernel_h_;
  const std::vector<int32_t> zeros(static_cast<size_t>(std::max<int64_t>(row_groups, kTileCols)),
                                   0);
  const uint8_t ones[kGroup] = {kBias, kBias, kBias, kBias};
  const int64_t row = 0;
  const VnniRows a{ones, &row, zeros.data(), row_groups};
  column_sums_.resize(static_cast<size_t>(panels * kernel_h_ * kTileCols));
  for (int64_t at = 0; at < panels * kernel_h_; ++at) {
    VnniTile(a, 0, 1,
             reinterpret_cast<const int8_t*>(packed_.data()) + at * row_groups * kTileCols * kGroup,
             kTileCols, zeros.data(), {column_sums_.data() + at * kTileCols, kTileCols});
  }
}

// What a tile of `panel` starts from that adds up these rows of the filters, modulo 2^32.
void VnniProduct::Start(int64_t panel, const FilterRows& rows, int32_t* start) const {
  uint32_t bias[kTileCols] = {};
  for (int64_t i = rows.first; i < rows.last; ++i) {
    const int32_t* sums = column_sums_.data() + (panel * kernel_h_ + i) * kTileCols;
    for (int64_t col = 0; col < kTileCols; ++col) bias[col] -= static_cast<uint32_t>(sums[col]);
  }
  std::memcpy(start, bias, sizeof bias);
}

// Into how many tiles the pixels of a part are cut: of the rows of the image themselves where that
// fills the tiles well, since the rows at the border meet little but padding.
int64_t VnniProduct::Blocks(const Part& part, const PatchGeometry& g) {
  const int64_t image_rows = part.images * part.rows;
  const bool fills = g.columns <= kTileRows && 4 * g.columns >= 3 * kTileRows;
  if (g.pad_h > 0 && fills) return image_rows;
  return (image_rows * g.columns + kTileRows - 1) / kTileRows;
}

// The rows of the filter that lie in the image, and not in the padding, for any of the pixels
// [first, last] of a part.
VnniProduct::FilterRows VnniProduct::MeetingRows(const Part& part, const PatchGeometry& g,
                                                 int64_t first, int64_t last) {
  const int64_t top = first / g.columns;
  const int64_t bottom = last / g.columns;
  if (top / part.rows != bottom / part.rows) return {0, g.kernel_h};  // of two images
  const auto above = [&](int64_t row) {  // the row's window begins so far above the image
    return g.pad_h - (part.first_row + row % part.rows) * g.stride;
  };
  const int64_t height = (g.height - 1) * g.dilation + 1;
  const int64_t begin = std::clamp<int64_t>(above(bottom), 0, g.kernel_h - 1);
  return {begin, std::clamp<int64_t>(above(top) + height, begin + 1, g.kernel_h)};
}

uint32_t VnniProduct::MultiplyPart(const Tensor& source, const PatchGeometry& g, const Part& part,
                                   bool streams, Worker* worker, int32_t* acc) const {
  const int64_t height = (part.rows - 1) * g.stride + g.kernel_h;
  const int64_t width = (g.columns - 1) * g.stride + g.kernel_w;
  const int64_t image = height * width * g.channels;
  worker->images.resize(static_cast<size_t>(part.images * image + kGroup));
  for (int64_t n = 0; n < part.images; ++n) {
    const int8_t* from = source.data<int8_t>() + (part.first + n) * g.height * g.width * g.channels;
    for (int64_t y = 0; y < height; ++y) {
      FillRow(from, g, part.first_row * g.stride + y - g.pad_h, width,
              worker->images.data() + n * image + y * width * g.channels);
    }
  }
  worker->rows.clear();
  for (int64_t n = 0; n < part.images; ++n) {
    for (int64_t y = 0; y < part.rows; ++y) {
      const int64_t from = n * image + y * g.stride * width * g.channels;
      for (int64_t x = 0; x < g.columns; ++x) {
        worker->rows.push_back(from + x * g.stride * g.channels);
      }
    }
  }
  worker->groups.clear();
  const int64_t row_groups = GroupsOf(g.kernel_w * g.channels);
  for (int64_t group = 0; group < groups_; ++group) {
    worker->groups.push_back(static_cast<int32_t>(group / row_groups * width * g.channels +
                                                  group % row_groups * kGroup));
  }
  const int64_t pixels = static_cast<int64_t>(worker->rows.size());
  const int64_t blocks = Blocks(part, g);
  uint32_t range_bits = 0;
  for (int64_t panel = 0; panel < Panels(columns_); ++panel) {
    const int64_t cols = std::min<int64_t>(kTileCols, columns_ - panel * kTileCols);
    FilterRows last = {};
    int32_t start[kTileCols] = {};
    for (int64_t block = 0; block < blocks; ++block) {  // of nearly the same size
      const int64_t first = block * pixels / blocks;
      const int64_t rows = (block + 1) * pixels / blocks - first;
      const FilterRows meets = MeetingRows(part, g, first, first + rows - 1);
      if (meets.first != last.first || meets.last != last.last) Start(panel, meets, start);
      last = meets;
      const int64_t group = meets.first * row_groups;
      const VnniRows a{worker->images.data(), worker->rows.data(), worker->groups.data() + group,
                       (meets.last - meets.first) * row_groups};
      const int8_t* b = reinterpret_cast<const int8_t*>(packed_.data()) +
                        (panel * groups_ + group) * kTileCols * kGroup;
      range_bits |= VnniTile(a, first, rows, b, cols, start,
                             {acc + first * columns_ + panel * kTileCols, columns_, streams});
    }
  }
  return range_bits;
}

VnniProduct::Result VnniProduct::Multiply(const Tensor& source, const PatchGeometry& g,
                                          int acc_bits, Tensor* acc) {
  const int64_t images = source.shape()[0];
  const bool threads = PaysThreadsForProducts(acc->size() * groups_ * kGroup);
  const bool streams = acc_bits == 32 && PaysStreaming(acc->size());
  const int64_t row_bytes = ((g.columns - 1) * g.stride + g.kernel_w) * g.channels;
  const int64_t fitting = kPartBytes / row_bytes;  // rows of a padded image
  const int64_t rows = std::clamp<int64_t>((fitting - g.kernel_h) / g.stride + 1, 1, g.rows);
  int64_t together = 1;
  if (rows == g.rows) {
    const int64_t image_rows = (g.rows - 1) * g.stride + g.kernel_h;
    const int64_t parts = threads ? kPartsPerThread * omp_get_max_threads() : 1;
    together = std::min({fitting / image_rows, kPartPixels / g.pixels(), images / parts});
    together = std::max<int64_t>(together, 1);
  }
  const int64_t parts_of_image = (g.rows + rows - 1) / rows;
  const int64_t parts = (images + together - 1) / together * parts_of_image;
  uint64_t overflows = 0;
  uint32_t range_bits = 0;
#pragma omp parallel reduction(+ : overflows) reduction(| : range_bits) if (threads)
  {
    Worker worker;
#pragma omp for schedule(dynamic)
    for (int64_t p = 0; p < parts; ++p) {
      const int64_t first = p / parts_of_image * together;
      const int64_t first_row = p % parts_of_image * rows;
      const Part part{first, std::min(together, images - first), first_row,
                      std::min(rows, g.rows - first_row)};
      int32_t* out = acc->data<int32_t>() + (first * g.rows + first_row) * g.columns * columns_;
      range_bits |= MultiplyPart(source, g, part, streams, &worker, out);
      const int64_t count = part.images * part.rows * g.columns * columns_;
      if (acc_bits < 32) overflows += WrapRun(out, count, acc_bits, out);
    }
    std::atomic_thread_fence(std::memory_order_seq_cst);  // others read what was streamed
  }
  return {overflows, range_bits};
}

}  // namespace itg
