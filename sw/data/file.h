// SPDX-License-Identifier: Apache-2.0
//
// Whole files: read at once (ReadFile of sim/config); written through a temporary neighbour, to the
// disk, and renamed, so that a reader never sees half of one and an error (disk full) leaves what
// was there. Of a symbolic link the target is replaced; what is not a regular file (a device, a
// pipe) is refused.

#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "sim/config/read_file.h"

namespace itg {

// Throws Error naming the file and the reason: also where it is not a regular file.
void WriteFile(const std::string& path, std::string_view contents);
// The same, and what was at `path` becomes `previous`. At every instant `path` or, while there are
// no links, `previous` names a whole file. One process writes a given path.
void WriteFileKeeping(const std::string& path, const std::string& previous,
                      std::string_view contents);

// A file written piece by piece, of any size: with Commit it stands at its path, without it nothing
// has changed there.
class FileStream {
 public:
  explicit FileStream(const std::string& path);  // throws Error when it cannot be written
  ~FileStream();
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  // A failure is remembered, and told by Check and Commit. Nothing is appended behind one.
  void Append(std::string_view contents) noexcept;
  void Check() const;  // throws Error
  void Commit();       // the last call; throws Error

 private:
  std::string path_, target_, temporary_;
  std::FILE* file_;
  int failure_ = 0;  // errno of the first
};

// Creates `folder` (and its parents) and proves that files can be written there; throws Error when
// not. Called before long work starts.
void MakeWritableFolder(const std::string& folder);

}  // namespace itg
