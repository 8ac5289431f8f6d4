// SPDX-License-Identifier: Apache-2.0
//
// Does the hardware read the command table as the C++ does? Every pair of opcode and post-operation
// in every rounding mode, legal or not. And the small parts of control: counters, the walk of the
// second pass, the drain.

#include "Vcounters.h"
#include "Vdecode_all.h"
#include "Vdecode_nearest.h"
#include "Vdrain_5_7.h"
#include "Vpost_walk_7.h"
#include "model/program/command.h"
#include "sim/plan/descriptor.h"
#include "sim/plan/schedule.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

// Bits of itg_pkg::ctrl_t, the last field first.
enum Bit { kWritesExponent, kWritesMask, kReadsWeight, kReadsMask, kLaneOp };
constexpr int kGradient = kLaneOp + 2;
enum LateBit { kRounds = kGradient + 1, kXNarrow, kXAcc, kBByRow, kAByRow, kProduct, kIllegal };

template <typename Model>
void DecodesLikeTheTable(bool (*present)(int rounding)) {
  Dut<Model> dut;
  dut->en_i = 1;
  for (int opcode = 0; opcode < 32; ++opcode) {
    for (int post = 0; post < 16; ++post) {
      for (int rounding = 0; rounding < 4; ++rounding) {
        SCOPED_TRACE(std::to_string(opcode) + " " + std::to_string(post));
        Descriptor descriptor = {};
        SetField(&descriptor, Field::kOpcode, opcode);
        SetField(&descriptor, Field::kPost, post);
        SetField(&descriptor, Field::kRounding, rounding);
        for (size_t i = 0; i < descriptor.size(); ++i) dut->cmd_i[i] = descriptor[i];
        dut.Settle();
        const auto bit = [&](int index) { return GetBits(dut->ctrl_o, index, 1) != 0; };
        Command command;
        command.opcode = static_cast<Opcode>(opcode);
        command.post = static_cast<Post>(post);
        const bool known = HasHardware(command.opcode, command.post) &&
                           command.opcode != Opcode::kCrossEntropy &&
                           command.opcode != Opcode::kRoundLoss;
        const bool legal = known && (!Rounds(command) || present(rounding));
        ASSERT_EQ(bit(kIllegal), !legal);
        if (!legal) continue;
        const bool update = command.post == Post::kUpdate || command.opcode == Opcode::kApplyUpdate;
        ASSERT_EQ(bit(kProduct), IsProduct(command.opcode));
        ASSERT_EQ(bit(kAByRow), command.opcode == Opcode::kGradient);
        ASSERT_EQ(bit(kBByRow),
                  command.opcode == Opcode::kGradient || command.opcode == Opcode::kError);
        ASSERT_EQ(bit(kXAcc), command.opcode == Opcode::kRequantise ||
                                  command.opcode == Opcode::kRoundGradient);
        ASSERT_EQ(bit(kXNarrow), command.opcode == Opcode::kRelu ||
                                     command.opcode == Opcode::kReluBackward ||
                                     command.opcode == Opcode::kApplyUpdate);
        ASSERT_EQ(bit(kRounds), Rounds(command));
        ASSERT_EQ(bit(kReadsMask), ReadsMask(command));
        ASSERT_EQ(bit(kWritesMask), WritesMask(command));
        ASSERT_EQ(bit(kReadsWeight), update);
        ASSERT_EQ(bit(kWritesExponent), !update);
        ASSERT_EQ(bit(kGradient),
                  command.post == Post::kUpdate || command.opcode == Opcode::kRoundGradient);
      }
    }
  }
}

TEST(Decode, ReadsTheCommandTable) {
  DecodesLikeTheTable<Vdecode_all>([](int rounding) { return rounding < kRoundingCount; });
  DecodesLikeTheTable<Vdecode_nearest>([](int rounding) { return rounding == 0; });
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

TEST(PostWalk, VisitsEveryElementOnceInRows) {
  RandomSource random(52, 0);
  Dut<Vpost_walk_7> dut;
  dut.Reset();
  for (int run = 0; run < 100; ++run) {
    const int64_t rows = random.Between(1, 6);
    const int64_t cols = random.Between(1, 30);
    const int64_t pitch = (cols + 6) / 7 + (random.OneIn(2) ? random.Between(0, 9) : 0);
    SCOPED_TRACE(std::to_string(rows) + " x " + std::to_string(cols));
    dut->start_i = 1;
    SetBits(&dut->rows_i, 0, 24, static_cast<uint64_t>(rows));
    SetBits(&dut->cols_i, 0, 24, static_cast<uint64_t>(cols));
    dut->pitch_i = static_cast<SData>(pitch);
    dut.Tick();
    dut->start_i = 0;
    for (int64_t row = 0; row < rows; ++row) {
      for (int64_t col = 0; col < cols; col += 7) {
        while (random.OneIn(3)) {
          dut->step_i = 0;
          dut.Tick();
        }
        ASSERT_EQ(dut->valid_o, 1);
        ASSERT_EQ(dut->count_o, std::min<int64_t>(7, cols - col));
        ASSERT_EQ(dut->index_o, row * cols + col);
        ASSERT_EQ(dut->word_o, row * pitch + col / 7);
        dut->step_i = 1;
        dut.Tick();
      }
    }
    dut->step_i = 0;
    ASSERT_EQ(dut->valid_o, 0);
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
