// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>

namespace itg {

// "FIRST:LAST", two numbers in rising order or equal. False when `text` is anything else.
bool ParseRange(const std::string& text, uint64_t* first, uint64_t* last);

}  // namespace itg
