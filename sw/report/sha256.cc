// SPDX-License-Identifier: Apache-2.0
#include "sw/report/sha256.h"

#include <openssl/evp.h>

#include <cstdint>

#include "model/error.h"

namespace itg {

struct Sha256Sum::Context {
  Context() : digest(EVP_MD_CTX_new()) {}
  ~Context() { EVP_MD_CTX_free(digest); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  void Require(int done) const {
    if (done != 1) throw Error("SHA-256 is not available in this OpenSSL");
  }
  EVP_MD_CTX* digest;
};

Sha256Sum::Sha256Sum() : context_(std::make_unique<Context>()) {
  context_->Require(context_->digest != nullptr ? 1 : 0);
  context_->Require(EVP_DigestInit_ex(context_->digest, EVP_sha256(), nullptr));
}

Sha256Sum::~Sha256Sum() = default;

void Sha256Sum::Add(const void* bytes, size_t size) {
  context_->Require(EVP_DigestUpdate(context_->digest, bytes, size));
}

std::string Sha256Sum::Hex() {
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  context_->Require(EVP_DigestFinal_ex(context_->digest, digest, &size));
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    constexpr char kHex[] = "0123456789abcdef";
    text += kHex[digest[i] >> 4];
    text += kHex[digest[i] & 15];
  }
  return text;
}

std::string Sha256(const std::vector<Tensor>& tensors) {
  Sha256Sum sum;
  for (const Tensor& tensor : tensors) {
    const uint32_t exponent = static_cast<uint32_t>(tensor.exponent());
    uint8_t bytes[4];
    for (int i = 0; i < 4; ++i) bytes[i] = static_cast<uint8_t>(exponent >> (8 * i));
    sum.Add(tensor.bytes().data(), tensor.bytes().size());
    sum.Add(bytes, sizeof bytes);
  }
  return sum.Hex();
}

}  // namespace itg
