// SPDX-License-Identifier: Apache-2.0
//
// libsystemc brings a main() of its own that calls this function, and does not link without it.
// Programs of the project have their own main() and simulate with sc_start().

#include <systemc>

int sc_main(int /*argc*/, char* /*argv*/[]) { return 1; }
