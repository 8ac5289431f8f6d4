// SPDX-License-Identifier: Apache-2.0
#include "sw/data/idx.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "model/error.h"
#include "sim/config/read_file.h"

namespace itg {
namespace {

constexpr uint32_t kUnsignedByte = 0x08;
constexpr int64_t kMaxElements = int64_t{1} << 32;

struct Close {
  void operator()(gzFile_s* file) const { gzclose(file); }
};
using GzFile = std::unique_ptr<gzFile_s, Close>;  // reads plain files as they are

// Reads exactly `size` bytes, fewer than 2^31.
void ReadBytes(gzFile_s* file, const std::string& path, uint8_t* to, int64_t size) {
  const int got = gzread(file, to, static_cast<unsigned>(size));
  if (got == size) return;
  int code = Z_OK;
  const char* text = gzerror(file, &code);
  if (got < 0 && code != Z_BUF_ERROR) throw Error(path + ": damaged: " + text);
  const int64_t missing = size - std::max(got, 0);
  throw Error(path + ": truncated: expected " + std::to_string(missing) + " more bytes");
}

// Grows as it reads: a damaged size must not ask for more memory than the file has bytes.
void ReadElements(gzFile_s* file, const std::string& path, int64_t size,
                  std::vector<uint8_t>* elements) {
  constexpr int64_t kPiece = int64_t{1} << 24;
  for (int64_t done = 0; done < size; done += kPiece) {
    const int64_t piece = std::min(size - done, kPiece);
    elements->resize(static_cast<size_t>(done + piece));
    ReadBytes(file, path, elements->data() + done, piece);
  }
}

uint32_t ReadBigEndian(gzFile_s* file, const std::string& path) {
  uint8_t b[4];
  ReadBytes(file, path, b, 4);
  return uint32_t{b[0]} << 24 | uint32_t{b[1]} << 16 | uint32_t{b[2]} << 8 | uint32_t{b[3]};
}

// At the end of a gzip stream zlib also checks length and checksum.
void CheckEnd(gzFile_s* file, const std::string& path) {
  uint8_t extra = 0;
  const int got = gzread(file, &extra, 1);
  if (got == 1) throw Error(path + ": has bytes after its last element");
  int code = Z_OK;
  const char* text = gzerror(file, &code);
  if (got < 0 || code == Z_BUF_ERROR) throw Error(path + ": damaged or truncated: " + text);
}

}  // namespace

IdxFile ReadIdx(const std::string& path, int dimensions) {
  RequireRegularFile(path);
  errno = 0;
  const GzFile file(gzopen(path.c_str(), "rb"));
  if (!file) throw Error(path + ": cannot open: " + std::strerror(errno));
  const uint32_t expected = kUnsignedByte << 8 | static_cast<uint32_t>(dimensions);
  const uint32_t magic = ReadBigEndian(file.get(), path);
  if (magic != expected) {
    throw Error(path + ": wrong magic number " + std::to_string(magic) + ", expected " +
                std::to_string(expected) + " (unsigned bytes, " + std::to_string(dimensions) +
                " dimensions)");
  }
  IdxFile result;
  int64_t elements = 1;
  for (int d = 0; d < dimensions; ++d) {
    const int64_t size = ReadBigEndian(file.get(), path);
    if (size == 0 || size > kMaxElements / elements) {
      throw Error(path + ": illegal size " + std::to_string(size) + " of dimension " +
                  std::to_string(d));
    }
    result.shape.push_back(size);
    elements *= size;
  }
  ReadElements(file.get(), path, elements, &result.bytes);
  CheckEnd(file.get(), path);
  return result;
}

ImageSet ReadIdxImages(const std::string& images, const std::string& labels, int classes) {
  IdxFile pixels = ReadIdx(images, 3);
  const IdxFile classes_of = ReadIdx(labels, 1);
  if (pixels.shape[0] != classes_of.shape[0]) {
    throw Error(labels + ": " + std::to_string(classes_of.shape[0]) + " labels for the " +
                std::to_string(pixels.shape[0]) + " images of " + images);
  }
  ImageSet set;
  set.count = pixels.shape[0];
  set.height = pixels.shape[1];
  set.width = pixels.shape[2];
  set.channels = 1;
  set.pixels = std::move(pixels.bytes);
  set.labels.reserve(classes_of.bytes.size());
  for (size_t i = 0; i < classes_of.bytes.size(); ++i) {
    CheckLabel(classes_of.bytes[i], classes, static_cast<int64_t>(i), labels);
    set.labels.push_back(classes_of.bytes[i]);
  }
  return set;
}

}  // namespace itg
