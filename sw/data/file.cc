// SPDX-License-Identifier: Apache-2.0
#include "sw/data/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "model/error.h"

namespace itg {
namespace {

std::string Reason() { return std::strerror(errno); }

[[noreturn]] void RefuseWrite(const std::string& path, const std::string& temporary) {
  const std::string reason = Reason();
  std::remove(temporary.c_str());
  throw Error(path + ": cannot write: " + reason);
}

// Writes `contents` to `temporary` and to the disk; removes it when that fails.
void WriteTemporary(const std::string& temporary, const std::string& path,
                    std::string_view contents) {
  FILE* file = std::fopen(temporary.c_str(), "wb");
  if (file == nullptr) throw Error(path + ": cannot write: " + Reason());
  bool good = std::fwrite(contents.data(), 1, contents.size(), file) == contents.size();
  good = good && std::fflush(file) == 0 && fsync(fileno(file)) == 0;
  const int reason = errno;
  const bool closed = std::fclose(file) == 0;
  if (good && closed) return;
  if (!good) errno = reason;
  RefuseWrite(path, temporary);
}

void Rename(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) RefuseWrite(to, from);
}

// What a file written to `path` replaces: the end of its symbolic links, there or not. A device, a
// pipe or a folder is not replaced: throws Error.
std::string Target(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status there = fs::status(path, error);
  if (fs::exists(there) && !fs::is_regular_file(there)) {
    throw Error(path + ": cannot write: is not a regular file");
  }
  fs::path target = path;
  constexpr int kMostLinks = 40;
  for (int links = 0; fs::is_symlink(fs::symlink_status(target, error)); ++links) {
    if (links == kMostLinks) throw Error(path + ": cannot write: too many symbolic links");
    const fs::path next = fs::read_symlink(target, error);
    if (error) throw Error(path + ": cannot write: " + error.message());
    target = target.parent_path() / next;  // an absolute `next` replaces the folder
  }
  return target.string();
}

// Makes a rename last through a loss of power. Not every file system can, so nothing is checked.
void SyncFolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int descriptor = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

}  // namespace

void WriteFile(const std::string& path, std::string_view contents) {
  const std::string target = Target(path);
  const std::string temporary = target + ".tmp" + std::to_string(getpid());
  WriteTemporary(temporary, path, contents);
  Rename(temporary, target);
}

void WriteFileKeeping(const std::string& path, const std::string& previous,
                      std::string_view contents) {
  const std::string target = Target(path);
  const std::string kept = Target(previous);
  const std::string temporary = target + ".tmp";
  WriteTemporary(temporary, path, contents);
  // A second name first, so that `path` never goes; where there are no second names it moves.
  const std::string link = kept + ".tmp";
  std::remove(link.c_str());
  if (::link(target.c_str(), link.c_str()) == 0) {
    Rename(link, kept);
  } else if (errno != ENOENT) {
    Rename(target, kept);
  }
  Rename(temporary, target);
  SyncFolderOf(target);
}

FileStream::FileStream(const std::string& path)
    : path_(path),
      target_(Target(path)),
      temporary_(target_ + ".tmp" + std::to_string(getpid())),
      file_(std::fopen(temporary_.c_str(), "wb")) {
  if (file_ == nullptr) throw Error(path + ": cannot write: " + Reason());
}

FileStream::~FileStream() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  std::remove(temporary_.c_str());
}

void FileStream::Append(std::string_view contents) noexcept {
  if (failure_ != 0) return;
  errno = 0;
  if (std::fwrite(contents.data(), 1, contents.size(), file_) == contents.size()) return;
  failure_ = errno == 0 ? EIO : errno;
}

void FileStream::Check() const {
  if (failure_ != 0) throw Error(path_ + ": cannot write: " + std::strerror(failure_));
}

void FileStream::Commit() {
  if (failure_ == 0 && (std::fflush(file_) != 0 || fsync(fileno(file_)) != 0)) failure_ = errno;
  Check();
  const bool closed = std::fclose(file_) == 0;
  file_ = nullptr;
  if (!closed) RefuseWrite(path_, temporary_);
  Rename(temporary_, target_);
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
