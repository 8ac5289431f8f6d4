// SPDX-License-Identifier: Apache-2.0
#include "sw/train/session.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "model/error.h"
#include "sw/lower/lower.h"
#include "sw/lower/start_weights.h"
#include "sw/nn/network_file.h"

namespace itg {

// A product that sums over the batch and all that comes of it is the same in every process.
bool HoldsSamples(const Program& program, const Command& command) {
  if (command.opcode == Opcode::kGradient) return false;
  const Role role = program[command.out].role;
  return role != Role::kWeight && role != Role::kGradient && role != Role::kMaster;
}

Session::Session(const TrainConfig& config, const Dataset& data, Machine* machine, const Team& team)
    : config_(config),
      data_(data),
      machine_(machine),
      team_(Complete(team)),
      network_(ParseNetwork(config.network, config.source, data.train.image_shape(), data.classes)),
      loader_(data, config.numbers.activation_bits, team_.reducer),
      batches_(&loader_, {config.batch, config.seed, config.data.augment}),
      evaluation_loader_(data, config.numbers.activation_bits),
      training_(MakePass(machine, config.batch / shards(), /*training=*/true)),
      weights_(StartState(network_, config.numbers, config.seed)),
      in_order_(static_cast<size_t>(std::max(data.train.count, data.test.count))) {
  if (config.is_float) {
    throw Error(config.source +
                ": arithmetic = \"float\": expected \"integer\" here: in floating point " +
                "there is only a whole training by one process");
  }
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

Team Session::Complete(Team team) {
  if (team.reducer == nullptr) team.reducer = &alone_;
  if (team.evaluator == nullptr) team.evaluator = machine_;
  const int shards = team.reducer->shards();
  if (config_.batch % shards != 0) {
    throw Error(config_.source + ": batch = " + std::to_string(config_.batch) +
                ": expected a multiple of the " + std::to_string(shards) +
                " processes that share it");
  }
  return team;
}

void Session::Resume(int epochs, int64_t steps, std::vector<Tensor> weights) {
  epoch_ = epochs - 1;
  step_ = steps;
  weights_ = std::move(weights);
}

Program Session::UnfusedTraining() const {
  return Lower(config_.batch / shards(), /*training=*/true, /*fused=*/false);
}

Program Session::Lower(int64_t batch, bool training, bool fused) const {
  LowerOptions options;
  options.batch = batch;
  options.fused = fused;
  options.seed = config_.seed;
  return training ? LowerTraining(network_, config_.numbers, options)
                  : LowerEvaluation(network_, config_.numbers, options);
}

Pass Session::MakePass(Machine* machine, int64_t batch, bool training) const {
  return Pass(machine, Lower(batch, training, config_.fused),
              BufferName(network_.layers.back(), Role::kActivation));
}

void Session::BeginEpoch() {
  ++epoch_;
  batches_.Begin(static_cast<uint32_t>(epoch_), step_ - epoch_ * steps_per_epoch());
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
    if (first / kEvaluationBatch % shards() != team_.reducer->shard()) continue;
    Pass* const pass = EvaluationPass(std::min(kEvaluationBatch, images.count - first));
    if (pass != current) pass->Load(weights_);
    current = pass;
    pass->Fill(images, in_order_.data() + first, &evaluation_loader_);
    pass->runner().Execute();
    total += pass->Logits(&scorer_);
  }
  Share(team_.reducer, &total);
  return total;
}

Pass* Session::EvaluationPass(int64_t batch) {
  for (Pass& pass : evaluation_) {
    if (pass.batch() == batch) return &pass;
  }
  evaluation_.push_back(MakePass(team_.evaluator, batch, /*training=*/false));
  return &evaluation_.back();
}

void Session::GatherStats() {
  if (shards() == 1) return;
  Runner& runner = training_.runner();
  std::vector<CommandStats> stats = runner.stats();
  for (size_t i = 0; i < stats.size(); ++i) {
    if (!HoldsSamples(runner.program(), runner.program().commands[i])) continue;
    int64_t counts[] = {static_cast<int64_t>(stats[i].saturations),
                        static_cast<int64_t>(stats[i].acc_overflows)};
    team_.reducer->Sum(counts, 2);
    stats[i].saturations = first() ? static_cast<uint64_t>(counts[0]) : 0;
    stats[i].acc_overflows = first() ? static_cast<uint64_t>(counts[1]) : 0;
  }
  runner.SetStats(std::move(stats));
}

}  // namespace itg
