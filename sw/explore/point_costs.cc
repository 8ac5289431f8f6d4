// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/point_costs.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "sim/cycle/predictor.h"
#include "sim/plan/schedule.h"
#include "sw/lower/lower.h"
#include "sw/nn/network_file.h"
#include "sw/report/costs.h"
#include "sw/report/report.h"
#include "sw/train/session.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

struct Cost {
  CycleTerms terms;
  Counters counters;
  EventsByPhase events = {};

  void Add(const Command& command, const Prediction& prediction) {
    terms += prediction.terms;
    counters += prediction.counters;
    AddEvents(command, prediction.counters, prediction.cycles(), &events);
  }
  void Add(const Cost& other) {
    terms += other.terms;
    counters += other.counters;
    for (size_t phase = 0; phase < events.size(); ++phase) {
      events[phase].counters += other.events[phase].counters;
      events[phase].cycles += other.events[phase].cycles;
    }
  }
};

Json TermsJson(const CycleTerms& terms) {
  Json json = Json::object();
  for (size_t i = 0; i < kCycleTermFields.size(); ++i) {
    json[kCycleTermNames[i]] = terms.*kCycleTermFields[i];
  }
  return json;
}

uint64_t BytesOf(const Counters& counters, const HwConfig& hw) {
  return (counters.memory_reads + counters.memory_writes) * static_cast<uint64_t>(hw.bus_bytes);
}

using Kind = std::tuple<std::string, std::string, std::string>;  // layer, command, phase

Json LayersJson(const std::map<Kind, Cost>& kinds, const HwConfig& hw, const EnergyTable& table) {
  Json layers = Json::array();
  for (const auto& [kind, cost] : kinds) {
    layers.push_back({{"layer", std::get<0>(kind)},
                      {"command", std::get<1>(kind)},
                      {"phase", std::get<2>(kind)},
                      {"cycles", cost.terms.total()},
                      {"terms", TermsJson(cost.terms)},
                      {"macs", cost.counters.macs},
                      {"bytes", BytesOf(cost.counters, hw)},
                      {"energy", EnergyComponents(EnergyOf(cost.events, table, hw), table)}});
  }
  return layers;
}

// The commands of a whole training, in the order in which a machine executes them: the memory
// remembers what it moved last, across programs.
class PredictedTraining {
 public:
  PredictedTraining(const TrainConfig& config, const Dataset& data, const HwConfig& hw)
      : data_(data), batch_(config.batch), predictor_(hw) {
    const Network network =
        ParseNetwork(config.network, config.source, data.train.image_shape(), data.classes);
    LowerOptions options;
    options.batch = config.batch;
    options.fused = config.fused;
    options.seed = config.seed;
    program_ = LowerTraining(network, config.numbers, options);
    training_ = Plan(program_, hw);
    commands_.resize(program_.commands.size());
    for (const int64_t batch : {kEvaluationBatch, data.test.count % kEvaluationBatch}) {
      if (batch == 0 || batch > data.test.count) continue;
      options.batch = batch;
      const int64_t times = batch == kEvaluationBatch ? data.test.count / batch : 1;
      const Program program = LowerEvaluation(network, config.numbers, options);
      evaluation_.push_back({Plan(program, hw), program.commands.size(), times});
    }
  }

  // The training steps of an epoch count, the evaluation behind it does not.
  void Epoch() {
    predictor_.Load(training_);
    for (int64_t step = 0; step < data_.train.count / batch_; ++step) {
      for (size_t i = 0; i < commands_.size(); ++i) {
        const Prediction& prediction = predictor_.Predict(i);
        commands_[i].Add(program_.commands[i], prediction);
        total_.Add(program_.commands[i], prediction);
      }
    }
    for (const Evaluation& evaluation : evaluation_) {
      predictor_.Load(evaluation.schedule);
      for (int64_t batch = 0; batch < evaluation.batches; ++batch) {
        for (size_t i = 0; i < evaluation.commands; ++i) predictor_.Predict(i);
      }
    }
  }

  const Cost& total() const { return total_; }
  std::map<Kind, Cost> Kinds() const {
    std::map<Kind, Cost> kinds;
    for (size_t i = 0; i < commands_.size(); ++i) {
      const Command& command = program_.commands[i];
      kinds[{command.layer, KindOf(command), Name(command.phase)}].Add(commands_[i]);
    }
    return kinds;
  }

 private:
  struct Evaluation {
    Schedule schedule;
    size_t commands;
    int64_t batches;
  };
  const Dataset& data_;
  int64_t batch_;
  Predictor predictor_;
  Program program_;
  Schedule training_;
  std::vector<Evaluation> evaluation_;
  std::vector<Cost> commands_;
  Cost total_;
};

}  // namespace

Json PredictCosts(const TrainConfig& config, const Dataset& data, const HwConfig& hw,
                  const EnergyTable& table) {
  PredictedTraining training(config, data, hw);
  Json cycles = Json::array(), energy = Json::array();
  for (int epoch = 0; epoch < config.epochs(); ++epoch) {
    training.Epoch();
    cycles.push_back(training.total().terms.total());
    energy.push_back(EnergyOf(training.total().events, table, hw).total());
  }
  const Cost& total = training.total();
  const double cells = static_cast<double>(total.terms.total()) * hw.rows * hw.cols;
  return {{"cycles", total.terms.total()},
          {"energy_pj", energy.back()},
          {"array_use", static_cast<double>(total.counters.macs) / cells},
          {"epoch_cycles", cycles},
          {"epoch_energy_pj", energy},
          {"layers", LayersJson(training.Kinds(), hw, table)}};
}

}  // namespace itg
