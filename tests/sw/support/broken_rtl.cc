// SPDX-License-Identifier: Apache-2.0
#include "tests/sw/support/broken_rtl.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "sw/data/file.h"

namespace itg {

namespace fs = std::filesystem;

BrokenRtl::BrokenRtl() {
  hw_ = folder_.Write("my hw.json", R"({"name": "small", "rows": 4, "cols": 4,
      "activation_bits": 8, "weight_bits": 8, "error_bits": 8, "gradient_bits": 8,
      "acc_bits": 32, "scratchpad_bytes": 4096, "accumulator_bytes": 32768, "bus_bytes": 8,
      "read_fifo_beats": 64})");
}

BrokenRtl::~BrokenRtl() { unsetenv("ITG_SHARE_DIR"); }

void BrokenRtl::Break(const std::string& file, const std::string& right, const std::string& wrong) {
  const std::string source = ITG_SOURCE_DIR;
  const std::string share = folder_ / "share";
  fs::create_directories(share + "/sim");
  fs::copy(source + "/rtl", share + "/rtl", fs::copy_options::recursive);
  fs::copy(source + "/sim/rtl", share + "/sim/rtl", fs::copy_options::recursive);
  std::string text = ReadFile(share + "/rtl/" + file);
  const size_t at = text.find(right);
  ASSERT_NE(at, std::string::npos) << file;
  WriteFile(share + "/rtl/" + file, text.replace(at, right.size(), wrong));
  setenv("ITG_SHARE_DIR", share.c_str(), 1);
}

void BrokenRtl::BreakRounding() {
  Break("post/itg_round.sv", "(weight > threshold)", "(weight >= threshold)");
}

void BrokenRtl::BreakLater() {
  Break("itg_top.sv", "    .seed_i,\n",
        "    .seed_i(seed_i ^ 32'(counters_o[64*itg_pkg::CountRounded+15])),\n");
}

}  // namespace itg
