// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/schedule.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "model/error.h"
#include "sim/plan/blocks.h"
#include "sim/plan/layout.h"
#include "sim/plan/legal.h"
#include "sim/plan/pass.h"
#include "sim/plan/placing.h"
#include "sim/plan/product_encoding.h"
#include "sim/rtl/plugin_api.h"

namespace itg {
namespace {

constexpr int64_t kQueueAlignment = 64;  // register QUEUE_BASE

[[noreturn]] void Refuse(const HwConfig& hw, const std::string& what) {
  throw Error(hw.source + ": " + what);
}

int LargestGradient(const HwConfig& hw) {
  return hw.master_weights ? kMasterBits : hw.gradient_bits;
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
      return LargestGradient(hw);
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
  Planner(const Program& program, const HwConfig& hw, uint32_t scatter)
      : program_(program), hw_(hw), placing_(scatter, hw.bus_bytes) {}

  Schedule Run() {
    if (program_.acc_bits != hw_.acc_bits) {
      Refuse(hw_, "acc_bits is " + std::to_string(hw_.acc_bits) +
                      ", the network's accumulators have " + std::to_string(program_.acc_bits));
    }
    for (const Command& command : program_.commands) {
      CheckCommand(command);
      ScheduledCommand scheduled;
      schedule_.commands.push_back(scheduled);
      products_.push_back(IsProduct(command.opcode) ? PlanProduct(command) : Product{});
    }
    PlaceDescriptors();
    PlaceBuffers();
    for (size_t i = 0; i < program_.commands.size(); ++i) {
      Encode(program_.commands[i], products_[i], &schedule_.commands[i]);
    }
    schedule_.memory_bytes = placing_.memory_bytes();
    return std::move(schedule_);
  }

 private:
  struct Product {
    ProductNests nests;
    Blocks blocks;
    bool spills = false;  // its accumulators go through the scratch memory
  };

  void CheckCommand(const Command& command) const {
    if (!HasHardware(command.opcode, command.post)) {
      Refuse(hw_, "no hardware for " + Describe(command));
    }
    CheckPass(program_, command, hw_);
    if (RoundsGradient(command) && command.gradient_bits > LargestGradient(hw_)) {
      Refuse(hw_, "gradients of " + std::to_string(command.gradient_bits) + " bits in " +
                      Describe(command) + ", allowed is at most " +
                      std::to_string(LargestGradient(hw_)));
    }
  }

  Product PlanProduct(const Command& command) const {
    Product product;
    product.nests = NestsOf(program_, command);
    const int64_t most = (int64_t{1} << kPluginDimBits) - 1;
    const int64_t largest = std::max({product.nests.rows, product.nests.cols, product.nests.depth});
    if (largest > most) {
      Refuse(hw_, Describe(command) + " has a dimension of " + std::to_string(largest) +
                      ", allowed is at most " + std::to_string(most));
    }
    for (const NestedTensor* operand : {&product.nests.a, &product.nests.b}) {
      CheckCoordinates(command, *operand);
    }
    product.blocks = ChooseBlocks(product.nests, hw_);
    // A max-pool reads the accumulators of its windows from memory.
    product.spills = (product.blocks.count > 1 && command.post != Post::kNone) ||
                     command.post == Post::kRequantiseReluPool;
    return product;
  }

  // The hardware's coordinates are 16 bits and signed.
  void CheckCoordinates(const Command& command, const NestedTensor& operand) const {
    if (!operand.windowed) return;
    const int64_t largest =
        std::max(operand.window.limit_y, operand.window.limit_x) + 2 * command.window.padding;
    if (largest > INT16_MAX) {
      Refuse(hw_, Describe(command) + " reads an image that with its padding is " +
                      std::to_string(largest) + " pixels high or wide, allowed is at most " +
                      std::to_string(INT16_MAX));
    }
  }

  // One region for all commands: they run one after the other.
  int64_t SpillBytes() const {
    int64_t bytes = 0;
    for (const Product& product : products_) {
      if (product.spills) bytes = std::max(bytes, 4 * product.nests.rows * product.nests.cols);
    }
    return bytes;
  }

  // They lie side by side, as the queue has them.
  void PlaceDescriptors() {
    const int64_t count = static_cast<int64_t>(schedule_.commands.size());
    uint64_t address = placing_.Place(count * kDescriptorBytes, kQueueAlignment);
    for (ScheduledCommand& command : schedule_.commands) {
      command.descriptor_address = address;
      address += kDescriptorBytes;
    }
  }

  void PlaceBuffers() {
    schedule_.buffers.resize(program_.buffers.size());
    std::vector<BufferId> order(program_.buffers.size());
    std::iota(order.begin(), order.end(), 0);
    if (placing_.scatters()) std::shuffle(order.begin(), order.end(), placing_.random());
    for (const BufferId id : order) Place(id, id == order.back());
    const int64_t spill = SpillBytes();
    schedule_.spill.bytes = static_cast<uint64_t>(spill);
    if (spill != 0) schedule_.spill.address = placing_.PlaceLast(spill, 1);
    if (placing_.memory_bytes() > uint64_t{1} << 32) {
      Refuse(hw_, "the network's tensors need more than 4 GiB");
    }
  }

  void Place(BufferId id, bool last) {
    const Buffer& buffer = program_[id];
    CheckBuffer(buffer, hw_);
    Placement& placement = schedule_.buffers[static_cast<size_t>(id)];
    const int64_t bytes = MemoryBytes(buffer), align = Alignment(id);
    placement.bytes = static_cast<uint64_t>(bytes);
    if (!placing_.scatters()) placement.address = placing_.Place(bytes, align);
    placement.exponent_address = placing_.Place(4, hw_.bus_bytes);
    if (!placing_.scatters()) return;
    placement.address = last ? placing_.PlaceLast(bytes, align) : placing_.Place(bytes, align);
  }

  // What the hardware reads beside the elements it reads in whole beats.
  int64_t Alignment(BufferId id) const {
    const Role role = program_[id].role;
    if (role == Role::kMask || role == Role::kMaster) return hw_.bus_bytes;
    for (const Command& command : program_.commands) {
      if (Updates(command) && command.out == id) return hw_.bus_bytes;
    }
    return 1;
  }

  const Placement& At(BufferId id) const { return schedule_.buffers[static_cast<size_t>(id)]; }

  void Encode(const Command& command, const Product& product, ScheduledCommand* scheduled) {
    scheduled->spills = product.spills;
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
    SetField(d, Field::kElements, matrix.rows * matrix.cols);
    SetField(d, Field::kMu, command.mu);
    EncodeRounding(command, d);
    EncodePass(program_, command, schedule_.buffers, d);
    if (IsProduct(command.opcode)) EncodeProduct(command, product, d);
    const char* reason = IllegalReason(*d, hw_);
    if (reason != nullptr) Refuse(hw_, "no hardware for " + Describe(command) + ": " + reason);
  }

  void EncodeRounding(const Command& command, Descriptor* d) {
    SetField(d, Field::kRounding, static_cast<int>(command.rounding));
    const bool rounds_loss =
        command.opcode == Opcode::kRoundLoss || command.post == Post::kRoundLoss;
    if (!Rounds(command) && !rounds_loss) return;
    if (std::find(hw_.rounding.begin(), hw_.rounding.end(), command.rounding) ==
        hw_.rounding.end()) {
      Refuse(hw_, std::string("rounding mode ") + Name(command.rounding) + " of " +
                      Describe(command) + " is not among its `rounding`");
    }
  }

  void EncodeProduct(const Command& command, const Product& product, Descriptor* d) {
    ProductAddresses addresses;
    addresses.a = At(command.a).address;
    addresses.b = At(command.b).address;
    if (product.spills) {
      addresses.spill = schedule_.spill.address;
    } else if (product.blocks.count > 1) {  // nothing follows: straight to the output
      addresses.spill = At(command.out).address;
    }
    try {
      itg::EncodeProduct(product.nests, product.blocks, addresses, hw_, d);
    } catch (const Error& error) {
      Refuse(hw_, Describe(command) + ": " + error.what());
    }
  }

  const Program& program_;
  const HwConfig& hw_;
  Schedule schedule_;
  std::vector<Product> products_;  // of each command
  Placing placing_;
};

}  // namespace

bool HasHardware(Opcode opcode, Post post) { return IsLegal(opcode, post); }

Schedule Plan(const Program& program, const HwConfig& hw, uint32_t scatter) {
  return Planner(program, hw, scatter).Run();
}

}  // namespace itg
