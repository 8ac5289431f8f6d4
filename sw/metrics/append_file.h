// SPDX-License-Identifier: Apache-2.0
//
// A file that grows while a run goes on, and that a continued run cuts back to where it was when
// its checkpoint was written.

#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace itg {

class AppendFile {
 public:
  // Opens `path` with its first `size` bytes kept and the rest cut off; 0: a new file. Throws Error
  // when it has fewer.
  AppendFile(std::string path, int64_t size);
  ~AppendFile();
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;

  // Appends; reaches the file at the latest a second later with the next Write, or with Sync.
  void Write(std::string_view bytes);
  // Everything is on the disk when it returns the size of the file.
  int64_t Sync();

 private:
  using Clock = std::chrono::steady_clock;
  void Flush();

  std::string path_;
  int descriptor_ = -1;
  int64_t size_ = 0;  // with what is pending
  std::string pending_;
  Clock::time_point next_flush_;
};

}  // namespace itg
