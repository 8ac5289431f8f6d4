// SPDX-License-Identifier: Apache-2.0
//
// A test that finds no recordings skips; where they are required it fails.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "tests/sw/support/support.h"

namespace itg {
namespace {

class RequiredVectors : public ::testing::Test {
 protected:
  RequiredVectors() {
    const char* const before = std::getenv(kVariable);
    was_set_ = before != nullptr;
    if (was_set_) before_ = before;
  }
  ~RequiredVectors() override {
    if (was_set_) setenv(kVariable, before_.c_str(), 1);
    if (!was_set_) unsetenv(kVariable);
  }
  static constexpr const char* kVariable = "ITG_REQUIRE_VECTORS";

 private:
  bool was_set_ = false;
  std::string before_;
};

TEST_F(RequiredVectors, AnAbsentFolderIsAFailure) {
  setenv(kVariable, "1", 1);
  EXPECT_NONFATAL_FAILURE(SharedFolder("vectors/none"), "there is no ../shared/vectors/none");
}

TEST_F(RequiredVectors, WithoutTheVariableItIsNot) {
  unsetenv(kVariable);
  EXPECT_EQ(SharedFolder("vectors/none"), "");
}

}  // namespace
}  // namespace itg
