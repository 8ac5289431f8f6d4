// SPDX-License-Identifier: Apache-2.0
//
// How a tensor lies in the accelerator's memory: dense and row-major whatever the configuration,
// little-endian. A narrow element takes a byte (sign-extended) or two where it has more than 8
// bits, an accumulator or a label four, a winner of a max-pool one: windows of more than 256
// positions have no hardware. A mask takes a bit an element, the first in the least significant
// bit of the first byte. Bytes are moved, never computed with.

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

int64_t WordsPerRow(int64_t cols, const HwConfig& hw);  // of the accumulator SRAM
int64_t MemoryBytes(const Buffer& buffer);

// `memory` holds MemoryBytes(buffer). StoreTensor throws Error when a winner of a max-pool does not
// fit its byte.
void StoreTensor(const Tensor& tensor, const Buffer& buffer, uint8_t* memory);
void FetchTensor(const uint8_t* memory, const Buffer& buffer, Tensor* tensor);

}  // namespace itg
