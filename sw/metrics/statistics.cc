// SPDX-License-Identifier: Apache-2.0
#include "sw/metrics/statistics.h"

#include <algorithm>

#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "sw/lower/lower.h"

namespace itg {
namespace {

int Length(uint64_t magnitude) {
  int length = 0;
  for (; magnitude != 0; magnitude >>= 1) ++length;
  return length;
}

bool IsShown(Role role) {
  return role == Role::kActivation || role == Role::kError || role == Role::kGradient ||
         role == Role::kWeight;
}

}  // namespace

int TensorStatistics::effective_bits() const { return Length(static_cast<uint64_t>(largest)); }

TensorStatistics StatisticsOf(const Tensor& tensor) {
  TensorStatistics statistics;
  statistics.exponent = tensor.exponent();
  VisitElements(tensor, [&](const auto* elements) {
    for (int64_t i = 0; i < tensor.size(); ++i) {
      const int64_t value = elements[i];
      const int64_t magnitude = value < 0 ? -value : value;
      const size_t length =
          std::min<size_t>(static_cast<size_t>(Length(static_cast<uint64_t>(magnitude))),
                           TensorStatistics::kLengths - 1);
      ++(value < 0 ? statistics.negative : statistics.positive)[length];
      statistics.largest = std::max(statistics.largest, magnitude);
      statistics.sum += value;
      statistics.sum_squares += value * value;
    }
  });
  return statistics;
}

nlohmann::ordered_json ToJson(const TensorStatistics& statistics) {
  const size_t used = static_cast<size_t>(statistics.effective_bits()) + 1;
  const auto counts = [used](const std::array<int64_t, TensorStatistics::kLengths>& lengths) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (size_t length = 1; length < used; ++length) json.push_back(lengths[length]);
    return json;
  };
  return {{"exponent", statistics.exponent},
          {"saturations", statistics.saturations},
          {"effective_bits", statistics.effective_bits()},
          {"largest", statistics.largest},
          {"zeros", statistics.positive[0]},
          {"negative", counts(statistics.negative)},
          {"positive", counts(statistics.positive)}};
}

Histogram ToHistogram(const TensorStatistics& statistics) {
  Histogram histogram;
  const int used = statistics.effective_bits();
  for (int length = used; length >= 1; --length) {
    histogram.limits.push_back(-static_cast<double>(int64_t{1} << (length - 1)));
    histogram.counts.push_back(
        static_cast<double>(statistics.negative[static_cast<size_t>(length)]));
  }
  for (int length = 0; length <= used; ++length) {
    histogram.limits.push_back(static_cast<double>((int64_t{1} << length) - 1));
    histogram.counts.push_back(
        static_cast<double>(statistics.positive[static_cast<size_t>(length)]));
  }
  histogram.min = -static_cast<double>(statistics.largest);
  histogram.max = static_cast<double>(statistics.largest);
  histogram.sum = static_cast<double>(statistics.sum);
  histogram.sum_squares = static_cast<double>(statistics.sum_squares);
  return histogram;
}

StatisticsProbe::StatisticsProbe(Session* session) : session_(session) {
  // The session outlives the machine, so the machine need not own the reducer.
  const std::shared_ptr<Reducer> reducer(session->reducer(), [](Reducer*) {});
  machine_ = MakeGoldenMachine(KernelChoice::kAuto, reducer);
  pass_ = std::make_unique<Pass>(machine_.get(), session->UnfusedTraining(),
                                 BufferName(session->network().layers.back(), Role::kActivation));
}

// The replay starts from what the session's step started from.
void StatisticsProbe::Prepare() {
  Runner& step = session_->training();
  pass_->Load(before_);
  for (const char* name : {"input", "labels"}) {
    machine_->Write(pass_->runner().Find(name), step.machine().Read(step.Find(name)));
  }
  machine_->SetMu(session_->config().mu.at(static_cast<size_t>(session_->epoch())));
  machine_->SetTrainingStep(static_cast<uint32_t>(session_->steps_done() - 1));
}

std::vector<TensorStatistics> StatisticsProbe::AfterStep() {
  Prepare();
  std::vector<TensorStatistics> all;
  const Program& program = pass_->runner().program();
  for (size_t i = 0; i < program.commands.size(); ++i) {
    const Command& command = program.commands[i];
    const Retired retired = pass_->runner().Execute(i);
    if (!IsShown(program[command.out].role)) continue;
    all.push_back(StatisticsOf(machine_->Read(command.out)));
    all.back().name = program[command.out].name;
    all.back().saturations = static_cast<int64_t>(retired.saturations);
    Gather(HoldsSamples(program, command), &all.back());
  }
  if (pass_->ReadWeights() != session_->weights()) {
    throw Error("statistics of step " + std::to_string(session_->steps_done()) +
                ": the golden machine ends the step with other weights than the machine");
  }
  return all;
}

void StatisticsProbe::Gather(bool samples, TensorStatistics* statistics) {
  if (!samples) return;
  Reducer* const reducer = session_->reducer();
  statistics->largest = reducer->Max(static_cast<int>(statistics->largest));
  int64_t sums[] = {statistics->saturations, statistics->sum, statistics->sum_squares};
  reducer->Sum(sums, 3);
  statistics->saturations = sums[0];
  statistics->sum = sums[1];
  statistics->sum_squares = sums[2];
  reducer->Sum(statistics->negative.data(), TensorStatistics::kLengths);
  reducer->Sum(statistics->positive.data(), TensorStatistics::kLengths);
}

}  // namespace itg
