// SPDX-License-Identifier: Apache-2.0
//
// The text of a Liberty library as a tree: groups `kind (arguments) { ... }` that hold attributes
// `name : value ;` and `name (values) ;`. What an attribute means is for the reader of the tree.

#pragma once

#include <string>
#include <vector>

namespace itg {

struct LibertyAttribute {
  std::string name;
  std::vector<std::string> values;  // without quotes
};

struct LibertyGroup {
  std::string kind;  // "library", "cell", "pin"
  std::vector<std::string> arguments;
  std::vector<LibertyAttribute> attributes;
  std::vector<LibertyGroup> groups;
  int line = 0;

  // First value of the first attribute of this name; nullptr when there is none.
  const std::string* Find(const std::string& name) const;
  const LibertyAttribute* FindAttribute(const std::string& name) const;
};

// The one group of the text. Throws Error naming `source` and the line of the fault.
LibertyGroup ParseLiberty(const std::string& text, const std::string& source);

}  // namespace itg
