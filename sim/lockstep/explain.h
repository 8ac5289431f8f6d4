// SPDX-License-Identifier: Apache-2.0
//
// The report of a difference: reads the outputs of both machines and says where they part.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/machine/machine.h"

namespace itg {

// "[3, 17]": coordinates of the element with row-major index `index` in a tensor of shape `shape`.
std::string Coordinates(const Shape& shape, int64_t index);

struct Disagreement {
  const Program& program;
  size_t command;
  const Machine& expected;
  const Machine& tested;
  const Retired& expected_retired;
  const Retired& tested_retired;
  bool compare_cycles;
};

// Several lines, the last one without a newline. Every output that differs is listed with its first
// differing element; digests that differ over equal tensors are called what they are.
std::string Explain(const Disagreement& disagreement);

}  // namespace itg
