// SPDX-License-Identifier: Apache-2.0
#include "sw/data/npz.h"

#include <zip.h>

#include <memory>
#include <utility>

#include "model/error.h"
#include "sw/data/file.h"
#include "sw/data/npy.h"

namespace itg {
namespace {

constexpr const char* kExponent = ".exponent";
constexpr const char* kNpy = ".npy";
constexpr zip_uint16_t kFirstDay = 0x21;  // 1980-01-01, the earliest date of a zip archive

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Member = std::unique_ptr<zip_file_t, Discard>;
using Source = std::unique_ptr<zip_source_t, Discard>;

// An archive in memory: the files are read and written by sw/data/file.h.
Source MakeSource(const void* bytes, size_t size) {
  Source source(zip_source_buffer_create(bytes, size, 0, nullptr));
  if (!source) throw Error("zip: out of memory");
  return source;
}

Archive Open(zip_source_t* source, int flags, const std::string& path) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_keep(source);  // the archive frees one reference, Source the other
  Archive archive(zip_open_from_source(source, flags, &error));
  if (archive) return archive;
  zip_source_free(source);
  const std::string reason = zip_error_strerror(&error);
  zip_error_fini(&error);
  throw Error(path + ": not a whole .npz archive: " + reason);
}

bool AddMember(zip_t* archive, const std::string& name, const std::string& bytes) {
  zip_source_t* const source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
  if (source == nullptr) return false;
  const zip_int64_t added = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (added < 0) {
    zip_source_free(source);
    return false;
  }
  const zip_uint64_t index = static_cast<zip_uint64_t>(added);
  return zip_set_file_compression(archive, index, ZIP_CM_STORE, 0) == 0 &&
         zip_file_set_dostime(archive, index, 0, kFirstDay, 0) == 0;
}

std::string Contents(zip_source_t* source) {
  std::string bytes;
  if (zip_source_open(source) != 0) throw Error("zip: cannot read back what was written");
  char buffer[65536];
  for (zip_int64_t got = 1; got > 0;) {
    got = zip_source_read(source, buffer, sizeof buffer);
    if (got > 0) bytes.append(buffer, static_cast<size_t>(got));
  }
  zip_source_close(source);
  return bytes;
}

// Member `index`; its checksum is verified when its end is reached. The size that the archive
// states is not trusted with memory.
std::string ReadMember(zip_t* archive, zip_uint64_t index, const std::string& name) {
  const Member member(zip_fopen_index(archive, index, 0));
  if (!member) throw Error(name + ": cannot read: " + zip_strerror(archive));
  std::string bytes;
  char buffer[65536];
  for (zip_int64_t got = 1; got > 0;) {
    got = zip_fread(member.get(), buffer, sizeof buffer);
    if (got < 0) throw Error(name + ": damaged: " + zip_file_strerror(member.get()));
    bytes.append(buffer, static_cast<size_t>(got));
  }
  return bytes;
}

bool EndsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

void Npz::Add(const std::string& name, const Tensor& tensor) {
  Tensor exponent({}, ElementType::kInt32);
  exponent.Set(0, tensor.exponent());
  tensors_[name] = tensor;
  tensors_[name + kExponent] = exponent;
}

Tensor Npz::Get(const std::string& name, const std::string& path) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end()) throw Error(path + ": has no array '" + name + "'");
  Tensor tensor = found->second;
  const auto exponent = tensors_.find(name + kExponent);
  if (exponent == tensors_.end()) return tensor;
  if (exponent->second.size() != 1) throw Error(path + ": '" + name + kExponent + "' is no number");
  const int64_t value = exponent->second.Get(0);
  if (value != static_cast<int16_t>(value)) {
    throw Error(path + ": " + name + kExponent + " = " + std::to_string(value) +
                ": expected an integer of 16 bits");
  }
  tensor.set_exponent(static_cast<int>(value));
  return tensor;
}

const std::string& Npz::Text(const std::string& name, const std::string& path) const {
  const auto found = texts_.find(name);
  if (found == texts_.end()) throw Error(path + ": has no member '" + name + "'");
  return found->second;
}

std::vector<std::string> Npz::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : tensors_) names.push_back(name);
  return names;
}

std::string Npz::Bytes() const {
  std::map<std::string, std::string> members = texts_;  // must outlive the archive
  for (const auto& [name, tensor] : tensors_) members[name + kNpy] = NpyBytes(tensor);
  const Source source = MakeSource(nullptr, 0);
  Archive archive = Open(source.get(), ZIP_TRUNCATE, "npz");
  bool good = !members.empty();
  for (const auto& [name, bytes] : members) good = good && AddMember(archive.get(), name, bytes);
  good = good && zip_close(archive.get()) == 0;
  if (!good) throw Error(std::string("npz: cannot be made: ") + zip_strerror(archive.get()));
  static_cast<void>(archive.release());  // closed
  return Contents(source.get());
}

Npz Npz::Parse(const std::string& bytes, const std::string& path) {
  const Source source = MakeSource(bytes.data(), bytes.size());
  const Archive archive = Open(source.get(), ZIP_RDONLY | ZIP_CHECKCONS, path);
  Npz npz;
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const zip_uint64_t index = static_cast<zip_uint64_t>(i);
    const char* const raw = zip_get_name(archive.get(), index, 0);
    if (raw == nullptr) throw Error(path + ": a member without a name");
    const std::string name = raw;
    std::string contents = ReadMember(archive.get(), index, path + ": " + name);
    if (EndsWith(name, kNpy)) {
      npz.tensors_[name.substr(0, name.size() - 4)] = ParseNpy(contents, path + ": " + name);
    } else {
      npz.texts_[name] = std::move(contents);
    }
  }
  return npz;
}

Npz ReadNpz(const std::string& path) { return Npz::Parse(ReadFile(path), path); }

void WriteNpz(const std::string& path, const Npz& npz) { WriteFile(path, npz.Bytes()); }

}  // namespace itg
