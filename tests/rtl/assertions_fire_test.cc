// SPDX-License-Identifier: Apache-2.0
//
// Do assertions fail at all in these tests? A simulator that ignored them would make every one of
// them worthless without anybody noticing.

#include "Vpack_7_4.h"
#include "Vunpack_4_7.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

TEST(Assertions, APieceDuringTheFlushIsReported) {
  Dut<Vpack_7_4> dut;
  dut.Reset();
  dut.ExpectAssertion("NothingOfferedWhileFlushing_A", [&] {
    dut->flush_i = 1;
    dut->valid_i = 1;
    dut->size_i = 3;
    dut.Tick();
  });
  dut->flush_i = 0;
  dut.Tick();
}

TEST(Assertions, TakingWhatIsNotThereIsReported) {
  Dut<Vunpack_4_7> dut;
  dut.Reset();
  dut.ExpectAssertion("TakesOnlyWhatIsThere_A", [&] {
    dut->need_i = 1;
    dut->take_i = 1;
    dut.Tick();
  });
  dut->take_i = 0;
  dut.Tick();
}

}  // namespace
}  // namespace itg
