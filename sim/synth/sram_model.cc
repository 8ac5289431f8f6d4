// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/sram_model.h"

#include <algorithm>
#include <cmath>

#include "sim/config/json_object.h"
#include "sim/config/read_file.h"
#include "sim/share/share_dir.h"

namespace itg {
namespace {

struct Constant {
  const char* key;
  double SramModel::*value;
};

constexpr Constant kConstants[] = {
    {"voltage", &SramModel::voltage},
    {"cell_6t", &SramModel::cell_6t},
    {"cell_8t_over_6t", &SramModel::cell_8t_over_6t},
    {"cell_aspect", &SramModel::cell_aspect},
    {"most_rows", &SramModel::most_rows},
    {"row_periphery", &SramModel::row_periphery},
    {"column_periphery", &SramModel::column_periphery},
    {"control_area", &SramModel::control_area},
    {"bit_line_capacitance", &SramModel::bit_line_capacitance},
    {"word_line_capacitance", &SramModel::word_line_capacitance},
    {"read_current", &SramModel::read_current},
    {"read_swing", &SramModel::read_swing},
    {"decoder_delay", &SramModel::decoder_delay},
    {"word_line_delay", &SramModel::word_line_delay},
    {"sense_delay", &SramModel::sense_delay},
    {"subarray_delay", &SramModel::subarray_delay},
    {"setup", &SramModel::setup},
    {"input_capacitance", &SramModel::input_capacitance},
    {"sense_energy", &SramModel::sense_energy},
    {"decoder_energy", &SramModel::decoder_energy},
    {"cell_leakage", &SramModel::cell_leakage},
};

double CeilLog2(int64_t n) {
  int bits = 0;
  while ((int64_t{1} << bits) < n) ++bits;
  return bits;
}

double CellHeight(const SramModel& model) {
  return std::sqrt(model.cell_6t * model.cell_8t_over_6t / model.cell_aspect);
}

double CellWidth(const SramModel& model) { return CellHeight(model) * model.cell_aspect; }

double Height(const SramModel& model, const Sram& sram) {
  return static_cast<double>(sram.rows) * CellHeight(model) + model.column_periphery;
}

double Width(const SramModel& model, const Sram& sram) {
  return static_cast<double>(sram.columns) * CellWidth(model) + model.row_periphery;
}

// Doubles the columns while the memory stays taller than wide.
void Fold(const SramModel& model, Sram* sram) {
  sram->rows = sram->words;
  sram->columns = sram->bits;
  while (sram->rows > 1) {
    Sram wider = *sram;
    wider.rows = (sram->rows + 1) / 2;
    wider.columns = sram->columns * 2;
    if (Height(model, wider) < Width(model, wider)) break;
    *sram = wider;
  }
  const int64_t most = static_cast<int64_t>(model.most_rows);
  sram->subarrays = (sram->rows + most - 1) / most;
  sram->rows = (sram->rows + sram->subarrays - 1) / sram->subarrays;
}

std::string Number(double value) { return std::to_string(value); }

std::string BusType(const std::string& name, int64_t bits) {
  return "  type (" + name +
         ") { base_type : array; data_type : bit; bit_width : " + std::to_string(bits) +
         "; bit_from : " + std::to_string(bits - 1) + "; bit_to : 0; downto : true; }\n";
}

std::string Constraint(const char* type, double value) {
  const std::string table = "(scalar) { values (\"" + Number(value) + "\"); } ";
  return std::string("timing () { related_pin : \"clk_i\"; timing_type : ") + type +
         "; rise_constraint " + table + "fall_constraint " + table + "} ";
}

std::string Input(const SramModel& model, const std::string& group) {
  return "    " + group + " direction : input; capacitance : " + Number(model.input_capacitance) +
         "; " + Constraint("setup_rising", model.setup) + Constraint("hold_rising", 0) + "}\n";
}

std::string Output(const std::string& type, double access_ns) {
  const std::string delay = "(scalar) { values (\"" + Number(access_ns) + "\"); } ";
  const std::string slope = "(scalar) { values (\"0.1\"); } ";  // the output driver's: assumption
  return "    bus (rdata_o) { bus_type : " + type +
         "; direction : output; timing () { related_pin : \"clk_i\"; timing_type : rising_edge; "
         "cell_rise " +
         delay + "cell_fall " + delay + "rise_transition " + slope + "fall_transition " + slope +
         "} }\n";
}

std::string Cell(const SramModel& model, const SramMacro& macro) {
  const std::string data = macro.name + "_data";
  const std::string address = macro.name + "_address";
  std::string text = BusType(data, macro.sram.bits);
  text += BusType(address, std::max<int64_t>(1, static_cast<int64_t>(CeilLog2(macro.sram.words))));
  text += "  cell (" + macro.name + ") {\n    area : " + Number(macro.sram.area_um2) +
          "; cell_leakage_power : " + Number(macro.sram.leakage_w * 1e9) + ";\n";
  text += "    pin (clk_i) { direction : input; clock : true; capacitance : " +
          Number(model.input_capacitance) + "; }\n";
  text += Input(model, "pin (re_i) {") + Input(model, "pin (we_i) {");
  text += Input(model, "bus (raddr_i) { bus_type : " + address + ";");
  text += Input(model, "bus (waddr_i) { bus_type : " + address + ";");
  text += Input(model, "bus (wdata_i) { bus_type : " + data + ";");
  return text + Output(data, macro.sram.access_ns) + "  }\n";
}

}  // namespace

std::string ShippedSramModel() { return ShareDir() + "/sim/synth/sram_180nm.json"; }

SramModel SramModel::FromJson(const std::string& text, const std::string& source) {
  const nlohmann::json json = ParseJson(text, source);
  std::vector<std::string> keys = {"name", "technology"};
  for (const Constant& constant : kConstants) keys.emplace_back(constant.key);
  const JsonObject object(json, source, "", keys, {});
  SramModel model;
  model.name = object.Text("name");
  model.technology = object.Text("technology");
  for (const auto& [key, value] : kConstants) {
    const JsonObject constant(object.At(key), source, key, {"value", "unit", "source"}, {});
    model.*value = constant.Number("value", 1e-6, 1e6);
    constant.Text("unit");
    constant.Text("source");
  }
  return model;
}

SramModel SramModel::Shipped() {
  return FromJson(ReadFile(ShippedSramModel()), ShippedSramModel());
}

Sram ModelSram(const SramModel& model, int64_t words, int64_t bits) {
  constexpr double kFemto = 1e-3;  // pJ
  Sram sram;
  sram.words = words;
  sram.bits = bits;
  Fold(model, &sram);
  const double rows = static_cast<double>(sram.rows);
  const double columns = static_cast<double>(sram.columns);
  const double subarrays = static_cast<double>(sram.subarrays);
  const double address = CeilLog2(words);
  const double bit_line = rows * model.bit_line_capacitance;  // fF
  const double word_line = columns * model.word_line_capacitance;
  const double square = model.voltage * model.voltage;
  sram.area_um2 = subarrays * (Height(model, sram) * Width(model, sram) + model.control_area);
  sram.access_ns = address * model.decoder_delay + columns * model.word_line_delay +
                   bit_line * model.read_swing / model.read_current + model.sense_delay +
                   CeilLog2(sram.subarrays) * model.subarray_delay;  // fF V / uA = ns
  sram.read_pj =
      kFemto * (word_line * square + columns * bit_line * model.voltage * model.read_swing +
                static_cast<double>(bits) * model.sense_energy + address * model.decoder_energy);
  sram.write_pj = kFemto * (word_line * square + static_cast<double>(bits) * bit_line * square +
                            address * model.decoder_energy);
  sram.leakage_w = static_cast<double>(words * bits) * model.cell_leakage * 1e-9;
  return sram;
}

std::string SramLiberty(const SramModel& model, const std::vector<SramMacro>& macros) {
  std::string text = "library (" + model.name + ") {\n";
  text +=
      "  delay_model : table_lookup; time_unit : \"1ns\"; voltage_unit : \"1V\";\n"
      "  current_unit : \"1uA\"; pulling_resistance_unit : \"1kohm\";\n"
      "  leakage_power_unit : \"1nW\"; capacitive_load_unit (1, ff);\n"
      "  slew_upper_threshold_pct_rise : 80; slew_lower_threshold_pct_rise : 20;\n"
      "  slew_upper_threshold_pct_fall : 80; slew_lower_threshold_pct_fall : 20;\n"
      "  input_threshold_pct_rise : 50; input_threshold_pct_fall : 50;\n"
      "  output_threshold_pct_rise : 50; output_threshold_pct_fall : 50;\n";
  text += "  nom_process : 1; nom_temperature : 25; nom_voltage : " + Number(model.voltage) + ";\n";
  for (const SramMacro& macro : macros) text += Cell(model, macro);
  return text + "}\n";
}

}  // namespace itg
