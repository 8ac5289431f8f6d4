// SPDX-License-Identifier: Apache-2.0
//
// A product as the array computes it: out [rows][cols] = the sum over K of a [rows][K] * b
// [K][cols], with the operands read through nests. A convolution is a product over pixels and taps
// (implicit GEMM): what its patches repeat is read again, what lies outside the image is zeros,
// nothing is copied.
//
//   forward    rows n,oy,ox   cols o       K i,j,c       a: patches of the activation
//   error      rows n,y,x     cols c       K i,j,o       a: patches of the error, every stride-th
//   gradient   rows o         cols i,j,c   K n,oy,ox     b: patches of the activation
//
// With a stride s > 1 all but 1 in s * s of the error's taps are zeros that the array multiplies:
// K is that of the convolution's kernel, whatever the stride.

#pragma once

#include <cstdint>

#include "model/program/program.h"
#include "sim/plan/nests.h"

namespace itg {

struct ProductNests {
  int64_t rows = 0;
  int64_t cols = 0;
  int64_t depth = 0;      // K
  bool a_by_row = false;  // K runs along the lines of a, not along the bytes of a line
  bool b_by_row = false;
  NestedTensor a;  // at most one of them has a window
  NestedTensor b;
};

// `command` is a product that Validate() accepts.
ProductNests NestsOf(const Program& program, const Command& command);

}  // namespace itg
