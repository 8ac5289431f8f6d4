// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/schedule.h"

#include <algorithm>
#include <string>

#include "model/error.h"
#include "sim/plan/chunk.h"
#include "sim/plan/layout.h"
#include "sim/rtl/plugin_api.h"

namespace itg {
namespace {

[[noreturn]] void Refuse(const HwConfig& hw, const std::string& what) {
  throw Error(hw.source + ": " + what);
}

int LargestWidth(Role role, const HwConfig& hw) {
  switch (role) {
    case Role::kActivation:
      return hw.activation_bits;
    case Role::kWeight:
      return hw.weight_bits;
    case Role::kError:
      return hw.error_bits;
    case Role::kGradient:
      return hw.gradient_bits;
    case Role::kAccumulator:
      return hw.acc_bits;
    case Role::kMask:
    case Role::kLabel:
    case Role::kIndex:
    case Role::kMaster:
      break;
  }
  return 32;
}

void CheckBuffer(const Buffer& buffer, const HwConfig& hw) {
  if (buffer.bits > LargestWidth(buffer.role, hw)) {
    Refuse(hw, "tensor " + buffer.name + " has elements of " + std::to_string(buffer.bits) +
                   " bits, allowed for role " + Name(buffer.role) + " is at most " +
                   std::to_string(LargestWidth(buffer.role, hw)));
  }
  const Matrix matrix = AsMatrix(buffer.shape);
  const int64_t most = (int64_t{1} << kPluginDimBits) - 1;
  if (std::max(matrix.rows, matrix.cols) > most) {
    Refuse(hw, "tensor " + buffer.name + " is " + ToString(buffer.shape) + ", allowed is at most " +
                   std::to_string(most) + " rows and columns");
  }
}

class Planner {
 public:
  Planner(const Program& program, const HwConfig& hw) : program_(program), hw_(hw) {}

  Schedule Run() {
    if (program_.acc_bits != hw_.acc_bits) {
      Refuse(hw_, "acc_bits is " + std::to_string(hw_.acc_bits) +
                      ", the network's accumulators have " + std::to_string(program_.acc_bits));
    }
    for (const Command& command : program_.commands) {
      CheckCommand(command);
      ScheduledCommand scheduled;
      scheduled.on_host = RunsOnHost(command.opcode);
      scheduled.descriptor_address = Allocate(kDescriptorBytes);
      schedule_.commands.push_back(scheduled);
    }
    for (const Buffer& buffer : program_.buffers) Place(buffer);
    for (size_t i = 0; i < program_.commands.size(); ++i) {
      if (!schedule_.commands[i].on_host) Encode(program_.commands[i], &schedule_.commands[i]);
    }
    schedule_.memory_bytes = next_;
    return std::move(schedule_);
  }

 private:
  // Every address is a multiple of the widest beat, so none depends on the bus width.
  uint64_t Allocate(int64_t bytes) {
    constexpr uint64_t kAlign = 64;
    const uint64_t address = next_;
    next_ += (static_cast<uint64_t>(bytes) + kAlign - 1) / kAlign * kAlign;
    if (next_ > uint64_t{1} << 32) Refuse(hw_, "the network's tensors need more than 4 GiB");
    return address;
  }

  void CheckCommand(const Command& command) const {
    if (!HasHardware(command.opcode, command.post) || command.window.kernel_h != 0) {
      const char* const what =
          command.window.kernel_h != 0 && IsProduct(command.opcode) ? " of a convolution" : "";
      Refuse(hw_, "no hardware for " + Describe(command) + what);
    }
    if (command.master != kNoBuffer) {
      Refuse(hw_, "no hardware for the 16-bit master weights of " + Describe(command));
    }
    for (const BufferId id : {command.a, command.b, command.out}) {
      if (IsProduct(command.opcode) && program_[id].shape.size() != 2) {
        Refuse(hw_, "no hardware for " + Describe(command) + " of tensor " + program_[id].name +
                        ", which is " + ToString(program_[id].shape));
      }
    }
    if (RoundsGradient(command) && command.gradient_bits > hw_.gradient_bits) {
      Refuse(hw_, "gradients of " + std::to_string(command.gradient_bits) + " bits in " +
                      Describe(command) + ", allowed is at most " +
                      std::to_string(hw_.gradient_bits));
    }
  }

  void Place(const Buffer& buffer) {
    CheckBuffer(buffer, hw_);
    Placement placement;
    placement.bytes = static_cast<uint64_t>(MemoryBytes(buffer, hw_));
    placement.address = Allocate(static_cast<int64_t>(placement.bytes));
    placement.exponent_address = Allocate(4);
    schedule_.buffers.push_back(placement);
  }

  const Placement& At(BufferId id) const { return schedule_.buffers[static_cast<size_t>(id)]; }

