// SPDX-License-Identifier: Apache-2.0
//
// A training step with every command in it gives the same bits with every kernel, every instruction
// set, every number of threads, fused or in parts.

#include <gtest/gtest.h>
#include <omp.h>

#include <cstdlib>

#include "model/error.h"
#include "model/kernels/gemm.h"
#include "tests/model/support/image_network.h"
#include "tests/model/support/unfuse.h"

namespace itg {
namespace {

Program Filled(const NetworkNumbers& numbers, uint64_t seed) {
  Engine engine(seed);
  Program program = ImageNetwork(numbers).program();
  FillNetwork(&engine, &program);
  return program;
}

std::vector<uint64_t> DigestsWith(const Program& program, KernelChoice kernel) {
  return Digests(program, MakeGoldenMachine(kernel).get(), 2);
}

TEST(ImageNetwork, EveryKernelGivesTheSameBits) {
  for (const int bits : {3, 8, 13}) {
    for (const int acc_bits : {24, 32, 48}) {
      NetworkNumbers numbers;
      numbers.bits = bits;
      numbers.acc_bits = acc_bits;
      numbers.maps = 17;
      const Program program = Filled(numbers, 101);
      const std::vector<uint64_t> expected = DigestsWith(program, KernelChoice::kReference);
      for (const KernelChoice kernel :
           {KernelChoice::kAuto, KernelChoice::kOneDnn, KernelChoice::kPortable}) {
        ASSERT_EQ(DigestsWith(program, kernel), expected) << bits << " " << acc_bits;
      }
    }
  }
}

TEST(ImageNetwork, FusedCommandsEqualTheirParts) {
  for (uint64_t seed = 110; seed < 130; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Engine engine(seed);
    NetworkNumbers numbers;
    numbers.bits = static_cast<int>(Uniform(&engine, 2, 16));
    numbers.acc_bits = static_cast<int>(Uniform(&engine, 21, 48));
    numbers.rounding = static_cast<Rounding>(Uniform(&engine, 0, kRoundingCount - 1));
    const Program fused = Filled(numbers, seed);
    const Program parts = Unfused(fused);
    ASSERT_GT(parts.commands.size(), fused.commands.size() + 20);
    const std::unique_ptr<Machine> machines[] = {MakeGoldenMachine(), MakeGoldenMachine()};
    Digests(fused, machines[0].get(), 2);
    Digests(parts, machines[1].get(), 2);
    for (size_t id = 0; id < fused.buffers.size(); ++id) {
      const BufferId buffer = static_cast<BufferId>(id);
      ASSERT_EQ(machines[0]->Read(buffer), machines[1]->Read(buffer)) << fused.buffers[id].name;
    }
  }
}

// Large enough that products and elementwise loops take threads.
TEST(ImageNetwork, EveryNumberOfThreadsGivesTheSameBits) {
  NetworkNumbers numbers;
  numbers.batch = 96;
  numbers.maps = 80;
  const Program program = Filled(numbers, 102);
  const int before = omp_get_max_threads();
  std::vector<std::vector<uint64_t>> digests;
  for (const int threads : {1, 2, 3}) {
    omp_set_num_threads(threads);
    digests.push_back(DigestsWith(program, KernelChoice::kAuto));
  }
  omp_set_num_threads(2);
  digests.push_back(DigestsWith(program, KernelChoice::kOneDnn));
  omp_set_num_threads(before);
  EXPECT_EQ(digests[1], digests[0]);
  EXPECT_EQ(digests[2], digests[0]);
  EXPECT_EQ(digests[3], digests[0]);
}

// In a process of its own: oneDNN reads the variable once.
void CompareWithoutInstructions(const char* most) {
  setenv("ONEDNN_MAX_CPU_ISA", most, 1);
  const Program program = Filled(NetworkNumbers(), 103);
  const bool same =
      DigestsWith(program, KernelChoice::kOneDnn) == DigestsWith(program, KernelChoice::kReference);
  std::exit(same ? 0 : 1);
}

TEST(InstructionSetDeathTest, AnyCpuGivesTheSameBits) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  for (const char* most : {"SSE41", "AVX2", "AVX512_CORE", "AVX512_CORE_VNNI"}) {
    EXPECT_EXIT(CompareWithoutInstructions(most), testing::ExitedWithCode(0), "") << most;
  }
}

TEST(Dispatch, IsForcedByTheEnvironment) {
  const Program program = Filled(NetworkNumbers(), 104);
  const std::vector<uint64_t> expected = DigestsWith(program, KernelChoice::kAuto);
  for (const char* const kernel : {"auto", "onednn", "portable", "reference"}) {
    setenv("ITG_KERNEL", kernel, 1);
    EXPECT_EQ(DigestsWith(program, KernelChoice::kAuto), expected) << kernel;
  }
  setenv("ITG_KERNEL", "fast", 1);
  EXPECT_THROW(MakeGoldenMachine(), Error);
  unsetenv("ITG_KERNEL");
}

}  // namespace
}  // namespace itg
