// SPDX-License-Identifier: Apache-2.0

#include "sim/rtl/plugin.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>

#include "model/error.h"
#include "sim/rtl/cache_dir.h"
#include "sim/rtl/file_descriptor.h"
#include "sim/rtl/plugin_build.h"
#include "sim/rtl/plugin_key.h"
#include "sim/rtl/plugin_tools.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

// Beside each cached file: its digest, so that a file that a full disk or a power cut has damaged
// is seen. To load one would end the process.
fs::path DigestOf(const fs::path& file) { return file.string() + ".digest"; }

bool IsIntact(const fs::path& file) {
  if (!fs::exists(file)) return false;
  std::string digest;
  std::ifstream(DigestOf(file)) >> digest;
  return digest == FileDigest(file.string());
}

// Makes sure that the contents of `path`, a file or a folder, are on the disk.
void Sync(const fs::path& path) {
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 || fsync(file.get()) != 0) {
    throw Error(path.string() + ": cannot be written: " + std::strerror(errno));
  }
}

// Moves `built` to `result`, its digest first: whoever comes in between finds them to differ and
// waits for the lock.
void Publish(const fs::path& built, const fs::path& result) {
  const fs::path digest = DigestOf(built);
  std::ofstream(digest) << FileDigest(built.string()) << "\n";
  Sync(built);
  Sync(digest);
  fs::rename(digest, DigestOf(result));
  fs::rename(built, result);
  Sync(result.parent_path());
}

// Returns the cached file `name`. When it is missing or damaged, `build(work folder, log)` makes it
// and returns its path, and it moves into the cache in one step. One builder at a time holds the
// lock of the name; the others wait and then find the file.
fs::path Cached(const fs::path& cache, const std::string& name,
                const std::function<std::string(const std::string&, const std::string&)>& build) {
  const fs::path result = cache / name;
  if (IsIntact(result)) return result;

  const fs::path lock_path = cache / (name + ".lock");
  const FileDescriptor lock(open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (lock.get() < 0) throw Error(lock_path.string() + ": " + std::strerror(errno));
  while (flock(lock.get(), LOCK_EX) != 0) {
    if (errno != EINTR) throw Error(lock_path.string() + ": " + std::strerror(errno));
  }
  if (IsIntact(result)) return result;

  const fs::path work = cache / (name + ".work");
  const fs::path log = cache / (name + ".log");
  fs::remove_all(work);  // of a builder that was killed
  fs::remove(log);
  fs::create_directory(work);
  try {
    Publish(build(work.string(), log.string()), result);
  } catch (...) {
    fs::remove_all(work);
    throw;
  }
  fs::remove_all(work);
  fs::remove(log);
  return result;
}

std::string BuildCached(const PluginSource& source) {
  const PluginTools tools = FindPluginTools();
  const std::string key = PluginKey(tools, source);
  const fs::path cache = CacheDir();

  const auto runtime = [&] {
    return Cached(cache, "runtime-" + RuntimeKey(tools, source) + ".a",
                  [&](const std::string& work, const std::string& log) {
                    return BuildRuntime(tools, source, work, log);
                  });
  };
  const auto build = [&](const std::string& work, const std::string& log) {
    // The runtime takes as long as the model: the first build of all makes both at once.
    std::future<fs::path> library = std::async(std::launch::async, runtime);
    const std::string model = BuildModel(tools, source, work, log);
    std::string plugin = LinkPlugin(tools, model, library.get().string(), work, log);
    if (PluginKey(tools, source) != key) {
      throw Error(source.rtl_dir + ": changed while the plug-in was built from it; run again");
    }
    return plugin;
  };
  return Cached(cache, "plugin-" + key + ".so", build).string();
}

}  // namespace

std::string BuildPlugin(const PluginSource& source) {
  try {
    return BuildCached(source);
  } catch (const fs::filesystem_error& error) {
    throw Error(std::string("plug-in cache: ") + error.what());
  }
}

}  // namespace itg
