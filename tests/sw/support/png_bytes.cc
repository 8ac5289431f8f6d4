// SPDX-License-Identifier: Apache-2.0
#include "tests/sw/support/png_bytes.h"

#include <zlib.h>

namespace itg {
namespace {

std::string BigEndian(uint64_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift));
  return bytes;
}

const Bytef* Data(const std::string& bytes) { return reinterpret_cast<const Bytef*>(bytes.data()); }

std::string Compressed(const std::string& bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  compress(reinterpret_cast<Bytef*>(out.data()), &size, Data(bytes),
           static_cast<uLong>(bytes.size()));
  out.resize(size);
  return out;
}

}  // namespace

std::string PngChunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  return BigEndian(data.size()) + body +
         BigEndian(crc32(0, Data(body), static_cast<uInt>(body.size())));
}

std::string PngBytes(const PngHeader& header, const std::string& rows, const std::string& extra) {
  std::string filtered;
  const size_t row = rows.size() / (header.height == 0 ? 1 : header.height);
  for (size_t at = 0; at < rows.size(); at += row) filtered += '\0' + rows.substr(at, row);
  const std::string fields = BigEndian(header.width) + BigEndian(header.height) +
                             static_cast<char>(header.bits) + static_cast<char>(header.colour) +
                             std::string(3, '\0');
  return "\x89PNG\r\n\x1a\n" + PngChunk("IHDR", fields) + extra +
         PngChunk("IDAT", Compressed(filtered)) + PngChunk("IEND", "");
}

}  // namespace itg
