// SPDX-License-Identifier: Apache-2.0
#include "sw/metrics/append_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "model/error.h"

namespace itg {
namespace {

constexpr std::chrono::seconds kFlushInterval(1);
constexpr size_t kLargePending = size_t{1} << 20;

[[noreturn]] void Refuse(const std::string& path) {
  throw Error(path + ": cannot write: " + std::strerror(errno));
}

}  // namespace

AppendFile::AppendFile(std::string path, int64_t size)
    : path_(std::move(path)), size_(size), next_flush_(Clock::now() + kFlushInterval) {
  struct stat info = {};
  const int64_t present = stat(path_.c_str(), &info) == 0 ? int64_t{info.st_size} : 0;
  if (present < size) {
    throw Error(path_ + ": has " + std::to_string(present) + " bytes, the checkpoint was written " +
                "when it had " + std::to_string(size));
  }
  descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor_ < 0) Refuse(path_);
  if (ftruncate(descriptor_, size) == 0) return;
  close(descriptor_);
  Refuse(path_);
}

AppendFile::~AppendFile() {
  // Best effort: who needs to know calls Sync.
  if (write(descriptor_, pending_.data(), pending_.size()) < 0) pending_.clear();
  close(descriptor_);
}

void AppendFile::Write(std::string_view bytes) {
  pending_ += bytes;
  size_ += static_cast<int64_t>(bytes.size());
  if (Clock::now() >= next_flush_ || pending_.size() > kLargePending) Flush();
}

void AppendFile::Flush() {
  while (!pending_.empty()) {
    const ssize_t wrote = write(descriptor_, pending_.data(), pending_.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) Refuse(path_);
    pending_.erase(0, static_cast<size_t>(wrote));
  }
  next_flush_ = Clock::now() + kFlushInterval;
}

int64_t AppendFile::Sync() {
  Flush();
  if (fsync(descriptor_) != 0) Refuse(path_);
  return size_;
}

}  // namespace itg
