// SPDX-License-Identifier: Apache-2.0
//
// Random descriptors: of commands that make sense, of such with a field or some bits that do not,
// and bits alone.

#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "sim/hw/hw_config.h"
#include "sim/plan/blocks.h"
#include "sim/plan/descriptor.h"
#include "sim/plan/schedule.h"
#include "sw/compare/random_source.h"

namespace itg {

inline std::string ToString(const Descriptor& descriptor) {
  std::string text;
  for (const uint32_t word : descriptor) {
    char hex[12];
    std::snprintf(hex, sizeof hex, "%08x ", word);
    text += hex;
  }
  return text;
}

class RandomCommands {
 public:
  // `memory`: addresses that make sense are below.
  RandomCommands(const HwConfig& hw, uint32_t seed, int64_t memory = int64_t{1} << 32)
      : hw_(hw), random_(seed, 0), memory_(memory) {
    for (int opcode = 0; opcode < kOpcodeCount; ++opcode) {
      for (int post = 0; post < kPostCount; ++post) {
        if (HasHardware(static_cast<Opcode>(opcode), static_cast<Post>(post)))
          kinds_.emplace_back(opcode, post);
      }
    }
  }

  Descriptor Next() {
    if (random_.OneIn(50)) return Bits();
    Descriptor descriptor = Sensible();
    if (!random_.OneIn(5)) Damage(&descriptor);
    return descriptor;
  }

  // Changes a field or two, or some bits.
  void Damage(Descriptor* descriptor) {
    for (int i = random_.IntBetween(1, 2); i > 0; --i) {
      if (random_.OneIn(3)) {
        uint32_t& word =
            (*descriptor)[static_cast<size_t>(random_.Between(0, kDescriptorWords - 1))];
        word ^= uint32_t{1} << random_.IntBetween(0, 31);
      } else {
        // More often one of those that every command has.
        const Field end = random_.OneIn(3) ? Field::kCount : Field::kNestA;
        const auto field = static_cast<Field>(random_.IntBetween(0, static_cast<int>(end) - 1));
        Put(descriptor, field, Odd(GetField(*descriptor, field)));
      }
    }
  }

  Descriptor Bits() {
    Descriptor descriptor;
    for (uint32_t& word : descriptor) word = static_cast<uint32_t>(random_.Next());
    const auto& kind = random_.Pick(kinds_);
    if (random_.OneIn(2)) Put(&descriptor, Field::kOpcode, kind.first);
    if (random_.OneIn(2)) Put(&descriptor, Field::kPost, kind.second);
    return descriptor;
  }

  Descriptor Sensible() {
    d_ = {};
    const auto& kind = random_.Pick(kinds_);
    const auto opcode = static_cast<Opcode>(kind.first);
    const bool product = IsProduct(opcode);
    const bool behind = static_cast<Post>(kind.second) == Post::kRequantiseReluPool;
    Set(Field::kOpcode, kind.first);
    Set(Field::kPost, kind.second);
    Set(Field::kRounding, static_cast<int>(random_.Pick(hw_.rounding)));
    Set(Field::kRoundBits, random_.IntBetween(2, hw_.out_bits()));
    Set(Field::kOutBits, random_.IntBetween(2, hw_.out_bits()));
    Set(Field::kMu, random_.IntBetween(1, 8));
    Set(Field::kTensorId, Word());
    Set(Field::kExponentStep, random_.IntBetween(-128, 127));
    Set(Field::kScale, random_.IntBetween(0, 65535));
    const bool pool = opcode >= Opcode::kMaxPool && opcode <= Opcode::kAveragePoolBackward;
    rows_ = random_.IntBetween(1, 20);
    cols_ = random_.IntBetween(1, 20);
    // More than has room, or just not
    if (pool && random_.OneIn(10)) {
      cols_ += hw_.accumulator_depth() * hw_.cols - random_.IntBetween(0, 20);
    }
    SetAddresses();
    if (opcode == Opcode::kCrossEntropy) SetLoss();
    Set(Field::kRows, rows_);
    Set(Field::kCols, cols_);
    Set(Field::kElements, rows_ * cols_);
    if (product) SetProduct(opcode, behind || random_.OneIn(3));
    if (pool || behind) SetTaps(behind);
    return d_;
  }

 private:
  static void Put(Descriptor* descriptor, Field field, int64_t value) {
    const FieldInfo info = Info(field);
    const int64_t span = int64_t{1} << info.bits;
    value = ((value % span) + span) % span;
    if (info.is_signed && value >= span / 2) value -= span;
    SetField(descriptor, field, value);
  }
  void Set(Field field, int64_t value) { SetField(&d_, field, value); }
  void Set(Field group, NestPart part, int64_t value) { Set(In(group, part), value); }
  void Set(Field group, WindowPart part, int64_t value) { Set(In(group, part), value); }
  uint32_t Word() { return static_cast<uint32_t>(random_.Next()); }

  // A number that is likely to be wrong, given one that is right.
  int64_t Odd(int64_t value) {
    const int64_t small = random_.IntBetween(1, 3);
    switch (random_.IntBetween(0, 7)) {
      case 0:
        return 0;
      case 1:
        return value + small;
      case 2:
        return value - small;
      case 3:
        return value * random_.IntBetween(2, 9);
      case 4:
        return (int64_t{1} << 24) - small + 1;
      case 5:
        return value + (int64_t{1} << random_.IntBetween(8, 31));
      case 6:
        return random_.IntBetween(0, 300);
      default:
        return Word();
    }
  }

