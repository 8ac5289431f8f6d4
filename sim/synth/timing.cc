// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/timing.h"

#include <sstream>

#include "model/error.h"

namespace itg {
namespace {

// A half-cycle path (from a latch, say) gains half of what a period grows by, so the period where
// the worst slack vanishes is approached, from above and below, until it is met to a picosecond.
constexpr const char* kSearch = R"(
proc worst {period} {
  create_clock -name clock -period $period {*}[clock_pins]
  set_input_delay 0 -clock clock [data_inputs]
  set_output_delay 0 -clock clock [all_outputs]
  set ends [find_timing_paths -path_delay max]
  if {[llength $ends] == 0} { return none }
  return [get_property [lindex $ends 0] slack]
}
set period 100
for {set i 0} {$i < 30} {incr i} {
  set slack [worst $period]
  if {$slack eq "none" || abs($slack) < 0.001} { break }
  set period [expr {$period - $slack > 0.001 ? $period - $slack : $period / 2}]
}
puts "ITG_PERIOD $period $slack"
report_checks -path_delay max -format full -fields {capacitance slew fanout} -digits 4
)";

std::string Braced(const std::string& text) { return "{" + text + "}"; }

// The first word behind "Startpoint: ".
std::string WordBehind(const std::string& text, const std::string& mark, const std::string& log) {
  const size_t at = text.find(mark);
  if (at == std::string::npos) throw Error("sta: printed no \"" + mark + "\" (log: " + log + ")");
  std::istringstream words(text.substr(at + mark.size(), 1000));
  std::string word;
  words >> word;
  return word;
}

}  // namespace

std::string TimingScript(const TimingFiles& files) {
  std::string script;
  for (const std::string& file : files.libraries) script += "read_liberty " + Braced(file) + "\n";
  for (const std::string& file : files.netlists) script += "read_verilog " + Braced(file) + "\n";
  script += "link_design " + files.top + "\n";
  const std::string port = "[get_ports " + Braced(files.clock) + "]";
  script += "proc clock_pins {} { return " +
            (files.clock.empty() ? std::string("{}") : "[list " + port + "]") + " }\n";
  script +=
      "proc data_inputs {} {\n  set inputs {}\n  foreach port [all_inputs] {\n"
      "    if {[get_full_name $port] ne \"" +
      files.clock + "\"} { lappend inputs $port }\n  }\n  return $inputs\n}\n";
  return script + kSearch + "puts " + kStaDone + "\n";
}

LongestPath TimeNetlist(const SynthTools& tools, const TimingFiles& files,
                        const std::string& work) {
  WriteText(work + "/timing.tcl", TimingScript(files));
  const std::string log = work + "/timing.log";
  const std::string text = RunSta(tools, "timing.tcl", work, log);
  LongestPath path;
  std::istringstream period(text.substr(text.find("ITG_PERIOD") + 10, 100));
  std::string slack;
  if (!(period >> path.period_ns >> slack) || slack == "none") {
    throw Error("sta: found no path in " + files.top + " (log: " + log + ")");
  }
  path.start = WordBehind(text, "Startpoint: ", log);
  path.end = WordBehind(text, "Endpoint: ", log);
  return path;
}

}  // namespace itg
