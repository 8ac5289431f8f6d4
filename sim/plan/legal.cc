// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/legal.h"

#include <algorithm>

#include "model/arith/bits.h"
#include "model/program/command.h"
#include "sim/plan/blocks.h"
#include "sim/plan/schedule.h"
#include "sim/rtl/plugin_api.h"

namespace itg {
namespace {

constexpr int64_t kDimension = int64_t{1} << kPluginDimBits;
constexpr int kMasterWidth = 16;

// A descriptor as the hardware reads it: the command and what follows from it.
struct Asked {
  const Descriptor& descriptor;
  const HwConfig& hw;
  Command command;

  Asked(const Descriptor& given, const HwConfig& on) : descriptor(given), hw(on) {
    command.opcode = static_cast<Opcode>(Get(Field::kOpcode));
    command.post = static_cast<Post>(Get(Field::kPost));
  }

  int64_t Get(Field field) const { return GetField(descriptor, field); }
  int64_t Get(Field nest, NestPart part) const { return Get(In(nest, part)); }
  int64_t Get(Field window, WindowPart part) const { return Get(In(window, part)); }
  bool Is(Opcode opcode) const { return command.opcode == opcode; }

  bool product() const { return IsProduct(command.opcode); }
  bool loss() const { return Is(Opcode::kCrossEntropy); }
  bool spills() const { return Get(Field::kSpillAddr) != 0; }
  bool updates() const { return Updates(command); }
  bool master() const { return updates() && Get(Field::kZAddr) != 0; }
  bool wide() const { return Get(Field::kRoundBits) > 8; }
  bool drops() const { return Is(Opcode::kDropout) || Is(Opcode::kDropoutBackward); }
  bool pools() const {
    return command.opcode >= Opcode::kMaxPool && command.opcode <= Opcode::kAveragePoolBackward;
  }
  bool windowed() const { return pools() || command.post == Post::kRequantiseReluPool; }
  bool rounds() const {
    if (Is(Opcode::kMaxPoolBackward) && Get(Field::kRoundBits) == 0) return false;
    return Rounds(command) || Is(Opcode::kRoundLoss) || command.post == Post::kRoundLoss;
  }
  bool has(int64_t mode) const {
    return std::count(hw.rounding.begin(), hw.rounding.end(), static_cast<Rounding>(mode)) != 0;
  }

