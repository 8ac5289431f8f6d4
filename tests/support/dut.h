// SPDX-License-Identifier: Apache-2.0
//
// A Verilated module under test: clock, reset, and its assertions as part of the test's result. A
// failing assertion does not end the process; it is counted, and one that no ExpectAssertion()
// asked for fails the test.

#pragma once

#include <gtest/gtest.h>
#include <verilated.h>

#include <memory>
#include <string>
#include <type_traits>

namespace itg {

template <typename Model>
class Dut {
 public:
  Dut() : context_(std::make_unique<VerilatedContext>()) {
    context_->fatalOnError(false);
    context_->errorLimit(1 << 30);
    model_ = std::make_unique<Model>(context_.get(), "dut");
  }
  Dut(const Dut&) = delete;
  Dut& operator=(const Dut&) = delete;
  ~Dut() {
    // Verilator 5.006 unregisters the model's scopes from the context the thread used last, which
    // may be that of another Dut, already gone.
    Verilated::threadContextp(context_.get());
    model_->final();
    model_.reset();
    EXPECT_EQ(context_->errorCount(), expected_errors_) << "an assertion of the module failed";
  }

  Model* operator->() { return model_.get(); }

  // Lets the combinational outputs follow the inputs, before the clock edge.
  void Settle() { model_->eval(); }

  // One clock cycle with the inputs as they are. Outputs of registers are those after the edge.
  void Tick() {
    model_->clk_i = 0;
    model_->eval();
    model_->clk_i = 1;
    model_->eval();
    model_->clk_i = 0;
  }

  void Reset() {
    model_->rst_ni = 0;
    Tick();
    Tick();
    model_->rst_ni = 1;
    Settle();
  }

  // `provoke` must make the assertion called `name` fail.
  template <typename Provoke>
  void ExpectAssertion(const std::string& name, Provoke provoke) {
    const int before = context_->errorCount();
    testing::internal::CaptureStdout();
    provoke();
    const std::string output = testing::internal::GetCapturedStdout();
    EXPECT_GT(context_->errorCount(), before) << name << " did not fail";
    EXPECT_NE(output.find(name), std::string::npos) << output;
    expected_errors_ += context_->errorCount() - before;
  }

 private:
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Model> model_;
  int expected_errors_ = 0;
};

// Bits [lsb, lsb + width) of a port of any width, width <= 64.
template <typename Port>
uint64_t GetBits(const Port& port, int lsb, int width) {
  uint64_t value = 0;
  for (int i = 0; i < width; ++i) {
    const int bit = lsb + i;
    uint64_t word;
    if constexpr (std::is_integral_v<Port>) {
      word = uint64_t{port} >> bit;
    } else {
      word = port[static_cast<size_t>(bit / 32)] >> (bit % 32);
    }
    value |= (word & 1) << i;
  }
  return value;
}

template <typename Port>
int64_t GetSigned(const Port& port, int lsb, int width) {
  const uint64_t sign = uint64_t{1} << (width - 1);
  return static_cast<int64_t>((GetBits(port, lsb, width) ^ sign) - sign);
}

template <typename Port>
void SetBits(Port* port, int lsb, int width, uint64_t value) {
  for (int i = 0; i < width; ++i) {
    const int bit = lsb + i;
    const bool set = ((value >> i) & 1) != 0;
    if constexpr (std::is_integral_v<Port>) {
      const Port mask = static_cast<Port>(uint64_t{1} << bit);
      *port = static_cast<Port>(set ? *port | mask : *port & ~mask);
    } else {
      auto& word = (*port)[static_cast<size_t>(bit / 32)];
      const auto mask = uint32_t{1} << (bit % 32);
      word = set ? word | mask : word & ~mask;
    }
  }
}

}  // namespace itg
