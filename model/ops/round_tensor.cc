// SPDX-License-Identifier: Apache-2.0
//
// Rounding in loops that vectorise: mode and storage are template parameters, the shift and what
// follows from it is hoisted, nothing branches on data.

#include "model/ops/round_tensor.h"

#include <type_traits>

#include "model/arith/random.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

// What is the same for all elements. Word: the unsigned type of an accumulator.
template <typename Word>
struct Constants {
  Constants(int shift_in, int out_bits)
      : shift(shift_in),
        half(shift_in / 2),
        odd(shift_in % 2),
        mask((Word{1} << shift_in) - 1),
        half_mask((Word{1} << half) - 1),
        one_half(shift_in == 0 ? Word{0} : Word{1} << (shift_in - 1)),
        max(static_cast<Word>(MaxMagnitude(out_bits))) {}
  int shift;
  int half;
  int odd;
  Word mask;
  Word half_mask;
  Word one_half;
  Word max;
};

// `low + i` never carries into `high` within a block (see RoundBlock).
struct Draw {
  uint32_t key;
  uint32_t low;
  uint32_t high;
  uint32_t operator()(int64_t i) const {
    return JenkinsHash(JenkinsHash(((low + static_cast<uint32_t>(i)) ^ high) + key));
  }
};

template <Rounding kMode, typename Word>
Word RoundMagnitude(Word magnitude, const Constants<Word>& c, uint32_t random) {
  // |acc| <= 2^(AccW-1) and 2^(shift-1) <= 2^(AccW-2): the sum cannot carry out of the word.
  if (kMode == Rounding::kNearest) return (magnitude + c.one_half) >> c.shift;
  const Word dropped = magnitude & c.mask;
  const Word weight = kMode == Rounding::kStochastic ? dropped : dropped >> c.half;
  const Word threshold =
      kMode == Rounding::kStochastic ? random & c.mask : (dropped & c.half_mask) << c.odd;
  return (magnitude >> c.shift) + (weight > threshold ? 1 : 0);
}

template <Rounding kMode, typename Acc, typename Out>
uint64_t RoundRun(const Acc* acc, int64_t count, const Constants<std::make_unsigned_t<Acc>>& c,
                  const Draw& draw, Out* out) {
  using Word = std::make_unsigned_t<Acc>;
  const Constants<Word> k = c;  // a copy the compiler can keep in registers
  Word saturated = 0;
  for (int64_t i = 0; i < count; ++i) {
    const Acc x = acc[i];
    const Word magnitude = x < 0 ? Word{0} - static_cast<Word>(x) : static_cast<Word>(x);
    const uint32_t random = kMode == Rounding::kStochastic ? draw(i) : 0;
    const Word rounded = RoundMagnitude<kMode>(magnitude, k, random);
    const Acc clipped = static_cast<Acc>(rounded > k.max ? k.max : rounded);
    saturated += rounded > k.max ? 1 : 0;
    out[i] = static_cast<Out>(x < 0 ? -clipped : clipped);
  }
  return saturated;
}

// Splits where the low half of the element index wraps, so that the high half is constant.
template <Rounding kMode, typename Acc, typename Out>
uint64_t RoundBlock(const Acc* acc, int64_t count, const Constants<std::make_unsigned_t<Acc>>& c,
                    uint32_t key, uint64_t index, Out* out) {
  uint64_t saturated = 0;
  while (count > 0) {
    const uint32_t low = static_cast<uint32_t>(index);
    const int64_t run = std::min<int64_t>(count, (int64_t{1} << 32) - low);
    const Draw draw{key, low, static_cast<uint32_t>(index >> 32)};
    saturated += RoundRun<kMode>(acc, run, c, draw, out);
    acc += run;
    out += run;
    index += static_cast<uint64_t>(run);
    count -= run;
  }
  return saturated;
}

template <Rounding kMode, typename Acc, typename Out>
uint64_t RoundBlock(const Acc* acc, int64_t count, int shift, const RoundingPlan& plan, Out* out) {
  const Constants<std::make_unsigned_t<Acc>> constants(shift, plan.out_bits);
  return RoundBlock<kMode>(acc, count, constants, plan.key, plan.first_index, out);
}

template <typename Acc, typename Out>
uint64_t Dispatch(const Acc* acc, int64_t count, int shift, const RoundingPlan& plan, Out* out) {
  switch (plan.mode) {
    case Rounding::kNearest:
      return RoundBlock<Rounding::kNearest>(acc, count, shift, plan, out);
    case Rounding::kStochastic:
      return RoundBlock<Rounding::kStochastic>(acc, count, shift, plan, out);
    case Rounding::kPseudoStochastic:
      break;
  }
  return RoundBlock<Rounding::kPseudoStochastic>(acc, count, shift, plan, out);
}

template <typename Acc>
uint64_t Dispatch(const Acc* acc, int64_t count, int shift, const RoundingPlan& plan, Tensor* out,
                  int64_t at) {
  if (out->type() == ElementType::kInt8) {
    return Dispatch(acc, count, shift, plan, out->data<int8_t>() + at);
  }
  return Dispatch(acc, count, shift, plan, out->data<int16_t>() + at);
}

}  // namespace

uint64_t RoundPart(const Tensor& acc, int64_t first, int64_t count, int shift,
                   const RoundingPlan& plan, Tensor* out, int64_t at) {
  assert(shift >= 0 && shift < 8 * ByteSize(acc.type()));
  assert(first + count <= acc.size() && at + count <= out->size());
  RoundingPlan part = plan;
  part.first_index += static_cast<uint64_t>(first);
  return acc.type() == ElementType::kInt32
             ? Dispatch(acc.data<int32_t>() + first, count, shift, part, out, at)
             : Dispatch(acc.data<int64_t>() + first, count, shift, part, out, at);
}

uint64_t RoundTensor(const Tensor& acc, int shift, const RoundingPlan& plan, Tensor* out) {
  assert(acc.size() == out->size());
  const int64_t size = acc.size();
  const int64_t blocks = BlockCount(size);
  uint64_t saturated = 0;
#pragma omp parallel for reduction(+ : saturated) schedule(static) if (PaysThreads(size))
  for (int64_t block = 0; block < blocks; ++block) {
    const Block part = BlockOf(block, size);
    saturated += RoundPart(acc, part.first, part.count, shift, plan, out, part.first);
  }
  return saturated;
}

}  // namespace itg
