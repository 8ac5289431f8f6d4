// SPDX-License-Identifier: Apache-2.0
#include "sw/mpi/processes.h"

#include <mpi.h>

#include <algorithm>
#include <cstdlib>

#include "model/error.h"

namespace itg {
namespace {

void Require(int result, const char* what) {
  if (result != MPI_SUCCESS) throw Error(std::string("MPI: ") + what + " failed");
}

class MpiReducer final : public Reducer {
 public:
  MpiReducer() {
    Require(MPI_Comm_rank(MPI_COMM_WORLD, &rank_), "MPI_Comm_rank");
    Require(MPI_Comm_size(MPI_COMM_WORLD, &size_), "MPI_Comm_size");
  }
  int shard() const override { return rank_; }
  int shards() const override { return size_; }
  int Max(int value) override {
    int largest = 0;
    Require(MPI_Allreduce(&value, &largest, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD), "a maximum");
    return largest;
  }
  // Sums of int32 wrap where the accumulators of one process would.
  void Sum(int32_t* values, int64_t count) override { Add(values, count, MPI_INT32_T); }
  void Sum(int64_t* values, int64_t count) override { Add(values, count, MPI_INT64_T); }

 private:
  // MPI counts in int.
  template <typename T>
  static void Add(T* values, int64_t count, MPI_Datatype type) {
    constexpr int64_t kMost = int64_t{1} << 28;
    for (int64_t first = 0; first < count; first += kMost) {
      const int part = static_cast<int>(std::min(kMost, count - first));
      Require(MPI_Allreduce(MPI_IN_PLACE, values + first, part, type, MPI_SUM, MPI_COMM_WORLD),
              "a sum");
    }
  }

  int rank_ = 0;
  int size_ = 1;
};

}  // namespace

bool Processes::Started() {
  // Open MPI's mpirun sets the first, srun with PMIx the second, srun with PMI2 the third.
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_SIZE"}) {
    if (std::getenv(name) != nullptr) return true;
  }
  return false;
}

Processes::Processes() {
  // Batches are prepared in a second thread; the first alone calls MPI.
  int provided = 0;
  Require(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread");
  if (provided < MPI_THREAD_FUNNELED) throw Error("MPI: this library does not allow threads");
  reducer_ = std::make_shared<MpiReducer>();
}

Processes::~Processes() { MPI_Finalize(); }

int Processes::rank() const { return reducer_->shard(); }
int Processes::size() const { return reducer_->shards(); }

int Processes::FirstFailed(bool failed) const {
  return size() - reducer_->Max(failed ? size() - rank() : 0);
}

void Processes::Abort(int code) const {
  MPI_Abort(MPI_COMM_WORLD, code);
  std::abort();
}

}  // namespace itg
