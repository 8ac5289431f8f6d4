// SPDX-License-Identifier: Apache-2.0
#include "sw/train/session.h"

#include <algorithm>
#include <numeric>

#include "model/error.h"
#include "sw/lower/lower.h"
#include "sw/lower/start_weights.h"
#include "sw/nn/network_file.h"

namespace itg {

Session::Session(const TrainConfig& config, const Dataset& data, Machine* machine)
    : config_(config),
      data_(data),
      machine_(machine),
      network_(ParseNetwork(config.network, config.source, data.train.image_shape(), data.classes)),
      loader_(data, config.numbers.activation_bits),
      batches_(&loader_, {config.batch, config.seed, config.data.augment}),
      training_(MakePass(config.batch, /*training=*/true)),
      weights_(StartState(network_, config.numbers, config.seed)),
      in_order_(static_cast<size_t>(std::max(data.train.count, data.test.count))) {
  if (steps_per_epoch() == 0) {
    throw Error(config.source + ": batch = " + std::to_string(config.batch) + ": more than the " +
                std::to_string(data.train.count) + " training images");
  }
  try {
    for (const int mu : config.mu) CheckMu(training_.runner().program(), mu);
  } catch (const Error& error) {  // a layer's gradient can be narrower than the run's
    throw Error(config.source + ": mu: " + error.what());
  }
  std::iota(in_order_.begin(), in_order_.end(), 0);
}

Program Session::Lower(int64_t batch, bool training) const {
  LowerOptions options;
  options.batch = batch;
  options.fused = config_.fused;
  options.seed = config_.seed;
  return training ? LowerTraining(network_, config_.numbers, options)
                  : LowerEvaluation(network_, config_.numbers, options);
}

Pass Session::MakePass(int64_t batch, bool training) const {
  return Pass(machine_, Lower(batch, training),
              BufferName(network_.layers.back(), Role::kActivation));
}

void Session::BeginEpoch() {
  ++epoch_;
  batches_.Begin(static_cast<uint32_t>(epoch_));
  training_.Load(weights_);
  machine_->SetMu(config_.mu.at(static_cast<size_t>(epoch_)));
}

void Session::LoadBatch() {
  training_.Fill(&batches_);
  machine_->SetTrainingStep(static_cast<uint32_t>(step_));
  ++step_;
}

Score Session::Step() {
  LoadBatch();
  training_.runner().Execute();
  return training_.Logits(&scorer_);
}

Score Session::Evaluate(const ImageSet& images) {
  Score total;
  Pass* current = nullptr;
  for (int64_t first = 0; first < images.count; first += kEvaluationBatch) {
    Pass* const pass = EvaluationPass(std::min(kEvaluationBatch, images.count - first));
    if (pass != current) pass->Load(weights_);
    current = pass;
    pass->Fill(images, in_order_.data() + first, &loader_);
    pass->runner().Execute();
    total += pass->Logits(&scorer_);
  }
  return total;
}

Pass* Session::EvaluationPass(int64_t batch) {
  for (Pass& pass : evaluation_) {
    if (pass.batch() == batch) return &pass;
  }
  evaluation_.push_back(MakePass(batch, /*training=*/false));
  return &evaluation_.back();
}

}  // namespace itg
