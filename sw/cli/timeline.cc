// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/timeline.h"

#include <fmt/format.h>

#include <utility>

#include "model/error.h"
#include "sw/cli/range.h"
#include "sw/data/file.h"

namespace itg {
namespace {

class FileSink final : public TraceSink {
 public:
  explicit FileSink(const std::string& path) : file_(path) {}
  void Append(std::string_view bytes) noexcept override { file_.Append(bytes); }
  void Check() override { file_.Check(); }
  void Commit() override { file_.Commit(); }

 private:
  FileStream file_;
};

}  // namespace

RunTimeline::RunTimeline(const std::string& text, MachineOptions* options) {
  if (text.empty()) return;
  const size_t equals = text.rfind('=');  // a file's name may have others before
  file_ = text.substr(0, equals);
  CommandRange range;
  const bool ranged = equals != std::string::npos;
  if (file_.empty() ||
      (ranged && !ParseRange(text.substr(equals + 1), &range.first, &range.last))) {
    throw Error("--timeline " + text +
                ": expected FILE or FILE=FIRST:LAST, two numbers of commands in rising order");
  }
  if (ranged) commands_ = range;
  waveform_ = options->name == "rtl";
  const TimelineOptions timeline = {options->hw.name, options->hw.bus_bytes, commands_};
  timeline_ = std::make_shared<Timeline>(timeline, std::make_unique<FileSink>(file_));
  options->observer = timeline_;
}

std::string RunTimeline::Finish() {
  if (timeline_ == nullptr) return "";
  timeline_->Close();
  const std::string asked =
      commands_ ? fmt::format("the commands {}:{}", commands_->first, commands_->last)
                : std::string("the first pass");
  if (timeline_->commands() == 0) {
    return fmt::format("timeline {}: empty: the run never came to {}\n", file_, asked);
  }
  const std::string waveform = fmt::format("; as a waveform: --trace {}:{}",
                                           timeline_->start_cycle(), timeline_->end_cycle() - 1);
  return fmt::format("timeline {}: {} commands of {}, {} cycles{}\n", file_, timeline_->commands(),
                     asked, timeline_->cycles(), waveform_ ? waveform : "");
}

}  // namespace itg
