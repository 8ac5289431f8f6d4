// SPDX-License-Identifier: Apache-2.0
//
// Temporary folders, files and the text of errors for the tests of sw/.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace itg {

// A folder that is removed with everything in it.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  // Writes `contents` into the file `name`; returns its path.
  std::string Write(const std::string& name, const std::string& contents) const;
  std::string WriteGzip(const std::string& name, const std::string& contents) const;

 private:
  std::string path_;
};

// what() of the Error that `call` throws; fails the test when it throws none or the text has more
// than one line.
std::string ErrorOf(const std::function<void()>& call);

// The bytes of an idx file with unsigned bytes.
std::string IdxBytes(const std::vector<uint32_t>& shape, const std::string& elements);

// Folder beside the repository with data sets and recordings; empty when it is not there: the test
// then skips. With ITG_REQUIRE_VECTORS in the environment it fails instead.
std::string SharedFolder(const std::string& name);

// Folder with the binary files made from the JPEG copies of CIFAR-10 beside the repository; made on
// first use below build/. Empty, as above, when there are no copies, or no Python with Pillow to
// decode them.
std::string UnpackedCifar10();

struct ProgramRun {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// Runs a line for the shell.
ProgramRun RunShell(const std::string& line);
// Runs the program `intaglio` with `arguments`, a line for the shell.
ProgramRun RunIntaglio(const std::string& arguments);
// The words before a program that start it in `count` processes of one thread, which share two
// cores; `options` are mpirun's.
std::string Mpirun(int count, const std::string& options = "");

}  // namespace itg
