// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/observe.h"

#include <algorithm>

#include "model/arith/bits.h"
#include "model/program/window.h"
#include "sim/plan/product_nests.h"

namespace itg {
namespace {

std::vector<int64_t> Widened(const Tensor& tensor) {
  std::vector<int64_t> values(static_cast<size_t>(tensor.size()));
  VisitElements(tensor, [&](const auto* v) { std::copy(v, v + tensor.size(), values.begin()); });
  return values;
}

// The operand as [outer][k], whichever way it is stored.
std::vector<int32_t> Panel(const Tensor& tensor, int64_t outer, int64_t k, bool k_is_column) {
  std::vector<int32_t> panel(static_cast<size_t>(outer * k));
  VisitElements(tensor, [&](const auto* v) {
    for (int64_t o = 0; o < outer; ++o) {
      for (int64_t i = 0; i < k; ++i) {
        const int64_t index = k_is_column ? o * k + i : i * outer + o;
        panel[static_cast<size_t>(o * k + i)] = static_cast<int32_t>(v[index]);
      }
    }
  });
  return panel;
}

uint64_t Largest(const std::vector<int64_t>& values) {
  uint64_t largest = 0;
  for (const int64_t value : values) largest = std::max(largest, Magnitude(value));
  return largest;
}

bool AllAtMax(const Tensor& tensor, const Buffer& buffer) {
  const int64_t max = MaxMagnitude(buffer.bits);
  for (int64_t i = 0; i < tensor.size(); ++i) {
    if (tensor.Get(i) != max && tensor.Get(i) != -max) return false;
  }
  return true;
}

bool AllZero(const Tensor& tensor) {
  const Bytes& bytes = tensor.bytes();
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; });
}

// Width of the values behind L: mu, or the magnitude bits of the rounded output.
int TargetBits(const Program& program, const Command& command, int mu) {
  const Variant variant = {command.opcode, command.post};
  return RoundsGradient(variant) ? mu : program[command.out].bits - 1;
}

void AddRangeEdges(const Program& program, const Command& command, int mu,
                   const std::vector<int64_t>& accumulators, std::vector<Edge>* edges) {
  const Variant variant = {command.opcode, command.post};
  const uint64_t m = Largest(accumulators);
  if (m == 0) return edges->push_back(Edge::kZero);
  if (m == 1) return edges->push_back(Edge::kUnit);
  if (!Rounds(command)) return edges->push_back(Edge::kWide);
  const int shift = std::min(RangeBits(m) - TargetBits(program, command, mu), program.acc_bits - 1);
  edges->push_back(shift <= 0 ? Edge::kSmall : Edge::kWide);
  if (RoundsGradient(variant) && mu <= 0) edges->push_back(Edge::kTinyMu);
  if (shift <= 0) return;
  const uint64_t half = uint64_t{1} << (shift - 1);
  const bool tie = std::any_of(accumulators.begin(), accumulators.end(),
                               [&](int64_t x) { return (Magnitude(x) & (2 * half - 1)) == half; });
  if (tie) edges->push_back(Edge::kTie);
}

void AddMaskEdges(const Tensor& mask, std::vector<Edge>* edges) {
  int64_t set = 0;
  for (int64_t i = 0; i < mask.size(); ++i) set += mask.Get(i);
  edges->push_back(set == 0 ? Edge::kOff : set == mask.size() ? Edge::kOn : Edge::kMixed);
}

// relu, relu_backward, apply_update and the loss: one narrow operand decides.
void AddNarrowEdges(const Program& program, const Command& command, const Tensor& a,
                    uint64_t saturations, std::vector<Edge>* edges) {
  if (AllZero(a)) return edges->push_back(Edge::kZero);
  if (AllAtMax(a, program[command.a])) edges->push_back(Edge::kMax);
  if (command.opcode == Opcode::kApplyUpdate && saturations == 0) edges->push_back(Edge::kSmall);
  if (command.opcode == Opcode::kCrossEntropy) edges->push_back(Edge::kWide);
}

}  // namespace

Loops LoopsOf(const Program& program, const Command& command) {
  const Shape& a = program[command.a].shape;
  if (!IsProduct(command.opcode)) {
    return {a[0], ElementCount(a) / a[0], 1};
  }
  const ProductNests product = NestsOf(program, command);
  return {product.rows, product.cols, product.depth};
}

std::vector<Fit> FitsOf(int64_t size, int64_t unit) {
  std::vector<Fit> fits;
  if (size == 1) fits.push_back(Fit::kOne);
  if (size % unit == unit - 1) fits.push_back(Fit::kLess);
  if (size % unit == 0) fits.push_back(Fit::kExact);
  if (size > 1 && size % unit == 1) fits.push_back(Fit::kMore);
  return fits;
}

Extent ExtentOf(const HwConfig& hw, const Command& command, const Loops& loops) {
  if (IsLoss({command.opcode, command.post})) return Extent::kOne;
  if (IsProduct(command.opcode)) {
    if (loops.k > LargestChunk(hw, command.opcode, loops.m, loops.n)) return Extent::kLong;
    return loops.m > hw.rows || loops.n > hw.cols ? Extent::kMany : Extent::kOne;
  }
  const int64_t elements = loops.m * loops.n;
  if (elements > LongElements(hw)) return Extent::kLong;
  return elements > hw.bus_bytes ? Extent::kMany : Extent::kOne;
}

