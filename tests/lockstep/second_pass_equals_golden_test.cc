// SPDX-License-Identifier: Apache-2.0
//
// Are the commands that are no product right on awkward shapes? Channels that are no multiple of
// the array's columns, images of one pixel, windows that overlap, leave gaps, reach into the
// padding or cover the whole image, batches of one; every post-operation, every rounding mode,
// exponents that differ; with the assertions of the RTL, and with a memory that stalls.

#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sim/lockstep/lockstep.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/compare/pass_parts.h"
#include "sw/compare/pass_scenarios.h"
#include "sw/compare/pool_scenarios.h"

namespace itg {
namespace {

struct Setting {
  const char* hw;
  int stall_percent;
  bool assertions;
};

class SecondPass : public testing::TestWithParam<Setting> {
 protected:
  SecondPass() : hw_(HwConfig::FromFile(GetParam().hw)) {
    RtlOptions options;
    options.stall_percent = GetParam().stall_percent;
    options.stall_seed = 5;
    options.check_assertions = GetParam().assertions;
    lockstep_ = std::make_unique<Lockstep>(MakeGoldenMachine(), MakeRtlMachine(hw_, options));
  }

  // Builds a program and runs it on both machines.
  template <typename Build>
  void Run(uint64_t seed, Build&& build) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomSource random(seed, 0);
    ProgramBuilder builder(hw_, &random, random.OneIn(2));
    build(&builder);
    const Program& program = builder.program();
    lockstep_->Load(program);
    lockstep_->SetTrainingStep(static_cast<uint32_t>(seed));
    for (size_t i = 0; i < program.commands.size(); ++i) {
      const Command& command = program.commands[i];
      try {
        lockstep_->Execute(i);
      } catch (const std::exception& error) {
        ADD_FAILURE() << Describe(command) << ", " << Name(command.rounding) << ": "
                      << error.what();
      }
    }
  }

  const HwConfig hw_;
  std::unique_ptr<Lockstep> lockstep_;
};

const PoolScenario kPools[] = {
    {{2, 4, 6, 8}, {2, 2, 2, 0}},    {{1, 1, 1, 1}, {1, 1, 1, 0}},  {{3, 5, 5, 3}, {2, 2, 2, 0}},
    {{1, 7, 6, 5}, {3, 3, 2, 1}},    {{2, 3, 3, 17}, {3, 3, 1, 1}}, {{1, 4, 4, 9}, {4, 4, 1, 0}},
    {{1, 2, 3, 4}, {3, 4, 1, 2}},    {{2, 9, 7, 2}, {2, 1, 3, 0}},  {{1, 1, 1, 40}, {3, 3, 3, 1}},
    {{1, 6, 6, 1}, {5, 2, 2, 1}},    {{2, 8, 8, 16}, {2, 2, 2, 0}}, {{1, 3, 20, 7}, {1, 5, 4, 0}},
    {{1, 16, 16, 3}, {16, 16, 1, 0}}};

class Pools : public SecondPass {
 protected:
  void RunAll(Opcode opcode, std::initializer_list<Post> posts) {
    for (size_t i = 0; i < std::size(kPools); ++i) {
      SCOPED_TRACE("pool " + std::to_string(i));
      Run(i, [&](ProgramBuilder* builder) {
        for (const Post post : posts) {
          for (const Rounding mode : hw_.rounding) {
            AddPool({opcode, post}, mode, kPools[i], builder);
          }
        }
      });
    }
  }
};

TEST_P(Pools, TakeTheLargest) { RunAll(Opcode::kMaxPool, {Post::kNone}); }

TEST_P(Pools, RouteErrorsToTheWinners) {
  RunAll(Opcode::kMaxPoolBackward, {Post::kNone, Post::kRequantise, Post::kRequantiseMask});
}

TEST_P(Pools, Average) { RunAll(Opcode::kAveragePool, {Post::kNone, Post::kRequantise}); }

TEST_P(Pools, SpreadErrors) {
  RunAll(Opcode::kAveragePoolBackward, {Post::kNone, Post::kRequantise, Post::kRequantiseMask});
}

// The windows of a pool behind a convolution neither overlap nor are padded; what they leave out is
// rounded all the same.
TEST_P(Pools, FollowConvolutions) {
  const PoolScenario pools[] = {{{2, 4, 6, 8}, {2, 2, 2, 0}},  {{1, 1, 1, 1}, {1, 1, 1, 0}},
                                {{3, 5, 5, 3}, {2, 2, 2, 0}},  {{1, 7, 9, 5}, {3, 3, 3, 0}},
                                {{2, 9, 7, 17}, {2, 1, 3, 0}}, {{1, 4, 4, 9}, {4, 4, 4, 0}},
                                {{1, 5, 8, 2}, {1, 3, 3, 0}},  {{1, 8, 8, 16}, {2, 2, 5, 0}}};
  for (size_t i = 0; i < std::size(pools); ++i) {
    SCOPED_TRACE("pool " + std::to_string(i));
    Run(600 + i, [&](ProgramBuilder* builder) {
      for (const Rounding mode : hw_.rounding) AddPooledConvolution(mode, pools[i], builder);
    });
  }
}

TEST_P(SecondPass, Adds) {
  uint64_t seed = 300;
  for (int round = 0; round < 4; ++round) {
    for (const Shape& shape : {Shape{1}, Shape{3, 5}, Shape{2, 3, 3, 7}, Shape{1, 4, 4, 16}}) {
      Run(seed++, [&](ProgramBuilder* builder) {
        for (const Post post :
             {Post::kNone, Post::kRequantise, Post::kRequantiseRelu, Post::kRequantiseMask}) {
          AddSum({Opcode::kAdd, post}, builder->random().Pick(hw_.rounding), shape, builder);
        }
      });
    }
  }
}

TEST_P(SecondPass, DropsOut) {
  uint64_t seed = 400;
  for (const Shape& shape : {Shape{1, 1}, Shape{3, 5}, Shape{5, 2, 3, 7}, Shape{2, 64}, Shape{9}}) {
    Run(seed++, [&](ProgramBuilder* builder) {
      AddDropout(Opcode::kDropout, shape, builder);
      AddDropout(Opcode::kDropoutBackward, shape, builder);
    });
  }
}

TEST_P(SecondPass, UpdatesMasterWeights) {
  for (uint64_t seed = 500; seed < 530; ++seed) {
    Run(seed, [&](ProgramBuilder* builder) {
      const int bits = builder->random().IntBetween(2, 16);
      const bool master = seed % 3 != 0;
      for (const Rounding mode : hw_.rounding) {
        AddWideUpdate({Opcode::kRoundGradient, Post::kNone}, mode, bits, master, builder);
        AddWideUpdate({Opcode::kApplyUpdate, Post::kNone}, mode, bits, master, builder);
        AddWideUpdate({Opcode::kGradient, Post::kUpdate}, mode, bits, master, builder);
      }
    });
  }
}

const Setting kSettings[] = {
    {"tiny", 0, true}, {"tiny", 40, true}, {"odd", 0, false}, {"odd", 50, false}};

std::string NameOf(const testing::TestParamInfo<Setting>& info) {
  return info.param.hw + std::string("_stall_") + std::to_string(info.param.stall_percent);
}

INSTANTIATE_TEST_SUITE_P(Configurations, SecondPass, testing::ValuesIn(kSettings), NameOf);
INSTANTIATE_TEST_SUITE_P(Configurations, Pools, testing::ValuesIn(kSettings), NameOf);

}  // namespace
}  // namespace itg
