// SPDX-License-Identifier: Apache-2.0
//
// The three index sums of NUMERICS.md section 4 as oneDNN primitives. Images keep our layout; a
// primitive chooses that of its weights, which are copied into it, and the gradient out of it.
#include <optional>

#include "sw/float/float_layer.h"
#include "sw/float/onednn.h"

namespace itg {
namespace {

using dnnl::memory;
using Forwards = Prepared<dnnl::convolution_forward>;
using Errors = Prepared<dnnl::convolution_backward_data>;
using Gradients = Prepared<dnnl::convolution_backward_weights>;

constexpr dnnl::algorithm kDirect = dnnl::algorithm::convolution_direct;

struct Operands {
  Operands(const Layer& layer, int64_t batch)
      : in(ImagesDesc(layer.in, batch)),
        out(ImagesDesc(layer.out, batch)),
        ours({layer.weight[0], layer.weight[3], layer.weight[1], layer.weight[2]},
             memory::data_type::f32, memory::format_tag::ohwi),
        weight(ours.dims(), memory::data_type::f32, memory::format_tag::any),
        window(layer.window) {}

  memory::desc in;
  memory::desc out;
  memory::desc ours;    // the weights as we store them
  memory::desc weight;  // as the primitive likes them
  WindowDims window;
};

Forwards MakeForwards(const Operands& o, const OneDnn& dnn) {
  return Forwards({{dnnl::prop_kind::forward_training, kDirect, o.in, o.weight, o.out,
                    o.window.strides, o.window.padding, o.window.padding},
                   dnn.engine});
}

struct Backwards {
  Backwards(const Operands& o, const OneDnn& dnn, const Forwards& forwards)
      : errors(
            {{kDirect, o.in, o.weight, o.out, o.window.strides, o.window.padding, o.window.padding},
             dnn.engine,
             forwards.desc}),
        gradients(
            {{kDirect, o.in, o.weight, o.out, o.window.strides, o.window.padding, o.window.padding},
             dnn.engine,
             forwards.desc}) {}
  Errors errors;
  Gradients gradients;
};

class Conv final : public FloatLayer {
 public:
  Conv(const Layer& layer, int64_t batch)
      : operands_(layer, batch), forwards_(MakeForwards(operands_, dnn_)) {}

  void Forward(const FloatOperands& x) override {
    dnn_.Run(forwards_.primitive,
             {{DNNL_ARG_SRC, dnn_.Operand(operands_.in, x.in)},
              {DNNL_ARG_WEIGHTS, Weight(forwards_.desc.weights_desc(), x.weight)},
              {DNNL_ARG_DST, dnn_.Operand(operands_.out, x.out)}});
  }

  void Backward(const FloatOperands& x) override {
    if (!backwards_) backwards_.emplace(operands_, dnn_, forwards_);
    const memory error = dnn_.Operand(operands_.out, x.error);
    Gradient(x, error);
    if (x.in_error == nullptr) return;
    const Errors& errors = backwards_->errors;
    dnn_.Run(errors.primitive, {{DNNL_ARG_DIFF_DST, error},
                                {DNNL_ARG_WEIGHTS, Weight(errors.desc.weights_desc(), x.weight)},
                                {DNNL_ARG_DIFF_SRC, dnn_.Operand(operands_.in, x.in_error)}});
  }

 private:
  void Gradient(const FloatOperands& x, const memory& error) {
    const Gradients& gradients = backwards_->gradients;
    memory ours = dnn_.Operand(operands_.ours, x.gradient);
    const bool same = gradients.desc.diff_weights_desc() == operands_.ours;
    memory theirs = same ? ours : memory(gradients.desc.diff_weights_desc(), dnn_.engine);
    dnn_.Run(gradients.primitive, {{DNNL_ARG_SRC, dnn_.Operand(operands_.in, x.in)},
                                   {DNNL_ARG_DIFF_DST, error},
                                   {DNNL_ARG_DIFF_WEIGHTS, theirs}});
    if (!same) Copy(theirs, ours);
  }

  memory Weight(const memory::desc& theirs, const float* weight) {
    memory ours = dnn_.Operand(operands_.ours, weight);
    if (theirs == operands_.ours) return ours;
    memory copy(theirs, dnn_.engine);
    Copy(ours, copy);
    return copy;
  }

  void Copy(memory from, memory to) { dnnl::reorder(from, to).execute(dnn_.stream, from, to); }

  OneDnn dnn_;
  Operands operands_;
  Forwards forwards_;
  std::optional<Backwards> backwards_;  // made when first asked for: an evaluation needs none
};

}  // namespace

std::unique_ptr<FloatLayer> MakeFloatConv(const Layer& layer, int64_t batch) {
  return std::make_unique<Conv>(layer, batch);
}

}  // namespace itg
