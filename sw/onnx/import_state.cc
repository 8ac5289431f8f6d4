// SPDX-License-Identifier: Apache-2.0
#include "sw/onnx/import_state.h"

#include <algorithm>

#include "model/error.h"
#include "model/program/window.h"

namespace itg {
namespace {

// The one number that all entries of `values` are; `otherwise` when there are none.
int Common(const std::string& name, const std::vector<int64_t>& values, size_t count, int64_t least,
           int64_t otherwise) {
  if (values.empty()) return static_cast<int>(otherwise);
  const bool same =
      values.size() == count &&
      std::all_of(values.begin(), values.end(), [&](int64_t value) { return value == values[0]; });
  if (!same || values[0] < least || values[0] > kMaxWindow) {
    throw Error(name + " = " + ToString(values) + ", allowed the same number " +
                std::to_string(least) + ".." + std::to_string(kMaxWindow) + " " +
                std::to_string(count) + " times");
  }
  return static_cast<int>(values[0]);
}

}  // namespace

const OnnxConstant& ImportState::Constant(const std::string& name) const {
  const auto found = constants.find(name);
  if (found == constants.end()) throw Error("input \"" + name + "\" must be a constant");
  return found->second;
}

const OnnxValue& ImportState::Value(const std::string& name) const {
  const auto found = values.find(name);
  if (found == values.end()) {
    throw Error("input \"" + name + "\" is not the output of a node before it");
  }
  return found->second;
}

OnnxValue ImportState::Read(const OnnxNode& node) {
  const OnnxValue value = Value(node.Input(0));
  builder.From(value.layer);
  return value;
}

void ImportState::Write(const OnnxNode& node, const OnnxValue& value) {
  if (node.proto().output_size() < 1) throw Error("it has no output");
  const std::string& name = node.proto().output(0);
  if (IsConstant(name) || !values.emplace(name, value).second) {
    throw Error("output \"" + name + "\" exists already");
  }
}

void ImportState::WriteConstant(const OnnxNode& node, OnnxConstant constant) {
  if (node.proto().output_size() < 1) throw Error("it has no output");
  const std::string& name = node.proto().output(0);
  if (values.count(name) != 0 || !constants.emplace(name, std::move(constant)).second) {
    throw Error("output \"" + name + "\" exists already");
  }
}

Window ReadOnnxWindow(const OnnxNode& node, const Shape& kernel) {
  std::vector<int64_t> size = node.Ints("kernel_shape");
  if (size.empty()) size = kernel;
  if (size.size() != 2 || (!kernel.empty() && size != kernel)) {
    throw Error("kernel_shape = " + ToString(size) + ", allowed " +
                (kernel.empty() ? "two sizes" : ToString(kernel)));
  }
  for (const int64_t one : size) Common("kernel_shape", {one}, 1, 1, 1);
  Common("dilations", node.Ints("dilations"), 2, 1, 1);
  for (const int64_t dilation : node.Ints("dilations")) {
    if (dilation != 1) throw Error("dilations of " + std::to_string(dilation) + ", allowed 1");
  }
  const std::string automatic = node.String("auto_pad", "NOTSET");
  if (automatic != "NOTSET" && automatic != "VALID") {
    throw Error("auto_pad = " + automatic + ", allowed NOTSET, VALID");
  }
  Window window;
  window.kernel_h = static_cast<int>(size[0]);
  window.kernel_w = static_cast<int>(size[1]);
  window.stride = Common("strides", node.Ints("strides"), 2, 1, 1);
  window.padding = automatic == "VALID" ? 0 : Common("pads", node.Ints("pads"), 4, 0, 0);
  return window;
}

void NeedNoBias(const OnnxNode& node, int index, const ImportState& state) {
  if (!node.HasInput(index)) return;
  const std::vector<double>& bias = state.Constant(node.Input(index)).values;
  if (std::all_of(bias.begin(), bias.end(), [](double b) { return b == 0; })) return;
  throw Error("its bias \"" + node.Input(index) + "\" is not zero: layers have no bias");
}

}  // namespace itg
