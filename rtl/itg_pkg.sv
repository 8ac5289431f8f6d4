// SPDX-License-Identifier: Apache-2.0
//
// Encodings and types that several modules share. Printed by the build target
// itg_print_package from the C++ tables named below: edit those.

package itg_pkg;

  // Bits of a dimension of a tensor
  localparam int unsigned DimW = 24;

  // Of a descriptor in memory, and of the part of it that has a meaning
  localparam int unsigned DescriptorBytes = 256;
  localparam int unsigned DescriptorWords = 55;

  // Commands: model/program/command.h
  localparam logic [4:0] OpForward = 5'd0;
  localparam logic [4:0] OpError = 5'd1;
  localparam logic [4:0] OpGradient = 5'd2;
  localparam logic [4:0] OpRequantise = 5'd3;
  localparam logic [4:0] OpRelu = 5'd4;
  localparam logic [4:0] OpReluBackward = 5'd5;
  localparam logic [4:0] OpRoundGradient = 5'd6;
  localparam logic [4:0] OpApplyUpdate = 5'd7;
  localparam logic [4:0] OpCrossEntropy = 5'd8;
  localparam logic [4:0] OpRoundLoss = 5'd9;
  localparam logic [4:0] OpMaxPool = 5'd10;
  localparam logic [4:0] OpMaxPoolBackward = 5'd11;
  localparam logic [4:0] OpAveragePool = 5'd12;
  localparam logic [4:0] OpAveragePoolBackward = 5'd13;
  localparam logic [4:0] OpDropout = 5'd14;
  localparam logic [4:0] OpDropoutBackward = 5'd15;
  localparam logic [4:0] OpAdd = 5'd16;
  localparam logic [3:0] PostNone = 4'd0;
  localparam logic [3:0] PostRequantise = 4'd1;
  localparam logic [3:0] PostRequantiseRelu = 4'd2;
  localparam logic [3:0] PostRequantiseMask = 4'd3;
  localparam logic [3:0] PostUpdate = 4'd4;
  localparam logic [3:0] PostRoundLoss = 4'd5;
  localparam logic [3:0] PostRequantiseReluPool = 4'd6;

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
  localparam logic [2:0] ReadSequencer = 3'd0;
  localparam logic [2:0] ReadLoader = 3'd1;
  localparam logic [2:0] ReadX = 3'd2;
  localparam logic [2:0] ReadY = 3'd3;
  localparam logic [2:0] ReadSide = 3'd4;
  localparam int unsigned Readers = 5;
  localparam int unsigned Writers = 4;

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
  localparam int unsigned Parameters = 16;

  // States of the sequencer, what an observer sees: sim/rtl/plugin_api.h
  localparam logic [3:0] StateIdle = 4'd0;
  localparam logic [3:0] StateFetch = 4'd1;
  localparam logic [3:0] StateDecode = 4'd2;
  localparam logic [3:0] StateExponents = 4'd3;
  localparam logic [3:0] StateProduct = 4'd4;
  localparam logic [3:0] StateSpill = 4'd5;
  localparam logic [3:0] StateConfirm = 4'd6;
  localparam logic [3:0] StateScan = 4'd7;
  localparam logic [3:0] StateQueryRange = 4'd8;
  localparam logic [3:0] StateSetShift = 4'd9;
  localparam logic [3:0] StateSecondPass = 4'd10;
  localparam logic [3:0] StateWriteExponent = 4'd11;
  localparam logic [3:0] StateDrain = 4'd12;
  localparam logic [3:0] StateDone = 4'd13;
  localparam int unsigned ActivityState = 0;
  localparam int unsigned ActivityEvents = 4;
  localparam int unsigned ActivityW = 13;

  // Where an operand lies: sim/plan/descriptor.h
  typedef struct packed {
    logic [31:0] run;  // bytes
    logic [31:0] tap_stride0;
    logic [31:0] tap_stride1;
    logic [31:0] line_stride0;
    logic [31:0] line_stride1;
    logic [31:0] line_stride2;  // bytes, modulo 2^32, as all strides
    logic [31:0] line_count0;
    logic [7:0] tap_count0;
    logic [7:0] tap_count1;
    logic [15:0] line_count1;  // lines before line2 advances: line_count1 * line_count0
  } nest_t;

  // Which parts of it exist
  typedef struct packed {
    logic [31:0] pitch_x;  // bytes
    logic [31:0] pitch_y;  // bytes
    logic [7:0] tap_r;
    logic signed [7:0] tap_q;
    logic [7:0] line_r;
    logic [7:0] line_q;
    logic [7:0] divisor;
    logic [7:0] start_r;
    logic signed [15:0] start_q;
    logic [15:0] limit_x;
    logic [15:0] limit_y;
  } window_t;

  // A command as fetched from memory
  typedef struct packed {
    window_t x_window;  // of nest x
    window_t window;  // of nest a or b
    nest_t x;  // input of the second pass
    nest_t b;  // operands of a product
    nest_t a;
    logic [3:0] reserved;  // zero
    logic [3:0] logit_bits;  // width of the logits of a cross-entropy
    logic [15:0] scale;  // factor of an average-pool; of a fused max-pool rows + 256 * columns
    logic signed [7:0] exponent_step;  // added to the exponent whatever the values
    logic [31:0] out_exp_addr;  // exponent of the output
    logic [31:0] b_exp_addr;  // exponent of b
    logic [31:0] a_exp_addr;  // exponent of a
    logic [31:0] spill_addr;  // accumulators of a product in more than one block; 0: one block
    logic [31:0] z_addr;  // winners of a max-pool, or 16-bit master weights
    logic [31:0] out_addr;  // output
    logic [31:0] y_addr;  // weights that are read, or the mask
    logic [31:0] b_addr;  // operand b, or the labels
    logic [31:0] a_addr;  // operand a, or the input of the second pass
    logic [31:0] lines;  // of nest x
    logic [31:0] col_words;  // words of a row of a block in the accumulator SRAM
    logic [31:0] block_cols;  // the same
    logic [31:0] block_rows;  // part of the output that is in the accumulator SRAM at a time
    logic [31:0] chunk;  // part of K that is in the scratchpads at a time
    logic [31:0] depth;  // K: length of the sums of a product
    logic [31:0] elements;  // rows * cols
    logic [31:0] cols;  // of the output
    logic [31:0] rows;  // of the output
    logic [31:0] tensor_id;  // of the rounded tensor
    logic [1:0] windowed;  // which operand of a product has the window: 0 none, 1 a, 2 b
    logic signed [7:0] mu;  // gradient bit width
    logic [4:0] out_bits;  // width of a weight after the update
    logic [4:0] round_bits;  // width of the rounded element
    logic [2:0] rounding;  // Round*
    logic [3:0] post;  // Post*
    logic [4:0] opcode;  // Op*
  } cmd_t;

  // What a command asks of the data path: itg_decode
  typedef struct packed {
    logic illegal;
    logic product;          // runs on the array
    logic a_by_row;         // K runs down the rows of a (or of b) as stored
    logic b_by_row;
    logic x_memory;         // the second pass reads its input from memory,
    logic [1:0] x_size;     // log2 of the bytes of an element there
    logic windowed;         // along the taps of nest x
    logic adds;             // x + y, operand b
    logic sums;             // the taps of a line are summed
    logic selects;          // where y is the tap's position
    logic maxes;            // the largest of the taps of a line
    logic drops;            // dropout
    logic loss;             // cross-entropy of x with the labels of operand b
    logic rounds;
    logic gradient;         // the shift comes from mu,
    logic by_four;          // or is 4
    logic [1:0] lane_op;    // Lane*
    logic reads_mask;
    logic reads_weight;
    logic master;           // it is a 16-bit master weight
    logic writes_mask;
    logic writes_index;
    logic writes_exponent;
    logic [1:0] out_size;   // log2 of the bytes of an element of the output
  } ctrl_t;

  // A run of a nest: itg_taps
  typedef struct packed {
    logic [31:0] addr;  // of its first byte, relative to the operand
    logic zero;         // outside the window: nobody reads it
    logic line_last;    // last tap of its line
    logic last;         // of all
  } run_t;

  // A tap on its way through the second pass: itg_tap_walk
  typedef struct packed {
    logic first;            // of its line
    logic exists;           // inside the image
    logic keeps;            // and counts
    logic last;             // of its line
    logic emits;            // the line is complete and has a result
    logic [7:0] position;   // in the window, in raster order
  } tap_t;
  localparam int unsigned TapW = 13;

endpackage
