// SPDX-License-Identifier: Apache-2.0
#include "tests/sw/support/support.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "model/error.h"

namespace itg {
namespace {

std::string Slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Empty, for a test that then skips; a failure where a skipped test is one.
std::string Absent(const std::string& what) {
  if (std::getenv("ITG_REQUIRE_VECTORS") != nullptr) {
    ADD_FAILURE() << "ITG_REQUIRE_VECTORS is set, and there is no " << what;
  }
  return "";
}

}  // namespace

TempFolder::TempFolder() {
  std::string name = std::filesystem::temp_directory_path().string() + "/itg_test_XXXXXX";
  if (mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

TempFolder::~TempFolder() { std::filesystem::remove_all(path_); }

std::string TempFolder::Write(const std::string& name, const std::string& contents) const {
  std::ofstream(path_ + "/" + name, std::ios::binary) << contents;
  return path_ + "/" + name;
}

std::string TempFolder::WriteGzip(const std::string& name, const std::string& contents) const {
  const std::string path = path_ + "/" + name;
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, contents.data(), static_cast<unsigned>(contents.size()));
  gzclose(file);
  return path;
}

std::string ErrorOf(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    const std::string text = error.what();
    EXPECT_EQ(text.find('\n'), std::string::npos) << text;
    return text;
  }
  ADD_FAILURE() << "no error was thrown";
  return "";
}

std::string IdxBytes(const std::vector<uint32_t>& shape, const std::string& elements) {
  std::string bytes = {0, 0, 8, static_cast<char>(shape.size())};
  for (const uint32_t size : shape) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(size >> shift));
  }
  return bytes + elements;
}

std::string SharedFolder(const std::string& name) {
  const std::string folder = std::string(ITG_SOURCE_DIR) + "/../shared/" + name;
  return std::filesystem::exists(folder) ? folder : Absent("../shared/" + name);
}

std::string UnpackedCifar10() {
  const std::string copies = SharedFolder("datasets/cifar10");
  if (copies.empty()) return "";
  const std::string build = std::string(ITG_SOURCE_DIR) + "/build";
  const std::string folder = build + "/cifar10-jpeg";
  // Debian's Python, which has Debian's Pillow. The lock is for tests that run side by side.
  const std::string part = folder + ".part";
  const std::string unpack = "[ -d " + folder + " ] || { /usr/bin/python3 " + copies +
                             "/unpack.py " + part + " && mv " + part + " " + folder + "; }";
  std::filesystem::create_directories(build);
  const std::string command = "flock " + folder + ".lock sh -c '" + unpack + "' >/dev/null 2>&1";
  return std::system(command.c_str()) == 0 ? folder : Absent("python3-pil");
}

ProgramRun RunShell(const std::string& line) {
  const TempFolder folder;
  const std::string command =
      "( " + line + " ) >" + (folder / "out") + " 2>" + (folder / "err") + " </dev/null";
  const int status = std::system(command.c_str());
  ProgramRun run;
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  run.out = Slurp(folder / "out");
  run.err = Slurp(folder / "err");
  return run;
}

ProgramRun RunIntaglio(const std::string& arguments) {
  return RunShell(std::string(ITG_PROGRAM) + " " + arguments);
}

// Open MPI leaks what its modules hold and unloads them, so that no suppression could name them:
// the leak checker is off.
std::string Mpirun(int count, const std::string& options) {
  return "OMP_NUM_THREADS=1 ASAN_OPTIONS=detect_leaks=0 mpirun --oversubscribe "
         "--allow-run-as-root -n " +
         std::to_string(count) + " " + options + " ";
}

}  // namespace itg