  int64_t Address(int64_t multiple) {
    return random_.Between(1, (memory_ - 1) / multiple / 2) * multiple;
  }
  void SetAddresses() {
    for (const Field field : {Field::kAAddr, Field::kBAddr, Field::kOutAddr})
      Set(field, Address(1));
    for (const Field field :
         {Field::kAExpAddr, Field::kBExpAddr, Field::kOutExpAddr, Field::kYAddr, Field::kZAddr}) {
      Set(field, Address(hw_.bus_bytes));
    }
    if (!hw_.master_weights) Set(Field::kZAddr, 0);
  }

  void SetLoss() {
    const int64_t samples = random_.IntBetween(1, 6);
    const int64_t classes =
        random_.OneIn(4) ? random_.IntBetween(1, 4 << hw_.out_bits()) : random_.IntBetween(1, 12);
    rows_ = samples * classes;
    cols_ = 1;
    Set(Field::kBlockRows, samples);
    Set(Field::kDepth, classes);
    Set(Field::kLogitBits, random_.IntBetween(2, 8));
  }

  void SetProduct(Opcode opcode, bool spills) {
    const bool gradient = opcode == Opcode::kGradient;
    const int64_t half = hw_.scratchpad_depth() / 2;
    int64_t rows = spills ? random_.Between(1, rows_) : rows_ + random_.IntBetween(0, 2);
    int64_t cols = spills ? random_.Between(1, cols_) : cols_ + random_.IntBetween(0, 2);
    rows = std::min(rows, hw_.accumulator_depth() / AccumulatorWords(1, cols, hw_));
    if (rows < rows_) spills = true;
    const int64_t depth = random_.IntBetween(1, 40);
    int64_t chunk = random_.OneIn(3) ? random_.IntBetween(1, 300) : random_.Between(1, depth);
    while (ScratchpadWords(rows, gradient, chunk, hw_) > half ||
           ScratchpadWords(cols, gradient || opcode == Opcode::kError, chunk, hw_) > half) {
      --chunk;
    }
    Set(Field::kDepth, depth);
    Set(Field::kChunk, chunk);
    Set(Field::kBlockRows, rows);
    Set(Field::kBlockCols, cols);
    Set(Field::kColWords, AccumulatorWords(1, cols, hw_));
    Set(Field::kSpillAddr, spills && !random_.OneIn(20) ? Address(1) : 0);
    Set(Field::kWindowed, random_.IntBetween(0, 2));
    for (const Field nest : {Field::kNestA, Field::kNestB}) {
      SetNest(nest, random_.IntBetween(1, 30));
    }
    SetWindow(Field::kWindow);
  }

  void SetTaps(bool behind) {
    Set(Field::kLines, behind ? random_.IntBetween(1, 12) : rows_);
    SetNest(Field::kNestX, behind ? 4 * cols_ : cols_);
    SetWindow(Field::kWindowX);
  }

  void SetNest(Field nest, int64_t run) {
    const auto stride = [&] { return random_.OneIn(8) ? int64_t{Word()} : random_.Between(0, 40); };
    Set(nest, NestPart::kLineCount1, random_.IntBetween(1, 5));
    Set(nest, NestPart::kLineCount0, random_.IntBetween(1, 5));
    Set(nest, NestPart::kTapCount1, random_.IntBetween(1, 3));
    Set(nest, NestPart::kTapCount0, random_.IntBetween(1, 3));
    Set(nest, NestPart::kRun, run);
    Set(nest, NestPart::kLineStride2, stride());
    Set(nest, NestPart::kLineStride1, stride());
    Set(nest, NestPart::kLineStride0, stride());
    Set(nest, NestPart::kTapStride1, stride());
    Set(nest, NestPart::kTapStride0, stride());
  }

  void SetWindow(Field window) {
    const int divisor = random_.IntBetween(1, 3);
    Set(window, WindowPart::kDivisor, divisor);
    Set(window, WindowPart::kLimitY, random_.IntBetween(1, 6));
    Set(window, WindowPart::kLimitX, random_.IntBetween(1, 6));
    Set(window, WindowPart::kStartQ, random_.IntBetween(-2, 2));
    Set(window, WindowPart::kStartR, random_.IntBetween(0, divisor - 1));
    Set(window, WindowPart::kLineQ, random_.IntBetween(0, 2));
    Set(window, WindowPart::kLineR, random_.IntBetween(0, divisor - 1));
    Set(window, WindowPart::kTapQ, random_.IntBetween(-2, 2));
    Set(window, WindowPart::kTapR, random_.IntBetween(0, divisor - 1));
    Set(window, WindowPart::kPitchY, random_.IntBetween(0, 40));
    Set(window, WindowPart::kPitchX, random_.IntBetween(0, 40));
  }

  HwConfig hw_;
  RandomSource random_;
  int64_t memory_;
  std::vector<std::pair<int, int>> kinds_;
  Descriptor d_ = {};
  int64_t rows_ = 0;
  int64_t cols_ = 0;
};

}  // namespace itg
