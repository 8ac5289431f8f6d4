// SPDX-License-Identifier: Apache-2.0
//
// `intaglio report`: the page of a real training. Two words stand for each library; a browser with
// the real ones is in tests/house/page_test.sh.
#include <gtest/gtest.h>

#include <filesystem>

#include "sw/data/file.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class Pages : public ::testing::Test {
 protected:
  Pages() {
    std::filesystem::create_directories(folder_ / "cache/page");
    for (const char* name : {"vega", "vega-lite", "vega-embed"}) {
      folder_.Write("cache/page/" + std::string(name) + ".min.js", std::string("lib ") + name);
    }
    folder_.Write("cache/page/LICENCES.txt", "as they say");
    setenv("ITG_CACHE_DIR", (folder_ / "cache").c_str(), 1);
  }
  ~Pages() override { unsetenv("ITG_CACHE_DIR"); }

  void ExpectRefused(const std::string& arguments, const std::string& what) {
    const ProgramRun run = RunIntaglio("report " + arguments);
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(run.err, "intaglio: " + what + "\n");
  }
  TempFolder folder_;
};

TEST_F(Pages, OfATrainingStandBesideItsReport) {
  const std::string out = folder_ / "run";
  ASSERT_EQ(
      RunIntaglio("train --config digits --machine cycle --set epochs=1 --out " + out).exit_code,
      0);
  const ProgramRun run = RunIntaglio("report " + out);
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.out.rfind(out + "/report.html (", 0), 0u) << run.out;
  const std::string page = ReadFile(out + "/report.html");
  EXPECT_NE(page.find("<title>digits on base</title>"), std::string::npos);
  EXPECT_NE(page.find("<script>lib vega-lite</script>"), std::string::npos);
  EXPECT_NE(page.find("{\"mac\":"), std::string::npos) << "energy by component";

  ASSERT_EQ(RunIntaglio("report " + out + " --out " + (folder_ / "p.html")).exit_code, 0);
  EXPECT_EQ(ReadFile(folder_ / "p.html"), page) << "the same page for the same report";
}

TEST_F(Pages, WithoutTheLibrariesNameTheScriptThatFetchesThem) {
  const std::string missing = folder_ / "cache/page/vega-lite.min.js";
  std::filesystem::remove(missing);
  ExpectRefused(folder_.path(), "the plotting libraries of the page are not here (no " + missing +
                                    "): run " + ITG_SOURCE_DIR +
                                    "/scripts/get_page_libraries.sh once");
}

TEST_F(Pages, OfNothingAreRefused) {
  const std::string empty = folder_ / "cache";
  ExpectRefused(folder_ / "no", (folder_ / "no") + ": no such file or folder");
  ExpectRefused(empty, empty +
                           ": neither report.json nor explore.db in it: expected the --out of "
                           "intaglio train or explore");
}

TEST_F(Pages, ThatCannotBeMadeLeaveTheOldOne) {
  const std::string report = folder_.Write("report.json", "{\"report_version\":");
  folder_.Write("report.html", "the old one");
  const ProgramRun run = RunIntaglio("report " + folder_.path());
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.err.rfind("intaglio: " + report + ": not JSON: ", 0), 0u) << run.err;
  EXPECT_EQ(ReadFile(folder_ / "report.html"), "the old one");
}

}  // namespace
}  // namespace itg
