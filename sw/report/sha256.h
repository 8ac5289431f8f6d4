// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "model/tensor/tensor.h"

namespace itg {

// SHA-256 of everything added.
class Sha256Sum {
 public:
  Sha256Sum();  // throws Error when OpenSSL has no SHA-256
  ~Sha256Sum();
  Sha256Sum(const Sha256Sum&) = delete;
  Sha256Sum& operator=(const Sha256Sum&) = delete;

  void Add(const void* bytes, size_t size);
  std::string Hex();  // ends the sum

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// SHA-256, in hexadecimal, over the tensors in order: of each the elements as stored (little
// endian, row-major), then the exponent as a 32-bit little-endian integer.
std::string Sha256(const std::vector<Tensor>& tensors);

}  // namespace itg
