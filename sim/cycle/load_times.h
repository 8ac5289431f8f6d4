// SPDX-License-Identifier: Apache-2.0
//
// When the chunks of a product are in the scratchpads: what Loader and ReadPath do cycle by cycle,
// worked out burst by burst. For a memory that neither owes bytes nor serves anyone else meanwhile.
//
// Times are cycles. Of beat i of the operands:
//
//   q  its request is granted      q(i) > q(i-1), and two requests at most wait for the bus
//   a  it joins a burst            a(i) > q(i), a(i-1); a new burst only once the one before is
//   sent s  its burst is sent           when nothing continues it and so many are not in flight v
//   it is on the bus            v(i) > v(i-1), a latency after s, when there is room for it x  it
//   leaves the bus's queue   x(i) > v(i), when the beat before has been written w  it is written
//   w(i) > x(i), in the order of the runs, among zeros

#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/cycle/loader.h"
#include "sim/cycle/memory_budget.h"

namespace itg::cycle {

class LoadTimes {
 public:
  // The loader is started in cycle `start`.
  LoadTimes(const Control& control, const Sizes& sizes, uint64_t start);

  // The cycle in which chunk `chunk` is told to be loaded. Ask for one after the other, and say of
  // each when it was consumed before the next but one is asked for.
  uint64_t Loaded(size_t chunk);
  void Consumed(size_t chunk, uint64_t cycle);

  uint64_t beats_read() const { return beats_read_; }
  uint64_t beats_written() const { return beats_written_; }

 private:
  // Zeros, or beats of a burst, that are written one behind the other.
  struct Piece {
    int64_t zeros = 0, beats = 0;
    bool ends_chunk = false;
  };
  // The two last of a kind: at [0] the last.
  struct Pair {
    uint64_t last = 0, before = 0;
    void Add(uint64_t time) {
      before = last;
      last = time;
    }
  };

  bool NextRun();
  void SkipLines(NestWalk* nest);
  std::pair<int64_t, int64_t> BeatsOf(const NestWalk::Lines& lines, int64_t count) const;
  bool RoomForEach(uint64_t grant, uint64_t beats, uint64_t bursts) const;
  void AskZeros(const Run& run, bool ends_chunk);
  void AskRun(const Run& run, bool ends_chunk);
  void AskBeat(uint32_t addr);
  uint64_t SendTime() const;
  void Send(uint64_t time);
  void Flush() {
    if (burst_beats_ != 0) Send(SendTime());
  }
  void Write(const Piece& piece, uint64_t due);
  void WriteBeats(int64_t beats, uint64_t due);
  void EndChunk() { loaded_.push_back(written_ + 1); }

  uint32_t beat_;
  int longest_;
  size_t most_bursts_, most_reads_;
  uint64_t latency_;

  // The runs
  LoadSweeps sweeps_;
  NestWalk nests_[2];
  bool started_ = false, in_b_ = false, sweeping_ = false, ended_ = false;
  size_t chunk_ = 0;  // of the next run

  // Requests
  uint64_t ask_;  // when the next beat can be asked for
  uint64_t granted_;
  Pair joined_;
  uint32_t next_ = 0;
  int burst_beats_ = 0;        // of the burst that may still grow, 0: none
  std::vector<Piece> pieces_;  // of it, and zeros behind it
  // Bursts: when they have left the bus, the last so many; and when the last address was taken
  std::vector<uint64_t> popped_;
  size_t bursts_ = 0;
  uint64_t address_taken_ = 0;

  // Answers
  uint64_t on_bus_ = 0;
  Pair left_queue_;
  uint64_t beat_written_ = 0;
  uint64_t written_;  // the last of both kinds
  size_t write_chunk_ = 0;

  std::vector<uint64_t> loaded_, consumed_;
  uint64_t beats_read_ = 0, beats_written_ = 0;
};

}  // namespace itg::cycle
