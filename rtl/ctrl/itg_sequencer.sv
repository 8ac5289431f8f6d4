// SPDX-License-Identifier: Apache-2.0
//
// Executes one command: fetch its descriptor, read the exponents of its inputs, run the product,
// block by block if its accumulators need more room than there is, or scan the range of a stored
// tensor, derive the shift, run the second pass, write the exponent of the output. How long each
// step takes depends on sizes alone, never on values.
//
//   shift = range - (out bits - 1)      activations and errors    (NUMERICS.md section 3)
//   shift = range - mu                  gradients; all zero when the range is 0   (section 4)
//   shift = 4                           the loss; its output starts from exponent 0

module itg_sequencer #(
  parameter  int unsigned Cols         = 16,
  parameter  int unsigned AccW         = 32,
  parameter  int unsigned OutW         = 8,
  parameter  int unsigned Lanes        = 16,
  parameter  int unsigned ScratchDepth = 8192,
  parameter  int unsigned AccDepth     = 5120,
  parameter  int unsigned BeatBytes    = 16,
  parameter  logic [2:0]  Modes        = 3'b111,
  parameter  logic        Masters      = 1'b1,
  localparam int unsigned BitW         = $clog2(AccW + 1),
  localparam int unsigned ShiftW       = $clog2(AccW)
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   start_i,        // with cmd_addr_i, held until done_o
  input  logic [31:0]            cmd_addr_i,     // of the descriptor, multiple of BeatBytes
  input  logic [31:0]            seed_i,
  input  logic [31:0]            step_i,         // training step
  output logic                   done_o,         // one cycle
  output logic                   illegal_o,      // with done_o: nothing was executed
  output logic [3:0]             phase_o,        // what it waits for: as in register WAITING
  output logic [3:0]             state_o,        // State*
  output itg_pkg::cmd_t          cmd_o,
  output itg_pkg::ctrl_t         ctrl_o,
  output logic                   begin_o,        // the descriptor is complete
  output logic                   product_start_o,
  output logic                   product_resume_o,  // with its next block
  input  logic                   product_done_i,    // with a block
  input  logic                   block_last_i,
  output logic                   post_start_o,
  output logic                   scan_o,         // this pass only scans the range
  output logic                   spill_o,        // or writes a block of accumulators to memory
  input  logic                   post_done_i,
  output logic                   range_query_o,
  input  logic [BitW-1:0]        range_bits_i,   // one cycle after range_query_o
  output logic [ShiftW-1:0]      shift_o,
  output logic                   zero_o,         // round everything to 0
  output logic [31:0]            key_o,          // of the random bits
  output logic [3:0]             x_shift_o,      // equalise the exponents of an add; 15: or more
  output logic [3:0]             y_shift_o,
  output logic signed [31:0]     exponent_o,     // of a, or what the output's starts from
  output logic                   req_valid_o,
  input  logic                   req_ready_i,
  output logic [31:0]            req_addr_o,
  input  logic                   rsp_valid_i,
  input  logic [8*BeatBytes-1:0] rsp_data_i,
  output logic                   wr_valid_o,
  input  logic                   wr_ready_i,
  output logic [31:0]            wr_addr_o,
  output logic [8*BeatBytes-1:0] wr_data_o,
  output logic [BeatBytes-1:0]   wr_strb_o,
  input  logic                   wr_idle_i
);

  localparam int unsigned Beats = itg_pkg::DescriptorBytes / BeatBytes;
  localparam int unsigned Bits = 8 * itg_pkg::DescriptorBytes;
  localparam int unsigned BeatCntW = $clog2(Beats + 1);
  localparam int unsigned ByteW = $clog2(BeatBytes);

  typedef enum logic [3:0] {
    Idle          = itg_pkg::StateIdle,
    Fetch         = itg_pkg::StateFetch,
    Decode        = itg_pkg::StateDecode,
    Exponents     = itg_pkg::StateExponents,
    Product       = itg_pkg::StateProduct,
    Spill         = itg_pkg::StateSpill,
    Confirm       = itg_pkg::StateConfirm,
    Scan          = itg_pkg::StateScan,
    QueryRange    = itg_pkg::StateQueryRange,
    SetShift      = itg_pkg::StateSetShift,
    SecondPass    = itg_pkg::StateSecondPass,
    WriteExponent = itg_pkg::StateWriteExponent,
    Drain         = itg_pkg::StateDrain,
    Done          = itg_pkg::StateDone
  } state_e;
  state_e state_q;

  logic [Bits-1:0] words_q;
  logic [BeatCntW-1:0] asked_q, got_q;  // beats of this state
  logic [BeatCntW-1:0] wanted;
  logic signed [31:0] exponent_q;
  logic entered_q;             // first cycle of Product, Spill, Scan or SecondPass
  logic [1:0] key_step_q;
  logic [31:0] key_q, key_in, key_out;
  logic got_last;
  itg_pkg::ctrl_t decoded;

  assign cmd_o = words_q[32*itg_pkg::DescriptorWords-1:0];

  itg_decode #(
    .Modes(Modes),
    .Masters(Masters)
  ) u_decode (
    .en_i(state_q == Decode),
    .cmd_i(cmd_o),
    .ctrl_o(decoded)
  );

  // Whether the rest of the command makes sense is known before an exponent can be.
  logic checked, refused;

  itg_check #(
    .Cols(Cols),
    .OutW(OutW),
    .Lanes(Lanes),
    .ScratchDepth(ScratchDepth),
    .AccDepth(AccDepth),
    .BeatBytes(BeatBytes),
    .Masters(Masters)
  ) u_check (
    .clk_i,
    .rst_ni,
    .start_i(state_q == Decode),
    .cmd_i(cmd_o),
    .ctrl_i(ctrl_o),
    .done_o(checked),
    .illegal_o(refused)
  );

  // Descriptor and exponents share the request counter.
  assign wanted      = state_q == Fetch ? BeatCntW'(Beats)
                     : ctrl_o.product || ctrl_o.adds ? BeatCntW'(2) : BeatCntW'(1);
  assign req_valid_o = (state_q == Fetch || state_q == Exponents) && asked_q != wanted;
  assign got_last    = rsp_valid_i && got_q + 1'b1 == wanted;

  always_comb begin
    req_addr_o = cmd_addr_i + 32'(BeatBytes) * 32'(asked_q);
    if (state_q == Exponents) req_addr_o = asked_q == '0 ? cmd_o.a_exp_addr : cmd_o.b_exp_addr;
    req_addr_o[ByteW-1:0] = '0;  // those of a command that is about to be refused may be odd
  end

  // key = J(J(J(seed) + training step) + tensor id), one J per cycle.
  assign key_in = key_step_q == 2'd0 ? seed_i
                : key_step_q == 2'd1 ? key_q + step_i : key_q + cmd_o.tensor_id;

  itg_jenkins u_key (
    .en_i(state_q == Exponents && key_step_q != 2'd3),
    .a_i(key_in),
    .a_o(key_out)
  );

  // An add has the larger exponent; the difference says how far the other operand moves.
  logic signed [31:0] read_exponent, next_exponent;
  logic signed [32:0] a_above_b;

  assign read_exponent = signed'(rsp_data_i[31:0]);
  assign a_above_b     = 33'(exponent_q) - 33'(read_exponent);

  always_comb begin
    next_exponent = exponent_q + read_exponent;
    if (ctrl_o.adds && got_q != '0) next_exponent = a_above_b < 0 ? read_exponent : exponent_q;
  end

  // Shift, limited to 0 .. AccW-1
  logic signed [9:0] target, raw_shift;

  assign target    = ctrl_o.gradient ? 10'(cmd_o.mu) : signed'(10'(cmd_o.round_bits) - 10'd1);
  assign raw_shift = signed'(10'(range_bits_i)) - target;

  // While a unit works, the sequencer waits for it.
  logic waits, clk;

  assign waits = !entered_q && (state_q == Product ? !product_done_i
               : (state_q == Spill || state_q == Scan || state_q == SecondPass) && !post_done_i);

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(!waits || !rst_ni),
    .clk_o(clk)
  );

  always_ff @(posedge clk) begin
    entered_q <= 1'b0;
    if (req_valid_o && req_ready_i) asked_q <= asked_q + 1'b1;
    if (rsp_valid_i) got_q <= got_q + 1'b1;
    unique case (state_q)
      Idle:
      if (start_i) begin
        state_q    <= Fetch;
        asked_q    <= '0;
        got_q      <= '0;
        key_step_q <= '0;
        exponent_q <= '0;
        shift_o    <= '0;
        zero_o     <= 1'b0;
      end
      Fetch:
      if (rsp_valid_i) begin
        words_q <= (Bits'(rsp_data_i) << (Bits - 8 * BeatBytes)) | (words_q >> (8 * BeatBytes));
        if (got_last) state_q <= Decode;
      end
      Decode: begin
        state_q <= decoded.illegal ? Done : Exponents;
        ctrl_o  <= decoded;
        asked_q <= '0;
        got_q   <= '0;
      end
      Exponents: begin
        if (key_step_q != 2'd3) begin
          key_step_q <= key_step_q + 1'b1;
          key_q      <= key_out;
        end
        if (rsp_valid_i) begin
          exponent_q <= next_exponent;
          x_shift_o  <= a_above_b >= 0 ? '0 : a_above_b < -15 ? 4'd15 : -a_above_b[3:0];
          y_shift_o  <= a_above_b <= 0 ? '0 : a_above_b > 15 ? 4'd15 : a_above_b[3:0];
          if (got_last) begin
            state_q   <= ctrl_o.product ? Product
                       : ctrl_o.rounds && !ctrl_o.by_four ? Scan : SecondPass;
            shift_o   <= ctrl_o.by_four ? ShiftW'(4) : '0;
            entered_q <= 1'b1;
          end
        end
        if (checked && refused) begin
          state_q        <= Done;
          ctrl_o.illegal <= 1'b1;
        end
      end
      Product:
      if (product_done_i) begin
        state_q   <= cmd_o.spill_addr != '0 ? Spill : QueryRange;
        entered_q <= 1'b1;
      end
      Spill:
      if (post_done_i) state_q <= !block_last_i ? Product : ctrl_o.rounds ? Confirm : WriteExponent;
      Confirm: if (wr_idle_i) state_q <= QueryRange;  // the second pass reads what was spilled
      Scan:    if (post_done_i) state_q <= QueryRange;
      QueryRange: state_q <= SetShift;
      SetShift: begin
        state_q   <= SecondPass;
        entered_q <= 1'b1;
        if (ctrl_o.rounds) begin
          zero_o  <= ctrl_o.gradient && range_bits_i == '0;
          shift_o <= raw_shift <= 0 || (ctrl_o.gradient && range_bits_i == '0) ? '0
                   : raw_shift > 10'(AccW - 1) ? ShiftW'(AccW - 1) : raw_shift[ShiftW-1:0];
        end
      end
      SecondPass: if (post_done_i) state_q <= ctrl_o.writes_exponent ? WriteExponent : Drain;
      WriteExponent: if (wr_ready_i) state_q <= Drain;
      Drain:   if (wr_idle_i) state_q <= Done;
      Done:    state_q <= Idle;
      default: state_q <= Idle;
    endcase
    if (!rst_ni) begin
      state_q   <= Idle;
      entered_q <= 1'b0;
    end
  end

  assign begin_o         = state_q == Decode;
  assign product_start_o = state_q == Product && entered_q;
  assign product_resume_o = state_q == Spill && post_done_i && !block_last_i;
  assign spill_o         = state_q == Spill;
  assign scan_o          = state_q == Scan;
  assign post_start_o    = entered_q &&
                           (state_q == Spill || state_q == Scan || state_q == SecondPass);
  assign range_query_o   = state_q == QueryRange;
  assign exponent_o      = exponent_q;
  assign key_o           = key_q;
  assign done_o          = state_q == Done;
  assign illegal_o       = ctrl_o.illegal;
  assign state_o         = state_q;
  assign phase_o         = {state_q == Confirm || state_q == WriteExponent || state_q == Drain,
                            state_q == Spill || state_q == Scan || state_q == SecondPass,
                            state_q == Product, state_q == Fetch || state_q == Exponents};

  assign wr_valid_o = state_q == WriteExponent;
  assign wr_addr_o  = cmd_o.out_exp_addr;
  assign wr_data_o  = (8 * BeatBytes)'(unsigned'((ctrl_o.loss ? '0 : exponent_q) +
                                                 signed'(32'(shift_o)) + 32'(cmd_o.exponent_step)));
  assign wr_strb_o  = BeatBytes'(4'hf);

`ifndef SYNTHESIS
  CheckedBeforeItBegins_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) checked |-> state_q == Exponents)
  else $error("itg_sequencer: a command began before it was checked");

  KeyIsReady_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) post_start_o |-> key_step_q == 2'd3)
  else $error("itg_sequencer: the second pass starts before its key is complete");
`endif

  if (BeatBytes > 64) begin : gen_illegal_beat
    $error("itg_sequencer: BeatBytes (%0d) must be at most 64", BeatBytes);
  end

endmodule
