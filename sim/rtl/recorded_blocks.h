// SPDX-License-Identifier: Apache-2.0
//
// The blocks of the RTL whose ports a recording plug-in reads, cycle by cycle in short windows:
// what a simulation of their gates is driven with. A sample is every port in the order of `ports`,
// each in the simulator's own storage, least significant byte first; behind the last sample's port
// comes nothing. A window begins with the state, where a block has one.

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace itg {

struct RecordedPort {
  std::string name;
  int bits = 0;
  bool input = true;
  int bytes() const;  // of its storage
};

// An array of registers whose values a short window does not tell.
struct RecordedState {
  std::string name;
  int words = 1;
  int bits = 0;
  int bytes() const;  // of all words
};

struct RecordedBlock {
  std::string name;      // "mac_array"
  std::string module;    // "itg_mac_array"
  std::string instance;  // below itg_accelerator, "u_core.u_datapath..."
  std::string active;    // the input which says that it works: windows begin where that is 1
  std::vector<RecordedPort> ports;
  std::vector<RecordedState> states;

  int sample_bytes() const;
  int state_bytes() const;
};

using ElaborationValues = std::vector<std::pair<std::string, std::string>>;

// In the order of their numbers in PluginWindow. `parameters` are those of itg_accelerator.
std::vector<RecordedBlock> RecordedBlocks(const ElaborationValues& parameters);

// What makes their ports readable in the simulated model: a control file of Verilator.
std::string RecordedPortsControl(const std::vector<RecordedBlock>& blocks);

// C++ for the plug-in: the table ITG_RECORDED_BLOCKS that port_recorder.h reads.
std::string RecordedPortsHeader(const std::vector<RecordedBlock>& blocks);

}  // namespace itg
