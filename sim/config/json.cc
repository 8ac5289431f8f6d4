// SPDX-License-Identifier: Apache-2.0

#include "sim/config/json.h"

namespace nlohmann {

template class basic_json<>;
template class basic_json<ordered_map>;
template class detail::serializer<json>;
template class detail::serializer<ordered_json>;

}  // namespace nlohmann
