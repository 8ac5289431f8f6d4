// SPDX-License-Identifier: Apache-2.0
//
// checkpoint.json of a checkpoint: everything but the weights. Private to sw/checkpoint.

#pragma once

#include <string>

#include "sw/checkpoint/checkpoint.h"

namespace itg {

inline constexpr int kCheckpointVersion = 2;

nlohmann::ordered_json ToJson(const Checkpoint& checkpoint);
// `checkpoint->path` names the file in errors. Leaves tensors without elements in `weights`, one
// for each name.
void FromJson(const nlohmann::ordered_json& json, Checkpoint* checkpoint);

}  // namespace itg
