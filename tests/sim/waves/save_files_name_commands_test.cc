// SPDX-License-Identifier: Apache-2.0
//
// Do the files for GTKWave say what ran when, and give every value one name?

#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <vector>

#include "model/program/command.h"
#include "sim/waves/save_file.h"

namespace itg {
namespace {

// Training, then an evaluation, whose commands have the same places in the queue.
TraceLog Log() {
  TraceLog log;
  log.cycles = 300;
  log.commands = {{0, "fc1 forward+requantise_relu", 100, 150},
                  {11, "fc1 gradient+update", 160, 250},
                  {0, "fc1 forward+requantise_relu", 260, 310},
                  {11, "fc9 forward", 320, 390}};
  return log;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

bool Holds(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(SaveFile, MarksWhereCommandsBegin) {
  const Waveform waveform = {"out/trace.fst", 100, 399, Log(), 205};
  const std::string text = SaveFileText(waveform, HwConfig::FromFile("tiny"));
  // 300 cycles of 10 units, 200 pixels a unit at zoom 0, in 700 pixels: log2(3000 * 200 / 700)
  std::string times = "*-9.743 2050 1000 1600 2600 3200";
  for (int unused = 4; unused < 26; ++unused) times += " -1";
  EXPECT_TRUE(Holds(text, times)) << text;
  EXPECT_TRUE(Holds(text, "[timestart] 1000")) << text;
  EXPECT_TRUE(Holds(text, "[markername] Bfc1")) << text;
  EXPECT_TRUE(Holds(text, "[markername] Dfc9")) << text;
}

TEST(SaveFile, MarksNoMoreThanThereAreLetters) {
  Waveform waveform = {"trace.fst", 0, 999, {}, {}};
  for (size_t i = 0; i < 40; ++i) waveform.log.commands.push_back({i, "fc", 10 * i, 10 * i + 5});
  const std::string text = SaveFileText(waveform, HwConfig::FromFile("tiny"));
  EXPECT_NE(text.find(" -1 0 100 200"), std::string::npos) << text;  // no cursor
  EXPECT_NE(text.find(" 2400 2500\n"), std::string::npos) << text;
  EXPECT_TRUE(Holds(text, "[markername] Zfc"));
}

TEST(Names, AreThoseOfTheCommandTable) {
  const std::string text = NamesText(Log());
  EXPECT_TRUE(Holds(text, "00000 forward")) << text;
  EXPECT_TRUE(Holds(text, "10000 add")) << text;
  EXPECT_TRUE(Holds(text, "0110 requantise_relu_pool")) << text;
  EXPECT_TRUE(Holds(text, "010 pseudo-stochastic")) << text;
  EXPECT_TRUE(Holds(text, "4 second pass")) << text;
  EXPECT_TRUE(Holds(text, "00000000 fc1 forward+requantise_relu")) << text;
  EXPECT_TRUE(Holds(text, "0000000B fc1 gradient+update or fc9 forward")) << text;
}

// One file serves signals of several formats, so no text may be a value of two of them.
TEST(Names, AreOneForEachText) {
  std::map<std::string, int> count;
  std::map<size_t, std::string> section_of_length;
  std::string section;
  for (const std::string& line : Lines(NamesText(Log()))) {
    if (line[0] == '#') {
      section = line;
      continue;
    }
    const std::string value = line.substr(0, line.find(' '));
    EXPECT_EQ(++count[value], 1) << value;
    EXPECT_EQ(section_of_length.emplace(value.size(), section).first->second, section) << line;
  }
  EXPECT_EQ(count.size(), static_cast<size_t>(kOpcodeCount + kPostCount + kRoundingCount + 5 + 2));
}

}  // namespace
}  // namespace itg
