// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/slurm.h"

#include <sys/mman.h>
#include <unistd.h>

#include <sstream>
#include <vector>

#include "model/error.h"
#include "sim/rtl/file_descriptor.h"
#include "sim/rtl/process.h"

namespace itg {
namespace {

struct Reply {
  int code = 0;
  std::string text;  // both streams

  bool Has(const char* words) const { return text.find(words) != std::string::npos; }
};

Reply Ask(const std::vector<std::string>& words) {
  const FileDescriptor file(memfd_create("reply", MFD_CLOEXEC));
  if (file.get() < 0) throw Error("memfd_create failed");
  Reply reply;
  reply.code = RunProgram(words, ".", file.get());
  reply.text.resize(static_cast<size_t>(lseek(file.get(), 0, SEEK_END)));
  const ssize_t length = pread(file.get(), reply.text.data(), reply.text.size(), 0);
  reply.text.resize(length > 0 ? static_cast<size_t>(length) : 0);
  return reply;
}

std::string Find(const char* name) {
  const std::string path = FindProgram(name);
  if (path.empty()) {
    throw Error(std::string("--launcher slurm: no ") + name + " on PATH (Debian: slurm-wlm)");
  }
  return path;
}

// Slurm says these when its controller, or its authentication, does not answer.
bool IsAway(const Reply& reply) {
  for (const char* words :
       {"Unable to contact slurm controller", "Connection refused", "Zero Bytes were transmitted",
        "Socket timed out", "munge", "authentication", "Communication connection failure",
        "Message receive failure", "try again later"}) {
    if (reply.Has(words)) return true;
  }
  return false;
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

Slurm::Slurm() : sbatch_(Find("sbatch")), squeue_(Find("squeue")), scancel_(Find("scancel")) {}

std::optional<std::string> Slurm::Submit(const std::string& script, const std::string& folder,
                                         size_t tasks) const {
  const Reply reply =
      Ask({sbatch_, "--parsable", "--job-name=intaglio", "--ntasks=1", "--cpus-per-task=1",
           "--requeue", "--open-mode=append", "--array=0-" + std::to_string(tasks - 1),
           "--output=" + folder + "/task_%a.txt", script});
  if (reply.code != 0) {
    if (IsAway(reply)) return std::nullopt;
    throw Error("sbatch: " + FirstLine(reply.text));
  }
  // "123" or "123;cluster", behind warnings.
  std::istringstream lines(reply.text);
  std::string job;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.find_first_not_of("0123456789") == line.find(';')) job = line;
  }
  if (job.empty()) throw Error("sbatch: printed no job: " + FirstLine(reply.text));
  return job.substr(0, job.find(';'));
}

Slurm::State Slurm::StateOf(const std::string& job) const {
  const Reply reply = Ask({squeue_, "--noheader", "--array", "--jobs=" + job, "--format=%T %r"});
  if (reply.Has("Invalid job id")) return State::kEnded;  // and forgotten
  if (reply.code != 0) return State::kUnknown;
  std::istringstream lines(reply.text);
  State state = State::kEnded;
  for (std::string line; std::getline(lines, line);) {
    const bool held = line.rfind("PENDING", 0) == 0 && line.find("Held") != std::string::npos;
    const bool failed = line.find("launch_failed_requeued_held") != std::string::npos ||
                        line.find("launch failed requeued held") != std::string::npos;
    if (!held && !failed) return State::kWorking;
    state = State::kHeld;
  }
  return state;
}

void Slurm::Cancel(const std::string& job) const { Ask({scancel_, job}); }

}  // namespace itg