  // Bytes of an element that the second pass reads, at most.
  int64_t bytes() const {
    const bool sums = Is(Opcode::kRequantise) || Is(Opcode::kRoundGradient) ||
                      Is(Opcode::kRoundLoss) || (product() && spills());
    if (sums) return 4;
    return master() || (Is(Opcode::kApplyUpdate) && wide()) ? 2 : 1;
  }
};

bool IsSize(int64_t count) { return count > 0 && count < kDimension; }

bool BadNest(const Asked& asked, Field nest) {
  for (const NestPart count :
       {NestPart::kLineCount1, NestPart::kLineCount0, NestPart::kTapCount1, NestPart::kTapCount0}) {
    if (asked.Get(nest, count) == 0) return true;
  }
  return !IsSize(asked.Get(nest, NestPart::kRun));
}

bool BadWindow(const Asked& asked, Field window) {
  const int64_t divisor = asked.Get(window, WindowPart::kDivisor);
  return asked.Get(window, WindowPart::kStartR) >= divisor ||
         asked.Get(window, WindowPart::kLineR) >= divisor ||
         asked.Get(window, WindowPart::kTapR) >= divisor;
}

bool BadElements(const Asked& asked) {
  const int64_t rows = asked.Get(Field::kRows), cols = asked.Get(Field::kCols);
  const int64_t elements = asked.Get(Field::kElements);
  return !IsSize(rows) || !IsSize(cols) || rows * cols != elements ||
         elements * asked.bytes() >= int64_t{1} << 31;
}

bool BadChunk(const Asked& asked) {
  return !IsSize(asked.Get(Field::kDepth)) || !IsSize(asked.Get(Field::kChunk)) ||
         !IsSize(asked.Get(Field::kBlockRows)) || !IsSize(asked.Get(Field::kBlockCols));
}

bool TooLargeForAccumulators(const Asked& asked) {
  const int64_t words = asked.Get(Field::kColWords);
  return words * asked.hw.cols < asked.Get(Field::kBlockCols) ||
         asked.Get(Field::kBlockRows) * words > asked.hw.accumulator_depth();
}

bool TooLargeForScratchpads(const Asked& asked) {
  const bool gradient = asked.Is(Opcode::kGradient);
  const int64_t chunk = asked.Get(Field::kChunk);
  const auto words = [&](Field lanes, bool by_row) {
    return ScratchpadWords(asked.Get(lanes), by_row, chunk, asked.hw);
  };
  return std::max(words(Field::kBlockRows, gradient),
                  words(Field::kBlockCols, gradient || asked.Is(Opcode::kError))) >
         asked.hw.scratchpad_depth() / 2;
}

bool NeedsSpill(const Asked& asked) {
  if (!asked.product() || asked.spills()) return false;
  return asked.command.post == Post::kRequantiseReluPool ||
         asked.Get(Field::kBlockRows) < asked.Get(Field::kRows) ||
         asked.Get(Field::kBlockCols) < asked.Get(Field::kCols);
}

bool BadOperand(const Asked& asked) {
  const int64_t windowed = asked.Get(Field::kWindowed);
  return windowed == 3 || BadNest(asked, Field::kNestA) || BadNest(asked, Field::kNestB) ||
         (windowed != 0 && BadWindow(asked, Field::kWindow));
}

bool BadLines(const Asked& asked) {
  const int64_t lines = asked.Get(Field::kLines);
  return !IsSize(lines) || (!asked.product() && lines != asked.Get(Field::kRows));
}

bool BadTaps(const Asked& asked) {
  const int64_t bytes = asked.product() ? 4 : 1;
  return BadNest(asked, Field::kNestX) || BadWindow(asked, Field::kWindowX) ||
         asked.Get(Field::kNestX, NestPart::kRun) != asked.Get(Field::kCols) * bytes;
}

bool TooManyChannels(const Asked& asked) {
  const bool several = asked.Get(Field::kNestX, NestPart::kTapCount1) != 1 ||
                       asked.Get(Field::kNestX, NestPart::kTapCount0) != 1;
  return several && asked.Get(Field::kCols) > asked.hw.accumulator_depth() * asked.hw.cols;
}

bool BadClasses(const Asked& asked) {
  const int64_t classes = asked.Get(Field::kDepth);
  return asked.Get(Field::kCols) != 1 || !IsSize(classes) ||
         classes > int64_t{4} << asked.hw.out_bits() ||
         asked.Get(Field::kBlockRows) * classes != asked.Get(Field::kRows);
}

bool Within(int64_t bits, int64_t most) { return bits >= kMinNarrowBits && bits <= most; }

bool BadRounding(const Asked& asked) {
  return (asked.rounds() && !asked.has(asked.Get(Field::kRounding))) ||
         (asked.drops() && !asked.has(static_cast<int>(Rounding::kStochastic)));
}

bool BadWidth(const Asked& asked) {
  const HwConfig& hw = asked.hw;
  const int64_t bits = asked.Get(Field::kRoundBits);
  const bool gradient = RoundsGradient(asked.command) && hw.master_weights;
  if (asked.rounds() && !Within(bits, gradient ? kMasterWidth : hw.out_bits())) return true;
  return asked.updates() && !Within(asked.Get(Field::kOutBits), hw.out_bits());
}

bool BadLossWidth(const Asked& asked) {
  return !Within(asked.Get(Field::kLogitBits), 8) ||
         !Within(asked.Get(Field::kRoundBits), asked.hw.out_bits());
}

bool BadAddress(const Asked& asked) {
  const auto cut = [&](Field field) { return asked.Get(field) % asked.hw.bus_bytes != 0; };
  const bool beside =
      ReadsMask(asked.command) || WritesMask(asked.command) || (asked.updates() && !asked.master());
  return cut(Field::kAExpAddr) ||
         ((asked.product() || asked.Is(Opcode::kAdd)) && cut(Field::kBExpAddr)) ||
         (!asked.updates() && cut(Field::kOutExpAddr)) || (beside && cut(Field::kYAddr)) ||
         (asked.master() && cut(Field::kZAddr));
}

struct Rule {
  const char* text;
  bool (*broken)(const Asked&);
};

// A size is at least 1 and less than 2^24.
const Rule kRules[] = {
    {"`opcode` and `post` are no pair of the table of commands",
     [](const Asked& a) { return !HasHardware(a.command.opcode, a.command.post); }},
    {"the rounding mode of a command that rounds was not elaborated, nor, for a dropout, "
     "stochastic "
     "rounding",
     BadRounding},
    {"`round_bits` of more than 8, or master weights, were not elaborated",
     [](const Asked& a) { return !a.hw.master_weights && (a.wide() || a.master()); }},
    {"`reserved` is not 0", [](const Asked& a) { return a.Get(Field::kReserved) != 0; }},
    {"`round_bits` of a command that rounds is not 2 to the widest element, or to 16 for a "
     "gradient; `out_bits` of an update is not 2 to the widest element",
     BadWidth},
    {"`rows` or `cols` is no size, `elements` is not their product, or so many elements as the "
     "second pass reads them take 2 GiB or more",
     BadElements},
    {"an exponent, a mask, or weights or master weights that are updated do not begin with a beat "
     "of the bus",
     BadAddress},
    {"product: `depth`, `chunk`, `block_rows` or `block_cols` is no size",
     [](const Asked& a) { return a.product() && BadChunk(a); }},
    {"product: a row of a block has no room in `col_words`, or the block none in the accumulator "
     "SRAM",
     [](const Asked& a) { return a.product() && TooLargeForAccumulators(a); }},
    {"product: a chunk of an operand has no room in half a scratchpad",
     [](const Asked& a) { return a.product() && TooLargeForScratchpads(a); }},
    {"product: `spill_addr` is 0 where there is more than one block or a pool behind it",
     NeedsSpill},
    {"product: `windowed` is 3, a count of nest a or b is 0, a run is no size, or a remainder of "
     "the window is not below its divisor",
     [](const Asked& a) { return a.product() && BadOperand(a); }},
    {"pool: `lines` is no size, or not `rows` (but behind a product)",
     [](const Asked& a) { return a.windowed() && BadLines(a); }},
    {"pool: a count of nest x is 0, its run is not `cols` elements or no size, or a remainder of "
     "its window is not below its divisor",
     [](const Asked& a) { return a.windowed() && BadTaps(a); }},
    {"pool: the partial results of more than one tap have no room in the accumulator SRAM",
     [](const Asked& a) { return a.windowed() && TooManyChannels(a); }},
    {"cross-entropy: `cols` is not 1, `depth` is no number of classes (1 to 4 << widest element), "
     "or `rows` not `block_rows` * `depth`",
     [](const Asked& a) { return a.loss() && BadClasses(a); }},
    {"cross-entropy: `logit_bits` is not 2 to 8, or `round_bits` not 2 to the widest element",
     [](const Asked& a) { return a.loss() && BadLossWidth(a); }},
};

}  // namespace

const char* IllegalReason(const Descriptor& descriptor, const HwConfig& hw) {
  const Asked asked(descriptor, hw);
  for (const Rule& rule : kRules) {
    if (rule.broken(asked)) return rule.text;
  }
  return nullptr;
}

std::vector<const char*> IllegalReasons() {
  std::vector<const char*> reasons;
  for (const Rule& rule : kRules) reasons.push_back(rule.text);
  return reasons;
}

}  // namespace itg
