// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sw/data/file.h"
#include "sw/data/npy.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

// A file as NumPy writes it.
std::string Npy(const std::string& dictionary, const std::string& elements) {
  std::string header = dictionary;
  header.append((64 - (10 + header.size() + 1) % 64) % 64, ' ');
  header += "\n";
  return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header +
         elements;
}

std::string Int16Header(const std::string& shape) {
  return "{'descr': '<i2', 'fortran_order': False, 'shape': " + shape + ", }";
}

TEST(Npy, EveryTypeAndRankComesBack) {
  const TempFolder folder;
  for (const ElementType type :
       {ElementType::kInt8, ElementType::kInt16, ElementType::kInt32, ElementType::kInt64}) {
    for (const Shape& shape : {Shape{}, Shape{5}, Shape{2, 3}, Shape{0, 4}, Shape{2, 1, 3, 2}}) {
      Tensor tensor(shape, type);
      for (int64_t i = 0; i < tensor.size(); ++i) tensor.Set(i, i % 2 == 0 ? 100 - i : i - 127);
      WriteNpy(folder / "t.npy", tensor);
      EXPECT_EQ(ReadNpy(folder / "t.npy"), tensor) << ToString(shape);
    }
  }
}

TEST(Npy, BytesAreThoseOfNumPy) {
  const TempFolder folder;
  Tensor tensor({2, 1}, ElementType::kInt16);
  tensor.Set(0, 258);
  tensor.Set(1, -2);
  WriteNpy(folder / "t.npy", tensor);
  EXPECT_EQ(ReadFile(folder / "t.npy"),
            Npy(Int16Header("(2, 1)"), std::string("\x02\x01\xfe\xff", 4)));
}

TEST(Npy, UnsignedBytesAreWidened) {
  const TempFolder folder;
  const std::string path = folder.Write(
      "u.npy", Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", "\x7f\xff"));
  const Tensor tensor = ReadNpy(path);
  EXPECT_EQ(tensor.Get(0), 127);
  EXPECT_EQ(tensor.Get(1), 255);
}

// Each line: what is wrong, the file, the error after the path.
TEST(Npy, DamagedFilesAreRefused) {
  struct Case {
    std::string file;
    std::string error;
  };
  const std::string four(4, '\0');
  const std::string good = Npy(Int16Header("(2,)"), four);
  std::string version = good;
  version[6] = 2;
  const std::vector<Case> cases = {
      {"hello", "wrong magic number: not a .npy file of version 1.0"},
      {version, "wrong magic number: not a .npy file of version 1.0"},
      {good.substr(0, 9), "truncated header"},
      {good.substr(0, 40), "truncated header"},
      {Npy(Int16Header("(2,)"), "abc"), "3 bytes of elements do not fit shape [2]"},
      {Npy(Int16Header("(2,)"), "abcde"), "5 bytes of elements do not fit shape [2]"},
      {Npy(Int16Header("(-2,)"), four), "illegal shape (-2,)"},
      {Npy(Int16Header("2"), four), "illegal shape 2"},
      {Npy(Int16Header("(4294967296, 4294967296, 4294967296)"), four),
       "shape [4294967296, 4294967296, 4294967296] is too large"},
      {Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", four),
       "element type '<f4' (allowed: |i1, |u1, <i2, <i4, <i8)"},
      {Npy("{'descr': '<i2', 'fortran_order': True, 'shape': (2,), }", four), "not in C order"},
      {Npy("{'descr': '<i2', 'shape': (2,), }", four), "header without 'fortran_order':"},
  };
  const TempFolder folder;
  for (const Case& one : cases) {
    const std::string path = folder.Write("bad.npy", one.file);
    EXPECT_EQ(ErrorOf([&] { ReadNpy(path); }), path + ": " + one.error);
  }
}

TEST(File, WritesAreWholeOrAbsent) {
  const TempFolder folder;
  WriteFile(folder / "a", "one");
  WriteFile(folder / "a", "two");
  EXPECT_EQ(ReadFile(folder / "a"), "two");
  const std::string below_a_file = (folder / "a") + "/b";
  EXPECT_EQ(ErrorOf([&] { WriteFile(below_a_file, "x"); }),
            below_a_file + ": cannot write: Not a directory");
  EXPECT_EQ(ErrorOf([&] { MakeWritableFolder(below_a_file); }),
            below_a_file + ": cannot create the folder: Not a directory");
  EXPECT_EQ(ErrorOf([&] { MakeWritableFolder("/proc/none"); }),
            "/proc/none: cannot create the folder: No such file or directory");
  EXPECT_EQ(ErrorOf([&] { ReadFile(folder.path()); }),
            folder.path() + ": is a folder, expected a file");
}

}  // namespace
}  // namespace itg
