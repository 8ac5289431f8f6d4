// SPDX-License-Identifier: Apache-2.0

#include "sim/cycle/load_times.h"

#include <algorithm>

namespace itg::cycle {
namespace {

constexpr size_t kChunksAhead = 2;  // the halves of a scratchpad

}  // namespace

LoadTimes::LoadTimes(const Control& control, const Sizes& sizes, uint64_t start)
    : beat_(static_cast<uint32_t>(sizes.beat)),
      longest_(sizes.burst_beats),
      most_bursts_(static_cast<size_t>(sizes.read_bursts)),
      most_reads_(static_cast<size_t>(std::min<int64_t>(sizes.memory_reads, sizes.read_bursts))),
      latency_(static_cast<uint64_t>(sizes.memory_latency)),
      ask_(start + 3),
      granted_(start),
      joined_{start, start},
      popped_(most_bursts_),
      address_taken_(start),
      on_bus_(start),
      left_queue_{start, start},
      beat_written_(start),
      written_(start + 2) {
  sweeps_.Set(control);
  nests_[0].Set(control.a);
  nests_[1].Set(control.b);
}

uint64_t LoadTimes::Loaded(size_t chunk) {
  while (loaded_.size() <= chunk) {
    if (!NextRun()) Flush();
  }
  return loaded_[chunk];
}

void LoadTimes::Consumed(size_t chunk, uint64_t cycle) {
  if (consumed_.size() <= chunk) consumed_.resize(chunk + 1);
  consumed_[chunk] = cycle;
}

// False when the next run can not be asked for before what was asked for is there.
bool LoadTimes::NextRun() {
  if (!sweeping_) {
    if (ended_ || chunk_ >= consumed_.size() + kChunksAhead) return false;
    const LoadSweeps::Begun begun = sweeps_.Edge(!started_, true, true);
    started_ = true;
    if (begun.a) {
      nests_[0].Start(begun.a_sweep);
      if (chunk_ >= kChunksAhead) ask_ = std::max(ask_, consumed_[chunk_ - kChunksAhead] + 1);
    } else if (begun.b) {
      nests_[1].Start(begun.b_sweep);
    } else {
      ended_ = true;
      return false;
    }
    in_b_ = begun.b;
    sweeping_ = true;
    SkipLines(&nests_[in_b_ ? 1 : 0]);
  }
  const Run& run = nests_[in_b_ ? 1 : 0].Next();
  if (run.zero) {
    AskZeros(run, run.last && in_b_);
  } else {
    AskRun(run, run.last && in_b_);
  }
  if (run.last) {
    sweeping_ = false;
    if (in_b_) ++chunk_;
  }
  return true;
}

// Whether any burst that is sent when it can be finds room: of lines of at least `beats` in at most
// `bursts`, a beat a cycle from `grant` on.
bool LoadTimes::RoomForEach(uint64_t grant, uint64_t beats, uint64_t bursts) const {
  const size_t sent = std::min(bursts_, most_bursts_);
  for (size_t i = 0; i < sent; ++i) {
    const size_t later = i + most_bursts_ - sent;
    const uint64_t asked = std::max<uint64_t>(later, later / bursts * beats);
    if (popped_[(bursts_ - sent + i) % most_bursts_] > grant + asked) return false;
  }
  return true;
}

// Of the first `count` lines: all beats, and the longest burst.
std::pair<int64_t, int64_t> LoadTimes::BeatsOf(const NestWalk::Lines& lines, int64_t count) const {
  const uint32_t beat_bits = static_cast<uint32_t>(__builtin_ctz(beat_));
  const uint32_t bytes = static_cast<uint32_t>(lines.bytes) + beat_ - 1;
  uint64_t beats = 0;
  uint32_t longest = 0, addr = lines.addr;
  for (int64_t i = 0; i < count; ++i, addr += lines.pitch) {
    const uint32_t n = ((addr & (beat_ - 1)) + bytes) >> beat_bits;
    const uint32_t before = (kBurstBoundary - addr % kBurstBoundary + beat_ - 1) >> beat_bits;
    longest = std::max(longest, n <= before ? n : std::max(before, n - before));
    beats += n;
  }
  return {static_cast<int64_t>(beats), std::min<int64_t>(longest, longest_)};
}

// Most of many lines at once, where nothing has to wait: a beat is asked for every cycle, and is
// written when it comes, or when the one before was. A burst of n beats that was joined by its last
// in cycle J comes from J + 3 + latency on, so the last beat of all is written in cycle
//
//   max(joined + 4 + latency + longest burst, written) + beats
//
// The lines that are left are under way when the last of these are not any more.
void LoadTimes::SkipLines(NestWalk* nest) {
  const NestWalk::Lines lines = nest->EvenLines();
  const int64_t beat = beat_;
  if (lines.count == 0 || lines.pitch < lines.bytes + 2 * beat || most_reads_ != most_bursts_)
    return;
  if (burst_beats_ != 0 && lines.addr / beat_ == next_ / beat_) return;
  // So many bursts in flight always are more cycles of asking than any of them is under way.
  const int64_t fewest = (lines.bytes + beat - 1) / beat, longest = longest_;
  const int64_t bursts_a_line = fewest / longest + 2;
  const int64_t cycles = (static_cast<int64_t>(most_bursts_) / bursts_a_line - 1) * fewest;
  const int64_t flight = static_cast<int64_t>(latency_) + 3 * longest + 16;
  const int64_t count = lines.count - flight / fewest - 2;
  if (cycles < flight || count <= 0) return;
  const uint64_t grant = std::max({ask_, granted_ + 1, joined_.before + 1});
  if (burst_beats_ != 0) {
    if (SendTime() != joined_.last + 1) return;
    Send(joined_.last + 1);
  }
  if (written_ > grant + static_cast<uint64_t>(flight) || joined_.last > grant ||
      address_taken_ > grant + 2 ||
      !RoomForEach(grant, static_cast<uint64_t>(fewest), static_cast<uint64_t>(bursts_a_line))) {
    return;
  }
  const auto [beats, longest_burst] = BeatsOf(lines, count);
  nest->SkipLines(count);
  const uint64_t all = static_cast<uint64_t>(beats);
  const uint64_t wait = static_cast<uint64_t>(longest_burst);
  written_ = std::max(grant + 4 + latency_ + wait, written_) + all;
  beat_written_ = written_;
  on_bus_ = written_ - 2;
  left_queue_ = {written_ - 1, written_ - 2};
  granted_ = grant + all - 1;
  ask_ = granted_ + 1;
  joined_ = {granted_ + 1, granted_};
  address_taken_ = joined_.last + 2;
  popped_.assign(most_bursts_, 0);
  bursts_ = most_bursts_;
  beats_read_ += all;
  beats_written_ += all;
}

void LoadTimes::AskZeros(const Run& run, bool ends_chunk) {
  ++ask_;
  const Piece piece = {(run.bytes + beat_ - 1) / beat_, 0, ends_chunk};
  beats_written_ += static_cast<uint64_t>(piece.zeros);
  if (burst_beats_ != 0) {
    pieces_.push_back(piece);
  } else {
    Write(piece, 0);
  }
}

void LoadTimes::AskRun(const Run& run, bool ends_chunk) {
  const uint32_t mask = beat_ - 1;
  uint32_t addr = run.addr & ~mask;
  int64_t left = (run.bytes + (run.addr & mask) + beat_ - 1) / beat_;
  beats_read_ += static_cast<uint64_t>(left);
  beats_written_ += static_cast<uint64_t>(left);
  while (left != 0) {
    AskBeat(addr);
    addr += beat_;
    --left;
    // The bus takes one a cycle, and they lie one behind the other.
    if (left == 0 || joined_.last != granted_ + 1) continue;
    const int64_t within = (4096 - (addr & 4095)) / beat_ % (4096 / beat_);
    const int64_t more = std::min<int64_t>({left, longest_ - burst_beats_, within});
    if (more <= 0) continue;
    granted_ += static_cast<uint64_t>(more);
    joined_ = {joined_.last + static_cast<uint64_t>(more),
               joined_.last + static_cast<uint64_t>(more) - 1};
    ask_ = granted_ + 1;
    addr += static_cast<uint32_t>(more) * beat_;
    next_ = addr;
    left -= more;
    burst_beats_ += static_cast<int>(more);
    pieces_.back().beats += more;
  }
  pieces_.back().ends_chunk = ends_chunk;
}

// Of the burst that may still grow, if nothing continues it.
uint64_t LoadTimes::SendTime() const {
  uint64_t time = std::max(joined_.last + 1, address_taken_);
  if (bursts_ >= most_bursts_) time = std::max(time, popped_[bursts_ % most_bursts_] + 1);
  return time;
}

void LoadTimes::AskBeat(uint32_t addr) {
  const uint64_t grant = std::max({ask_, granted_ + 1, joined_.before + 1});
  uint64_t join = std::max(grant + 1, joined_.last + 1);
  bool grows = false;
  if (burst_beats_ != 0) {
    const uint64_t send = SendTime();
    grows = addr == next_ && burst_beats_ != longest_ && (next_ & 4095) != 0 && join <= send;
    if (!grows) {
      join = std::max(join, send);
      Send(send);
    }
  }
  granted_ = grant;
  ask_ = grant + 1;
  joined_.Add(join);
  next_ = addr + beat_;
  burst_beats_ = grows ? burst_beats_ + 1 : 1;
  if (pieces_.empty() || pieces_.back().ends_chunk || pieces_.back().beats == 0) {
    pieces_.emplace_back();
  }
  ++pieces_.back().beats;
}

void LoadTimes::Send(uint64_t time) {
  uint64_t taken = time + 1;
  if (bursts_ >= most_reads_) {
    taken = std::max(taken, popped_[(bursts_ - most_reads_) % most_bursts_] + 1);
  }
  address_taken_ = taken;
  for (const Piece& piece : pieces_) Write(piece, taken + 1 + latency_);
  pieces_.clear();
  popped_[bursts_ % most_bursts_] = on_bus_;
  ++bursts_;
  burst_beats_ = 0;
}

void LoadTimes::Write(const Piece& piece, uint64_t due) {
  if (piece.zeros != 0) {
    uint64_t from = written_ + 1;
    if (write_chunk_ >= kChunksAhead) {
      from = std::max(from, consumed_[write_chunk_ - kChunksAhead] + 1);
    }
    written_ = from + static_cast<uint64_t>(piece.zeros) - 1;
  }
  if (piece.beats != 0) WriteBeats(piece.beats, due);
  if (!piece.ends_chunk) return;
  EndChunk();
  ++write_chunk_;
}

// After a few beats each follows a cycle behind the one before, everywhere.
void LoadTimes::WriteBeats(int64_t beats, uint64_t due) {
  constexpr int64_t kSettled = 4;
  for (int64_t i = 0; i < std::min(beats, kSettled); ++i) {
    on_bus_ = std::max({due, on_bus_ + 1, left_queue_.before + 1});
    left_queue_.Add(std::max(on_bus_ + 1, beat_written_));
    beat_written_ = written_ = std::max(left_queue_.last, written_) + 1;
  }
  if (beats <= kSettled) return;
  const uint64_t more = static_cast<uint64_t>(beats - kSettled);
  on_bus_ += more;
  left_queue_ = {left_queue_.last + more, left_queue_.last + more - 1};
  beat_written_ += more;
  written_ += more;
}

}  // namespace itg::cycle
