// SPDX-License-Identifier: Apache-2.0
//
// The register WAITING in words.

#pragma once

#include <cstdint>
#include <string>

namespace itg {

// "the sequencer waits for the product; the memory does not answer a read of the loader"
std::string DescribeWaiting(uint32_t waiting);

}  // namespace itg
