// SPDX-License-Identifier: Apache-2.0
//
// The recordings lie beside the repository; without them these tests are skipped.
#include <gtest/gtest.h>

#include <filesystem>
#include <tuple>

#include "model/machine/golden_machine.h"
#include "sim/config/json.h"
#include "sw/data/file.h"
#include "sw/data/npy.h"
#include "sw/replay/replay.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class Recorded : public ::testing::Test {
 protected:
  void SetUp() override {
    shared_ = SharedFolder("vectors/niti");
    if (shared_.empty()) GTEST_SKIP() << "skipped: no ../shared/vectors/niti";
  }
  // A copy of the linear network's recording that a test may damage.
  std::string Copy() {
    std::filesystem::copy(shared_ + "/mlp_64_32_10", copy_ / "r");
    return copy_ / "r";
  }
  static ReplayResult Run(const std::string& folder, bool fused = false) {
    return Replay(ReadRecording(folder), fused, MakeGoldenMachine().get());
  }
  std::string shared_;
  TempFolder copy_;
};

// Six steps of 12 tensors: three activations, two of the loss, three errors, two gradients, two
// weights.
TEST_F(Recorded, EveryTensorOfEveryStepIsEqual) {
  const ReplayResult result = Run(shared_ + "/mlp_64_32_10");
  EXPECT_TRUE(result.passed());
  EXPECT_EQ(result.tensors, 6u * 12);
  EXPECT_EQ(result.differences, std::vector<std::string>());
}

// Inside of fused commands: fc1's activation, relu1's error, the loss accumulators, two gradients.
TEST_F(Recorded, FusedCommandsGiveTheSameBits) {
  const ReplayResult result = Run(shared_ + "/mlp_64_32_10", /*fused=*/true);
  EXPECT_TRUE(result.passed());
  EXPECT_EQ(result.tensors, 6u * (12 - 5));
}

TEST_F(Recorded, OneChangedElementIsReported) {
  const std::string folder = Copy();
  Tensor weights = ReadNpy(folder + "/s2_w0.npy");
  const int64_t value = weights.Get(70);
  weights.Set(70, value > 0 ? value - 1 : value + 1);
  WriteNpy(folder + "/s2_w0.npy", weights);
  const ReplayResult result = Run(folder);
  EXPECT_FALSE(result.passed());
  ASSERT_EQ(result.differences.size(), 1u);
  EXPECT_EQ(result.differences[0].rfind(
                "s2_w0 (fc1.weight): expected 1 of 2048 elements, first at [1, 6]: ", 0),
            0u)
      << result.differences[0];
}

TEST_F(Recorded, AChangedExponentIsReported) {
  const std::string folder = Copy();
  Tensor exponents = ReadNpy(folder + "/s5_exps.npy");
  exponents.Set(3, exponents.Get(3) + 1);
  WriteNpy(folder + "/s5_exps.npy", exponents);
  const ReplayResult result = Run(folder);
  ASSERT_EQ(result.differences.size(), 1u);
  EXPECT_EQ(result.differences[0].rfind("s5_act2 (fc2.activation): expected exponent ", 0), 0u)
      << result.differences[0];
}

// Unfused all that was recorded: per step the outputs of all layers, two tensors of the loss, the
// errors of all layers but the first, gradients and weights.
TEST_F(Recorded, ConvolutionalStepsAreEqual) {
  const ReplayResult small = Run(shared_ + "/cnn_1x8x8");
  EXPECT_EQ(small.differences, std::vector<std::string>());
  EXPECT_EQ(small.tensors, 6u * (8 + 2 + 7 + 2 * 3));
  const ReplayResult deep = Run(shared_ + "/cnn_3x16x16_deep");
  EXPECT_EQ(deep.differences, std::vector<std::string>());
  EXPECT_EQ(deep.tensors, 4u * (12 + 2 + 11 + 2 * 5));
}

