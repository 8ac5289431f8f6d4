// SPDX-License-Identifier: Apache-2.0
#include "sim/power/port_windows.h"

#include "model/error.h"

namespace itg {

bool PortWindow::operator==(const PortWindow& other) const {
  return command == other.command && cycle == other.cycle && cycles == other.cycles &&
         state == other.state && samples == other.samples;
}

void PortWindows::Begin(size_t index, const Command& command) {
  command_ = index;
  phase_ = command.phase;
  updates_ = command.post == Post::kUpdate;
}

void PortWindows::Window(const PluginWindow& window) noexcept {
  const RecordedBlock& block = blocks_[window.block];
  const bool second_pass = block.name == "round_lanes" || block.name == "vector";
  const Phase phase = updates_ && second_pass ? Phase::kUpdate : phase_;
  Reservoir& reservoir = reservoirs_[{window.block, phase}];
  size_t place = reservoir.seen++;
  if (place >= options_.most) {
    random_ = random_ * 6364136223846793005u + 1442695040888963407u;
    place = (random_ >> 20) % reservoir.seen;
    if (place >= options_.most) return;
  } else {
    reservoir.kept.emplace_back();
  }
  const auto bytes = [](int count) { return static_cast<size_t>(count); };
  const size_t samples = bytes(block.sample_bytes()) * window.cycles;
  reservoir.kept[place] = {command_,
                           window.cycle,
                           window.cycles,
                           {window.state, window.state + bytes(block.state_bytes())},
                           {window.samples, window.samples + samples}};
}

const std::vector<PortWindow>& PortWindows::Of(size_t block, Phase phase) const {
  static const std::vector<PortWindow> kNone;
  const auto place = reservoirs_.find({block, phase});
  return place == reservoirs_.end() ? kNone : place->second.kept;
}

uint64_t PortWindows::Seen(size_t block, Phase phase) const {
  const auto place = reservoirs_.find({block, phase});
  return place == reservoirs_.end() ? 0 : place->second.seen;
}

SampleReader::SampleReader(const RecordedBlock& block, const std::string& name)
    : stride_(static_cast<size_t>(block.sample_bytes())) {
  for (const RecordedPort& port : block.ports) {
    if (port.name == name) {
      bits_ = port.bits;
      return;
    }
    offset_ += static_cast<size_t>(port.bytes());
  }
  throw Error("block " + block.name + " has no port " + name);
}

uint64_t SampleReader::Number(const PortWindow& window, uint32_t cycle) const {
  uint64_t number = 0;
  for (int bit = 0; bit < bits_ && bit < 64; ++bit) {
    number |= uint64_t{Bit(window, cycle, bit)} << bit;
  }
  return number;
}

}  // namespace itg
