// SPDX-License-Identifier: Apache-2.0

#include "sim/cycle/control.h"

#include <limits>

#include "model/program/command.h"

namespace itg::cycle {
namespace {

Nest ReadNest(const Descriptor& d, Field first) {
  const auto get = [&](NestPart part) { return GetField(d, In(first, part)); };
  Nest nest;
  nest.line_count1 = get(NestPart::kLineCount1);
  nest.line_count0 = get(NestPart::kLineCount0);
  nest.tap_count1 = get(NestPart::kTapCount1);
  nest.tap_count0 = get(NestPart::kTapCount0);
  nest.run = get(NestPart::kRun);
  nest.line_stride2 = get(NestPart::kLineStride2);
  nest.line_stride1 = get(NestPart::kLineStride1);
  nest.line_stride0 = get(NestPart::kLineStride0);
  nest.tap_stride1 = get(NestPart::kTapStride1);
  nest.tap_stride0 = get(NestPart::kTapStride0);
  return nest;
}

NestWindow ReadWindow(const Descriptor& d, Field first) {
  const auto get = [&](WindowPart part) { return GetField(d, In(first, part)); };
  NestWindow window;
  window.limit_y = get(WindowPart::kLimitY);
  window.limit_x = get(WindowPart::kLimitX);
  window.start_q = get(WindowPart::kStartQ);
  window.start_r = get(WindowPart::kStartR);
  window.divisor = get(WindowPart::kDivisor);
  window.line_q = get(WindowPart::kLineQ);
  window.line_r = get(WindowPart::kLineR);
  window.tap_q = get(WindowPart::kTapQ);
  window.tap_r = get(WindowPart::kTapR);
  window.pitch_y = get(WindowPart::kPitchY);
  window.pitch_x = get(WindowPart::kPitchX);
  return window;
}

}  // namespace

Sizes::Sizes(const HwConfig& hw)
    : rows(hw.rows),
      cols(hw.cols),
      out_bits(hw.out_bits()),
      beat(hw.bus_bytes),
      fifo_beats(hw.read_fifo_beats),
      burst_beats(hw.burst_beats),
      read_bursts(hw.read_bursts),
      write_bursts(hw.write_bursts),
      side_bits(hw.master_weights ? 16 : 8),
      memory_latency(hw.memory_latency),
      bytes_per_cycle(hw.memory_bytes_per_cycle),
      memory_reads(hw.memory_reads > 0 ? hw.memory_reads : std::numeric_limits<int64_t>::max()) {}

Control::Control(const Descriptor& d) {
  const auto get = [&](Field field) { return GetField(d, field); };
  const auto address = [&](Field field) { return static_cast<uint32_t>(get(field)); };
  Command command;
  command.opcode = static_cast<Opcode>(get(Field::kOpcode));
  command.post = static_cast<Post>(get(Field::kPost));
  const auto is = [&](Opcode opcode) { return command.opcode == opcode; };
  const auto then = [&](Post post) { return command.post == post; };
  const bool wide = get(Field::kRoundBits) > 8;

  product = IsProduct(command.opcode);
  a_by_row = is(Opcode::kGradient);
  b_by_row = is(Opcode::kGradient) || is(Opcode::kError);
  x_memory = !product;
  windowed =
      (command.opcode >= Opcode::kMaxPool && command.opcode <= Opcode::kAveragePoolBackward) ||
      then(Post::kRequantiseReluPool);
  adds = is(Opcode::kAdd);
  selects = is(Opcode::kMaxPoolBackward);
  sums = selects || is(Opcode::kAveragePool) || is(Opcode::kAveragePoolBackward);
  maxes = is(Opcode::kMaxPool) || then(Post::kRequantiseReluPool);
  drops = is(Opcode::kDropout) || is(Opcode::kDropoutBackward);
  loss = is(Opcode::kCrossEntropy);
  by_four = is(Opcode::kRoundLoss) || then(Post::kRoundLoss);
  rounds = (Rounds(command) || by_four) && !(selects && get(Field::kRoundBits) == 0);
  reads_weight = is(Opcode::kApplyUpdate) || then(Post::kUpdate);
  reads_mask = is(Opcode::kReluBackward) || then(Post::kRequantiseMask);
  writes_mask = is(Opcode::kRelu) || then(Post::kRequantiseRelu) || then(Post::kRequantiseReluPool);
  writes_index = maxes;
  writes_exponent = !reads_weight;
  z_addr = address(Field::kZAddr);
  master = reads_weight && z_addr != 0;

  const bool sums_in =
      is(Opcode::kRequantise) || is(Opcode::kRoundGradient) || is(Opcode::kRoundLoss);
  x_size = sums_in ? 2 : is(Opcode::kApplyUpdate) && wide ? 1 : 0;
  out_size = is(Opcode::kRoundGradient) && wide ? 1 : 0;
  if (then(Post::kNone) && (product || sums || adds || loss)) out_size = 2;

  rows = get(Field::kRows);
  cols = get(Field::kCols);
  elements = get(Field::kElements);
  depth = get(Field::kDepth);
  chunk = get(Field::kChunk);
  block_rows = get(Field::kBlockRows);
  block_cols = get(Field::kBlockCols);
  col_words = get(Field::kColWords);
  lines = get(Field::kLines);
  a_addr = address(Field::kAAddr);
  b_addr = address(Field::kBAddr);
  y_addr = address(Field::kYAddr);
  out_addr = address(Field::kOutAddr);
  spill_addr = address(Field::kSpillAddr);
  out_exp_addr = address(Field::kOutExpAddr);
  a_exp_addr = address(Field::kAExpAddr);
  b_exp_addr = address(Field::kBExpAddr);
  kernel_rows = static_cast<int>(get(Field::kScale) & 255);
  kernel_cols = static_cast<int>(get(Field::kScale) >> 8 & 255);

  const int64_t which = get(Field::kWindowed);
  const NestWindow window = ReadWindow(d, Field::kWindow);
  a = {ReadNest(d, Field::kNestA), window, (which & 1) != 0, a_addr};
  b = {ReadNest(d, Field::kNestB), window, (which & 2) != 0, b_addr};
  x = {ReadNest(d, Field::kNestX), ReadWindow(d, Field::kWindowX), true, 0};
  tap_cols = static_cast<int>(x.nest.tap_count0);
}

}  // namespace itg::cycle
