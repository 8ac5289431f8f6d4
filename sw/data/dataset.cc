// SPDX-License-Identifier: Apache-2.0
#include "sw/data/dataset.h"

#include <cmath>

#include "model/error.h"

namespace itg {

void Normalise(const ImageSet& images, std::vector<double>* mean, std::vector<double>* deviation) {
  const size_t channels = static_cast<size_t>(images.channels);
  std::vector<uint64_t> sum(channels, 0);
  std::vector<uint64_t> squares(channels, 0);
  for (size_t i = 0; i < images.pixels.size(); ++i) {
    const uint64_t pixel = images.pixels[i];
    sum[i % channels] += pixel;
    squares[i % channels] += pixel * pixel;
  }
  const size_t pixels = images.pixels.size() / channels;  // exact: whole images
  const double count = static_cast<double>(pixels);
  mean->assign(channels, 0.0);
  deviation->assign(channels, 1.0);
  for (size_t c = 0; c < channels; ++c) {
    const double average = static_cast<double>(sum[c]) / count;
    const double variance = static_cast<double>(squares[c]) / count - average * average;
    (*mean)[c] = average / 255.0;
    if (variance > 0.0) (*deviation)[c] = std::sqrt(variance) / 255.0;
  }
}

void CheckLabel(int64_t label, int classes, int64_t image, const std::string& file) {
  if (label >= 0 && label < classes) return;
  throw Error(file + ": label " + std::to_string(label) + " of image " + std::to_string(image) +
              " is not one of the " + std::to_string(classes) + " classes 0.." +
              std::to_string(classes - 1));
}

void Truncate(int64_t limit, ImageSet* images) {
  if (limit == 0 || limit >= images->count) return;
  images->count = limit;
  images->pixels.resize(static_cast<size_t>(limit * images->image_size()));
  images->labels.resize(static_cast<size_t>(limit));
}

}  // namespace itg
