// SPDX-License-Identifier: Apache-2.0
//
// Cycles of a matrix product as SCALE-Sim counts them without stalls, so that figures of both can
// be laid side by side. Source: scalesim/compute/systolic_compute_{os,ws,is}.py of
// https://github.com/scalesim-project/scale-sim-v2 (A. Samajdar et al., A Systematic Methodology
// for Characterizing Scalability of DNN Accelerators using SCALE-Sim, ISPASS 2020). The array has
// R rows and C columns; a fold is a part of the product that fits it, and folds do not overlap.
//
//   output-stationary  ceil(M/R) * ceil(N/C) folds of  K + (R - 1) + (C - 1)      cycles
//   weight-stationary  ceil(K/R) * ceil(N/C) folds of  R + M + (R - 1) + (C - 1)  cycles
//   input-stationary   ceil(K/R) * ceil(M/C) folds of  R + N + (R - 1) + (C - 1)  cycles
//
// A stationary operand takes R cycles to load; R - 1 and C - 1 fill the pipeline and drain it. Of
// all folds together SCALE-Sim reports the number of the last cycle, counted from 0: one less than
// the sum.

#pragma once

#include <cstdint>

#include "model/program/program.h"

namespace itg {

// [M][K] times [K][N].
struct Gemm {
  int64_t m = 0;
  int64_t n = 0;
  int64_t k = 0;
};

struct ScaleSimCycles {
  uint64_t os = 0;
  uint64_t ws = 0;
  uint64_t is = 0;

  ScaleSimCycles& operator+=(const ScaleSimCycles& other);
};

// Requires sizes of at least 1.
ScaleSimCycles ScaleSim(const Gemm& gemm, int rows, int cols);

// The product of `command`, a legal one with IsProduct(opcode): M and N are rows and columns of the
// output, K is what is summed. A convolution is the product of its im2col.
//   forward    M samples (or their pixels)  N outputs              K inputs (and taps)
//   error      M samples (or their pixels)  N inputs               K outputs (and taps)
//   gradient   M outputs                    N inputs (and taps)    K samples (or their pixels)
Gemm GemmOf(const Program& program, const Command& command);

}  // namespace itg
