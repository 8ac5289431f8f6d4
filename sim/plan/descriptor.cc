// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/descriptor.h"

#include <string>

#include "model/error.h"

namespace itg {
namespace {

constexpr FieldInfo kFields[] = {
    {"opcode", 0, 0, 4, false, "Op*"},
    {"post", 0, 4, 4, false, "Post*"},
    {"rounding", 0, 8, 4, false, "Round*"},
    {"round_bits", 0, 12, 4, false, "width of the rounded element"},
    {"out_bits", 0, 16, 4, false, "width of a weight after the update"},
    {"mu", 0, 20, 8, true, "gradient bit width"},
    {"reserved", 0, 28, 4, false, "zero"},
    {"tensor_id", 1, 0, 32, false, "of the rounded tensor"},
    {"rows", 2, 0, 32, false, "of the output"},
    {"cols", 3, 0, 32, false, "of the output"},
    {"depth", 4, 0, 32, false, "K: length of the sums of a product"},
    {"chunk", 5, 0, 32, false, "part of K that is in the scratchpads at a time"},
    {"col_words", 6, 0, 32, false, "words of a row of the output: ceil(cols / Cols)"},
    {"words", 7, 0, 32, false, "rows * col_words"},
    {"elements", 8, 0, 32, false, "rows * cols"},
    {"a_addr", 9, 0, 32, false, "operand a, or the input of the second pass"},
    {"b_addr", 10, 0, 32, false, "operand b"},
    {"y_addr", 11, 0, 32, false, "weights that are read, or the mask"},
    {"out_addr", 12, 0, 32, false, "output"},
    {"a_exp_addr", 13, 0, 32, false, "exponent of a"},
    {"b_exp_addr", 14, 0, 32, false, "exponent of b"},
    {"out_exp_addr", 15, 0, 32, false, "exponent of the output"},
};
static_assert(sizeof(kFields) / sizeof(kFields[0]) == static_cast<size_t>(Field::kCount));

uint32_t Mask(const FieldInfo& info) {
  return info.bits == 32 ? ~uint32_t{0} : (uint32_t{1} << info.bits) - 1;
}

}  // namespace

const FieldInfo& Info(Field field) { return kFields[static_cast<size_t>(field)]; }

void SetField(Descriptor* descriptor, Field field, int64_t value) {
  const FieldInfo& info = Info(field);
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
  const FieldInfo& info = Info(field);
  const uint32_t raw = (descriptor[static_cast<size_t>(info.word)] >> info.lsb) & Mask(info);
  const bool negative = info.is_signed && (raw >> (info.bits - 1)) != 0;
  return static_cast<int64_t>(raw) - (negative ? int64_t{1} << info.bits : 0);
}

}  // namespace itg
