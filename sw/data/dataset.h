// SPDX-License-Identifier: Apache-2.0
//
// A data set of 8-bit images with class labels, as read: normalisation and quantisation happen when
// a batch is assembled (NUMERICS.md section 4, "Input").

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace itg {

struct ImageSet {
  int64_t count = 0;
  int64_t height = 0;
  int64_t width = 0;
  int64_t channels = 0;
  std::vector<uint8_t> pixels;  // [count][height][width][channels]
  std::vector<int32_t> labels;  // [count], 0 .. classes-1

  int64_t image_size() const { return height * width * channels; }
  std::vector<int64_t> image_shape() const { return {height, width, channels}; }
};

struct Dataset {
  std::string name;  // as reports call it
  ImageSet train;
  ImageSet test;
  int classes = 0;
  std::vector<std::string> class_names;  // one a class; empty where the source has none
  // Per channel, of pixel/255: x = (pixel/255 - mean) / deviation.
  std::vector<double> mean;
  std::vector<double> deviation;
};

// Mean and standard deviation of pixel/255 over all images, per channel. Integer sums, so every
// compiler gives the same doubles. A constant channel has deviation 1.
void Normalise(const ImageSet& images, std::vector<double>* mean, std::vector<double>* deviation);

// Throws Error naming `file` when the label of image `image` is not one of the classes.
void CheckLabel(int64_t label, int classes, int64_t image, const std::string& file);

// Keeps the first `limit` images; 0 keeps all.
void Truncate(int64_t limit, ImageSet* images);

}  // namespace itg
