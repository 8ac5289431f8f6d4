// SPDX-License-Identifier: Apache-2.0
#include "sw/report/sha256.h"

#include <openssl/evp.h>

#include <memory>

#include "model/error.h"

namespace itg {
namespace {

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

std::string Sha256(const std::vector<Tensor>& tensors) {
  const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  bool good = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  for (const Tensor& tensor : tensors) {
    const uint32_t exponent = static_cast<uint32_t>(tensor.exponent());
    uint8_t bytes[4];
    for (int i = 0; i < 4; ++i) bytes[i] = static_cast<uint8_t>(exponent >> (8 * i));
    good = good &&
           EVP_DigestUpdate(context.get(), tensor.bytes().data(), tensor.bytes().size()) == 1 &&
           EVP_DigestUpdate(context.get(), bytes, sizeof bytes) == 1;
  }
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  good = good && EVP_DigestFinal_ex(context.get(), digest, &size) == 1;
  if (!good) throw Error("SHA-256 is not available in this OpenSSL");
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    constexpr char kHex[] = "0123456789abcdef";
    text += kHex[digest[i] >> 4];
    text += kHex[digest[i] & 15];
  }
  return text;
}

}  // namespace itg
