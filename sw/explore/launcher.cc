// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/launcher.h"

#include "model/error.h"
#include "sw/explore/local_launcher.h"
#include "sw/explore/slurm_launcher.h"

namespace itg {

std::unique_ptr<Launcher> MakeLauncher(const LauncherOptions& options) {
  if (options.name == "local") return std::make_unique<LocalLauncher>(options);
  if (options.name == "slurm") return std::make_unique<SlurmLauncher>(options);
  throw Error("--launcher " + options.name + ": expected local or slurm");
}

}  // namespace itg
