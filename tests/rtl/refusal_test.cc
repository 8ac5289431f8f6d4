// SPDX-License-Identifier: Apache-2.0
//
// Does the hardware refuse exactly the commands that sim/plan/legal.cc calls illegal? Random
// commands: such as make sense, each rule broken by a little in them, some bits flipped, and bits
// alone.

#include <map>
#include <string>

#include "Vcheck_nearest.h"
#include "Vcheck_odd.h"
#include "Vcheck_tiny.h"
#include "Vdecode_all.h"
#include "Vdecode_nearest.h"
#include "sim/plan/legal.h"
#include "tests/support/dut.h"
#include "tests/support/random_commands.h"

namespace itg {
namespace {

constexpr int kIllegalBit = 26;  // of itg_pkg::ctrl_t, its first field

// What the decoder and, where that has nothing against it, the check behind it say.
template <typename Decode, typename Check>
class Judges {
 public:
  Judges() {
    decode_->en_i = 1;
    check_.Reset();
  }

  bool Refuse(const Descriptor& descriptor) {
    for (size_t word = 0; word < descriptor.size(); ++word) {
      decode_->cmd_i[word] = check_->cmd_i[word] = descriptor[word];
    }
    decode_.Settle();
    check_->start_i = 1;
    check_.Tick();
    check_->start_i = 0;
    check_->ctrl_i = decode_->ctrl_o;
    int cycles = 1;
    while (check_->done_o == 0 && cycles < 10) {
      check_.Tick();
      ++cycles;
    }
    EXPECT_EQ(cycles, 4);
    const bool refused = GetBits(decode_->ctrl_o, kIllegalBit, 1) != 0 || check_->illegal_o != 0;
    check_.Tick();
    EXPECT_EQ(check_->done_o, 0);
    return refused;
  }

 private:
  Dut<Decode> decode_;
  Dut<Check> check_;
};

template <typename Decode, typename Check>
void RefuseTheSame(const HwConfig& hw, uint32_t seed, int count) {
  Judges<Decode, Check> judges;
  RandomCommands random(hw, seed);
  std::map<std::string, int> reasons;
  for (int i = 0; i < count; ++i) {
    const Descriptor descriptor = random.Next();
    const char* reason = IllegalReason(descriptor, hw);
    ++reasons[reason == nullptr ? "legal" : reason];
    ASSERT_EQ(judges.Refuse(descriptor), reason != nullptr)
        << hw.name << " seed " << seed << " command " << i << ": "
        << (reason == nullptr ? "legal" : reason) << "\n"
        << ToString(descriptor);
  }
  EXPECT_GT(reasons["legal"], count / 50);
  for (const char* reason : IllegalReasons()) {
    const bool elaborated = std::string(reason).find("were not elaborated") != std::string::npos;
    const bool possible = !elaborated || !hw.master_weights;
    EXPECT_EQ(reasons[reason] > count / 5000, possible) << hw.name << ": " << reason;
  }
}

TEST(Refusal, IsThatOfTheList) {
  RefuseTheSame<Vdecode_all, Vcheck_tiny>(HwConfig::FromFile("tiny"), 1, 60000);
  RefuseTheSame<Vdecode_all, Vcheck_odd>(HwConfig::FromFile("odd"), 2, 60000);
  HwConfig hw = HwConfig::FromFile("tiny");
  hw.name = "nearest";
  hw.rounding = {Rounding::kNearest};
  hw.master_weights = false;
  hw.activation_bits = hw.weight_bits = hw.error_bits = hw.gradient_bits = 4;
  RefuseTheSame<Vdecode_nearest, Vcheck_nearest>(hw, 3, 60000);
}

}  // namespace
}  // namespace itg
