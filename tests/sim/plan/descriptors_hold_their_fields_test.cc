// SPDX-License-Identifier: Apache-2.0
//
// Does every field of a command survive in its bits, without touching those of another?

#include <gtest/gtest.h>

#include "model/error.h"
#include "sim/plan/descriptor.h"

namespace itg {
namespace {

constexpr int kFieldCount = static_cast<int>(Field::kCount);

int64_t Largest(const FieldInfo& info) {
  return (int64_t{1} << (info.is_signed ? info.bits - 1 : info.bits)) - 1;
}
int64_t Smallest(const FieldInfo& info) {
  return info.is_signed ? -(int64_t{1} << (info.bits - 1)) : 0;
}

TEST(Descriptor, EveryFieldHoldsItsExtremesAndLeavesTheOthersAlone) {
  for (int i = 0; i < kFieldCount; ++i) {
    const Field field = static_cast<Field>(i);
    for (const int64_t value : {Smallest(Info(field)), Largest(Info(field)), int64_t{1}}) {
      Descriptor descriptor = {};
      SetField(&descriptor, field, value);
      for (int j = 0; j < kFieldCount; ++j) {
        const Field other = static_cast<Field>(j);
        EXPECT_EQ(GetField(descriptor, other), i == j ? value : 0)
            << Info(field).name << " = " << value << ", read " << Info(other).name;
      }
    }
  }
}

// The RTL reads the words as one packed struct, so the fields must fill them without a gap.
TEST(Descriptor, TheFieldsFillTheWords) {
  int bits = 0;
  for (int i = 0; i < kFieldCount; ++i) bits += Info(static_cast<Field>(i)).bits;
  EXPECT_EQ(bits, 32 * kDescriptorWords);
}

TEST(Descriptor, AValueThatDoesNotFitIsRefused) {
  for (int i = 0; i < kFieldCount; ++i) {
    const Field field = static_cast<Field>(i);
    Descriptor descriptor = {};
    EXPECT_THROW(SetField(&descriptor, field, Largest(Info(field)) + 1), Error);
    EXPECT_THROW(SetField(&descriptor, field, Smallest(Info(field)) - 1), Error);
  }
}

}  // namespace
}  // namespace itg
