// SPDX-License-Identifier: Apache-2.0
//
// Random bits: a counter-based generator of adds, xors and shifts (NUMERICS.md section 3). A word
// depends on (seed, training step, tensor, element) alone, never on order, tile, lane or thread.
//
//   key = J(J(J(seed) + training_step) + tensor_id);   word = J(J(element_index + key))

#pragma once

#include <cstdint>

namespace itg {

// Bob Jenkins' 32-bit integer hash.
constexpr uint32_t JenkinsHash(uint32_t a) {
  a = (a + 0x7ed55d16u) + (a << 12);
  a = (a ^ 0xc761c23cu) ^ (a >> 19);
  a = (a + 0x165667b1u) + (a << 5);
  a = (a + 0xd3a2646cu) ^ (a << 9);
  a = (a + 0xfd7046c5u) + (a << 3);
  a = (a ^ 0xb55a4f09u) ^ (a >> 16);
  return a;
}

// One key per command: it names the rounded tensor, not the command.
constexpr uint32_t TensorKey(uint32_t seed, uint32_t training_step, uint32_t tensor_id) {
  return JenkinsHash(JenkinsHash(JenkinsHash(seed) + training_step) + tensor_id);
}

// A 64-bit element index becomes 32 bits: the xor of its halves.
constexpr uint32_t FoldIndex(uint64_t index) {
  return static_cast<uint32_t>(index) ^ static_cast<uint32_t>(index >> 32);
}

// The hash twice: a single one is correlated at lag 64.
constexpr uint32_t RandomWord(uint32_t key, uint64_t index) {
  return JenkinsHash(JenkinsHash(FoldIndex(index) + key));
}

}  // namespace itg
