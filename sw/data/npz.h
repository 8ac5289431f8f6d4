// SPDX-License-Identifier: Apache-2.0
//
// NumPy .npz files: a zip archive of .npy files
// (https://numpy.org/doc/stable/reference/generated/numpy.savez.html), here with texts beside them.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/tensor/tensor.h"

namespace itg {

// What an archive holds. The exponent of a tensor, which .npy cannot hold, is an int32 scalar of
// its own, NAME.exponent.
class Npz {
 public:
  // Stores `tensor` as NAME and its exponent as NAME.exponent; replaces what was there.
  void Add(const std::string& name, const Tensor& tensor);
  void AddText(const std::string& name, std::string text) { texts_[name] = std::move(text); }

  bool Has(const std::string& name) const { return tensors_.count(name) != 0; }
  // With its exponent, 0 when the archive has none. Throws Error naming `path` when it is absent.
  Tensor Get(const std::string& name, const std::string& path) const;
  const std::string& Text(const std::string& name, const std::string& path) const;
  std::vector<std::string> Names() const;  // of all arrays, the exponents included

  // The same contents give the same bytes: members are stored in order of their names, not
  // compressed and without a time. There must be a member.
  std::string Bytes() const;
  // Compressed members are read too. Throws Error naming `path` and what is wrong with it; the
  // checksum of every member is verified.
  static Npz Parse(const std::string& bytes, const std::string& path);

 private:
  std::map<std::string, Tensor> tensors_;
  std::map<std::string, std::string> texts_;
};

Npz ReadNpz(const std::string& path);
// Whole or not at all, as WriteFile.
void WriteNpz(const std::string& path, const Npz& npz);

}  // namespace itg
