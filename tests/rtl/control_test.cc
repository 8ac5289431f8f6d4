// SPDX-License-Identifier: Apache-2.0
//
// Does the hardware read the command table as the C++ does? Every pair of opcode and post-operation
// in every rounding mode, legal or not. And the small parts of control: counters, the drain.

#include "Vcounters.h"
#include "Vdecode_all.h"
#include "Vdecode_nearest.h"
#include "Vdrain_5_7.h"
#include "model/program/command.h"
#include "sim/plan/descriptor.h"
#include "sim/plan/schedule.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

// Bits of itg_pkg::ctrl_t, the last field first.
enum Bit {
  kOutSize = 0,
  kWritesExponent = 2,
  kWritesIndex,
  kWritesMask,
  kMaster,
  kReadsWeight,
  kReadsMask,
  kLaneOp,
  kByFour = kLaneOp + 2,
  kGradient,
  kRounds,
  kLoss,
  kDrops,
  kMaxes,
  kSelects,
  kSums,
  kAdds,
  kWindowed,
  kXSize,
  kXMemory = kXSize + 2,
  kBByRow,
  kAByRow,
  kProduct,
  kIllegal
};

bool IsPool(Opcode opcode) {
  return opcode >= Opcode::kMaxPool && opcode <= Opcode::kAveragePoolBackward;
}

bool RoundsLoss(const Command& command) {
  return command.opcode == Opcode::kRoundLoss || command.post == Post::kRoundLoss;
}

// How the planner tells what the opcode and post-operation leave open.
struct Hints {
  int round_bits;
  bool spills;
  bool master;
};

Descriptor Told(int opcode, int post, int rounding, const Hints& hints) {
  Descriptor descriptor = {};
  SetField(&descriptor, Field::kOpcode, opcode);
  SetField(&descriptor, Field::kPost, post);
  SetField(&descriptor, Field::kRounding, rounding);
  SetField(&descriptor, Field::kRoundBits, hints.round_bits);
  SetField(&descriptor, Field::kSpillAddr, hints.spills ? 64 : 0);
  SetField(&descriptor, Field::kZAddr, hints.master ? 64 : 0);
  return descriptor;
}

struct Built {
  int modes;  // bit m for rounding mode m
  bool masters;
};

bool Legal(const Command& command, int rounding, const Hints& hints, const Built& built) {
  const auto present = [&](int mode) {
    return mode < kRoundingCount && ((built.modes >> mode) & 1) != 0;
  };
  if (!HasHardware(command.opcode, command.post)) return false;
  const bool narrow_scatter = command.opcode == Opcode::kMaxPoolBackward && hints.round_bits == 0;
  if ((Rounds(command) || RoundsLoss(command)) && !narrow_scatter && !present(rounding))
    return false;
  const bool drops =
      command.opcode == Opcode::kDropout || command.opcode == Opcode::kDropoutBackward;
  if (drops && !present(static_cast<int>(Rounding::kStochastic))) return false;
  if (command.post == Post::kRequantiseReluPool && !hints.spills) return false;
  return built.masters || (hints.round_bits <= 8 && !(hints.master && Updates(command)));
}

template <typename Model>
void Compare(Dut<Model>* dut, const Command& command, const Hints& hints) {
  const auto bits = [&](int index, int width) { return GetBits((*dut)->ctrl_o, index, width); };
  const auto bit = [&](int index) { return bits(index, 1) != 0; };
  const Opcode opcode = command.opcode;
  const bool product = IsProduct(opcode);
  const bool accumulators = opcode == Opcode::kRequantise || opcode == Opcode::kRoundGradient ||
                            opcode == Opcode::kRoundLoss;
  const bool wide = hints.round_bits > 8;
  const bool drops = opcode == Opcode::kDropout || opcode == Opcode::kDropoutBackward;
  const bool average = opcode == Opcode::kAveragePool || opcode == Opcode::kAveragePoolBackward;
  const bool selects = opcode == Opcode::kMaxPoolBackward;
  ASSERT_EQ(bit(kProduct), product);
  ASSERT_EQ(bit(kAByRow), opcode == Opcode::kGradient);
  ASSERT_EQ(bit(kBByRow), opcode == Opcode::kGradient || opcode == Opcode::kError);
  ASSERT_EQ(bit(kXMemory), !product);
  ASSERT_EQ(bits(kXSize, 2), accumulators ? 2u : opcode == Opcode::kApplyUpdate && wide ? 1u : 0u);
  ASSERT_EQ(bit(kWindowed), IsPool(opcode) || command.post == Post::kRequantiseReluPool);
  ASSERT_EQ(bit(kAdds), opcode == Opcode::kAdd);
  ASSERT_EQ(bit(kSums), average || selects);
  ASSERT_EQ(bit(kSelects), selects);
  ASSERT_EQ(bit(kMaxes), WritesIndex(command));
  ASSERT_EQ(bit(kDrops), drops);
  ASSERT_EQ(bit(kLoss), opcode == Opcode::kCrossEntropy);
  ASSERT_EQ(bit(kByFour), RoundsLoss(command));
  ASSERT_EQ(bit(kRounds),
            RoundsLoss(command) || (Rounds(command) && !(selects && hints.round_bits == 0)));
  ASSERT_EQ(bit(kReadsMask), ReadsMask(command));
  ASSERT_EQ(bit(kWritesMask), WritesMask(command));
  ASSERT_EQ(bit(kWritesIndex), WritesIndex(command));
  ASSERT_EQ(bit(kReadsWeight), Updates(command));
  ASSERT_EQ(bit(kMaster), Updates(command) && hints.master);
  ASSERT_EQ(bit(kWritesExponent), !Updates(command));
  ASSERT_EQ(bit(kGradient), RoundsGradient(command));
  const bool raw =
      command.post == Post::kNone &&
      (product || average || selects || opcode == Opcode::kAdd || opcode == Opcode::kCrossEntropy);
  ASSERT_EQ(bits(kOutSize, 2), raw ? 2u : opcode == Opcode::kRoundGradient && wide ? 1u : 0u);
}

