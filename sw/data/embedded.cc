// SPDX-License-Identifier: Apache-2.0
#include "sw/data/embedded.h"

#include <string>

#include "model/error.h"

namespace itg {

std::string_view Embedded(std::string_view name) {
  int count = 0;
  const EmbeddedFile* files = EmbeddedFiles(&count);
  for (int i = 0; i < count; ++i) {
    if (files[i].name == name) return files[i].text;
  }
  throw Error("no embedded file '" + std::string(name) + "'");
}

}  // namespace itg
