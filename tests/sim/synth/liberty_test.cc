// SPDX-License-Identifier: Apache-2.0
//
// Libraries: values with their units, and what a library must have.

#include "sim/synth/liberty.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "model/error.h"

namespace itg {
namespace {

constexpr char kInverter[] =
    "cell (INV) { area : 2; cell_leakage_power : 3;\n"
    "  pin (A) { direction : input; capacitance : 4; }\n"
    "  pin (Y) { direction : output; function : \"A'\"; } }\n";
constexpr char kNand[] =
    "cell (NAND) { area : 3; pin (A, B) { direction : input; capacitance : 5; }\n"
    "  pin (Y) { direction : output; function : \"!(A * B)\"; } }\n";
constexpr char kFlipFlop[] =
    "cell (DFF) { area : 8; ff (IQ, IQN) { clocked_on : \"CK\"; next_state : \"D\"; }\n"
    "  pin (CK) { direction : input; clock : true; capacitance : 1; }\n"
    "  pin (D) { direction : input; capacitance : 1; }\n"
    "  pin (Q) { direction : output; function : \"IQ\"; } }\n";
constexpr char kLatch[] =
    "cell (LAT) { area : 6; latch (IQ, IQN) { enable : \"G\"; data_in : \"D\"; }\n"
    "  pin (G) { direction : input; capacitance : 1; }\n"
    "  pin (D) { direction : input; capacitance : 1; }\n"
    "  pin (Q) { direction : output; function : \"IQ\"; } }\n";

std::string Library(const std::string& cells) {
  return "/* a library */ library (small) {\n"
         "  leakage_power_unit : \"1pW\"; capacitive_load_unit (1, ff); time_unit : \"1ps\";\n"
         "  nom_voltage : 1.1; nom_temperature : 27;\n" +
         cells + "}\n";
}

std::string Complaint(const std::string& text) {
  try {
    Liberty::FromText(text, "small.lib");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(LibertyTest, ValuesAreInTheUnitsOfTheLibrary) {
  const Liberty library =
      Liberty::FromText(Library(std::string(kInverter) + kNand + kFlipFlop + kLatch), "small.lib");
  const LibertyCell* const inverter = library.Find("INV");
  ASSERT_NE(inverter, nullptr);
  EXPECT_EQ(inverter->area, 2);
  EXPECT_DOUBLE_EQ(inverter->leakage, 3e-12);
  EXPECT_DOUBLE_EQ(inverter->Find("A")->capacitance, 4e-15);
  EXPECT_EQ(inverter->Find("Y")->function, "A'");
  EXPECT_EQ(library.Find("NAND")->pins.size(), 3u);
  EXPECT_EQ(library.voltage, 1.1);
  EXPECT_EQ(library.inverter, "INV");
  EXPECT_EQ(library.nand_or_nor, "NAND");
  EXPECT_EQ(library.flip_flop, "DFF");
  EXPECT_EQ(library.latch, "LAT");
}

TEST(LibertyTest, ALibraryThatLacksAKindIsRefusedNamingIt) {
  const std::string inverter = kInverter, nand = kNand, flip_flop = kFlipFlop, latch = kLatch;
  EXPECT_NE(Complaint(Library(nand + flip_flop + latch))
                .find("small.lib: library \"small\" has "
                      "no inverter"),
            std::string::npos);
  EXPECT_NE(Complaint(Library(inverter + flip_flop + latch)).find("NAND or NOR"),
            std::string::npos);
  EXPECT_NE(Complaint(Library(inverter + nand + latch)).find("flip-flop on a rising"),
            std::string::npos);
  EXPECT_NE(Complaint(Library(inverter + nand + flip_flop)).find("latch"), std::string::npos);
}

TEST(LibertyTest, AFlipFlopOnAFallingEdgeIsNoneOnARisingOne) {
  std::string falling = kFlipFlop;
  falling.replace(falling.find("\"CK\""), 4, "\"!CK\"");
  EXPECT_NE(Complaint(Library(std::string(kInverter) + kNand + falling + kLatch)).find("flip-flop"),
            std::string::npos);
}

// Wherever the text ends, it is an error that names the file; never a smaller library.
TEST(LibertyTest, ATruncatedLibraryIsRefused) {
  const std::string text = Library(std::string(kInverter) + kNand + kFlipFlop + kLatch);
  for (size_t length = 0; length + 2 < text.size(); ++length) {
    EXPECT_EQ(Complaint(text.substr(0, length)).rfind("small.lib:", 0), 0u) << length;
  }
}

TEST(LibertyTest, WrongValuesAreNamedWithTheirLine) {
  std::string text = Library(std::string(kInverter) + kNand + kFlipFlop + kLatch);
  text.replace(text.find("area : 2"), 8, "area : x");
  EXPECT_EQ(Complaint(text), "small.lib:4: area = \"x\": expected a number");
}

}  // namespace
}  // namespace itg