// What fused commands keep: in the small network both convolutions' and ReLUs' outputs, the loss
// accumulators, the errors of both ReLUs and of the first pool, the gradients. The error of the
// flattened pool is kept masked, twice recorded.
TEST_F(Recorded, FusedConvolutionalStepsAreEqual) {
  const ReplayResult small = Run(shared_ + "/cnn_1x8x8", /*fused=*/true);
  EXPECT_EQ(small.differences, std::vector<std::string>());
  EXPECT_EQ(small.tensors, 6u * (4 + 1 + 2 + 3));
  const ReplayResult deep = Run(shared_ + "/cnn_3x16x16_deep", /*fused=*/true);
  EXPECT_EQ(deep.differences, std::vector<std::string>());
  EXPECT_EQ(deep.tensors, 4u * (6 + 1 + 4 + 5));
}

TEST_F(Recorded, OtherLayersAreRefused) {
  const std::string folder = Copy();
  WriteFile(folder + "/meta.json", R"({"loss_rounding": "nearest", "batch": 16, "steps": 1,
      "mu": [1], "layers": [{"type": "BatchNorm2d"}]})");
  EXPECT_EQ(ErrorOf([&] { ReadRecording(folder); }),
            folder +
                "/meta.json: layers.0.type = \"BatchNorm2d\": expected Linear, Conv2d, ReLU, "
                "Maxpool2d or Flat");
}

TEST_F(Recorded, IllegalValuesAreRefusedByFileAndKey) {
  const std::string folder = Copy();
  const std::string meta = folder + "/meta.json";
  const nlohmann::json good = nlohmann::json::parse(ReadFile(meta));
  const auto refusal = [&](const char* key, const nlohmann::json& value) {
    nlohmann::json bad = good;
    bad[key] = value;
    WriteFile(meta, bad.dump());
    return ErrorOf([&] { Run(folder); });
  };
  EXPECT_EQ(refusal("loss_rounding", "up"),
            meta + ": loss_rounding = \"up\": expected nearest, stochastic or pseudo-stochastic");
  EXPECT_EQ(refusal("mu", {5, 5, 9, 5, 5, 5}), meta + ": mu.2 = 9: expected an integer -64..7");
  WriteFile(meta, good.dump());
  for (const auto& [name, value, range] :
       {std::tuple("s3_target", 10, "0..9"), std::tuple("s2_input", -128, "-127..127")}) {
    const std::string file = folder + "/" + name + ".npy";
    const Tensor whole = ReadNpy(file);
    Tensor bad = whole;
    bad.Set(1, value);
    WriteNpy(file, bad);
    EXPECT_EQ(ErrorOf([&] { Run(folder); }),
              file + ": element 1 is " + std::to_string(value) + ", expected " + range);
    WriteNpy(file, whole);
  }
}

TEST_F(Recorded, DamagedRecordingsAreRefused) {
  const std::string folder = Copy();
  std::filesystem::remove(folder + "/s1_err2.npy");
  EXPECT_EQ(ErrorOf([&] { Run(folder); }),
            folder + "/s1_err2.npy: cannot open: No such file or directory");
  std::filesystem::copy(shared_ + "/mlp_64_32_10/s1_err1.npy", folder + "/s0_input.npy",
                        std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(ErrorOf([&] { Run(folder); }),
            folder +
                "/meta.json: layers.0.weight_shape = [32,64]: expected [32, 32] after the layers "
                "before");
  WriteFile(folder + "/meta.json", "{}");
  EXPECT_EQ(ErrorOf([&] { Run(folder); }),
            folder +
                "/meta.json: missing key 'loss_rounding' (allowed: loss_rounding, batch, "
                "steps, mu, layers)");
  EXPECT_EQ(ErrorOf([&] { Run(copy_ / "none"); }),
            (copy_ / "none") + "/meta.json: cannot open: No such file or directory");
}

}  // namespace
}  // namespace itg