namespace {

// The index sums of NUMERICS.md section 4: calls visit(pixel of the input side, weight, pixel of
// the output side) for every product of an element of each.
template <typename Visitor>
void VisitConvolution(const Shape& in, const Shape& weight, const Shape& out, const Window& w,
                      Visitor&& visit) {
  for (int64_t i = 0; i < ElementCount(out); ++i) {
    const int64_t o = i % out[3];
    const int64_t ox = i / out[3] % out[2];
    const int64_t oy = i / out[3] / out[2] % out[1];
    const int64_t n = i / out[3] / out[2] / out[1];
    for (int64_t j = 0; j < weight[1] * weight[2] * weight[3]; ++j) {
      const int64_t c = j % weight[3];
      const int64_t x = ox * w.stride + j / weight[3] % weight[2] - w.padding;
      const int64_t y = oy * w.stride + j / weight[3] / weight[2] - w.padding;
      if (x < 0 || y < 0 || x >= in[2] || y >= in[1]) continue;
      visit(((n * in[1] + y) * in[2] + x) * in[3] + c, o * weight[1] * weight[2] * weight[3] + j,
            i);
    }
  }
}

std::vector<int64_t> AccumulateConvolution(const Program& program, const Command& command,
                                           const Tensor& a, const Tensor& b) {
  const Shape& out = program[command.out].shape;
  const std::vector<int64_t> left = Widened(a);
  const std::vector<int64_t> right = Widened(b);
  std::vector<int64_t> sums(static_cast<size_t>(ElementCount(out)));
  const auto add = [&](int64_t sum, int64_t i, int64_t j) {
    sums[static_cast<size_t>(sum)] += left[static_cast<size_t>(i)] * right[static_cast<size_t>(j)];
  };
  switch (command.opcode) {
    case Opcode::kForward:
      VisitConvolution(a.shape(), b.shape(), out, command.window,
                       [&](int64_t x, int64_t w, int64_t y) { add(y, x, w); });
      break;
    case Opcode::kError:
      VisitConvolution(out, b.shape(), a.shape(), command.window,
                       [&](int64_t x, int64_t w, int64_t y) { add(x, y, w); });
      break;
    default:
      VisitConvolution(b.shape(), out, a.shape(), command.window,
                       [&](int64_t x, int64_t w, int64_t y) { add(w, y, x); });
  }
  for (int64_t& sum : sums) sum = Wrap(sum, program.acc_bits);
  return sums;
}

}  // namespace

std::vector<int64_t> Accumulate(const Program& program, const Command& command, const Tensor& a,
                                const Tensor& b) {
  if (HasWindow(command.window)) return AccumulateConvolution(program, command, a, b);
  const Loops loops = LoopsOf(program, command);
  const std::vector<int32_t> rows = Panel(a, loops.m, loops.k, command.opcode != Opcode::kGradient);
  const std::vector<int32_t> columns =
      Panel(b, loops.n, loops.k, command.opcode == Opcode::kForward);
  std::vector<int64_t> accumulators;
  for (int64_t m = 0; m < loops.m; ++m) {
    for (int64_t n = 0; n < loops.n; ++n) {
      const int32_t* row = &rows[static_cast<size_t>(m * loops.k)];
      const int32_t* column = &columns[static_cast<size_t>(n * loops.k)];
      int64_t sum = 0;
      for (int64_t k = 0; k < loops.k; ++k) sum += int64_t{row[k]} * column[k];
      accumulators.push_back(Wrap(sum, program.acc_bits));
    }
  }
  return accumulators;
}

std::vector<Edge> EdgesMet(const Program& program, const Command& command, int mu,
                           const Operands& operands, const Retired& retired) {
  std::vector<Edge> edges;
  const Tensor& a = *operands.a;
  if (IsProduct(command.opcode)) {
    AddRangeEdges(program, command, mu, Accumulate(program, command, a, *operands.b), &edges);
    if (AllAtMax(a, program[command.a]) && AllAtMax(*operands.b, program[command.b])) {
      edges.push_back(Edge::kMax);
    }
  } else if (program[command.a].role == Role::kAccumulator &&
             command.opcode != Opcode::kRoundLoss) {
    const std::vector<int64_t> accumulators = Widened(a);
    AddRangeEdges(program, command, mu, accumulators, &edges);
    const int64_t lowest = -(int64_t{1} << (program.acc_bits - 1));
    if (std::count(accumulators.begin(), accumulators.end(), lowest) != 0) {
      edges.push_back(Edge::kMax);
    }
  } else if (command.opcode == Opcode::kRoundLoss) {
    edges.push_back(Edge::kWide);
  } else {
    AddNarrowEdges(program, command, a, retired.saturations, &edges);
  }
  if (retired.saturations > 0) edges.push_back(Edge::kClip);
  if (retired.acc_overflows > 0) edges.push_back(Edge::kWrap);
  if (operands.mask != nullptr) AddMaskEdges(*operands.mask, &edges);
  return edges;
}

}  // namespace itg
