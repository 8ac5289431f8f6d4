// SPDX-License-Identifier: Apache-2.0
//
// Owner of a POSIX file descriptor: closes it, and with it drops any flock() held through it.

#pragma once

#include <unistd.h>

namespace itg {

class FileDescriptor {
 public:
  explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
  ~FileDescriptor() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  int get() const { return descriptor_; }  // negative: the file could not be opened

 private:
  int descriptor_;
};

}  // namespace itg
