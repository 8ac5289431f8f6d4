// SPDX-License-Identifier: Apache-2.0
#include "sw/nn/layer_json.h"

#include "model/arith/bits.h"
#include "model/error.h"
#include "model/program/window.h"

namespace itg {
namespace {

// At most a line's worth of JSON.
std::string Short(const nlohmann::json& json) {
  constexpr size_t kLength = 80;
  const std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return text.size() <= kLength ? text : text.substr(0, kLength) + "...";
}

int KernelSize(const JsonObject& object, const std::string& key, const nlohmann::json& size) {
  if (!size.is_number_integer() || size < 1 || size > kMaxWindow) {
    object.Refuse(key, "a size 1.." + std::to_string(kMaxWindow) + " or [height, width]");
  }
  return size.get<int>();
}

}  // namespace

JsonObject LayerJson::Read(const std::vector<std::string>& required,
                           const std::vector<std::string>& optional) const {
  std::vector<std::string> allowed = optional;
  allowed.insert(allowed.end(), {"name", "from"});
  return JsonObject(object, source, path, required, allowed);
}

void LayerJson::At(const std::function<void()>& add) const {
  try {
    add();
  } catch (const Error& error) {
    throw Error(source + ": " + path + " = " + Short(written) + ": " + error.what());
  }
}

int64_t ReadOutputs(const LayerJson& json, const JsonObject& object, const std::string& key) {
  if (object.At(key) == "classes") return json.classes;
  return object.Integer(key, 1, kMaxOutputs);
}

Window ReadWindow(const JsonObject& object, const std::string& kernel, bool stride_is_kernel) {
  Window window;
  const nlohmann::json& size = object.At(kernel);
  const bool pair = size.is_array() && size.size() == 2;
  window.kernel_h = KernelSize(object, kernel, pair ? size[0] : size);
  window.kernel_w = KernelSize(object, kernel, pair ? size[1] : size);
  const int64_t stride = stride_is_kernel ? window.kernel_h : 1;
  window.stride = static_cast<int>(object.Integer("stride", 1, kMaxWindow, stride));
  window.padding = static_cast<int>(object.Integer("padding", 0, kMaxWindow, 0));
  return window;
}

void ReadCommon(const LayerJson& json, const JsonObject& object,
                const std::vector<std::string>& allowed, Layer* layer) {
  layer->name = object.String("name", layer->name);
  if (!object.Has("bits")) return;
  const JsonObject bits(object.At("bits"), json.source, object.Path("bits"), {}, allowed);
  const auto width = [&bits](const char* key) {
    return bits.Has(key) ? static_cast<int>(bits.Integer(key, kMinNarrowBits, kMaxNarrowBits)) : 0;
  };
  layer->bits.activation = width("activation");
  layer->bits.error = width("error");
  layer->bits.weight = width("weight");
  layer->bits.gradient = width("gradient");
  if (bits.Has("master")) layer->bits.master = bits.Bool("master", false);
}

}  // namespace itg
