// SPDX-License-Identifier: Apache-2.0
//
// The data set that a configuration names.

#pragma once

#include "sw/data/data_config.h"
#include "sw/data/dataset.h"

namespace itg {

// Throws Error naming the missing or damaged file.
Dataset LoadDataset(const DataConfig& config);

}  // namespace itg
