// SPDX-License-Identifier: Apache-2.0
#include "sim/config/read_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "model/error.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<FILE, Close>;

std::string Reason() { return std::strerror(errno); }

}  // namespace

void RequireRegularFile(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    throw Error(path + ": cannot open: " + (error ? error.message() : "No such file or directory"));
  }
  if (fs::is_directory(status)) throw Error(path + ": is a folder, expected a file");
  if (!fs::is_regular_file(status)) throw Error(path + ": is not a regular file");
}

std::string ReadFile(const std::string& path) {
  RequireRegularFile(path);
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) throw Error(path + ": cannot open: " + Reason());
  std::string contents;
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (!error) contents.reserve(size);
  char buffer[65536];
  while (const size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) {
    contents.append(buffer, got);
  }
  if (std::ferror(file.get())) throw Error(path + ": cannot read: " + Reason());
  return contents;
}

}  // namespace itg
