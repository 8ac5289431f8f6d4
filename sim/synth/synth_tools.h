// SPDX-License-Identifier: Apache-2.0
//
// The programs that map and time, and how they are run.

#pragma once

#include <string>
#include <vector>

namespace itg {

struct SynthTools {
  std::string yosys;     // paths
  std::string sta;       // OpenSTA
  std::string identity;  // versions of both: part of every key
};

// Throws Error naming the Debian package of a tool that is missing.
SynthTools FindSynthTools();

inline constexpr char kOsu018[] = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";

// `library`, or Debian's osu018 when empty. Throws Error naming the package when that is missing.
std::string LibraryFile(const std::string& library, const std::string& osu018 = kOsu018);

// Runs yosys on a script, in a folder, with its output in `log`. Throws Error with the first
// complaint.
void RunYosys(const SynthTools& tools, const std::string& script, const std::string& folder,
              const std::string& log);

// Runs OpenSTA on a script, which must print kStaDone at its end: OpenSTA goes on after an error
// and its exit code is always 0. Returns what it printed.
std::string RunSta(const SynthTools& tools, const std::string& script, const std::string& folder,
                   const std::string& log);
inline constexpr char kStaDone[] = "ITG_STA_DONE";

// 32 hexadecimal digits of a text, and of a file's contents.
std::string TextDigest(const std::string& text);

// Writes a file whole. Throws Error.
void WriteText(const std::string& path, const std::string& text);

}  // namespace itg
