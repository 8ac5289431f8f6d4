// SPDX-License-Identifier: Apache-2.0
//
// Prints one of the documents made of the register tables: package, header or page. A test compares
// each with the committed file.

#include <iostream>
#include <string>

#include "sim/plan/registers.h"

int main(int argc, char** argv) {
  const std::string what = argc == 2 ? argv[1] : "";
  if (what == "package") {
    std::cout << itg::RegisterPackage();
  } else if (what == "header") {
    std::cout << itg::RegisterHeader();
  } else if (what == "page") {
    std::cout << itg::RegisterPage();
  } else {
    std::cerr << "usage: itg_print_registers package|header|page\n";
    return 2;
  }
}