template <typename Model>
void DecodesLikeTheTable(const Built& built) {
  Dut<Model> dut;
  dut->en_i = 1;
  for (int i = 0; i < 32 * 16 * 4 * 12; ++i) {
    const int opcode = i / 12 / 64;
    const int post = i / 12 / 4 % 16;
    const int rounding = i / 12 % 4;
    const Hints hints = {(i % 12) / 4 * 8, i % 2 != 0, i / 2 % 2 != 0};  // 0, 8 or 16 bits
    SCOPED_TRACE(std::to_string(opcode) + " " + std::to_string(post) + " " + std::to_string(i));
    const Descriptor descriptor = Told(opcode, post, rounding, hints);
    for (size_t word = 0; word < descriptor.size(); ++word) dut->cmd_i[word] = descriptor[word];
    dut.Settle();
    Command command;
    command.opcode = static_cast<Opcode>(opcode);
    command.post = static_cast<Post>(post);
    const bool legal = Legal(command, rounding, hints, built);
    ASSERT_EQ(GetBits(dut->ctrl_o, kIllegal, 1) == 0, legal);
    if (legal) Compare(&dut, command, hints);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(Decode, ReadsTheCommandTable) {
  DecodesLikeTheTable<Vdecode_all>({7, true});
  DecodesLikeTheTable<Vdecode_nearest>({1, false});
}

TEST(Counters, AddWhatIsValid) {
  RandomSource random(51, 0);
  Dut<Vcounters> dut;
  dut.Reset();
  uint64_t counts[9] = {};
  for (int cycle = 0; cycle < 1000; ++cycle) {
    const uint64_t valid = random.Next() & 0x1ff;
    dut->valid_i = static_cast<SData>(valid);
    for (int i = 0; i < 9; ++i) {
      const uint64_t inc = random.Next() & 0xff;
      SetBits(&dut->inc_i, 8 * i, 8, inc);
      if (((valid >> i) & 1) != 0) counts[i] += inc;
    }
    dut.Tick();
    for (int i = 0; i < 9; ++i) ASSERT_EQ(GetBits(dut->count_o, 64 * i, 64), counts[i]);
  }
}

TEST(Drain, MovesTheRowsOfATileAndSaysWhenTheLastIsWritten) {
  RandomSource random(53, 0);
  Dut<Vdrain_5_7> dut;
  dut.Reset();
  for (int run = 0; run < 200; ++run) {
    const int rows = random.IntBetween(1, 5);
    const int cols = random.IntBetween(1, 7);
    const int address = random.IntBetween(0, 20);
    const int pitch = random.IntBetween(1, 6);
    const bool final = random.OneIn(2);
    const bool last = random.OneIn(2);
    dut->tile_rows_i = static_cast<CData>(rows);
    dut->tile_cols_i = static_cast<CData>(cols);
    dut->tile_addr_i = static_cast<CData>(address);
    dut->pitch_i = static_cast<CData>(pitch);
    dut->accumulate_i = run % 2 != 0;
    dut->final_i = final;
    dut->tile_last_i = last;
    dut->start_i = 1;
    for (int row = 0; row < rows; ++row) {
      dut.Settle();
      ASSERT_EQ(dut->row_valid_o, 1);
      ASSERT_EQ(dut->row_o, row);
      ASSERT_EQ(dut->addr_o, address + row * pitch);
      ASSERT_EQ(dut->accumulate_o, run % 2);
      if (row > 0) {
        ASSERT_EQ(dut->range_valid_o != 0, final);  // of the row before
        ASSERT_EQ(dut->range_lanes_o, (1 << cols) - 1);
      }
      ASSERT_EQ(dut->done_o, 0);
      dut.Tick();
      dut->start_i = 0;
    }
    dut.Settle();
    ASSERT_EQ(dut->row_valid_o, 0);
    ASSERT_EQ(dut->range_valid_o != 0, final);
    ASSERT_EQ(dut->done_o, 0);  // the last row is being written
    dut.Tick();
    ASSERT_EQ(dut->done_o != 0, last);
    ASSERT_EQ(dut->range_valid_o, 0);
    dut.Tick();
    ASSERT_EQ(dut->done_o, 0);
  }
}

}  // namespace
}  // namespace itg
