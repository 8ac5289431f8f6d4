// SPDX-License-Identifier: Apache-2.0

#include "sim/systemc/interrupt_line.h"

#include "sim/systemc/cycles.h"

namespace itg {

TimedLine::TimedLine(const sc_core::sc_module_name& name) : sc_module(name), out("out") {
  SC_METHOD(Drive);
  sensitive << due_;
  dont_initialize();
}

void TimedLine::Change(const sc_core::sc_time& at, bool level) {
  changes_.emplace_back(at, level);
  due_.notify(Ahead(changes_.front().first));
}

void TimedLine::Drive() {
  for (; !changes_.empty(); changes_.pop_front()) {
    if (changes_.front().first > sc_core::sc_time_stamp()) {
      due_.notify(Ahead(changes_.front().first));
      return;
    }
    out.write(changes_.front().second);
  }
}

LateLine::LateLine(const sc_core::sc_module_name& name, const sc_core::sc_time& delay)
    : sc_module(name), in("in"), out("out"), delay_(delay) {
  SC_METHOD(Follow);
  sensitive << in << rise_;
}

void LateLine::Follow() {
  if (!in.read()) {
    rise_.cancel();
    out.write(false);
  } else if (in.event()) {
    rise_.notify(delay_);
  } else {
    out.write(true);
  }
}

}  // namespace itg
