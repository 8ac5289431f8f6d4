// SPDX-License-Identifier: Apache-2.0
//
// libpng reports errors by longjmp. So the two functions that it may leave that way, ReadHeader and
// ReadRows, own nothing: what they fill belongs to their caller.

#include "sw/data/png.h"

#include <png.h>

#include <csetjmp>
#include <cstring>

#include "model/error.h"

namespace itg {
namespace {

constexpr size_t kSignature = 8;
constexpr uint32_t kMaxSide = 4096;

struct Input {
  const char* at;
  size_t left;
  std::string error;
};

void Read(png_structp png, png_bytep to, size_t size) {
  Input* const input = static_cast<Input*>(png_get_io_ptr(png));
  if (size > input->left) png_error(png, "truncated");
  std::memcpy(to, input->at, size);
  input->at += size;
  input->left -= size;
}

void OnError(png_structp png, png_const_charp message) {
  static_cast<Input*>(png_get_error_ptr(png))->error = message;
  png_longjmp(png, 1);
}

void OnWarning(png_structp /*png*/, png_const_charp /*message*/) {}

class Decoder {
 public:
  explicit Decoder(Input* input) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, input, OnError, OnWarning);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
    if (info_ != nullptr) png_set_read_fn(png_, input, Read);
  }
  ~Decoder() { png_destroy_read_struct(&png_, &info_, nullptr); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  bool made() const { return info_ != nullptr; }
  uint32_t height() const { return png_get_image_height(png_, info_); }
  uint32_t width() const { return png_get_image_width(png_, info_); }
  int bits() const { return png_get_bit_depth(png_, info_); }
  int channels() const { return png_get_channels(png_, info_); }

  // Everything before the pixels. The side is checked by the caller, in words of its own.
  bool ReadHeader() {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_crc_action(png_, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_read_info(png_, info_);
    return true;
  }

  // Bytes of grey, grey and alpha, RGB, or RGB and alpha.
  bool Expand() {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    png_set_expand(png_);
    png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    return true;
  }

  // `rows` has a pointer for each row.
  bool ReadRows(png_bytep* rows) {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    png_read_image(png_, rows);
    png_read_end(png_, nullptr);
    return true;
  }

 private:
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

// Removes the last channel, which must be opaque.
void DropAlpha(const std::string& path, PngImage* image) {
  const size_t channels = static_cast<size_t>(image->channels);
  std::vector<uint8_t> opaque;
  opaque.reserve(image->pixels.size() / channels * (channels - 1));
  for (size_t i = 0; i < image->pixels.size(); ++i) {
    const bool alpha = i % channels == channels - 1;
    if (!alpha) opaque.push_back(image->pixels[i]);
    if (alpha && image->pixels[i] != 255) {
      throw Error(path + ": has transparent pixels, expected opaque ones");
    }
  }
  image->pixels = std::move(opaque);
  --image->channels;
}

}  // namespace

std::string PngImage::Format() const {
  return std::to_string(height) + "x" + std::to_string(width) + (channels == 1 ? " grey" : " RGB");
}

PngImage DecodePng(const std::string& bytes, const std::string& path) {
  if (bytes.size() < kSignature ||
      png_sig_cmp(reinterpret_cast<png_const_bytep>(bytes.data()), 0, kSignature) != 0) {
    throw Error(path + ": not a PNG file");
  }
  Input input{bytes.data(), bytes.size(), ""};
  const auto require = [&](bool good) {
    if (!good) throw Error(path + ": damaged: " + input.error);
  };
  Decoder decoder(&input);
  if (!decoder.made()) throw Error(path + ": not enough memory to decode it");
  require(decoder.ReadHeader());
  if (decoder.height() > kMaxSide || decoder.width() > kMaxSide) {
    throw Error(path + ": " + std::to_string(decoder.height()) + "x" +
                std::to_string(decoder.width()) + " pixels, at most " + std::to_string(kMaxSide) +
                " a side are read");
  }
  if (decoder.bits() > 8) throw Error(path + ": 16 bits a channel, expected at most 8");
  require(decoder.Expand());

  PngImage image;
  image.height = decoder.height();
  image.width = decoder.width();
  image.channels = decoder.channels();
  const size_t row = static_cast<size_t>(image.width * image.channels);
  image.pixels.resize(static_cast<size_t>(image.height) * row);
  std::vector<png_bytep> rows;
  for (size_t at = 0; at < image.pixels.size(); at += row) rows.push_back(&image.pixels[at]);
  require(decoder.ReadRows(rows.data()));
  if (image.channels == 2 || image.channels == 4) DropAlpha(path, &image);
  return image;
}

}  // namespace itg
