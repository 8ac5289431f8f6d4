// SPDX-License-Identifier: Apache-2.0
//
// The format is GTKWave's own; flags as in its analyzer.h.

#include "sim/waves/save_file.h"

#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <vector>

#include "model/program/command.h"
#include "sim/plan/descriptor.h"
#include "sim/rtl/intaglio_registers.h"
#include "sim/waves/shown_signals.h"

namespace itg {
namespace {

constexpr uint64_t kTimePerCycle = 10;
constexpr size_t kMarkers = 26;  // A to Z

// Flags of a trace.
constexpr unsigned kHexFlag = 0x2;
constexpr unsigned kDecimalFlag = 0x4;
constexpr unsigned kBinaryFlag = 0x8;
constexpr unsigned kRightFlag = 0x20;
constexpr unsigned kBlankFlag = 0x200;
constexpr unsigned kSignedFlag = 0x400;
constexpr unsigned kCollapsedFlag = 0x1000;
constexpr unsigned kNamedFlag = 0x2000;
constexpr unsigned kClosedFlag = 0x400000;
constexpr unsigned kBeginFlag = 0x800000;
constexpr unsigned kEndFlag = 0x1000000;

std::string Flags(unsigned flags) {
  char text[16];
  std::snprintf(text, sizeof text, "@%x\n", flags);
  return text;
}

unsigned FlagsOf(Shown shown) {
  switch (shown) {
    case Shown::kHex:
      return kRightFlag | kHexFlag;
    case Shown::kBinary:
      return kRightFlag | kBinaryFlag;
    case Shown::kDecimal:
      return kRightFlag | kDecimalFlag;
    case Shown::kSigned:
      return kRightFlag | kDecimalFlag | kSignedFlag;
    case Shown::kNamedHex:
      return kRightFlag | kHexFlag | kNamedFlag;
    case Shown::kNamedBinary:
      return kRightFlag | kBinaryFlag | kNamedFlag;
  }
  return kRightFlag | kHexFlag;
}

std::string GroupText(const ShownGroup& group, const std::string& names_file) {
  const unsigned closed = group.open ? 0 : kClosedFlag;
  std::string text = Flags(kBlankFlag | kBeginFlag | closed) + "-" + group.name + "\n";
  for (const ShownSignal& signal : group.signals) {
    const unsigned flags = FlagsOf(signal.shown);
    text += Flags(flags);
    if ((flags & kNamedFlag) != 0) text += "^1 " + names_file + "\n";
    text += signal.name + "\n";
  }
  const unsigned collapsed = group.open ? 0 : kCollapsedFlag;
  return text + Flags(kBlankFlag | kEndFlag | closed | collapsed) + "-" + group.name + "\n";
}

// The line of the zoom, the cursor and the markers, and the names of these. A step of the zoom
// halves what is seen; at 0 a unit of time is 200 pixels wide.
std::string Markers(const Waveform& waveform) {
  constexpr double kPixels = 700;
  const double units =
      static_cast<double>((waveform.last_cycle - waveform.first_cycle + 1) * kTimePerCycle);
  char zoom[32];
  std::snprintf(zoom, sizeof zoom, "*%.3f", -std::log2(units * 200 / kPixels));
  const auto time = [](uint64_t cycle) { return " " + std::to_string(cycle * kTimePerCycle); };
  std::string line = zoom + (waveform.marked_cycle ? time(*waveform.marked_cycle) : " -1");
  std::string names;
  for (size_t i = 0; i < kMarkers; ++i) {
    if (i >= waveform.log.commands.size()) {
      line += " -1";
      continue;
    }
    const TraceLog::Entry& command = waveform.log.commands[i];
    line += time(command.start_cycle);
    names += std::string("[markername] ") + static_cast<char>('A' + i) +
             command.name.substr(0, command.name.find(' ')) + "\n";
  }
  return line + "\n" + names;
}

// "5" in three bits: "101".
std::string Binary(unsigned value, int bits) {
  std::string text;
  for (int bit = bits - 1; bit >= 0; --bit) text += (value >> bit & 1) != 0 ? '1' : '0';
  return text;
}

template <typename Enum>
std::string EnumNames(Field field, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    const std::string value = Binary(static_cast<unsigned>(i), Info(field).bits);
    text += value + " " + Name(static_cast<Enum>(i)) + "\n";
  }
  return text;
}

// The sequencer's phases are the lowest bits of the register WAITING.
std::string PhaseNames() {
  std::string text = "0 -\n";
  const auto add = [&text](uint32_t mask, const char* name) {
    char digit[16];
    std::snprintf(digit, sizeof digit, "%" PRIX32, mask);
    text += std::string(digit) + " " + name + "\n";
  };
  add(INTAGLIO_WAITING_FETCH, "fetch");
  add(INTAGLIO_WAITING_PRODUCT, "product");
  add(INTAGLIO_WAITING_PASS, "second pass");
  add(INTAGLIO_WAITING_WRITE_BACK, "write-back");
  return text;
}

// Programs that ran one after the other number their commands alike: such a number has both names.
std::string CommandNames(const TraceLog& log) {
  std::map<size_t, std::vector<std::string>> names;
  for (const TraceLog::Entry& command : log.commands) {
    std::vector<std::string>& known = names[command.index];
    if (std::find(known.begin(), known.end(), command.name) == known.end()) {
      known.push_back(command.name);
    }
  }
  std::string text;
  for (const auto& [index, all] : names) {
    char value[32];
    std::snprintf(value, sizeof value, "%08zX", index);
    text += value;
    for (size_t i = 0; i < all.size(); ++i) text += (i == 0 ? " " : " or ") + all[i];
    text += "\n";
  }
  return text;
}

}  // namespace

std::string SaveFileOf(const std::string& waveform) {
  return std::filesystem::path(waveform).replace_extension(".gtkw").string();
}

std::string NamesFileOf(const std::string& waveform) {
  return std::filesystem::path(waveform).replace_extension(".names.txt").string();
}

std::string SaveFileText(const Waveform& waveform, const HwConfig& hw) {
  // GTKWave looks for both from where it was started.
  const std::string file = std::filesystem::absolute(waveform.file).lexically_normal().string();
  std::string text = "[*] Of " + hw.name + ", cycle N at time 10 N\n[dumpfile] \"" + file + "\"\n" +
                     "[timestart] " + std::to_string(waveform.first_cycle * kTimePerCycle) +
                     "\n[size] 1400 900\n" + Markers(waveform) +
                     "[sst_width] 180\n[signals_width] 330\n[sst_expanded] 1\n";
  for (const ShownGroup& group : ShownGroups(hw)) text += GroupText(group, NamesFileOf(file));
  return text;
}

std::string NamesText(const TraceLog& log) {
  return "# opcodes\n" + EnumNames<Opcode>(Field::kOpcode, kOpcodeCount) +
         "# what follows a product\n" + EnumNames<Post>(Field::kPost, kPostCount) + "# rounding\n" +
         EnumNames<Rounding>(Field::kRounding, kRoundingCount) + "# phases of the sequencer\n" +
         PhaseNames() + "# commands by their place in the queue\n" + CommandNames(log);
}

}  // namespace itg
