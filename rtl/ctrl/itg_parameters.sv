// SPDX-License-Identifier: Apache-2.0
//
// The parameters of itg_accelerator as elaborated, for the host to read, and what they may be.

module itg_parameters #(
  parameter  int unsigned Rows         = 16,
  parameter  int unsigned Cols         = 16,
  parameter  int unsigned AW           = 8,
  parameter  int unsigned BW           = 8,
  parameter  int unsigned AccW         = 32,
  parameter  int unsigned OutW         = 8,
  parameter  int unsigned Lanes        = 16,
  parameter  int unsigned ScratchDepth = 8192,
  parameter  int unsigned AccDepth     = 5120,
  parameter  int unsigned BeatBytes    = 16,
  parameter  int unsigned FifoBeats    = 128,
  parameter  int unsigned Modes        = 7,
  parameter  int unsigned Masters      = 1,
  parameter  int unsigned BurstBeats   = 16,
  parameter  int unsigned ReadBursts   = 64,
  parameter  int unsigned WriteBursts  = 32,
  localparam int unsigned ParametersW  = 32 * itg_pkg::Parameters
) (
  output logic [ParametersW-1:0] parameters_o  // 32 bits each, Rows first
);

  assign parameters_o = {WriteBursts, ReadBursts, BurstBeats, Masters, Modes, FifoBeats, BeatBytes,
                         AccDepth, ScratchDepth, Lanes, OutW, AccW, BW, AW, Cols, Rows};

  // What HwConfig::FromJson allows (sim/hw/hw_config.cc), for whoever elaborates without it.
  if (Rows < 2 || Rows > 64 || Cols < 2 || Cols > 64) begin : gen_illegal_array
    $error("itg_accelerator: need Rows (%0d) and Cols (%0d) in 2..64", Rows, Cols);
  end
  if (AW < 4 || AW > 8 || BW < 4 || BW > 8 || OutW < 4 || OutW > 8) begin : gen_illegal_elements
    $error("itg_accelerator: need AW (%0d), BW (%0d) and OutW (%0d) in 4..8", AW, BW, OutW);
  end
  if (AccW < 16 || AccW > 32) begin : gen_illegal_accumulators
    $error("itg_accelerator: need AccW (%0d) in 16..32", AccW);
  end
  if (BeatBytes < 4 || BeatBytes > 64 || BeatBytes != 1 << $clog2(BeatBytes))
  begin : gen_illegal_beat
    $error("itg_accelerator: need BeatBytes (%0d) to be 4, 8, 16, 32 or 64", BeatBytes);
  end
  if (FifoBeats < 4 || FifoBeats > 1024 || FifoBeats != 1 << $clog2(FifoBeats))
  begin : gen_illegal_fifo
    $error("itg_accelerator: need FifoBeats (%0d) to be a power of two in 4..1024", FifoBeats);
  end
  if (Lanes != 1 << $clog2(Lanes) || Lanes < Rows || Lanes < Cols || Lanes < BeatBytes)
  begin : gen_illegal_lanes
    $error("itg_accelerator: need Lanes (%0d) a power of two >= %0d rows, %0d columns, %0d bytes",
           Lanes, Rows, Cols, BeatBytes);
  end
  if (ScratchDepth % 2 != 0 || ScratchDepth < 4 * Lanes) begin : gen_illegal_scratchpad
    $error("itg_accelerator: need ScratchDepth (%0d) even and >= 4 * Lanes (%0d)", ScratchDepth,
           Lanes);
  end
  if (AccDepth < Rows) begin : gen_illegal_depth
    $error("itg_accelerator: need AccDepth (%0d) >= Rows (%0d), one tile", AccDepth, Rows);
  end
  if (BurstBeats < 1 || BurstBeats > 256) begin : gen_illegal_burst
    $error("itg_accelerator: need BurstBeats (%0d) in 1..256", BurstBeats);
  end
  if (ReadBursts < 1 || ReadBursts > 256 || WriteBursts < 1 || WriteBursts > 256)
  begin : gen_illegal_bursts
    $error("itg_accelerator: need ReadBursts (%0d) and WriteBursts (%0d) in 1..256", ReadBursts,
           WriteBursts);
  end
  if (Modes < 1 || Modes > 7) begin : gen_illegal_modes
    $error("itg_accelerator: need Modes (%0d) in 1..7", Modes);
  end
  if (Masters > 1) begin : gen_illegal_masters
    $error("itg_accelerator: need Masters (%0d) to be 0 or 1", Masters);
  end

endmodule
