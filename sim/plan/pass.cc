// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/pass.h"

#include <algorithm>
#include <string>

#include "model/arith/bits.h"
#include "model/error.h"
#include "model/program/window.h"
#include "sim/plan/layout.h"
#include "sim/plan/nests.h"
#include "sim/plan/schedule.h"
#include "sim/rtl/plugin_api.h"

namespace itg {
namespace {

constexpr int64_t kPositions = 256;  // of a max-pool's window: its winners take a byte each
constexpr int64_t kMostStride = 127;
constexpr int64_t kDimension = int64_t{1} << kPluginDimBits;

bool IsMax(Opcode opcode) {
  return opcode == Opcode::kMaxPool || opcode == Opcode::kMaxPoolBackward;
}

bool IsForwardPool(Opcode opcode) {
  return opcode == Opcode::kMaxPool || opcode == Opcode::kAveragePool;
}

bool IsPool(Opcode opcode) {
  return IsForwardPool(opcode) || opcode == Opcode::kMaxPoolBackward ||
         opcode == Opcode::kAveragePoolBackward;
}

bool IsDropout(Opcode opcode) {
  return opcode == Opcode::kDropout || opcode == Opcode::kDropoutBackward;
}

int64_t CeilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Does the second pass go along the taps of nest x, and through which windows?
const Window* PassWindow(const Command& command) {
  if (IsPool(command.opcode)) return &command.window;
  return command.post == Post::kRequantiseReluPool ? &command.pool : nullptr;
}

// What the taps of one line and all lines look at.
struct Taps {
  ImageWindow image;  // channels: bytes of a run
  int64_t samples;
};

Taps TapsOf(const Program& program, const Command& command) {
  const Window& window = *PassWindow(command);
  const Shape& a = program[command.a].shape;
  const Shape& out = program[command.out].shape;
  if (IsForwardPool(command.opcode)) {
    return {{a[1], a[2], a[3], out[1], out[2], window.kernel_h, window.kernel_w, -window.padding,
             window.stride, 1, 1},
            a[0]};
  }
  if (IsPool(command.opcode)) {  // lines are pixels of the output: which windows each lies in
    return {{a[1], a[2], a[3], out[1], out[2], window.kernel_h, window.kernel_w, window.padding, 1,
             -1, window.stride},
            a[0]};
  }
  // Behind a product everything is rounded, so taps and lines reach over the whole image.
  const Shape image = WindowedShape(a, command.window, out[3]);
  const int64_t s = window.stride;
  return {{image[1], image[2], 4 * image[3], CeilDiv(image[1], s), CeilDiv(image[2], s), s, s, 0, s,
           1, 1},
          image[0]};
}

// Errors of a max-pool that meet nowhere fit as they are.
bool NeedsNoRange(const Program& program, const Command& command) {
  return command.opcode == Opcode::kMaxPoolBackward && command.post != Post::kNone &&
         !Overlap(command.window) && program[command.out].bits >= program[command.a].bits;
}

class Encoder {
 public:
  Encoder(const Program& program, const Command& command, const std::vector<Placement>& buffers,
          Descriptor* descriptor)
      : program_(program), command_(command), buffers_(buffers), descriptor_(descriptor) {}

  void Run() {
    EncodeShape();
    EncodeAddresses();
    EncodeWidths();
    if (PassWindow(command_) != nullptr) EncodeTaps();
    if (command_.opcode == Opcode::kAveragePool || command_.opcode == Opcode::kAveragePoolBackward)
      EncodeScale();
    if (IsDropout(command_.opcode)) Set(Field::kExponentStep, 1);
    if (command_.opcode == Opcode::kCrossEntropy) EncodeLoss();
  }

 private:
  void Set(Field field, int64_t value) { SetField(descriptor_, field, value); }
  const Placement& At(BufferId id) const { return buffers_[static_cast<size_t>(id)]; }
  const Buffer& Out() const { return program_[command_.out]; }

  // What has no structure is one row, where the hardware can count it: no word is cut short.
  void EncodeShape() {
    if (IsProduct(command_.opcode)) return;
    const int64_t elements = ElementCount(Out().shape);
    Matrix matrix = AsMatrix(Out().shape);
    if (IsDropout(command_.opcode)) {
      matrix = {Out().shape[0], elements / Out().shape[0]};
    } else if (PassWindow(command_) == nullptr && elements < kDimension) {
      matrix = {1, elements};
    }
    Set(Field::kRows, matrix.rows);
    Set(Field::kCols, matrix.cols);
    Set(Field::kElements, elements);
  }

  void EncodeAddresses() {
    const auto set = [&](Field field, BufferId id) {
      if (id != kNoBuffer) Set(field, static_cast<int64_t>(At(id).address));
    };
    const auto set_exponent = [&](Field field, BufferId id) {
      if (id != kNoBuffer) Set(field, static_cast<int64_t>(At(id).exponent_address));
    };
    set(Field::kAAddr, command_.a);
    set_exponent(Field::kAExpAddr, command_.a);
    set(Field::kBAddr, command_.b);
    set_exponent(Field::kBExpAddr, command_.b);
    set(Field::kOutAddr, command_.out);
    set_exponent(Field::kOutExpAddr, command_.out);
    if (Updates(command_)) set(Field::kYAddr, command_.out);
    set(Field::kYAddr, command_.mask);
    set(Field::kZAddr, command_.index);
    set(Field::kZAddr, command_.master);
  }

