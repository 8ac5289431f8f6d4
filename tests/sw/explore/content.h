// SPDX-License-Identifier: Apache-2.0
//
// All that a database holds, as text: what must be the same whoever computed it.

#pragma once

#include <string>
#include <vector>

namespace itg {

// Table by table, row by row in the order of the keys, "table|value|value".
std::vector<std::string> ContentOf(const std::string& database);

// Fails the test at the first row in which the two differ.
void ExpectSameContent(const std::string& database, const std::string& other);

// The one number that `query` gives.
int64_t NumberOf(const std::string& database, const std::string& query);

}  // namespace itg
