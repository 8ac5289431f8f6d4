// SPDX-License-Identifier: Apache-2.0
//
// SystemC is set up once in a process, so every platform of a test lives in a process of its own.

#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <functional>
#include <vector>

namespace itg {

using Numbers = std::vector<uint64_t>;

// What `body` returns, which runs in a copy of this process. Its failed expectations are printed
// there and fail the test here. No other thread may run here meanwhile: what it had locked would
// stay locked in the copy.
inline Numbers InProcess(const std::function<Numbers()>& body) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("pipe");
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    int code = 1;
    try {
      const Numbers numbers = body();
      FILE* const out = fdopen(ends[1], "wb");
      std::fwrite(numbers.data(), sizeof(uint64_t), numbers.size(), out);
      code = std::fclose(out) != 0 || testing::Test::HasFailure() ? 1 : 0;
    } catch (const std::exception& error) {
      std::printf("%s\n", error.what());
    }
    std::fflush(nullptr);
    _exit(code);
  }
  close(ends[1]);
  Numbers numbers;
  FILE* const in = fdopen(ends[0], "rb");
  for (uint64_t number = 0; std::fread(&number, sizeof number, 1, in) == 1;) {
    numbers.push_back(number);
  }
  std::fclose(in);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "see above";
  return numbers;
}

}  // namespace itg