  void Encode(const Command& command, ScheduledCommand* scheduled) {
    Descriptor* d = &scheduled->descriptor;
    const Buffer& out = program_[command.out];
    const Matrix matrix = AsMatrix(out.shape);
    SetField(d, Field::kOpcode, static_cast<int>(command.opcode));
    SetField(d, Field::kPost, static_cast<int>(command.post));
    SetField(d, Field::kTensorId, command.tensor_id);
    SetField(d, Field::kRows, matrix.rows);
    SetField(d, Field::kCols, matrix.cols);
    SetField(d, Field::kBlockRows, matrix.rows);
    SetField(d, Field::kBlockCols, matrix.cols);
    SetField(d, Field::kColWords, WordsPerRow(matrix.cols, hw_));
    SetField(d, Field::kWords, matrix.rows * WordsPerRow(matrix.cols, hw_));
    SetField(d, Field::kElements, matrix.rows * matrix.cols);
    SetField(d, Field::kAAddr, static_cast<int64_t>(At(command.a).address));
    SetField(d, Field::kAExpAddr, static_cast<int64_t>(At(command.a).exponent_address));
    SetField(d, Field::kOutAddr, static_cast<int64_t>(At(command.out).address));
    SetField(d, Field::kOutExpAddr, static_cast<int64_t>(At(command.out).exponent_address));
    EncodeRounding(command, d);
    if (command.mask != kNoBuffer) {
      SetField(d, Field::kYAddr, static_cast<int64_t>(At(command.mask).address));
    } else if (out.role == Role::kWeight) {
      SetField(d, Field::kYAddr, static_cast<int64_t>(At(command.out).address));
    }
    if (IsProduct(command.opcode)) EncodeProduct(command, matrix, d);
  }

  void EncodeRounding(const Command& command, Descriptor* d) {
    const Buffer& out = program_[command.out];
    const bool updates = out.role == Role::kWeight;
    SetField(d, Field::kRounding, static_cast<int>(command.rounding));
    SetField(d, Field::kMu, command.mu);
    // Accumulators are not rounded: their width, which fits neither field, is nothing to the
    // hardware.
    const int out_bits = out.role == Role::kAccumulator ? 0 : out.bits;
    // A fused update rounds to the gradient's width, which has no buffer of its own.
    SetField(d, Field::kRoundBits, updates ? command.gradient_bits : out_bits);
    SetField(d, Field::kOutBits, out_bits);
    if (!Rounds(command)) return;
    if (std::find(hw_.rounding.begin(), hw_.rounding.end(), command.rounding) ==
        hw_.rounding.end()) {
      Refuse(hw_, std::string("rounding mode ") + Name(command.rounding) + " of " +
                      Describe(command) + " is not among its `rounding`");
    }
  }

  void EncodeProduct(const Command& command, const Matrix& out, Descriptor* d) {
    SetField(d, Field::kBAddr, static_cast<int64_t>(At(command.b).address));
    SetField(d, Field::kBExpAddr, static_cast<int64_t>(At(command.b).exponent_address));
    const bool a_by_row = command.opcode == Opcode::kGradient;
    const bool b_by_row = command.opcode != Opcode::kForward;
    const Matrix a = AsMatrix(program_[command.a].shape);
    const int64_t depth = a_by_row ? a.rows : a.cols;
    SetField(d, Field::kDepth, depth);
    const int64_t words = out.rows * WordsPerRow(out.cols, hw_);
    if (words > hw_.accumulator_depth()) {
      Refuse(hw_, "the accumulators of " + Describe(command) + " need " + std::to_string(words) +
                      " words of the accumulator SRAM, which has " +
                      std::to_string(hw_.accumulator_depth()) +
                      "; a larger accumulator_bytes or a smaller batch or layer fits");
    }
    const int64_t chunk = ChooseChunk({out.rows, a_by_row}, {out.cols, b_by_row}, depth, hw_);
    if (chunk == 0) {
      Refuse(hw_, "the operands of " + Describe(command) +
                      " do not fit the scratchpads; a larger scratchpad_bytes does");
    }
    SetField(d, Field::kChunk, chunk);
  }

  const Program& program_;
  const HwConfig& hw_;
  Schedule schedule_;
  uint64_t next_ = 0;
};

}  // namespace

bool HasHardware(Opcode opcode, Post post) {
  return static_cast<int>(opcode) < kHardwareOpcodes && static_cast<int>(post) < kHardwarePosts &&
         IsLegal(opcode, post);
}

bool RunsOnHost(Opcode opcode) {
  return opcode == Opcode::kCrossEntropy || opcode == Opcode::kRoundLoss;
}

Schedule Plan(const Program& program, const HwConfig& hw) { return Planner(program, hw).Run(); }

}  // namespace itg
