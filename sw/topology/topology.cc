// SPDX-License-Identifier: Apache-2.0
#include "sw/topology/topology.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <sstream>

#include "model/error.h"
#include "sim/rtl/plugin_api.h"
#include "sw/data/file.h"

namespace itg {
namespace {

static_assert(kMostOfTopology == (int64_t{1} << kPluginDimBits) - 1);

constexpr const char* kColumns[] = {"Layer", "M", "N", "K", "Sparsity"};
constexpr size_t kDenseColumns = 4;  // those that must be there
constexpr size_t kAllColumns = 5;

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string Trimmed(const std::string& text) {
  constexpr const char* kBlanks = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// What is between the commas; the empty cell behind a comma at the end is none.
std::vector<std::string> Cells(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(Trimmed(cell));
  if (!cells.empty() && cells.back().empty()) cells.pop_back();
  return cells;
}

// For a message of one line.
std::string Quote(const std::string& value) {
  constexpr size_t kMost = 40;
  std::string text = value.substr(0, kMost);
  for (char& c : text) {
    if (std::iscntrl(static_cast<unsigned char>(c)) != 0) c = '?';
  }
  return "'" + text + (value.size() > kMost ? "..." : "") + "'";
}

class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path) {}

  std::vector<TopologyLayer> Read() {
    std::istringstream text(ReadFile(path_));
    std::vector<TopologyLayer> layers;
    for (std::string line; std::getline(text, line);) {
      ++line_;
      const std::vector<std::string> cells = Cells(line);
      if (cells.empty()) continue;
      const bool comma = Trimmed(line).back() == ',';
      if (columns_ == 0) {
        ReadNames(cells);
        commas_ = comma;
      } else if (commas_ && !comma) {
        Fail(": does not end with a comma as the line of names does: was the file cut off?");
      } else {
        layers.push_back(ReadLayer(cells));
      }
    }
    if (columns_ == 0) throw Error(path_ + ": is empty, expected a line Layer, M, N, K");
    if (layers.empty()) throw Error(path_ + ": no layer behind the line of names");
    return layers;
  }

 private:
  [[noreturn]] void Fail(const std::string& what) const {
    throw Error(path_ + ": line " + std::to_string(line_) + what);
  }
  [[noreturn]] void FailCell(size_t column, const std::string& value,
                             const std::string& expected) const {
    Fail(", column " + std::string(kColumns[column]) + ": " + Quote(value) + ": expected " +
         expected);
  }

  // "Layer" may go on ("Layer name"), the others may not.
  void ReadNames(const std::vector<std::string>& cells) {
    for (size_t i = 0; i < std::min(cells.size(), kAllColumns); ++i) {
      const std::string name = Lower(cells[i]);
      const std::string wanted = Lower(kColumns[i]);
      if (name == wanted || (i == 0 && name.rfind(wanted, 0) == 0)) continue;
      Fail(": column " + std::to_string(i + 1) + " is " + Quote(cells[i]) + ", expected " +
           kColumns[i] + ": only GEMM topologies, Layer, M, N, K, are read");
    }
    CheckCount(cells.size(), kDenseColumns, kAllColumns);
    columns_ = cells.size();
  }

  void CheckCount(size_t cells, size_t least, size_t most) const {
    if (cells < least) Fail(": column " + std::string(kColumns[cells]) + " is missing");
    if (cells > most) {
      Fail(": " + std::to_string(cells) + " columns, expected " + std::to_string(most));
    }
  }

  TopologyLayer ReadLayer(const std::vector<std::string>& cells) const {
    CheckCount(cells.size(), columns_, columns_);
    if (cells[0].empty()) FailCell(0, cells[0], "a name");
    if (columns_ == kAllColumns) CheckDense(cells[kAllColumns - 1]);
    return {cells[0], {Size(1, cells[1]), Size(2, cells[2]), Size(3, cells[3])}, line_};
  }

  int64_t Size(size_t column, const std::string& cell) const {
    int64_t value = 0;
    const char* const end = cell.data() + cell.size();
    const std::from_chars_result at = std::from_chars(cell.data(), end, value);
    if (at.ec != std::errc() || at.ptr != end || value < 1 || value > kMostOfTopology) {
      FailCell(column, cell, "a whole number from 1 to " + std::to_string(kMostOfTopology));
    }
    return value;
  }

  void CheckDense(const std::string& cell) const {
    const size_t colon = cell.find(':');
    const bool dense = colon != std::string::npos && colon > 0 &&
                       Trimmed(cell.substr(0, colon)) == Trimmed(cell.substr(colon + 1));
    if (!dense) {
      FailCell(kAllColumns - 1, cell, "a dense ratio as 1:1: the array does not skip zeros");
    }
  }

  const std::string path_;
  int line_ = 0;
  size_t columns_ = 0;   // 0: the names were not read yet
  bool commas_ = false;  // lines end with one
};

}  // namespace

std::vector<TopologyLayer> ReadTopology(const std::string& path) { return Reader(path).Read(); }

}  // namespace itg
