// SPDX-License-Identifier: Apache-2.0
//
// A checkpoint: all that a training needs to go on to the bit-identical result. One .npz file:
// the weights as arrays that NumPy opens, and checkpoint.json, which docs/checkpoints.md describes.
//
// DIR/checkpoint.npz is the newest, DIR/checkpoint.previous.npz the one before it. They are written
// whole or not at all, so a run can be killed at any instant; the checksums of the archive tell a
// damaged one.

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/config/json.h"
#include "sim/lockstep/lockstep.h"
#include "sw/metrics/metrics_log.h"
#include "sw/train/train.h"

namespace itg {

inline constexpr const char* kCheckpointFile = "checkpoint.npz";
inline constexpr const char* kPreviousFile = "checkpoint.previous.npz";

// Which machine a run used, as its command line said.
struct RunMachine {
  std::string machine = "golden";
  std::string hw;         // as given; empty: none
  bool check = false;     // in lockstep with golden
  std::string energy;     // energy table, as given
  nlohmann::json config;  // of the hardware; null without
};

struct Checkpoint {
  struct PassStats {
    int64_t batch = 0;
    std::vector<CommandStats> commands;
  };

  std::string path;                      // where it was read; "" when it was not
  nlohmann::ordered_json configuration;  // ToJson(TrainConfig)
  RunMachine machine;
  std::string data;  // SHA-256 of the images, see DataDigest
  TrainResult progress;
  Comparison comparison;
  PassStats training;
  std::vector<PassStats> evaluation;
  LogPosition log;
  // Weights, then masters, by buffer name; each in layer order.
  std::vector<std::pair<std::string, Tensor>> weights;
};

// What of a session a checkpoint holds: its weights as of the last TakeWeights and its costs.
// `configuration` and `progress` too; the caller fills in the rest.
Checkpoint Capture(const Session& session, const TrainResult& progress);

// Puts a new session where the checkpoint was captured. Throws Error naming the checkpoint's file
// when it does not fit the network. Costs are restored to the first of several processes alone.
void Restore(const Checkpoint& checkpoint, Session* session);
// The weights alone, for evaluation.
void RestoreWeights(const Checkpoint& checkpoint, Session* session);

// Throws Error naming `path` and what is wrong with it.
Checkpoint ReadCheckpoint(const std::string& path);
// The newest checkpoint below `folder`; `folder` without one: a path that does not exist.
std::string NewestCheckpoint(const std::string& folder);
// Makes `checkpoint` the newest below `folder`.
void WriteCheckpoint(const Checkpoint& checkpoint, const std::string& folder);

}  // namespace itg
