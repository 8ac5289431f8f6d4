// SPDX-License-Identifier: Apache-2.0
//
// A small program in the memory of the accelerator `tiny`, as commands of its queue.

#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "sim/hw/hw_config.h"
#include "sim/plan/layout.h"
#include "sim/plan/schedule.h"
#include "sim/rtl/plugin_api.h"

namespace itg {

// Three products of 6x9 times 7x9 with stochastic rounding, each with a ReLU in place behind it.
inline Program ThreeProducts() {
  Program program;
  program.buffers = {{"x", Role::kActivation, 8, {6, 9}}, {"w", Role::kWeight, 8, {7, 9}}};
  for (const BufferId id : {0, 1}) {
    Tensor tensor = MakeTensor(program[id]);
    for (int64_t i = 0; i < tensor.size(); ++i) tensor.Set(i, (i * 53 + id) % 255 - 127);
    program.initial.emplace_back(id, tensor);
  }
  for (BufferId i = 0; i < 3; ++i) {
    const BufferId out = 2 + 2 * i;
    program.buffers.push_back({"y" + std::to_string(i), Role::kActivation, 8, {6, 7}});
    program.buffers.push_back({"mask" + std::to_string(i), Role::kMask, 1, {6, 7}});
    Command product;
    product.post = Post::kRequantise;
    product.rounding = Rounding::kStochastic;
    product.a = 0;
    product.b = 1;
    product.out = out;
    product.tensor_id = static_cast<uint32_t>(i);
    Command relu;
    relu.opcode = Opcode::kRelu;
    relu.a = out;
    relu.out = out;
    relu.mask = out + 1;
    program.commands.push_back(product);
    program.commands.push_back(relu);
  }
  return program;
}

class QueuedProgram {
 public:
  static constexpr uint32_t kCommands = 6;

  QueuedProgram() : hw_(HwConfig::FromFile("tiny")) { Load(); }

  // Memory as before the first command.
  void Load() {
    const Program program = ThreeProducts();
    schedule_ = Plan(program, hw_);
    bytes_.assign(schedule_.memory_bytes, 0);
    for (const ScheduledCommand& command : schedule_.commands) {
      std::memcpy(&bytes_[command.descriptor_address], command.descriptor.data(),
                  sizeof command.descriptor);
    }
    for (const auto& [id, tensor] : program.initial) {
      const Placement& place = schedule_.buffers[static_cast<size_t>(id)];
      StoreTensor(tensor, program[id], &bytes_[place.address]);
    }
    writable_ = {schedule_.buffers[2].address, bytes_.size()};
  }

  // `count` commands from `first` on, with nothing set that could end them early.
  PluginRun Run(uint32_t first, uint32_t count) {
    PluginRun run = {};
    run.memory = bytes_.data();
    run.memory_bytes = bytes_.size();
    run.queue_base = static_cast<uint32_t>(Descriptor(0));
    run.first = first;
    run.count = count;
    run.seed = 5;
    run.training_step = 7;
    run.writable = &writable_;
    run.writable_count = 1;
    run.watchdog = 5000;
    run.most_cycles = 200000;
    return run;
  }

  const HwConfig& hw() const { return hw_; }
  std::vector<uint8_t>& bytes() { return bytes_; }
  // Of x, w, y0, mask0, y1, mask1, y2, mask2.
  const Placement& Buffer(size_t index) const { return schedule_.buffers[index]; }
  uint64_t Descriptor(size_t index) const { return schedule_.commands[index].descriptor_address; }

 private:
  HwConfig hw_;
  Schedule schedule_;
  std::vector<uint8_t> bytes_;
  PluginRange writable_ = {};
};

}  // namespace itg
