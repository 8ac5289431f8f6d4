// SPDX-License-Identifier: Apache-2.0
//
// What area, delay and energy would be in another technology than 0.18 um, by published factors:
// A. Stillmaker and B. Baas, "Scaling equations for the accurate prediction of CMOS device
// performance from 180 nm to 7 nm", Integration, the VLSI Journal 58 (2017), 74-81: area by table,
// delay and energy by polynomials of the supply voltage fitted to circuit simulations. An estimate
// of what a process gives, not of what a library for it would; leakage it does not tell.

#pragma once

#include <string>

#include "sim/synth/synthesis.h"

namespace itg {

struct Scaling {
  int nm = 0;
  double voltage = 0;  // the nominal supply of that technology
  double area = 1;     // factors on a number of 0.18 um, 1.8 V
  double delay = 1;
  double energy = 1;

  static const char* Source();  // a citation in one line
};

// To 45, 16 or 7 nm. Throws Error for another.
Scaling ScalingTo(int nm);

// The same with its area and time scaled, and `technology` saying so. Its leakage stays that of
// 0.18 um.
Synthesis Scaled(const Synthesis& synthesis, const Scaling& scaling);

}  // namespace itg
