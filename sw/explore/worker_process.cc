// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/worker_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include "model/error.h"

extern char** environ;

namespace itg {
namespace {

constexpr const char* kSelf = "/proc/self/exe";

std::string Self() {
  char path[4096];
  const ssize_t length = readlink(kSelf, path, sizeof path);
  if (length <= 0) throw Error(std::string(kSelf) + ": " + std::strerror(errno));
  return std::string(path, static_cast<size_t>(length));
}

// One thread a worker: there is one for each core.
std::vector<std::string> Environment() {
  std::vector<std::string> variables = {"OMP_NUM_THREADS=1"};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (std::strncmp(*variable, "OMP_NUM_THREADS=", 16) != 0) variables.push_back(*variable);
  }
  return variables;
}

std::vector<char*> Pointers(std::vector<std::string>* words) {
  std::vector<char*> pointers;
  for (std::string& word : *words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

void MakePipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) != 0) throw Error(std::string("pipe: ") + std::strerror(errno));
}

}  // namespace

// In a process group of its own: Ctrl-C is for this program, which then ends its workers.
WorkerProcess::WorkerProcess(const std::string& folder) {
  std::vector<std::string> words = {Self(), "explore", "--points", "-", "--out", folder};
  std::vector<std::string> variables = Environment();
  int to[2], from[2];
  MakePipe(to);
  MakePipe(from);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  const int failed = posix_spawn(&child_, words[0].c_str(), &actions, &attributes,
                                 Pointers(&words).data(), Pointers(&variables).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(to[0]);
  close(from[1]);
  to_ = to[1];
  from_ = from[0];
  fcntl(from_, F_SETFL, O_NONBLOCK);
  if (failed == 0) return;
  close(to_);
  close(from_);
  throw Error("cannot run " + words[0] + ": " + std::strerror(failed));
}

WorkerProcess::~WorkerProcess() {
  if (child_ != 0) kill(child_, SIGKILL);  // a result file is whole or not there
  End();
  close(to_);
  close(from_);
}

bool WorkerProcess::Give(const std::string& line) {
  const std::string text = line + "\n";
  for (size_t sent = 0; sent < text.size();) {
    const ssize_t count = write(to_, text.data() + sent, text.size() - sent);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    sent += static_cast<size_t>(count);
  }
  return true;
}

bool WorkerProcess::Answered(bool* done) {
  char text[64];
  *done = false;
  for (;;) {
    const ssize_t count = read(from_, text, sizeof text);
    if (count == 0) return false;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno == EAGAIN;
    *done = *done || std::memchr(text, '\n', static_cast<size_t>(count)) != nullptr;
  }
}

std::string WorkerProcess::End() {
  if (child_ == 0) return "";
  int status = 0;
  while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = 0;
  if (WIFSIGNALED(status)) return "ended by signal " + std::to_string(WTERMSIG(status));
  return "ended with exit code " + std::to_string(WEXITSTATUS(status));
}

}  // namespace itg