  // Accumulators are not rounded: their width, which fits neither field, is nothing to the
  // hardware.
  void EncodeWidths() {
    const int out_bits = Out().role == Role::kAccumulator ? 0 : Out().bits;
    int round_bits = out_bits;
    // A fused update rounds to the gradient's width, which has no buffer of its own.
    if (command_.post == Post::kUpdate) round_bits = command_.gradient_bits;
    if (command_.opcode == Opcode::kApplyUpdate) round_bits = program_[command_.a].bits;
    if (NeedsNoRange(program_, command_)) round_bits = 0;
    Set(Field::kRoundBits, round_bits);
    Set(Field::kOutBits, out_bits);
  }

  void EncodeTaps() {
    const Taps taps = TapsOf(program_, command_);
    const NestedTensor x = ThroughWindow(taps.image);
    EncodeNest(Field::kNestX, x.nest, descriptor_);
    EncodeWindow(Field::kWindowX, x.window, descriptor_);
    Set(Field::kLines, taps.samples * taps.image.lines_y * taps.image.lines_x);
    if (IsProduct(command_.opcode)) {
      Set(Field::kScale, command_.pool.kernel_h + 256 * command_.pool.kernel_w);
      return;
    }
    // The first tap may lie in the padding before the tensor: addresses are modulo 2^32.
    const auto move = [&](Field field) {
      Set(field, (GetField(*descriptor_, field) + x.offset) & 0xffffffff);
    };
    move(Field::kAAddr);
    if (ReadsIndex(command_)) move(Field::kZAddr);
  }

  // NUMERICS.md section 4: sums of 2^n elements only move the exponent.
  void EncodeScale() {
    const int64_t count = int64_t{command_.window.kernel_h} * command_.window.kernel_w;
    const bool power = (count & (count - 1)) == 0;
    Set(Field::kScale, power ? 0 : (2 * 65536 + count) / (2 * count));
    Set(Field::kExponentStep, power ? 1 - BitLength(static_cast<uint64_t>(count)) : -16);
  }

  // An element is a word: the loss unit makes one after the other.
  void EncodeLoss() {
    const Shape& logits = program_[command_.a].shape;
    Set(Field::kRows, logits[0] * logits[1]);
    Set(Field::kCols, 1);
    Set(Field::kBlockRows, logits[0]);
    Set(Field::kDepth, logits[1]);
    Set(Field::kLogitBits, program_[command_.a].bits);
    Set(Field::kRoundBits, LossErrorBits(program_, command_));
    Set(Field::kExponentStep, -4);
  }

  const Program& program_;
  const Command& command_;
  const std::vector<Placement>& buffers_;
  Descriptor* descriptor_;
};

class Check {
 public:
  Check(const Program& program, const Command& command, const HwConfig& hw)
      : program_(program), command_(command), hw_(hw) {}

  void Run() const {
    const Window* window = PassWindow(command_);
    if (window != nullptr) CheckWindow(*window);
    if (command_.opcode == Opcode::kCrossEntropy) {
      Limit("elements", ElementCount(program_[command_.a].shape), kDimension - 1);
    }
    if (command_.master != kNoBuffer && !hw_.master_weights) {
      Refuse("16-bit master weights, which need `master_weights`");
    }
    const bool stochastic =
        std::count(hw_.rounding.begin(), hw_.rounding.end(), Rounding::kStochastic) != 0;
    if (IsDropout(command_.opcode) && !stochastic) {
      Refuse("random bits, which come with the rounding mode stochastic");
    }
  }

 private:
  [[noreturn]] void Refuse(const std::string& what) const {
    throw Error(hw_.source + ": no hardware for " + Describe(command_) + ": " + what);
  }
  void Limit(const std::string& what, int64_t value, int64_t most) const {
    if (value <= most) return;
    Refuse(what + " is " + std::to_string(value) + ", allowed is at most " + std::to_string(most));
  }

  void CheckWindow(const Window& window) const {
    const Taps taps = TapsOf(program_, command_);
    const int64_t count = taps.image.taps_y * taps.image.taps_x;
    Limit("stride of the window", window.stride, kMostStride);
    if (IsMax(command_.opcode) || command_.post == Post::kRequantiseReluPool) {
      Limit("positions of the window", int64_t{window.kernel_h} * window.kernel_w, kPositions);
    }
    Limit("bytes that a window reads", count * taps.image.channels, kDimension - 1);
    Limit("windows", taps.samples * taps.image.lines_y * taps.image.lines_x, kDimension - 1);
    // Partial results of a window lie in the accumulator SRAM.
    if (count > 1) {
      Limit("words of the accumulator SRAM that the channels take",
            WordsPerRow(program_[command_.out].shape.back(), hw_), hw_.accumulator_depth());
    }
  }

  const Program& program_;
  const Command& command_;
  const HwConfig& hw_;
};

}  // namespace

void CheckPass(const Program& program, const Command& command, const HwConfig& hw) {
  Check(program, command, hw).Run();
}

void EncodePass(const Program& program, const Command& command,
                const std::vector<Placement>& buffers, Descriptor* descriptor) {
  Encoder(program, command, buffers, descriptor).Run();
}

}  // namespace itg
