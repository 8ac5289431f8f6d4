// SPDX-License-Identifier: Apache-2.0
//
// Encodings and types that several modules share. Printed by the build target
// itg_print_package from the C++ tables named below: edit those.

package itg_pkg;

  // Bits of a dimension of a tensor
  localparam int unsigned DimW = 24;

  // Commands: model/program/command.h
  localparam logic [3:0] OpForward = 4'd0;
  localparam logic [3:0] OpError = 4'd1;
  localparam logic [3:0] OpGradient = 4'd2;
  localparam logic [3:0] OpRequantise = 4'd3;
  localparam logic [3:0] OpRelu = 4'd4;
  localparam logic [3:0] OpReluBackward = 4'd5;
  localparam logic [3:0] OpRoundGradient = 4'd6;
  localparam logic [3:0] OpApplyUpdate = 4'd7;
  localparam logic [3:0] OpCrossEntropy = 4'd8;
  localparam logic [3:0] OpRoundLoss = 4'd9;
  localparam logic [3:0] PostNone = 4'd0;
  localparam logic [3:0] PostRequantise = 4'd1;
  localparam logic [3:0] PostRequantiseRelu = 4'd2;
  localparam logic [3:0] PostRequantiseMask = 4'd3;
  localparam logic [3:0] PostUpdate = 4'd4;
  localparam logic [3:0] PostRoundLoss = 4'd5;

  // Rounding modes: model/arith/round.h
  localparam logic [1:0] RoundNearest = 2'd0;
  localparam logic [1:0] RoundStochastic = 2'd1;
  localparam logic [1:0] RoundPseudoStochastic = 2'd2;

  // What a lane does after rounding: itg_vector
  localparam logic [1:0] LaneNone = 2'd0;
  localparam logic [1:0] LaneRelu = 2'd1;
  localparam logic [1:0] LaneMask = 2'd2;
  localparam logic [1:0] LaneSubtract = 2'd3;

  // Requesters of the memory's read port, the first goes first
  localparam logic [1:0] ReadSequencer = 2'd0;
  localparam logic [1:0] ReadLoader = 2'd1;
  localparam logic [1:0] ReadX = 2'd2;
  localparam logic [1:0] ReadY = 2'd3;

  // Event counters and exported parameters: sim/rtl/plugin_api.h
  localparam int unsigned CounterW = 64;
  localparam int unsigned Counters = 9;
  localparam int unsigned CountArrayCycles = 0;
  localparam int unsigned CountScratchpadReads = 1;
  localparam int unsigned CountScratchpadWrites = 2;
  localparam int unsigned CountAccumulatorReads = 3;
  localparam int unsigned CountAccumulatorWrites = 4;
  localparam int unsigned CountMemoryReads = 5;
  localparam int unsigned CountMemoryWrites = 6;
  localparam int unsigned CountRounded = 7;
  localparam int unsigned CountSaturations = 8;
  localparam int unsigned Parameters = 12;

  // A command as fetched from memory: sim/plan/descriptor.h
  typedef struct packed {
    logic [31:0] out_exp_addr;  // exponent of the output
    logic [31:0] b_exp_addr;  // exponent of b
    logic [31:0] a_exp_addr;  // exponent of a
    logic [31:0] out_addr;  // output
    logic [31:0] y_addr;  // weights that are read, or the mask
    logic [31:0] b_addr;  // operand b
    logic [31:0] a_addr;  // operand a, or the input of the second pass
    logic [31:0] elements;  // rows * cols
    logic [31:0] words;  // rows * col_words
    logic [31:0] col_words;  // words of a row of the output: ceil(cols / Cols)
    logic [31:0] chunk;  // part of K that is in the scratchpads at a time
    logic [31:0] depth;  // K: length of the sums of a product
    logic [31:0] cols;  // of the output
    logic [31:0] rows;  // of the output
    logic [31:0] tensor_id;  // of the rounded tensor
    logic [3:0] reserved;  // zero
    logic signed [7:0] mu;  // gradient bit width
    logic [3:0] out_bits;  // width of a weight after the update
    logic [3:0] round_bits;  // width of the rounded element
    logic [3:0] rounding;  // Round*
    logic [3:0] post;  // Post*
    logic [3:0] opcode;  // Op*
  } cmd_t;

  // What a command asks of the data path: itg_decode
  typedef struct packed {
    logic illegal;
    logic product;          // runs on the array
    logic a_by_row;         // K runs down the rows of a (or of b) as stored
    logic b_by_row;
    logic x_acc;            // the second pass reads accumulators from memory,
    logic x_narrow;         // or narrow elements
    logic rounds;
    logic gradient;         // the shift comes from mu
    logic [1:0] lane_op;    // Lane*
    logic reads_mask;
    logic reads_weight;
    logic writes_mask;
    logic writes_exponent;
  } ctrl_t;

endpackage
