// SPDX-License-Identifier: Apache-2.0
#include "sw/train/pass.h"

#include <utility>

namespace itg {

Pass::Pass(Machine* machine, Program program, const std::string& logits)
    : runner_(machine, std::move(program)),
      input_id_(runner_.Find("input")),
      labels_id_(runner_.program().Find("labels")),
      logits_id_(runner_.Find(logits)) {
  const std::vector<Buffer>& buffers = runner_.program().buffers;
  for (const Role role : {Role::kWeight, Role::kMaster}) {  // the order of StartState
    for (size_t id = 0; id < buffers.size(); ++id) {
      if (buffers[id].role == role) weight_ids_.push_back(static_cast<BufferId>(id));
    }
  }
  input_ = MakeTensor(runner_.program()[input_id_]);
  labels_ = Tensor({input_.shape()[0]}, ElementType::kInt32);
}

void Pass::Load(const std::vector<Tensor>& weights) {
  runner_.Load();
  for (size_t i = 0; i < weight_ids_.size(); ++i) {
    runner_.machine().Write(weight_ids_[i], weights.at(i));
  }
}

std::vector<Tensor> Pass::ReadWeights() {
  std::vector<Tensor> weights;
  for (const BufferId id : weight_ids_) weights.push_back(runner_.machine().Read(id));
  return weights;
}

void Pass::Fill(const ImageSet& images, const int32_t* indices, BatchLoader* loader) {
  loader->Load(images, indices, &input_, &labels_);
  WriteBatch();
}

void Pass::Fill(TrainingBatches* batches) {
  batches->Next(&input_, &labels_);
  WriteBatch();
}

void Pass::WriteBatch() {
  runner_.machine().Write(input_id_, input_);
  if (labels_id_ != kNoBuffer) runner_.machine().Write(labels_id_, labels_);
}

Score Pass::Logits(LogitsScorer* scorer) {
  return (*scorer)(runner_.machine().Read(logits_id_), labels_);
}

}  // namespace itg
