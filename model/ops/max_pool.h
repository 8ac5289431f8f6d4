// SPDX-License-Identifier: Apache-2.0
//
// Max-pool (NUMERICS.md section 4): floor mode, padding never wins, the first maximum in raster
// order wins; the exponent is kept. Backward: the error of a window goes to its winner; where
// windows overlap the errors are summed in AccW.

#pragma once

#include <cstdint>

#include "model/program/window.h"

namespace itg {

// in [N][H][W][C], out and index [N][PH][PW][C]; index: position in the window, 0..kh*kw-1.
void MaxPool(const Tensor& in, const Window& window, Tensor* out, Tensor* index);

// One row of the result from the rows of its windows, strip [1][>= kernel_h][W][C]; the window has
// no padding. Fills out[at] and index[at] and on.
void MaxPoolStrip(const Tensor& strip, const Window& window, int64_t at, Tensor* out,
                  Tensor* index);

// error and index [N][PH][PW][C], acc [N][H][W][C] with int32 or int64 storage. Returns the sums
// that do not fit acc_bits. Throws Error when an index points outside of its window or the image.
uint64_t MaxPoolBackward(const Tensor& error, const Tensor& index, const Window& window,
                         int acc_bits, Tensor* acc);

// The same for windows that do not overlap, straight to a narrow tensor [N][H][W][C] of at least
// the width of `error` (which AccW holds): nothing is summed, and requantising is the identity.
void MaxPoolScatter(const Tensor& error, const Tensor& index, const Window& window, Tensor* out);

}  // namespace itg
