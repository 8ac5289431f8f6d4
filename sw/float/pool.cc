// SPDX-License-Identifier: Apache-2.0
//
// Max-pool (padding never wins, the first maximum does) and average-pool (padding counts as 0, the
// divisor is the size of the window) as oneDNN primitives.
#include <optional>

#include "sw/float/float_layer.h"
#include "sw/float/onednn.h"

namespace itg {
namespace {

using dnnl::memory;
using Forwards = Prepared<dnnl::pooling_forward>;
using Backwards = Prepared<dnnl::pooling_backward>;

dnnl::algorithm AlgorithmOf(const Layer& layer) {
  return layer.kind == LayerKind::kMaxPool ? dnnl::algorithm::pooling_max
                                           : dnnl::algorithm::pooling_avg_include_padding;
}

class Pool final : public FloatLayer {
 public:
  Pool(const Layer& layer, int64_t batch)
      : algorithm_(AlgorithmOf(layer)),
        in_(ImagesDesc(layer.in, batch)),
        out_(ImagesDesc(layer.out, batch)),
        window_(layer.window),
        forwards_({{dnnl::prop_kind::forward_training, algorithm_, in_, out_, window_.strides,
                    window_.kernel, window_.padding, window_.padding},
                   dnn_.engine}),
        winners_(forwards_.desc.workspace_desc(), dnn_.engine) {}

  void Forward(const FloatOperands& x) override {
    dnn_.Run(forwards_.primitive, {{DNNL_ARG_SRC, dnn_.Operand(in_, x.in)},
                                   {DNNL_ARG_WORKSPACE, winners_},
                                   {DNNL_ARG_DST, dnn_.Operand(out_, x.out)}});
  }

  void Backward(const FloatOperands& x) override {
    if (x.in_error == nullptr) return;
    if (!backwards_) {
      backwards_.emplace(
          dnnl::pooling_backward::primitive_desc({algorithm_, in_, out_, window_.strides,
                                                  window_.kernel, window_.padding, window_.padding},
                                                 dnn_.engine, forwards_.desc));
    }
    dnn_.Run(backwards_->primitive, {{DNNL_ARG_DIFF_DST, dnn_.Operand(out_, x.error)},
                                     {DNNL_ARG_WORKSPACE, winners_},
                                     {DNNL_ARG_DIFF_SRC, dnn_.Operand(in_, x.in_error)}});
  }

 private:
  OneDnn dnn_;
  dnnl::algorithm algorithm_;
  memory::desc in_;
  memory::desc out_;
  WindowDims window_;
  Forwards forwards_;
  memory winners_;  // empty for an average
  std::optional<Backwards> backwards_;
};

}  // namespace

std::unique_ptr<FloatLayer> MakeFloatPool(const Layer& layer, int64_t batch) {
  return std::make_unique<Pool>(layer, batch);
}

}  // namespace itg
