// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/log.h"

#include <ctime>
#include <fstream>

namespace itg {

void ExplorationLog::Add(const std::string& line) const {
  const std::time_t now = std::time(nullptr);
  std::tm fields = {};
  localtime_r(&now, &fields);
  char time[32];
  std::strftime(time, sizeof time, "%Y-%m-%d %H:%M:%S ", &fields);
  std::ofstream(path_, std::ios::app) << time << line << "\n";
}

}  // namespace itg
