// SPDX-License-Identifier: Apache-2.0
//
// Does the accelerator `tiny`, as gates of a library, train as golden does, in the cycles of the
// RTL? And is a gate that is broken noticed?

#include <gtest/gtest.h>

#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "sim/config/read_file.h"
#include "sim/cycle/cycle_machine.h"
#include "sim/gates/gate_accelerator.h"
#include "sim/lockstep/lockstep.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/synth/mapped_netlist.h"
#include "sim/synth/synth_tools.h"
#include "sw/data/load.h"
#include "sw/train/session.h"
#include "sw/train/train_config.h"

namespace itg {
namespace {

struct Gates {
  Gates() : hw(HwConfig::FromFile("tiny")) {
    MapRequest request;
    request.module = "itg_accelerator";
    for (const auto& [name, value] : ElaborationText(hw)) {
      request.parameters.emplace_back(name, std::stoll(value));
    }
    const MappedNetlist mapped = MapModule(request);
    netlist = GateNetlist::FromJson(ReadFile(mapped.json), mapped.module, mapped.json);
    library = MakeGateLibrary(Liberty::Read(LibraryFile("")));
  }

  // A training step of a small network.
  Comparison Run(const char* rounding) const {
    RtlOptions options;
    options.watchdog_cycles = 200'000;
    Lockstep machine(MakeCycleMachine(hw, MakeGoldenMachine()),
                     MakeRtlMachine(hw, options, "gates", MakeGateRunner(hw, netlist, library)),
                     CompareCycles::kYes);
    const TrainConfig config = LoadTrainConfig(
        "digits",
        {"batch=4", R"(network=[{"linear":8},"relu",{"linear":10}])", "data.train_limit=64",
         "data.test_limit=16", std::string("rounding.gradient=") + rounding},
        &hw);
    const Dataset data = LoadDataset(config.data);
    Session session(config, data, &machine);
    session.BeginEpoch();
    session.Step();
    return machine.comparison();
  }

  HwConfig hw;
  GateNetlist netlist;
  GateLibrary library;
};

Gates& Shared() {
  static Gates gates;
  return gates;
}

TEST(GatesOfTiny, HaveTheBitsOfGoldenAndTheCyclesOfTheRtl) {
  const Comparison comparison = Shared().Run("stochastic");
  EXPECT_GT(comparison.commands, 5u);
  EXPECT_GT(comparison.elements, 600u);
  RecordProperty("elements", std::to_string(comparison.elements));
}

// Most gates do not matter in so short a step: a quarter of those across the netlist does.
TEST(GatesOfTiny, AreNoticedWhenBroken) {
  Gates broken = Shared();
  std::vector<NetlistCell*> nands;
  for (NetlistCell& cell : broken.netlist.cells) {
    if (cell.type == "NAND2X1") nands.push_back(&cell);
  }
  ASSERT_GT(nands.size(), 1000u);
  int noticed = 0;
  for (size_t i = 0; i < 20; ++i) {
    NetlistCell* const cell = nands[(2 * i + 1) * nands.size() / 40];
    cell->type = "NOR2X1";
    try {
      broken.Run("nearest");
    } catch (const std::exception&) {
      ++noticed;
    }
    cell->type = "NAND2X1";
  }
  EXPECT_GE(noticed, 2);
}

}  // namespace
}  // namespace itg
