// SPDX-License-Identifier: Apache-2.0
#include "sw/data/file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "model/error.h"

namespace itg {
namespace {

struct Close {
  void operator()(FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<FILE, Close>;

std::string Reason() { return std::strerror(errno); }

}  // namespace

std::string ReadFile(const std::string& path) {
  if (std::filesystem::is_directory(path)) throw Error(path + ": is a folder, expected a file");
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) throw Error(path + ": cannot open: " + Reason());
  std::string contents;
  std::error_code unknown;  // a pipe, say
  const std::uintmax_t size = std::filesystem::file_size(path, unknown);
  if (!unknown) contents.reserve(size);
  char buffer[65536];
  while (const size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) {
    contents.append(buffer, got);
  }
  if (std::ferror(file.get())) throw Error(path + ": cannot read: " + Reason());
  return contents;
}

void WriteFile(const std::string& path, std::string_view contents) {
  const std::string temporary = path + ".tmp" + std::to_string(getpid());
  FILE* file = std::fopen(temporary.c_str(), "wb");
  if (file == nullptr) throw Error(path + ": cannot write: " + Reason());
  const bool written = std::fwrite(contents.data(), 1, contents.size(), file) == contents.size();
  const bool closed = std::fclose(file) == 0;
  if (written && closed && std::rename(temporary.c_str(), path.c_str()) == 0) return;
  const std::string reason = Reason();
  std::remove(temporary.c_str());
  throw Error(path + ": cannot write: " + reason);
}

void MakeWritableFolder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Error(folder + ": cannot create the folder: " + error.message());
  if (!std::filesystem::is_directory(folder)) throw Error(folder + ": is not a folder");
  const std::string probe = folder + "/.probe" + std::to_string(getpid());
  WriteFile(probe, "x");
  std::remove(probe.c_str());
}

}  // namespace itg
