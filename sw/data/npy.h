// SPDX-License-Identifier: Apache-2.0
//
// NumPy .npy files, version 1.0, C order, little endian
// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/tensor/tensor.h"

namespace itg {

// Elements of type i1, i2, i4, i8 and u1 (bytes above 127 are widened to int16). The exponent is
// 0: files do not carry it. Throws Error naming the file and what is wrong with it.
Tensor ReadNpy(const std::string& path);
// The same from the bytes of a file; `path` is its name in errors.
Tensor ParseNpy(std::string_view bytes, const std::string& path);

// Writes through a temporary file and a rename: the file is whole or absent.
void WriteNpy(const std::string& path, const Tensor& tensor);
std::string NpyBytes(const Tensor& tensor);

}  // namespace itg
