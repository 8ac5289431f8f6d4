// SPDX-License-Identifier: Apache-2.0
//
// Where the simulator's own text goes in a plug-in that checks assertions: compiled in front of
// every file of it, Verilator's runtime too, with VL_PRINTF defined as this function.

#pragma once

extern "C" int itg_assertion_text(const char* format, ...) __attribute__((format(printf, 1, 2)));
