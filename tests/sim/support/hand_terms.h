// SPDX-License-Identifier: Apache-2.0
//
// What the cycles of a command on `tiny` are made of, each term counted on the registers of the RTL
// as the comments say. A change of the RTL's timing changes a term here and nothing in the tests.

#pragma once

#include <algorithm>
#include <cstdint>

#include "model/machine/machine.h"
#include "sim/plan/descriptor.h"

namespace itg {

struct HandTerms {
  uint64_t latency = 0;  // of the memory

  static constexpr uint64_t kBeat = 4;  // bytes of tiny's bus
  static constexpr uint64_t kDescriptorBeats = kDescriptorBytes / kBeat;

  // From the first request to the last of `beats`. A request takes a cycle in the read port's
  // queue, one to its burst, one to the burst's address and one to the memory; a response one in
  // the bus's queue, one to the port's register and one to whoever asked. The others follow a cycle
  // apart, but the longest burst is sent when all of it was asked for.
  static constexpr uint64_t kReadPath = 7, kLongest = 16;
  uint64_t Read(uint64_t beats, uint64_t longest) const {
    return beats - 1 + longest - 1 + latency + kReadPath;
  }

  // To notice the start, the descriptor, to decode it, the exponents.
  uint64_t Fetch(uint64_t operands) const {
    return 1 + Read(kDescriptorBeats, kLongest) + 1 + Read(operands, 1);
  }

  // Product: the first chunk. Three cycles to the first address (position, run, beat), `loaded` one
  // to the feeder, which then reads.
  uint64_t Load(uint64_t beats, uint64_t longest) const { return 3 + Read(beats, longest) + 1; }
  // All chunks, each streamed in `cycles` (tiles x k) and loaded with `beats` that do not lie one
  // behind the other. An even number of
  // them: the later ones of both halves repeat with the period of a half. A half is asked for two
  // cycles after its last k was read (consumed, then counted) and read a cycle after it is loaded.
  // What is not streamed meanwhile is stall.
  uint64_t Stall(uint64_t chunks, uint64_t cycles, uint64_t beats) const {
    const uint64_t refill = 2 + Read(beats, 1) + 1 + (cycles - 1);
    return (chunks / 2 - 1) * (std::max(2 * cycles, refill) - 2 * cycles);
  }
  // Two cycles from the scratchpads to the finished bank, the rows of the last tile, the sum and
  // the word that it is the last.
  static uint64_t Drain(uint64_t rows) { return 2 + rows + 2; }
  static constexpr uint64_t kShift = 2;  // ask for the range, set the shift

  // Second pass: `words` is the cycles in which its words are read, one a cycle from the
  // accumulator SRAM. A cycle starts the walk, a word is four stages deep (SRAM, mix, mix, round),
  // one cycle sees that nothing is under way, one that the streams are empty, after the `flush`
  // beats that were not full or had to wait.
  static uint64_t SecondPass(uint64_t words, uint64_t flush) {
    return 1 + words + 4 + 1 + flush + 1;
  }
  // Scan of a stored tensor: a register to the range unit instead.
  static uint64_t Scan(uint64_t words) { return 1 + words + 1 + 1 + 1; }
  // Where words need a stream of so many beats from memory, the first waits for the first burst and
  // for its beat to be unpacked.
  uint64_t FirstBeat(uint64_t beats) const { return Read(1, std::min(beats, kLongest)) + 1; }
  // Accumulators come from memory, and go there, in four pieces a word, a cycle each; on the way in
  // one cycle more hands the word over.
  static constexpr uint64_t kPieces = 4;
  static uint64_t Gather(uint64_t words) { return words * (kPieces + 1); }

  // The exponent enters the write queue and leaves it to its burst.
  static constexpr uint64_t kExponent = 1 + 1;
  // One cycle sees that the burst ends, one sends it, the memory confirms it, one takes that, one
  // sees that all is done, one says so.
  uint64_t WriteBack() const { return 1 + 1 + latency + 1 + 1 + 1; }
};

}  // namespace itg
