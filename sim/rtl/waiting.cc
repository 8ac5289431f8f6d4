// SPDX-License-Identifier: Apache-2.0

#include "sim/rtl/waiting.h"

#include <iterator>

#include "sim/rtl/intaglio_registers.h"

namespace itg {
namespace {

constexpr const char* kReaders[] = {"the sequencer", "the loader", "stream x", "stream y",
                                    "the side stream"};
constexpr const char* kWriters[] = {"the elements", "the mask", "the winners or masters",
                                    "the sequencer"};

// The reader of that number.
const char* Reader(uint32_t number) {
  return number < std::size(kReaders) ? kReaders[number] : "an unknown reader";
}

uint32_t FieldOf(uint32_t value, uint32_t mask) { return (value & mask) / (mask & (~mask + 1)); }

}  // namespace

std::string DescribeWaiting(uint32_t waiting) {
  std::string text;
  const auto say = [&](bool holds, const std::string& what) {
    if (holds) text += (text.empty() ? "" : "; ") + what;
  };
  const auto bit = [&](uint32_t mask) { return (waiting & mask) != 0; };
  say(bit(INTAGLIO_WAITING_FETCH), "the sequencer reads the descriptor or exponents");
  say(bit(INTAGLIO_WAITING_PRODUCT), "the sequencer waits for the product");
  say(bit(INTAGLIO_WAITING_PASS), "the sequencer waits for the second pass");
  say(bit(INTAGLIO_WAITING_WRITE_BACK), "the sequencer waits until all is written");
  for (uint32_t i = 0; i < std::size(kReaders); ++i) {
    say((FieldOf(waiting, INTAGLIO_WAITING_READERS) >> i & 1) != 0,
        std::string(kReaders[i]) + " cannot ask the memory");
  }
  for (uint32_t i = 0; i < std::size(kWriters); ++i) {
    say((FieldOf(waiting, INTAGLIO_WAITING_WRITERS) >> i & 1) != 0,
        std::string(kWriters[i]) + " cannot be written");
  }
  say(bit(INTAGLIO_WAITING_AR), "the memory takes no address of a read");
  say(bit(INTAGLIO_WAITING_R), std::string("the memory owes data to ") +
                                   Reader(FieldOf(waiting, INTAGLIO_WAITING_R_READER)));
  say(bit(INTAGLIO_WAITING_R_REFUSED), "read data is not taken");
  say(bit(INTAGLIO_WAITING_AW), "the memory takes no address of a write");
  say(bit(INTAGLIO_WAITING_W), "the memory takes no data");
  say(bit(INTAGLIO_WAITING_B), "the memory does not confirm a write");
  return text.empty() ? "nobody waits" : text;
}

}  // namespace itg
