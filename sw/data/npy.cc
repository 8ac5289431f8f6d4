// SPDX-License-Identifier: Apache-2.0
#include "sw/data/npy.h"

#include <charconv>
#include <cstring>
#include <string_view>

#include "model/error.h"
#include "sw/data/file.h"

namespace itg {
namespace {

constexpr std::string_view kMagic("\x93NUMPY\x01\x00", 8);
constexpr size_t kPreamble = 10;  // magic, version, two bytes of header length

// The value of `key` in the header's dictionary, up to the comma outside of brackets.
std::string_view Value(std::string_view header, std::string_view key, const std::string& path) {
  const std::string quoted = "'" + std::string(key) + "':";
  const size_t at = header.find(quoted);
  if (at == std::string_view::npos) throw Error(path + ": header without " + quoted);
  std::string_view rest = header.substr(at + quoted.size());
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  size_t end = rest.find_first_of(",}");
  if (!rest.empty() && rest.front() == '(') end = rest.find(')') + 1;  // npos + 1 == 0: empty
  return rest.substr(0, std::min(end, rest.size()));
}

Shape ParseShape(std::string_view text, const std::string& path) {
  const Error bad(path + ": illegal shape " + std::string(text));
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') throw bad;
  text = text.substr(1, text.size() - 2);
  Shape shape;
  while (!text.empty()) {
    int64_t size = -1;
    const std::from_chars_result result =
        std::from_chars(text.data(), text.data() + text.size(), size);
    if (result.ec != std::errc() || size < 0 || size > (int64_t{1} << 32)) throw bad;
    shape.push_back(size);
    text.remove_prefix(static_cast<size_t>(result.ptr - text.data()));
    if (!text.empty() && text.front() != ',') throw bad;
    while (!text.empty() && (text.front() == ',' || text.front() == ' ')) text.remove_prefix(1);
  }
  return shape;
}

ElementType ParseType(std::string_view text, const std::string& path) {
  if (text == "'|i1'" || text == "'|u1'") return ElementType::kInt8;
  if (text == "'<i2'") return ElementType::kInt16;
  if (text == "'<i4'") return ElementType::kInt32;
  if (text == "'<i8'") return ElementType::kInt64;
  throw Error(path + ": element type " + std::string(text) + " (allowed: |i1, |u1, <i2, <i4, <i8)");
}

Tensor Widened(const Tensor& bytes) {
  Tensor wide(bytes.shape(), ElementType::kInt16);
  for (int64_t i = 0; i < bytes.size(); ++i) wide.Set(i, static_cast<uint8_t>(bytes.Get(i)));
  return wide;
}

const char* TypeName(ElementType type) {
  switch (type) {
    case ElementType::kInt8:
      return "|i1";
    case ElementType::kInt16:
      return "<i2";
    case ElementType::kInt32:
      return "<i4";
    case ElementType::kInt64:
      break;
  }
  return "<i8";
}

std::string Header(const Tensor& tensor) {
  std::string shape;
  for (const int64_t size : tensor.shape()) shape += std::to_string(size) + ", ";
  if (tensor.shape().size() > 1) shape.resize(shape.size() - 2);
  if (tensor.shape().size() == 1) shape.resize(shape.size() - 1);
  std::string header = "{'descr': '" + std::string(TypeName(tensor.type())) +
                       "', 'fortran_order': False, 'shape': (" + shape + "), }";
  constexpr size_t kAlign = 64;
  const size_t used = kPreamble + header.size() + 1;
  header.append((kAlign - used % kAlign) % kAlign, ' ');
  return header + "\n";
}

}  // namespace

Tensor ParseNpy(std::string_view view, const std::string& path) {
  if (view.substr(0, kMagic.size()) != kMagic) {
    throw Error(path + ": wrong magic number: not a .npy file of version 1.0");
  }
  if (view.size() < kPreamble) throw Error(path + ": truncated header");
  const size_t length = static_cast<size_t>(static_cast<uint8_t>(view[8])) |
                        static_cast<size_t>(static_cast<uint8_t>(view[9])) << 8;
  if (view.size() < kPreamble + length) throw Error(path + ": truncated header");
  const std::string_view header = view.substr(kPreamble, length);
  if (Value(header, "fortran_order", path) != "False") throw Error(path + ": not in C order");
  const std::string_view type = Value(header, "descr", path);
  const ElementType element = ParseType(type, path);
  const Shape shape = ParseShape(Value(header, "shape", path), path);
  const uint64_t present = view.size() - kPreamble - length;
  constexpr uint64_t kMaxBytes = uint64_t{1} << 31;  // the next factor cannot overflow
  uint64_t expected = static_cast<uint64_t>(ByteSize(element));
  for (const int64_t size : shape) {
    if (expected > kMaxBytes) throw Error(path + ": shape " + ToString(shape) + " is too large");
    expected *= static_cast<uint64_t>(size);
  }
  if (expected != present) {
    throw Error(path + ": " + std::to_string(present) + " bytes of elements do not fit shape " +
                ToString(shape));
  }
  Tensor tensor(shape, element);
  if (present > 0) std::memcpy(tensor.bytes().data(), view.data() + kPreamble + length, present);
  return type == "'|u1'" ? Widened(tensor) : tensor;
}

Tensor ReadNpy(const std::string& path) { return ParseNpy(ReadFile(path), path); }

std::string NpyBytes(const Tensor& tensor) {
  const std::string header = Header(tensor);
  std::string file(kMagic);
  file.push_back(static_cast<char>(header.size() & 0xff));
  file.push_back(static_cast<char>(header.size() >> 8));
  file += header;
  file.append(reinterpret_cast<const char*>(tensor.bytes().data()), tensor.bytes().size());
  return file;
}

void WriteNpy(const std::string& path, const Tensor& tensor) { WriteFile(path, NpyBytes(tensor)); }

}  // namespace itg
