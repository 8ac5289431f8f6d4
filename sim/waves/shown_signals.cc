// SPDX-License-Identifier: Apache-2.0

#include "sim/waves/shown_signals.h"

#include "sim/plan/descriptor.h"

namespace itg {
namespace {

constexpr char kTop[] = "itg_accelerator.itg_accelerator.";
constexpr char kCore[] = "itg_accelerator.itg_accelerator.u_core.";

// $clog2
int Clog2(int64_t value) {
  int bits = 0;
  while ((int64_t{1} << bits) < value) ++bits;
  return bits;
}

// Vectors carry their range in their name.
ShownSignal Signal(const std::string& name, int bits = 1, Shown shown = Shown::kHex) {
  if (bits == 1) return {name, Shown::kBinary};
  return {name + "[" + std::to_string(bits - 1) + ":0]", shown};
}

ShownSignal FieldSignal(Field field) {
  const FieldInfo info = Info(field);
  Shown shown = info.is_signed ? Shown::kSigned : Shown::kDecimal;
  if (field == Field::kOpcode || field == Field::kPost || field == Field::kRounding) {
    shown = Shown::kNamedBinary;
  } else if (std::string(info.name).find("addr") != std::string::npos) {
    shown = Shown::kHex;
  }
  return Signal(kCore + std::string("cmd.") + info.name, info.bits, shown);
}

ShownGroup Commands() {
  return {"commands",
          true,
          {Signal("itg_accelerator.clk_i"), Signal(kTop + std::string("status.busy")),
           Signal(kTop + std::string("status.head"), 32, Shown::kNamedHex),
           FieldSignal(Field::kOpcode), FieldSignal(Field::kPost)}};
}

ShownGroup DescriptorFields() {
  ShownGroup group = {"descriptor", false, {}};
  for (int field = 0; field < static_cast<int>(Field::kReserved); ++field) {
    group.signals.push_back(FieldSignal(static_cast<Field>(field)));
  }
  return group;
}

// Signals of one bit below `scope`.
ShownGroup Bits(const std::string& name, const std::string& scope,
                const std::vector<std::string>& signals) {
  ShownGroup group = {name, true, {}};
  for (const std::string& signal : signals) group.signals.push_back(Signal(scope + signal));
  return group;
}

ShownGroup Sequencer(const HwConfig& hw) {
  ShownGroup group = Bits(
      "sequencer", kCore,
      {"begin_cmd", "product_start", "product_resume", "product_done", "block_last", "pass_start",
       "spill", "scan", "pass_done", "range_query", "zero", "done_o", "illegal_o"});
  const std::string core = kCore;
  group.signals.insert(group.signals.begin(), Signal(core + "phase", 4, Shown::kNamedHex));
  group.signals.push_back(Signal(core + "range_bits", Clog2(hw.acc_bits + 1), Shown::kDecimal));
  group.signals.push_back(Signal(core + "shift", Clog2(hw.acc_bits), Shown::kDecimal));
  group.signals.push_back(Signal(core + "exponent", 32, Shown::kSigned));
  return group;
}

ShownGroup SecondPass(const HwConfig& hw) {
  const std::string core = kCore;
  const int count = Clog2(hw.cols + 1);
  return {"second pass",
          true,
          {Signal(core + "scanned"), Signal(core + "rounded", count, Shown::kDecimal),
           Signal(core + "saturated", count + 2, Shown::kDecimal)}};
}

ShownGroup WriteBack(const HwConfig& hw) {
  const std::string core = kCore;
  return {"write-back",
          true,
          {Signal(core + "wr_valid_o"), Signal(core + "wr_ready_i"), Signal(core + "wr_addr_o", 32),
           Signal(core + "wr_data_o", 8 * hw.bus_bytes), Signal(core + "wr_strb_o", hw.bus_bytes),
           Signal(core + "wr_idle_i")}};
}

ShownGroup Bus(const HwConfig& hw) {
  const std::string top = kTop;
  const auto pair = [&top](const std::string& channel, bool out) {
    return std::vector<ShownSignal>{Signal(top + "m_" + channel + "valid_" + (out ? "o" : "i")),
                                    Signal(top + "m_" + channel + "ready_" + (out ? "i" : "o"))};
  };
  ShownGroup group = {"bus", true, {}};
  const auto add = [&group](const std::vector<ShownSignal>& signals) {
    group.signals.insert(group.signals.end(), signals.begin(), signals.end());
  };
  add(pair("ar", true));
  add({Signal(top + "m_araddr_o", 32), Signal(top + "m_arlen_o", 8, Shown::kDecimal)});
  add(pair("r", false));
  add({Signal(top + "m_rdata_i", 8 * hw.bus_bytes), Signal(top + "m_rlast_i")});
  add(pair("aw", true));
  add({Signal(top + "m_awaddr_o", 32), Signal(top + "m_awlen_o", 8, Shown::kDecimal)});
  add(pair("w", true));
  add({Signal(top + "m_wdata_o", 8 * hw.bus_bytes), Signal(top + "m_wstrb_o", hw.bus_bytes),
       Signal(top + "m_wlast_o")});
  add(pair("b", false));
  return group;
}

ShownGroup Registers() {
  ShownGroup group = Bits("registers", kTop,
                          {"irq_o", "s_awvalid_i", "s_awready_o", "s_wvalid_i", "s_wready_o",
                           "s_bvalid_o", "s_arvalid_i", "s_arready_o", "s_rvalid_o"});
  group.open = false;
  return group;
}

}  // namespace

std::vector<ShownGroup> ShownGroups(const HwConfig& hw) {
  return {Commands(),
          DescriptorFields(),
          Sequencer(hw),
          Bits("product", kCore,
               {"scratch_write", "scratch_read", "array_active", "acc_read", "acc_write"}),
          SecondPass(hw),
          WriteBack(hw),
          Bus(hw),
          Registers()};
}

}  // namespace itg
