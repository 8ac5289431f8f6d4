// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "model/error.h"
#include "sw/data/file.h"
#include "sw/data/npz.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

Tensor Counting(const Shape& shape, ElementType type, int exponent) {
  Tensor tensor(shape, type);
  for (int64_t i = 0; i < tensor.size(); ++i) tensor.Set(i, i % 2 == 0 ? 100 - i : i - 127);
  tensor.set_exponent(exponent);
  return tensor;
}

Npz Sample() {
  Npz npz;
  npz.Add("fc1.weight", Counting({3, 2}, ElementType::kInt8, -9));
  npz.Add("fc2.master", Counting({5}, ElementType::kInt16, -17));
  npz.Add("scalar", Counting({}, ElementType::kInt64, 0));
  npz.AddText("about.json", "{\"a\": 1}");
  return npz;
}

void ExpectSample(const Npz& npz) {
  EXPECT_EQ(npz.Get("fc1.weight", "t.npz"), Counting({3, 2}, ElementType::kInt8, -9));
  EXPECT_EQ(npz.Get("fc2.master", "t.npz"), Counting({5}, ElementType::kInt16, -17));
  EXPECT_EQ(npz.Get("scalar", "t.npz"), Counting({}, ElementType::kInt64, 0));
  EXPECT_EQ(npz.Text("about.json", "t.npz"), "{\"a\": 1}");
}

TEST(Npz, TensorsExponentsAndTextsComeBack) {
  const TempFolder folder;
  WriteNpz(folder / "t.npz", Sample());
  ExpectSample(ReadNpz(folder / "t.npz"));
  EXPECT_EQ(ReadNpz(folder / "t.npz").Names().size(), 6u);
  EXPECT_EQ(Sample().Bytes(), ReadFile(folder / "t.npz"));
  EXPECT_EQ(ErrorOf([] { Sample().Get("fc9", "t.npz"); }), "t.npz: has no array 'fc9'");
  EXPECT_EQ(ErrorOf([] { Sample().Text("b", "t.npz"); }), "t.npz: has no member 'b'");
}

// Whatever byte changes or wherever the file ends: one line that begins with the path, or (the byte
// means nothing: a date, a version) the very same contents.
TEST(Npz, DamageIsRefused) {
  const std::string good = Sample().Bytes();
  int refused = 0;
  const auto parse = [&](const std::string& bytes) {
    try {
      ExpectSample(Npz::Parse(bytes, "t.npz"));
    } catch (const Error& error) {
      ++refused;
      EXPECT_EQ(std::string(error.what()).rfind("t.npz: ", 0), 0u) << error.what();
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    }
  };
  for (size_t size = 0; size < good.size(); ++size) {
    refused = 0;
    parse(good.substr(0, size));
    EXPECT_EQ(refused, 1) << "cut at " << size;
  }
  refused = 0;
  for (size_t at = 0; at < good.size(); ++at) {
    for (const int flip : {1, 0x80, 0xff}) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ flip);
      ASSERT_NO_FATAL_FAILURE(parse(bad)) << "byte " << at;
    }
  }
  EXPECT_GT(refused, static_cast<int>(good.size()));
}

// A member may be compressed, as numpy.savez_compressed writes it; Python's zipfile is the witness
// that others read what we write.
TEST(Npz, OthersReadAndWriteIt) {
  const TempFolder folder;
  WriteNpz(folder / "t.npz", Sample());
  const std::string script =
      "import zipfile,sys\n"
      "a = zipfile.ZipFile(sys.argv[1])\n"
      "assert a.testzip() is None\n"
      "b = zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED)\n"
      "[b.writestr(n, a.read(n)) for n in a.namelist()]\n"
      "b.close()\n";
  const std::string python = folder.Write("repack.py", script);
  const std::string command =
      "python3 " + python + " " + (folder / "t.npz") + " " + (folder / "c.npz");
  ASSERT_EQ(std::system(command.c_str()), 0);
  ExpectSample(ReadNpz(folder / "c.npz"));
  EXPECT_NE(ReadFile(folder / "c.npz"), ReadFile(folder / "t.npz"));
}

// A disk that takes 100 bytes more: what was written before stays, nothing temporary is left.
TEST(File, AFullDiskLosesNothing) {
  const TempFolder folder;
  const std::string path = folder / "c.npz";
  WriteFileKeeping(path, folder / "p.npz", "one");
  WriteFileKeeping(path, folder / "p.npz", "two");
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{100, 100};
    setrlimit(RLIMIT_FSIZE, &limit);
    const std::string large(1 << 20, 'x');
    int wrong = 0;
    const std::string expected = path + ": cannot write: File too large";
    wrong += ErrorOf([&] { WriteFileKeeping(path, folder / "p.npz", large); }) != expected ? 1 : 0;
    wrong += ErrorOf([&] { WriteFile(path, large); }) != expected ? 2 : 0;
    _exit(wrong);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(ReadFile(path), "two");
  EXPECT_EQ(ReadFile(folder / "p.npz"), "one");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    static_cast<void>(entry);
    ++files;
  }
  EXPECT_EQ(files, 2);
}

}  // namespace
}  // namespace itg
