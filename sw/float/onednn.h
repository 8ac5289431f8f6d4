// SPDX-License-Identifier: Apache-2.0
//
// What the layers on oneDNN primitives share. oneDNN names dimensions [N][C][H][W] and
// [O][I][kh][kw] whatever the layout; ours are its nhwc and ohwi.

#pragma once

#include <dnnl.hpp>
#include <unordered_map>

#include "sw/nn/network.h"

namespace itg {

struct OneDnn {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};

  // Our array as an operand; a primitive writes to its outputs alone.
  dnnl::memory Operand(const dnnl::memory::desc& desc, const float* data) const {
    return {desc, engine, const_cast<float*>(data)};
  }
  void Run(const dnnl::primitive& primitive,
           const std::unordered_map<int, dnnl::memory>& operands) {
    primitive.execute(stream, operands);
    stream.wait();
  }
};

// A primitive and its description, which knows the layouts it chose.
template <typename Primitive>
struct Prepared {
  explicit Prepared(const typename Primitive::primitive_desc& description)
      : desc(description), primitive(description) {}
  typename Primitive::primitive_desc desc;
  Primitive primitive;
};

// A batch of images of `shape` [height][width][channels].
inline dnnl::memory::desc ImagesDesc(const Shape& shape, int64_t batch) {
  return {{batch, shape[2], shape[0], shape[1]},
          dnnl::memory::data_type::f32,
          dnnl::memory::format_tag::nhwc};
}

struct WindowDims {
  explicit WindowDims(const Window& window)
      : kernel{window.kernel_h, window.kernel_w},
        strides{window.stride, window.stride},
        padding{window.padding, window.padding} {}
  dnnl::memory::dims kernel;
  dnnl::memory::dims strides;
  dnnl::memory::dims padding;  // on either side
};

}  // namespace itg
