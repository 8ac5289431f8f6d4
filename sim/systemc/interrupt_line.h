// SPDX-License-Identifier: Apache-2.0
//
// Lines of an interrupt. TimedLine: its changes are known before their time, to a module that runs
// ahead. LateLine: rises later than what it follows, as behind a slow interrupt controller.

#pragma once

#include <deque>
#include <systemc>
#include <utility>

namespace itg {

class TimedLine final : public sc_core::sc_module {
 public:
  sc_core::sc_out<bool> out;

  explicit TimedLine(const sc_core::sc_module_name& name);

  // In the order of their times.
  void Change(const sc_core::sc_time& at, bool level);

 private:
  SC_HAS_PROCESS(TimedLine);
  void Drive();

  std::deque<std::pair<sc_core::sc_time, bool>> changes_;
  sc_core::sc_event due_;
};

class LateLine final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> in;
  sc_core::sc_out<bool> out;

  LateLine(const sc_core::sc_module_name& name, const sc_core::sc_time& delay);

 private:
  SC_HAS_PROCESS(LateLine);
  void Follow();

  sc_core::sc_time delay_;
  sc_core::sc_event rise_;
};

}  // namespace itg
