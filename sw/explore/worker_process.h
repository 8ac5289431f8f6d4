// SPDX-License-Identifier: Apache-2.0
//
// This program once more, as a worker at the other end of two pipes.

#pragma once

#include <sys/types.h>

#include <string>

namespace itg {

class WorkerProcess {
 public:
  // Starts it, with one thread. Throws Error when it cannot be started.
  explicit WorkerProcess(const std::string& folder);
  ~WorkerProcess();  // ends it
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  // False: it is gone.
  bool Give(const std::string& line);
  // Reads what it answered, without waiting. False: it is gone.
  bool Answered(bool* done);
  // Waits for its end; returns how: "ended by signal 9", "ended with exit code 2".
  std::string End();

  int answers() const { return from_; }  // readable when it answered or is gone

 private:
  pid_t child_ = 0;  // 0: waited for
  int to_ = -1;
  int from_ = -1;
};

}  // namespace itg
