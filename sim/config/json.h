// SPDX-License-Identifier: Apache-2.0
//
// The library that reads and writes JSON. What of it does not depend on a caller's types is
// compiled once, in json.cc: a fifth of the compile time of each source that includes it.

#pragma once

#include <nlohmann/json.hpp>

namespace nlohmann {

extern template class basic_json<>;
extern template class basic_json<ordered_map>;
extern template class detail::serializer<json>;
extern template class detail::serializer<ordered_json>;

}  // namespace nlohmann
