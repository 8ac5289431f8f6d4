// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/descriptor.h"

#include <iterator>
#include <string>

#include "model/error.h"

namespace itg {
namespace {

constexpr FieldInfo kSingle[] = {
    {"opcode", 0, 0, 5, false, "Op*"},
    {"post", 0, 5, 4, false, "Post*"},
    {"rounding", 0, 9, 3, false, "Round*"},
    {"round_bits", 0, 12, 5, false, "width of the rounded element"},
    {"out_bits", 0, 17, 5, false, "width of a weight after the update"},
    {"mu", 0, 22, 8, true, "gradient bit width"},
    {"windowed", 0, 30, 2, false, "which operand of a product has the window: 0 none, 1 a, 2 b"},
    {"tensor_id", 1, 0, 32, false, "of the rounded tensor"},
    {"rows", 2, 0, 32, false, "of the output"},
    {"cols", 3, 0, 32, false, "of the output"},
    {"elements", 4, 0, 32, false, "rows * cols"},
    {"depth", 5, 0, 32, false, "K: length of the sums of a product"},
    {"chunk", 6, 0, 32, false, "part of K that is in the scratchpads at a time"},
    {"block_rows", 7, 0, 32, false, "part of the output that is in the accumulator SRAM at a time"},
    {"block_cols", 8, 0, 32, false, "the same"},
    {"col_words", 9, 0, 32, false, "words of a row of a block in the accumulator SRAM"},
    {"lines", 10, 0, 32, false, "of nest x"},
    {"a_addr", 11, 0, 32, false, "operand a, or the input of the second pass"},
    {"b_addr", 12, 0, 32, false, "operand b, or the labels"},
    {"y_addr", 13, 0, 32, false, "weights that are read, or the mask"},
    {"out_addr", 14, 0, 32, false, "output"},
    {"z_addr", 15, 0, 32, false, "winners of a max-pool, or 16-bit master weights"},
    {"spill_addr", 16, 0, 32, false,
     "accumulators of a product in more than one block; 0: one block"},
    {"a_exp_addr", 17, 0, 32, false, "exponent of a"},
    {"b_exp_addr", 18, 0, 32, false, "exponent of b"},
    {"out_exp_addr", 19, 0, 32, false, "exponent of the output"},
    {"exponent_step", 20, 0, 8, true, "added to the exponent whatever the values"},
    {"scale", 20, 8, 16, false,
     "factor of an average-pool; of a fused max-pool rows + 256 * columns"},
    {"logit_bits", 20, 24, 4, false, "width of the logits of a cross-entropy"},
    {"reserved", 20, 28, 4, false, "zero"},
};

// Words of a nest and of a window count from its first.
constexpr FieldInfo kNest[] = {
    {"line_count1", 0, 0, 16, false, "lines before line2 advances: line_count1 * line_count0"},
    {"tap_count1", 0, 16, 8, false, ""},
    {"tap_count0", 0, 24, 8, false, ""},
    {"line_count0", 1, 0, 32, false, ""},
    {"line_stride2", 2, 0, 32, false, "bytes, modulo 2^32, as all strides"},
    {"line_stride1", 3, 0, 32, false, ""},
    {"line_stride0", 4, 0, 32, false, ""},
    {"tap_stride1", 5, 0, 32, false, ""},
    {"tap_stride0", 6, 0, 32, false, ""},
    {"run", 7, 0, 32, false, "bytes"},
};
constexpr FieldInfo kWindow[] = {
    {"limit_y", 0, 0, 16, false, ""},      {"limit_x", 0, 16, 16, false, ""},
    {"start_q", 1, 0, 16, true, ""},       {"start_r", 1, 16, 8, false, ""},
    {"divisor", 1, 24, 8, false, ""},      {"line_q", 2, 0, 8, false, ""},
    {"line_r", 2, 8, 8, false, ""},        {"tap_q", 2, 16, 8, true, ""},
    {"tap_r", 2, 24, 8, false, ""},        {"pitch_y", 3, 0, 32, false, "bytes"},
    {"pitch_x", 4, 0, 32, false, "bytes"},
};

constexpr int kSingleWords = 21;
constexpr int kNestWords = 8;
constexpr int kWindowWords = 5;
static_assert(kSingleWords + 3 * kNestWords + 2 * kWindowWords == kDescriptorWords);
static_assert(std::size(kSingle) == static_cast<size_t>(Field::kNestA));
static_assert(std::size(kNest) == static_cast<size_t>(NestPart::kRun) + 1);
static_assert(std::size(kWindow) == static_cast<size_t>(WindowPart::kPitchX) + 1);
static_assert(static_cast<size_t>(Field::kNestB) - static_cast<size_t>(Field::kNestA) ==
              std::size(kNest));
static_assert(static_cast<size_t>(Field::kNestX) - static_cast<size_t>(Field::kNestB) ==
              std::size(kNest));
static_assert(static_cast<size_t>(Field::kWindow) - static_cast<size_t>(Field::kNestX) ==
              std::size(kNest));
static_assert(static_cast<size_t>(Field::kWindowX) - static_cast<size_t>(Field::kWindow) ==
              std::size(kWindow));
static_assert(static_cast<size_t>(Field::kCount) - static_cast<size_t>(Field::kWindowX) ==
              std::size(kWindow));

struct Group {
  Field first;
  const FieldInfo* fields;
  int words;
};
// In the order of their words.
constexpr Group kGroups[] = {
    {Field::kOpcode, kSingle, kSingleWords}, {Field::kNestA, kNest, kNestWords},
    {Field::kNestB, kNest, kNestWords},      {Field::kNestX, kNest, kNestWords},
    {Field::kWindow, kWindow, kWindowWords}, {Field::kWindowX, kWindow, kWindowWords},
};

uint32_t Mask(const FieldInfo& info) {
  return info.bits == 32 ? ~uint32_t{0} : (uint32_t{1} << info.bits) - 1;
}

}  // namespace

FieldInfo Info(Field field) {
  const Group* group = kGroups;
  int first_word = 0;
  while (group + 1 != std::end(kGroups) && field >= group[1].first) {
    first_word += group->words;
    ++group;
  }
  FieldInfo info = group->fields[static_cast<int>(field) - static_cast<int>(group->first)];
  info.word += first_word;
  return info;
}

void SetField(Descriptor* descriptor, Field field, int64_t value) {
  const FieldInfo info = Info(field);
  const int64_t span = int64_t{1} << (info.is_signed ? info.bits - 1 : info.bits);
  const int64_t least = info.is_signed ? -span : 0;
  if (value < least || value >= span) {
    throw Error(std::string(info.name) + ": " + std::to_string(value) +
                " does not fit the command, allowed is " + std::to_string(least) + ".." +
                std::to_string(span - 1));
  }
  uint32_t& word = (*descriptor)[static_cast<size_t>(info.word)];
  word &= ~(Mask(info) << info.lsb);
  word |= (static_cast<uint32_t>(value) & Mask(info)) << info.lsb;
}

int64_t GetField(const Descriptor& descriptor, Field field) {
  const FieldInfo info = Info(field);
  const uint32_t raw = (descriptor[static_cast<size_t>(info.word)] >> info.lsb) & Mask(info);
  const bool negative = info.is_signed && (raw >> (info.bits - 1)) != 0;
  return static_cast<int64_t>(raw) - (negative ? int64_t{1} << info.bits : 0);
}

}  // namespace itg
