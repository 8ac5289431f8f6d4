// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sw/data/file.h"
#include "sw/page/training.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

// The keys of a report that the page reads, and one more.
Json Report() {
  return Json::parse(R"({"report_version": 1, "machine": "cycle", "seed": 3,
    "configuration": {"source": "digits", "bits": {"activation": 6, "weight": 8, "error": 7,
      "gradient": 16, "accumulator": 32, "master": true}},
    "hardware": {"name": "four", "rows": 4, "cols": 4, "bus_bytes": 4},
    "data": {"name": "digits"}, "accuracy": {"test": 0.875},
    "epochs": [{"epoch": 1, "mu": 5, "loss": 0.5, "accuracy_train": 0.75, "loss_test": 0.625,
                "accuracy_test": 0.875}],
    "cycles": {"total": 9}, "array": {"use": 0.5}, "energy_pj": {"total": 4.0},
    "layers": {"fc2": {"saturations": 0, "commands": {"forward+none": {"phase": "forward",
      "cycles": 100, "terms": {"stream": 100}, "macs": 64, "array_cycles": 9, "read_bytes": 30,
      "written_bytes": 12, "energy_pj": 4.0, "energy_pj_by_component": {"mac": 1.0, "dram": 3.0}}}},
      "loss": {"saturations": 0}},
    "simulation": {"steps": 4}})");
}

constexpr const char* kStatistics =
    R"({"step":1,"tensors":{"fc2.weight":{"saturations":2,"effective_bits":5,"zeros":1,)"
    R"("negative":[0,1,0,0,1],"positive":[0,0,0,0,1]}}})"
    "\n"
    R"({"step":2,"tensors":{"fc2.weight":{"saturations":0,"effective_bits":2,"zeros":3,)"
    R"("negative":[1,0],"positive":[4,4]},"fc2.input_error":{"saturations":0,)"
    R"("effective_bits":0,"zeros":4,"negative":[],"positive":[]}}})"
    "\n";

class Training : public ::testing::Test {
 protected:
  void Write(const Json& report) { folder_.Write("report.json", report.dump()); }
  void ExpectRefused(const std::string& file, const std::string& what) {
    EXPECT_EQ(ErrorOf([this] { ReadTraining(folder_.path()); }), (folder_ / file) + what);
  }
  TempFolder folder_;
};

TEST_F(Training, IsGatheredFromItsReport) {
  Write(Report());
  const PageData page = ReadTraining(folder_.path());
  EXPECT_EQ(page.title, "digits on four");
  EXPECT_EQ(page.overview["report"]["cycles"]["total"], 9);
  EXPECT_FALSE(page.overview["report"].contains("layers")) << "it is in the detail";
  ASSERT_EQ(page.details.size(), 1u);
  const Json& detail = page.details[0].second;
  EXPECT_EQ(detail["epochs"]["rows"].dump(), "[[3,1,0.5,75.0,87.5,0.625,null,null]]");
  EXPECT_EQ(detail["layers"]["rows"].dump(),
            R"([["fc2","forward+none","forward",100,64,42,{"stream":100},)"
            R"({"mac":1.0,"dram":3.0},9,30,12]])");
  EXPECT_EQ(detail["ranges"]["rows"].size(), 0u);
  EXPECT_EQ(detail["metrics"]["rows"].size(), 0u);
}

TEST_F(Training, OfTheGoldenMachineHasNoLayers) {
  Json report = Report();
  report["hardware"] = nullptr;
  report["layers"]["fc2"].erase("commands");
  Write(report);
  const PageData page = ReadTraining(folder_.path());
  EXPECT_EQ(page.title, "digits");
  EXPECT_EQ(page.details[0].second["layers"]["rows"].size(), 0u);
}

// fc2.weight: 5 magnitude bits and a sign are the most of both lines; 2 of 4 + 12 elements clipped.
// The last line has 3 zeros, 5 elements of one bit and 4 of two. A part of a shared error has the
// width of an error.
TEST_F(Training, TellsTheWidthsThatItsTensorsUsed) {
  Write(Report());
  folder_.Write("stats.jsonl", kStatistics);
  const Json detail = ReadTraining(folder_.path()).details[0].second;
  EXPECT_EQ(detail["ranges"]["rows"].dump(), R"([["fc2","fc2.weight","weight",8,6,0.125],)"
                                             R"(["fc2","fc2.input_error","input_error",7,1,0.0]])");
  EXPECT_EQ(detail["magnitudes"]["rows"].dump(),
            R"([["fc2.weight",0,3],["fc2.weight",1,5],["fc2.weight",2,4],)"
            R"(["fc2.input_error",0,4]])");
}

// 2,500 steps are every third; the last of each three, so that the last of all is near.
TEST_F(Training, ShowsAThousandLoggedStepsAtMost) {
  Write(Report());
  std::string lines;
  for (int step = 1; step <= 2500; ++step) {
    lines += R"({"kind":"step","step":)" + std::to_string(step) + R"(,"loss":0.5,"accuracy":0.25})";
    lines += "\n";
  }
  folder_.Write("metrics.jsonl", lines + R"({"kind":"epoch","step":2500})" + "\n");
  const Json rows = ReadTraining(folder_.path()).details[0].second["metrics"]["rows"];
  ASSERT_EQ(rows.size(), 833u);
  EXPECT_EQ(rows[0].dump(), "[3,0.5,25.0]");
  EXPECT_EQ(rows[832][0], 2499);
}

TEST_F(Training, ThatIsCutOffIsRefused) {
  const std::string text = Report().dump();
  folder_.Write("report.json", text.substr(0, text.size() / 2));
  EXPECT_EQ(ErrorOf([this] {
              ReadTraining(folder_.path());
            }).rfind((folder_ / "report.json") + ": not JSON: parse error", 0),
            0u);
}

TEST_F(Training, WithoutAKeyIsRefused) {
  for (const char* key : {"report_version", "configuration", "epochs", "energy_pj"}) {
    Json report = Report();
    report.erase(key);
    Write(report);
    ExpectRefused("report.json",
                  ": no key '" + std::string(key) + "': expected the report of a training");
  }
  Write(Json::array());
  ExpectRefused("report.json", ": no key 'report_version': expected the report of a training");
}

TEST_F(Training, OfAnotherVersionIsRefused) {
  Json report = Report();
  report["report_version"] = 2;
  Write(report);
  ExpectRefused("report.json", ": report_version = 2: expected 1");
}

TEST_F(Training, WithAValueOfAnotherKindIsRefused) {
  Json report = Report();
  report["epochs"][0]["accuracy_test"] = "much";
  Write(report);
  EXPECT_EQ(ErrorOf([this] {
              ReadTraining(folder_.path());
            }).rfind((folder_ / "report.json") + ": not the report of a training: ", 0),
            0u);
}

TEST_F(Training, WithABrokenLineIsRefused) {
  Write(Report());
  folder_.Write("stats.jsonl", kStatistics + std::string("{\"step\":\n"));
  EXPECT_EQ(ErrorOf([this] {
              ReadTraining(folder_.path());
            }).rfind((folder_ / "stats.jsonl") + ": line 3: not JSON: ", 0),
            0u);
}

}  // namespace
}  // namespace itg
