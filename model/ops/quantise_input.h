// SPDX-License-Identifier: Apache-2.0
//
// Images of 8-bit pixels become the first block tensor of a training step (NUMERICS.md section 4).
//
//   x = (pixel / 255 - mean) / std per channel;  r = max|x| over the global batch
//   bw = ceil(log2 r);  exponent = bw - B;  v = clip(round_half_even(x * 2^(B-bw)));
//   r = 0: zeros, exponent -B

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "model/ops/reducer.h"
#include "model/tensor/tensor.h"

namespace itg {

class InputQuantiser {
 public:
  // One mean and one std > 0 per channel, in units where a pixel is 0..1. 2 <= bits <= 16.
  // Throws Error for empty or unequally long lists and for a std that is not > 0.
  InputQuantiser(const std::vector<double>& mean, const std::vector<double>& std, int bits);

  int channels() const { return static_cast<int>(x_.size()); }

  // Fills `out` (its size a multiple of the channels, storage that of `bits`) and its exponent from
  // as many pixels, channel index fastest.
  void Quantise(const uint8_t* pixels, Reducer* reducer, Tensor* out);

  // The two halves of Quantise, for who knows the range of his images beforehand: bw of `size`
  // pixels, the largest of which is that of a batch; and the elements and exponent for that bw.
  int RangeBitsOf(const uint8_t* pixels, int64_t size);
  void Encode(const uint8_t* pixels, int bw, Tensor* out);

 private:
  using Table = std::array<double, 256>;
  using Codes = std::array<int16_t, 256>;

  const std::vector<Codes>& CodesFor(int bw);

  int bits_;
  std::vector<Table> x_;                     // per channel: pixel -> x
  std::map<int, std::vector<Codes>> codes_;  // per bw and channel: pixel -> v
  std::vector<uint8_t> low_;                 // of columns of pixels; scratch of RangeBitsOf
  std::vector<uint8_t> high_;
};

}  // namespace itg
