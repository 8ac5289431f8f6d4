// SPDX-License-Identifier: Apache-2.0
//
// How a tensor lies in the accelerator's memory: dense and row-major, a byte for a narrow element
// (sign-extended), four for an accumulator or a label. A mask is kept in the words of the second
// pass: each row of it in groups of `cols` bits, each group in whole bytes.
// Bytes are moved, never computed with.

#pragma once

#include <cstdint>

#include "model/program/program.h"
#include "sim/hw/hw_config.h"

namespace itg {

// A tensor as the hardware sees it: the last dimension are the columns.
struct Matrix {
  int64_t rows;
  int64_t cols;
};
Matrix AsMatrix(const Shape& shape);

int64_t WordsPerRow(int64_t cols, const HwConfig& hw);  // of the accumulator SRAM or of a mask
int64_t MemoryBytes(const Buffer& buffer, const HwConfig& hw);

// `memory` holds MemoryBytes(buffer, hw).
void StoreTensor(const Tensor& tensor, const Buffer& buffer, const HwConfig& hw, uint8_t* memory);
void FetchTensor(const uint8_t* memory, const Buffer& buffer, const HwConfig& hw, Tensor* tensor);

}  // namespace itg
